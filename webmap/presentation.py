"""How values read in the language of the request: digits, lengths, shares, names, closed sets.

Templates print numbers, dates and codes through these filters only. Nothing here is HTML.
"""

from __future__ import annotations

import math
import re

from flask import Flask

from geodata.digits import PERSIAN_DIGITS
from geodata.names.arabic import arabic_martyr, arabic_name
from geodata.names.latin import latin_martyr, latin_name
from geodata.names.people import MARTYR
from geodata.vocab import read_vocab
from webmap.i18n import current_language, gettext, mark

_DIGITS = {
    "fa": PERSIAN_DIGITS,
    "ar": str.maketrans("0123456789۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩" * 2),
    "en": str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
}
DIRECTIONS = (
    mark("شمال"),
    mark("شمال شرقی"),
    mark("شرق"),
    mark("جنوب شرقی"),
    mark("جنوب"),
    mark("جنوب غربی"),
    mark("غرب"),
    mark("شمال غربی"),
)
METRES_PER_KILOMETRE = 1000
KINDS = {
    "alley": mark("کوچه"),
    "dead_end": mark("بن‌بست"),
    "passage": mark("گذر"),
    "lane": mark("کوی"),
    "street": mark("خیابان"),
    "boulevard": mark("بلوار"),
    "square": mark("میدان"),
    "highway": mark("بزرگراه"),
    "road": mark("جاده"),
    "footway": mark("پیاده‌راه"),
}
KINDS_OF = {**KINDS, "alley": mark("کوچهٔ"), "road": mark("جادهٔ")}
PLAQUE_STATUSES = {
    "planned": mark("پلاک در برنامه"),
    "approved": mark("پلاک تصویب‌شده"),
    "made": mark("پلاک آمادهٔ نصب"),
    "installed": mark("پلاک نصب شده"),
    "verified": mark("پلاک نصب و بازدید شده"),
    "damaged": mark("پلاک آسیب دیده"),
    "missing": mark("پلاک گم شده"),
    "removed": mark("پلاک برداشته شده"),
}
PLAQUE_ENDS = {"start": mark("ابتدای کوچه"), "end": mark("انتهای کوچه")}
VERDICTS = {
    "accepted": mark("روی نقشه"),
    "review": mark("در دست بررسی؛ هنوز روی نقشه نیست"),
    "unmatched": mark("در دفتر هست، هنوز روی نقشه نیست"),
    "register_error": mark("در دست اصلاح دفتر؛ هنوز روی نقشه نیست"),
}
MAP_STATES = {
    "named": mark("هنوز بی پلاک"),
    "installed": mark("پلاک نصب شده"),
    "damaged": mark("پلاک آسیب دیده"),
}


def init_presentation(app: Flask) -> None:
    """Offer the filters to the templates of `app`."""
    app.jinja_env.filters.update(
        direction_word=direction_word,
        district_word=district_word,
        local_digits=local_digits,
        local_name=local_name,
        local_number=local_number,
        kind_word=kind_word,
        kind_before=kind_before,
        map_state_word=map_state_word,
        martyr_name=martyr_name,
        metres=metres,
        percent=percent,
        plaque_end_word=plaque_end_word,
        plaque_status_word=plaque_status_word,
        share=share,
        web_address=web_address,
        verdict_word=verdict_word,
    )


def local_digits(text: object) -> str:
    """Return the text with the reader's digits, otherwise as it is written."""
    return str(text).translate(_DIGITS[current_language()])


def local_number(value: int | float | None) -> str:
    """Return a count with the reader's digits and separators, «نامشخص» when it is unknown."""
    if value is None:
        return gettext("نامشخص")
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")
    if current_language() != "en":
        number = number.replace(",", "٬").replace(".", "٫")
    return local_digits(number)


def local_name(name: str) -> str:
    """Return the name of a street or an area in the reader's script."""
    language = current_language()
    if language == "ar":
        return local_digits(arabic_name(name))
    return latin_name(name) if language == "en" else local_digits(name)


def metres(length_m: float | None) -> str:
    """Return a length [m] as people say it: metres, from a kilometre on kilometres."""
    if length_m is None:
        return gettext("نامشخص")
    if length_m < METRES_PER_KILOMETRE:
        return gettext("%(length)s متر", length=local_number(round(length_m)))
    kilometres = round(length_m / METRES_PER_KILOMETRE, 1)
    return gettext("%(length)s کیلومتر", length=local_number(kilometres))


def direction_word(origin: tuple[float, float], lon: float, lat: float) -> str:
    """Return in which of eight directions a place lies from another, both lon, lat [degrees]."""
    east = (lon - origin[0]) * math.cos(math.radians(origin[1]))
    turn = math.degrees(math.atan2(east, lat - origin[1]))
    return gettext(DIRECTIONS[round(turn / 45) % 8])


def percent(part: float, whole: float) -> str | None:
    """Return the share as whole per cent, None when there is nothing to share.

    Neither «۰٪» nor «۱۰۰٪» is said of a share that is only near to it.
    """
    if not whole:
        return None
    rounded = round(100 * part / whole)
    if part and not rounded:
        return gettext("کمتر از ۱٪")
    if part < whole and rounded == 100:
        return gettext("بیش از ۹۹٪")
    sign = "%" if current_language() == "en" else "٪"
    return f"{local_number(rounded)}{sign}"


def share(part: int, whole: int) -> str:
    """Return «۱۲ از ۴۰ (۳۰٪)»: both numbers stand beside their share.

    Of nothing there is no share: then the part stands alone.
    """
    numbers = gettext("%(part)s از %(whole)s", part=local_number(part), whole=local_number(whole))
    in_percent = percent(part, whole)
    return local_number(part) if in_percent is None else f"{numbers} ({in_percent})"


def district_word(district: str) -> str:
    """Return a district as people call it: «منطقهٔ ۴» for a number, a name as it is."""
    if district.isdecimal():
        return gettext("منطقهٔ %(number)s", number=local_digits(district))
    return local_name(district)


def martyr_name(
    name: str, title: str | None = None, latin: str | None = None, arabic: str | None = None
) -> str:
    """Return an honoree in the reader's script, with «شهید» always.

    Parameters
    ----------
    latin, arabic : str, optional
        How the register itself writes the name in those scripts; by rule without.
    """
    persian = persian_martyr(name, title)
    language = current_language()
    if language == "en":
        return latin_martyr(name, latin) if latin else latin_name(persian)
    if language == "ar":
        return arabic_martyr(name, arabic) if arabic else arabic_name(persian)
    return persian


def persian_martyr(name: str, title: str | None = None) -> str:
    """Return the name with «شهید» and the title before it, each only once.

    A name without «شهید» was a national controversy when it stood on signs.
    """
    words = name.split()
    titles = [word for word in (title or "").split() if word not in words]
    if not any(word in _MARTYR_WORDS for word in (*words, *titles)):
        return " ".join((MARTYR, *titles, *words))
    return " ".join((*titles, *words))


_MARTYR_WORDS = frozenset(
    row["word"] for row in read_vocab("martyr_words") if row["word"].startswith("شه")
)


def web_address(text: str | None) -> str | None:
    """Return an address of the web as it is, None for anything a browser would do more with."""
    if text is None or not _WEB_ADDRESS.fullmatch(text):
        return None
    return text


_WEB_ADDRESS = re.compile(r"https?://[\w.-]+(:\d{1,5})?(/[^\s\"'<>\\]{0,500})?", re.ASCII)


def kind_word(kind: str) -> str:
    """Return what sort of thoroughfare it is, standing alone."""
    return gettext(KINDS.get(kind, KINDS["alley"]))


def kind_before(kind: str) -> str:
    """Return the same in front of a name: «کوچهٔ …»."""
    return gettext(KINDS_OF.get(kind, KINDS_OF["alley"]))


def plaque_status_word(status: str | None) -> str:
    """Return the state of a plaque."""
    return gettext(PLAQUE_STATUSES[status]) if status else gettext("وضعیت پلاک ثبت نشده")


def plaque_end_word(end: str) -> str:
    """Return at which end of the alley a plaque is; other words as they are written."""
    return gettext(PLAQUE_ENDS[end]) if end in PLAQUE_ENDS else local_digits(end)


def verdict_word(verdict: str) -> str:
    """Return where a naming stands between register and map."""
    return gettext(VERDICTS[verdict])


def map_state_word(state: str | None) -> str:
    """Return how an alley is drawn."""
    return gettext(MAP_STATES[state]) if state else gettext("بدون نام‌گذاری")
