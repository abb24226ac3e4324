"""One analysis: how far it is, how it ended, and what would change, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.intake.order import End, Ending, Order
from geodata.intake.preview import (
    COLUMNS,
    AreaChange,
    Cell,
    HeaderNote,
    Preview,
    SheetName,
    read_preview,
)
from geodata.intake.spool import Job, Progress
from geodata.intake.words import MEANINGS_FA
from geodata.journal.accounts import Role
from webmap.contexts.intake import JobLine, job_line
from webmap.contexts.intake_words import (
    ENDINGS,
    SHEETS,
    STAGES,
    alarm_sentence,
    cell_text,
    column_word,
    isolated,
    role_of_input,
)
from webmap.i18n import gettext, mark
from webmap.logins import required_login

WHOLE = 100
REGISTER_NUMBERS = (
    ("new", mark("تازه")),
    ("changed", mark("تغییرکرده")),
    ("gone", mark("دیگر نیست")),
    ("renumbered", mark("با شناسهٔ دیگر")),
    ("same", mark("بی‌تغییر")),
)
MATCH_NUMBERS = (
    ("kept", mark("همان‌جا می‌ماند")),
    ("gained", mark("تازه روی نقشه می‌آید")),
    ("other_alley", mark("به کوچهٔ دیگری می‌رود")),
    ("to_review", mark("به بازبینی می‌رود")),
    ("to_unmatched", mark("از نقشه می‌افتد")),
    ("to_register_error", mark("خطای دفتر شمرده می‌شود")),
    ("match_gone", mark("دیگر در دفتر نیست")),
)
THINGS = (
    ("register", mark("ردیف‌های دفتر")),
    ("accepted", mark("روی نقشه")),
    ("alleys", mark("معبرهای نقشه")),
    ("plaques", mark("پلاک‌ها")),
    ("portraits", mark("تصویرها")),
)
PROSE = frozenset({"reason", "sentence"})
"""Columns that hold sentences of the library, which are Persian."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: the name of its column for small screens, and how it reads."""

    key: str
    label: str
    text: str
    raw: Cell


@dataclass(frozen=True, slots=True)
class SheetView:
    """One table of a preview."""

    name: SheetName
    title: str
    total: int
    labels: tuple[str, ...]
    rows: tuple[tuple[CellView, ...], ...]


@dataclass(frozen=True, slots=True)
class HeaderView:
    """One header that only people can explain, and what it may mean."""

    number: int
    role_word: str
    note: HeaderNote
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ThingView:
    """How many of something there are and would be."""

    label: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class AreaView:
    """Coverage of one area before and after: named, on the map, with a plaque."""

    kind: str
    area_id: str
    name_fa: str
    cells: tuple[tuple[str, int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class JobContext:
    """The page of one analysis.

    Attributes
    ----------
    ending : Ending or None
        None while it runs.
    refusal : tuple of str
        Why the inputs were refused, line by line, in Persian.
    is_outdated : bool
        Another version was published since; what is shown is no longer what would change.
    """

    line: JobLine
    stage: str
    share: int
    ending: Ending | None
    ending_word: str
    refusal: tuple[str, ...]
    is_ready: bool
    is_outdated: bool
    keeps_going: bool
    published_as: str | None
    may_publish: bool
    alarms: tuple[str, ...]
    things: tuple[ThingView, ...]
    register: tuple[tuple[str, int], ...]
    matches: tuple[tuple[str, int], ...]
    coverage: tuple[AreaView, ...]
    sheets: tuple[SheetView, ...]
    headers: tuple[HeaderView, ...]


def job_context(job: Job, ending: Ending | None, current: Path | None) -> JobContext:
    """Return the page of an analysis; a preview that cannot be read makes it unsafe."""
    preview = read_preview(job) if ending is not None else None
    if ending is not None and ending.end is End.READY and preview is None:
        ending = Ending(End.UNSAFE)
    order, progress, published = job.order, job.progress(), job.published_as
    told = preview or Preview()
    return JobContext(
        line=job_line(job, ending),
        stage=stage_word(progress.stage),
        share=overall_share(progress),
        ending=ending,
        ending_word=gettext(ENDINGS[ending.end]) if ending and ending.end in ENDINGS else "",
        refusal=tuple(_refusal(ending, order)) if ending is not None else (),
        is_ready=ending is not None and ending.end is End.READY,
        is_outdated=(current.name if current else None) != order.base,
        keeps_going=order.keep_going,
        published_as=None if published is None else isolated(published),
        may_publish=required_login().account.role.includes(Role.ADMIN),
        alarms=tuple(map(alarm_sentence, told.alarms)),
        things=tuple(_things(told.numbers)),
        register=tuple(_numbers(told.numbers, REGISTER_NUMBERS)),
        matches=tuple(_numbers(told.numbers, MATCH_NUMBERS)),
        coverage=tuple(map(_area, told.coverage)),
        sheets=tuple(_sheets(told)),
        headers=tuple(_headers(told)),
    )


def _refusal(ending: Ending, order: Order) -> Iterator[str]:
    """Yield the lines of why inputs were refused; files are called what who sent them calls them.

    The worker knows them by names of ours.
    """
    names = {one.file: one for one in order.inputs}
    for line in ending.message_fa.splitlines():
        file, colon, rest = line.partition(":")
        if colon and file in names:
            one = names[file]
            yield f"{role_of_input(one.role)} ({isolated(one.name)}):{rest}"
        else:
            yield line


def stage_word(stage: str) -> str:
    """Return what an analysis is doing."""
    return gettext(STAGES.get(stage, STAGES["read"]))


def overall_share(progress: Progress) -> int:
    """Return how far an analysis is in per cent; every stage is an equal part."""
    stages = list(STAGES)
    done = stages.index(progress.stage) if progress.stage in stages else 0
    share = min(max(progress.share, 0.0), 1.0)
    return round(WHOLE * (done + share) / len(stages))


def _numbers(
    numbers: Mapping[str, int], wanted: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, int]]:
    for name, label in wanted:
        if name in numbers:
            yield gettext(label), numbers[name]


def _things(numbers: Mapping[str, int]) -> Iterator[ThingView]:
    for name, label in THINGS:
        before, after = numbers.get(f"{name}_before"), numbers.get(f"{name}_after")
        if before is not None and after is not None and (before or after):
            yield ThingView(gettext(label), before, after)


def _area(change: AreaChange) -> AreaView:
    labels = (gettext("نام‌گذاری‌شده"), gettext("روی نقشه"), gettext("پلاک نصب‌شده"))
    was = change.before[1:] if change.before else (None,) * len(labels)
    now = change.after[1:] if change.after else (None,) * len(labels)
    cells = tuple(zip(labels, was, now, strict=True))
    return AreaView(change.kind, change.area_id, change.name_fa, cells)


def _sheets(preview: Preview) -> Iterator[SheetView]:
    for name, title in SHEETS.items():
        sheet = preview.sheets.get(name)
        if sheet is None or not sheet.total:
            continue
        keys = COLUMNS[name]
        labels = tuple(map(column_word, keys))
        rows = tuple(
            tuple(
                CellView(key, label, cell_text(key, value), value)
                for key, label, value in zip(keys, labels, row, strict=True)
            )
            for row in sheet.rows
        )
        yield SheetView(name, gettext(title), sheet.total, labels, rows)


def _headers(preview: Preview) -> Iterator[HeaderView]:
    for number, note in enumerate(preview.headers):
        choices = tuple((column, gettext(word)) for column, word in MEANINGS_FA[note.role].items())
        yield HeaderView(number, role_of_input(note.role), note, choices)
