"""Walking distances against networkx on the demo city, and on ground one can survey by eye."""

from __future__ import annotations

import itertools
import math

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString

from geodata.__main__ import main
from geodata.crs import metric_crs, metric_crs_of
from geodata.reach import NEAR_M, Reach, reach, with_reach
from geodata.walks.footing import Footing
from geodata.walks.graph import WalkingGraph
from geodata.walks.network import segments_graph

NEAR = 1.0  # metre


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> gpd.GeoDataFrame:
    """The alleys of a demo city, as its build left them."""
    folder = tmp_path_factory.mktemp("reach")
    assert main(["demo", "--out", str(folder / "in"), "--alleys", "600"]) == 0
    files = ("streets.gpkg", "registry.xlsx", "districts.geojson", "neighbourhoods.geojson")
    given = [f"--{file.partition('.')[0]}={folder / 'in' / file}" for file in files]
    assert main(["build", *given, "--out", str(folder / "out")]) == 0
    return gpd.read_file(folder / "out" / "current" / "alleys.gpkg", layer="alleys")


def graph_of(alleys: gpd.GeoDataFrame) -> WalkingGraph:
    """The graph of alleys that all lie on the ground and may be walked."""
    crs = metric_crs_of(alleys.total_bounds)
    lines, alley = shapely.get_parts(np.asarray(alleys.geometry.to_crs(crs)), return_index=True)
    count = len(lines)
    ground = Footing(np.ones(count, bool), np.zeros(count, bool), np.zeros(count, np.int64))
    ids = alleys["alley_id"].to_numpy(dtype=np.int64)
    return segments_graph(lines, crs=crs, footing=ground, alley=ids[alley])


def reach_of(alleys: gpd.GeoDataFrame) -> Reach:
    return reach(alleys, graph_of(alleys))


def as_networkx(alleys: gpd.GeoDataFrame) -> tuple[nx.Graph, list[tuple[str, int]]]:
    """Every piece between vertices as an edge, and a node in the middle of each longest line."""
    west, south, east, north = alleys.total_bounds
    shapes = alleys.geometry.to_crs(metric_crs((west + east) / 2, (south + north) / 2))
    graph: nx.Graph = nx.Graph()

    def node(point: tuple[float, float]) -> tuple[int, int]:
        return round(point[0] * 100), round(point[1] * 100)

    middles = []
    for at, shape in enumerate(shapes):
        lines = list(shapely.get_parts(shape))
        longest = max(lines, key=lambda line: line.length)
        middle = longest.interpolate(0.5, normalized=True)
        for line in lines:
            coords = list(line.coords)
            for a, b in itertools.pairwise(coords):
                _join(graph, node(a), node(b), math.dist(a, b))
        after = 0.0
        coords = list(longest.coords)
        for a, b in itertools.pairwise(coords):
            step = math.dist(a, b)
            if after <= longest.length / 2 <= after + step and ("middle", at) not in graph:
                into = longest.length / 2 - after
                _join(graph, ("middle", at), node(a), into)
                _join(graph, ("middle", at), node(b), step - into)
            after += step
        assert middle is not None
        middles.append(("middle", at))
    return graph, middles


def _join(graph: nx.Graph, a: object, b: object, length: float) -> None:
    if a != b and length < graph.get_edge_data(a, b, {}).get("weight", math.inf):
        graph.add_edge(a, b, weight=length)


def test_every_distance_is_that_of_networkx_to_a_metre(demo: gpd.GeoDataFrame) -> None:
    targets = np.zeros(len(demo), dtype=bool)
    targets[:: len(demo) // 17] = True
    ours = reach_of(demo).distances(targets)
    graph, middles = as_networkx(demo)
    west, south, east, north = demo.total_bounds
    shapes = demo.geometry.to_crs(metric_crs((west + east) / 2, (south + north) / 2))
    sources = {
        (round(x * 100), round(y * 100))
        for shape in shapes[targets]
        for x, y in shapely.get_coordinates(shape)
    }
    theirs = nx.multi_source_dijkstra_path_length(graph, sources)
    compared = 0
    for at, middle in enumerate(middles):
        if targets[at]:
            assert ours[at] == 0
            continue
        expected = theirs.get(middle, math.inf)
        assert (math.isinf(expected) and math.isinf(ours[at])) or abs(expected - ours[at]) < NEAR
        compared += math.isfinite(expected)
    assert compared > 300


def street(*points: tuple[float, float]) -> LineString:
    """A line in metres around Qom, as degrees."""
    return LineString([(50.88 + x / 91_700, 34.64 + y / 110_900) for x, y in points])


def frame(*shapes: object, state: list[str | None]) -> gpd.GeoDataFrame:
    count = len(shapes)
    return gpd.GeoDataFrame(
        {
            "alley_id": range(count),
            "kind": "alley",
            "road_class": "residential",
            "length_m": 100.0,
            "eligible": True,
            "district": "1",
            "neighbourhood": None,
            "state": pd.Series(state, dtype=object),
        },
        geometry=list(shapes),
        crs="EPSG:4326",
    )


def test_one_walks_along_streets_and_not_through_houses() -> None:
    """Two parallel dead ends 20 m apart, joined by a street 200 m away."""
    left, right = street((0, 0), (0, 200)), street((20, 0), (20, 200))
    joining = street((0, 200), (20, 200))
    alleys = frame(left, right, joining, state=["installed", None, None])
    found = reach_of(alleys).distances(np.array([True, False, False]))
    assert found == pytest.approx([0, 120, 10], abs=1)


def test_nobody_walks_where_there_is_no_way() -> None:
    island = street((5_000, 0), (5_000, 100))
    alleys = frame(street((0, 0), (0, 100)), island, state=["installed", None])
    assert reach_of(alleys).distances(np.array([True, False])).tolist() == [0, math.inf]
    assert np.isinf(reach_of(alleys).distances(np.array([False, False]))).all()


def test_an_alley_of_several_lines_counts_from_its_longest() -> None:
    parts = MultiLineString([street((0, 0), (0, 10)), street((0, 10), (0, 210))])
    alleys = frame(parts, street((0, 0), (30, 0)), state=[None, "installed"])
    found = reach_of(alleys).distances(np.array([False, True]))
    assert found[0] == pytest.approx(110, abs=1)


def test_counts_and_quantiles_of_an_area() -> None:
    spine = [street((0, 100.0 * n), (0, 100.0 * (n + 1))) for n in range(10)]
    alleys = frame(*spine, state=["installed", *[None] * 9])
    coverage = pd.DataFrame(
        {"area_id": ["city", "1", "9"], "kind": ["city", "district", "district"]}
    )
    told = with_reach(coverage, alleys, graph_of(alleys)).set_index("area_id")
    ways = [0, *(50 + 100 * n for n in range(9))]
    assert told.loc["1", "near_installed"] == sum(way <= NEAR_M for way in ways)
    assert told.loc["1", "near_named"] == told.loc["city", "near_named"]
    assert told.loc["1", "median_m"] == pytest.approx(sorted(ways)[5], abs=2)
    assert told.loc["1", "p90_m"] == pytest.approx(sorted(ways)[9], abs=2)
    assert told.loc["9", "near_installed"] == 0
    assert pd.isna(told.loc["9", "median_m"])
