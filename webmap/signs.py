"""The plaques of a tile and whom its alleys are named after, as the map draws them.

Tiles are numbered as the vector tiles are. Single plaques come with the deepest tiles, counts of
them with the tiles above; what is in a tile does not grow with the city.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from geodata.catalogue import Alley, BBox, Catalogue
from geodata.model import MapState, PlaqueStatus
from webmap.i18n import in_language
from webmap.places import honoured

ZOOMS = (13, 14)
"""Zooms of the tiles: clusters in both, single plaques and names in the deeper."""
CELLS = 4
"""A tile has this many clusters a side at most."""
MOST_ALLEYS = 5000
REACH_DEG = 0.001
"""How far from its alley a plaque may hang and still be found [degrees], some 100 m."""

_LOOKS = {
    PlaqueStatus.VERIFIED: "verified",
    PlaqueStatus.INSTALLED: "installed",
    PlaqueStatus.PLANNED: "waiting",
    PlaqueStatus.APPROVED: "waiting",
    PlaqueStatus.MADE: "waiting",
    PlaqueStatus.DAMAGED: "troubled",
    PlaqueStatus.MISSING: "troubled",
    PlaqueStatus.REMOVED: "troubled",
}
_COUNTED = {
    "verified": MapState.INSTALLED,
    "installed": MapState.INSTALLED,
    "troubled": MapState.DAMAGED,
}
"""What a cluster counts: signs that hang, and those that hung; not the ones still to come."""

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sign:
    """One plaque on the map: its alley, its place [degrees EPSG:4326] and how it looks."""

    alley_id: int
    lon: float
    lat: float
    look: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """The middle of some plaques [degrees EPSG:4326] and how many they are, by map state."""

    lon: float
    lat: float
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class SignTile:
    """What one tile has; `titles` are alley id and name, «شهید …»."""

    titles: tuple[tuple[int, str], ...]
    signs: tuple[Sign, ...]
    clusters: tuple[Cluster, ...]


def sign_tile(catalogue: Catalogue, z: int, x: int, y: int) -> SignTile:
    """Return what the map shows of plaques in a tile of one of `ZOOMS`."""
    box = tile_box(z, x, y)
    alleys = list(_named_alleys(catalogue, box))
    signs = [sign for alley in alleys for sign in signs_of(alley) if _is_in(sign, box)]
    clusters = tuple(_clusters(signs, box))
    if z < ZOOMS[-1]:
        return SignTile((), (), clusters)
    with in_language("fa"):  # the map writes what the signs in the streets say
        names = [(alley.alley_id, honoured(alley)) for alley in alleys]
    titles = tuple((alley_id, name) for alley_id, name in names if name)
    return SignTile(titles, tuple(signs), clusters)


def signs_of(alley: Alley) -> Iterator[Sign]:
    """Yield the plaques of an alley, each once.

    One whose place nobody measured stands where its alley begins or, as the register says, ends;
    a naming without any record of a plaque speaks by its own column.
    """
    if alley.plaques:
        told = [
            (plaque.status, _place(plaque.lon, plaque.lat, plaque.end_fa, alley))
            for plaque in alley.plaques
        ]
    else:
        mouth = (alley.mouth_lon, alley.mouth_lat)
        told = [(naming.plaque_status, mouth) for naming in alley.namings if naming.on_map]
    for status, (lon, lat) in dict.fromkeys(told):
        if status:
            yield Sign(alley.alley_id, round(lon, 6), round(lat, 6), _LOOKS[PlaqueStatus(status)])


def sign_tile_json(tile: SignTile) -> dict[str, Any]:
    """Return a tile's signs as the browser reads them."""
    return {
        "titles": tile.titles,
        "plaques": [(sign.alley_id, sign.lon, sign.lat, sign.look) for sign in tile.signs],
        "clusters": [(cluster.lon, cluster.lat, cluster.counts) for cluster in tile.clusters],
    }


def tile_box(z: int, x: int, y: int) -> BBox:
    """Return west, south, east, north of a tile [degrees EPSG:4326]."""

    def lat(row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / (1 << z)))))

    def lon(column: int) -> float:
        return 360 * column / (1 << z) - 180

    return lon(x), lat(y + 1), lon(x + 1), lat(y)


def _named_alleys(catalogue: Catalogue, box: BBox) -> Iterator[Alley]:
    west, south, east, north = box
    reach = (west - REACH_DEG, south - REACH_DEG, east + REACH_DEG, north + REACH_DEG)
    for state in MapState:
        yield from catalogue.alleys_in(reach, status=state.value, limit=MOST_ALLEYS).alleys


def _place(lon: float | None, lat: float | None, end: str | None, alley: Alley) -> Position:
    if lon is not None and lat is not None:
        return lon, lat
    mouth = (alley.mouth_lon, alley.mouth_lat)
    if end != "end":
        return mouth
    return max((point for line in alley.lines for point in line), key=lambda p: math.dist(p, mouth))


def _is_in(sign: Sign, box: BBox) -> bool:
    west, south, east, north = box
    return west <= sign.lon < east and south < sign.lat <= north


def _clusters(signs: Iterable[Sign], box: BBox) -> Iterator[Cluster]:
    west, south, east, north = box
    cells: dict[tuple[int, int], list[Sign]] = {}
    for sign in signs:
        if sign.look in _COUNTED:
            column = int(CELLS * (sign.lon - west) / (east - west))
            row = int(CELLS * (sign.lat - south) / (north - south))
            cells.setdefault((column, row), []).append(sign)
    for _, members in sorted(cells.items()):
        lon = sum(sign.lon for sign in members) / len(members)
        lat = sum(sign.lat for sign in members) / len(members)
        counts = Counter(_COUNTED[sign.look].value for sign in members)
        yield Cluster(round(lon, 5), round(lat, 5), dict(sorted(counts.items())))
