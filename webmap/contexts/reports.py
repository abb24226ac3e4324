"""The queue of corrections in words, with what every other choice would leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geodata.catalogue import Catalogue
from geodata.catalogue.facets import count_facets
from geodata.journal import Journal
from geodata.journal.corrections import CorrectionKind, CorrectionState
from geodata.journal.reports import AGES, FACETS, NOWHERE, Report, report_cube, reports
from webmap.contexts.correction import KINDS
from webmap.contexts.paging import Address, Facet, Option, PageLinks, page_links
from webmap.i18n import gettext, mark, ngettext
from webmap.places import area_name
from webmap.presentation import local_number
from webmap.subjects import Subject, subject_of

ANY = "all"
"""What asks for every state; without a word those that wait are wanted."""
SORTS = {"oldest": mark("کهنه‌ترین نخست"), "newest": mark("تازه‌ترین نخست")}
FACET_LABELS = {
    "state": mark("وضعیت"),
    "kind": mark("گونهٔ گزارش"),
    "district": mark("منطقه"),
    "age": mark("زمان رسیدن"),
}
STATES = {
    CorrectionState.NEW: mark("در نوبت بررسی"),
    CorrectionState.TASK: mark("در دست انجام"),
    CorrectionState.ACCEPTED: mark("پذیرفته"),
    CorrectionState.REJECTED: mark("نپذیرفته"),
}
AGE_WORDS = {
    "days": mark("تا ۳ روز پیش"),
    "weeks": mark("۳ تا ۱۴ روز پیش"),
    "months": mark("۱۴ تا ۹۰ روز پیش"),
    "longer": mark("بیش از ۹۰ روز پیش"),
}
CHIPS = {
    CorrectionState.NEW: "waiting",
    CorrectionState.TASK: "waiting",
    CorrectionState.ACCEPTED: "installed",
    CorrectionState.REJECTED: "plain",
}
Wanted = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class WantedReports:
    """Which corrections an address asks for, and in which order."""

    facets: Wanted
    sort: str = "oldest"

    def query(self) -> dict[str, Any]:
        """Return the choices as they stand in an address, defaults left out."""
        values = {name: value for name, value in self.facets.items() if value is not None}
        state = values.pop("state", ANY)
        told = {"state": state} if state != CorrectionState.NEW else {}
        return told | values | ({"sort": self.sort} if self.sort != "oldest" else {})

    def choosing(self, facet: str, value: str | None) -> WantedReports:
        """Return the same with another value."""
        return WantedReports({**self.facets, facet: value}, self.sort)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One correction of the queue and what it is about."""

    report: Report
    subject: Subject
    now: datetime

    @property
    def kind_word(self) -> str:
        """What is said to be wrong."""
        return gettext(KINDS[self.report.kind])

    @property
    def state_word(self) -> str:
        """Where it stands."""
        return gettext(STATES[self.report.state])

    @property
    def chip(self) -> str:
        """How its state looks."""
        return CHIPS[self.report.state]

    @property
    def waiting(self) -> str:
        """How long it has waited; "" when it waits no more."""
        if self.report.state is not CorrectionState.NEW:
            return ""
        days = (self.now - self.report.sent_at).days
        if days < 1:
            return gettext("امروز رسیده است")
        return ngettext(
            "%(days)s روز در نوبت", "%(days)s روز در نوبت", days, days=local_number(days)
        )


@dataclass(frozen=True, slots=True)
class QueueContext:
    """One page of the queue; `here` is its address, to come back to."""

    total: int
    rows: tuple[ReportRow, ...]
    pages: PageLinks
    facets: tuple[Facet, ...]
    chosen: tuple[Option, ...]
    sorts: tuple[Option, ...]
    here: str


def queue_context(
    catalogue: Catalogue, journal: Journal, wanted: WantedReports, page: int, *, length: int,
    now: datetime, address: Address,
) -> QueueContext:  # fmt: skip
    """Return one page of the corrections an address asks for."""
    with journal.reading() as connection:
        total, counts = count_facets(report_cube(connection, now=now), FACETS, wanted.facets)
        found = reports(
            connection, wanted.facets, now=now, newest_first=wanted.sort == "newest",
            limit=length, offset=(page - 1) * length,
        )  # fmt: skip
    return QueueContext(
        total=total,
        rows=tuple(report_row(catalogue, report, now) for report in found),
        pages=page_links(
            page,
            length=length,
            shown=len(found),
            total=total,
            to=lambda number: address({**wanted.query(), "page": number}),
        ),
        facets=tuple(_facets(counts, wanted, address)),
        chosen=tuple(
            Option(_word(facet, value), total, address(wanted.choosing(facet, None).query()), True)
            for facet, value in wanted.facets.items()
            if value is not None
        ),
        sorts=tuple(
            Option(
                gettext(label),
                0,
                address(WantedReports(wanted.facets, sort).query()),
                sort == wanted.sort,
            )
            for sort, label in SORTS.items()
        ),
        here=address(wanted.query() | ({"page": page} if page > 1 else {})),
    )


def report_row(catalogue: Catalogue, report: Report, now: datetime) -> ReportRow:
    """Return a correction with what is known now of what it is about."""
    return ReportRow(report, subject_of(catalogue, report.alley_id, report.martyr_id), now)


def _facets(
    counts: Mapping[str, Mapping[str, int]], wanted: WantedReports, address: Address
) -> Iterator[Facet]:
    for facet in FACETS:
        chosen = wanted.facets[facet]
        options = tuple(
            Option(
                _word(facet, value),
                number,
                address(wanted.choosing(facet, None if chosen == value else value).query()),
                chosen == value,
            )
            for value, number in sorted(
                counts[facet].items(), key=lambda pair: _order(facet, *pair)
            )
        )
        if options:
            yield Facet(facet, gettext(FACET_LABELS[facet]), options)


def _order(facet: str, value: str, number: int) -> tuple[Any, ...]:
    if facet == "state":
        return (tuple(CorrectionState).index(CorrectionState(value)),)
    if facet == "age":
        return ([*AGES].index(value),)
    return (-number, value) if facet == "kind" else (value == NOWHERE, len(value), value)


def _word(facet: str, value: str) -> str:
    if facet == "state":
        return gettext(STATES[CorrectionState(value)])
    if facet == "kind":
        return gettext(KINDS[CorrectionKind(value)])
    if facet == "age":
        return gettext(AGE_WORDS[value])
    return gettext("بی منطقه") if value == NOWHERE else area_name(value, "district")
