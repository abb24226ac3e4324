"""The page of a walk: what is asked, the way in words, the stops, and the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from geodata.catalogue import Alley, Catalogue
from geodata.names.alphabet import alphabetical
from geodata.walks import Leg, NoWalk, Stop, Walk, plan
from webmap.contexts.alley import AlleyContext, alley_context
from webmap.contexts.mapview import map_options
from webmap.contexts.site import site_url
from webmap.i18n import gettext
from webmap.maps import CityMapParts, render_walk_map
from webmap.places import area_name
from webmap.presentation import local_number
from webmap.walk_query import (
    Question,
    Spot,
    Unclear,
    area_value,
    listed_places,
    site_pace,
)
from webmap.walk_words import (
    arrival_sentence,
    refusal_sentence,
    rounded_length,
    street_word,
    time_sentence,
    turn_sentence,
)

MINUTES = (20, 30, 45, 60, 90, 120, 180)
ROOM = 0.0006
"""Room around a walk on its map [degrees]."""


@dataclass(frozen=True, slots=True)
class StopContext:
    """One stop: how one comes there and whom it is about.

    Attributes
    ----------
    turns : tuple of (str, bool)
        Sentences, and whether that part is steps.
    page : AlleyContext
        The alley.
    after_min : int
        How many minutes after the beginning one is there.
    """

    number: int
    turns: tuple[tuple[str, bool], ...]
    leg: str
    arrival: str
    page: AlleyContext
    is_wished: bool
    has_plaque: bool
    after_min: int


@dataclass(frozen=True, slots=True)
class WalkResult:
    """A walk as the page tells it."""

    heading: str
    stops: tuple[StopContext, ...]
    last_turns: tuple[tuple[str, bool], ...]
    last_leg: str
    is_loop: bool
    goal: str
    minutes: int
    length: str
    has_steps: bool
    wish_unmet: bool
    map: CityMapParts
    gpx_url: str
    share_url: str


@dataclass(frozen=True, slots=True)
class WalksContext:
    """The page: the form with what was asked, and the answer.

    Attributes
    ----------
    notices : tuple of str
        Why there is no walk, in sentences.
    unclear : Unclear, optional
        A text that may mean several places; `choices` are their addresses by hit.
    pace : str
        How people walk, in words.
    """

    question: Question
    minutes: tuple[int, ...]
    places: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    tells_women: bool
    notices: tuple[str, ...]
    unclear: Unclear | None
    choices: tuple[str, ...]
    result: WalkResult | None
    pace: str
    status: int

    @property
    def start(self) -> Spot | None:
        """Where one starts, when that is clear."""
        return self.question.start if isinstance(self.question.start, Spot) else None

    @property
    def goal(self) -> Spot | None:
        """Where one goes, when that is clear."""
        return self.question.goal if isinstance(self.question.goal, Spot) else None


def walks_context(
    catalogue: Catalogue, question: Question, asset_url: Callable[[str], str]
) -> WalksContext:
    """Return the page of what was asked; without a start the form alone."""
    notices: list[str] = []
    unclear = next(
        (one for one in (question.start, question.goal) if isinstance(one, Unclear)), None
    )
    result = None
    if not question.is_time_right:
        notices.append(time_sentence())
    elif unclear is None and question.start is not None:
        walk = plan(catalogue, question.walk_request())
        if isinstance(walk, NoWalk):
            notices.append(refusal_sentence(walk))
        else:
            result = _result(catalogue, question, walk, asset_url)
    if unclear is not None and not unclear.choices:
        told = gettext(
            "«%(typed)s» روی نقشه پیدا نشد. نشانی را جور دیگری بنویسید یا محله‌ای را برگزینید.",
            typed=unclear.typed,
        )
        notices.append(told)
    return WalksContext(
        question=question,
        minutes=tuple(sorted({*MINUTES, question.minutes} if question.is_time_right else MINUTES)),
        places=listed_places(catalogue),
        areas=_areas(catalogue),
        tells_women=catalogue.sights.tells_women,
        notices=tuple(notices),
        unclear=unclear,
        choices=tuple(_choices(question, unclear)) if unclear else (),
        result=result,
        pace=_pace(),
        status=400 if notices else 200,
    )


def told_stops(catalogue: Catalogue, walk: Walk) -> tuple[StopContext, ...]:
    """Return the stops of a walk in words."""
    found, after_m = [], 0.0
    pace = site_pace()
    for number, stop in enumerate(walk.stops, start=1):
        after_m += stop.leg.length_m
        minutes = after_m / pace.metres_a_minute + pace.stop_min * (number - 1)
        found.append(_stop(catalogue, number, stop, round(minutes)))
    return tuple(found)


def _result(
    catalogue: Catalogue, question: Question, walk: Walk, asset_url: Callable[[str], str]
) -> WalkResult:
    assert isinstance(question.start, Spot), "there is a walk"
    goal = question.goal.name if isinstance(question.goal, Spot) else question.start.name
    query = question.query()
    minutes = -int(-walk.minutes // 1)
    return WalkResult(
        heading=_heading(catalogue, question, walk),
        stops=told_stops(catalogue, walk),
        last_turns=_turns(catalogue, walk.last),
        last_leg=rounded_length(walk.last.length_m),
        is_loop=question.goal is None,
        goal=goal,
        minutes=minutes,
        length=rounded_length(walk.length_m),
        has_steps=walk.has_steps,
        wish_unmet=question.wishes.names_somebody and not walk.wish_met,
        map=_map(catalogue, walk, asset_url, is_loop=question.goal is None),
        gpx_url=url_for("walks.track", **query),
        share_url=site_url() + url_for("walks.page", **query),
    )


def _heading(catalogue: Catalogue, question: Question, walk: Walk) -> str:
    assert isinstance(question.start, Spot), "there is a walk"
    start = question.start.name
    step = next((step for leg in walk.legs for step in leg.steps), None)
    # Whoever gets the link is somewhere else: a position is told by its street.
    if "near" in question.start.query and step is not None:
        alley = catalogue.alley(step.alley_id)
        start = street_word(alley) if isinstance(alley, Alley) else start
    words = {"minutes": local_number(question.minutes), "start": start}
    if isinstance(question.goal, Spot):
        return gettext(
            "%(minutes)s دقیقه، از %(start)s تا %(goal)s", goal=question.goal.name, **words
        )
    return gettext("%(minutes)s دقیقه پیاده از %(start)s", **words)


def _pace() -> str:
    pace = site_pace()
    return gettext(
        "زمان با گام آرام حساب شده است: %(kmh)s کیلومتر در ساعت، و %(stop)s دقیقه درنگ در هر کوچه.",
        kmh=local_number(pace.kmh),
        stop=local_number(pace.stop_min),
    )


def _stop(catalogue: Catalogue, number: int, stop: Stop, after_min: int) -> StopContext:
    alley = catalogue.alley(stop.alley_id)
    assert isinstance(alley, Alley), "a stop is an alley of this version"
    return StopContext(
        number=number,
        turns=_turns(catalogue, stop.leg),
        leg=rounded_length(stop.leg.length_m),
        arrival=arrival_sentence(stop),
        page=alley_context(alley),
        is_wished=stop.is_wished,
        has_plaque=stop.has_plaque,
        after_min=after_min,
    )


def _turns(catalogue: Catalogue, leg: Leg) -> tuple[tuple[str, bool], ...]:
    told = []
    for step in leg.steps:
        alley = catalogue.alley(step.alley_id)
        if isinstance(alley, Alley):
            told.append((turn_sentence(step, alley), step.is_steps))
    return tuple(told)


def _choices(question: Question, unclear: Unclear) -> list[str]:
    """Where each of the places a text may mean leads."""
    name = "to_alley" if unclear.is_goal else "alley"
    queries = ({**question.query(), name: hit.alley_id} for hit in unclear.choices)
    return [url_for("walks.page", **query) for query in queries]


def _areas(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """All neighbourhoods by alphabet: value and name."""
    ids = [area_id for area_id, _, kind, _ in catalogue.areas() if kind == "neighbourhood"]
    named = [(area_value(area_id), area_name(area_id, "neighbourhood")) for area_id in ids]
    return tuple(sorted(named, key=lambda one: alphabetical(one[1])))


def _map(
    catalogue: Catalogue, walk: Walk, asset_url: Callable[[str], str], *, is_loop: bool
) -> CityMapParts:
    lons, lats = [lon for lon, _ in walk.line], [lat for _, lat in walk.line]
    view = (min(lons) - ROOM, min(lats) - ROOM, max(lons) + ROOM, max(lats) + ROOM)
    told: Mapping[str, Any] = {
        "line": [_lat_lon(point) for point in walk.line],
        "stops": [_lat_lon(stop.at) for stop in walk.stops],
        "start": _lat_lon(walk.start),
        "goal": _lat_lon(walk.goal),
        "isLoop": is_loop,
    }
    return render_walk_map(map_options(catalogue, asset_url, view), told)


def _lat_lon(point: tuple[float, float]) -> list[float]:
    return [round(point[1], 6), round(point[0], 6)]
