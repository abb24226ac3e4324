"""The steward's pages of tours: what may be changed of one, and what has to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from geodata.errors import GeodataError
from geodata.journal.tour_stops import MOST_STOPS, StopFacts, TourStop
from geodata.journal.tours import LEAST_STOPS, TourFacts, TourState
from geodata.tours import Standing
from webmap.contexts.results import ResultsContext
from webmap.contexts.tours import StopView, TourContext
from webmap.i18n import gettext, mark

Typed = Mapping[str, str] | None
FLAGS = {
    Standing.MERGED: mark("با کوچهٔ دیگری یکی شده"),
    Standing.ELSEWHERE: mark("نام به کوچهٔ دیگری رفته"),
    Standing.UNNAMED: mark("نامش دیگر با این کوچه تطبیق ندارد"),
    Standing.GONE: mark("دیگر روی نقشه نیست"),
}
"""What a steward has to look at."""


@dataclass(frozen=True, slots=True)
class OverviewContext:
    """All tours, and what was written into the form for a new one."""

    tours: tuple[TourContext, ...]
    values: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class EditStop:
    """A stop with what its form holds."""

    view: StopView
    values: Mapping[str, str]
    flag: str


@dataclass(frozen=True, slots=True)
class EditContext:
    """One tour as a steward changes it.

    Attributes
    ----------
    removed : tuple of TourStop
        What was taken out, the last first.
    results : ResultsContext
        Alleys that were looked for, to stop at.
    problem : str
        Why what was sent was not taken; "" when nothing was.
    problem_at : str
        Id of the form that was sent.
    """

    page: TourContext
    values: Mapping[str, str]
    stops: tuple[EditStop, ...]
    removed: tuple[TourStop, ...]
    results: ResultsContext
    problem: str
    problem_at: str

    @property
    def is_full(self) -> bool:
        """Whether it may have no further stop."""
        return len(self.stops) >= MOST_STOPS

    @property
    def may_publish(self) -> bool:
        """Whether it can be shown to everybody."""
        is_shown = self.page.tour.state is TourState.PUBLISHED
        return not is_shown and len(self.page.present) >= LEAST_STOPS

    @property
    def is_published(self) -> bool:
        """Whether everybody sees it."""
        return self.page.tour.state is TourState.PUBLISHED


def overview_context(
    known: list[TourContext], *, typed: Typed, refused: GeodataError | None
) -> OverviewContext:
    """Return the list of all tours."""
    return OverviewContext(tuple(known), _tour_values(None, typed), _sentence(refused))


def edit_context(
    page: TourContext,
    removed: list[TourStop],
    results: ResultsContext,
    *,
    typed: Typed,
    refused: GeodataError | None,
) -> EditContext:
    """Return one tour to be changed; a form that was refused holds what was written into it."""
    sent = (typed or {}).get("form", "")
    return EditContext(
        page=page,
        values=_tour_values(page.tour.facts, typed if sent == "facts" else None),
        stops=tuple(_stop(view, typed if sent == _form_of(view) else None) for view in page.stops),
        removed=tuple(removed),
        results=results,
        problem=_sentence(refused),
        problem_at=sent,
    )


def flag_word(view: StopView) -> str:
    """Return what a steward has to look at; "" for a stop that is as it was."""
    return gettext(FLAGS[view.standing]) if view.standing in FLAGS else ""


def _stop(view: StopView, typed: Typed) -> EditStop:
    facts = StopFacts(view.stop.text_fa, view.stop.media_url, view.stop.minutes)
    written = {name: str(value) for name, value in asdict(facts).items()}
    return EditStop(
        view, {name: (typed or written).get(name, "") for name in written}, flag_word(view)
    )


def _form_of(view: StopView) -> str:
    return f"stop-{view.stop.stop_id}"


def _tour_values(facts: TourFacts | None, typed: Typed) -> Mapping[str, str]:
    names = TourFacts.__dataclass_fields__
    written = asdict(facts) if facts and typed is None else typed or {}
    return {name: str(written.get(name) or "") for name in names}


def _sentence(refused: GeodataError | None) -> str:
    return gettext(refused.message_fa) if refused else ""
