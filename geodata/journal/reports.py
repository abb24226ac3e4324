"""Corrections as stewards see them: a queue by state, kind, district and age, and each alone.

A telephone number is not among what is read: whoever wants it asks for it, and that is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, select, update

from geodata.errors import UnknownRecordError
from geodata.journal.audit import Action
from geodata.journal.corrections import (
    CorrectionKind,
    CorrectionState,
    tracking_code,
    unknown_code,
)
from geodata.journal.database import Journal
from geodata.journal.tables import correction

FACETS = ("state", "kind", "district", "age")
AGES: Mapping[str, int | None] = {"days": 3, "weeks": 14, "months": 90, "longer": None}
"""How long ago a correction was sent → at most so many days."""
NOWHERE = "none"
"""What stands for the district of a correction that has none."""
Wanted = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Report:
    """One correction, without what it takes a click to see.

    Attributes
    ----------
    has_phone, has_photo : bool
        Whether there is one still; what is closed loses both after a while, at `cleared_at`.
    """

    report_id: int
    code: str
    kind: CorrectionKind
    alley_id: int | None
    martyr_id: int | None
    text: str
    has_phone: bool
    has_photo: bool
    sent_at: datetime
    state: CorrectionState
    district: str | None
    cleared_at: datetime | None

    @property
    def subject(self) -> str:
        """What the audit calls it."""
        return subject_of(self.report_id)


_TABLE = correction.c
_COLUMNS = (
    _TABLE.correction_id.label("report_id"), _TABLE.code, _TABLE.kind, _TABLE.alley_id,
    _TABLE.martyr_id, _TABLE.text, (_TABLE.phone != "").label("has_phone"),
    _TABLE.photo.is_not(None).label("has_photo"), _TABLE.sent_at, _TABLE.state, _TABLE.district,
    _TABLE.cleared_at,
)  # fmt: skip


def subject_of(report_id: int) -> str:
    """Return what the audit calls a correction: its code is for whoever sent it."""
    return f"report-{report_id}"


def reports(
    connection: Connection, wanted: Wanted, *, now: datetime, newest_first: bool = False,
    limit: int, offset: int = 0,
) -> list[Report]:  # fmt: skip
    """Return corrections with the wanted values of `FACETS`, by when they were sent."""
    facets = _facets(now)
    asked = select(_TABLE.correction_id)
    for facet, value in wanted.items():
        if value is not None:
            asked = asked.where(facets[facet] == value)
    order = (_TABLE.sent_at, _TABLE.correction_id)
    by_time = [column.desc() for column in order] if newest_first else order
    found = connection.scalars(asked.order_by(*by_time).limit(limit).offset(offset)).all()
    rows = connection.execute(select(*_COLUMNS).where(_TABLE.correction_id.in_(found)))
    known = {report.report_id: report for report in map(_report, rows)}
    return [known[report_id] for report_id in found]


def waiting_kinds(connection: Connection, martyr_id: int, alley_id: int | None) -> frozenset[str]:
    """Return what somebody says is wrong with a person or an alley and nobody has settled yet."""
    about = correction.c.martyr_id == martyr_id
    if alley_id is not None:
        about = about | (correction.c.alley_id == alley_id)
    waits = correction.c.state.in_([CorrectionState.NEW.value, CorrectionState.TASK.value])
    return frozenset(connection.scalars(select(correction.c.kind).where(about, waits)))


def report_cube(connection: Connection, *, now: datetime) -> list[tuple[Any, ...]]:
    """Return how many corrections there are of every combination of `FACETS` that occurs."""
    told = select(*(column.label(facet) for facet, column in _facets(now).items())).subquery()
    names = [told.c[facet] for facet in FACETS]
    return [tuple(row) for row in connection.execute(select(*names, func.count()).group_by(*names))]


def report_of(connection: Connection, report_id: int) -> Report:
    """Return one correction.

    Raises
    ------
    UnknownRecordError
        There is none with this id.
    """
    row = connection.execute(select(*_COLUMNS).where(_TABLE.correction_id == report_id)).first()
    if row is None:
        raise _unknown(report_id)
    return _report(row)


def report_by_code(connection: Connection, typed: str) -> int:
    """Return the id of the correction with a tracking code.

    Raises
    ------
    UnknownRecordError
        Nobody was given this code, or it was mistyped.
    """
    code = tracking_code(typed)
    found: int | None = connection.scalar(select(_TABLE.correction_id).where(_TABLE.code == code))
    if found is None:
        raise unknown_code(code)
    return found


def photo_of(connection: Connection, report_id: int) -> bytes | None:
    """Return the photo that was sent, as long as there is one."""
    photo: bytes | None = connection.scalar(
        select(_TABLE.photo).where(_TABLE.correction_id == report_id)
    )
    return photo


def show_contact(journal: Journal, report_id: int, *, by: str, now: datetime) -> str:
    """Return the telephone number of whoever sent a correction; who saw it is in the audit.

    Raises
    ------
    UnknownRecordError
        There is no such correction, or no number.
    """
    with journal.changing(by, Action.CONTACT_SHOWN, subject_of(report_id), now=now) as connection:
        phone: str | None = connection.scalar(
            select(_TABLE.phone).where(_TABLE.correction_id == report_id)
        )
        if not phone:
            raise UnknownRecordError(
                f"report {report_id} has no number", "برای این گزارش شماره‌ای نیست"
            )
    return phone


def unplaced(connection: Connection) -> list[tuple[int, int | None, int | None]]:
    """Return (id, alley, martyr) of what waits and is about a record, its district unknown."""
    is_open = _TABLE.state.in_((CorrectionState.NEW.value, CorrectionState.TASK.value))
    is_about = _TABLE.alley_id.is_not(None) | _TABLE.martyr_id.is_not(None)
    asked = select(_TABLE.correction_id, _TABLE.alley_id, _TABLE.martyr_id)
    rows = connection.execute(asked.where(is_open, is_about, _TABLE.district.is_(None)))
    return [tuple(row) for row in rows]


def place(journal: Journal, districts: Iterable[tuple[int, str]]) -> None:
    """Keep the districts of corrections by their ids; nobody decides anything by that."""
    with journal.writing() as connection:
        for report_id, district in districts:
            this = update(correction).where(_TABLE.correction_id == report_id)
            connection.execute(this.values(district=district))


def _facets(now: datetime) -> dict[str, ColumnElement[Any]]:
    limits = [now - timedelta(days) for days in AGES.values() if days is not None]
    age = case(
        *((_TABLE.sent_at > limit, name) for limit, name in zip(limits, AGES, strict=False)),
        else_=[*AGES][-1],
    )
    columns = (_TABLE.state, _TABLE.kind, func.coalesce(_TABLE.district, NOWHERE), age)
    return dict(zip(FACETS, columns, strict=True))


def _report(row: Row[Any]) -> Report:
    told = dict(row._mapping)
    kind, state = CorrectionKind(told.pop("kind")), CorrectionState(told.pop("state"))
    return Report(kind=kind, state=state, **told)


def _unknown(report_id: int) -> UnknownRecordError:
    return UnknownRecordError(f"no report {report_id}", "گزارشی با این شناسه نیست")
