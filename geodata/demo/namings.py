"""Who is honoured where: fictional people, alleys of the map or of no map, decree by decree.

Clean facts only; `register` writes them down with a clerk's hand, `map_names` as mappers do.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from geodata.demo.chance import Dice
from geodata.demo.designations import AlleyName, StreetName
from geodata.demo.people import JalaliDay, Person, draw_brother, draw_day, draw_person
from geodata.demo.persian import persian_digits
from geodata.demo.tables import read_words

OFF_MAP_SHARE = 0.09
_BROTHERS_SHARE = 0.03
_STATUSES = (
    ("installed", 0.43),
    ("verified", 0.12),
    ("damaged", 0.04),
    ("missing", 0.03),
    ("removed", 0.02),
    ("made", 0.11),
    ("approved", 0.13),
    ("planned", 0.12),
)
HUNG = ("installed", "verified", "damaged", "missing", "removed")
_WIDTHS = (6, 8, 10, 12, 16, 18)
_ROADS = ("کوچه",) * 12 + ("بن‌بست",) * 3 + ("گذر", "کوی")


@dataclass(frozen=True, slots=True)
class Place:
    """An alley as the register would know it; `alley` is None when no map has it."""

    alley: int | None
    name: AlleyName
    district: str
    neighbourhood: str


@dataclass(frozen=True, slots=True)
class Naming:
    """One row of the register before it is written down.

    Attributes
    ----------
    again : int or None
        The index of the naming it repeats.
    error, by, twin
        The code of what is wrong about it on purpose, who erred, and the index of the other
        naming it takes to see that; see `planted`.
    is_found, is_named, is_dated : bool
        Whether row and map say enough for anyone to find the alley; whether the map has the new
        name beside the old one; whether the row has the father and whole dates.
    """

    place: Place
    people: tuple[Person, ...]
    new_name: str
    decree_no: int
    decreed: JalaliDay
    status: str
    again: int | None = None
    tags: tuple[str, ...] = field(default=())
    error: str = ""
    by: str = ""
    twin: int | None = None
    is_found: bool = False
    is_named: bool = False
    is_dated: bool = False

    @property
    def hangs(self) -> bool:
        """Whether its sign was hung at some time."""
        return self.status in HUNG


@dataclass(slots=True)
class _Session:
    number: int
    day: JalaliDay
    left: int


def draw_namings(count: int, places: list[Place], dice: Dice) -> list[Naming]:
    """Return that many namings, in the order they were decreed, district by district."""
    waiting = _by_district(places, dice)
    sums = _weights(waiting)
    namings: list[Naming] = []
    number = 100
    while len(namings) < count:
        district = dice.weighted(sorted(waiting), sums)
        number += dice.whole(1, 9)
        session = _Session(number, draw_day(dice, 1394, 1401), dice.whole(3, 14))
        while session.left > 0 and len(namings) < count:
            session.left -= 1
            if not waiting[district]:
                break
            namings += _name_one(waiting[district], session, dice)[: count - len(namings)]
    return namings


def draw_new_name(people: tuple[Person, ...], dice: Dice, *, short: bool = False) -> str:
    """Return the name decreed or signed for these people, always with «شهید»."""
    road = dice.pick(_ROADS)
    if dice.chance(0.04):
        road = f"{persian_digits(dice.pick(_WIDTHS))} متری"
    if len(people) > 1:
        one, two = people[0], people[1]
        whole = dice.chance(0.4)
        return f"{road} شهیدان " + (f"{one.given} و {two.full}" if whole else one.last)
    person = people[0]
    return f"{road} شهید {person.last if short else person.full}"


def _by_district(places: list[Place], dice: Dice) -> dict[str, list[Place]]:
    waiting: dict[str, list[Place]] = {}
    for index in dice.numpy.permutation(len(places)):
        waiting.setdefault(places[index].district, []).append(places[index])
    return waiting


def _weights(waiting: dict[str, list[Place]]) -> list[float]:
    total, sums = 0.0, []
    for district in sorted(waiting):
        total += len(waiting[district])
        sums.append(total)
    return sums


def _name_one(waiting: list[Place], session: _Session, dice: Dice) -> list[Naming]:
    """Return the one or two namings that honour people in the next alley."""
    place = _off_map(waiting[-1], dice) if dice.chance(OFF_MAP_SHARE) else waiting.pop()
    people: tuple[Person, ...] = (draw_person(dice),)
    if dice.chance(_BROTHERS_SHARE) and not people[0].foreign:
        people = (people[0], draw_brother(dice, people[0]))
    people = tuple(person.honoured_on(session.day) for person in people)
    tags = ("unmapped",) if place.alley is None else ()
    naming = Naming(
        place,
        people,
        draw_new_name(people, dice),
        session.number,
        session.day,
        _status(dice, on_map=place.alley is not None),
        tags=tags + (("brothers",) if len(people) > 1 else ()),
    )
    if len(people) > 1 and dice.chance(0.5):
        return [replace(naming, people=(person,)) for person in people]
    return [naming]


def _off_map(near: Place, dice: Dice) -> Place:
    """Return an alley no map shows: too high a number, or off a street that is not there."""
    number = persian_digits(dice.whole(140, 399))
    street = near.name.parent
    if dice.chance(0.55):
        word = dice.pick(read_words("streets", "word")[0])
        street = StreetName(f"شهرک {word}", f"بلوار شهرک {word}")
    return replace(near, alley=None, name=AlleyName(street, number, f"{street.short} {number}"))


def _status(dice: Dice, *, on_map: bool) -> str:
    if not on_map:
        return dice.pick(("planned", "approved"))
    drawn = dice.uniform()
    for status, share in _STATUSES:
        drawn -= share
        if drawn < 0:
            return status
    return _STATUSES[-1][0]
