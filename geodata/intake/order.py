"""What is to be analysed, and how an analysis ended: two small files of a job's folder.

The order is the site's and the ending the supervisor's; the worker can write neither.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from geodata.errors import UnknownRecordError
from geodata.input_roles import InputRole
from geodata.intake.limits import USUAL_LIMITS, Limits


class End(StrEnum):
    """How an analysis ended."""

    READY = "ready"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    ABORTED = "aborted"
    CPU = "cpu"
    MEMORY = "memory"
    TIME = "time"
    CRASHED = "crashed"
    ROOM = "room"
    UNSAFE = "unsafe"
    BUSY = "busy"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class OrderedInput:
    """One input of an analysis.

    Attributes
    ----------
    file : str
        Its name in the job's folder of inputs, which is ours.
    name : str
        What whoever sent it calls it; only ever shown.
    is_new : bool
        Whether it was sent, and not taken over from the version before.
    """

    role: InputRole
    file: str
    name: str
    size: int
    sha256: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be analysed.

    Attributes
    ----------
    dataset : str
        Absolute path of the dataset directory.
    base : str or None
        The version it is compared with and may replace; None for the first of all.
    dropped : tuple of InputRole
        Inputs of the base that are done without.
    keep_going : bool
        Go on although rows have errors.
    facts : mapping
        Of the base's manifest what is no file: `city_fa`, `plan`, `id_field`, `attribution_fa`.
    """

    job_id: str
    created_by: str
    created_at: str
    dataset: str
    base: str | None
    inputs: tuple[OrderedInput, ...]
    dropped: tuple[InputRole, ...] = ()
    keep_going: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = USUAL_LIMITS

    def input(self, role: InputRole) -> OrderedInput | None:
        """Return the input of a role, None without."""
        return next((one for one in self.inputs if one.role is role), None)


@dataclass(frozen=True, slots=True)
class Ending:
    """How an analysis ended and what it took.

    Attributes
    ----------
    message_fa, message_en : str
        Why the inputs were refused; empty for the other endings.
    cpu_s, wall_s : float
        Time of the processor and of the clock [s].
    peak_mb : float
        The most memory it held [MiB], looked at ten times a second.
    seal : mapping
        Hash of every file of what was built, by its path.
    unconfined : mapping
        What the worker could not give up, and why.
    """

    end: End
    message_fa: str = ""
    message_en: str = ""
    cpu_s: float = 0.0
    wall_s: float = 0.0
    peak_mb: float = 0.0
    seal: Mapping[str, str] = field(default_factory=dict)
    unconfined: Mapping[str, str] = field(default_factory=dict)


def write_order(path: Path, order: Order) -> None:
    """Write an order, whole or not at all."""
    write_json(path, asdict(order))


def read_order(path: Path) -> Order:
    """Return an order.

    Raises
    ------
    UnknownRecordError
        When there is none, or one of a software that is not this one.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        inputs = tuple(
            OrderedInput(**{**one, "role": InputRole(one["role"])}) for one in told["inputs"]
        )
        typed = {
            "inputs": inputs,
            "dropped": tuple(map(InputRole, told["dropped"])),
            "limits": Limits(**told["limits"]),
        }
        return Order(**{**told, **typed})
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise UnknownRecordError(
            f"{path.parent.name}: no such analysis ({error})",
            "این تحلیل دیگر نیست؛ پرونده‌ها را دوباره بفرستید",
        ) from error


def write_ending(path: Path, ending: Ending) -> None:
    """Write how an analysis ended, whole or not at all."""
    write_json(path, asdict(ending))


def read_ending(path: Path) -> Ending | None:
    """Return how an analysis ended, None while it has not; it broke off when nobody can tell."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Ending(**{**told, "end": End(told["end"])})
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, ValueError):
        return Ending(End.INTERRUPTED)


def write_json(path: Path, content: object) -> None:
    """Write a small file so that nobody ever reads half of it.

    What is no text, such as bytes of a file in a message about it, is written as "?".
    """
    part = path.with_name(f".{path.name}.{os.getpid()}")
    text = json.dumps(content, ensure_ascii=False)
    try:
        part.write_text(text, encoding="utf-8", errors="replace")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
