"""The walking graph made of a street network, with alley mouths and known places on it."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.alleys import AlleyTable
from geodata.crs import WGS84
from geodata.model import SurroundingKind
from geodata.walks.footing import Footing, footing
from geodata.walks.graph import E7, Booleans, Floats, Integers, WalkingGraph, packed_names
from geodata.walks.junctions import GRID_M, TOUCH_M, Lines, Vertices, vertices_of

MOST_PLACES = 400
PLACE_KINDS = (SurroundingKind.SHRINE.value, SurroundingKind.MOSQUE.value)


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


def segments_graph(segments: Lines, *, crs: str, footing: Footing, alley: Integers) -> WalkingGraph:
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
    return _edges(vertices_of(lines, level), crs, alley[kept], footing.is_steps[kept])


def _edges(vertices: Vertices, crs: str, alley: Integers, is_steps: Booleans) -> WalkingGraph:
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
    is_edge = (line[begins] == line[ends]) & ((node[begins] != node[ends]) | (length > 2 * TOUCH_M))
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
