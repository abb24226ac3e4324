"""A fictional city to see the whole thing at work: streets, register and plaques, all invented.

The people, their lives, the naming decisions, the streets and every border are fictional; real
are only the names and rough centres of 36 neighbourhoods of Qom. Whoever shows this data says so.
Made from a number of alleys and a seed, the same each time. Not a benchmark of any real city.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geodata.demo.city import DemoCity, build_city
from geodata.demo.write import write_city

__all__ = ["DemoCity", "generate", "write"]


def generate(alleys: int = 6000, seed: int = 1, *, clean: bool = False) -> DemoCity:
    """Return a fictional city with exactly that many alleys, 500 to 200,000.

    Errors are planted in it, a few of each kind that `geodata.findings` should find; among them
    some alleys that are left off the map. A `clean` city has none, though its register is
    written by as many hands.

    Raises
    ------
    ValueError
        When `alleys` is out of range.
    """
    return build_city(alleys, seed, clean=clean)


def write(city: DemoCity, out: Path, *, progress: Callable[[str], None] | None = None) -> None:
    """Write streets, the two area files, register, plaques and `surroundings.gpkg` into `out`.

    Beside these six inputs stands `planted.csv`, which tells the errors made on purpose.
    Equal cities give equal bytes. `progress` is called with the name of each file before it is
    written. The truth stays in memory.

    Raises
    ------
    OSError
        When the folder cannot be made or written to.
    """
    write_city(city, out, progress)
