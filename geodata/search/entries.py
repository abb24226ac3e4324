"""What the search knows of each naming and each named alley: folded words, once.

Build side only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.designation import parse_street_name
from geodata.model import PlaqueStatus, Verdict
from geodata.names import (
    ZWNJ,
    clean_name,
    fold_words,
    is_kind_word,
    martyr_words,
    person_words,
    squeeze,
)
from geodata.names.letters import cut
from geodata.search.fields import FIELD_COST, Field
from geodata.standing import by_alley

AreaNames = dict[tuple[str, str], str]
Row = Any
"""One row as a named tuple: a dictionary of every column would take most of the time."""

_TWO_LETTERS = re.compile("[A-Za-z]{2}")
_YEAR = re.compile(r"1[34]\d\d")
_NAMING_WEIGHT, _ALLEY_WEIGHT, _OFF_MAP_WEIGHT = 1.0, 0.6, 0.8
_ALLEY_COLUMNS = [
    "alley_id", "name_fa", "names_fa", "parent_fa", "district", "neighbourhood", "mouth_lon",
    "mouth_lat",
]  # fmt: skip
_NAMING_COLUMNS = [
    "full_name", "title", "father_name", "new_name", "old_name", "main_street", "neighbourhood",
    "naming_id", "district", "plaque_status", "verdict", "alley_id", "birth_date",
    "martyrdom_date",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    Attributes
    ----------
    name : tuple of str
        Folded words of the person, or of the alley where it is named after nobody.
    texts : tuple of (Field, str)
        Everything else it is known by, as written.
    place : (float, float) or None
        Where the alley begins, lon and lat [degrees EPSG:4326].
    """

    alley_id: int | None
    naming_id: str | None
    name: tuple[str, ...]
    texts: tuple[tuple[Field, str], ...] = ()
    district: str | None = None
    place: tuple[float, float] | None = None
    weight: float = 1.0

    @property
    def person_key(self) -> str:
        """The name squeezed for comparing."""
        return squeeze(self.name)


def search_entries(
    alleys: pd.DataFrame, namings: pd.DataFrame, area_names: AreaNames
) -> Iterator[Entry]:
    """Yield an entry per naming and alley, and one per named alley without an accepted naming.

    Parameters
    ----------
    alleys : DataFrame
        Columns `alley_id`, `name_fa`, `names_fa`, `parent_fa`, `district`, `neighbourhood`,
        `mouth_lon`, `mouth_lat`.
    namings : DataFrame
        The register joined with its verdicts.
    area_names : dict
        (kind, area id) → name.
    """
    by_id = {row.alley_id: row for row in _rows(alleys, _ALLEY_COLUMNS)}
    spoken_for: set[int] = set()
    for naming in _rows(by_alley(namings), _NAMING_COLUMNS):
        alley = None
        if naming.verdict == Verdict.ACCEPTED.value:
            alley = by_id[naming.alley_id]
            spoken_for.add(alley.alley_id)
        yield _naming_entry(naming, alley, area_names)
    for alley_id, alley in by_id.items():
        if alley.name_fa and alley_id not in spoken_for:
            yield _alley_entry(alley, area_names)


def alley_name(name_fa: str) -> tuple[str, ...]:
    """Return the words of the first person an alley is named after, else of its whole name.

    Its number is part of such a name: «شهید مرشدلو ۵» is not called after him.
    """
    honorees = parse_street_name(name_fa).honorees
    if honorees and honorees[0].words:
        return honorees[0].words
    words = fold_words(name_fa)
    person = person_words(words)
    return tuple(word for word in words if word in person or word.isdigit()) or words


def entry_words(entry: Entry) -> dict[str, Field]:
    """Return every folded word of an entry with the field in which it costs least."""
    words: dict[str, Field] = {}
    for position, word in enumerate(entry.name):
        inside = 0 < position < len(entry.name) - 1
        words.setdefault(word, Field.MIDDLE_NAME if inside else Field.NAME)
    for field, text in entry.texts:
        for word, at in _field_words(field, text):
            if word not in words or FIELD_COST[at] < FIELD_COST[words[word]]:
                words[word] = at
    return words


class Vocabulary:
    """The words people see of the entries counted, to show a folded word by."""

    def __init__(self) -> None:
        self._written: Counter[str] = Counter()

    def count(self, texts: Iterable[str]) -> None:
        """Take in texts as written."""
        for text in texts:
            self._written.update(_apart(cut(text)))

    def shown(self) -> dict[str, str]:
        """Return every folded word with the way most texts write it."""
        ways: dict[str, Counter[str]] = {}
        for written, uses in self._written.items():
            if _is_code(written):
                continue
            for clean in _apart(clean_name(written)):
                for word in fold_words(clean):
                    if len(word) > 1 and not word.isdigit():
                        ways.setdefault(word, Counter())[clean] += uses
        return {
            word: min(found, key=lambda way: (-found[way], way)) for word, found in ways.items()
        }


def _rows(frame: pd.DataFrame, columns: list[str]) -> Iterator[Row]:
    return frame[columns].itertuples(index=False)


def _is_code(written: str) -> bool:
    """Return whether it can be no word, as the ids of rows: there are as many of them as rows."""
    return written.isascii() and not _TWO_LETTERS.search(written)


def _apart(text: str) -> list[str]:
    return text.replace(ZWNJ, " ").split()


def _field_words(field: Field, text: str) -> Iterator[tuple[str, Field]]:
    """An alley's own number is asked for by itself; a number in a street's name is a word."""
    if field is Field.OLD_NAME:
        for way in parse_street_name(text).designations:
            for number in (way.number, way.sub):
                if number is not None:
                    yield str(number), Field.NUMBER
    for word in fold_words(text):
        is_said = is_kind_word(word) or word in martyr_words()
        yield word.lstrip("0") or word, Field.TITLE if is_said else field


def _naming_entry(naming: Row, alley: Row | None, names: AreaNames) -> Entry:
    written = [
        (Field.TITLE, naming.title),
        (Field.TITLE, naming.full_name),
        (Field.FATHER, naming.father_name),
        (Field.OLD_NAME, naming.new_name),
        (Field.OLD_NAME, naming.old_name),
        (Field.STREET, naming.main_street),
        (Field.NEIGHBOURHOOD, naming.neighbourhood),
        (Field.DISTRICT, naming.district),
        (Field.DISTRICT, _area(names, "district", naming.district)),
        (Field.YEAR, _year(naming.martyrdom_date)),
        (Field.YEAR, _year(naming.birth_date)),
    ]
    on_map = _NAMING_WEIGHT if alley is not None else _OFF_MAP_WEIGHT
    is_up = naming.plaque_status in (PlaqueStatus.INSTALLED, PlaqueStatus.VERIFIED)
    district = naming.district if alley is None else alley.district or naming.district
    return Entry(
        alley_id=None if alley is None else alley.alley_id,
        naming_id=naming.naming_id,
        name=person_words(fold_words(naming.full_name)) or fold_words(naming.full_name),
        texts=_known([*written, *([] if alley is None else _alley_texts(alley, names))]),
        district=district if isinstance(district, str) else None,
        place=None if alley is None else (alley.mouth_lon, alley.mouth_lat),
        weight=on_map + (0.05 if is_up else 0.0),
    )


def _alley_entry(alley: Row, names: AreaNames) -> Entry:
    return Entry(
        alley_id=alley.alley_id,
        naming_id=None,
        name=alley_name(alley.name_fa),
        texts=_known(_alley_texts(alley, names)),
        district=alley.district if isinstance(alley.district, str) else None,
        place=(alley.mouth_lon, alley.mouth_lat),
        weight=_ALLEY_WEIGHT,
    )


def _alley_texts(alley: Row, names: AreaNames) -> list[tuple[Field, object]]:
    return [
        *[(Field.OLD_NAME, name) for name in alley.names_fa],
        (Field.STREET, alley.parent_fa),
        (Field.DISTRICT, alley.district),
        (Field.DISTRICT, _area(names, "district", alley.district)),
        (Field.NEIGHBOURHOOD, _area(names, "neighbourhood", alley.neighbourhood)),
    ]


def _known(texts: Sequence[tuple[Field, object]]) -> tuple[tuple[Field, str], ...]:
    return tuple(
        dict.fromkeys((field, text) for field, text in texts if isinstance(text, str) and text)
    )


def _area(names: AreaNames, kind: str, area_id: object) -> str | None:
    return names.get((kind, area_id)) if isinstance(area_id, str) else None


def _year(date: object) -> str | None:
    found = _YEAR.search(date) if isinstance(date, str) else None
    return found[0] if found else None
