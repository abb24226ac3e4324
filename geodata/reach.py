"""How far one walks from an alley to the nearest of some others, along the street network.

Distances are those of `geodata.walks.network`'s graph, from the middle of an alley to the nearest
point of another at which one comes to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from geodata.crs import metric_crs_of
from geodata.model import CITY_ID, NO_AREA, AreaKind, MapState
from geodata.walks.graph import WalkingGraph
from geodata.walks.junctions import Lines
from geodata.walks.matrix import length_matrix
from geodata.walks.network import on_own_edges

NEAR_M = 300.0
"""A walk of four or five minutes: what is called near."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reach:
    """The walking graph, and where each alley's middle lies in it.

    Attributes
    ----------
    lengths : csr_matrix, (nodes, nodes)
        [m].
    alley_of : array of int, (edges,)
        Position of the alley each edge belongs to.
    graph : WalkingGraph
    ends, offsets : arrays, (alleys, 2)
        The two nodes around an alley's middle, and how far [m] they are from it; infinitely where
        nobody may walk.
    """

    lengths: csr_matrix
    alley_of: Integers
    graph: WalkingGraph
    ends: Integers
    offsets: Floats

    def distances(self, targets: npt.NDArray[np.bool_]) -> Floats:
        """Return how far [m] each alley is from the nearest target; infinite without a way.

        Parameters
        ----------
        targets : array of bool, (alleys,)
            A target is 0 m from itself.
        """
        edges = targets[self.alley_of]
        sources = np.unique(np.concatenate([self.graph.tail[edges], self.graph.head[edges]]))
        found = np.full(len(targets), np.inf)
        if len(sources):
            to_node = dijkstra(self.lengths, indices=sources, min_only=True)
            found = np.asarray((to_node[self.ends] + self.offsets).min(axis=1), dtype=np.float64)
        found[targets] = 0.0
        return found


def reach(alleys: gpd.GeoDataFrame, graph: WalkingGraph) -> Reach:
    """Return the reach of all alleys (lines, EPSG:4326, by `alley_id`), as in the frame."""
    crs = metric_crs_of(alleys.total_bounds)
    ids = alleys["alley_id"].to_numpy(dtype=np.int64)
    middles = _middles(np.asarray(alleys.geometry.to_crs(crs)))
    alley, edge, at = on_own_edges(graph, ids, middles, crs)
    ends = np.zeros((len(ids), 2), dtype=np.int64)
    offsets = np.full((len(ids), 2), np.inf)
    ends[alley] = np.column_stack([graph.tail[edge], graph.head[edge]])
    offsets[alley] = np.column_stack([at, graph.length[edge] - at])
    return Reach(
        lengths=length_matrix(graph.tail, graph.head, graph.length, graph.nodes),
        alley_of=np.searchsorted(ids, graph.alley),
        graph=graph,
        ends=ends,
        offsets=offsets,
    )


def with_reach(
    coverage: pd.DataFrame, alleys: gpd.GeoDataFrame, graph: WalkingGraph
) -> pd.DataFrame:
    """Return the coverage table with how far the people of each area walk.

    Parameters
    ----------
    coverage : DataFrame
        Of `geodata.coverage.coverage_table`.
    alleys : GeoDataFrame, EPSG:4326
        Columns as that table wants them, and `state`: None, or a `MapState`.
    graph : WalkingGraph
        Of the streets those alleys are made of.

    Returns
    -------
    DataFrame
        With `near_named` and `near_installed`, how many eligible alleys are within `NEAR_M` of a
        named alley and of one whose plaque is up; `median_m` and `p90_m` of the way to such a
        plaque [m], NaN where there is none to walk to.
    """
    network = reach(alleys, graph)
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


def _middles(shapes: Lines) -> Lines:
    """Return the middle of each alley's longest line."""
    lines, alley = shapely.get_parts(shapes, return_index=True)
    order = np.lexsort((np.arange(len(lines)), -shapely.length(lines), alley))
    first = np.append(True, np.diff(alley[order]) != 0)[: len(order)]
    middles: Lines = shapely.line_interpolate_point(lines[order[first]], 0.5, normalized=True)
    return middles
