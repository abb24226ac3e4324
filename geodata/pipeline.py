"""The order of the stages: read, make alleys, join, count, write aside, check, publish."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd

import geodata
from geodata.alleys import AlleyTable, build_alleys
from geodata.coverage import coverage_table
from geodata.crs import metric_crs
from geodata.decided_matches import apply_decisions
from geodata.decisions import placed_decisions
from geodata.errors import DatasetError
from geodata.evaluation.labels import LabelledQuality, measure_labels, proposals
from geodata.honorees import martyr_ids
from geodata.inputs import BuildInputs, ReadInputs, read_inputs
from geodata.matching import match_namings
from geodata.model import Verdict
from geodata.names import martyr_title
from geodata.plaque_states import map_state, naming_status
from geodata.search.entries import search_entries
from geodata.store import contract_files, report
from geodata.store.catalogue_file import write_catalogue
from geodata.store.directory import CATALOGUE, FORMAT, TILES, DatasetDirectory, write_manifest
from geodata.store.earlier import read_earlier
from geodata.store.validation import validate_version
from geodata.tiles.archive import write_archive
from geodata.tiles.pyramid import build_pyramid, pyramid_metadata

DEMO_ATTRIBUTION_FA = "دادهٔ ساختگی، بدون منبع بیرونی"
_VIEW_QUANTILES = [0.005, 0.5, 0.995]
"""The map opens on where the alleys are; one road to the next town must not shrink the city."""
__all__ = ["STAGES", "BuildInputs", "Joined", "ReadInputs", "build", "join", "read_inputs"]
STAGES = ("read", "alleys", "join", "coverage", "files", "search", "tiles", "publish")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Joined:
    """Everything the files of a version are written from."""

    alleys: AlleyTable
    namings: pd.DataFrame
    plaques: pd.DataFrame
    areas: gpd.GeoDataFrame
    coverage: pd.DataFrame


def build(
    inputs: BuildInputs,
    out: Path,
    *,
    keep_going: bool = False,
    progress: Progress = lambda stage: None,
) -> Path:
    """Build a dataset and make it the current one of `out`; return its directory.

    Parameters
    ----------
    keep_going : bool
        Publish although rows have errors; their faulty values count as unknown.
    progress : callable
        Called with each of `STAGES` as it begins.

    Raises
    ------
    geodata.errors.GeodataError
        Nothing was published; the earlier version is still the current one.
    """
    progress("read")
    read = read_inputs(inputs)
    read.issues.refuse_errors(keep_going=keep_going)
    dataset = DatasetDirectory(out)
    with dataset.workshop() as bench:
        progress("alleys")
        alleys = _alleys(read, dataset)
        progress("join")
        joined = join(read, alleys, city_fa=_city_name(inputs, read))
        if not keep_going:
            read.issues.refuse_errors()
        _write_version(bench, inputs, read, joined, progress)
        progress("publish")
        validate_version(bench, alleys=len(alleys.frame), namings=len(joined.namings))
        return dataset.publish(bench)


def join(read: ReadInputs, alleys: AlleyTable, *, city_fa: str) -> Joined:
    """Return the register joined with the alleys, each naming with its verdict and plaques."""
    decisions = placed_decisions(read.decisions.current, alleys, read.issues)
    matches = apply_decisions(
        match_namings(read.registry, alleys, neighbourhoods=read.neighbourhoods),
        decisions,
        read.registry,
    )
    registry = read.registry.assign(
        plaque_status=naming_status(read.registry, read.plaques),
        martyr_id=martyr_ids(read.registry),
    )
    namings = registry.merge(matches, on="naming_id", validate="one_to_one")
    namings = namings.sort_values("naming_id", kind="stable").reset_index(drop=True)
    alleys.frame["state"] = _states(alleys.frame, namings)
    areas = read.areas()
    coverage = coverage_table(alleys.frame, namings, areas, city_fa=city_fa)
    return Joined(alleys, namings, read.plaques, areas, coverage)


def _write_version(
    bench: Path, inputs: BuildInputs, read: ReadInputs, joined: Joined, progress: Progress
) -> None:
    progress("coverage")
    meta = _facts(inputs, read, joined)
    progress("files")
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
        meta,
        joined.namings,
        joined.coverage,
        read.issues,
        quality=_quality(read, joined),
    )
    progress("search")
    names = joined.areas.set_index(["kind", "area_id"])["name_fa"].to_dict()
    write_catalogue(
        bench / CATALOGUE,
        alleys=frame,
        namings=joined.namings,
        plaques=joined.plaques,
        areas=joined.areas,
        coverage=joined.coverage,
        issues=read.issues,
        entries=list(search_entries(frame, joined.namings, names)),
        retired=joined.alleys.retired,
    )
    progress("tiles")
    write_archive(
        bench / TILES,
        build_pyramid(frame.assign(name_fa=_labels(joined)), joined.areas),
        pyramid_metadata(
            str(meta["city_fa"]),
            attribution=str(meta["attribution_fa"]),
            bounds=tuple(read.streets.total_bounds.tolist()),
        ),
    )
    built_at = datetime.now(UTC).isoformat(timespec="seconds")
    write_manifest(bench, {**meta, "built_at": built_at, "format": FORMAT})


def _facts(inputs: BuildInputs, read: ReadInputs, joined: Joined) -> dict[str, object]:
    """What the manifest and the report say of this build."""
    verdicts = Counter(joined.namings["verdict"])
    mouths = joined.alleys.frame[["mouth_lon", "mouth_lat"]]
    south_west, centre, north_east = mouths.quantile(_VIEW_QUANTILES).round(6).to_numpy().tolist()
    unknown = {column for extras in read.registry["extras"] for column in extras}
    rows = {
        inputs.streets: len(read.streets),
        inputs.registry: len(read.registry),
        inputs.districts: 0 if read.districts is None else len(read.districts),
        inputs.neighbourhoods: 0 if read.neighbourhoods is None else len(read.neighbourhoods),
        inputs.plaques: len(read.plaques),
        inputs.decisions: read.decisions.rows,
        inputs.labels: 0 if read.labels is None else read.labels.rows,
    }
    return {
        "city_fa": _city_name(inputs, read),
        "is_demo": read.is_demo,
        "attribution_fa": DEMO_ATTRIBUTION_FA if read.is_demo else inputs.attribution_fa,
        "bounds": read.streets.total_bounds.round(6).tolist(),
        "view": [*south_west, *north_east],
        "centre": centre,
        "metric_crs": joined.alleys.crs,
        "unknown_columns": sorted(unknown),
        "inputs": [
            {"name": path.name, "rows": rows[path], "sha256": _sha256(path)}
            for path in inputs.files()
        ],
        "counts": {
            "segments": len(read.streets),
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


def _city_name(inputs: BuildInputs, read: ReadInputs) -> str:
    return inputs.city_fa or ("شهر نمایشی" if read.is_demo else "شهر")


def _alleys(read: ReadInputs, dataset: DatasetDirectory) -> AlleyTable:
    west, south, east, north = read.streets.total_bounds
    return build_alleys(
        read.streets,
        crs=metric_crs((west + east) / 2, (south + north) / 2),
        districts=read.districts,
        neighbourhoods=read.neighbourhoods,
        earlier=partial(read_earlier, dataset.current()),
    )


def _states(alleys: pd.DataFrame, namings: pd.DataFrame) -> pd.Series:
    accepted = namings[namings["verdict"] == Verdict.ACCEPTED.value]
    by_alley = accepted.groupby("alley_id")["plaque_status"].agg(list)
    states = {alley: map_state(statuses) for alley, statuses in by_alley.items()}
    return pd.Series([states.get(alley) for alley in alleys["alley_id"]], dtype=object)


def _labels(joined: Joined) -> pd.Series:
    """What the map writes along an alley: whom it honours as a fact, else its name on the map."""
    accepted = joined.namings[joined.namings["verdict"] == Verdict.ACCEPTED.value]
    honoured = accepted["full_name"].map(martyr_title).groupby(accepted["alley_id"]).agg(_listed)
    frame = joined.alleys.frame
    names = zip(frame["alley_id"], frame["name_fa"], strict=True)
    return pd.Series([honoured.get(alley, name) for alley, name in names], dtype=object)


def _listed(titles: pd.Series) -> str:
    return " و ".join(dict.fromkeys(titles))


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as broken:
        raise DatasetError(f"{path}: cannot be read ({broken})", f"{path}: خوانده نشد") from broken
