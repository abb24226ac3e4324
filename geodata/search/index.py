"""The search index of one dataset, open for reading: arrays in shared pages, words in memory.

Says what holds a word; what fits a query best is `geodata.search.ranking`.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geodata.search.fields import COST_OF_BEGUN, COST_OF_FIELD, Field
from geodata.search.index_format import Array, read_arrays, unpack_texts
from geodata.search.lexicon import BEHIND, Lexicon, Meanings

Floats = npt.NDArray[np.float32]


class SearchIndex:
    """Arrays written by `geodata.search.index_writer`; entries are numbered from 0."""

    def __init__(self, path: Path) -> None:
        self._arrays = read_arrays(path)
        self._ends = self._arrays["posting_ends"]
        self._entries = self._arrays["posting_entry"]
        self._fields = self._arrays["posting_field"]
        self.size = len(self._arrays["entry_key"])

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words, unpacked when first asked for."""
        words, shown, sounds = (
            unpack_texts(self._arrays[name]) for name in ("words", "shown", "sounds")
        )
        return Lexicon(words, shown, sounds, np.diff(self._ends).astype(np.int64))

    @cached_property
    def priors(self) -> Floats:
        """What is better before anything was asked [nats]: short names, on the map, plaque up."""
        lengths = self._arrays["entry_length"].astype(np.float32)
        priors: Floats = (self._arrays["entry_weight"] - 0.15 * lengths).astype(np.float32)
        return priors

    def gains(self, meanings: Meanings, most: float) -> Floats:
        """Return for every entry how much of `most` [nats] the word is worth there, 0 without it.

        The cheapest meaning in the cheapest field counts.
        """
        gained = np.zeros(self.size, dtype=np.float32)
        if meanings.begun is not None:
            first, behind = meanings.begun
            at = slice(self._ends[first], self._ends[behind])
            uses = np.diff(self._ends[first : behind + 1])
            costs = np.repeat(self.lexicon.begun_costs(meanings.begun), uses)
            worth = np.float32(most) - costs - COST_OF_BEGUN[self._fields[at]]
            np.maximum.at(gained, self._entries[at], worth)
        for word, cost in meanings.words.items():
            at = slice(self._ends[word], self._ends[word + 1])
            holders = self._entries[at]
            worth = np.float32(most - cost) - COST_OF_FIELD[self._fields[at]]
            gained[holders] = np.maximum(gained[holders], worth)
        return gained

    def named(self, key: str) -> tuple[Array, Array]:
        """Return the entries whose squeezed name is `key`, and those whose name begins so."""
        keys, ends = self._arrays["keys"], self._arrays["key_ends"]
        bounds = np.array([key, key + BEHIND], dtype=keys.dtype)
        first, behind = np.searchsorted(keys, bounds)
        whole = first + (first < len(keys) and keys[first] == bounds[0])
        bearers = self._arrays["key_entry"]
        return bearers[ends[first] : ends[whole]], bearers[ends[first] : ends[behind]]

    def frequency(self, meanings: Meanings) -> float:
        """Return the share of entries that hold the commonest meaning, 0 when there is none."""
        uses = [int(self.lexicon.uses[word]) for word in meanings.words]
        if not uses and meanings.begun is not None:
            uses = [int(self.lexicon.uses[slice(*meanings.begun)].max())]
        return max(uses, default=0) / max(self.size, 1)

    def key_number(self, entry: int) -> int:
        """Return the number of the entry's squeezed name; homonyms share it."""
        return int(self._arrays["entry_key"][entry])

    def key(self, entry: int) -> str:
        """Return the entry's squeezed name."""
        return str(self._arrays["keys"][self._arrays["entry_key"][entry]])

    def name_of(self, entry: int) -> list[int]:
        """Return the words of an entry's name in their order, each once."""
        start = self._arrays["entry_ends"][entry]
        name = self._arrays["entry_word"][start : start + self._arrays["entry_length"][entry]]
        words: list[int] = name.tolist()
        return words

    def words_of(self, entry: int) -> dict[int, Field]:
        """Return all words of an entry with the field each stands in."""
        at = slice(*self._arrays["entry_ends"][entry : entry + 2])
        words, fields = self._arrays["entry_word"][at], self._arrays["entry_field"][at]
        return {w: Field(f) for w, f in zip(words.tolist(), fields.tolist(), strict=True)}

    def in_district(self, district: str) -> npt.NDArray[np.bool_]:
        """Return for every entry whether it lies in a district."""
        districts = unpack_texts(self._arrays["districts"])
        number = districts.index(district) if district in districts else -1
        mask: npt.NDArray[np.bool_] = self._arrays["entry_district"] == number
        return mask

    def distances(self, entries: Array, lon: float, lat: float) -> Floats:
        """Return how far entries are from a position, for comparing only; off the map: infinite."""
        places = self._arrays["entry_place"][entries].astype(np.float64)
        east = (places[:, 0] - lon) * np.cos(np.radians(lat))
        away = np.hypot(east, places[:, 1] - lat)
        known: Floats = np.nan_to_num(away, nan=np.inf).astype(np.float32)
        return known
