"""What is on which work list, from the records of namings, alleys and signs.

Plain records in, rows out: the build asks it of a whole city (`geodata.worklists.search`), the site
of the few records that a decision touches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.model import PlaqueStatus, Verdict
from geodata.names import martyr_title, person_key, says_martyr
from geodata.names.alphabet import sortable
from geodata.plaque_states import most_telling
from geodata.worklists.row import Candidate, WorkList, WorkRow, as_json

TROUBLED = frozenset({PlaqueStatus.DAMAGED, PlaqueStatus.MISSING, PlaqueStatus.REMOVED})
NOT_MADE = frozenset({PlaqueStatus.PLANNED, PlaqueStatus.APPROVED})
UNSAID, UNNAMED_FA = "unsaid", "بی نام"
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class WorkNaming:
    """A naming as the lists need it; `by_name` sorts as Persian dictionaries do."""

    naming_id: str
    honoree_fa: str
    by_name: str
    main_street: str | None
    old_name: str | None
    district: str | None
    neighbourhood_id: str | None
    plaque_status: str | None
    verdict: str
    method: str
    reason_fa: str
    alley_id: int | None
    alternatives: Sequence[tuple[int, float]]
    further: Sequence[int] = ()

    @property
    def alleys(self) -> tuple[int, ...]:
        """The alleys that carry it as a fact."""
        if self.verdict != Verdict.ACCEPTED.value or self.alley_id is None:
            return ()
        return (self.alley_id, *self.further)


@dataclass(frozen=True, slots=True)
class WorkAlley:
    """An alley as the lists need it; mouth in degrees EPSG:4326."""

    alley_id: int
    name_fa: str | None
    parent_fa: str | None
    district: str | None
    neighbourhood: str | None
    eligible: bool
    mouth_lon: float
    mouth_lat: float


@dataclass(frozen=True, slots=True)
class WorkSign:
    """A sign as the lists need it; place in degrees EPSG:4326."""

    plaque_id: str
    naming_id: str | None
    plaque_status: str | None
    plaque_text: str | None
    note: str | None
    lon: float | None
    lat: float | None


Near = Callable[[float | None, float | None], list[Candidate]]
"""Gives the alleys around a place, the nearest first."""


def nowhere(lon: float | None, lat: float | None) -> list[Candidate]:
    """Return no alley at all."""
    return []


class Register:
    """The register and the map, each found from the other."""

    def __init__(self, namings: Iterable[WorkNaming], alleys: Iterable[WorkAlley]) -> None:
        self.namings = {row.naming_id: row for row in namings}
        self.alleys = {row.alley_id: row for row in alleys}
        self.carried: dict[int, list[WorkNaming]] = defaultdict(list)
        for row in self.namings.values():
            for alley_id in row.alleys:
                self.carried[alley_id].append(row)

    def alley_of(self, naming: WorkNaming) -> WorkAlley | None:
        """Return the alley that a naming is joined to as a fact, the first of several."""
        return self.alleys[naming.alleys[0]] if naming.alleys else None


def work_of(
    register: Register, signs: Sequence[WorkSign], *, named: Near = nowhere, free: Near = nowhere
) -> Iterator[WorkRow]:
    """Yield every row of every list, list by list.

    Parameters
    ----------
    named, free : callable
        Give the alleys around a place that carry a naming, and those that may still get one.
    """
    yield from _waiting(register)
    yield from _unregistered(register)
    yield from _without_plaque(register)
    yield from _damaged(register, signs)
    yield from _orphans(register, signs, named, free)
    yield from _eligible(register)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row belongs."""

    street_fa: str | None
    district: str | None
    neighbourhood: str | None
    alley_id: int | None = None
    lon: float | None = None
    lat: float | None = None


def _waiting(register: Register) -> Iterator[WorkRow]:
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


def _unregistered(register: Register) -> Iterator[WorkRow]:
    """Alleys that say «شهید» on the map without a naming that speaks of them."""
    offered: Mapping[int, list[Candidate]] = defaultdict(list)
    waiting: Mapping[str, list[Candidate]] = defaultdict(list)
    for row in register.namings.values():
        if row.verdict == Verdict.ACCEPTED.value:
            continue
        waiting[person_key(row.honoree_fa)].append(Candidate(naming_id=row.naming_id))
        for alley_id, score in row.alternatives:
            found = Candidate(naming_id=row.naming_id, score=float(score))
            offered[int(alley_id)].append(found)
    for alley in register.alleys.values():
        name = alley.name_fa or ""
        if alley.alley_id in register.carried or not says_martyr(name):
            continue
        reviewed = sorted(offered.get(alley.alley_id, []), key=lambda one: -(one.score or 0))
        alike = waiting.get(person_key(name), [])
        reason = "in_review" if reviewed else "name_waits" if alike else "unknown"
        yield _of_alley(
            WorkList.UNREGISTERED,
            reason,
            alley,
            candidates=as_json((reviewed or alike)[:MOST_CANDIDATES]),
        )


def _without_plaque(register: Register) -> Iterator[WorkRow]:
    for alley_id, rows in register.carried.items():
        status = most_telling(row.plaque_status for row in rows)
        if status is None or not (status.is_up or status in TROUBLED):
            place = _place_of(register.alleys[alley_id])
            yield _of_naming(WorkList.WITHOUT_PLAQUE, status or UNSAID, rows[0], place)


def _damaged(register: Register, signs: Sequence[WorkSign]) -> Iterator[WorkRow]:
    """Signs in trouble, and alleys of which only the register says so."""
    told = set()
    for sign in signs:
        naming = register.namings.get(sign.naming_id or "")
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
    register: Register, signs: Sequence[WorkSign], named: Near, free: Near
) -> Iterator[WorkRow]:
    """Signs that no naming on the map speaks for; what is only planned is no sign yet.

    A sign without a naming may belong to the one of a named alley near it; a naming without an
    alley to an alley near its sign that may still be named.
    """
    for sign in signs:
        if sign.plaque_status in NOT_MADE:
            continue
        said = {"plaque_id": sign.plaque_id, "message_fa": sign.note or sign.plaque_text}
        naming = register.namings.get(sign.naming_id or "")
        if naming is None:
            found = named(sign.lon, sign.lat)
            nearest = register.alleys.get(found[0].alley_id or 0) if found else None
            place = _Place(
                None,
                nearest.district if nearest else None,
                nearest.neighbourhood if nearest else None,
                lon=sign.lon,
                lat=sign.lat,
            )
            title = sign.plaque_text or sign.plaque_id
            reason = "no_naming" if sign.naming_id is None else "unknown_naming"
            yield _row(
                WorkList.ORPHAN_PLAQUES, reason, title, sortable(title), place,
                candidates=as_json(found), **said,
            )  # fmt: skip
        elif register.alley_of(naming) is None:
            place = _Place(
                naming.main_street, naming.district, naming.neighbourhood_id,
                lon=sign.lon, lat=sign.lat,
            )  # fmt: skip
            yield _of_naming(
                WorkList.ORPHAN_PLAQUES, "naming_off_map", naming, place,
                candidates=as_json(free(sign.lon, sign.lat)), **said,
            )  # fmt: skip


def _eligible(register: Register) -> Iterator[WorkRow]:
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
    work_list: WorkList, reason: str, naming: WorkNaming, place: _Place, **said: Any
) -> WorkRow:
    return _row(
        work_list,
        reason,
        martyr_title(naming.honoree_fa),
        naming.by_name,
        place,
        naming_id=naming.naming_id,
        old_name_fa=naming.old_name,
        **said,
    )


def _of_alley(work_list: WorkList, reason: str, alley: WorkAlley, **said: Any) -> WorkRow:
    name = alley.name_fa or UNNAMED_FA
    return _row(work_list, reason, name, sortable(name), _place_of(alley), **said)


def _place_of(alley: WorkAlley, sign: WorkSign | None = None) -> _Place:
    at = (alley.mouth_lon, alley.mouth_lat)
    if sign is not None and sign.lon is not None and sign.lat is not None:
        at = (sign.lon, sign.lat)
    return _Place(alley.parent_fa, alley.district, alley.neighbourhood, alley.alley_id, *at)


def _row(
    work_list: WorkList, reason: str, title: str, by_name: str, place: _Place, **said: Any
) -> WorkRow:
    return WorkRow(
        list=work_list.value,
        reason=str(reason),
        title_fa=title,
        by_name=by_name,
        street_fa=place.street_fa,
        district=place.district,
        neighbourhood=place.neighbourhood,
        alley_id=place.alley_id,
        lon=place.lon,
        lat=place.lat,
        **said,
    )
