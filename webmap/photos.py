"""A photo someone sends, as it is kept: a JPEG of bounded size with nothing but pixels."""

from __future__ import annotations

from io import BytesIO

from geodata.errors import QueryError
from geodata.photos import PhotoError, upright_pixels
from webmap.i18n import gettext

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
        pixels = upright_pixels(content, LONGEST_SIDE)
    except PhotoError as error:
        raise QueryError(
            error.message_en,
            gettext("عکس خوانده نشد؛ عکسی از نوع JPEG، PNG یا WebP بفرستید."),
            parameter="photo",
        ) from error
    out = BytesIO()
    pixels.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
