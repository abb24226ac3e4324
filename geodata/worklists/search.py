"""All work of a joined register, list by list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.crs import metric_crs_of
from geodata.findings.register import person_key, says_martyr
from geodata.frames import with_none
from geodata.model import PlaqueStatus, Verdict
from geodata.names import honoree_name, martyr_title
from geodata.names.alphabet import sortable
from geodata.names.families import family_name
from geodata.plaque_states import most_telling
from geodata.worklists.near import AlleysAround
from geodata.worklists.row import Candidate, WorkList, WorkRow, as_json

TROUBLED = {PlaqueStatus.DAMAGED, PlaqueStatus.MISSING, PlaqueStatus.REMOVED}
NOT_MADE = {PlaqueStatus.PLANNED, PlaqueStatus.APPROVED}
UNSAID, UNNAMED_FA = "unsaid", "بی نام"
_NAMING = (
    "naming_id", "full_name", "last_name", "main_street", "old_name", "district",
    "neighbourhood_id", "plaque_status", "verdict", "method", "score", "reason_fa", "alley_id",
    "alternatives",
)  # fmt: skip
_ALLEY = (
    "alley_id", "name_fa", "parent_fa", "district", "neighbourhood", "eligible", "mouth_lon",
    "mouth_lat",
)  # fmt: skip
_PLAQUE = ("plaque_id", "naming_id", "plaque_status", "plaque_text", "note", "lon", "lat")


def find_work(
    alleys: gpd.GeoDataFrame, namings: pd.DataFrame, plaques: pd.DataFrame
) -> Iterator[WorkRow]:
    """Yield every row of every list, list by list.

    Parameters
    ----------
    alleys : GeoDataFrame, EPSG:4326
        Columns as the build has them, `eligible` and the mouths among them.
    namings : DataFrame
        The register joined with its verdicts; `alternatives` are (alley id, score).
    plaques : DataFrame
        Columns `plaque_id`, `naming_id`, `plaque_status`, `plaque_text`, `note`, `lon`, `lat`
        [degrees EPSG:4326].
    """
    register = _Register(_rows(namings, _NAMING), _rows(alleys, _ALLEY))
    signs = _rows(plaques, _PLAQUE)
    yield from _waiting(register)
    yield from _unregistered(register)
    yield from _without_plaque(register)
    yield from _damaged(register, signs)
    yield from _orphans(register, signs, alleys)
    yield from _eligible(register)


class _Register:
    """The register and the map, each found from the other."""

    def __init__(self, namings: Sequence[Any], alleys: Sequence[Any]) -> None:
        self.namings = {row.naming_id: row for row in namings}
        self.alleys = {row.alley_id: row for row in alleys}
        self.carried: dict[int, list[Any]] = defaultdict(list)
        for row in namings:
            if row.verdict == Verdict.ACCEPTED.value:
                self.carried[row.alley_id].append(row)

    def alley_of(self, naming: Any) -> Any | None:
        """The alley that a naming is joined to as a fact."""
        is_fact = naming.verdict == Verdict.ACCEPTED.value
        return self.alleys[naming.alley_id] if is_fact else None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row belongs."""

    street_fa: str | None
    district: str | None
    neighbourhood: str | None
    alley_id: int | None = None
    lon: float | None = None
    lat: float | None = None


def _waiting(register: _Register) -> Iterator[WorkRow]:
    """Namings without an alley, and those whose alley somebody has to confirm."""
    for row in register.namings.values():
        if row.verdict == Verdict.ACCEPTED.value:
            continue
        is_uncertain = row.verdict == Verdict.REVIEW.value
        offered = [Candidate(alley_id=int(a), score=float(s)) for a, s in row.alternatives]
        yield _of_naming(
            WorkList.UNCERTAIN if is_uncertain else WorkList.UNMAPPED,
            row.method,
            row,
            _Place(row.main_street, row.district, row.neighbourhood_id),
            message_fa=row.reason_fa,
            score=offered[0].score if offered else None,
            candidates=as_json(offered),
        )


def _unregistered(register: _Register) -> Iterator[WorkRow]:
    """Alleys that say «شهید» on the map without a naming that speaks of them."""
    offered: Mapping[int, list[Candidate]] = defaultdict(list)
    waiting: Mapping[str, list[Candidate]] = defaultdict(list)
    for row in register.namings.values():
        if row.verdict == Verdict.ACCEPTED.value:
            continue
        waiting[person_key(row.full_name)].append(Candidate(naming_id=row.naming_id))
        for alley_id, score in row.alternatives:
            found = Candidate(naming_id=row.naming_id, score=float(score))
            offered[int(alley_id)].append(found)
    for alley in register.alleys.values():
        if alley.alley_id in register.carried or not says_martyr(alley.name_fa or ""):
            continue
        reviewed = sorted(offered.get(alley.alley_id, []), key=lambda one: -(one.score or 0))
        alike = waiting.get(person_key(alley.name_fa), [])
        reason = "in_review" if reviewed else "name_waits" if alike else "unknown"
        yield _of_alley(
            WorkList.UNREGISTERED, reason, alley, candidates=as_json((reviewed or alike)[:5])
        )


def _without_plaque(register: _Register) -> Iterator[WorkRow]:
    for alley_id, rows in register.carried.items():
        status = most_telling(row.plaque_status for row in rows)
        if status is None or not (status.is_up or status in TROUBLED):
            place = _place_of(register.alleys[alley_id])
            yield _of_naming(WorkList.WITHOUT_PLAQUE, status or UNSAID, rows[0], place)


def _damaged(register: _Register, signs: Sequence[Any]) -> Iterator[WorkRow]:
    """Signs in trouble, and alleys of which only the register says so."""
    told = set()
    for sign in signs:
        naming = register.namings.get(sign.naming_id)
        alley = None if naming is None else register.alley_of(naming)
        if naming is None or alley is None:
            continue
        told.add(naming.naming_id)
        if sign.plaque_status in TROUBLED:
            yield _of_naming(
                WorkList.DAMAGED,
                sign.plaque_status,
                naming,
                _place_of(alley, sign),
                plaque_id=sign.plaque_id,
                message_fa=sign.note,
            )
    for naming in register.namings.values():
        alley = register.alley_of(naming)
        if alley and naming.naming_id not in told and naming.plaque_status in TROUBLED:
            yield _of_naming(WorkList.DAMAGED, naming.plaque_status, naming, _place_of(alley))


def _orphans(
    register: _Register, signs: Sequence[Any], alleys: gpd.GeoDataFrame
) -> Iterator[WorkRow]:
    """Signs that no naming on the map speaks for; what is only planned is no sign yet.

    A sign without a naming may belong to the one of a named alley near it; a naming without an
    alley to an alley near its sign that may still be named.
    """
    is_carried = alleys["alley_id"].isin(register.carried)
    crs = metric_crs_of(alleys.total_bounds)
    named = AlleysAround(alleys[is_carried], crs)
    free = AlleysAround(alleys[alleys["eligible"] & ~is_carried], crs)
    for sign in signs:
        if sign.plaque_status in NOT_MADE:
            continue
        said = {"plaque_id": sign.plaque_id, "message_fa": sign.note or sign.plaque_text}
        naming = register.namings.get(sign.naming_id)
        if naming is None:
            found = named.nearest(sign.lon, sign.lat)
            nearest = register.alleys[found[0].alley_id] if found else None
            place = _Place(
                None, nearest and nearest.district, nearest and nearest.neighbourhood,
                lon=sign.lon, lat=sign.lat,
            )  # fmt: skip
            title = sign.plaque_text or sign.plaque_id
            reason = "no_naming" if sign.naming_id is None else "unknown_naming"
            yield _row(
                WorkList.ORPHAN_PLAQUES, reason, title, title, place,
                candidates=as_json(found), **said,
            )  # fmt: skip
        elif register.alley_of(naming) is None:
            place = _Place(
                naming.main_street, naming.district, naming.neighbourhood_id,
                lon=sign.lon, lat=sign.lat,
            )  # fmt: skip
            yield _of_naming(
                WorkList.ORPHAN_PLAQUES, "naming_off_map", naming, place,
                candidates=as_json(free.nearest(sign.lon, sign.lat)), **said,
            )  # fmt: skip


def _eligible(register: _Register) -> Iterator[WorkRow]:
    for alley in register.alleys.values():
        if not alley.eligible:
            continue
        carried = register.carried.get(alley.alley_id)
        if carried:
            place = _place_of(alley)
            yield _of_naming(WorkList.ELIGIBLE, "named", carried[0], place)
        else:
            yield _of_alley(WorkList.ELIGIBLE, "unnamed", alley)


def _of_naming(
    work_list: WorkList, reason: str, naming: Any, place: _Place, **said: Any
) -> WorkRow:
    family = family_name(naming.full_name, naming.last_name)
    return _row(
        work_list,
        reason,
        martyr_title(honoree_name(naming.full_name)),
        f"{family} {naming.full_name}",
        place,
        naming_id=naming.naming_id,
        old_name_fa=naming.old_name,
        **said,
    )


def _of_alley(work_list: WorkList, reason: str, alley: Any, **said: Any) -> WorkRow:
    name = alley.name_fa or UNNAMED_FA
    return _row(work_list, reason, name, name, _place_of(alley), **said)


def _place_of(alley: Any, sign: Any | None = None) -> _Place:
    at = (alley.mouth_lon, alley.mouth_lat)
    if sign is not None and sign.lon is not None:
        at = (sign.lon, sign.lat)
    return _Place(alley.parent_fa, alley.district, alley.neighbourhood, alley.alley_id, *at)


def _row(
    work_list: WorkList, reason: str, title: str, sorts_as: str, place: _Place, **said: Any
) -> WorkRow:
    return WorkRow(
        list=work_list.value,
        reason=str(reason),
        title_fa=title,
        by_name=sortable(sorts_as),
        street_fa=place.street_fa,
        district=place.district,
        neighbourhood=place.neighbourhood,
        alley_id=place.alley_id,
        lon=place.lon,
        lat=place.lat,
        **said,
    )


def _rows(frame: pd.DataFrame, columns: Sequence[str]) -> list[Any]:
    plain = with_none(pd.DataFrame(frame)[list(columns)])
    return list(plain.itertuples(index=False))
