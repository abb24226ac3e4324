"""How far one walks from an alley to the nearest of some others, along the street network.

Every street may be walked in both directions; where two lines share a point one may turn. Distances
are those of the metric system of the place, from the middle of an alley to the nearest point of
another at which a line has a vertex.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.crs import metric_crs_of
from geodata.model import CITY_ID, NO_AREA, AreaKind, MapState

NEAR_M = 300.0
"""A walk of four or five minutes: what is called near."""
GRID_M = 0.01
"""Points closer than this are one: lines of one network meet exactly, but for rounding."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WalkingNetwork:
    """The streets as a graph, and where each alley's middle lies in it.

    Attributes
    ----------
    graph : csr_array, (nodes, nodes)
        Lengths [m] of the pieces between neighbouring vertices.
    alley_of : array of int, (vertices,)
        Position of the alley each vertex belongs to; `node_of` is its node.
    ends, offsets : arrays, (alleys, 2)
        The two nodes around an alley's middle, and how far [m] they are from it.
    """

    graph: csr_array
    alley_of: Integers
    node_of: Integers
    ends: Integers
    offsets: Floats

    def distances(self, targets: npt.NDArray[np.bool_]) -> Floats:
        """Return how far [m] each alley is from the nearest target; infinite without a way.

        Parameters
        ----------
        targets : array of bool, (alleys,)
            A target is 0 m from itself.
        """
        sources = np.unique(self.node_of[targets[self.alley_of]])
        if not len(sources):
            return np.full(len(targets), np.inf)
        to_node = dijkstra(self.graph, directed=False, indices=sources, min_only=True)
        found = (to_node[self.ends] + self.offsets).min(axis=1)
        found[targets] = 0.0
        return np.asarray(found, dtype=np.float64)


def walking_network(alleys: gpd.GeoDataFrame) -> WalkingNetwork:
    """Return the network of all alleys (lines, EPSG:4326), positions as in the frame."""
    shapes = alleys.geometry.to_crs(metric_crs_of(alleys.total_bounds))
    lines, alley_of_line = shapely.get_parts(np.asarray(shapes), return_index=True)
    points, line_of = shapely.get_coordinates(lines, return_index=True)
    cells = np.round(points / GRID_M).astype(np.int64)
    _, node_of = np.unique(cells, axis=0, return_inverse=True)
    node_of = node_of.reshape(-1).astype(np.int64)
    same_line = line_of[1:] == line_of[:-1]
    a, b = node_of[:-1][same_line], node_of[1:][same_line]
    steps = np.hypot(*(points[1:] - points[:-1]).T)
    lengths = steps[same_line]
    ends, offsets = _middles(lines, alley_of_line, points, line_of, node_of, len(alleys))
    return WalkingNetwork(
        graph=_graph(a, b, lengths, int(node_of.max()) + 1),
        alley_of=alley_of_line[line_of].astype(np.int64),
        node_of=node_of,
        ends=ends,
        offsets=offsets,
    )


def with_reach(coverage: pd.DataFrame, alleys: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the coverage table with how far the people of each area walk.

    Parameters
    ----------
    coverage : DataFrame
        Of `geodata.coverage.coverage_table`.
    alleys : GeoDataFrame, EPSG:4326
        Columns as that table wants them, and `state`: None, or a `MapState`.

    Returns
    -------
    DataFrame
        With `near_named` and `near_installed`, how many eligible alleys are within `NEAR_M` of a
        named alley and of one whose plaque is up; `median_m` and `p90_m` of the way to such a
        plaque [m], NaN where there is none to walk to.
    """
    network = walking_network(alleys)
    to_named = network.distances(alleys["state"].notna().to_numpy())
    to_plaque = network.distances((alleys["state"] == MapState.INSTALLED.value).to_numpy())
    counts = alleys["eligible"].to_numpy()
    ways = pd.DataFrame(
        {
            "near_named": to_named[counts] <= NEAR_M,
            "near_installed": to_plaque[counts] <= NEAR_M,
            "way": to_plaque[counts],
        }
    )
    eligible = alleys[counts]
    tables = []
    for kind, rows in coverage.groupby("kind", sort=False):
        area = CITY_ID if kind == AreaKind.CITY.value else eligible[kind].fillna(NO_AREA).to_numpy()
        tables.append(rows.join(_per_area(ways.assign(area=area)), on="area_id"))
    whole = pd.concat(tables).loc[coverage.index]
    near = ["near_named", "near_installed"]
    return whole.assign(**whole[near].fillna(0).astype("int64"))


def _per_area(ways: pd.DataFrame) -> pd.DataFrame:
    grouped = ways.groupby("area")
    table = grouped[["near_named", "near_installed"]].sum()
    for column, share in (("median_m", 0.5), ("p90_m", 0.9)):
        quantile = grouped["way"].quantile(share, interpolation="higher")
        table[column] = quantile.where(np.isfinite(quantile)).round(0)
    return table


def _graph(a: Integers, b: Integers, lengths: Floats, nodes: int) -> csr_array:
    """Of several pieces between two nodes the shortest; a matrix would add them up."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((lengths, high, low))
    low, high, lengths = low[order], high[order], lengths[order]
    first = np.ones(len(low), dtype=bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    first &= low != high
    # A length of 0 would be no edge at all.
    weights = np.maximum(lengths[first], GRID_M)
    return csr_array((weights, (low[first], high[first])), shape=(nodes, nodes))


def _middles(
    lines: npt.NDArray[np.object_],
    alley_of_line: Integers,
    points: Floats,
    line_of: Integers,
    node_of: Integers,
    alleys: int,
) -> tuple[Integers, Floats]:
    """Return around the middle of each alley's longest line the two nodes and their distances."""
    lengths = shapely.length(lines)
    longest = np.full(alleys, -1, dtype=np.int64)
    for line in np.argsort(lengths, kind="stable").tolist():
        longest[alley_of_line[line]] = line
    starts = np.searchsorted(line_of, np.arange(len(lines)))
    stops = np.append(starts[1:], len(line_of))
    ends = np.zeros((alleys, 2), dtype=np.int64)
    offsets = np.full((alleys, 2), np.inf)
    for alley, line in enumerate(longest.tolist()):
        if line < 0:
            continue
        start, stop = int(starts[line]), int(stops[line])
        along = np.append(0.0, np.cumsum(np.hypot(*np.diff(points[start:stop], axis=0).T)))
        middle = along[-1] / 2
        after = min(max(int(np.searchsorted(along, middle)), 1), stop - start - 1)
        ends[alley] = node_of[start + after - 1], node_of[start + after]
        offsets[alley] = middle - along[after - 1], along[after] - middle
    return ends, offsets
