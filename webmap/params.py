"""What stands after the question mark, read into typed values or refused by its name.

Only form is judged here: length, letters, range. Whether a record exists is the catalogue's
answer. Limits are checked before any text is folded, which is quadratic for hostile input.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote_to_bytes

from flask import request

from geodata.catalogue.records import BBox
from geodata.errors import QueryError
from webmap.converters import MAX_RECORD_ID, RECORD_ID
from webmap.i18n import gettext
from webmap.presentation import local_digits

MAX_FILTER_CHARS = 100
PLACE_DIGITS = 3
_RECORD = re.compile(RECORD_ID, re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]{1,7}(\.[0-9]{0,20})?", re.ASCII)


def unknown_value(name: str, value: object) -> QueryError:
    """Return the error for a well-formed value that the dataset knows nothing of."""
    return QueryError(
        f"{name}: nothing is known of {value!r}",
        gettext("مقدار %(name)s در داده‌ها نیست.", name=name),
        parameter=name,
    )


def search_text(name: str = "q") -> str:
    """Return what was typed, without the blanks around it; "" when nothing was.

    However long: how much of it is looked at, the search says.

    Raises
    ------
    QueryError
        For a text that holds what no keyboard types.
    """
    typed = request.args.get(name, "")
    if _is_broken_utf8(request.query_string) or any(_is_unreadable(letter) for letter in typed):
        raise QueryError(
            f"{name}: holds control characters or broken UTF-8",
            gettext("عبارت جست‌وجو (%(name)s) نویسه‌های ناخوانا دارد.", name=name),
            parameter=name,
        )
    return typed.strip()


def required_text(name: str) -> str:
    """Return what was typed like `search_text`, which may be empty but has to be asked.

    Raises
    ------
    QueryError
        When the parameter is absent or cannot be read.
    """
    if name not in request.args:
        raise QueryError(
            f"{name}: missing",
            gettext("پارامتر %(name)s لازم است.", name=name),
            parameter=name,
        )
    return search_text(name)


def filter_text(name: str) -> str | None:
    """Return a short filter value such as a district, None when it is absent or empty.

    Raises
    ------
    QueryError
        For a text that is too long or holds what no keyboard types.
    """
    typed = search_text(name)
    if len(typed) > MAX_FILTER_CHARS:
        raise QueryError(
            f"{name}: {len(typed)} characters, at most {MAX_FILTER_CHARS} are read",
            gettext("مقدار %(name)s بلندتر از ۱۰۰ نویسه است.", name=name),
            parameter=name,
        )
    return typed or None


def form_text(name: str, *, longest: int) -> str:
    """Return what was written into a field of a form; errors as `readable_text`."""
    return readable_text(name, request.form.get(name, ""), longest=longest)


def readable_text(name: str, typed: str, *, longest: int) -> str:
    """Return what somebody wrote, without the blanks around it.

    Raises
    ------
    QueryError
        For nothing, for more than `longest` characters, or for what no keyboard types.
    """
    written = typed.strip()
    is_readable = not any(_is_unreadable(letter) for letter in written)
    if not written or len(written) > longest or not is_readable:
        raise QueryError(
            f"{name}: expected 1 to {longest} characters that can be read",
            gettext("نوشته باید ۱ تا %(longest)s نویسهٔ خوانا باشد.", longest=local_digits(longest)),
            parameter=name,
        )
    return written


def rounded_place() -> tuple[float, float] | None:
    """Return `lon` and `lat` to about 100 m [degrees EPSG:4326], None when both are absent.

    Raises
    ------
    QueryError
        When one is absent or not on the globe.
    """
    if "lon" not in request.args and "lat" not in request.args:
        return None
    lon, lat = decimal_number("lon", limit=180), decimal_number("lat", limit=90)
    return round(lon, PLACE_DIGITS), round(lat, PLACE_DIGITS)


def _is_broken_utf8(query: bytes) -> bool:
    # Werkzeug leaves such bytes in their percent form, which nobody typed.
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return True
    return False


def _is_unreadable(letter: str) -> bool:
    is_blank = letter in "\t\n\r"
    return letter == "\ufffd" or (unicodedata.category(letter) in ("Cc", "Cs") and not is_blank)


def is_record_number(text: str) -> bool:
    """Return whether a text is one spelling of a record's number."""
    return bool(_RECORD.fullmatch(text)) and int(text) <= MAX_RECORD_ID


def record_number(name: str) -> int | None:
    """Return a record's number, None when it is absent or not one spelling of a 64-bit number."""
    typed = request.args.get(name, "")
    return int(typed) if is_record_number(typed) else None


def optional_record(name: str) -> int | None:
    """Return a record's number, None when it is absent.

    Raises
    ------
    QueryError
        For anything but one spelling of a 64-bit number.
    """
    found = record_number(name)
    if found is None and name in request.args:
        raise QueryError(
            f"{name}: expected the number of a record",
            gettext("مقدار %(name)s باید شمارهٔ یک رکورد باشد.", name=name),
            parameter=name,
        )
    return found


def whole_number(name: str, default: int, *, lowest: int = 1, highest: int) -> int:
    """Return a whole number between the two limits, `default` when it is absent.

    Raises
    ------
    QueryError
        For anything but ASCII digits in that range.
    """
    typed = request.args.get(name)
    if typed is None:
        return default
    if not _WHOLE.fullmatch(typed) or not lowest <= int(typed) <= highest:
        raise QueryError(
            f"{name}: expected a whole number from {lowest} to {highest}",
            gettext(
                "مقدار %(name)s باید عددی درست از %(lowest)s تا %(highest)s باشد.",
                name=name,
                lowest=lowest,
                highest=highest,
            ),
            parameter=name,
        )
    return int(typed)


def optional_number(name: str, *, lowest: int, highest: int) -> int | None:
    """Return a whole number, None when it is absent or empty; errors as `whole_number`."""
    if not request.args.get(name):
        return None
    return whole_number(name, lowest, lowest=lowest, highest=highest)


def form_number(name: str) -> int:
    """Return a whole number that a form of ours carries.

    Raises
    ------
    QueryError
        When somebody has changed it.
    """
    typed = request.form.get(name, "")
    if not _WHOLE.fullmatch(typed):
        raise QueryError(
            f"{name}: expected a whole number",
            gettext("مقدار %(name)s در فرم درست نیست.", name=name),
            parameter=name,
        )
    return int(typed)


def decimal_number(
    name: str, *, limit: float, lowest: float | None = None, default: float | None = None
) -> float:
    """Return a number from `lowest` (or minus `limit`) to `limit`.

    Raises
    ------
    QueryError
        When it is absent without a default, not a plain decimal, or outside the range.
    """
    typed = request.args.get(name)
    if typed is None and default is not None:
        return default
    low = -limit if lowest is None else lowest
    if typed is None or not _DECIMAL.fullmatch(typed) or not low <= float(typed) <= limit:
        raise QueryError(
            f"{name}: expected a decimal number from {low:g} to {limit:g}",
            gettext(
                "مقدار %(name)s باید عددی از %(low)s تا %(limit)s باشد.",
                name=name,
                low=f"{low:g}",
                limit=f"{limit:g}",
            ),
            parameter=name,
        )
    return float(typed)


def position(name: str) -> tuple[float, float] | None:
    """Return lon, lat [degrees EPSG:4326], None when the parameter is absent.

    Raises
    ------
    QueryError
        When it is not two plain decimals in that order and on the globe.
    """
    typed = request.args.get(name)
    if typed is None:
        return None
    parts = typed.split(",", maxsplit=2)
    if len(parts) == 2 and all(_DECIMAL.fullmatch(part) for part in parts):
        lon, lat = (float(part) for part in parts)
        if abs(lon) <= 180 and abs(lat) <= 90:
            return lon, lat
    raise QueryError(
        f"{name}: expected lon,lat in degrees",
        gettext("مقدار %(name)s باید دو عدد «طول,عرض» به درجه باشد.", name=name),
        parameter=name,
    )


def bounding_box(name: str = "bbox") -> BBox | None:
    """Return west, south, east, north [degrees EPSG:4326], None when it is absent.

    Raises
    ------
    QueryError
        When it is not four plain decimals in that order and on the globe.
    """
    typed = request.args.get(name)
    if typed is None:
        return None
    parts = typed.split(",", maxsplit=4)
    if len(parts) == 4 and all(_DECIMAL.fullmatch(part) for part in parts):
        west, south, east, north = (float(part) for part in parts)
        if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
            return west, south, east, north
    raise QueryError(
        f"{name}: expected west,south,east,north in degrees",
        gettext("مقدار %(name)s باید چهار عدد «باختر,جنوب,خاور,شمال» به درجه باشد.", name=name),
        parameter=name,
    )


def choice(name: str, allowed: Collection[str], default: str) -> str:
    """Return one of the allowed words, `default` when it is absent or empty.

    Raises
    ------
    QueryError
        For any other word.
    """
    return optional_choice(name, allowed) or default


def optional_choice(name: str, allowed: Collection[str]) -> str | None:
    """Return one of the allowed words, None when it is absent or empty; errors as `choice`."""
    typed = request.args.get(name)
    if not typed or typed in allowed:
        return typed or None
    words = ", ".join(allowed)
    raise QueryError(
        f"{name}: expected one of {words}",
        gettext("مقدار %(name)s باید یکی از این‌ها باشد: %(words)s.", name=name, words=words),
        parameter=name,
    )
