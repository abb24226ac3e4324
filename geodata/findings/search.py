"""All findings of a joined register, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.findings import numbering, people, places, register, signs
from geodata.findings.decisions import stale_decisions
from geodata.findings.finding import Finding
from geodata.frames import with_none
from geodata.issues import Issue
from geodata.model import Verdict
from geodata.standing import by_alley

_SEVERITIES = ("error", "warning", "info")
_READ = (
    "naming_id", "martyr_id", "full_name", "father_name", "district", "neighbourhood_id",
    "old_name", "new_name", "main_street", "birth_date", "martyrdom_date", "decree_date",
    "plaque_date",
)  # fmt: skip


def find_all(
    alleys: gpd.GeoDataFrame,
    namings: pd.DataFrame,
    plaques: pd.DataFrame,
    issues: Iterable[Issue] = (),
) -> list[Finding]:
    """Return every finding once, by severity, code and id.

    Parameters
    ----------
    alleys : GeoDataFrame, EPSG:4326
        Columns as the build has them: `alley_id`, `parent_id`, `parent_fa`, `base_key`, `number`,
        `sub`, `designations`, `kind`, `road_class`, `length_m` [m], `eligible`, `district`,
        `neighbourhood`.
    namings : DataFrame
        The register joined with its verdicts.
    plaques : DataFrame
        Columns `plaque_id`, `naming_id`, `plaque_text`, `plaque_date`, `lon`, `lat` [degrees
        EPSG:4326].
    """
    rows = _rows(alleys, namings)
    shapes, crs = places.metric_shapes(alleys)
    by_id = {row.naming_id: row for row in rows}
    facts = pd.DataFrame(alleys.drop(columns="geometry"))
    dated = plaques.dropna(subset=["plaque_date"])
    found = [
        *stale_decisions(issues),
        *register.impossible_dates(rows),
        *register.early_plaques(rows, set(dated["naming_id"])),
        *register.stated_areas(rows),
        *register.decrees_without_martyr(rows),
        *people.same_twice(rows),
        *people.spellings(rows),
        *people.namesakes(rows, shapes),
        *signs.plaques(plaques, by_id, shapes, crs),
        *numbering.numbering_gaps(facts, shapes),
        *places.unnamed(facts, _mapped(namings)),
    ]
    unique = {one.finding_id: one for one in found}
    return sorted(
        unique.values(),
        key=lambda one: (_SEVERITIES.index(one.severity), one.code, one.finding_id),
    )


def _mapped(namings: pd.DataFrame) -> set[int]:
    """The alleys that carry a naming as a fact."""
    accepted = namings[namings["verdict"] == Verdict.ACCEPTED.value]
    return {int(alley_id) for alley_id in by_alley(accepted)["alley_id"]}


def _rows(alleys: gpd.GeoDataFrame, namings: pd.DataFrame) -> list[register.Naming]:
    places = with_none(alleys[["alley_id", "district", "neighbourhood"]])
    lies = {alley_id: place for alley_id, *place in places.itertuples(index=False, name=None)}
    known = with_none(namings[list(_READ)])
    accepted = namings["alley_id"].where(namings["verdict"] == Verdict.ACCEPTED.value)
    rows = []
    told: Any = known.itertuples(index=False, name=None)
    for values, alley in zip(told, accepted, strict=True):
        stated: dict[str, Any] = dict(zip(_READ, values, strict=True))
        if pd.isna(alley):
            rows.append(register.Naming(**stated, accepted=None))
            continue
        district, neighbourhood = lies[int(alley)]
        rows.append(
            register.Naming(
                **stated,
                accepted=int(alley),
                alley_district=district,
                alley_neighbourhood=neighbourhood,
            )
        )
    return rows
