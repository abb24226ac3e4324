"""Sending new inputs: what the current version was built of, and the analyses there have been."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from geodata.errors import UnknownRecordError
from geodata.input_roles import InputRole
from geodata.intake.order import End, Ending, Order
from geodata.intake.ordering import Present, present_inputs
from geodata.intake.spool import Job, Spool
from geodata.store.directory import MANIFEST
from webmap.contexts.intake_words import ENDINGS, isolated, role_of_input
from webmap.i18n import gettext
from webmap.intake_form import UPLOADED


@dataclass(frozen=True, slots=True)
class InputField:
    """One input that may be sent.

    Attributes
    ----------
    present : Present or None
        What the current version was built of.
    file : str
        Its name, to stand in a sentence.
    may_be_left : bool
        Whether the next version can do without it.
    """

    role: InputRole
    label: str
    accept: str
    endings: str
    present: Present | None
    file: str
    may_be_left: bool
    is_needed: bool


@dataclass(frozen=True, slots=True)
class JobLine:
    """One analysis in the list."""

    job_id: str
    at: datetime
    by: str
    files: tuple[str, ...]
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class ImportContext:
    """The form and the latest analyses.

    Attributes
    ----------
    carried : tuple of InputField
        Inputs that cannot be sent here and stay as they are.
    lost : tuple of str
        Names of the current version's inputs of which no copy was kept.
    """

    fields: tuple[InputField, ...]
    carried: tuple[InputField, ...]
    lost: tuple[str, ...]
    has_version: bool
    jobs: tuple[JobLine, ...]
    running: str | None
    limit_mb: int
    message_fa: str


def import_context(
    version: Path | None, jobs: Iterable[Job], spool: Spool, limit_mb: int, message_fa: str
) -> ImportContext:
    """Return the page on which new inputs are sent."""
    present = present_inputs(version)
    fields = [_field(role, present.get(role)) for role in UPLOADED]
    carried = [_field(role, found) for role, found in present.items() if role not in UPLOADED]
    lines = list(_lines(jobs, spool))
    return ImportContext(
        fields=tuple(fields),
        carried=tuple(carried),
        lost=tuple(_lost(version, present)),
        has_version=version is not None,
        jobs=tuple(lines),
        running=next((line.job_id for line in lines if line.tone == "waiting"), None),
        limit_mb=limit_mb,
        message_fa=message_fa,
    )


def _lines(jobs: Iterable[Job], spool: Spool) -> Iterator[JobLine]:
    for job in jobs:
        with suppress(UnknownRecordError):  # swept away in the meantime
            yield job_line(job, spool.ending(job))


def job_line(job: Job, ending: Ending | None) -> JobLine:
    """Return an analysis as the list shows it."""
    order = job.order
    state, tone = _state(job, ending)
    return JobLine(
        job_id=job.job_id,
        at=datetime.fromisoformat(order.created_at),
        by=order.created_by,
        files=new_files(order),
        state=state,
        tone=tone,
    )


def new_files(order: Order) -> tuple[str, ...]:
    """Return what was sent, as it is called."""
    return tuple(f"{role_of_input(one.role)}: {one.name}" for one in order.inputs if one.is_new)


def _state(job: Job, ending: Ending | None) -> tuple[str, str]:
    if job.published_as is not None:
        return gettext("منتشر شد"), "installed"
    if ending is None:
        return gettext("در حال تحلیل"), "waiting"
    if ending.end is End.READY:
        return gettext("آمادهٔ دیدن"), "verified"
    return gettext(ENDINGS[ending.end]).rstrip("."), "error"


def _field(role: InputRole, present: Present | None) -> InputField:
    is_kept = present is not None and present.path is not None
    return InputField(
        role=role,
        label=role_of_input(role),
        accept=",".join(f".{ending.rpartition('.')[2]}" for ending in role.endings),
        endings=" ".join(role.endings),
        present=present,
        file=isolated(present.name) if present else "",
        may_be_left=present is not None and not role.is_required,
        is_needed=role.is_required and not is_kept,
    )


def _lost(version: Path | None, present: dict[InputRole, Present]) -> Iterator[str]:
    """Yield the inputs that the next build would have to be sent again."""
    yield from (one.name for one in present.values() if one.path is None)
    if version is not None:
        # Manifests of long ago do not say what a file was.
        told = json.loads((version / MANIFEST).read_text(encoding="utf-8"))["inputs"]
        yield from (one["name"] for one in told if "role" not in one)
