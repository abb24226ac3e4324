"""What an address of anniversaries asks for: which day, which part of the city.

Only form and existence are judged here; who is remembered is the catalogue's answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from geodata.anniversaries import Day
from geodata.catalogue import Catalogue
from geodata.catalogue.areas import area_ids
from geodata.catalogue.remembrance import Position, Where
from geodata.dates import ImpossibleDateError, parse_date
from geodata.errors import QueryError, UnknownRecordError
from geodata.gregorian import TEHRAN
from webmap import params
from webmap.i18n import gettext
from webmap.places import area_name
from webmap.presentation import local_digits, local_name, metres

RADII_M = (250, 500, 1000, 2000)
USUAL_RADIUS_M = 500
FIRST_YEAR, LAST_YEAR = 1350, 1499
DECIMALS = 4
AREA_KINDS = ("district", "neighbourhood")
_NEAR = "near"


def today() -> Day:
    """Return the day it is in Iran."""
    return Day.of(datetime.now(UTC).astimezone(TEHRAN).date())


def asked_day() -> Day | None:
    """Return the Jalali day of `date`, in any digits, None when none is asked for.

    Raises
    ------
    QueryError
        For a date the calendar does not have, one that is not whole, or one far away.
    """
    typed = params.filter_text("date")
    if typed is None:
        return None
    try:
        found = parse_date(typed)
    except ImpossibleDateError as error:
        raise _bad_date(
            typed,
            gettext(
                "چنین روزی در تقویم نیست: %(date)s. در نیمهٔ نخست سال ماه‌ها ۳۱ روز دارند، از مهر تا"
                " بهمن ۳۰ روز، و اسفند ۲۹ روز، در سال کبیسه ۳۰ روز.",
                # Between slashes a date keeps its order in a line from right to left.
                date=local_digits(typed.replace("-", "/")),
            ),
        ) from error
    if found is None or found.month is None or found.day is None:
        sentence = gettext("تاریخ را کامل و هجری خورشیدی بنویسید، مانند ۱۴۰۴/۷/۱۲.")
        raise _bad_date(typed, sentence)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        sentence = gettext(
            "سال باید از %(first)s تا %(last)s باشد.",
            first=local_digits(FIRST_YEAR),
            last=local_digits(LAST_YEAR),
        )
        raise _bad_date(typed, sentence)
    return Day(found.year, found.month, found.day)


def asked_where(catalogue: Catalogue) -> Where:
    """Return the part of the city that an address asks for.

    Raises
    ------
    UnknownRecordError
        For an area this dataset does not have.
    QueryError
        For a position off the globe or a radius that is not offered.
    """
    district, neighbourhood = (_known_area(catalogue, kind) for kind in AREA_KINDS)
    near = params.position(_NEAR)
    if near is None:
        return Where(district=district, neighbourhood=neighbourhood)
    at = (round(near[0], DECIMALS), round(near[1], DECIMALS))
    radius_m = params.whole_number("radius", USUAL_RADIUS_M, lowest=50, highest=RADII_M[-1])
    return Where(district=district, neighbourhood=neighbourhood, near=at, radius_m=radius_m)


def where_query(where: Where) -> dict[str, Any]:
    """Return a part of the city as it stands in an address."""
    query: dict[str, Any] = {}
    for kind in AREA_KINDS:
        if area := getattr(where, kind):
            query[kind] = area
    if where.near is not None:
        query[_NEAR] = position_text(where.near)
        if where.radius_m != USUAL_RADIUS_M:
            query["radius"] = where.radius_m
    return query


def where_words(catalogue: Catalogue, where: Where) -> str:
    """Return what people call that part of the city; the city's name for all of it."""
    parts = [area_name(getattr(where, k), k) for k in reversed(AREA_KINDS) if getattr(where, k)]
    if where.near is not None:
        place = catalogue.remembrance.place_at(where.near)
        name = local_name(place.name_fa) if place else gettext("نقطهٔ برگزیده")
        parts.append(
            gettext("تا %(radius)s از %(place)s", radius=metres(where.radius_m), place=name)
        )
    return gettext("، ").join(parts) or local_name(catalogue.info.city_fa)


@dataclass(frozen=True, slots=True)
class Choice:
    """One part of the city to choose: what the form sends and what people read."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices of one kind under their heading."""

    label: str
    options: tuple[Choice, ...]


def where_choices(catalogue: Catalogue, where: Where) -> Iterator[Choices]:
    """Yield the areas and places one may ask about, kind by kind, none that is empty."""
    chosen = form_value(where)
    kinds = {"district": gettext("منطقه"), "neighbourhood": gettext("محله")}
    for kind, label in kinds.items():
        values = [(f"{kind}:{one}", area_name(one, kind)) for one in area_ids(catalogue, kind)]
        yield from _choices(label, values, chosen)
    words = {"shrine": gettext("حرم و زیارتگاه"), "mosque": gettext("مسجد")}
    for kind, label in {**words, "school": gettext("مدرسه")}.items():
        found = [one for one in catalogue.remembrance.places if one.kind == kind]
        places = [
            (f"{_NEAR}:{position_text((one.lon, one.lat))}", local_name(one.name_fa))
            for one in found
        ]
        yield from _choices(label, places, chosen)


def form_value(where: Where) -> str:
    """Return what the form's one choice sends for a part of the city."""
    if where.near is not None:
        return f"{_NEAR}:{position_text(where.near)}"
    if where.neighbourhood:
        return f"neighbourhood:{where.neighbourhood}"
    return f"district:{where.district}" if where.district else ""


def chosen_in_form() -> dict[str, Any]:
    """Return the choice of the form as it stands in an address: 'district:4' as district=4."""
    kind, _, value = (params.filter_text("where") or "").partition(":")
    if not value or kind not in (*AREA_KINDS, _NEAR):
        return {}
    radius = params.whole_number("radius", USUAL_RADIUS_M, lowest=50, highest=RADII_M[-1])
    is_unusual = kind == _NEAR and radius != USUAL_RADIUS_M
    return {kind: value, **({"radius": str(radius)} if is_unusual else {})}


def position_text(position: Position) -> str:
    """Return a position as an address writes it."""
    return f"{position[0]:.{DECIMALS}f},{position[1]:.{DECIMALS}f}"


def _choices(label: str, values: list[tuple[str, str]], chosen: str) -> Iterator[Choices]:
    if values:
        yield Choices(label, tuple(Choice(one, name, one == chosen) for one, name in values))


def _known_area(catalogue: Catalogue, kind: str) -> str | None:
    area = params.filter_text(kind)
    if area is None or area in area_ids(catalogue, kind):
        return area
    if kind == "district":
        sentence = gettext("منطقه‌ای با این نشانی در داده‌ها نیست.")
    else:
        sentence = gettext("محله‌ای با این نشانی در داده‌ها نیست.")
    raise UnknownRecordError(f"no {kind} {area!r}", sentence)


def _bad_date(typed: str, sentence_fa: str) -> QueryError:
    return QueryError(f"date: {typed!r} is no whole Jalali date", sentence_fa, parameter="date")
