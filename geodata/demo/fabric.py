"""How a quarter is woven: block size, distance between alleys, how bent and how often dead ends.

Old town lanes are short, bent and end blindly; planned quarters are wide, straight and open.
Numbers only; the weaving is done by `lanes`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from shapely.geometry import Polygon

from geodata.demo.chance import Dice
from geodata.demo.quarters import Quarters
from geodata.demo.terrain import FloatArray

OLD_TOWN_M = 1050.0
_INNER_CITY_M = 3000.0
_LARGEST_SCALE = 1.2
_LARGEST_BUILT_SHARE = 0.72
_ROOM_TO_SPARE = 1.08
_DENSE_ALLEYS = 25_000


@dataclass(frozen=True, slots=True)
class Fabric:
    """Measures of one quarter's alleys [m], block area [m²] and shares from 0 to 1."""

    spacing_m: float
    depth_m: float
    block_m2: float
    through: float
    bent: float
    sway: float

    def scaled(self, scale: float) -> Fabric:
        """Return the same pattern drawn larger or smaller."""
        return replace(
            self,
            spacing_m=self.spacing_m * scale,
            depth_m=self.depth_m * scale,
            block_m2=self.block_m2 * scale * scale,
        )

    @property
    def ground_m2(self) -> float:
        """The ground one alley takes up on average [m²]."""
        return 1.45 * self.spacing_m * self.depth_m


_OLD = Fabric(31.0, 46.0, 21_000.0, through=0.22, bent=0.5, sway=0.3)
_MIDDLE = Fabric(42.0, 82.0, 66_000.0, through=0.42, bent=0.24, sway=0.12)
_PLANNED = Fabric(46.0, 100.0, 110_000.0, through=0.62, bent=0.07, sway=0.03)


@dataclass(frozen=True, slots=True)
class LandUse:
    """Which blocks are built on and with what fabric; `scale` stretches all of them."""

    built: npt.NDArray[np.bool_]
    fabrics: tuple[Fabric, ...]
    scale: float


def weave_quarters(quarters: Quarters, dice: Dice) -> tuple[Fabric, ...]:
    """Return the fabric of each quarter: its own block size, more regular further out."""
    fabrics = []
    for centre in quarters.centres:
        away = float(np.hypot(*centre))
        planned = away > _INNER_CITY_M * dice.uniform(0.7, 1.25)
        base = _OLD if away < OLD_TOWN_M else _PLANNED if planned else _MIDDLE
        fabrics.append(
            replace(
                base.scaled(dice.uniform(0.9, 1.12)),
                block_m2=base.block_m2 * dice.uniform(0.7, 1.4),
                through=base.through * dice.uniform(0.7, 1.25),
            )
        )
    return tuple(fabrics)


def choose_land_use(
    blocks: list[Polygon],
    quarters: Quarters,
    fabrics: tuple[Fabric, ...],
    *,
    alleys: int,
    dice: Dice,
) -> LandUse:
    """Return the blocks to build on so that about `alleys` alleys find room.

    Every quarter's first block is built, then those near the centres; the rest stays open: parks,
    barren ground, compounds.
    """
    middles = np.array([block.representative_point().coords[0] for block in blocks])
    of_block = quarters.of_block[: len(blocks)]
    order = np.argsort(_reluctance(middles, quarters, of_block, dice), kind="stable")
    area = np.array([block.area for block in blocks])
    room = area / np.array([fabrics[q].ground_m2 for q in of_block])
    wanted = alleys * (_ROOM_TO_SPARE + 0.2 * min(1.0, alleys / _DENSE_ALLEYS))
    room_taken = np.cumsum(room[order]) / _LARGEST_SCALE**2
    enough = int(np.searchsorted(room_taken, wanted)) + 1
    most = int(np.searchsorted(np.cumsum(area[order]), _LARGEST_BUILT_SHARE * area.sum())) + 1
    built = np.zeros(len(blocks), dtype=bool)
    built[order[: min(enough, most)]] = True
    scale = min(_LARGEST_SCALE, float(np.sqrt(room[built].sum() / wanted)))
    return LandUse(built, tuple(fabrics[q] for q in of_block), scale)


def _reluctance(
    middles: FloatArray, quarters: Quarters, of_block: npt.NDArray[np.int64], dice: Dice
) -> FloatArray:
    """Return how late each block is built on: lowest first."""
    to_centre = np.hypot(*(middles - quarters.centres[of_block]).T)
    widest = np.full(len(quarters.names), 1.0)
    np.maximum.at(widest, of_block, to_centre)
    to_shrine = np.hypot(*middles.T)
    late = 1.5 * to_centre / widest[of_block] + np.minimum(to_shrine, 4500.0) / 2200.0
    late += 0.6 * dice.numpy.random(len(middles))
    for quarter in range(len(quarters.names)):
        mine = np.flatnonzero(of_block == quarter)
        if len(mine):
            late[mine[np.argmin(to_centre[mine])]] -= 9.0
    return np.asarray(late - 3.0 * (to_shrine < OLD_TOWN_M))
