"""What the site gets for its answers: plain frozen records, no frames, no SQL.

Coordinates are lon, lat EPSG:4326; lengths and distances in metres; None means unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geodata.plan import Plan

BBox = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """Which data is being shown, for «data as of …» and the counts on every page.

    `bounds` hold the whole network; `view` and the centre are where the alleys are, so that one
    road to the next town does not shrink the city.
    """

    dataset_id: str
    built_at: str
    city_fa: str
    is_demo: bool
    attribution_fa: str
    bounds: BBox
    view: BBox
    centre_lon: float
    centre_lat: float
    plan: Plan
    counts: dict[str, int]
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Naming:
    """One row of the register and what the join says about it."""

    naming_id: str
    martyr_id: int
    honoree_fa: str
    title_fa: str | None
    father_fa: str | None
    old_name_fa: str | None
    new_name_fa: str | None
    main_street_fa: str | None
    district: str | None
    neighbourhood: str | None
    neighbourhood_id: str | None
    birth_date: str | None
    martyrdom_date: str | None
    martyrdom_place: str | None
    burial_place: str | None
    biography: str | None
    portrait: str | None
    photo_credit: str | None
    media_url: str | None
    latin_name: str | None
    arabic_name: str | None
    decree_no: str | None
    decree_date: str | None
    plaque_status: str | None
    verdict: str
    method: str
    score: float | None
    reason_fa: str
    alley_id: int | None
    further: tuple[int, ...]
    alternatives: tuple[tuple[int, float], ...]

    @property
    def alleys(self) -> tuple[int, ...]:
        """The alleys that carry it as a fact; more than one where a human said so."""
        return (self.alley_id, *self.further) if self.on_map and self.alley_id else ()

    @property
    def on_map(self) -> bool:
        """Whether the naming is joined to an alley as a fact, not as a guess."""
        return self.verdict == "accepted"


@dataclass(frozen=True, slots=True)
class Plaque:
    """One physical sign."""

    plaque_id: str
    naming_id: str | None
    status: str | None
    date: str | None
    end_fa: str | None
    text_fa: str | None
    note_fa: str | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Alley:
    """One thoroughfare with everything a page about it says.

    `lines` holds the geometry: one tuple of (lon, lat) per unbroken line.
    """

    alley_id: int
    code: str
    name_fa: str | None
    kind: str
    road_class: str
    parent_fa: str | None
    number: int | None
    district: str | None
    neighbourhood: str | None
    length_m: float
    state: str | None
    mouth_lon: float
    mouth_lat: float
    bbox: BBox
    lines: tuple[tuple[tuple[float, float], ...], ...]
    source_ids: tuple[str, ...]
    namings: tuple[Naming, ...] = ()
    plaques: tuple[Plaque, ...] = ()


@dataclass(frozen=True, slots=True)
class Street:
    """A thoroughfare as a picture needs it.

    `lines` are arrays of (lon, lat), shape (n, 2).
    """

    alley_id: int
    road_class: str
    name_fa: str | None
    state: str | None
    lines: tuple[npt.NDArray[np.float64], ...]


@dataclass(frozen=True, slots=True)
class Martyr:
    """One honoree with all the namings that honour them."""

    martyr_id: int
    honoree_fa: str
    title_fa: str | None
    father_fa: str | None
    namings: tuple[Naming, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a result list: an alley with a name, or a naming not yet on the map."""

    alley_id: int | None
    naming_id: str | None
    martyr_id: int | None
    title_fa: str
    title_en: str
    title_ar: str
    honoree_fa: str | None
    father_fa: str | None
    old_name_fa: str | None
    district: str | None
    neighbourhood: str | None
    main_street_fa: str | None
    plaque_status: str | None
    lon: float | None
    lat: float | None
    bbox: BBox | None
    score: float
    why_fa: str | None
    distance_m: float | None = None

    @property
    def on_map(self) -> bool:
        """Whether there is an alley to show for it."""
        return self.alley_id is not None


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The hits for one query, best first, and near spellings when there are none.

    `truncated` says that only the beginning of a long query was looked at.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    suggestions: tuple[str, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How far one area is; a share is None where its denominator is 0.

    Attributes
    ----------
    eligible : int
        Alleys of the area that the plan may name.
    named : int
        Alleys named by the register: namings of the area, one alley counted once.
    matched : int
        Those of them that are joined to an alley of the map.
    made, installed, verified, damaged, missing : int
        Those of them by the most telling sign: ready but not up, up, up and checked in the
        street, damaged, gone.
    length_m, named_length_m : float
        Length of the eligible alleys, and of those that carry a naming [m];
        `made_length_m` and its like of those with such a sign.
    near_named, near_installed : int
        Eligible alleys within a walk of `geodata.reach.NEAR_M` of a named alley, of a plaque.
    median_m, p90_m : float or None
        Half and nine tenths of the eligible alleys have a plaque within so many metres' walk.
    """

    area_id: str
    name_fa: str
    kind: str
    district: str | None
    eligible: int
    named: int
    matched: int
    made: int
    installed: int
    verified: int
    damaged: int
    missing: int
    length_m: float
    named_length_m: float
    made_length_m: float
    installed_length_m: float
    verified_length_m: float
    damaged_length_m: float
    missing_length_m: float
    near_named: int = 0
    near_installed: int = 0
    median_m: float | None = None
    p90_m: float | None = None

    @property
    def share_named(self) -> float | None:
        """Named among eligible alleys."""
        return self.named / self.eligible if self.eligible else None

    @property
    def share_installed(self) -> float | None:
        """Named alleys whose plaque is up."""
        return self.installed / self.named if self.named else None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """How far an area was at one published build; counts as in `CoverageRow`."""

    built_at: str
    eligible: int
    named: int
    matched: int
    installed: int
    verified: int


@dataclass(frozen=True, slots=True)
class Moved:
    """An alley that is no longer there: what became of it."""

    alley_id: int
    successor_id: int | None
    reason_fa: str


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """Alleys within a box, and whether there were more than the limit.

    Attributes
    ----------
    gone : tuple of int
        Ids of alleys that are no longer there, when one asked what changed.
    """

    alleys: tuple[Alley, ...]
    truncated: bool = field(default=False)
    gone: tuple[int, ...] = ()
