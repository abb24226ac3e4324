"""What the fields of a form say, read into typed values or refused by their name."""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from geodata.errors import QueryError
from webmap import params
from webmap.converters import MAX_RECORD_ID
from webmap.i18n import gettext


def text(name: str, *, longest: int) -> str:
    """Return what was written into a field that has to be filled in, errors as `form_text`.

    A browser counts a new line as one letter and sends two.
    """
    written = request.form.get(name, "").replace("\r\n", "\n")
    return params.readable_text(name, written, longest=longest)


def optional_text(name: str, *, longest: int) -> str:
    """Return what was written into a field, "" when it was left empty; else as `text`."""
    return text(name, longest=longest) if request.form.get(name, "").strip() else ""


def choice(name: str, allowed: Collection[str]) -> str:
    """Return one of the allowed words.

    Raises
    ------
    QueryError
        For any other word, or none.
    """
    chosen = request.form.get(name, "")
    if chosen not in allowed:
        raise QueryError(
            f"{name}: expected one of {', '.join(allowed)}",
            gettext("یکی از گزینه‌های این فرم را برگزینید."),
            parameter=name,
        )
    return chosen


def number(name: str) -> int:
    """Return a number that a page of ours wrote into its form.

    Raises
    ------
    QueryError
        It is none.
    """
    written = request.form.get(name, "")
    if not written.isascii() or not written.isdecimal() or int(written[:20]) > MAX_RECORD_ID:
        raise QueryError(
            f"{name}: expected a whole number",
            gettext("این فرم کهنه شده است؛ یک بار دیگر بفرستید."),
            parameter=name,
        )
    return int(written)
