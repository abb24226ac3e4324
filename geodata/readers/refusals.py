"""The sentences with which a whole file is refused; their wording is `vocab/refusals.csv`.

A bad row is not refused here: it becomes an issue (`geodata.issues`) and the build goes on.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from geodata.digits import PERSIAN_DIGITS
from geodata.errors import GeodataError
from geodata.vocab import read_vocab

_LONGEST_VALUE = 300
_LISTS = ("expected", "found")
"""What joins several values by commas, which Persian writes otherwise."""

Refusal = TypeVar("Refusal", bound=GeodataError)


def refusal(kind: type[Refusal], code: str, *, file: str, **context: object) -> Refusal:
    """Return the error to raise: row `code` of `vocab/refusals.csv`, filled with `context`.

    The file's name and what is quoted from it keep their digits; numbers are written in the
    digits of each language.
    """
    wording = _wordings()[code]
    english = {name: _shortened(value) for name, value in context.items()}
    persian = {name: _in_persian(name, value) for name, value in context.items()}
    return kind(
        f"{file}: " + wording["message_en"].format(**english),
        f"{file}: " + wording["message_fa"].format(**persian),
    )


def _shortened(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def _in_persian(name: str, value: object) -> str:
    if isinstance(value, int):
        return str(value).translate(PERSIAN_DIGITS)
    text = _shortened(value)
    return text.replace(", ", "، ") if name in _LISTS else text


@cache
def _wordings() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_vocab("refusals")}
