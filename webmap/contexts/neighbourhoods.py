"""All neighbourhoods of the city under their districts."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.catalogue import Catalogue, CoverageRow
from geodata.names.alphabet import alphabetical


@dataclass(frozen=True, slots=True)
class NeighbourhoodsContext:
    """Districts and their neighbourhoods; the last group may have no district."""

    groups: tuple[tuple[str | None, tuple[CoverageRow, ...]], ...]


def neighbourhoods_context(catalogue: Catalogue) -> NeighbourhoodsContext:
    """Return the neighbourhoods of a catalogue, those of a district by alphabet."""
    rows = [row for row in catalogue.coverage("neighbourhood") if row.area_id]
    districts = [row.area_id for row in catalogue.coverage("district") if row.area_id]
    order = [*districts, *{row.district for row in rows} - {*districts}]
    return NeighbourhoodsContext(
        tuple(
            (district, tuple(sorted(found, key=lambda row: alphabetical(row.name_fa))))
            for district in order
            if (found := [row for row in rows if row.district == district])
        )
    )
