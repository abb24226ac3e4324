"""The straight plan of the city: streets, the blocks between them, and the alleys inside.

Nothing here has a name yet and nothing is bent yet: see `designations` and `streets`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Polygon

from geodata.demo.chance import Dice
from geodata.demo.division import Divider, is_stout
from geodata.demo.fabric import OLD_TOWN_M, choose_land_use, weave_quarters
from geodata.demo.junctions import Touches, find_touches
from geodata.demo.quarters import Quarters, gather_blocks
from geodata.demo.skeleton import Skeleton, Street, draw_skeleton, rays_from
from geodata.demo.terrain import ShapeArray
from geodata.demo.weaver import Weaver

_SECONDARY_M2 = 1.4e6
_TERTIARY_M2 = 0.45e6


@dataclass(frozen=True, slots=True)
class Plan:
    """All lines of the city in the straight plan [m].

    `lines` holds first the streets, which `streets` describes, then the lanes that are alleys
    themselves and carry others, then all other alleys. Ends rest on the first `hosts` lines.
    """

    skeleton: Skeleton
    blocks: tuple[Polygon, ...]
    quarters: Quarters
    streets: tuple[Street, ...]
    lines: ShapeArray
    hosts: int
    touches: Touches


def draw_plan(alleys: int, seed: int) -> Plan:
    """Return the plan of a city with exactly that many alleys.

    Raises
    ------
    ValueError
        When no room for so many alleys can be found.
    """
    skeleton = draw_skeleton(alleys, Dice("skeleton", seed, alleys))
    dry, wet = _ground(skeleton)
    divider = Divider(list(skeleton.streets), Dice("streets", seed, alleys), _regularity(skeleton))
    blocks = divider.divide(dry, lambda block: _SECONDARY_M2, "secondary")
    blocks = divider.divide(blocks, lambda block: _TERTIARY_M2, "tertiary")
    quarters = gather_blocks(blocks + wet, skeleton.core)
    dice = Dice("land", seed, alleys)
    fabrics = weave_quarters(quarters, dice)
    land = choose_land_use(blocks, quarters, fabrics, alleys=alleys, dice=dice)
    weaver = Weaver(divider, blocks, land, Dice("lanes", seed, alleys))
    streets, lines, hosts = weaver.weave_exactly(alleys)
    return Plan(
        skeleton,
        tuple(blocks + wet),
        quarters,
        tuple(streets),
        lines,
        hosts,
        find_touches(lines, hosts),
    )


def _ground(skeleton: Skeleton) -> tuple[list[Polygon], list[Polygon]]:
    """Return the faces between the great streets: those to build on, and the river bed."""
    lines = [street.line for street in skeleton.streets]
    edge = shapely.get_parts(shapely.boundary(skeleton.outline))
    network = shapely.get_parts(shapely.union_all([*lines, *edge]))
    faces = shapely.get_parts(shapely.polygonize(network))
    inside = shapely.contains(skeleton.outline, shapely.point_on_surface(faces))
    faces = faces[inside]
    wet = shapely.area(shapely.intersection(faces, skeleton.river)) > 0.5 * shapely.area(faces)
    dry = [part for face in faces[~wet] for part in _cut_girdle(face, skeleton)]
    return dry, list(faces[wet])


def _cut_girdle(face: Polygon, skeleton: Skeleton) -> list[Polygon]:
    """Return a face cut by rays when it is a girdle around the city; else the face alone."""
    if is_stout(face) and not face.interiors:
        return [face]
    parts = shapely.get_parts(skeleton.core)
    inner = parts[np.argmin(shapely.distance(parts, face.representative_point()))]
    cuts = shapely.union_all([face.boundary, *rays_from(inner.centroid, 30)])
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(cuts)))
    return list(pieces[shapely.contains(face, shapely.point_on_surface(pieces))])


def _regularity(skeleton: Skeleton) -> Callable[[Polygon], float]:
    """Return how unevenly a block is cut: 1 in the old city, little in the suburbs."""

    def jitter(block: Polygon) -> float:
        x, y = block.representative_point().coords[0]
        away = float(np.hypot(x, y))
        old_town = 1.3 * float(np.exp(-((away / OLD_TOWN_M) ** 2)))
        return float(np.clip(1.4 - away / 5000.0, 0.3, 1.2)) + old_town

    return jitter
