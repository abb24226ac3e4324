"""The great streets of the city, drawn from a sketch: river banks, rings and bending radials.

The sketch (`data/arterials.csv`, metres from the shrine) is invented; only the neighbourhood
centres it threads are real. Smaller streets are the business of `division`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
import shapely.ops
from shapely.affinity import rotate
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.demo.chance import Dice
from geodata.demo.tables import read_rows
from geodata.demo.terrain import FloatArray, grow_outline

RIVER_HALF_WIDTH_M = 48.0
_STUB_M = 260.0
_REACH_M = 12_000.0
_OUTER_RING_M = 2300.0


@dataclass(frozen=True, slots=True)
class Street:
    """A street before it is cut at its junctions; `line` is in the straight plan [m]."""

    line: LineString
    highway: str
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The great streets and the ground they divide; all in the straight plan [m]."""

    streets: tuple[Street, ...]
    outline: BaseGeometry
    core: BaseGeometry
    river: Polygon
    court: Polygon


def round_corners(points: FloatArray, *, closed: bool = False, times: int = 3) -> FloatArray:
    """Return the polyline, shape (n, 2), with its corners cut again and again (Chaikin 1974)."""
    for _ in range(times):
        ring = np.vstack([points, points[:1]]) if closed else points
        near = 0.75 * ring[:-1] + 0.25 * ring[1:]
        far = 0.25 * ring[:-1] + 0.75 * ring[1:]
        cut = np.stack([near, far], axis=1).reshape(-1, 2)
        points = cut if closed else np.vstack([points[:1], cut[1:-1], points[-1:]])
    return np.vstack([points, points[:1]]) if closed else points


def draw_skeleton(alleys: int, dice: Dice) -> Skeleton:
    """Return the great streets of a city with that many alleys."""
    sketch = {row["street"]: row for row in read_rows("arterials")}
    lines = {name: _sketch_line(row) for name, row in sketch.items()}
    court = Polygon(lines["ارم"])
    river_line = LineString(round_corners(_river_points(), times=4))
    river = river_line.buffer(RIVER_HALF_WIDTH_M, join_style="round")
    core = _rough_edge(Polygon(lines["کمربندی"]), 420.0, dice).union(
        _rough_edge(Polygon(lines["پردیسان"]), 260.0, dice)
    )
    outline, grown_m = grow_outline(core, alleys)
    streets = [
        Street(line, row["highway"], row["street"], row["kind"])
        for name, row in sketch.items()
        for line in [_place_line(row["shape"], lines[name], river_line, court, outline)]
        if not line.is_empty
    ]
    streets += _outer_rings(core, outline, grown_m)
    if grown_m > 0:
        streets += _outer_radials(core, outline)
    return Skeleton(tuple(_trim_stubs(streets)), outline, core, river, court)


def _sketch_line(row: dict[str, str]) -> LineString:
    if not row["points"]:
        return LineString()
    points = np.array([[float(v) for v in pair.split()] for pair in row["points"].split(";")])
    closed = row["shape"] in ("inner", "ring", "satellite")
    return LineString(round_corners(points, closed=closed))


def _river_points() -> FloatArray:
    return np.array([[float(row["x"]), float(row["y"])] for row in read_rows("river")])


def _place_line(
    shape: str, line: LineString, river: LineString, court: Polygon, outline: BaseGeometry
) -> LineString:
    """Return a sketched line where it may run: banks beside the river, radials to the edge."""
    if shape in ("south_bank", "north_bank"):
        side = -RIVER_HALF_WIDTH_M if shape == "south_bank" else RIVER_HALF_WIDTH_M
        return _longest(shapely.offset_curve(river, side).intersection(outline))
    if shape == "open":
        return _longest(_extend(line).difference(court).intersection(outline))
    return line.difference(court) if shape == "link" else line


def _extend(line: LineString) -> LineString:
    """Return the line drawn on at its far end, away from the shrine, in its own direction."""
    points = shapely.get_coordinates(line)
    ahead = points[-1] - points[-4]
    far = points[-1] + ahead / np.hypot(*ahead) * _REACH_M
    if np.hypot(*points[0]) < 700:
        return LineString(np.vstack([points, far]))
    back = points[0] - points[3]
    behind = points[0] + back / np.hypot(*back) * 2500.0
    return LineString(np.vstack([behind, points, far]))


def _longest(shape: BaseGeometry) -> LineString:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    return max(parts, key=lambda part: part.length) if parts else LineString()


def _rough_edge(area: Polygon, reach_m: float, dice: Dice) -> BaseGeometry:
    """Return the area with an uneven outer edge: cities do not stop at their ring road."""
    edge = area.exterior
    lobes = [
        Point(edge.interpolate(at)).buffer(reach_m * dice.uniform(0.2, 1.35), quad_segs=1)
        for at in np.arange(0, edge.length, 820.0)
    ]
    turned = [rotate(lobe, dice.uniform(0, 90)) for lobe in lobes]
    grown: BaseGeometry = shapely.union_all([area.buffer(60), *turned])
    return grown.buffer(90, join_style="mitre").buffer(-90, join_style="mitre").simplify(90)


def _outer_rings(core: BaseGeometry, outline: BaseGeometry, grown_m: float) -> list[Street]:
    """Return the ring roads a city lays that has outgrown its first."""
    rings = []
    for number, away_m in enumerate(np.arange(_OUTER_RING_M, grown_m, _OUTER_RING_M), start=2):
        shape = shapely.union_all(shapely.get_parts(core)[:1]).buffer(away_m)
        for part in shapely.get_parts(shape.simplify(60).exterior.intersection(outline)):
            if part.length > 2000:
                rings.append(Street(part, "trunk", f"کمربندی {number}", "بزرگراه"))
    return rings


def rays_from(origin: Point, count: int) -> list[LineString]:
    """Return that many straight lines outward from a point, evenly turned, 20 km long."""
    angles = np.arange(count) * 2 * np.pi / count + 0.13
    tips = 20_000.0 * np.column_stack([np.cos(angles), np.sin(angles)])
    return [LineString([origin, Point(origin.x + x, origin.y + y)]) for x, y in tips]


def _outer_radials(core: BaseGeometry, outline: BaseGeometry) -> list[Street]:
    """Return the roads that lead from the old ring road into the suburbs."""
    main = shapely.get_parts(core)[np.argmax(shapely.area(shapely.get_parts(core)))]
    open_ground = outline.difference(core.buffer(-250))
    lines = [_longest(ray.intersection(open_ground)) for ray in rays_from(main.centroid, 26)]
    return [Street(line, "secondary") for line in lines if line.length > 500]


def _trim_stubs(streets: list[Street]) -> list[Street]:
    """Return the streets without the short ends that overshoot their last crossing."""
    lines = np.array([street.line for street in streets], dtype=object)
    trimmed = []
    for index, street in enumerate(streets):
        others = shapely.union_all(np.delete(lines, index))
        trimmed.append(
            street
            if street.line.is_ring
            else Street(_trim(street.line, others), street.highway, street.name, street.kind)
        )
    return trimmed


def _trim(line: LineString, others: BaseGeometry) -> LineString:
    crossings = shapely.get_coordinates(line.intersection(others))
    at = np.sort(shapely.line_locate_point(line, shapely.points(crossings)))
    first = at[0] if len(at) and at[0] < _STUB_M else 0.0
    last = at[-1] if len(at) and line.length - at[-1] < _STUB_M else line.length
    return shapely.ops.substring(line, first, last)
