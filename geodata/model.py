"""The words of the domain as closed sets.

Only names and their order; no input, no output, no geometry. DataFrames stay inside the
library and carry these values as plain text.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of thoroughfare people would call it."""

    ALLEY = "alley"
    DEAD_END = "dead_end"
    PASSAGE = "passage"
    LANE = "lane"
    STREET = "street"
    BOULEVARD = "boulevard"
    SQUARE = "square"
    HIGHWAY = "highway"
    ROAD = "road"
    FOOTWAY = "footway"


class RoadClass(StrEnum):
    """How large a street is drawn, from the widest to the narrowest."""

    TRUNK = "trunk"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    RESIDENTIAL = "residential"
    ALLEY = "alley"
    PATH = "path"

    @property
    def is_arterial(self) -> bool:
        """Whether alleys hang off it rather than it off others."""
        return self in _ARTERIAL


_ARTERIAL = frozenset({RoadClass.TRUNK, RoadClass.PRIMARY, RoadClass.SECONDARY, RoadClass.TERTIARY})


class SurroundingKind(StrEnum):
    """What lies around the alleys and lets the map read as a city."""

    WATER = "water"
    GREEN = "green"
    RAIL = "rail"
    BUILDING = "building"
    MOSQUE = "mosque"
    SHRINE = "shrine"
    WORSHIP = "worship"
    SCHOOL = "school"
    """Not drawn: a place one may ask around."""


class Verdict(StrEnum):
    """What the join says about one naming."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    UNMATCHED = "unmatched"
    REGISTER_ERROR = "register_error"


class PlaqueStatus(StrEnum):
    """The life of one sign, in its usual order."""

    PLANNED = "planned"
    APPROVED = "approved"
    MADE = "made"
    INSTALLED = "installed"
    VERIFIED = "verified"
    DAMAGED = "damaged"
    MISSING = "missing"
    REMOVED = "removed"

    @property
    def is_up(self) -> bool:
        """Whether people can read it in the street."""
        return self in (PlaqueStatus.INSTALLED, PlaqueStatus.VERIFIED)


class MapState(StrEnum):
    """How an alley that carries an accepted naming is drawn."""

    NAMED = "named"
    INSTALLED = "installed"
    DAMAGED = "damaged"


UNMAPPED = "unmapped"
"""What stands for the map state of a naming that has no alley."""
NAMING_STATES = (
    MapState.INSTALLED.value,
    MapState.DAMAGED.value,
    MapState.NAMED.value,
    UNMAPPED,
)
"""The states of namings, from what is best known to what waits."""


NO_AREA, NO_AREA_FA = "", "نامشخص"
"""The row of what lies in no area."""
CITY_ID = "city"


class AreaKind(StrEnum):
    """Which sort of area a polygon is."""

    CITY = "city"
    DISTRICT = "district"
    NEIGHBOURHOOD = "neighbourhood"
