"""Input files as frames: every row keeps its number, every oddity becomes an issue.

Reads only; nothing here joins, groups or writes.
"""

from geodata.readers.areas import read_areas
from geodata.readers.plaques import read_plaques
from geodata.readers.registry import read_registry
from geodata.readers.streets import read_streets
from geodata.readers.surroundings import read_surroundings

__all__ = ["read_areas", "read_plaques", "read_registry", "read_streets", "read_surroundings"]
