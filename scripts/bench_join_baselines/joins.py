"""Three joins one would write first: a merge, a merge on folded names, the nearest spelling."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from bench_join_baselines.answers import Answer
from bench_join_baselines.cases import Files
from bench_join_baselines.inputs import read_alleys, read_rows, read_segments

RATIO_AT_LEAST = 85
COMPARED_AT_ONCE = 2000
"""Rows of a similarity matrix held in memory."""


def raw_merge(files: Files) -> list[Answer]:
    """Return `pandas.merge` on the texts as written: the name, else the old name."""
    rows, segments = read_rows(files), read_segments(files)[["way_id", "name"]].dropna()
    rows["designation_raw"] = (rows["main_street"] + " " + rows["old_name"]).str.strip()
    claims: dict[str, list[str]] = {}
    for column in ("new_name", "full_name", "old_name", "designation_raw"):
        if column not in rows:
            continue
        merged = rows[rows[column] != ""].merge(segments, left_on=column, right_on="name")
        for row, found in merged.groupby("reg_id")["way_id"]:
            claims.setdefault(str(row), sorted(set(found)))
    return [_accepted(row, ways) for row, ways in claims.items()]


def folded_merge(files: Files) -> list[Answer]:
    """Return the merge on folded names inside the district, where it finds one alley only.

    A row without a district is merged on its name alone.
    """
    rows, alleys = read_rows(files), read_alleys(files).explode("keys")
    claims: dict[str, list[str]] = {}
    for column in ("person", "designation"):
        known = rows[rows[column].notna()]
        placed = known["district"].notna()
        inside = known[placed].merge(
            alleys, left_on=[column, "district"], right_on=["keys", "district"]
        )
        anywhere = known[~placed].merge(alleys, left_on=column, right_on="keys")
        for row, found in pd.concat([inside, anywhere]).groupby("reg_id")["segments"]:
            if len(found) == 1:
                claims.setdefault(str(row), found.iloc[0])
    return [_accepted(row, ways) for row, ways in claims.items()]


def nearest_spelling(files: Files) -> list[Answer]:
    """Return the alley of the district whose folded name is the most similar, if it is enough."""
    rows = read_rows(files)
    alleys = read_alleys(files).explode("keys").dropna(subset="keys").reset_index(drop=True)
    answers = []
    for district, group in rows.groupby(rows["district"].fillna("")):
        inside = alleys[alleys["district"] == district] if district else alleys
        if len(inside):
            answers += list(_nearest(group, inside))
    return answers


def _nearest(rows: pd.DataFrame, alleys: pd.DataFrame) -> Iterator[Answer]:
    for start in range(0, len(rows), COMPARED_AT_ONCE):
        some = rows.iloc[start : start + COMPARED_AT_ONCE]
        by_name, by_place = (_ratios(some[column], alleys) for column in ("person", "designation"))
        # The honoree's name, where it is found, says more than a number off a street.
        similar = np.where(by_name.any(axis=1, keepdims=True), by_name, by_place)
        best = similar.argmax(axis=1)
        for row, place, ratio in zip(some["reg_id"], best, similar.max(axis=1), strict=True):
            if ratio:
                yield _accepted(row, alleys["segments"].iloc[place])


def _ratios(written: pd.Series[str], alleys: pd.DataFrame) -> np.ndarray:
    """Similarity of every row with every key, 0 below `RATIO_AT_LEAST`."""
    return process.cdist(
        written.fillna("").to_list(),
        alleys["keys"].to_list(),
        scorer=fuzz.ratio,
        score_cutoff=RATIO_AT_LEAST,
        dtype=np.float32,
    )


def _accepted(row: str, segments: list[str]) -> Answer:
    return Answer(row, "accepted", segments, None, [segments])
