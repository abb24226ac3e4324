"""Alleys from segments: one record per thoroughfare people would call by one name.

What an alley is called, where it opens, in which areas it lies and by which id it is known; who
it is named after is decided in `geodata.matching`.
"""

from geodata.alleys.build import AlleyTable, build_alleys
from geodata.alleys.identity import EarlierAlleys

__all__ = ["AlleyTable", "EarlierAlleys", "build_alleys"]
