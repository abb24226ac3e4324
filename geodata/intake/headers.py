"""The headers of a table that the vocabulary does not know, each with what stands below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from geodata.input_roles import InputRole
from geodata.intake.preview import HeaderNote
from geodata.issues import IssueLog
from geodata.names import clean_name
from geodata.readers.cells import as_written, is_blank
from geodata.readers.headers import (
    HEADER_SEARCHED_ROWS,
    Vocabulary,
    header_key,
    vocabulary,
)
from geodata.readers.rows import Table
from geodata.readers.tables import read_table

WORDS = {InputRole.REGISTRY: "registry_columns", InputRole.PLAQUES: "plaque_columns"}
SAMPLES, SAMPLE_ROWS, LONGEST_SAMPLE = 3, 200, 60
MOST_HEADERS = 60


def header_notes(
    role: InputRole, path: Path, meanings: Mapping[str, str]
) -> tuple[HeaderNote, ...]:
    """Return the headers of a table that only people can explain, explained already or not.

    Raises
    ------
    geodata.errors.InputRefusedError
        When the table cannot be read.
    """
    table = read_table(path, IssueLog())
    words = vocabulary(WORDS[role])
    position = _header_position(table, words.with_meanings(meanings))
    said = {header_key(header): column for header, column in meanings.items()}
    notes = _notes(role, table, position, words, said)
    return tuple(note for note, _ in zip(notes, range(MOST_HEADERS), strict=False))


def _header_position(table: Table, words: Vocabulary) -> int:
    """Where the header stands: the row that knows most, else the fullest of the first."""
    first = range(min(len(table.rows), HEADER_SEARCHED_ROWS))

    def rank(position: int) -> tuple[int, int, int]:
        row = table.rows[position]
        known = sum(header_key(text) in words.columns for text in row)
        return known, sum(not is_blank(text) for text in row), -position

    return max(first, key=rank)


def _notes(
    role: InputRole, table: Table, position: int, words: Vocabulary, said: Mapping[str, str]
) -> Iterator[HeaderNote]:
    for index, text in enumerate(table.rows[position]):
        key = header_key(text)
        if is_blank(text) or key in words.columns:
            continue
        samples = _samples(table, position, index)
        yield HeaderNote(role, clean_name(as_written(text)), said.get(key), samples)


def _samples(table: Table, position: int, index: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in table.rows[position + 1 : position + SAMPLE_ROWS]:
        if index < len(row) and not is_blank(row[index]):
            found[clean_name(as_written(row[index]))[:LONGEST_SAMPLE]] = None
    return tuple(found)[:SAMPLES]
