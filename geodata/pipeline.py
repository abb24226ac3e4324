"""The order of the stages: read, make alleys, join, count, write aside, check, publish."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from geodata.alleys import AlleyTable, build_alleys
from geodata.coverage import coverage_table, is_eligible
from geodata.crs import metric_crs_of
from geodata.decided_matches import apply_decisions, joined_before
from geodata.decisions import placed_decisions
from geodata.honorees import martyr_ids
from geodata.inputs import BuildInputs, ReadInputs, read_inputs
from geodata.journal.decisions import SOURCE
from geodata.matching import match_namings
from geodata.model import Verdict
from geodata.plan import Plan
from geodata.plaque_columns import naming_status
from geodata.plaque_states import map_state
from geodata.reach import with_reach
from geodata.standing import by_alley
from geodata.store.changes import read_changes
from geodata.store.directory import KEPT_VERSIONS, DatasetDirectory
from geodata.store.earlier import read_earlier
from geodata.store.kept_inputs import share_with
from geodata.store.portraits import write_portraits
from geodata.store.trend import read_trend
from geodata.store.validation import validate_version
from geodata.version_files import Joined, Progress, city_name, write_version
from geodata.walks.graph import WalkingGraph
from geodata.walks.network import walking_graph

__all__ = ["STAGES", "BuildInputs", "Joined", "ReadInputs", "build", "count", "join", "read_inputs"]
STAGES = ("read", "alleys", "join", "coverage", "files", "search", "tiles", "publish")


def build(
    inputs: BuildInputs,
    out: Path,
    *,
    keep_going: bool = False,
    keep_copies: bool = False,
    kept: int = KEPT_VERSIONS,
    jobs: int = 1,
    progress: Progress = lambda stage, done: None,
) -> Path:
    """Build a dataset and make it the current one of `out`; return its directory.

    Parameters
    ----------
    keep_going, keep_copies, jobs
        As `make_version`.
    kept : int
        How many of the versions before it stay.
    progress : callable
        Called with each of `STAGES` as it begins, and in the long ones again and again, with the
        share of the stage that is done.

    Raises
    ------
    geodata.errors.GeodataError
        Nothing was published; the earlier version is still the current one.
    """
    with collector_paused():
        progress("read", 0)
        # Whoever makes the version alone holds what was read, and lets go of it piece by piece.
        held = [read_inputs(inputs)]
        held[0].issues.refuse_errors(keep_going=keep_going)
        dataset = DatasetDirectory(out, kept)
        with dataset.workshop() as bench:
            earlier = dataset.current()
            make_version(
                bench,
                inputs,
                held.pop(),
                earlier,
                keep_going=keep_going,
                keep_copies=keep_copies,
                jobs=jobs,
                progress=progress,
            )
            share_with(bench, earlier)
            return dataset.publish(bench)


def make_version(  # noqa: PLR0913
    bench: Path,
    inputs: BuildInputs,
    read: ReadInputs,
    earlier: Path | None,
    *,
    keep_going: bool = False,
    keep_copies: bool = False,
    jobs: int = 1,
    progress: Progress = lambda stage, done: None,
) -> None:
    """Write a version into the empty directory `bench`, whole and checked; publish nothing.

    Parameters
    ----------
    earlier : Path, optional
        The version it is to follow: alleys keep their ids, the trend goes on.
    keep_going : bool
        Go on although rows have errors; their faulty values count as unknown.
    keep_copies : bool
        Copy the inputs beside the version, so that a later build may change one of them.
    jobs : int
        Processes the join may use; the result does not depend on it.

    Raises
    ------
    geodata.errors.GeodataError
        What is in `bench` is of no use.
    """
    progress("alleys", 0)
    alleys = _alleys(read, earlier)
    graph = walking_graph(read.streets, alleys, read.surroundings)
    # From here on the segments are the alleys', and a large city needs the memory.
    read = replace(read, streets=read.streets.iloc[:0])
    progress("join", 0)
    namings = join(read, alleys, jobs=jobs, progress=lambda share: progress("join", share))
    progress("coverage", 0)
    namings["portrait"] = write_portraits(
        bench, inputs.photos, namings, read.issues, source=inputs.registry.name
    )
    city_fa = city_name(inputs, read)
    joined = count(read, alleys, namings, graph, city_fa=city_fa, plan=inputs.plan)
    if not keep_going:
        read.issues.refuse_errors()
    joined = replace(
        joined,
        earlier_trend=tuple(read_trend(earlier)),
        earlier_changes=tuple(read_changes(earlier)),
    )
    write_version(bench, inputs, read, joined, progress, jobs=jobs, keep_copies=keep_copies)
    progress("publish", 0)
    validate_version(bench, alleys=len(alleys.frame), namings=len(joined.namings))


def join(
    read: ReadInputs,
    alleys: AlleyTable,
    *,
    jobs: int = 1,
    progress: Callable[[float], None] = lambda share: None,
) -> pd.DataFrame:
    """Return the register joined with the alleys: each naming with verdict and plaque status."""
    decisions = placed_decisions(read.decisions.current, alleys, read.issues)
    matched = match_namings(
        read.registry,
        alleys,
        neighbourhoods=read.neighbourhoods,
        jobs=jobs,
        progress=progress,
    )
    matches = apply_decisions(matched, decisions, read.registry)
    # What the journal says can be taken back while this version is being served.
    filed = [decision for decision in decisions if decision.file != SOURCE]
    lasting = apply_decisions(matched, filed, read.registry)
    matches["joined"] = joined_before(lasting, matches)
    registry = read.registry.assign(
        plaque_status=naming_status(read.registry, read.plaques),
        martyr_id=martyr_ids(read.registry),
    )
    namings = registry.merge(matches, on="naming_id", validate="one_to_one")
    return namings.sort_values("naming_id", kind="stable").reset_index(drop=True)


def count(
    read: ReadInputs,
    alleys: AlleyTable,
    namings: pd.DataFrame,
    graph: WalkingGraph,
    *,
    city_fa: str,
    plan: Plan,
) -> Joined:
    """Return the joined register with the state of every alley and the coverage of every area."""
    alleys.frame["eligible"] = is_eligible(alleys.frame, plan)
    alleys.frame["state"] = _states(alleys.frame, namings)
    areas = read.areas()
    counted = coverage_table(alleys.frame, namings, areas, city_fa=city_fa)
    coverage = with_reach(counted, alleys.frame, graph)
    return Joined(alleys, namings, read.plaques, areas, coverage, graph)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Leave the cyclic collector out: nothing a build makes is cyclic, nearly all of it lives to
    the end, and walking through millions of such objects again and again is a fifth of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _alleys(read: ReadInputs, earlier: Path | None) -> AlleyTable:
    return build_alleys(
        read.streets,
        crs=metric_crs_of(read.bounds),
        districts=read.districts,
        neighbourhoods=read.neighbourhoods,
        earlier=partial(read_earlier, earlier),
    )


def _states(alleys: pd.DataFrame, namings: pd.DataFrame) -> pd.Series:
    accepted = by_alley(namings[namings["verdict"] == Verdict.ACCEPTED.value])
    statuses: dict[int, list[str | None]] = {}
    for alley_id, status in zip(accepted["alley_id"], accepted["plaque_status"], strict=True):
        statuses.setdefault(alley_id, []).append(status)
    states = {alley_id: map_state(found) for alley_id, found in statuses.items()}
    return pd.Series([states.get(alley_id) for alley_id in alleys["alley_id"]], dtype=object)
