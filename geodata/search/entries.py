"""What the search knows of each naming and each named alley: folded words, once.

Build side only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from geodata.model import PlaqueStatus, Verdict
from geodata.names import ZWNJ, clean_name, fold_words, person_words, squeeze
from geodata.names.letters import cut

AreaNames = dict[tuple[str, str], str]
Row = Any
"""One row as a named tuple: a dictionary of every column would take most of the time."""

_TWO_LETTERS = re.compile("[A-Za-z]{2}")
_NAMING_WEIGHT, _ALLEY_WEIGHT, _OFF_MAP_WEIGHT = 1.0, 0.6, 0.8
_ALLEY_COLUMNS = [
    "alley_id", "name_fa", "names_fa", "parent_fa", "district", "neighbourhood", "honorees",
]  # fmt: skip
_NAMING_TEXTS = (
    "full_name", "title", "father_name", "new_name", "old_name", "main_street", "neighbourhood",
    "naming_id",
)  # fmt: skip
_NAMING_COLUMNS = [*_NAMING_TEXTS, "district", "plaque_status", "verdict", "alley_id"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found."""

    alley_id: int | None
    naming_id: str | None
    person_key: str
    surname_key: str
    weight: float
    words: tuple[str, ...]
    shown: tuple[str, ...]


def search_entries(
    alleys: pd.DataFrame, namings: pd.DataFrame, area_names: AreaNames
) -> Iterator[Entry]:
    """Yield an entry per naming, and one per named alley without an accepted naming.

    Parameters
    ----------
    alleys : DataFrame
        Columns `alley_id`, `name_fa`, `names_fa`, `parent_fa`, `district`, `neighbourhood`,
        `honorees`.
    namings : DataFrame
        The register joined with its verdicts.
    area_names : dict
        (kind, area id) → name.
    """
    by_id = {row.alley_id: row for row in _rows(alleys, _ALLEY_COLUMNS)}
    spoken_for: set[int] = set()
    for naming in _rows(namings, _NAMING_COLUMNS):
        alley = None
        if naming.verdict == Verdict.ACCEPTED.value:
            alley = by_id[naming.alley_id]
            spoken_for.add(alley.alley_id)
        yield _naming_entry(naming, alley, area_names)
    for alley_id, alley in by_id.items():
        if alley.name_fa and alley_id not in spoken_for:
            yield _alley_entry(alley, area_names)


class Vocabulary:
    """The words people see of the entries counted, to suggest a spelling from."""

    def __init__(self) -> None:
        self._written: Counter[str] = Counter()

    def count(self, entry: Entry) -> None:
        """Take in the words of one entry."""
        for text in entry.shown:
            self._written.update(_apart(cut(text)))

    def rows(self) -> list[tuple[str, str, int]]:
        """Return every folded word with one way to show it and how many times it was seen."""
        shown: dict[str, Counter[str]] = {}
        for written, uses in self._written.items():
            if _is_code(written):
                continue
            for clean in _apart(clean_name(written)):
                for word in fold_words(clean):
                    if len(word) > 1 and not word.isdigit():
                        shown.setdefault(word, Counter())[clean] += uses
        return [
            (word, min(ways, key=lambda way: (-ways[way], way)), ways.total())
            for word, ways in sorted(shown.items())
        ]


def _rows(frame: pd.DataFrame, columns: list[str]) -> Iterator[Row]:
    return frame[columns].itertuples(index=False)


def _is_code(written: str) -> bool:
    """Return whether it can be no word, as the ids of rows: there are as many of them as rows."""
    return written.isascii() and not _TWO_LETTERS.search(written)


def _apart(text: str) -> list[str]:
    return text.replace(ZWNJ, " ").split()


def _naming_entry(naming: Row, alley: Row | None, names: AreaNames) -> Entry:
    person = person_words(fold_words(naming.full_name))
    texts = [getattr(naming, column) for column in _NAMING_TEXTS]
    texts += [_area(names, "district", naming.district)]
    if alley is not None:
        texts += _alley_texts(alley, names)
    on_map = _NAMING_WEIGHT if alley is not None else _OFF_MAP_WEIGHT
    up = (PlaqueStatus.INSTALLED, PlaqueStatus.VERIFIED)
    bonus = 0.05 if naming.plaque_status in up else 0.0
    written = [str(text) for text in texts if isinstance(text, str) and text]
    return Entry(
        alley_id=None if alley is None else alley.alley_id,
        naming_id=naming.naming_id,
        person_key=squeeze(person),
        surname_key=person[-1] if person else "",
        weight=on_map + bonus,
        words=_words(written, person),
        shown=tuple(written),
    )


def _alley_entry(alley: Row, names: AreaNames) -> Entry:
    honorees = alley.honorees
    person: tuple[str, ...] = honorees[0].words if honorees else ()
    written = [text for text in _alley_texts(alley, names) if text]
    return Entry(
        alley_id=alley.alley_id,
        naming_id=None,
        person_key=squeeze(person),
        surname_key=person[-1] if person else "",
        weight=_ALLEY_WEIGHT,
        words=_words(written, person),
        shown=tuple(written),
    )


def _alley_texts(alley: Row, names: AreaNames) -> list[str]:
    texts = [*alley.names_fa, alley.parent_fa]
    texts += [_area(names, "district", alley.district)]
    texts += [_area(names, "neighbourhood", alley.neighbourhood)]
    return [str(text) for text in texts if isinstance(text, str) and text]


def _area(names: AreaNames, kind: str, area_id: object) -> str | None:
    return names.get((kind, area_id)) if isinstance(area_id, str) else None


def _words(texts: Sequence[str], person: Sequence[str]) -> tuple[str, ...]:
    """All folded words once; neighbours of the name also joined («محمد رضا» → «محمدرضا»)."""
    words = [word for text in texts for word in fold_words(text)]
    joined = [squeeze(pair) for pair in pairwise(person)]
    return tuple(dict.fromkeys([*words, *joined]))
