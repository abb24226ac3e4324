"""Names from which «شهید» fell out, as signs and decrees have them."""

from __future__ import annotations

from geodata.demo.chance import Dice
from geodata.demo.people import Person

_TITLES = ("سردار", "پاسدار", "حاج", "سرباز")


def without_martyr(new_name: str, person: Person, dice: Dice) -> tuple[str, str]:
    """Return a decreed name without «شهید», and what was done to it."""
    road, _, name = new_name.partition(" شهید")
    name = name.removeprefix("ان").strip()
    drawn = dice.uniform()
    if drawn < 0.45:
        return f"{road} {name}", "واژهٔ «شهید» از قلم افتاد"
    if drawn < 0.65:
        return name, "تنها نام شخص نوشته شد"
    if drawn < 0.8:
        return f"{road} ش. {name}", "«شهید» کوتاه نوشته شد"
    title = person.title or dice.pick(_TITLES)
    return f"{road} {title} {name}", "به جای «شهید» عنوان دیگری آمد"
