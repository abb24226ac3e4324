"""One row of a work list, the words of the lists, and how candidates are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

from geodata.vocab import read_vocab


class WorkList(StrEnum):
    """The work lists, in the order planners read them."""

    UNMAPPED = "unmapped"
    UNCERTAIN = "uncertain"
    UNREGISTERED = "unregistered"
    WITHOUT_PLAQUE = "without_plaque"
    DAMAGED = "damaged"
    ORPHAN_PLAQUES = "orphan_plaques"
    ELIGIBLE = "eligible"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a row may be about: an alley or a naming.

    Attributes
    ----------
    score : float, optional
        How likely it is, from 0 to 1.
    distance_m : float, optional
        How far from the row's place it is [m].
    """

    alley_id: int | None = None
    naming_id: str | None = None
    score: float | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do.

    Attributes
    ----------
    list, reason : str
        A `WorkList`, and why the row is on it; `reason_fa` says it in words.
    title_fa : str
        Whom or what it is about.
    by_name : str
        Sorts as Persian dictionaries do.
    message_fa : str, optional
        What is known beside, in a sentence.
    lon, lat : float, optional
        Where to go [degrees EPSG:4326].
    candidates : str
        JSON, see `candidates_of`.
    """

    list: str
    reason: str
    title_fa: str
    by_name: str
    street_fa: str | None = None
    old_name_fa: str | None = None
    district: str | None = None
    neighbourhood: str | None = None
    naming_id: str | None = None
    alley_id: int | None = None
    plaque_id: str | None = None
    message_fa: str | None = None
    lon: float | None = None
    lat: float | None = None
    score: float | None = None
    candidates: str = "[]"

    def values(self) -> tuple[object, ...]:
        """Return the values of `COLUMNS`."""
        return tuple(getattr(self, column) for column in COLUMNS)


COLUMNS = tuple(field.name for field in fields(WorkRow))


def as_json(candidates: Iterable[Candidate]) -> str:
    """Return candidates, the likeliest first, as a row keeps them."""
    told = [[one.alley_id, one.naming_id, one.score, one.distance_m] for one in candidates]
    return json.dumps(told, separators=(",", ":"))


def candidates_of(row: WorkRow) -> tuple[Candidate, ...]:
    """Return the candidates of a row, the likeliest first."""
    return tuple(Candidate(*one) for one in json.loads(row.candidates))


@cache
def list_words() -> dict[str, tuple[str, str]]:
    """Return of each list what it is called and what it holds."""
    return {row["list"]: (row["title_fa"], row["about_fa"]) for row in read_vocab("work_lists")}


def reason_fa(work_list: str, reason: str) -> str:
    """Return why a row is on its list, in short; a reason without words is shown by its code."""
    return _reasons().get((work_list, reason)) or _methods().get(reason, reason)


@cache
def _reasons() -> dict[tuple[str, str], str]:
    return {(row["list"], row["reason"]): row["text_fa"] for row in read_vocab("work_reasons")}


@cache
def _methods() -> dict[str, str]:
    return {row["method"]: row["name_fa"] for row in read_vocab("method_names")}
