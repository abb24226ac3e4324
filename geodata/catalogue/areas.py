"""The areas of a version by kind and id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geodata.catalogue.reader import Catalogue

AreaNames = Mapping[tuple[str, str], str]
"""Kind and id of an area → what people call it."""


def area_names(catalogue: Catalogue) -> AreaNames:
    """Return the names of all areas of a catalogue."""
    return {(kind, area_id): name for area_id, name, kind, _ in catalogue.areas()}


def area_ids(catalogue: Catalogue, kind: str) -> tuple[str, ...]:
    """Return the ids of the areas of one kind, 'district' or 'neighbourhood'."""
    return tuple(area_id for area_id, _, of_kind, _ in catalogue.areas() if of_kind == kind)
