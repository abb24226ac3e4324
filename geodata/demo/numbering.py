"""Alley numbers: counted from the parent's near end, odd on one side, even on the other.

A through alley has a number on both its streets; its `mouth` is the one it is known by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from geodata.demo.chance import Dice
from geodata.demo.junctions import FAIR_SINE, IntArray, Touches
from geodata.demo.plan import Plan

_RANK = {"trunk": 0, "primary": 1, "secondary": 2, "tertiary": 3, "residential": 4}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Parent and number of every line of a plan; -1 where there is none.

    `mouth_end` says which end of the line is the mouth (0 start, 1 finish); `other_*` are the
    street and number at the far end of a through alley.
    """

    parent: IntArray
    number: IntArray
    mouth_end: IntArray
    other_parent: IntArray
    other_number: IntArray


def number_alleys(plan: Plan, dice: Dice) -> Addresses:
    """Return the address of every line; streets have none."""
    table = _openings(plan, dice)
    table["number"] = _numbers(table, _walked(table, plan))
    main = table[table["main"]].set_index("line")
    far = table[~table["main"]].set_index("line")
    count = len(plan.lines)
    return Addresses(
        *(_spread(main[column], count) for column in ("host", "number", "end")),
        *(_spread(far[column], count) for column in ("host", "number")),
    )


def _openings(plan: Plan, dice: Dice) -> pd.DataFrame:
    """Return the ends of alleys that open on a street, one of each alley marked `main`."""
    touches: Touches = plan.touches
    first_alley = len(plan.streets)
    table = pd.DataFrame(
        {
            "line": touches.line,
            "end": touches.end,
            "host": touches.host,
            "at_m": touches.at_m,
            "left": touches.sine > 0,
        }
    )[(touches.line >= first_alley) & (np.abs(touches.sine) >= FAIR_SINE)]
    own_lane = (table["line"] < plan.hosts) & (table["host"] >= first_alley)
    table = table[~own_lane]
    rank = np.full(len(plan.lines), 5.0)
    rank[:first_alley] = [_RANK[street.highway] for street in plan.streets]
    table["rank"] = rank[table["host"]] + 2.5 * dice.numpy.random(len(table))
    table = table.sort_values(["line", "rank"], kind="stable").reset_index(drop=True)
    table["main"] = ~table["line"].duplicated()
    return table


def _walked(table: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Return for each opening how far along its host it lies [m] and its side, counted outward.

    Streets count from the end nearer to the shrine, lanes from their own mouth.
    """
    hosts = plan.lines[: plan.hosts]
    near = np.hypot(*shapely.get_coordinates(shapely.get_point(hosts, 0)).T)
    far = np.hypot(*shapely.get_coordinates(shapely.get_point(hosts, -1)).T)
    reverse = far < near
    lanes = table[table["main"] & (table["line"] < plan.hosts)]
    reverse[lanes["line"].to_numpy()] = lanes["end"].to_numpy() == 1
    turned = reverse[table["host"]]
    length = shapely.length(hosts)[table["host"]]
    return pd.DataFrame(
        {
            "host": table["host"],
            "left": table["left"] ^ turned,
            "at_m": np.where(turned, length - table["at_m"], table["at_m"]),
        }
    )


def _numbers(table: pd.DataFrame, walked: pd.DataFrame) -> IntArray:
    order = walked.sort_values(["host", "left", "at_m"], kind="stable")
    count = order.groupby(["host", "left"]).cumcount()
    number = 2 * count + np.where(order["left"], 1, 2)
    return np.asarray(number.reindex(table.index), dtype=np.int64)


def _spread(column: pd.Series[int], count: int) -> IntArray:
    spread = np.full(count, -1, dtype=np.int64)
    spread[column.index.to_numpy()] = column.to_numpy()
    return spread
