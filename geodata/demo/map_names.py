"""What the street map says: mostly the old designation, sometimes the new name, or both, or none.

Names a mapper's way, with little dirt; the register's dirt is in `dirt`.
"""

from __future__ import annotations

from dataclasses import dataclass

from geodata.demo.chance import Dice
from geodata.demo.designations import AlleyName
from geodata.demo.namings import draw_new_name
from geodata.demo.people import Person, draw_person
from geodata.demo.persian import ZWNJ, latin_digits

_JOINTS = (" - ", " - ", " + ", "- ")


@dataclass(frozen=True, slots=True)
class MapName:
    """The three name tags of an alley on the map, and what a join may find there."""

    name: str = ""
    alt_name: str = ""
    old_name: str = ""
    tag: str = ""


BOTH_NAMES = frozenset({"composite", "new_and_old", "alternative"})
OLD_NAME = BOTH_NAMES | {"old_only"}
"""Tags of honoured alleys whose old designation is on the map, alone or with the new name."""


def name_on_map(
    alley: AlleyName,
    people: tuple[Person, ...] | None,
    dice: Dice,
    *,
    shown: frozenset[str] | None = None,
) -> MapName:
    """Return what the map says of an alley, honoured (`people`) or not.

    Parameters
    ----------
    shown : frozenset of str, optional
        The tags that will do for an honoured alley; any when not given.
    """
    if people is None:
        return _plain(alley, dice)
    name = _honoured(alley, people, dice)
    while shown is not None and name.tag not in shown:
        name = _honoured(alley, people, dice)
    return name


def _honoured(alley: AlleyName, people: tuple[Person, ...], dice: Dice) -> MapName:
    old, new = alley.text, draw_new_name(people, dice, short=dice.chance(0.35))
    ways = (
        (0.55, MapName(old, tag="old_only")),
        (0.68, MapName(_joined(old, new, dice), tag="composite")),
        (0.78, MapName(new, tag="new_only")),
        (0.89, MapName(new, old_name=old, tag="new_and_old")),
        (0.94, MapName(old, alt_name=new, tag="alternative")),
        (1.0, MapName(tag="noname")),
    )
    drawn = dice.uniform()
    return next(name for limit, name in ways if drawn < limit)


def slip(name: str, dice: Dice) -> str:
    """Return the name as another mapper would type it."""
    drawn = dice.uniform()
    if drawn < 0.4:
        return latin_digits(name)
    if drawn < 0.7:
        return name.replace(ZWNJ, " ")
    return name.replace("ی", "ي").replace("ک", "ك")


def _plain(alley: AlleyName, dice: Dice) -> MapName:
    drawn = dice.uniform()
    if drawn < 0.08:
        return MapName(tag="noname")
    if drawn < 0.20 and alley.other and not alley.proper:
        return MapName(f"{alley.parent.short} {alley.number} - {alley.other}")
    if drawn < 0.22:
        return MapName(_joined(alley.text, draw_new_name((draw_person(dice),), dice), dice))
    return MapName(alley.text)


def _joined(old: str, new: str, dice: Dice) -> str:
    """Return both names in one: «حر ۹۰ + شهید …», «امین ۱۲ (شهید …)»."""
    martyr = "شهید" + new.partition("شهید")[2]
    if dice.chance(0.35):
        return f"{old} ({martyr})"
    return f"{old}{dice.pick(_JOINTS)}{martyr}"
