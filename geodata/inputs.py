"""The files of one city, read: frames and records with all that is wrong with them.

Joins nothing; the order of the stages is `geodata.pipeline`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.crs import WGS84, is_northern
from geodata.deciding import Decision
from geodata.decisions import current_decisions
from geodata.errors import SchemaError
from geodata.evaluation.labels import Labels, read_labels
from geodata.input_roles import InputRole
from geodata.issues import IssueLog
from geodata.model import AreaKind
from geodata.plan import USUAL_PLAN, Plan
from geodata.readers import (
    read_areas,
    read_plaques,
    read_registry,
    read_streets,
    read_surroundings,
)
from geodata.readers.coordinates import Bounds
from geodata.readers.decisions import read_decisions
from geodata.readers.plaques import COLUMNS as PLAQUE_COLUMNS
from geodata.readers.refusals import refusal
from geodata.readers.surroundings import no_surroundings
from geodata.said_inputs import SaidInputs, read_journal, with_decisions, with_events

DEMO_PREFIX = "DEMO-"
"""Ids of the fictional register begin so; a dataset with such a row says «ساختگی» everywhere."""
OSM_ENDING = ".pbf"
OSM_ATTRIBUTION_FA = "© مشارکت‌کنندگان OpenStreetMap، پروانهٔ ODbL"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided: how many decisions there are, and those that may be applied."""

    rows: int
    current: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """The files of one city, and what cannot be read from them.

    Attributes
    ----------
    journal : str, optional
        Address of what people decided and recorded; wins over the files.
    plan : Plan
        Which alleys may be named and how many are to be.
    """

    streets: Path
    registry: Path
    districts: Path | None = None
    neighbourhoods: Path | None = None
    plaques: Path | None = None
    decisions: Path | None = None
    labels: Path | None = None
    surroundings: Path | None = None
    photos: Path | None = None
    journal: str | None = None
    id_field: str | None = None
    city_fa: str | None = None
    plan: Plan = USUAL_PLAN
    attribution_fa: str = OSM_ATTRIBUTION_FA

    def files(self) -> dict[InputRole, Path]:
        """Return the single files given by what they are, in a fixed order."""
        given = {role: getattr(self, role) for role in InputRole if role.endings}
        return {role: path for role, path in given.items() if path is not None}

    def surroundings_file(self) -> Path | None:
        """Return where the surroundings are read from; an OSM extract of streets has its own."""
        is_extract = self.streets.name.lower().endswith(OSM_ENDING)
        return self.streets if self.surroundings is None and is_extract else self.surroundings


@dataclass(frozen=True, slots=True)
class ReadInputs:
    """The inputs as frames; columns as their readers document them.

    `segments` and `bounds` (west, south, east, north in degrees) are of the streets.
    """

    streets: gpd.GeoDataFrame
    segments: int
    bounds: Bounds
    registry: pd.DataFrame
    districts: gpd.GeoDataFrame | None
    neighbourhoods: gpd.GeoDataFrame | None
    plaques: pd.DataFrame
    issues: IssueLog
    decisions: Decisions
    labels: Labels | None
    surroundings: gpd.GeoDataFrame

    @property
    def is_demo(self) -> bool:
        """Whether any row is of the fictional register."""
        return bool(self.registry["naming_id"].str.startswith(DEMO_PREFIX).any())

    def areas(self) -> gpd.GeoDataFrame:
        """Return districts and neighbourhoods as one frame."""
        known = [frame for frame in (self.districts, self.neighbourhoods) if frame is not None]
        if not known:
            columns = ["area_id", "kind", "name_fa", "district"]
            return gpd.GeoDataFrame(columns=columns, geometry=[], crs=WGS84)
        return gpd.GeoDataFrame(pd.concat(known, ignore_index=True), crs=WGS84)


def read_inputs(inputs: BuildInputs) -> ReadInputs:
    """Return the inputs as frames with all that is wrong with them.

    Raises
    ------
    geodata.errors.InputRefusedError
        When a file cannot be built on. Bad rows are issues, not exceptions.
    """
    issues = IssueLog()
    streets = read_streets(inputs.streets, issues, id_field=inputs.id_field)
    districts = _areas(inputs.districts, issues, AreaKind.DISTRICT)
    neighbourhoods = _areas(inputs.neighbourhoods, issues, AreaKind.NEIGHBOURHOOD)
    bounds = _northern_bounds(streets, inputs.streets.name)
    said = read_journal(inputs.journal)
    registry = read_registry(
        inputs.registry,
        issues,
        districts=districts,
        neighbourhoods=neighbourhoods,
        bounds=bounds,
        meanings=said.meanings.get(InputRole.REGISTRY),
    )
    meanings = said.meanings.get(InputRole.PLAQUES)
    plaques = _plaques(inputs.plaques, issues, registry, bounds, meanings)
    return ReadInputs(
        streets=streets,
        segments=len(streets),
        bounds=bounds,
        registry=registry,
        districts=districts,
        neighbourhoods=neighbourhoods,
        plaques=with_events(plaques, said.events, set(registry["naming_id"])),
        issues=issues,
        decisions=_decisions(inputs.decisions, said, issues, registry, bounds),
        labels=None if inputs.labels is None else read_labels(inputs.labels),
        surroundings=_surroundings(inputs.surroundings_file(), issues, bounds),
    )


def _northern_bounds(streets: gpd.GeoDataFrame, file: str) -> Bounds:
    """Return where the streets are; a city is measured in a zone of the northern hemisphere."""
    west, south, east, north = streets.total_bounds.tolist()
    if not is_northern((south + north) / 2):
        place = f"{(west + east) / 2:.4f} {(south + north) / 2:.4f}"
        raise refusal(SchemaError, "streets_not_northern", file=file, value=place)
    return west, south, east, north


def _surroundings(path: Path | None, issues: IssueLog, bounds: Bounds) -> gpd.GeoDataFrame:
    return no_surroundings() if path is None else read_surroundings(path, issues, bounds=bounds)


def _areas(path: Path | None, issues: IssueLog, kind: AreaKind) -> gpd.GeoDataFrame | None:
    return None if path is None else read_areas(path, issues, kind=kind)


def _decisions(
    path: Path | None, said: SaidInputs, issues: IssueLog, registry: pd.DataFrame, bounds: Bounds
) -> Decisions:
    read = [] if path is None else read_decisions(path, issues, bounds=bounds)
    decisions = with_decisions(read, said.decisions)
    return Decisions(len(decisions), tuple(current_decisions(decisions, registry, issues)))


def _plaques(
    path: Path | None,
    issues: IssueLog,
    registry: pd.DataFrame,
    bounds: Bounds,
    meanings: Mapping[str, str] | None,
) -> pd.DataFrame:
    if path is not None:
        ids = set(registry["naming_id"])
        return read_plaques(path, issues, naming_ids=ids, bounds=bounds, meanings=meanings)
    return pd.DataFrame({column: pd.Series(dtype=object) for column in PLAQUE_COLUMNS})
