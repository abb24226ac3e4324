"""What a published dataset proposes, read back for a human to judge."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import DatasetError, RowsRefusedError
from geodata.evaluation.labels import LabelledQuality, Proposal, measure_labels, read_labels
from geodata.model import AreaKind, Verdict
from geodata.readers.refusals import refusal
from geodata.store.directory import CATALOGUE, DatasetDirectory, read_manifest

_NAMINGS = """
SELECT n.naming_id, n.verdict, n.method, n.honoree_fa, n.father_fa, n.district, n.neighbourhood,
       n.main_street_fa, n.old_name_fa, n.alley_id, n.alternatives
FROM naming AS n WHERE n.alley_id IS NOT NULL AND n.verdict IN ('accepted', 'review')
ORDER BY n.naming_id
"""
_ALLEYS = """
SELECT alley_id, code, name_fa, kind, parent_fa, district, mouth_lon, mouth_lat FROM alley
"""


@dataclass(frozen=True, slots=True)
class ProposedAlley:
    """An alley as a clerk recognises it; mouth in EPSG:4326."""

    code: str
    name_fa: str | None
    kind: str
    parent_fa: str | None
    district_fa: str | None
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class ProposedMatch:
    """A row of the register beside the alley proposed for it and the alternatives."""

    naming_id: str
    verdict: Verdict
    method: str
    honoree_fa: str
    father_fa: str | None
    district_fa: str | None
    neighbourhood_fa: str | None
    main_street_fa: str | None
    old_name_fa: str | None
    alley: ProposedAlley
    alternatives: tuple[ProposedAlley, ...]

    @property
    def proposal(self) -> Proposal:
        """Return what the labels are compared with."""
        return Proposal(self.naming_id, self.alley.code, self.verdict, self.method)


def read_proposed(dataset: Path) -> list[ProposedMatch]:
    """Return the accepted namings and those in review of a dataset, by naming id.

    Raises
    ------
    DatasetError
        When nothing was published there or it cannot be read.
    """
    version = DatasetDirectory(dataset).current()
    if version is None:
        raise DatasetError(
            f"{dataset}: no dataset has been published here; expected the directory of a build",
            f"{dataset}: مجموعه‌داده‌ای در این پوشه منتشر نشده است",
        )
    read_manifest(version)
    path = version / CATALOGUE
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
            return list(_proposed(database))
    except sqlite3.Error as broken:
        raise DatasetError(f"{path}: cannot be read ({broken})", f"{path}: خوانده نشد") from broken


def measure_dataset(dataset: Path, sheet: Path) -> LabelledQuality:
    """Return the precision of a dataset by the sheet drawn from it and filled in.

    Raises
    ------
    DatasetError
        When the dataset cannot be read.
    InputRefusedError
        When the sheet cannot be read, or none of its rows is about this dataset.
    """
    labels = read_labels(sheet)
    quality = measure_labels(labels, [match.proposal for match in read_proposed(dataset)])
    if quality.outdated == len(labels.said):
        count = len(labels.said)
        raise refusal(RowsRefusedError, "labels_outdated", file=labels.file, count=count)
    return quality


def _proposed(database: sqlite3.Connection) -> Iterable[ProposedMatch]:
    rows = database.execute("SELECT kind, area_id, name_fa FROM area")
    areas = {(kind, area_id): name for kind, area_id, name in rows}
    alleys = _alleys(database, areas)
    for row in database.execute(_NAMINGS):
        naming_id, verdict, method, honoree, father, district, neighbourhood, *rest = row
        main_street, old_name, alley_id, alternatives = rest
        others = [found for found, _ in json.loads(alternatives) if found != alley_id]
        yield ProposedMatch(
            naming_id=naming_id,
            verdict=Verdict(verdict),
            method=method,
            honoree_fa=honoree,
            father_fa=father,
            district_fa=areas.get((AreaKind.DISTRICT.value, district), district),
            neighbourhood_fa=neighbourhood,
            main_street_fa=main_street,
            old_name_fa=old_name,
            alley=alleys[alley_id],
            alternatives=tuple(alleys[found] for found in others if found in alleys),
        )


def _alleys(
    database: sqlite3.Connection, areas: dict[tuple[str, str], str]
) -> dict[int, ProposedAlley]:
    found = {}
    for row in database.execute(_ALLEYS):
        alley_id, code, name, kind, parent, district, lon, lat = row
        area = areas.get((AreaKind.DISTRICT.value, district), district)
        found[alley_id] = ProposedAlley(code, name, kind, parent, area, lon, lat)
    return found
