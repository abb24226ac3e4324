"""Alleys inside one block: rows off the streets around it and off lanes laid through it.

Rails run along the block's long side, alleys between the rails: through alleys, pairs of dead
ends, bent ones. Works in the straight plan [m]; where a line ends on a street its end lies
exactly on it, which `junctions` then makes a shared vertex.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Polygon

from geodata.demo.division import long_side
from geodata.demo.fabric import Fabric
from geodata.demo.terrain import FloatArray

_SHORTEST_M = 17.0
_FAR_M = 5000.0


@dataclass(frozen=True, slots=True)
class Weave:
    """The lines of one block: lanes that carry alleys, and the alleys (coordinates [m])."""

    rails: list[FloatArray]
    alleys: list[FloatArray]


def weave_block(block: Polygon, fabric: Fabric, random: np.random.Generator) -> Weave:
    """Return the lanes and alleys of one block, drawn by `random`."""
    origin, along, _ = long_side(block)
    turn = np.array([along, [-along[1], along[0]]])
    local = shapely.transform(block, lambda points: (points - origin) @ turn.T)
    rails = _lay_rails(local, fabric, random)
    alleys = _lay_alleys(local, rails, fabric, random)
    return Weave(
        [rail @ turn + origin for rail in rails], [alley @ turn + origin for alley in alleys]
    )


def _lay_rails(block: Polygon, fabric: Fabric, random: np.random.Generator) -> list[FloatArray]:
    """Return the lanes along the block, each from one end street to the other or nearly."""
    _, low, _, high = block.bounds
    strips = max(1, round((high - low) / (2.0 * fabric.depth_m)))
    heights = low + (high - low) * (np.arange(1, strips) + random.uniform(-0.1, 0.1, strips - 1))
    heights = low + (heights - low) / strips
    rails = []
    for height in heights:
        ray = LineString([(-_FAR_M, height), (_FAR_M, height)])
        pieces = [p for p in shapely.get_parts(ray.intersection(block)) if p.length > 60]
        if not pieces:
            continue
        tips = shapely.get_coordinates(max(pieces, key=lambda p: float(p.length)))
        tips = tips[np.argsort(tips[:, 0])]
        if random.random() < 0.5 * (1 - fabric.through):
            tips[random.integers(2), 0] *= 0.8
        rails.append(tips)
    return rails


def _lay_alleys(
    block: Polygon, rails: list[FloatArray], fabric: Fabric, random: np.random.Generator
) -> list[FloatArray]:
    west, low, east, high = block.bounds
    heights = [low - 1.0, *(float(rail[0, 1]) for rail in rails), high + 1.0]
    alleys: list[FloatArray] = []
    for bottom, top in pairwise(heights):
        spans = _spans(block, (west, bottom, east, top), fabric, random)
        alleys += _fill_strip(spans, fabric, random)
    return alleys


def _spans(
    block: Polygon,
    strip: tuple[float, float, float, float],
    fabric: Fabric,
    random: np.random.Generator,
) -> FloatArray:
    """Return rows (u low, v low, u high, v high): lines across the strip inside the block."""
    west, bottom, east, top = strip
    step = fabric.spacing_m
    count = int((east - west) / step)
    if count < 1:
        return np.empty((0, 4))
    at = west + (np.arange(count) + 0.5) * (east - west) / count
    at = at + random.uniform(-0.16, 0.16, count) * step
    lean = random.uniform(-1, 1, count) * fabric.sway * step
    rays = shapely.linestrings(
        np.stack(
            [
                np.column_stack([at, np.full(count, bottom)]),
                np.column_stack([at + lean, np.full(count, top)]),
            ],
            axis=1,
        )
    )
    parts = shapely.get_parts(shapely.intersection(rays, block))
    parts = parts[(shapely.get_type_id(parts) == 1) & (shapely.length(parts) > _SHORTEST_M)]
    if not len(parts):
        return np.empty((0, 4))
    ends = np.stack([shapely.get_coordinates(shapely.get_point(parts, i)) for i in (0, -1)], axis=1)
    rising = ends[:, 0, 1] <= ends[:, 1, 1]
    ends = np.where(rising[:, None, None], ends, ends[:, ::-1])
    return np.asarray(ends.reshape(-1, 4)[np.argsort(ends[:, 0, 0], kind="stable")])


def _fill_strip(spans: FloatArray, fabric: Fabric, random: np.random.Generator) -> list[FloatArray]:
    alleys: list[FloatArray] = []
    draws = random.random((len(spans), 6))
    hooked = False
    for span, draw in zip(spans.reshape(-1, 2, 2), draws, strict=True):
        if hooked:
            hooked = False
            continue
        length = float(np.hypot(*(span[1] - span[0])))
        if draw[0] < fabric.through or length < 2.4 * _SHORTEST_M:
            alleys.append(_wind(span, fabric, draw))
        elif draw[1] < 0.16 and length > 70:
            alleys.append(_hook(span, fabric, draw))
            hooked = True
        else:
            alleys += _dead_ends(span, fabric, draw)
    return alleys


def _dead_ends(span: FloatArray, fabric: Fabric, draw: npt.NDArray[np.float64]) -> list[FloatArray]:
    """Return one long dead end, or two that face each other over the block's middle."""
    low, high = span
    if draw[1] > 0.82:
        reach = 0.6 + 0.25 * draw[2]
        tips = (low, high) if draw[3] < 0.5 else (high, low)
        return [_wind(np.array([tips[0], tips[0] + (tips[1] - tips[0]) * reach]), fabric, draw)]
    near = low + (high - low) * (0.33 + 0.12 * draw[2])
    far = high + (low - high) * (0.33 + 0.12 * draw[3])
    return [
        _wind(np.array([low, near]), fabric, draw),
        _wind(np.array([high, far]), fabric, draw[::-1]),
    ]


def _wind(span: FloatArray, fabric: Fabric, draw: npt.NDArray[np.float64]) -> FloatArray:
    """Return the alley straight, or with a knee or two."""
    start, end = span
    if draw[4] >= fabric.bent:
        return np.array([start, end])
    side = np.array([1.0, 0.0]) * fabric.spacing_m * 0.16 * (1 if draw[5] < 0.5 else -1)
    knee = start + (end - start) * (0.35 + 0.3 * draw[2]) + side * (0.4 + 0.6 * draw[3])
    if draw[5] % 0.2 < 0.16:
        return np.array([start, knee, end])
    second = start + (end - start) * 0.82 - side * 0.5 * draw[2]
    return np.array([start, knee, second, end])


def _hook(span: FloatArray, fabric: Fabric, draw: npt.NDArray[np.float64]) -> FloatArray:
    """Return a dead end that turns a corner into the next plot."""
    start, end = span if draw[2] < 0.5 else span[::-1]
    corner = start + (end - start) * 0.5
    return np.array([start, corner, corner + np.array([0.58 * fabric.spacing_m, 0.0])])
