"""What records are called in a line: a hit, a naming, and where an alley lies.

The catalogue knows areas by their ids; people know them by their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Flask, g

from geodata.catalogue import Alley, Catalogue, Hit, Naming
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.presentation import district_fa, fa_digits, martyr_fa

AreaNames = Mapping[tuple[str, str], str]
"""Kind and id of an area → what people call it."""


def init_places(app: Flask) -> None:
    """Offer the names and places of records to the templates of `app`."""
    app.jinja_env.filters.update(
        alley_place_fa=alley_place_fa,
        area_fa=area_fa,
        hit_name_fa=hit_name_fa,
        hit_old_name_fa=hit_old_name_fa,
        hit_place_fa=hit_place_fa,
        naming_name_fa=naming_name_fa,
        naming_old_name_fa=naming_old_name_fa,
        naming_place_fa=naming_place_fa,
    )


def hit_name_fa(hit: Hit) -> str:
    """Return whom a hit honours, else what the map calls the alley."""
    return martyr_fa(hit.honoree_fa) if hit.honoree_fa else fa_digits(hit.title_fa)


def honoured_fa(alley: Alley) -> str | None:
    """Return whom an alley is named after as a fact, None when nobody is."""
    namings = (naming for naming in alley.namings if naming.on_map)
    people = dict.fromkeys(martyr_fa(naming.honoree_fa, naming.title_fa) for naming in namings)
    return gettext(" و ").join(people) or None


def naming_name_fa(naming: Naming) -> str:
    """Return the name as decreed when it says «شهید», else the honoree's with it."""
    honoree = martyr_fa(naming.honoree_fa, naming.title_fa)
    decreed = naming.new_name_fa
    return fa_digits(decreed) if decreed and martyr_fa(decreed) == decreed else honoree


def hit_place_fa(hit: Hit) -> str:
    """Return where a hit is, from the nearest to the widest."""
    return place_fa(hit.main_street_fa, hit.neighbourhood, hit.district)


def alley_place_fa(alley: Alley, names: AreaNames | None = None) -> str:
    """Return where an alley is; the names of areas are those of this request unless given."""
    return place_fa(alley.parent_fa, alley.neighbourhood, alley.district, names)


def naming_place_fa(naming: Naming) -> str:
    """Return where the register says a naming is."""
    return place_fa(naming.main_street_fa, naming.neighbourhood, naming.district)


def old_name_fa(old_name: str, street: str | None) -> str:
    """Return how an alley was known; a bare number is a name only with the street it counts on."""
    old = fa_digits(old_name).strip()
    return f"{fa_digits(street)} {old}" if street and old.isdecimal() else old


def hit_old_name_fa(hit: Hit) -> str | None:
    """Return how a hit was known before it got its martyr's name."""
    if not hit.naming_id or not hit.old_name_fa:
        return None
    return old_name_fa(hit.old_name_fa, hit.main_street_fa)


def naming_old_name_fa(naming: Naming) -> str | None:
    """Return how the register says the alley of a naming was known."""
    return old_name_fa(naming.old_name_fa, naming.main_street_fa) if naming.old_name_fa else None


def place_fa(
    street: str | None,
    neighbourhood: str | None,
    district: str | None,
    names: AreaNames | None = None,
) -> str:
    """Return street, neighbourhood and district in one line; what is unknown is left out."""
    parts = [
        fa_digits(street) if street else None,
        area_fa(neighbourhood, "neighbourhood", names) if neighbourhood else None,
        area_fa(district, "district", names) if district else None,
    ]
    return gettext("، ").join(part for part in parts if part)


def area_fa(area: str, kind: str, names: AreaNames | None = None) -> str:
    """Return an area's name by its id; the register's own word for one without an id."""
    name = (_names_of_request() if names is None else names).get((kind, area))
    if name:
        return fa_digits(name)
    return district_fa(area) if kind == "district" else fa_digits(area)


def area_names(catalogue: Catalogue) -> AreaNames:
    """Return the names of all areas of a catalogue."""
    return {(kind, area_id): name for area_id, name, kind, _ in catalogue.areas()}


def _names_of_request() -> AreaNames:
    if "area_names" not in g:
        g.area_names = area_names(current_catalogue())
    return cast(AreaNames, g.area_names)
