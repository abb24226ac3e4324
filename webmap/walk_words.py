"""A walk in words: what one does at each corner, what one sees there, why there is no walk."""

from __future__ import annotations

from geodata.catalogue import Alley
from geodata.model import MapState
from geodata.walks import LONGEST_MIN, SHORTEST_MIN, NoWalk, Refusal, Side, Step, Stop, Turn
from webmap.i18n import gettext, mark
from webmap.places import honoured
from webmap.presentation import (
    DIRECTIONS,
    KINDS,
    kind_before,
    kind_word,
    local_name,
    local_number,
    metres,
)

TURNS = {
    Turn.START: mark("در %(street)s به سوی %(direction)s راه بیفتید؛ %(length)s."),
    Turn.ON: mark("در %(street)s راست پیش بروید؛ %(length)s."),
    Turn.LEFT: mark("در %(street)s به چپ بپیچید و %(length)s بروید."),
    Turn.RIGHT: mark("در %(street)s به راست بپیچید و %(length)s بروید."),
    Turn.SLIGHT_LEFT: mark("کمی به چپ، در %(street)s بروید؛ %(length)s."),
    Turn.SLIGHT_RIGHT: mark("کمی به راست، در %(street)s بروید؛ %(length)s."),
    Turn.BACK: mark("برگردید و در %(street)s %(length)s بروید."),
}
WITH_PLAQUE = {
    Side.LEFT: mark("پلاک در دست چپ."),
    Side.RIGHT: mark("پلاک در دست راست."),
    Side.AHEAD: mark("پلاک روبه‌روی شما."),
    None: mark("پلاک همین‌جاست."),
}
WITHOUT_PLAQUE = {
    Side.LEFT: mark("کوچه در دست چپ؛ پلاکی نصب نیست."),
    Side.RIGHT: mark("کوچه در دست راست؛ پلاکی نصب نیست."),
    Side.AHEAD: mark("کوچه روبه‌روی شما؛ پلاکی نصب نیست."),
    None: mark("کوچه همین‌جاست؛ پلاکی نصب نیست."),
}
REFUSALS = {
    Refusal.OUTSIDE: mark(
        "این‌جا بیرون از شهر ماست یا خیابانی نزدیکش نیست. محله یا مکانی را از فهرست برگزینید."
    ),
    Refusal.GOAL_OUTSIDE: mark(
        "مقصد بیرون از شهر ماست یا خیابانی نزدیکش نیست. مقصد دیگری برگزینید."
    ),
    Refusal.ISLAND: mark(
        "خیابان‌های این‌جا به بقیهٔ شهر راه پیاده ندارند. جای دیگری را برای آغاز برگزینید."
    ),
    Refusal.GOAL_APART: mark("از این‌جا تا مقصد راه پیاده‌ای روی نقشه نیست. مقصد دیگری برگزینید."),
    Refusal.NOTHING_NEAR: mark(
        "در این زمان از این‌جا به کوچهٔ نام‌گذاری‌شده‌ای نمی‌رسید."
        " زمان بیشتری بگذارید یا از جای دیگری آغاز کنید."
    ),
}


def street_word(alley: Alley) -> str:
    """Return what a sign in the street says: the new name only where a plaque is up."""
    if alley.state == MapState.INSTALLED.value and (name := honoured(alley)):
        return gettext("%(kind)s %(name)s", kind=kind_before(alley.kind), name=name)
    if not alley.name_fa:
        return gettext("%(kind)s بی‌نام", kind=kind_before(alley.kind))
    name = local_name(alley.name_fa)
    if says_kind(name):
        return name
    return gettext("%(kind)s %(name)s", kind=kind_before(alley.kind), name=name)


def says_kind(name: str) -> bool:
    """Return whether a name says already what it is the name of."""
    words = name.split()
    return not {kind_word(kind) for kind in KINDS}.isdisjoint(words)


def turn_sentence(step: Step, alley: Alley) -> str:
    """Return what one does."""
    return gettext(
        TURNS[step.turn],
        street=street_word(alley),
        length=rounded_length(step.length_m),
        direction=gettext(DIRECTIONS[round(step.heading_deg / 45) % 8]),
    )


def arrival_sentence(stop: Stop) -> str:
    """Return what one sees on arriving."""
    return gettext((WITH_PLAQUE if stop.has_plaque else WITHOUT_PLAQUE)[stop.side])


def refusal_sentence(refused: NoWalk) -> str:
    """Return why there is no walk and what to do."""
    if refused.reason is Refusal.GOAL_TOO_FAR:
        return gettext(
            "راه تا مقصد، بی هیچ درنگی، نزدیک %(minutes)s دقیقه است."
            " زمان بیشتری بگذارید یا مقصد نزدیک‌تری برگزینید.",
            minutes=local_number(int(refused.needs_min or 0) + 1),
        )
    return gettext(REFUSALS[refused.reason])


def time_sentence() -> str:
    """Return how long a walk may be."""
    return gettext(
        "زمان پیاده‌روی را از %(least)s تا %(most)s دقیقه برگزینید.",
        least=local_number(SHORTEST_MIN),
        most=local_number(LONGEST_MIN),
    )


def rounded_length(length_m: float) -> str:
    """Return a length as one says it in the street: to five metres, at least five."""
    return metres(max(5, 5 * round(length_m / 5)) if length_m < 1000 else length_m)
