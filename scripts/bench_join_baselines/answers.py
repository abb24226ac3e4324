"""What a method answers for a row of the register, in one form for all of them.

No pandas here: the process that starts the others must stay small, see `measure`.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

CLAIMED = ("accepted", "review")
csv.field_size_limit(1 << 24)


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one row.

    Attributes
    ----------
    verdict : str
        As in `matches.csv`; a method without a review queue only accepts.
    segments : list of str
        Ids of the segments of the best alley.
    score : float or None
        The method's own probability that they are right, None when it gives none.
    choices : list of list of str
        Segments of every alternative, best first, the best alley among them.
    """

    naming_id: str
    verdict: str
    segments: list[str]
    score: float | None
    choices: list[list[str]]


def read_matches(dataset: Path) -> list[Answer]:
    """Return what a build of ours left in `matches.csv`."""
    with sqlite3.connect(dataset / "alleys.gpkg") as package:
        listed = package.execute("SELECT alley_id, source_ids FROM alleys")
        segments = {str(alley): ids.split("|") for alley, ids in listed}
    with (dataset / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
        return [_answer(row, segments) for row in csv.DictReader(file)]


def _answer(row: dict[str, str], segments: dict[str, list[str]]) -> Answer:
    others = [pair.rpartition(":")[0] for pair in row["alternatives"].split("|") if pair]
    alleys = dict.fromkeys(filter(None, [row["alley_id"], *others]))
    return Answer(
        row["naming_id"],
        row["verdict"],
        [segment for segment in row["source_ids"].split("|") if segment],
        float(row["score"]) if row["score"] else None,
        [segments[alley] for alley in alleys],
    )


def write_answers(path: Path, answers: Iterable[Answer]) -> None:
    """Write one JSON object per line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(answer)) + "\n" for answer in answers)


def read_answers(path: Path) -> list[Answer]:
    """Return what `write_answers` wrote."""
    with path.open(encoding="utf-8") as file:
        return [Answer(**json.loads(line)) for line in file]


def write_claims(path: Path, answers: Iterable[Answer]) -> None:
    """Write the scorer's input: one line per row and claimed segment."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["reg_id", "way_id", "score", "tier"])
        for answer in answers:
            if answer.verdict in CLAIMED:
                tier = "auto" if answer.verdict == "accepted" else "review"
                score = 1 if answer.score is None else answer.score
                writer.writerows([answer.naming_id, s, score, tier] for s in answer.segments)
