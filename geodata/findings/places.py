"""Findings that need the map: signs far off, namesakes near, numbers left out, alleys unnamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geodata.crs import metric_crs_of
from geodata.designation import parse_street_name
from geodata.findings.finding import Finding, finding
from geodata.findings.register import Naming, person_key, says_martyr
from geodata.names import fold_words, person_words, squeeze

FAR_PLAQUE_M = 50.0
NEAR_NAMESAKE_M = 500.0
FAR_ALLEY_M = 2_000.0
LONGEST_GAP = 6
"""A wider gap is another stretch of the street and no number left out."""

Shapes = Mapping[int, shapely.Geometry]
"""Alley id → its lines in a metric system."""


def metric_shapes(alleys: gpd.GeoDataFrame) -> tuple[Shapes, str]:
    """Return the lines of alleys in metres and the system they are in."""
    crs = metric_crs_of(alleys.total_bounds)
    lines = alleys.geometry.to_crs(crs)
    return dict(zip(alleys["alley_id"], lines, strict=True)), crs


def plaques(
    signs: pd.DataFrame, namings: Mapping[str, Naming], shapes: Shapes, crs: str
) -> Iterator[Finding]:
    """Yield signs far from their alley, with another name, or without «شهید»."""
    points = gpd.GeoSeries.from_xy(signs["lon"], signs["lat"], crs="EPSG:4326").to_crs(crs)
    told: Any = signs.itertuples(index=False)
    for sign, point in zip(told, points, strict=True):
        row = namings.get(sign.naming_id)
        if row is None:
            continue
        shape = shapes[row.accepted] if row.accepted is not None else None
        if shape is not None and not pd.isna(sign.lon):
            metres = shape.distance(point)
            if metres > FAR_PLAQUE_M:
                yield _sign(row, sign, "plaque_far", plaque=sign.plaque_id, metres=round(metres))
        text = sign.plaque_text
        if not isinstance(text, str) or not text:
            continue
        if not says_martyr(text):
            yield _sign(row, sign, "plaque_without_martyr", text=text)
        if not is_same_name(text, row.full_name):
            yield _sign(row, sign, "plaque_other_name", text=text, name=row.full_name)


def is_same_name(text: str, full_name: str) -> bool:
    """Return whether a sign names a person: whole, or by a part such as the surname alone."""
    name = person_words(fold_words(full_name))
    told = squeeze(person_words(fold_words(text)))
    # In any order, and between others: brothers share a sign and a surname.
    if name and all(squeeze((word,)) in told for word in name):
        return True
    honorees = [one.words for one in parse_street_name(text).honorees if one.words]
    return any(squeeze(words) in squeeze(name) for words in honorees)


def namesakes(namings: Sequence[Naming], shapes: Shapes) -> Iterator[Finding]:
    """Yield alleys of one name near each other or in one district, and of one person far apart."""
    by_name: dict[str, list[tuple[int, Naming]]] = defaultdict(list)
    for row in namings:
        if row.accepted is not None:
            by_name[person_key(row.full_name)].append((row.accepted, row))
    for rows in by_name.values():
        for (near, first), (at, row) in combinations(rows, 2):
            if near == at:
                continue
            metres = shapes[near].distance(shapes[at])
            is_one = first.martyr_id == row.martyr_id
            code = None
            if is_one and metres > FAR_ALLEY_M:
                code = "honoree_far_apart"
            elif metres <= NEAR_NAMESAKE_M or first.alley_district == row.alley_district:
                code = "one_name_near"
            if code:
                yield finding(
                    code, *sorted((first.naming_id, row.naming_id)), naming_id=row.naming_id,
                    alley_id=at, district=row.alley_district,
                    neighbourhood=row.alley_neighbourhood, metres=round(metres),
                    other=first.naming_id,
                )  # fmt: skip


def numbering_gaps(alleys: pd.DataFrame) -> Iterator[Finding]:
    """Yield numbers left out between two alleys on one side of a street."""
    numbered = alleys[alleys["parent_id"].notna() & alleys["number"].notna()]
    for parent, group in numbered.groupby("parent_id", sort=True):
        for parity in (0, 1):
            side = group[group["number"].astype(int) % 2 == parity].drop_duplicates("number")
            told: Any = side.itertuples(index=False)
            rows: list[Any] = sorted(told, key=lambda row: int(row.number))
            for before, after in pairwise(rows):
                missing = range(int(before.number) + 2, int(after.number), 2)
                if not missing or int(after.number) - int(before.number) > LONGEST_GAP:
                    continue
                yield finding(
                    "numbering_gap", parent, before.number, after.number,
                    alley_id=int(after.alley_id), district=text_or_none(after.district),
                    neighbourhood=text_or_none(after.neighbourhood), street=after.parent_fa,
                    before=int(before.number), after=int(after.number),
                    missing=" و ".join(str(number) for number in missing),
                )  # fmt: skip


def unnamed(alleys: pd.DataFrame, mapped: set[int]) -> Iterator[Finding]:
    """Yield of each neighbourhood how many of its eligible alleys nobody has named."""
    waiting = alleys[alleys["eligible"] & ~alleys["alley_id"].isin(mapped)]
    waiting = waiting[waiting["neighbourhood"].notna()]
    for area, group in waiting.groupby("neighbourhood", sort=True):
        yield finding(
            "unnamed_alleys", area, district=text_or_none(group["district"].iloc[0]),
            neighbourhood=str(area), count=len(group),
        )  # fmt: skip


def _sign(row: Naming, sign: Any, code: str, **said: object) -> Finding:
    return finding(
        code, sign.plaque_id, naming_id=row.naming_id,
        alley_id=row.accepted,
        district=row.alley_district or row.district,
        neighbourhood=row.alley_neighbourhood or row.neighbourhood_id, **said,
    )  # fmt: skip


def text_or_none(value: object) -> str | None:
    """Return a value as text, None where a frame has nothing."""
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]
