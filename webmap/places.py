"""What records are called in a line: a hit, a naming, and where an alley lies.

The catalogue knows areas by their ids; people know them by their names.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, g

from geodata.catalogue import Alley, Hit, Naming
from geodata.catalogue.areas import AreaNames, area_names
from geodata.digits import PERSIAN_DIGITS
from webmap.dataset import current_catalogue
from webmap.i18n import current_language, gettext
from webmap.presentation import (
    district_word,
    kind_word,
    local_digits,
    local_name,
    martyr_name,
    persian_martyr,
)


def init_places(app: Flask) -> None:
    """Offer the names and places of records to the templates of `app`."""
    app.jinja_env.filters.update(
        alley_place=alley_place,
        area_name=area_name,
        hit_name=hit_name,
        hit_old_name=hit_old_name,
        hit_place=hit_place,
        hit_persian=hit_persian,
        naming_name=naming_name,
        naming_old_name=naming_old_name,
        naming_person=naming_person,
        naming_place=naming_place,
        named_alleys=named_alleys,
    )


def hit_name(hit: Hit) -> str:
    """Return whom a hit honours, else what the map calls the alley, in the reader's script."""
    written = {"en": hit.title_en, "ar": hit.title_ar}.get(current_language())
    return local_digits(written) if written else hit_persian(hit)


def hit_persian(hit: Hit) -> str:
    """Return the same as its sign and the map write it."""
    if hit.honoree_fa:
        return persian_martyr(hit.honoree_fa)
    return hit.title_fa.translate(PERSIAN_DIGITS)


def honoured(alley: Alley) -> str | None:
    """Return whom an alley is named after as a fact, None when nobody is."""
    people = dict.fromkeys(naming_person(naming) for naming in alley.namings if naming.on_map)
    return gettext(" و ").join(people) or None


def naming_person(naming: Naming) -> str:
    """Return the honoree of a naming with «شهید», in the reader's script."""
    return martyr_name(naming.honoree_fa, naming.title_fa, naming.latin_name, naming.arabic_name)


def naming_name(naming: Naming) -> str:
    """Return the name as decreed when it says «شهید», else the honoree's with it."""
    decreed = naming.new_name_fa
    if current_language() == "fa" and decreed and persian_martyr(decreed) == decreed:
        return local_digits(decreed)
    return naming_person(naming)


def hit_place(hit: Hit) -> str:
    """Return where a hit is, from the nearest to the widest."""
    return place_line(hit.main_street_fa, hit.neighbourhood, hit.district)


def alley_place(alley: Alley, names: AreaNames | None = None) -> str:
    """Return where an alley is; the names of areas are those of this request unless given."""
    return place_line(alley.parent_fa, alley.neighbourhood, alley.district, names)


def named_alleys(naming: Naming) -> tuple[tuple[Alley, str], ...]:
    """Return the alleys that carry a naming, and how the map calls each with its kind."""
    found = (current_catalogue().alley(alley_id) for alley_id in naming.alleys)
    return tuple((alley, _own_name(alley)) for alley in found if isinstance(alley, Alley))


def _own_name(alley: Alley) -> str:
    if alley.name_fa:
        return local_name(alley.name_fa)
    kind = kind_word(alley.kind)
    parent = local_name(alley.parent_fa) if alley.parent_fa else None
    if parent is None:
        return gettext("%(kind)s بی‌نام", kind=kind)
    return gettext("%(kind)s بی‌نام در %(street)s", kind=kind, street=parent)


def naming_place(naming: Naming) -> str:
    """Return where the register says a naming is."""
    return place_line(naming.main_street_fa, naming.neighbourhood, naming.district)


def old_name(old_name: str, street: str | None) -> str:
    """Return how an alley was known; a bare number is a name only with the street it counts on."""
    old = local_name(old_name).strip()
    return f"{local_name(street)} {old}" if street and old.isdecimal() else old


def hit_old_name(hit: Hit) -> str | None:
    """Return how a hit was known before it got its martyr's name."""
    if not hit.naming_id or not hit.old_name_fa:
        return None
    return old_name(hit.old_name_fa, hit.main_street_fa)


def naming_old_name(naming: Naming) -> str | None:
    """Return how the register says the alley of a naming was known."""
    return old_name(naming.old_name_fa, naming.main_street_fa) if naming.old_name_fa else None


def place_line(
    street: str | None,
    neighbourhood: str | None,
    district: str | None,
    names: AreaNames | None = None,
) -> str:
    """Return street, neighbourhood and district in one line; what is unknown is left out."""
    parts = [
        local_name(street) if street else None,
        area_name(neighbourhood, "neighbourhood", names) if neighbourhood else None,
        area_name(district, "district", names) if district else None,
    ]
    return gettext("، ").join(part for part in parts if part)


def area_name(area: str, kind: str, names: AreaNames | None = None) -> str:
    """Return an area's name by its id; the register's own word for one without an id."""
    name = (_names_of_request() if names is None else names).get((kind, area))
    if name:
        return local_name(name)
    return district_word(area) if kind == "district" else local_name(area)


def _names_of_request() -> AreaNames:
    if "area_names" not in g:
        g.area_names = area_names(current_catalogue())
    return cast(AreaNames, g.area_names)
