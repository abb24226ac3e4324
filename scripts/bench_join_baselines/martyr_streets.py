"""Counts the worst mistake of this join: «شهید X N» taken for an alley named after martyr X.

The number outside brackets makes it alley N of the street of that name. Judged here from the
text alone, without the parser under test.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench_join_baselines.answers import Answer
from bench_join_baselines.cases import Files
from geodata.names import fold_words, martyr_words, number_at, person_words, squeeze

_CUT = re.compile(r"\s*[()\[\]+/،,–—_]\s*|\s*-\s*")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class _Row:
    people: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]


def count_linked_streets(files: Files, answers: Iterable[Answer]) -> int:
    """Return how many rows were accepted on «شهید X N» although the row only names X."""
    names, rows = _segment_names(files), _rows(files)
    return sum(
        _links_a_street(rows[answer.naming_id], [names.get(s, "") for s in answer.segments])
        for answer in answers
        if answer.verdict == "accepted"
    )


def _links_a_street(row: _Row, names: Sequence[str]) -> bool:
    streets = [found for name in names for found in _numbered_streets(name)]
    own = [words for name in names for words in _unnumbered_martyrs(name)]
    if any(_names(words, row) for words in own):
        return False
    return any(_names(words, row) and number not in row.numbers for words, number in streets)


def _numbered_streets(name: str) -> Iterator[tuple[tuple[str, ...], int]]:
    for part in _CUT.split(_IN_BRACKETS.sub("+", name)):
        words = fold_words(part)
        if len(words) > 2 and words[-1].isdigit() and martyr_words().keys() & set(words):
            yield _person(words), int(words[-1])


def _unnumbered_martyrs(name: str) -> Iterator[tuple[str, ...]]:
    for part in _CUT.split(name):
        words = fold_words(part)
        if words and not words[-1].isdigit() and martyr_words().keys() & set(words):
            yield _person(words)


def _person(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in person_words(words) if word not in martyr_words())


def _names(words: tuple[str, ...], row: _Row) -> bool:
    key = squeeze(words)
    return bool(key) and any(
        set(words) <= set(person) or squeeze(person).endswith(key) for person in row.people
    )


def _segment_names(files: Files) -> dict[str, str]:
    with sqlite3.connect(files.streets) as package:
        return {
            str(way): name or ""
            for way, name in package.execute("SELECT way_id, name FROM streets")
        }


def _rows(files: Files) -> dict[str, _Row]:
    with files.registry.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["reg_id"]: _Row(
                (_person(fold_words(row["full_name"])),), frozenset(_numbers(row["old_name"]))
            )
            for row in csv.DictReader(file)
        }


def _numbers(text: str) -> Iterator[int]:
    words = fold_words(text)
    for position, word in enumerate(words):
        value = int(word) if word.isdigit() else number_at(words, position)[0]
        if value is not None:
            yield value
