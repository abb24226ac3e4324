"""Ways on the published graph against networkx on every vertex of the source, to a metre."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest

from geodata.alleys import build_alleys
from geodata.crs import metric_crs_of
from geodata.issues import IssueLog
from geodata.readers import read_streets
from geodata.walks.footing import footing
from geodata.walks.graph import WalkingGraph, read_graph
from geodata.walks.network import walking_graph
from geodata.walks.spots import Spot, spot_on
from geodata.walks.ways import Streets, Ways
from tests.geodata.walks.oracles import street_network

CITY = Path(__file__).parents[4] / "shared" / "data" / "mashhad" / "streets.gpkg"
SOURCES, TARGETS = 20, 50


def compare(streets: gpd.GeoDataFrame) -> None:
    """A thousand pairs of ends of segments on the ground."""
    crs = metric_crs_of(streets.total_bounds)
    alleys = build_alleys(streets, crs=crs)
    graph = walking_graph(streets, alleys)
    alley_of = alleys.frame["alley_id"].to_numpy()[alleys.of_segment]
    foot = footing(streets)

    def spot_at(segment: int, end: int) -> Spot:
        lon, lat = streets.geometry.iloc[segment].coords[end]
        found = spot_on(graph, int(alley_of[segment]), (lon, lat))
        assert found is not None
        assert found.off_m < 0.1
        return found

    network, tips = street_network(streets, crs, foot)
    dice = np.random.default_rng(7)
    on_ground = np.flatnonzero(foot.is_open & (foot.level == 0))
    ways = Streets(graph)
    compared = 0
    for source in dice.choice(on_ground, SOURCES, replace=False).tolist():
        start = spot_at(source, 0)
        ours = ways.far_from(start, limit_m=math.inf)
        theirs = nx.single_source_dijkstra_path_length(network, tips[source, False])
        for target in dice.choice(on_ground, TARGETS, replace=False).tolist():
            spot = spot_at(target, -1)
            expected = theirs.get(tips[target, True], math.inf)
            found = ways.far_to(spot, ours)
            if start.edge == spot.edge:
                found = min(found, abs(start.at_m - spot.at_m))
            assert found == pytest.approx(expected, abs=1.0), (source, target)
            compared += math.isfinite(expected)
    assert compared > 900


def test_a_thousand_ways_of_the_demo_are_those_of_networkx(demo_folder: Path) -> None:
    compare(read_streets(demo_folder / "in" / "streets.gpkg", IssueLog()))


@pytest.mark.slow
@pytest.mark.skipif(not CITY.is_file(), reason=f"the real city's data is not at {CITY}")
def test_a_thousand_ways_of_a_real_city_are_those_of_networkx() -> None:
    compare(read_streets(CITY, IssueLog()))


def test_the_pieces_of_a_way_are_as_long_as_it_and_hang_together(demo_folder: Path) -> None:
    graph = read_graph(demo_folder / "out" / "current" / "walks.net")
    dice = np.random.default_rng(3)
    edges = dice.choice(graph.edges, 12, replace=False)
    spots = [Spot(int(edge), float(graph.length[edge]) * 0.4) for edge in edges]
    ways = Ways(graph, spots, np.arange(graph.edges))
    table = ways.table(limit_m=math.inf)
    for a in range(len(spots)):
        for b in range(len(spots)):
            pieces = ways.way(a, b)
            assert sum(piece.length_m for piece in pieces) == pytest.approx(table[a, b], abs=0.5)
            for before, after in pairwise(pieces):
                assert end_node(graph, before.edge, before.stop_m) == end_node(
                    graph, after.edge, after.start_m
                )


def end_node(graph: WalkingGraph, edge: int, at_m: float) -> int:
    return int(graph.tail[edge] if at_m < float(graph.length[edge]) / 2 else graph.head[edge])
