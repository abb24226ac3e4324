"""What an address asks of a walk: from where, how long, to where, and what one would like to see.

A place is said as a position, an alley, a text to look for, or one of the lists of the form; what
cannot be one place is told with what it may mean. Positions are rounded to some ten metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from geodata.catalogue import Alley, Catalogue, Hit
from geodata.catalogue.areas import area_names
from geodata.errors import QueryError
from geodata.names import fold_key
from geodata.names.families import family_key
from geodata.walks import LONGEST_MIN, SHORTEST_MIN, Pace, WalkRequest, Wishes, named_places
from webmap import params
from webmap.config import site_config
from webmap.contexts.city import chosen_alley
from webmap.i18n import gettext
from webmap.places import honoured
from webmap.presentation import kind_before, local_digits, local_name

USUAL_MIN = 45
POSITION_DIGITS = 4
YEARS = (1300, 1500)
MOST_CHOICES = 8
AREA_WITHIN_M = 1_500.0
_AREA, _PLACE = "n:", "p:"
FLAGS = ("women", "short", "no_steps")
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place one starts from or goes to.

    Attributes
    ----------
    name : str
        As a sentence has it: «حرم», «محلهٔ نیروگاه».
    query : mapping
        What says the same place in an address.
    within_m : float
        How far the next street may be [m].
    """

    position: Position
    name: str
    query: Mapping[str, Any]
    within_m: float = 400.0


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text that means no place, or more than one.

    Attributes
    ----------
    choices : tuple of Hit
        What it may mean; empty when nothing is found.
    """

    typed: str
    choices: tuple[Hit, ...]
    is_goal: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Everything an address asks for.

    Attributes
    ----------
    start, goal : Spot or Unclear, optional
        None: not said.
    minutes : int
        As asked, perhaps out of range.
    """

    start: Spot | Unclear | None
    goal: Spot | Unclear | None
    minutes: int
    wishes: Wishes
    family: str

    @property
    def is_time_right(self) -> bool:
        """Whether a walk may be as long as that."""
        return SHORTEST_MIN <= self.minutes <= LONGEST_MIN

    def walk_request(self) -> WalkRequest:
        """Return the question for `geodata.walks.plan`; start and goal are clear."""
        assert isinstance(self.start, Spot), "the page asks for it first"
        goal = self.goal if isinstance(self.goal, Spot) else None
        return WalkRequest(
            start=self.start.position,
            minutes=self.minutes,
            goal=goal.position if goal else None,
            wishes=self.wishes,
            pace=site_pace(),
            start_within_m=self.start.within_m,
            goal_within_m=goal.within_m if goal else 400.0,
        )

    def query(self) -> dict[str, Any]:
        """Return what asks the same again, defaults left out."""
        told: dict[str, Any] = {}
        if isinstance(self.start, Spot):
            told |= self.start.query
        if isinstance(self.goal, Spot):
            told |= self.goal.query
        told["minutes"] = self.minutes
        if self.family:
            told["family"] = self.family
        if self.wishes.year:
            told["year"] = self.wishes.year
        flags = (self.wishes.women, self.wishes.short_legs, self.wishes.no_steps)
        return told | {flag: 1 for flag, is_set in zip(FLAGS, flags, strict=True) if is_set}


def asked(catalogue: Catalogue) -> Question:
    """Return what this request asks for.

    Raises
    ------
    QueryError
        For what no form of ours sends: broken positions, letters for numbers.
    """
    family = params.filter_text("family") or ""
    return Question(
        start=_place(catalogue, near="near", alley="alley", text="from", listed="spot"),
        goal=_place(catalogue, near="to_near", alley="to_alley", text="to", listed="to_spot"),
        minutes=_minutes(),
        wishes=Wishes(
            family_key=family_key(family) or None,
            year=_year(),
            women=_flag("women") and catalogue.sights.tells_women,
            short_legs=_flag("short"),
            no_steps=_flag("no_steps"),
        ),
        family=family,
    )


def exact_positions() -> dict[str, str]:
    """Return the positions of this request that are more exact than ours, rounded."""
    rounded = {}
    for name in ("near", "to_near"):
        if request.args.get(name) and (position := params.position(name)) is not None:
            ours = _written(position)
            if len(request.args[name]) > len(ours):
                rounded[name] = ours
    return rounded


def site_pace() -> Pace:
    """Return how people walk, as the site is told."""
    config = site_config()
    return Pace(config.walk_kmh, config.walk_stop_min)


def listed_places(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return the shrines and mosques to choose from: value and name."""
    return tuple((f"{_PLACE}{name}", local_name(name)) for name, *_ in named_places(catalogue))


def area_value(area_id: str) -> str:
    """Return what a list of the form says for a neighbourhood."""
    return f"{_AREA}{area_id}"


def _place(
    catalogue: Catalogue, *, near: str, alley: str, text: str, listed: str
) -> Spot | Unclear | None:
    is_goal = near != "near"
    if request.args.get(near) and (position := params.position(near)) is not None:
        return _here(position, near, is_goal=is_goal)
    if (alley_id := params.record_number(alley)) is not None:
        found = chosen_alley(catalogue, alley_id)
        if not isinstance(found, Alley):
            raise params.unknown_value(alley, alley_id)
        return _of_alley(found, alley)
    typed = params.filter_text(text)
    if typed is not None:
        return _searched(catalogue, typed, (text, alley, listed), is_goal=is_goal)
    chosen = params.filter_text(listed)
    if chosen is None:
        return None
    spot = _listed(catalogue, chosen, listed)
    if spot is None:
        raise params.unknown_value(listed, chosen)
    return spot


def _here(position: Position, name: str, *, is_goal: bool) -> Spot:
    lon, lat = (round(value, POSITION_DIGITS) for value in position)
    told = gettext("نقطهٔ برگزیده") if is_goal else gettext("جایی که هستید")
    return Spot((lon, lat), told, {name: _written((lon, lat))})


def _written(position: Position) -> str:
    return ",".join(f"{value:.{POSITION_DIGITS}f}" for value in position)


def _of_alley(alley: Alley, parameter: str) -> Spot:
    name = honoured(alley) or (local_name(alley.name_fa) if alley.name_fa else gettext("بی‌نام"))
    told = gettext("%(kind)s %(name)s", kind=kind_before(alley.kind), name=name)
    place = (alley.mouth_lon, alley.mouth_lat)
    return Spot(place, told, {parameter: alley.alley_id})


def _listed(catalogue: Catalogue, value: str, parameter: str) -> Spot | None:
    if value.startswith(_AREA):
        area_id = value.removeprefix(_AREA)
        box = catalogue.features.area_box("neighbourhood", area_id)
        if box is None:
            return None
        name = area_names(catalogue)["neighbourhood", area_id]
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        told = gettext("محلهٔ %(name)s", name=local_name(name))
        return Spot(middle, told, {parameter: value}, AREA_WITHIN_M)
    for name, _, lon, lat in named_places(catalogue):
        if value == f"{_PLACE}{name}":
            return Spot((lon, lat), local_name(name), {parameter: value}, AREA_WITHIN_M)
    return None


def _searched(
    catalogue: Catalogue, typed: str, names: tuple[str, str, str], *, is_goal: bool
) -> Spot | Unclear:
    """A text that is the name of a place or a quarter is that, else what the search finds."""
    _, alley, listed = names
    key = fold_key(typed)
    for name, *_ in named_places(catalogue):
        if fold_key(name) == key and (spot := _listed(catalogue, f"{_PLACE}{name}", listed)):
            return spot
    for (kind, area_id), name in area_names(catalogue).items():
        if kind == "neighbourhood" and fold_key(name) == key:
            spot = _listed(catalogue, area_value(area_id), listed)
            if spot is not None:
                return spot
    hits = [hit for hit in catalogue.search(typed, limit=MOST_CHOICES).hits if hit.on_map]
    if len(hits) == 1 and hits[0].alley_id is not None:
        found = chosen_alley(catalogue, hits[0].alley_id)
        if isinstance(found, Alley):
            return _of_alley(found, alley)
    return Unclear(typed, tuple(hits), is_goal)


def _minutes() -> int:
    """The minutes asked for; how long a walk may be is the page's to say, in words."""
    typed = params.search_text("minutes").translate(_LATIN)
    if not typed:
        return USUAL_MIN
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else 0


def _year() -> int | None:
    typed = params.search_text("year").translate(_LATIN)
    is_year = typed.isascii() and typed.isdigit() and len(typed) == 4
    if typed and not (is_year and YEARS[0] <= int(typed) <= YEARS[1]):
        raise QueryError(
            f"year: expected a Jalali year from {YEARS[0]} to {YEARS[1]}",
            gettext("سال شهادت را با چهار رقم بنویسید، مانند %(year)s.", year=local_digits(1365)),
            parameter="year",
        )
    return int(typed) if typed else None


def _flag(name: str) -> bool:
    return params.optional_choice(name, ("1",)) is not None


_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
