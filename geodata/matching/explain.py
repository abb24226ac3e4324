"""One plain Persian sentence for every decision of the join.

The wording lives in `vocab/match_reasons.csv`, one row per method; what else was seen on the way
(a slip, a surname alone, Arabic letters) is added from `vocab/match_notes.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from geodata.matching.ladder import Match
from geodata.model import Verdict
from geodata.names import clean_name
from geodata.vocab import read_vocab

JOINT = "؛ "
ARABIC_LETTERS = "يكىة"
LETTERS_NOTE = "«{letter}» عربی با فارسی یکسان گرفته شد"


def explain(match: Match, *, full_name: str | None, old_name: str | None) -> str:
    """Return why a naming was accepted, left for review or left unmatched.

    Parameters
    ----------
    full_name, old_name : str or None
        As the register writes them.
    """
    district = clean_name(match.claim.district or "؟")
    reason = _sentences()[match.method].format(
        old_name=clean_name(old_name or "؟"), district=district
    )
    return JOINT.join([reason, *_notes(match, f"{full_name or ''} {old_name or ''}")])


def _notes(match: Match, written: str) -> Iterator[str]:
    if match.best is None:
        return
    for field, level, note in _note_rows():
        if match.best[field] == level:
            yield note
    if match.verdict is Verdict.ACCEPTED:
        letter = next((letter for letter in written if letter in ARABIC_LETTERS), None)
        if letter is not None:
            yield LETTERS_NOTE.format(letter=letter)


@cache
def _sentences() -> dict[str, str]:
    return {row["method"]: row["reason_fa"] for row in read_vocab("match_reasons")}


@cache
def _note_rows() -> tuple[tuple[str, str, str], ...]:
    return tuple((r["field"], r["level"], r["note_fa"]) for r in read_vocab("match_notes"))
