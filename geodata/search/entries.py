"""What the search knows of each naming and each named alley: folded words, once.

Build side only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from geodata.model import PlaqueStatus, Verdict
from geodata.names import clean_name, fold_words, person_words, squeeze

Record = dict[Hashable, Any]

_NAMING_WEIGHT, _ALLEY_WEIGHT, _OFF_MAP_WEIGHT = 1.0, 0.6, 0.8


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
    alleys: pd.DataFrame, namings: pd.DataFrame, area_names: dict[tuple[str, str], str]
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
    by_id = {row["alley_id"]: row for row in alleys.to_dict("records")}
    spoken_for: set[int] = set()
    for naming in namings.to_dict("records"):
        alley = None
        if naming["verdict"] == Verdict.ACCEPTED.value:
            alley = by_id[naming["alley_id"]]
            spoken_for.add(alley["alley_id"])
        yield _naming_entry(naming, alley, area_names)
    for alley_id, alley in by_id.items():
        if alley["name_fa"] and alley_id not in spoken_for:
            yield _alley_entry(alley, area_names)


def vocabulary(entries: Iterable[Entry]) -> list[tuple[str, str, int]]:
    """Return every folded word with one way to show it and how many entries use it."""
    uses: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    for entry in entries:
        for text in entry.shown:
            for written in clean_name(text).replace("\u200c", " ").split():
                for word in fold_words(written):
                    if len(word) > 1 and not word.isdigit():
                        uses[word] += 1
                        shown.setdefault(word, Counter())[written] += 1
    return [(w, min(shown[w], key=lambda s: (-shown[w][s], s)), uses[w]) for w in sorted(uses)]


def _naming_entry(naming: Record, alley: Record | None, names: dict[tuple[str, str], str]) -> Entry:
    person = person_words(fold_words(naming["full_name"]))
    texts = [naming[c] for c in ("full_name", "title", "father_name", "new_name", "old_name")]
    texts += [naming["main_street"], naming["neighbourhood"], naming["naming_id"]]
    texts += [_area(names, "district", naming["district"])]
    if alley is not None:
        texts += _alley_texts(alley, names)
    on_map = _NAMING_WEIGHT if alley is not None else _OFF_MAP_WEIGHT
    status = naming["plaque_status"]
    bonus = 0.05 if status in (PlaqueStatus.INSTALLED, PlaqueStatus.VERIFIED) else 0.0
    written = [str(text) for text in texts if isinstance(text, str) and text]
    return Entry(
        alley_id=None if alley is None else alley["alley_id"],
        naming_id=naming["naming_id"],
        person_key=squeeze(person),
        surname_key=person[-1] if person else "",
        weight=on_map + bonus,
        words=_words(written, person),
        shown=tuple(written),
    )


def _alley_entry(alley: Record, names: dict[tuple[str, str], str]) -> Entry:
    honorees = alley["honorees"]
    person: tuple[str, ...] = honorees[0].words if honorees else ()
    written = [text for text in _alley_texts(alley, names) if text]
    return Entry(
        alley_id=alley["alley_id"],
        naming_id=None,
        person_key=squeeze(person),
        surname_key=person[-1] if person else "",
        weight=_ALLEY_WEIGHT,
        words=_words(written, person),
        shown=tuple(written),
    )


def _alley_texts(alley: Record, names: dict[tuple[str, str], str]) -> list[str]:
    texts = [*alley["names_fa"], alley["parent_fa"]]
    texts += [_area(names, "district", alley["district"])]
    texts += [_area(names, "neighbourhood", alley["neighbourhood"])]
    return [str(text) for text in texts if isinstance(text, str) and text]


def _area(names: dict[tuple[str, str], str], kind: str, area_id: object) -> str | None:
    return names.get((kind, area_id)) if isinstance(area_id, str) else None


def _words(texts: Sequence[str], person: Sequence[str]) -> tuple[str, ...]:
    """All folded words once; neighbours of the name also joined («محمد رضا» → «محمدرضا»)."""
    words = [word for text in texts for word in fold_words(text)]
    joined = [squeeze(pair) for pair in pairwise(person)]
    return tuple(dict.fromkeys([*words, *joined]))
