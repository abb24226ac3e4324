"""What walks are compared with: a street graph made vertex by vertex for networkx, and the exact
best walk by dynamic programming over all sets of stops."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely

from geodata.walks.footing import Footing
from geodata.walks.orienteering import END, FIRST, START, Problem

Node = tuple[int, int, int]
Point = tuple[float, float]
CELL_M, TOUCH_M = 0.01, 0.5


def street_network(
    streets: gpd.GeoDataFrame, crs: str, footing: Footing
) -> tuple[nx.Graph, dict[tuple[int, bool], Node]]:
    """Return the network, and the node of each walkable segment's first and last vertex.

    Levels are looked at place by place: what ends somewhere joins what is there, and what only
    passes joins its own level.
    """
    lines = {
        number: line
        for number, line in enumerate(streets.geometry.to_crs(crs))
        if footing.is_open[number]
    }
    paths = {number: list(line.coords) for number, line in lines.items()}
    touches = list(_touches(paths, lines, footing))
    for host, places in _by_host(touches).items():
        paths[host] = _with_places(paths[host], places)
    levels: dict[tuple[int, int], dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for number, path in paths.items():
        for k, point in enumerate(path):
            cell = _cell(point)
            is_end = k in (0, len(path) - 1)
            levels[cell][int(footing.level[number])].append(is_end)
    whole = {
        cell
        for cell, found in levels.items()
        if any(any(e) and (level != 0 or len(e) == 1) for level, e in found.items())
    }

    def node(number: int, point: tuple[float, float]) -> Node:
        cell = _cell(point)
        return (*cell, 99 if cell in whole else int(footing.level[number]))

    graph: nx.Graph = nx.Graph()
    for number, path in paths.items():
        for a, b in pairwise(path):
            u, v, length = node(number, a), node(number, b), math.dist(a, b)
            if u != v and length < graph.get_edge_data(u, v, {}).get("weight", math.inf):
                graph.add_edge(u, v, weight=length)
    for number, point, host, _, place in touches:
        u, v = node(number, point), node(host, place)
        if u != v:
            graph.add_edge(u, v, weight=0.0)
    tips = {}
    for number, path in paths.items():
        tips[number, False], tips[number, True] = node(number, path[0]), node(number, path[-1])
    return graph, tips


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0] / CELL_M), round(point[1] / CELL_M)


Touch = tuple[int, Point, int, float, Point]
"""A line, its end, the line it ends on, how far along, and where."""


def _touches(
    paths: dict[int, list[Point]], lines: dict[int, shapely.LineString], footing: Footing
) -> Iterator[Touch]:
    count: dict[tuple[int, int], int] = defaultdict(int)
    for path in paths.values():
        for point in path:
            count[_cell(point)] += 1
    numbers = list(lines)
    tree = shapely.STRtree([lines[number] for number in numbers])
    for number, path in paths.items():
        for tip in (path[0], path[-1]):
            if count[_cell(tip)] != 1:
                continue
            point = shapely.Point(tip)
            hosts = [
                (point.distance(lines[other]), other)
                for other in (numbers[k] for k in tree.query(point.buffer(TOUCH_M)))
                if other != number and _may_stand_on(footing, number, other)
            ]
            if hosts and min(hosts)[0] <= TOUCH_M:
                host = min(hosts)[1]
                far = lines[host].project(point)
                yield number, tip, host, far, lines[host].interpolate(far).coords[0]


def _by_host(touches: list[Touch]) -> dict[int, list[tuple[float, Point]]]:
    found: dict[int, list[tuple[float, Point]]] = defaultdict(list)
    for _, _, host, far, place in touches:
        found[host].append((far, place))
    return found


def _with_places(path: list[Point], places: list[tuple[float, Point]]) -> list[Point]:
    far = np.append(0.0, np.cumsum([math.dist(a, b) for a, b in pairwise(path)]))
    every = [*zip(far.tolist(), path, strict=True), *places]
    return [point for _, point in sorted(every, key=lambda one: one[0])]


def _may_stand_on(footing: Footing, number: int, other: int) -> bool:
    own, its = int(footing.level[number]), int(footing.level[other])
    return own == its or (own != 0 and its == 0)


def best_score(problem: Problem) -> float:
    """Return what the best of all walks within the time is worth (Held and Karp, by sets)."""
    places = list(range(FIRST, len(problem.worth)))
    count = len(places)
    legs = problem.legs
    inside = legs[np.ix_(places, places)]
    time = np.full((1 << count, count), np.inf)
    for k, place in enumerate(places):
        time[1 << k, k] = legs[START, place]
    best = 0.0
    for chosen in range(1, 1 << count):
        row = time[chosen]
        stops = [places[k] for k in range(count) if chosen >> k & 1]
        total = (row + legs[places, END]).min() + problem.stop * len(stops)
        if total <= problem.budget + 1e-9:
            best = max(best, problem.score(stops))
        for k in range(count):
            if not chosen >> k & 1:
                then = chosen | 1 << k
                time[then, k] = min(time[then, k], (row + inside[:, k]).min())
    return best
