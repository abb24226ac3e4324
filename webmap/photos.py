"""A photo someone sends: decoded, bounded and written anew, so that only its pixels are kept.

Place and device that cameras write into files are gone with the rest of the metadata.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from geodata.errors import QueryError
from webmap.i18n import gettext

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
"""A phone's camera; a small file can claim a thousand times as many."""
LONGEST_SIDE = 1600
QUALITY = 82


def clean_photo(content: bytes) -> bytes:
    """Return a photo as a JPEG of at most `LONGEST_SIDE` pixels, upright, without metadata.

    Raises
    ------
    QueryError
        It is no JPEG, PNG or WebP, broken, or larger than a camera makes.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise _refused("more pixels than a camera has")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise _refused(str(error)) from error
    except (OSError, ValueError, SyntaxError, Warning) as error:
        raise _refused(f"cannot be decoded: {error}") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pixels = Image.new("RGB", upright.size)
    pixels.paste(upright)
    out = BytesIO()
    pixels.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _refused(why: str) -> QueryError:
    return QueryError(
        f"photo: {why}; expected a JPEG, PNG or WebP of at most {MOST_PIXELS} pixels",
        gettext("عکس خوانده نشد؛ عکسی از نوع JPEG، PNG یا WebP بفرستید."),
        parameter="photo",
    )
