"""The files of one version, written from what was read and joined.

Where they go and how they become the current version is `geodata.store.directory`'s.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd

import geodata
from geodata.alleys import AlleyTable
from geodata.errors import DatasetError
from geodata.evaluation.labels import LabelledQuality, measure_labels, proposals
from geodata.findings.search import find_all
from geodata.forks import beside
from geodata.input_roles import InputRole
from geodata.inputs import BuildInputs, ReadInputs
from geodata.model import Verdict
from geodata.names import martyr_title
from geodata.search.entries import Entry, search_entries
from geodata.search.index_writer import IndexWriter
from geodata.standing import by_alley
from geodata.store import contract_files, report
from geodata.store.catalogue_file import write_catalogue
from geodata.store.changes import ChangeRow, fingerprints, with_changes
from geodata.store.directory import CATALOGUE, FORMAT, SEARCH, TILES, WALKS, write_manifest
from geodata.store.kept_inputs import MANIFEST_KEY, keep_inputs
from geodata.store.trend import TrendRow, new_points, with_points
from geodata.tiles.archive import write_archive
from geodata.tiles.pyramid import build_pyramid, pyramid_metadata
from geodata.walks.graph import WalkingGraph, write_graph
from geodata.worklists.search import find_work

DEMO_ATTRIBUTION_FA = "دادهٔ ساختگی، بدون منبع بیرونی"
VIEW_QUANTILES = (0.005, 0.5, 0.995)
"""The map opens on where the alleys are; one road to the next town must not shrink the city."""
ENTRIES_A_STEP = 10_000

Progress = Callable[[str, float], None]
"""Called with a stage and the share of it that is done, 0 when it begins."""
LARGE_CITY = 20_000
"""From so many alleys on a second process is worth starting."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Everything the files of a version are written from."""

    alleys: AlleyTable
    namings: pd.DataFrame
    plaques: pd.DataFrame
    areas: gpd.GeoDataFrame
    coverage: pd.DataFrame
    graph: WalkingGraph
    earlier_trend: tuple[TrendRow, ...] = ()
    earlier_changes: tuple[ChangeRow, ...] = ()


def write_version(
    bench: Path,
    inputs: BuildInputs,
    read: ReadInputs,
    joined: Joined,
    progress: Progress,
    *,
    jobs: int = 1,
    keep_copies: bool = False,
) -> None:
    """Write every file of a version into the empty directory `bench`.

    Parameters
    ----------
    keep_copies : bool
        Copy the inputs beside it.
    progress : callable
        Called with the stages 'files', 'search' and 'tiles'.
    jobs : int
        With more than one the tiles of a large city are cut beside the rest.
    """
    facts = _facts(inputs, read, joined)
    if len(joined.alleys.frame) < LARGE_CITY:
        jobs = 1
    built_at = datetime.now(UTC).isoformat(timespec="milliseconds")
    # A process of its own cannot draw on this one's progress bar.
    told = progress if jobs == 1 else _untold
    with beside(partial(_write_tiles, bench, facts, read, joined, told), jobs=jobs):
        progress("files", 0)
        _write_files_for_people(bench, facts, read, joined)
        progress("search", 0)
        _write_catalogue(bench, read, joined, built_at, progress)
        progress("tiles", 0)
    kept = _kept_copies(bench, inputs, joined) if keep_copies else {}
    written = {"built_at": built_at, "format": FORMAT, MANIFEST_KEY: kept}
    write_manifest(bench, {**facts, **written})


def _kept_copies(bench: Path, inputs: BuildInputs, joined: Joined) -> dict[str, str]:
    shown = joined.namings.loc[joined.namings["portrait"].notna(), "photo"]
    return keep_inputs(bench, inputs.files(), inputs.photos, shown)


def _untold(stage: str, done: float) -> None:
    pass


def _write_tiles(
    bench: Path,
    facts: dict[str, object],
    read: ReadInputs,
    joined: Joined,
    progress: Progress,
) -> None:
    labelled = joined.alleys.frame.assign(name_fa=_labels(joined))
    write_archive(
        bench / TILES,
        build_pyramid(
            labelled,
            joined.areas,
            read.surroundings,
            progress=lambda done, of: progress("tiles", done / of),
        ),
        pyramid_metadata(
            str(facts["city_fa"]), attribution=str(facts["attribution_fa"]), bounds=read.bounds
        ),
    )


def city_name(inputs: BuildInputs, read: ReadInputs) -> str:
    """Return the city's name as pages show it."""
    return inputs.city_fa or ("شهر نمایشی" if read.is_demo else "شهر")


def _write_files_for_people(
    bench: Path, facts: dict[str, object], read: ReadInputs, joined: Joined
) -> None:
    frame = joined.alleys.frame
    source_ids = dict(zip(frame["alley_id"], frame["source_ids"].map("|".join), strict=True))
    contract_files.write_matches(bench / "matches.csv", joined.namings, source_ids)
    contract_files.write_issues(bench / "issues.csv", read.issues)
    contract_files.write_geopackage(
        bench / "alleys.gpkg",
        alleys=frame,
        namings=joined.namings,
        plaques=joined.plaques,
        areas=joined.areas,
        coverage=joined.coverage,
    )
    report.write_report(
        bench / "report.html",
        facts,
        joined.namings,
        joined.coverage,
        read.issues,
        quality=_quality(read, joined),
    )


def _write_catalogue(
    bench: Path, read: ReadInputs, joined: Joined, built_at: str, progress: Progress
) -> None:
    frame = joined.alleys.frame
    names = joined.areas.set_index(["kind", "area_id"])["name_fa"].to_dict()
    most = len(frame) + len(joined.namings)
    index = IndexWriter()
    entries = _watched(
        search_entries(frame, joined.namings, names),
        lambda done: progress("search", done / most),
    )
    write_catalogue(
        bench / CATALOGUE,
        alleys=frame,
        namings=joined.namings,
        plaques=joined.plaques,
        surroundings=read.surroundings,
        areas=joined.areas,
        coverage=joined.coverage,
        issues=read.issues,
        entries=index.taking(entries),
        findings=find_all(frame, joined.namings, joined.plaques, read.issues),
        retired=joined.alleys.retired,
        work=find_work(frame, joined.namings, joined.plaques),
        changes=with_changes(
            joined.earlier_changes,
            fingerprints(frame, joined.namings, joined.plaques),
            built_at,
        ),
        trend=with_points(joined.earlier_trend, new_points(joined.coverage, built_at)),
    )
    index.write(bench / SEARCH)
    write_graph(bench / WALKS, joined.graph)


def _watched(entries: Iterable[Entry], told: Callable[[int], None]) -> Iterator[Entry]:
    for number, entry in enumerate(entries, start=1):
        if number % ENTRIES_A_STEP == 0:
            told(number)
        yield entry


def _facts(inputs: BuildInputs, read: ReadInputs, joined: Joined) -> dict[str, object]:
    """What the manifest and the report say of this build."""
    verdicts = Counter(joined.namings["verdict"])
    mouths = joined.alleys.frame[["mouth_lon", "mouth_lat"]]
    south_west, centre, north_east = (
        mouths.quantile(list(VIEW_QUANTILES)).round(6).to_numpy().tolist()
    )
    unknown = {column for extras in read.registry["extras"] for column in extras}
    rows = {
        InputRole.STREETS: read.segments,
        InputRole.REGISTRY: len(read.registry),
        InputRole.DISTRICTS: 0 if read.districts is None else len(read.districts),
        InputRole.NEIGHBOURHOODS: 0 if read.neighbourhoods is None else len(read.neighbourhoods),
        InputRole.PLAQUES: len(read.plaques),
        InputRole.DECISIONS: read.decisions.rows if inputs.decisions else 0,
        InputRole.LABELS: 0 if read.labels is None else read.labels.rows,
        InputRole.SURROUNDINGS: len(read.surroundings),
    }
    return {
        "city_fa": city_name(inputs, read),
        "is_demo": read.is_demo,
        "attribution_fa": DEMO_ATTRIBUTION_FA if read.is_demo else inputs.attribution_fa,
        "bounds": [round(edge, 6) for edge in read.bounds],
        "view": [*south_west, *north_east],
        "centre": centre,
        "plan": inputs.plan.facts(),
        "metric_crs": joined.alleys.crs,
        "unknown_columns": sorted(unknown),
        "inputs": [
            {"role": role, "name": path.name, "rows": rows[role], "sha256": _sha256(path)}
            for role, path in inputs.files().items()
        ],
        "id_field": inputs.id_field,
        "counts": {
            "segments": read.segments,
            "alleys": len(joined.alleys.frame),
            "namings": len(joined.namings),
            "plaques": len(joined.plaques),
            "issues": len(read.issues),
            **{verdict.value: verdicts[verdict.value] for verdict in Verdict},
        },
        "generator": f"heavenly-alleys {geodata.__version__}",
    }


def _quality(read: ReadInputs, joined: Joined) -> LabelledQuality | None:
    """How right the join is by the sheet a clerk filled in, as far as one was given."""
    if read.labels is None:
        return None
    frame = joined.alleys.frame
    codes = dict(zip(frame["alley_id"], frame["code"], strict=True))
    return measure_labels(read.labels, proposals(joined.namings, codes))


def _labels(joined: Joined) -> pd.Series:
    """What the map writes along an alley: whom it honours as a fact, else its name on the map."""
    accepted = by_alley(joined.namings[joined.namings["verdict"] == Verdict.ACCEPTED.value])
    honoured: dict[int, dict[str, None]] = {}
    for alley_id, name in zip(accepted["alley_id"], accepted["full_name"], strict=True):
        honoured.setdefault(alley_id, {})[martyr_title(name)] = None
    frame = joined.alleys.frame
    labels = [
        " و ".join(honoured[alley_id]) if alley_id in honoured else name
        for alley_id, name in zip(frame["alley_id"], frame["name_fa"], strict=True)
    ]
    return pd.Series(labels, dtype=object)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as broken:
        raise DatasetError(f"{path}: cannot be read ({broken})", f"{path}: خوانده نشد") from broken
