"""One correction beside the record it is about, and what a steward can make of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from geodata.catalogue import Alley, Catalogue
from geodata.journal import Journal
from geodata.journal.corrections import CorrectionKind, CorrectionState
from geodata.journal.plaque_records import events_in_force
from geodata.journal.report_answers import Answer, Outcome, answers_of
from geodata.journal.reports import Report, report_of
from geodata.model import PlaqueStatus
from geodata.present_signs import Sign, present_signs
from webmap.contexts.reports import ReportRow, report_row
from webmap.i18n import gettext, mark
from webmap.portraits import Portrait, shown_of_all

OUTCOMES = {
    Outcome.REFUSED: mark("پذیرفته نشد"),
    Outcome.PLAQUE: mark("وضعیت پلاک ثبت شد"),
    Outcome.REVIEW: mark("نام‌گذاری به بازبینی رفت"),
    Outcome.PORTRAIT: mark("عکس به تصویرهای شهید افزوده شد"),
    Outcome.TAKE_DOWN: mark("تصویر برداشته شد"),
    Outcome.TASK: mark("پذیرفته شد و باید انجام شود"),
}
REPORTED = (PlaqueStatus.DAMAGED, PlaqueStatus.MISSING)
"""What a passer-by can tell of a sign."""
USUAL = {
    CorrectionKind.WRONG_PERSON: Outcome.REVIEW,
    CorrectionKind.WRONG_PLACE: Outcome.REVIEW,
    CorrectionKind.PLAQUE_DAMAGED: Outcome.PLAQUE,
    CorrectionKind.PLAQUE_MISSING: Outcome.PLAQUE,
    CorrectionKind.MARTYR_LEFT_OUT: Outcome.TASK,
    CorrectionKind.PHOTO: Outcome.PORTRAIT,
    CorrectionKind.OTHER: Outcome.TASK,
}
"""What a correction of each kind usually leads to: that form stands open."""
READY = {
    Outcome.REFUSED: (
        "سپاس از گزارش شما. بررسی شد و آنچه در نقشه آمده با دفتر نام‌گذاری یکی است.",
        "سپاس از گزارش شما. با آنچه نوشته‌اید نتوانستیم جای آن را پیدا کنیم؛ "
        "اگر نشانی دقیق‌تری دارید دوباره بفرستید.",
        "سپاس از گزارش شما. این گزارش پیش‌تر رسیده و رسیدگی شده است.",
    ),
    Outcome.PLAQUE: (
        "سپاس از گزارش شما. وضعیت پلاک ثبت شد و در فهرست کار گروه نصب است.",
        "سپاس از گزارش شما. نبودن پلاک ثبت شد؛ پلاک تازه پس از ساخت نصب می‌شود.",
    ),
    Outcome.REVIEW: (
        "سپاس از گزارش شما. این نام‌گذاری بازبینی می‌شود و نتیجه در نقشه می‌آید.",
        "سپاس از گزارش شما. برای بررسی به محل سر می‌زنیم و سپس نقشه را درست می‌کنیم.",
    ),
    Outcome.PORTRAIT: (
        "سپاس از عکسی که فرستادید. پس از رضایت خانواده در صفحهٔ شهید نشان داده می‌شود.",
        "سپاس از عکسی که فرستادید؛ اکنون در صفحهٔ شهید است.",
    ),
    Outcome.TAKE_DOWN: ("تصویر برداشته شد و دیگر نشان داده نمی‌شود. از یادآوری شما سپاسگزاریم.",),
    Outcome.TASK: (
        "سپاس از گزارش شما. پذیرفته شد و در دست انجام است.",
        "سپاس از گزارش شما. پلاک با واژهٔ «شهید» دوباره ساخته می‌شود.",
    ),
}
"""Sentences to start an answer from: Persian whatever the steward reads, as who gets them does."""


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What there is to decide.

    Attributes
    ----------
    alleys : tuple of Alley
        The alley it is about, or those of the person.
    answers : tuple of Answer
        Every answer that was given, the first one first.
    portraits : tuple of Portrait
        Those of its people that everybody sees now.
    phone : str or None
        The telephone number, when it was asked for.
    back : str
        Address of the list one came from.
    """

    row: ReportRow
    alleys: tuple[Alley, ...]
    answers: tuple[Answer, ...]
    signs: tuple[Sign, ...]
    portraits: tuple[Portrait, ...]
    phone: str | None
    back: str

    @property
    def report(self) -> Report:
        """The correction itself."""
        return self.row.report

    @property
    def seen(self) -> int:
        """What its forms say that one has seen."""
        return self.answers[-1].answer_id if self.answers else 0

    @property
    def answer(self) -> Answer | None:
        """The answer in force."""
        last = self.answers[-1] if self.answers else None
        return last if last and last.withdrawn_at is None else None

    @property
    def earlier(self) -> tuple[Answer, ...]:
        """Answers that were taken back."""
        return tuple(one for one in self.answers if one.withdrawn_at is not None)

    @property
    def is_new(self) -> bool:
        """Whether it waits for an answer."""
        return self.report.state is CorrectionState.NEW

    @property
    def is_task(self) -> bool:
        """Whether something remains to be done."""
        return self.report.state is CorrectionState.TASK

    @property
    def usual(self) -> Outcome:
        """Which form stands open."""
        if self.report.kind is CorrectionKind.PHOTO and not self.report.has_photo:
            return Outcome.TAKE_DOWN if self.portraits else Outcome.TASK
        return USUAL[self.report.kind]

    @property
    def status(self) -> PlaqueStatus:
        """What is said to have happened to a sign."""
        is_missing = self.report.kind is CorrectionKind.PLAQUE_MISSING
        return PlaqueStatus.MISSING if is_missing else PlaqueStatus.DAMAGED

    @property
    def recordable(self) -> tuple[Sign, ...]:
        """The signs of which anything of `REPORTED` may be recorded."""
        return tuple(sign for sign in self.signs if any(map(sign.may_become, REPORTED)))


def report_context(
    catalogue: Catalogue, journal: Journal, report_id: int, *, now: datetime, back: str,
    phone: str | None = None,
) -> ReportContext:  # fmt: skip
    """Return a correction with the record it is about as it is now.

    Raises
    ------
    UnknownRecordError
        There is no correction with this id.
    """
    with journal.reading() as connection:
        row = report_row(catalogue, report_of(connection, report_id), now)
        alleys = row.subject.alleys(catalogue)
        naming_ids = [naming.naming_id for naming in row.subject.namings] if alleys else []
        events = events_in_force(connection, naming_ids)
        answers = tuple(answers_of(connection, report_id))
    return ReportContext(
        row=row,
        alleys=alleys,
        answers=answers,
        signs=tuple(present_signs(catalogue.signs, events, naming_ids)),
        portraits=tuple(shown_of_all(row.subject.namings)),
        phone=phone,
        back=back,
    )


def outcome_word(outcome: str) -> str:
    """Return what became of a correction; what a later version wrote as it is."""
    return gettext(OUTCOMES[Outcome(outcome)]) if outcome in set(Outcome) else outcome


def ready_sentences(outcome: str) -> tuple[str, ...]:
    """Return sentences to start an answer from."""
    return READY[Outcome(outcome)]
