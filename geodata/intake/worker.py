"""The process that reads what a stranger sent: confined first, then the whole build, then words.

Whatever goes wrong ends in a typed outcome; what went wrong in detail is for the log.
"""

from __future__ import annotations

import errno
import logging
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from geodata.errors import GeodataError
from geodata.intake.confinement import confine
from geodata.intake.order import End, Order, write_json
from geodata.intake.spool import Job

log = logging.getLogger("geodata.intake.worker")

TOLD_EVERY_S = 0.3
NO_MEMORY = ("allocate", "bad_alloc", "out of memory")
"""Libraries in C say it in words of their own."""
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class OutOfTimeError(KeyboardInterrupt):
    """The time of the processor is used up; no reader takes it for a fault of its file."""


@dataclass(slots=True)
class Teller:
    """Writes how far the work is, now and then."""

    path: Path
    told_at: float = field(default=0.0)
    stage: str = ""

    def tell(self, stage: str, share: float) -> None:
        """Note a stage and the share of it that is done."""
        now = time.monotonic()
        if stage != self.stage or now - self.told_at > TOLD_EVERY_S:
            self.stage, self.told_at = stage, now
            write_json(self.path, {"stage": stage, "share": round(share, 3)})


def work(job: Job) -> int:
    """Analyse the inputs of a job and write the outcome; return the exit code."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    order = job.order
    unconfined = confine(order.limits, readable=_readable(job, order), writable=[job.work])
    for what, why in unconfined.items():
        log.warning("could not give up %s: %s", what, why)
    signal.signal(signal.SIGXCPU, _out_of_time)
    outcome = _outcome(job, order)
    write_json(job.work / "outcome.json", {**outcome, "unconfined": unconfined})
    return 0


def _outcome(job: Job, order: Order) -> Mapping[str, object]:
    try:
        from geodata.intake.analysis import analyse

        analyse(job, order, Teller(job.work / "progress.json").tell)
    except GeodataError as refusal:
        if lack := _what_was_lacking(refusal):
            return {"end": lack}
        log.info("refused: %s", refusal.message_en)
        told = {"message_fa": refusal.message_fa, "message_en": refusal.message_en}
        return {"end": End.REFUSED, **told}
    except OutOfTimeError:
        return {"end": End.CPU}
    except Exception as error:
        log.exception("unforeseen")
        return {"end": _what_was_lacking(error) or End.UNREADABLE}
    return {"end": End.READY}


def _what_was_lacking(error: BaseException | None) -> End | None:
    """Return whether an error, or what it came of, is a lack of memory or room: no file's fault."""
    while error is not None:
        words = str(error).lower()
        if isinstance(error, MemoryError) or any(word in words for word in NO_MEMORY):
            return End.MEMORY
        if getattr(error, "errno", None) in NO_ROOM or "disk is full" in words:
            return End.ROOM
        error = error.__cause__ or error.__context__
    return None


def _readable(job: Job, order: Order) -> list[Path]:
    """The job's inputs, and the version that what is built follows."""
    base = [Path(order.dataset) / "versions" / order.base] if order.base else []
    return [job.inputs, job.said, job.before, *base]


def _out_of_time(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: what is left of the time is for writing the outcome.
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    raise OutOfTimeError
