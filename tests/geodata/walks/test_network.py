"""Which lines meet and who may walk there, on ground drawn small."""

from __future__ import annotations

import math
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString

from geodata.walks.footing import footing
from geodata.walks.graph import WalkingGraph, read_graph, write_graph
from geodata.walks.network import segments_graph
from geodata.walks.spots import nearest_spot
from geodata.walks.ways import Streets

CRS = "EPSG:32639"
EAST, NORTH = 488_900.0, 3_833_300.0
Points = list[tuple[float, float]]


def town(*streets: tuple[Points, dict[str, str]]) -> WalkingGraph:
    """A graph of lines in metres with what the source says of each."""
    said = ("highway", "structure", "layer", "foot", "access")
    frame = gpd.GeoDataFrame(
        {name: [tags.get(name) for _, tags in streets] for name in said},
        geometry=[LineString([(EAST + x, NORTH + y) for x, y in line]) for line, _ in streets],
        crs=CRS,
    )
    ids = np.arange(len(frame), dtype=np.int64) + 100
    return segments_graph(frame.geometry.to_numpy(), crs=CRS, footing=footing(frame), alley=ids)


def way(graph: WalkingGraph, a: tuple[float, float], b: tuple[float, float]) -> float:
    """How far one walks between two places [m]."""
    places = gpd.GeoSeries.from_xy(
        [EAST + a[0], EAST + b[0]], [NORTH + a[1], NORTH + b[1]], crs=CRS
    )
    start, stop = (
        nearest_spot(graph, (point.x, point.y), within_m=5) for point in places.to_crs(4326)
    )
    assert start
    assert stop
    streets = Streets(graph)
    return streets.far_to(stop, streets.far_from(start, limit_m=math.inf))


ROAD: Points = [(-100, 0), (100, 0)]
CROSS: Points = [(0, -100), (0, 100)]
THROUGH: Points = [(-100, 0), (0, 0), (100, 0)]
THROUGH_CROSS: Points = [(0, -100), (0, 0), (0, 100)]


def test_lines_that_share_a_vertex_meet() -> None:
    graph = town((THROUGH, {}), (THROUGH_CROSS, {}))
    assert way(graph, (-100, 0), (0, 100)) == pytest.approx(200, abs=0.1)


def test_lines_that_only_cross_do_not_meet() -> None:
    assert math.isinf(way(town((ROAD, {}), (CROSS, {})), (-100, 0), (0, 100)))


@pytest.mark.parametrize("tags", [{"structure": "bridge"}, {"structure": "tunnel"}, {"layer": "1"}])
def test_what_passes_over_or_under_does_not_meet_what_it_passes(tags: dict[str, str]) -> None:
    graph = town((THROUGH, tags), (THROUGH_CROSS, {}))
    assert math.isinf(way(graph, (-100, 0), (0, 100)))
    assert way(graph, (-100, 0), (100, 0)) == pytest.approx(200, abs=0.1)


def test_a_street_split_beneath_a_bridge_does_not_meet_it() -> None:
    south, north = [(0.0, -100.0), (0.0, 0.0)], [(0.0, 0.0), (0.0, 100.0)]
    graph = town((THROUGH, {"structure": "bridge"}), (south, {}), (north, {}))
    assert math.isinf(way(graph, (-100, 0), (0, 100)))
    assert way(graph, (0, -100), (0, 100)) == pytest.approx(200, abs=0.1)


def test_a_bridge_stands_on_the_streets_at_its_ends() -> None:
    west, east = [(-200.0, 0.0), (-100.0, 0.0)], [(100.0, 0.0), (200.0, 0.0)]
    graph = town((west, {}), (ROAD, {"structure": "bridge"}), (east, {}), (CROSS, {}))
    assert way(graph, (-200, 0), (200, 0)) == pytest.approx(400, abs=0.1)
    assert math.isinf(way(graph, (-200, 0), (0, 100)))


def test_stairs_up_to_a_bridge_lead_onto_it() -> None:
    stairs = [(0.0, -30.0), (0.0, 0.0)]
    graph = town((THROUGH, {"structure": "bridge"}), (stairs, {"highway": "steps"}))
    assert way(graph, (0, -30), (100, 0)) == pytest.approx(130, abs=0.1)
    assert graph.steps.sum() == 1


def test_a_line_that_ends_on_another_meets_it() -> None:
    graph = town((ROAD, {}), ([(30, 0), (30, 80)], {}), ([(60, -0.3), (60, -80)], {}))
    assert way(graph, (-100, 0), (30, 80)) == pytest.approx(210, abs=0.1)
    assert way(graph, (30, 80), (60, -80)) == pytest.approx(190, abs=1)


def test_a_line_that_ends_beneath_a_bridge_or_short_of_a_street_does_not_meet_it() -> None:
    dead_end: Points = [(30, 0), (30, 80)]
    assert math.isinf(
        way(town((ROAD, {"structure": "bridge"}), (dead_end, {})), (-100, 0), (30, 80))
    )
    short: Points = [(30, 2), (30, 80)]
    assert math.isinf(way(town((ROAD, {}), (short, {})), (-100, 0), (30, 80)))


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway"},
        {"highway": "residential", "foot": "no"},
        {"highway": "service", "access": "private"},
        {"highway": "آزادراه"},
        {"access": "no"},
    ],
)
def test_nobody_walks_where_people_may_not(tags: dict[str, str]) -> None:
    detour: Points = [(-100, 0), (-100, 50), (100, 50), (100, 0)]
    graph = town((ROAD, tags), (detour, {}))
    assert way(graph, (-100, 0), (100, 0)) == pytest.approx(300, abs=0.1)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway", "foot": "yes"},
        {"access": "private", "foot": "designated"},
        {"access": "destination"},
        {"highway": "trunk"},
        {},
    ],
)
def test_people_walk_where_they_may(tags: dict[str, str]) -> None:
    assert way(town((ROAD, tags)), (-100, 0), (100, 0)) == pytest.approx(200, abs=0.1)


def test_a_ring_without_a_junction_can_be_walked() -> None:
    ring: Points = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    graph = town((ring, {}))
    assert graph.edges == 1
    assert way(graph, (0, 0), (0, 100)) == pytest.approx(100, abs=0.1)


def test_the_longest_network_comes_first_and_equal_graphs_give_equal_bytes(tmp_path: Path) -> None:
    island: Points = [(5_000, 0), (5_010, 0)]
    graphs = [town((island, {}), (ROAD, {})) for _ in range(2)]
    for number, graph in enumerate(graphs):
        write_graph(tmp_path / f"{number}.net", graph)
    assert (tmp_path / "0.net").read_bytes() == (tmp_path / "1.net").read_bytes()
    again = read_graph(tmp_path / "0.net")
    assert again.network_lengths == pytest.approx([200, 10], abs=0.1)
