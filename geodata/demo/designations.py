"""What streets and alleys are called before anyone is honoured: «هنرستان ۱۹», «کوچه ۵», «لادن».

Street names are common words, dates and fictional martyrs. No dirt yet: see `dirt`.
"""

from __future__ import annotations

from dataclasses import dataclass

from geodata.demo.chance import Dice
from geodata.demo.numbering import Addresses
from geodata.demo.people import draw_person
from geodata.demo.persian import latin_digits, persian_digits
from geodata.demo.plan import Plan
from geodata.demo.tables import read_words

_STYLES = ("parent_number", "alley_number", "number_parent", "alley_parent_number")
_STYLE_SUMS = (0.60, 0.74, 0.84, 1.0)
_PROPER_SHARE = 0.08
_WIDTHS = (8, 10, 12, 14, 16, 18, 20, 24, 30)


@dataclass(frozen=True, slots=True)
class StreetName:
    """A street's name: `short` as alleys are counted by, `full` as its sign reads."""

    short: str
    full: str


@dataclass(frozen=True, slots=True)
class AlleyName:
    """How an alley was known: off `parent` by `number` («۱۹», «۱۰/۴»), or by a `proper` name.

    `text` is what the old sign and usually the map say; `other` is its address at the far end.
    """

    parent: StreetName
    number: str
    text: str
    proper: str = ""
    other: str = ""


def name_streets(plan: Plan, dice: Dice) -> list[StreetName]:
    """Return a name for each street of the plan; no short name is given twice."""
    taken = {street.name for street in plan.streets if street.name}
    words = [word for word in read_words("streets", "word")[0] if word not in taken]
    words += [word for word in read_words("streets", "date")[0] if word not in taken]
    order = dice.numpy.permutation(len(words))
    stock = [words[i] for i in order]
    names = []
    for street in plan.streets:
        if street.name:
            names.append(StreetName(street.name, f"{street.kind} {street.name}"))
            continue
        short = _fresh_name(dice, stock, taken)
        names.append(StreetName(short, _full_name(dice, short, street.highway)))
    return names


def name_alleys(
    plan: Plan, addresses: Addresses, streets: list[StreetName], dice: Dice
) -> list[AlleyName]:
    """Return how each alley of the plan was known, in the order of `plan.lines` after streets."""
    styles: dict[int, str] = {}
    first = len(plan.streets)
    named: list[AlleyName] = []
    for line in range(first, len(plan.lines)):
        parent, number = int(addresses.parent[line]), persian_digits(addresses.number[line])
        if parent >= first:
            carrier = named[parent - first]
            street, number = carrier.parent, f"{carrier.number}/{number}"
            style = "parent_number"
        else:
            street = streets[parent]
            style = styles.setdefault(parent, dice.weighted(_STYLES, _STYLE_SUMS))
        named.append(_name_alley(street, number, style, _other(addresses, line, streets), dice))
    return named


def _name_alley(street: StreetName, number: str, style: str, other: str, dice: Dice) -> AlleyName:
    if "/" not in number and dice.chance(_PROPER_SHARE):
        proper = dice.pick(read_words("streets", "proper")[0])
        text = proper if proper.startswith("بن") or dice.chance(0.5) else f"کوچه {proper}"
        return AlleyName(street, number, text, proper, other)
    signed = latin_digits(number) if dice.chance(0.12) else number
    return AlleyName(street, number, _in_style(style, street.short, signed), "", other)


def _in_style(style: str, short: str, number: str) -> str:
    texts = {
        "parent_number": f"{short} {number}",
        "alley_number": f"کوچه {number}",
        "number_parent": f"{number} {short}",
        "alley_parent_number": f"کوچه {short} {number}",
    }
    return texts[style]


def _other(addresses: Addresses, line: int, streets: list[StreetName]) -> str:
    parent = int(addresses.other_parent[line])
    if not 0 <= parent < len(streets):
        return ""
    return f"{streets[parent].short} {persian_digits(addresses.other_number[line])}"


def _fresh_name(dice: Dice, stock: list[str], taken: set[str]) -> str:
    while True:
        if stock and dice.chance(0.62):
            short = stock.pop()
        elif dice.chance(0.2):
            word = dice.pick(read_words("streets", "word")[0])
            short = f"{word} {dice.pick(read_words('streets', 'quarter')[0])}"
        else:
            person = draw_person(dice)
            short = f"شهید {person.last if dice.chance(0.55) else person.full}"
        if short not in taken:
            taken.add(short)
            return short


def _full_name(dice: Dice, short: str, highway: str) -> str:
    if highway == "secondary":
        return f"بلوار {short}"
    if highway == "residential":
        if dice.chance(0.12):
            return f"{persian_digits(dice.pick(_WIDTHS[:5]))} متری {short}"
        return f"{dice.pick(('کوی', 'خیابان', 'خیابان'))} {short}"
    if dice.chance(0.2):
        return f"{persian_digits(dice.pick(_WIDTHS[4:]))} متری {short}"
    return f"خیابان {short}"
