"""Splink: probabilistic linkage on the same prepared columns, trained on the case itself.

Raises ImportError when splink is not installed.
"""

from __future__ import annotations

import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench_join_baselines.answers import Answer
from bench_join_baselines.cases import Files
from bench_join_baselines.inputs import read_alleys, read_rows

COLUMNS = ["unique_id", "person", "surname", "designation", "district", "neighbourhood"]
ACCEPT_AT = 0.5
"""More likely than not; on a register that only knows designations nothing reaches 0.9."""
ALTERNATIVES = 5
SAMPLED_PAIRS = 1_000_000


def splink_join(files: Files) -> list[Answer]:
    """Return the most probable alley of every row, if it is more likely than not."""
    rows = read_rows(files).rename(columns={"reg_id": "unique_id"})
    alleys = read_alleys(files)
    alleys["unique_id"] = "alley" + alleys.index.astype(str)
    segments = dict(zip(alleys["unique_id"], alleys["segments"], strict=True))
    pairs = _predictions(rows, alleys)
    pairs = pairs.sort_values(["match_probability", "unique_id_r"], ascending=[False, True])
    return [
        _answer(str(row), found.head(ALTERNATIVES), segments)
        for row, found in pairs.groupby("unique_id_l")
    ]


def _answer(row: str, found: pd.DataFrame, segments: dict[str, list[str]]) -> Answer:
    choices = [segments[alley] for alley in found["unique_id_r"]]
    score = float(found["match_probability"].iloc[0])
    return Answer(row, "accepted", choices[0], score, choices)


def _predictions(rows: pd.DataFrame, alleys: pd.DataFrame) -> pd.DataFrame:
    database = DuckDBAPI()
    tables = [
        database.register(_text(frame), dataset_display_name=name)
        # The side of a pair follows the order of these names.
        for name, frame in (("a_register", rows), ("b_map", alleys))
    ]
    linker = Linker(tables, _settings(with_neighbourhoods=alleys["neighbourhood"].notna().any()))
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("person", "district"), block_on("designation", "district")], recall=0.6
    )
    training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=1)
    for rule in (block_on("designation"), block_on("surname", "district"), block_on("person")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    return linker.inference.predict(threshold_match_probability=ACCEPT_AT).as_pandas_dataframe()


def _text(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[COLUMNS].astype(object).where(frame[COLUMNS].notna(), None)


def _settings(*, with_neighbourhoods: bool) -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.CustomComparison(
                output_column_name="person",
                comparison_levels=[
                    cll.NullLevel("person"),
                    cll.ExactMatchLevel("person", term_frequency_adjustments=True),
                    cll.JaroWinklerLevel("person", 0.92),
                    cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
                    cll.ElseLevel(),
                ],
            ),
            cl.JaroWinklerAtThresholds("designation", 0.95).configure(
                term_frequency_adjustments=True
            ),
            cl.ExactMatch("district"),
            *([cl.ExactMatch("neighbourhood")] if with_neighbourhoods else []),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("person"),
            block_on("designation"),
            block_on("surname", "district"),
            block_on("substr(person, 1, 4)", "district"),
        ],
    )
