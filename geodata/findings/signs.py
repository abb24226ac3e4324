"""Findings about single signs: hung far off or too early, with another name, without «شهید»."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.designation import parse_street_name
from geodata.findings.finding import Finding, finding
from geodata.findings.places import Shapes
from geodata.findings.register import Naming, day, is_before
from geodata.names import fold_words, name_endings, person_words, says_martyr, squeeze

FAR_PLAQUE_M = 50.0


def plaques(
    signs: pd.DataFrame, namings: Mapping[str, Naming], shapes: Shapes, crs: str
) -> Iterator[Finding]:
    """Yield what is wrong with each sign of a known naming."""
    points = gpd.GeoSeries.from_xy(signs["lon"], signs["lat"], crs="EPSG:4326").to_crs(crs)
    told: Any = signs.itertuples(index=False)
    for sign, point in zip(told, points, strict=True):
        row = namings.get(sign.naming_id)
        if row is None:
            continue
        if row.accepted is not None and not pd.isna(sign.lon):
            metres = shapes[row.accepted].distance(point)
            if metres > FAR_PLAQUE_M:
                yield _about(row, sign, "plaque_far", plaque=sign.plaque_id, metres=round(metres))
        hung = sign.plaque_date if isinstance(sign.plaque_date, str) else None
        if is_before(hung, row.decree_date):
            yield _about(row, sign, "plaque_before_decree", hung=day(hung),
                         decreed=day(row.decree_date))  # fmt: skip
        if isinstance(sign.plaque_text, str) and sign.plaque_text:
            yield from _texts(row, sign, sign.plaque_text)


def _texts(row: Naming, sign: Any, text: str) -> Iterator[Finding]:
    if not says_martyr(text):
        yield _about(row, sign, "plaque_without_martyr", text=text)
    if not is_same_name(text, row.full_name):
        yield _about(row, sign, "plaque_other_name", text=text, name=row.full_name)


def is_same_name(text: str, full_name: str) -> bool:
    """Return whether a sign names a person: whole, or by a part such as the surname alone."""
    name, told = person_words(fold_words(full_name)), person_words(fold_words(text))
    # In any order, and between others: brothers share a sign and a surname.
    if name and _is_made_of(name, set(_stretches(told))):
        return True
    parts = set(_stretches(name))
    honorees = [one.words for one in parse_street_name(text).honorees if one.words]
    return any(squeeze(words) in parts for words in honorees or [told])


def _is_made_of(name: Sequence[str], written: set[str]) -> bool:
    """Whether a name falls into stretches of words that are all written, spaces not minded."""
    reached = {0}
    for end in range(1, len(name) + 1):
        if any(start in reached and squeeze(name[start:end]) in written for start in range(end)):
            reached.add(end)
    return len(name) in reached


def _stretches(words: Sequence[str]) -> Iterator[str]:
    """Yield every run of words without its spaces, none cut before an ending («پور», «زاده»)."""
    count = len(words)
    ends = [end for end in range(1, count + 1) if end == count or words[end] not in name_endings()]
    return (squeeze(words[start:end]) for end in ends for start in range(end))


def _about(row: Naming, sign: Any, code: str, **said: object) -> Finding:
    return finding(
        code, sign.plaque_id, naming_id=row.naming_id,
        alley_id=row.accepted,
        district=row.alley_district or row.district,
        neighbourhood=row.alley_neighbourhood or row.neighbourhood_id, **said,
    )  # fmt: skip
