"""What a file of a build is, and how the names of such files end.

Light enough for a process that serves pages; reading them is `geodata.readers`' business.
"""

from __future__ import annotations

from enum import StrEnum


class InputRole(StrEnum):
    """What an input is to a build; its value is the field of `BuildInputs`."""

    STREETS = "streets"
    REGISTRY = "registry"
    DISTRICTS = "districts"
    NEIGHBOURHOODS = "neighbourhoods"
    PLAQUES = "plaques"
    DECISIONS = "decisions"
    LABELS = "labels"
    SURROUNDINGS = "surroundings"
    PHOTOS = "photos"

    @property
    def is_required(self) -> bool:
        """Whether there is no build without it."""
        return self in (InputRole.STREETS, InputRole.REGISTRY)

    @property
    def endings(self) -> tuple[str, ...]:
        """How the name of a single file of it may end; of a folder's there is none."""
        if self is InputRole.PHOTOS:
            return ()
        return TABLE_ENDINGS if self in TABLES else LAYER_ENDINGS


TABLES = frozenset({InputRole.REGISTRY, InputRole.PLAQUES, InputRole.DECISIONS, InputRole.LABELS})
TABLE_ENDINGS = (".xlsx", ".ods", ".csv")
LAYER_ENDINGS = (
    ".gpkg", ".geojson.gz", ".json.gz", ".geojson", ".json", ".zip", ".fgb", ".osm.pbf", ".pbf",
)  # fmt: skip
"""One file each; a Shapefile is several and therefore comes as a .zip."""


def ending_of(name: str, endings: tuple[str, ...]) -> str | None:
    """Return the one of the endings that a file's name has, None when it has none of them."""
    return next((ending for ending in endings if name.lower().endswith(ending)), None)
