"""The walking graph made of a street network.

Two lines meet where they share a vertex, or where one ends on the other. A bridge or a tunnel meets
only what its ends stand on, never what it passes over or under. One-way streets are two-way for
who walks; where the source says that nobody may walk (`geodata/vocab/foot_access.csv`) no edge is
made. After the rules of OpenStreetMap: a shared node is a junction, a crossing without one is none
(wiki.openstreetmap.org/wiki/Key:layer, /wiki/Key:foot).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.alleys import AlleyTable
from geodata.crs import WGS84
from geodata.model import SurroundingKind
from geodata.names import fold_key
from geodata.vocab import read_vocab
from geodata.walks.graph import E7, Booleans, Floats, Integers, WalkingGraph, packed_names

GRID_M = 0.01
"""Points closer than this are one: lines of one network meet exactly, but for rounding."""
TOUCH_M = 0.5
"""A line that ends so near to another, and nowhere else, ends on it."""
MOST_LEVEL = 7
MOST_PLACES = 400
PLACE_KINDS = (SurroundingKind.SHRINE.value, SurroundingKind.MOSQUE.value)
_STRUCTURE_LEVELS = {"bridge": 1, "tunnel": -1}

Lines = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Footing:
    """What each segment is to who walks.

    Attributes
    ----------
    is_open, is_steps : array of bool, (segments,)
    level : array of int, (segments,)
        0 on the ground, above it on bridges, below it in tunnels.
    """

    is_open: Booleans
    is_steps: Booleans
    level: Integers


@dataclass(frozen=True, slots=True)
class _Vertices:
    """Every vertex of every line, lines one after another, and what is at it.

    `node` is the junction a vertex is at; `is_end` marks first and last of a line.
    """

    line: Integers
    along: Floats
    at: Floats
    is_end: Booleans
    node: Integers


def walking_graph(
    streets: gpd.GeoDataFrame, alleys: AlleyTable, surroundings: gpd.GeoDataFrame | None = None
) -> WalkingGraph:
    """Return the graph of a city.

    Parameters
    ----------
    streets : GeoDataFrame, EPSG:4326
        As `geodata.readers.read_streets` returns it, the segments `alleys` was made of.
    surroundings : GeoDataFrame, EPSG:4326, optional
        As `geodata.readers.read_surroundings` returns it: shrines and mosques one may start from.
    """
    ids = alleys.frame["alley_id"].to_numpy(dtype=np.int64)
    graph = segments_graph(
        streets.geometry.to_crs(alleys.crs).to_numpy(),
        crs=alleys.crs,
        footing=footing(streets),
        alley=ids[alleys.of_segment],
    )
    mouths = gpd.GeoSeries.from_xy(
        alleys.frame["mouth_lon"], alleys.frame["mouth_lat"], crs=WGS84
    ).to_crs(alleys.crs)
    graph = _with_mouths(graph, ids, mouths.to_numpy(), alleys.crs)
    return graph if surroundings is None else _with_places(graph, surroundings)


def footing(streets: pd.DataFrame) -> Footing:
    """Return who may walk on each segment and at which level it is.

    Parameters
    ----------
    streets : DataFrame
        Columns `highway`, `structure`, `layer`, `foot`, `access`: text or None.
    """
    said = {
        field: streets[field].map(
            lambda value, field=field: (
                None if value is None else _rules().get((field, fold_key(str(value))))
            )
        )
        for field in ("foot", "highway", "access")
    }
    is_open = [
        next((word for word in (foot, road, access) if word in ("yes", "no")), "yes") == "yes"
        for foot, road, access in zip(said["foot"], said["highway"], said["access"], strict=True)
    ]
    return Footing(
        is_open=np.array(is_open, dtype=bool),
        is_steps=(said["highway"] == "steps").to_numpy(dtype=bool),
        level=_levels(streets),
    )


def segments_graph(
    segments: Lines, *, crs: str, footing: Footing, alley: Integers
) -> WalkingGraph:
    """Return the graph of lines, without mouths and places.

    Parameters
    ----------
    segments : array of LineString, in `crs`
        [m].
    alley : array of int
        The id of the alley each is part of.
    """
    kept = np.flatnonzero(footing.is_open)
    # By alley, so that the edges of one lie side by side; in the order of the file within it.
    kept = kept[np.argsort(alley[kept], kind="stable")]
    lines, level = segments[kept], footing.level[kept]
    vertices = _met(_split_where_touched(lines, level), level)
    return _edges(vertices, crs, alley[kept], footing.is_steps[kept])


@cache
def _rules() -> dict[tuple[str, str], str]:
    rows = read_vocab("foot_access")
    return {(row["field"], fold_key(row["value"])): row["walkable"] for row in rows}


def _levels(streets: pd.DataFrame) -> Integers:
    by_structure = streets["structure"].map(
        lambda said: 0 if said is None else _STRUCTURE_LEVELS.get(str(said).lower(), 0)
    )
    said = pd.to_numeric(streets["layer"], errors="coerce")
    levels = said.where(said.notna(), by_structure).clip(-MOST_LEVEL, MOST_LEVEL)
    return levels.round().to_numpy(dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Touched:
    """Vertices with those added where another line ends; `joins` are pairs that are one place."""

    line: Integers
    along: Floats
    at: Floats
    is_end: Booleans
    joins: Integers


def _split_where_touched(lines: Lines, level: Integers) -> _Touched:
    at, line = shapely.get_coordinates(lines, return_index=True)
    line = line.astype(np.int64)
    starts = np.searchsorted(line, np.arange(len(lines)))
    stops = np.searchsorted(line, np.arange(len(lines)), side="right") - 1
    is_end = np.zeros(len(line), dtype=bool)
    is_end[starts] = is_end[stops] = True
    step = np.hypot(*np.diff(at, axis=0, prepend=at[:1]).T)
    step[starts] = 0.0
    along = np.cumsum(step)
    along -= along[starts][line]
    ends, hosts = _touches(lines, at, line, is_end, level)
    where = shapely.line_locate_point(lines[hosts], shapely.points(at[ends]))
    added = shapely.get_coordinates(shapely.line_interpolate_point(lines[hosts], where))
    every_line = np.append(line, hosts)
    every_along = np.append(along, where)
    order = np.lexsort((np.arange(len(every_line)), every_along, every_line))
    place = np.argsort(order)
    return _Touched(
        line=every_line[order],
        along=every_along[order],
        at=np.concatenate([at, added])[order],
        # A vertex added at the very end of a line stands before or behind the end itself.
        is_end=np.append(is_end, np.zeros(len(hosts), dtype=bool))[order],
        joins=np.column_stack([place[ends], place[len(line) :]]),
    )


def _touches(
    lines: Lines, at: Floats, line: Integers, is_end: Booleans, level: Integers
) -> tuple[Integers, Integers]:
    """Return ends that share no vertex with any line, and the line each lies on."""
    _, cell, count = np.unique(
        np.round(at / GRID_M).astype(np.int64), axis=0, return_inverse=True, return_counts=True
    )
    loose = np.flatnonzero(is_end & (count[cell.reshape(-1)] == 1))
    if not len(loose):
        return loose, loose
    tree = shapely.STRtree(lines)
    end, host = tree.query(shapely.points(at[loose]), predicate="dwithin", distance=TOUCH_M)
    own, other = level[line[loose[end]]], level[host]
    fits = (host != line[loose[end]]) & ((own == other) | ((own != 0) & (other == 0)))
    end, host = end[fits], host[fits]
    far = shapely.distance(shapely.points(at[loose[end]]), lines[host])
    order = np.lexsort((host, far, end))
    end, host = end[order], host[order]
    nearest = np.append(True, end[1:] != end[:-1])[: len(end)]
    return loose[end[nearest]], host[nearest].astype(np.int64)


def _met(touched: _Touched, level: Integers) -> _Vertices:
    """Give every vertex its junction: vertices of one place and, at it, of one level."""
    cells = np.round(touched.at / GRID_M).astype(np.int64)
    _, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.reshape(-1).astype(np.int64)
    wide = 2 * MOST_LEVEL + 2
    floor = level[touched.line] + MOST_LEVEL + 1
    _, group, size = np.unique(cell * wide + floor, return_inverse=True, return_counts=True)
    has_end = np.bincount(group, weights=touched.is_end) > 0
    # What ends here stands on what else is here: a bridge on the ground, stairs on a bridge.
    lands = has_end[group] & ((floor != MOST_LEVEL + 1) | (size[group] == 1))
    is_one = np.bincount(cell, weights=lands) > 0
    _, node = np.unique(np.where(is_one[cell], cell * wide, cell * wide + floor), return_inverse=True)
    node = _joined(node.reshape(-1).astype(np.int64), touched.joins)
    return _Vertices(touched.line, touched.along, touched.at, touched.is_end, node)


def _joined(node: Integers, joins: Integers) -> Integers:
    """Return the nodes with those of each pair of vertices made one."""
    if not len(joins):
        return node
    count = int(node.max()) + 1
    a, b = node[joins[:, 0]], node[joins[:, 1]]
    links = coo_array((np.ones(len(a)), (a, b)), shape=(count, count))
    found: Integers = connected_components(links, directed=False)[1].astype(np.int64)
    return found[node]


def _edges(
    vertices: _Vertices, crs: str, alley: Integers, is_steps: Booleans
) -> WalkingGraph:
    """Return the pieces between junctions as edges; loops of no length are none."""
    line, node = vertices.line, vertices.node
    same = line[1:] == line[:-1]
    # Pieces of no length between vertices of one place carry no way.
    drawn = same & ((node[1:] != node[:-1]) | (np.diff(vertices.along) > 2 * TOUCH_M))
    degree = np.bincount(node[:-1][drawn], minlength=int(node.max(initial=0)) + 1)
    degree += np.bincount(node[1:][drawn], minlength=len(degree))
    first_of_line = np.append(True, ~same)[: len(line)]
    last_of_line = np.append(~same, True)[-len(line) :] if len(line) else first_of_line
    is_stop = first_of_line | last_of_line | (degree[node] > 2)
    stops = np.flatnonzero(is_stop)
    begins, ends = stops[:-1], stops[1:]
    length = vertices.along[ends] - vertices.along[begins]
    is_edge = (line[begins] == line[ends]) & (
        (node[begins] != node[ends]) | (length > 2 * TOUCH_M)
    )
    begins, ends, length = begins[is_edge], ends[is_edge], length[is_edge]
    used, compact = np.unique(np.concatenate([node[begins], node[ends]]), return_inverse=True)
    tail, head = compact.reshape(2, -1).astype(np.int32)
    counts = ends - begins + 1
    first = np.append(0, np.cumsum(counts))
    index = np.arange(first[-1]) - np.repeat(first[:-1] - begins, counts)
    of_line = line[begins]
    return WalkingGraph(
        tail=tail,
        head=head,
        # A length of 0 would be no edge at all.
        length=np.maximum(length, GRID_M).astype(np.float32),
        first=first.astype(np.int32),
        points=_degrees(vertices.at[index], crs),
        alley=alley[of_line],
        steps=is_steps[of_line].astype(np.uint8),
        network=_networks(tail, head, length, len(used)),
        mouth_alley=np.zeros(0, dtype=np.int64),
        mouth_edge=np.zeros(0, dtype=np.int32),
        mouth_at=np.zeros(0, dtype=np.float32),
        place_kind=np.zeros(0, dtype=np.uint8),
        place_at=np.zeros((0, 2), dtype=np.int32),
        place_names=np.zeros(0, dtype=np.uint8),
    )


def _degrees(at: Floats, crs: str) -> npt.NDArray[np.int32]:
    degrees = gpd.GeoSeries.from_xy(at[:, 0], at[:, 1], crs=crs).to_crs(WGS84)
    return np.round(np.column_stack([degrees.x, degrees.y]) * E7).astype(np.int32)


def _networks(
    tail: npt.NDArray[np.int32], head: npt.NDArray[np.int32], length: Floats, nodes: int
) -> npt.NDArray[np.int32]:
    """Number the connected networks, the longest first."""
    links = coo_array((np.ones(len(tail)), (tail, head)), shape=(nodes, nodes))
    found = connected_components(links, directed=False)[1]
    total = np.bincount(found[tail], weights=length)
    rank = np.argsort(np.argsort(-total, kind="stable"), kind="stable")
    return np.asarray(rank[found], dtype=np.int32)


def _with_mouths(graph: WalkingGraph, ids: Integers, mouths: Lines, crs: str) -> WalkingGraph:
    """Lay the mouth of every alley on the nearest of its own edges."""
    alley, edge, at = on_own_edges(graph, ids, mouths, crs)
    return replace(
        graph,
        mouth_alley=ids[alley],
        mouth_edge=edge.astype(np.int32),
        mouth_at=at.astype(np.float32),
    )


def on_own_edges(
    graph: WalkingGraph, ids: Integers, points: Lines, crs: str
) -> tuple[Integers, Integers, Floats]:
    """Return where on the edges of its alley each point lies.

    Parameters
    ----------
    ids : array of int, (alleys,)
        Ids of alleys, ascending, all that the graph knows among them.
    points : array of Point, (alleys,), in `crs`
        One of each.

    Returns
    -------
    position, edge, at : arrays
        Of each alley that can be walked: its position in `ids`, the edge, and how far along [m].
    """
    position = np.searchsorted(ids, graph.alley)
    lines = edge_lines(graph, crs)
    far = shapely.distance(lines, points[position])
    order = np.lexsort((np.arange(len(far)), far, position))
    first = np.append(True, np.diff(position[order]) != 0)[: len(order)]
    edge = order[first]
    at = shapely.line_locate_point(lines[edge], points[position[edge]])
    return position[edge], edge, np.minimum(at, graph.length[edge])


def edge_lines(graph: WalkingGraph, crs: str) -> Lines:
    """Return the lines of all edges in a metric CRS."""
    of_edge = np.repeat(np.arange(graph.edges), np.diff(graph.first))
    lines = shapely.linestrings(graph.points / E7, indices=of_edge)
    return np.asarray(gpd.GeoSeries(lines, crs=WGS84).to_crs(crs).to_numpy())


def _with_places(graph: WalkingGraph, surroundings: gpd.GeoDataFrame) -> WalkingGraph:
    """Add the named shrines and mosques, shrines first, then by name."""
    rows = surroundings[surroundings["kind"].isin(PLACE_KINDS) & surroundings["name_fa"].notna()]
    kinds = rows["kind"].map(PLACE_KINDS.index)
    rows = rows.assign(rank=kinds).sort_values(["rank", "name_fa"], kind="stable")
    rows = rows.drop_duplicates(["rank", "name_fa"]).head(MOST_PLACES)
    at = np.column_stack([rows.geometry.x, rows.geometry.y]).reshape(-1, 2)
    return replace(
        graph,
        place_kind=rows["rank"].to_numpy(dtype=np.uint8),
        place_at=np.round(at * E7).astype(np.int32),
        place_names=packed_names(rows["name_fa"].tolist()),
    )
