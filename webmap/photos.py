"""Photos people send: kept as a JPEG of bounded size with nothing but pixels, drawn smaller."""

from __future__ import annotations

import hashlib
from io import BytesIO

from PIL import Image

from geodata.errors import QueryError
from geodata.journal.pictures import OWN
from geodata.journal.plaque_events import Picture
from geodata.photos import PhotoError, upright_pixels
from webmap.i18n import gettext

LONGEST_SIDE = 1600
QUALITY = 82
THUMBNAIL_SIDE = 240
PORTRAIT_SIDE, SIGN_SIDE = 640, 1280


def clean_photo(content: bytes) -> bytes:
    """Return a photo as a JPEG of at most `LONGEST_SIDE` pixels, upright, without metadata.

    Raises
    ------
    QueryError
        It is no JPEG, PNG or WebP, broken, or larger than a camera makes.
    """
    out = BytesIO()
    _pixels(content, LONGEST_SIDE).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def sign_picture(content: bytes) -> Picture:
    """Return a photo that somebody took who works here, as it is kept; errors as `clean_photo`."""
    return _picture(_pixels(content, SIGN_SIDE), OWN)


def thumbnail(photo: bytes) -> bytes:
    """Return a kept photo as a small JPEG for a list."""
    out = BytesIO()
    upright_pixels(photo, THUMBNAIL_SIDE).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def as_picture(photo: bytes, consent: str, *, longest_side: int) -> Picture:
    """Return a kept photo as a WebP with the name its content gives it."""
    return _picture(upright_pixels(photo, longest_side), consent)


def still_picture(content: bytes, *, longest_side: int) -> bytes:
    """Return a picture that somebody sent as a WebP without metadata; errors as `clean_photo`."""
    return _picture(_pixels(content, longest_side), "").content


def _pixels(content: bytes, longest_side: int) -> Image.Image:
    try:
        return upright_pixels(content, longest_side)
    except PhotoError as error:
        raise QueryError(
            error.message_en,
            gettext("عکس خوانده نشد؛ عکسی از نوع JPEG، PNG یا WebP بفرستید."),
            parameter="photo",
        ) from error


def _picture(pixels: Image.Image, consent: str) -> Picture:
    out = BytesIO()
    pixels.save(out, "WEBP", quality=QUALITY)
    content = out.getvalue()
    name = f"{hashlib.blake2b(content, digest_size=8).hexdigest()}.webp"
    return Picture(name, content, consent)
