"""How far the plan is, per city, district and neighbourhood: counts and metres, never a bare share.

Rows of one kind sum to the city: what belongs to no area stands in a last row without a name.
"""

from __future__ import annotations

import pandas as pd

from geodata.deciding import DUPLICATE_METHOD
from geodata.model import CITY_ID, NO_AREA, NO_AREA_FA, AreaKind, Verdict
from geodata.plan import Plan
from geodata.plaque_columns import sign_ranks
from geodata.plaque_states import SIGN_COUNTS
from geodata.standing import by_alley

COUNTS = ("eligible", "named", "matched", *SIGN_COUNTS)
SIGN_LENGTHS = {sign: f"{sign}_length_m" for sign in SIGN_COUNTS}
LENGTHS = ("length_m", "named_length_m", *SIGN_LENGTHS.values())


def is_eligible(alleys: pd.DataFrame, plan: Plan) -> pd.Series:
    """Return which alleys the plan may name: columns `kind`, `road_class`, `length_m` [m]."""
    return (
        alleys["kind"].isin({kind.value for kind in plan.kinds})
        & alleys["road_class"].isin({road.value for road in plan.road_classes})
        & (alleys["length_m"] >= plan.minimum_length_m)
    )


def coverage_table(
    alleys: pd.DataFrame, namings: pd.DataFrame, areas: pd.DataFrame, *, city_fa: str
) -> pd.DataFrame:
    """Return one row per area: city, districts, neighbourhoods.

    Parameters
    ----------
    alleys : DataFrame
        Columns `alley_id`, `eligible`, `length_m` [m], `district`, `neighbourhood`.
    namings : DataFrame
        Columns `naming_id`, `alley_id`, `verdict`, `method`, `plaque_status`, and the areas the
        register names: `district`, `neighbourhood_id`.
    areas : DataFrame
        Columns `area_id`, `kind`, `name_fa`, `district`.

    Returns
    -------
    DataFrame
        `area_id`, `name_fa`, `kind`, `district`, the counts `COUNTS` and the lengths
        `LENGTHS` [m] of eligible alleys. `named` counts a matched alley once, however many
        namings it has; its sign is the most telling of theirs.
    """
    counted = _placed_namings(alleys, namings)
    eligible = _with_lengths(alleys[alleys["eligible"]], counted[counted["matched"]])
    city = _rows(eligible.assign(area=CITY_ID), counted.assign(area=CITY_ID))
    tables = [_labelled(city, pd.DataFrame([_city_row(city_fa)]), AreaKind.CITY)]
    for kind in (AreaKind.DISTRICT, AreaKind.NEIGHBOURHOOD):
        known = areas[areas["kind"] == kind.value]
        if known.empty:
            continue
        rows = _rows(
            eligible.assign(area=eligible[kind.value].fillna(NO_AREA)),
            counted.assign(area=counted[kind.value].fillna(NO_AREA)),
        )
        tables.append(_labelled(rows, known, kind))
    return pd.concat(tables, ignore_index=True)


def _with_lengths(eligible: pd.DataFrame, matched: pd.DataFrame) -> pd.DataFrame:
    """Eligible alleys with `LENGTHS`: their own [m] where they are counted so, else 0."""
    counted = {"named_length_m": matched["alley_id"]} | {
        length: matched.loc[matched[sign], "alley_id"] for sign, length in SIGN_LENGTHS.items()
    }
    return eligible.assign(
        **{
            length: eligible["length_m"].where(eligible["alley_id"].isin(set(ids)), 0.0)
            for length, ids in counted.items()
        }
    )


def _placed_namings(alleys: pd.DataFrame, namings: pd.DataFrame) -> pd.DataFrame:
    """Namings with the area they count in: where their alley is, else where the register says.

    One that stands for several alleys counts at each; one that is another is not counted.
    """
    namings = by_alley(namings[namings["method"] != DUPLICATE_METHOD])
    matched = namings["verdict"] == Verdict.ACCEPTED.value
    where = alleys.set_index("alley_id")[["district", "neighbourhood"]]
    found = where.reindex(namings["alley_id"].where(matched))
    stated = {"district": "district", "neighbourhood": "neighbourhood_id"}
    placed = namings[["naming_id", "alley_id", "plaque_status"]].assign(matched=matched)
    for area, column in stated.items():
        actual = pd.Series(found[area].to_numpy(), index=namings.index, dtype=object)
        placed[area] = actual.where(matched, namings[column])
    placed["alley"] = placed["alley_id"].where(matched).astype(object)
    placed["alley"] = placed["alley"].where(matched, placed["naming_id"])
    rank = sign_ranks(placed["plaque_status"])
    telling = rank.groupby(placed["alley"], sort=False).transform("min")
    for sign, statuses in SIGN_COUNTS.items():
        placed[sign] = telling.isin(statuses)
    return placed.drop_duplicates("alley")


def _rows(eligible: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    by_alley = eligible.groupby("area").agg(
        eligible=("alley_id", "size"), **{length: (length, "sum") for length in LENGTHS}
    )
    by_naming = counted.groupby("area").agg(
        named=("naming_id", "size"),
        matched=("matched", "sum"),
        **{sign: (sign, "sum") for sign in SIGN_COUNTS},
    )
    return by_alley.join(by_naming, how="outer").fillna(0)


def _labelled(rows: pd.DataFrame, areas: pd.DataFrame, kind: AreaKind) -> pd.DataFrame:
    labels = areas.set_index("area_id")[["name_fa", "district"]]
    extra = [area for area in rows.index if area not in labels.index]
    for area in extra:
        labels.loc[area] = [NO_AREA_FA if area == NO_AREA else area, None]
    table = labels.join(rows).fillna(dict.fromkeys((*COUNTS, *LENGTHS), 0))
    table = table.astype(dict.fromkeys(COUNTS, "int64")).round(dict.fromkeys(LENGTHS, 1))
    table = table.reset_index(names="area_id").assign(kind=kind.value)
    order = table["area_id"].map(lambda area: (area == NO_AREA, _natural(area)))
    return table.iloc[sorted(range(len(table)), key=order.tolist().__getitem__)].loc[
        :, ["area_id", "name_fa", "kind", "district", *COUNTS, *LENGTHS]
    ]


def _natural(area_id: str) -> tuple[int, str]:
    return (len(area_id), area_id) if area_id.isdigit() else (1 << 30, area_id)


def _city_row(city_fa: str) -> dict[str, str | None]:
    return {"area_id": CITY_ID, "name_fa": city_fa, "district": None}
