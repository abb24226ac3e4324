"""From entries to the arrays of the search index.

Words sorted, and for each the entries that hold it (postings); for each entry its words; the
keys of whole names sorted, and for each the entries that bear it. Build side only.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from geodata.names import given_names, name_endings, squeeze
from geodata.names.latin import latin_word
from geodata.search.entries import Entry, Vocabulary, entry_words
from geodata.search.fields import COST_OF_FIELD, Field
from geodata.search.index_format import Array, pack_texts, write_arrays
from geodata.search.latin_sound import latin_sounds

KEY_LENGTH = 32
"""Longer keys are cut; they still are found word by word."""
MIN_PART = 3
Postings = tuple[Array, Array, Array]
"""Word, entry and field, one of each per posting."""


class IndexWriter:
    """Takes entries in the order of their ids and keeps numbers of them only."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._words = array("i")
        self._fields = array("B")
        self._ends = array("i", [0])
        self._pairs: list[tuple[int, str]] = []
        self._keys: list[str] = []
        self._districts: list[str] = []
        self._places = array("f")
        self._weights = array("f")
        self._lengths = array("B")
        self._vocabulary = Vocabulary()

    def add(self, entry: Entry) -> None:
        """Take in one entry."""
        number = len(self._keys)
        for word, field in entry_words(entry).items():
            self._words.append(self._ids.setdefault(word, len(self._ids)))
            self._fields.append(field)
        self._ends.append(len(self._words))
        self._pairs += [(number, squeeze(pair)) for pair in pairwise(entry.name)]
        self._keys.append(entry.person_key[:KEY_LENGTH])
        self._districts.append(entry.district or "")
        self._places.extend(entry.place or (np.nan, np.nan))
        self._weights.append(entry.weight)
        self._lengths.append(min(len(set(entry.name)), 255))
        self._vocabulary.count(text for _, text in entry.texts)

    def taking(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield entries as they come, each taken in."""
        for entry in entries:
            self.add(entry)
            yield entry

    def write(self, path: Path) -> None:
        """Write the index of the entries taken in."""
        write_arrays(path, self._arrays())

    def _arrays(self) -> dict[str, Array]:
        """Return the arrays of the index, those of `geodata.search.index`."""
        words, fields = np.array(self._words), np.array(self._fields)
        entries = np.repeat(np.arange(len(self._keys), dtype=np.int32), np.diff(self._ends))
        postings = [
            (words, entries, fields),
            self._joined_names(),
            self._parts(words, entries, fields),
        ]
        texts, rank = _sorted_words(list(self._ids))
        word, entry, field = (np.concatenate(columns) for columns in zip(*postings, strict=True))
        word = rank[word]
        order = np.lexsort((_cost_rank()[field], entry, word))
        word, entry, field = word[order], entry[order], field[order]
        first = np.ones(len(word), dtype=bool)
        first[1:] = (word[1:] != word[:-1]) | (entry[1:] != entry[:-1])
        shown = self._vocabulary.shown()
        written = [shown.get(text, text) for text in texts]
        return {
            "words": pack_texts(texts),
            "shown": pack_texts(written),
            "sounds": pack_texts([latin_sounds(latin_word(one)) for one in written]),
            "posting_ends": _ends(word[first], len(texts)),
            "posting_entry": entry[first],
            "posting_field": field[first],
            "entry_ends": np.array(self._ends),
            "entry_word": rank[words],
            "entry_field": fields,
            "entry_place": np.array(self._places).reshape(-1, 2),
            "entry_weight": np.array(self._weights),
            "entry_length": np.array(self._lengths),
            **self._keyed(),
        }

    def _keyed(self) -> dict[str, Array]:
        keys, key_of = np.unique(np.array(self._keys, dtype=f"<U{KEY_LENGTH}"), return_inverse=True)
        districts, district_of = np.unique(np.array(self._districts), return_inverse=True)
        return {
            "keys": keys,
            "key_ends": _ends(np.sort(key_of), len(keys)),
            "key_entry": np.argsort(key_of, kind="stable").astype(np.int32),
            "entry_key": key_of.astype(np.int32),
            "districts": pack_texts([str(one) for one in districts]),
            "entry_district": district_of.astype(np.uint16),
        }

    def _joined_names(self) -> Postings:
        """«محمد رضا» is found by «محمدرضا», «علی زاده» by «علیزاده»: where that is a word too."""
        endings = tuple(name_endings())
        known = [
            (self._ids.setdefault(joined, len(self._ids)), number)
            for number, joined in self._pairs
            if joined in self._ids or joined.endswith(endings) or joined in given_names()
        ]
        word, entry = np.array(known, dtype=np.int32).reshape(-1, 2).T
        return word, entry, np.full(len(word), Field.JOINED_NAME, dtype=np.uint8)

    def _parts(self, words: Array, entries: Array, fields: Array) -> Postings:
        """«محمدرضا» is found by «رضا», «علیزاده» by «علی», at a cost."""
        parts: dict[int, tuple[int, ...]] = {}
        for text, number in list(self._ids.items()):
            if found := parts_of(text, self._ids):
                parts[number] = tuple(self._ids.setdefault(p, len(self._ids)) for p in found)
        is_parted = np.zeros(len(self._ids), dtype=bool)
        is_parted[list(parts)] = True
        at = np.flatnonzero(is_parted[words] & np.isin(fields, (Field.NAME, Field.MIDDLE_NAME)))
        found_parts = [
            (part, entry)
            for word, entry in zip(words[at].tolist(), entries[at].tolist(), strict=True)
            for part in parts[word]
        ]
        word, entry = np.array(found_parts, dtype=np.int32).reshape(-1, 2).T
        return word, entry, np.full(len(word), Field.PART_OF_NAME, dtype=np.uint8)


def parts_of(word: str, known: Container[str]) -> tuple[str, ...]:
    """Return a name's two parts when one is a given name and the other a word by itself too."""
    for length in range(len(word) - MIN_PART, MIN_PART - 2, -1):
        first, rest = word[:length], word[length:]
        if first in given_names() and (rest in known or rest in name_endings()):
            return first, rest
    for ending in name_endings():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= MIN_PART and stem in known:
            return stem, ending
    return ()


def _sorted_words(texts: list[str]) -> tuple[list[str], Array]:
    order = sorted(range(len(texts)), key=texts.__getitem__)
    rank = np.empty(len(texts), dtype=np.int32)
    rank[order] = np.arange(len(texts), dtype=np.int32)
    return [texts[at] for at in order], rank


def _ends(sorted_ids: Array, count: int) -> Array:
    """Return where the run of each id 0 … count - 1 begins, and at last where all end."""
    return np.searchsorted(sorted_ids, np.arange(count + 1)).astype(np.int32)


def _cost_rank() -> Array:
    return np.argsort(np.argsort(COST_OF_FIELD, kind="stable"), kind="stable")
