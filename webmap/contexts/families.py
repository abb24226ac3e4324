"""All family names under their first letters."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.catalogue import Catalogue, Family


@dataclass(frozen=True, slots=True)
class FamiliesContext:
    """Letter and names, as a dictionary of names has them; `count` is of all names."""

    groups: tuple[tuple[str, tuple[Family, ...]], ...]
    count: int


def families_context(catalogue: Catalogue) -> FamiliesContext:
    """Return the family names of a catalogue."""
    groups: dict[str, list[Family]] = {}
    for family in catalogue.listings.families:
        groups.setdefault(family.name_fa[:1], []).append(family)
    return FamiliesContext(
        groups=tuple((letter, tuple(found)) for letter, found in groups.items()),
        count=len(catalogue.listings.families),
    )
