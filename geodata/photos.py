"""Photos from elsewhere: decoded, bounded and written anew, so that only their pixels are kept.

Place and device that cameras write into files are gone with the rest of the metadata.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from geodata.errors import GeodataError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
"""A phone's camera; a small file can claim a thousand times as many."""


class PhotoError(GeodataError):
    """A file that is no photo we can take."""


def upright_pixels(content: bytes, longest_side: int) -> Image.Image:
    """Return a photo's pixels, upright, RGB, at most so many on a side, without metadata.

    Raises
    ------
    PhotoError
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
    upright.thumbnail((longest_side, longest_side))
    pixels = Image.new("RGB", upright.size)
    pixels.paste(upright)
    return pixels


def _refused(why: str) -> PhotoError:
    return PhotoError(
        f"photo: {why}; expected a JPEG, PNG or WebP of at most {MOST_PIXELS} pixels",
        "عکس خوانده نشد؛ عکسی از نوع JPEG، PNG یا WebP بفرستید.",
    )
