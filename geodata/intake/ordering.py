"""Giving an order: what was sent, what stays as it was, and what the journal says, in one folder.

Everything lies in the job's folder when the worker begins: it needs nothing else of the site.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from geodata.errors import UnknownRecordError
from geodata.input_roles import InputRole, ending_of
from geodata.intake.handover import hand_over
from geodata.intake.limits import USUAL_LIMITS, Limits
from geodata.intake.order import Order, OrderedInput, write_order
from geodata.intake.spool import Job, Spool
from geodata.journal.database import Journal
from geodata.store.directory import MANIFEST
from geodata.store.kept_inputs import kept_inputs

LONGEST_NAME = 120
CARRIED_FACTS = ("plan", "id_field", "attribution_fa")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file somebody sent: where it lies, and what they call it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Present:
    """An input of the current version.

    Attributes
    ----------
    path : Path or None
        Its copy beside the version; None when none was kept.
    """

    role: InputRole
    name: str
    rows: int | None
    path: Path | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be analysed.

    Attributes
    ----------
    sent : mapping
        New inputs; each takes the place of the present one.
    dropped : collection of InputRole
        Present inputs to do without.
    before : Path, optional
        The serving database the site shows now.
    """

    sent: Mapping[InputRole, Sent]
    dropped: Collection[InputRole] = ()
    city_fa: str | None = None
    keep_going: bool = False
    before: Path | None = None
    limits: Limits = USUAL_LIMITS


def present_inputs(version: Path | None) -> dict[InputRole, Present]:
    """Return the inputs of a version by role; of one built long ago those whose role is told."""
    if version is None:
        return {}
    told = _manifest(version)
    copies = kept_inputs(version)
    found = {
        InputRole(one["role"]): Present(
            InputRole(one["role"]), one["name"], one["rows"], copies.get(InputRole(one["role"]))
        )
        for one in told["inputs"]
        if "role" in one
    }
    if photos := copies.get(InputRole.PHOTOS):
        count = sum(1 for _ in photos.iterdir())
        found[InputRole.PHOTOS] = Present(InputRole.PHOTOS, photos.name, count, photos)
    return found


def give_order(
    spool: Spool,
    dataset: Path,
    version: Path | None,
    wish: Wish,
    journal: Journal,
    *,
    by: str,
    now: datetime,
) -> Job:
    """Put everything an analysis needs into a new folder of the spool; start nothing.

    Parameters
    ----------
    dataset, version : Path
        The dataset directory and its current version.

    Raises
    ------
    UnknownRecordError
        A file that was there a moment ago is not there any more.
    OSError, geodata.errors.GeodataError
        Nothing is left behind, whatever was raised.
    """
    job = Job(spool.path / f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(4)}")
    job.path.mkdir(mode=0o700)
    try:
        job.inputs.mkdir()
        inputs = (*_put_sent(job, wish), *_put_present(job, version, wish))
        hand_over(journal, job.said)
        if wish.before is not None:
            link_or_copy(wish.before, job.before)
        order = Order(
            job_id=job.job_id,
            created_by=by,
            created_at=now.isoformat(),
            dataset=str(dataset.resolve()),
            base=version.name if version else None,
            inputs=inputs,
            dropped=tuple(wish.dropped),
            keep_going=wish.keep_going,
            facts=_facts(version, wish),
            limits=wish.limits,
        )
        write_order(job.path / "order.json", order)
    except BaseException as error:
        shutil.rmtree(job.path, ignore_errors=True)
        if isinstance(error, FileNotFoundError):
            raise UnknownRecordError(
                f"{error.filename}: gone",
                "پرونده‌های این تحلیل دیگر نیست؛ آن‌ها را دوباره بفرستید",
            ) from error
        raise
    return job


def sent_again(job: Job) -> dict[InputRole, Sent]:
    """Return what was sent for a job, to order the same with what is present now."""
    return {
        one.role: Sent(job.inputs / one.file, one.name) for one in job.order.inputs if one.is_new
    }


def link_or_copy(source: Path, target: Path) -> None:
    """Let a file that nobody writes any more appear in a second place, where none is yet."""
    with suppress(OSError):
        os.link(source, target)
        return
    # Never over a file that is there: it may be one with a file of a published version.
    with source.open("rb") as content, target.open("xb") as copy:
        shutil.copyfileobj(content, copy)


def _put_sent(job: Job, wish: Wish) -> Iterator[OrderedInput]:
    for role, sent in wish.sent.items():
        ending = ending_of(sent.name, role.endings)
        assert ending is not None
        target = job.inputs / f"{role}{ending}"
        link_or_copy(sent.path, target)
        yield _ordered(role, target, sent.name, is_new=True)


def _put_present(job: Job, version: Path | None, wish: Wish) -> Iterator[OrderedInput]:
    for role, present in present_inputs(version).items():
        if present.path is None or role in wish.sent or role in wish.dropped:
            continue
        target = job.inputs / present.path.name
        if present.path.is_dir():
            target.mkdir()
            for path in present.path.iterdir():
                link_or_copy(path, target / path.name)
        else:
            # A Shapefile has its parts beside it.
            for path in present.path.parent.glob(f"{role}.*"):
                link_or_copy(path, job.inputs / path.name)
        yield _ordered(role, target, present.name, is_new=False)


def _ordered(role: InputRole, path: Path, name: str, *, is_new: bool) -> OrderedInput:
    digest, size = "", 0
    if path.is_file():
        size = path.stat().st_size
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    return OrderedInput(role, path.name, name[:LONGEST_NAME], size, digest, is_new)


def _facts(version: Path | None, wish: Wish) -> dict[str, Any]:
    told = {} if version is None else _manifest(version)
    facts = {name: told[name] for name in CARRIED_FACTS if told.get(name) is not None}
    if told.get("is_demo"):
        # The demo says of itself that it is invented; real data must not inherit that.
        facts.pop("attribution_fa", None)
    carried = None if told.get("is_demo") else told.get("city_fa")
    return facts | {"city_fa": wish.city_fa or carried}


def _manifest(version: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((version / MANIFEST).read_text(encoding="utf-8"))
    return manifest
