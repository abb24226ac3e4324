"""Collect the entries that hold the words, then score them: the two steps behind a result list.

A score is a log-likelihood [nats], 0 at best but for bonuses: how likely people who mean this
entry type that query. Place orders equals only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from rapidfuzz import fuzz

from geodata.search.fields import NAME_FIELDS
from geodata.search.index import Floats, SearchIndex
from geodata.search.index_format import Array
from geodata.search.lexicon import Meanings
from geodata.search.query import Reading

MISSING, MISSING_PER_NAT, MOST_MISSING = 5.0, 0.4, 9.0
"""Cost of a word the entry does not hold: a rare word was hardly typed for nothing."""
JOINED, HALVED, SURE_HALVES = 0.15, 0.4, 2.0
SCORED = 200
SHARE_COVERED = 0.6
KEPT_BEHIND_BEST = 7.0
BEGINS_SO = 0.3
SAID = 0.3
SAID_IN_FIELD = dict.fromkeys(NAME_FIELDS, 1.2)
"""«حاجی» is a title, and in some names part of the surname."""
WHOLE_NAME, REVERSED, SURNAME, NAME_BEGINS, SURNAME_BEGINS, LIKE = 3.0, 2.6, 2.2, 1.9, 1.6, 1.2
UNTYPED_FIRST, UNTYPED = 0.4, 0.8
Pair = tuple[Floats, Floats]
LATIN_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Collected:
    """The entries that hold words of one reading.

    Attributes
    ----------
    scores, covered : array, shape (entries,)
        Log-likelihood [nats] before `Scored`, and the share of the words' weight it holds.
    meanings : tuple of Meanings
        What each word of the reading can mean.
    """

    reading: Reading
    meanings: tuple[Meanings, ...]
    scores: Floats
    covered: Floats

    @property
    def is_whole(self) -> bool:
        """Whether some entry holds every word."""
        return bool(self.covered.size) and float(self.covered.max()) > 0.999


@dataclass(frozen=True, slots=True)
class Scored:
    """One entry that answers a query, and the reading by which it does."""

    entry: int
    score: float
    collected: Collected = field(compare=False)


def collect(
    index: SearchIndex, reading: Reading, *, near: bool, within: Array | None = None
) -> Collected:
    """Return the entries that hold the words of a reading.

    Parameters
    ----------
    near : bool
        Also words that differ by a slip.
    within : array of bool, optional
        The entries that may answer.
    """
    reading = reading if near else _halved(index, reading)
    words = reading.words
    meanings = [_meanings(index, words, at, reading, near=near) for at in range(len(words))]
    if reading.other_keyboard and not all(meanings):
        return Collected(reading, tuple(meanings), index.priors[:0], index.priors[:0])
    missing = [_missing_cost(index, one) for one in meanings]
    gained, held = _best_seams(index, reading, meanings, missing)
    scores = index.priors - np.float32(sum(missing)) + gained
    covered = held / np.float32(sum(missing))
    _gain_named(index, reading, scores, covered)
    if within is not None:
        covered = np.where(within, covered, np.float32(0))
    return Collected(reading, tuple(meanings), scores - np.float32(reading.cost), covered)


def best_of(
    index: SearchIndex, collected: Collected, *, near: tuple[float, float] | None = None
) -> tuple[list[Scored], int]:
    """Return the likeliest entries, best first, and how many there are in all.

    Parameters
    ----------
    near : (float, float), optional
        Lon and lat [degrees EPSG:4326]: of equals the nearest comes first.
    """
    if not collected.covered.size:
        return [], 0
    most = float(collected.covered.max())
    if most < SHARE_COVERED:
        return [], 0
    entries = np.flatnonzero(collected.covered > most - 0.01)
    scores = collected.scores[entries]
    entries, scores = _worth_keeping(entries, scores)
    total = len(entries)
    distances = index.distances(entries, *near) if near else np.zeros(total, dtype=np.float32)
    if total > SCORED:
        order = np.lexsort((entries, distances, -np.round(scores, 3)))[:SCORED]
        entries, scores, distances = entries[order], scores[order], distances[order]
    scored = _score(index, collected, entries, scores)
    order = np.lexsort((entries, distances, -np.round(scored, 3)))
    return [Scored(int(entries[at]), float(scored[at]), collected) for at in order], total


def _worth_keeping(entries: Array, scores: Floats) -> tuple[Array, Floats]:
    kept = scores > scores.max() - KEPT_BEHIND_BEST
    return entries[kept], scores[kept]


def _meanings(
    index: SearchIndex, words: tuple[str, ...], at: int, reading: Reading, *, near: bool
) -> Meanings:
    last = reading.open_ended and at == len(words) - 1
    return _meanings_of(index, words[at], last=last, near=near and not reading.other_keyboard)


def _meanings_of(index: SearchIndex, word: str, *, last: bool, near: bool) -> Meanings:
    if LATIN_LETTERS.issuperset(word):
        return index.lexicon.latin(word, last=last, near=near)
    return index.lexicon.near(word, last=last) if near else index.lexicon.plain(word, last=last)


def _missing_cost(index: SearchIndex, meanings: Meanings) -> float:
    frequency = index.frequency(meanings)
    if not frequency:
        return MOST_MISSING
    return float(min(MISSING - MISSING_PER_NAT * np.log(frequency), MOST_MISSING))


def _best_seams(
    index: SearchIndex,
    reading: Reading,
    meanings: list[Meanings],
    missing: list[float],
) -> Pair:
    """Return what all words are worth in every entry, and the worth of those it holds [nats].

    Each word counts by itself, or two neighbours as one («محمد رضا» typed for «محمدرضا»):
    whichever is worth more.
    """
    nothing = np.zeros(index.size, dtype=np.float32)
    before: Pair = (nothing, nothing)
    so_far: Pair = (nothing, nothing)
    for at, (one, most) in enumerate(zip(meanings, missing, strict=True)):
        here = so_far
        if one:
            gained = index.gains(one, most)
            here = (so_far[0] + gained, so_far[1] + np.where(gained > 0, np.float32(most), nothing))
        if at and (joined := _joined(index, reading, at)):
            both = missing[at - 1] + most
            gained = index.gains(joined, both - JOINED)
            as_one = before[0] + gained
            is_better = as_one > here[0]
            held = before[1] + np.where(gained > 0, np.float32(both), nothing)
            here = (np.where(is_better, as_one, here[0]), np.where(is_better, held, here[1]))
        before, so_far = so_far, here
    return so_far


def _joined(index: SearchIndex, reading: Reading, at: int) -> Meanings:
    """What a word and the one before it mean as one word; slips are not looked for in it."""
    pair = reading.words[at - 1] + reading.words[at]
    if pair.isdigit():
        return Meanings()
    last = reading.open_ended and at == len(reading.words) - 1
    return _meanings_of(index, pair, last=last, near=False)


def _gain_named(index: SearchIndex, reading: Reading, scores: Floats, covered: Floats) -> None:
    """A name typed without any space, or only begun, holds all words."""
    key = reading.key
    if len(key) < 2 or LATIN_LETTERS.issuperset(key):
        return
    whole, begun = index.named(key)
    named = begun if reading.open_ended else whole
    np.maximum.at(scores, named, index.priors[named] - np.float32(BEGINS_SO))
    scores[whole] = index.priors[whole]
    covered[named] = 1.0


def _halved(index: SearchIndex, reading: Reading) -> Reading:
    """A word nobody bears that is two: «محمدیپردیسان», "alimohammadi"."""
    words: list[str] = []
    for at, word in enumerate(reading.words):
        words += _halves(index, word, last=reading.open_ended and at == len(reading.words) - 1)
    if len(words) == len(reading.words):
        return reading
    return replace(reading, words=tuple(words), cost=reading.cost + HALVED)


def _halves(index: SearchIndex, word: str, *, last: bool) -> tuple[str, ...]:
    if len(word) < 5:
        return (word,)
    if LATIN_LETTERS.issuperset(word):
        costs = index.lexicon.latin(word, last=last, near=False).words.values()
        if min(costs, default=SURE_HALVES) < SURE_HALVES:
            return (word,)
        return index.lexicon.latin_halves(word, last=last) or (word,)
    if index.lexicon.plain(word, last=last):
        return (word,)
    return index.lexicon.halves(word, last=last) or (word,)


def _score(index: SearchIndex, collected: Collected, entries: Array, scores: Floats) -> Floats:
    bonus_of: dict[int, float] = {}
    said = [n for n in map(index.lexicon.find, collected.reading.said) if n is not None]
    scored = scores.copy()
    for at, entry in enumerate(entries.tolist()):
        key = index.key_number(entry)
        if key not in bonus_of:
            bonus_of[key] = _name_bonus(index, collected, entry)
        scored[at] += bonus_of[key]
        if said:
            held = index.words_of(entry)
            scored[at] += sum(SAID_IN_FIELD.get(held[w], SAID) for w in said if w in held)
    return scored


def _name_bonus(index: SearchIndex, collected: Collected, entry: int) -> float:
    name = index.name_of(entry)
    asked = collected.reading.key
    if asked and not asked.isascii():
        likeness = _likeness(asked, index.key(entry), [index.lexicon.words[n] for n in name])
        if likeness > LIKE:
            return likeness
    else:
        likeness = 0.0
    untyped = [at for at, word in enumerate(name) if not _is_meant(word, collected.meanings)]
    return likeness - sum(UNTYPED_FIRST if at == 0 else UNTYPED for at in untyped)


def _is_meant(word: int, meanings: tuple[Meanings, ...]) -> bool:
    return any(
        word in one.words or (one.begun is not None and one.begun[0] <= word < one.begun[1])
        for one in meanings
    )


def _likeness(asked: str, key: str, name: list[str]) -> float:
    """How alike the whole names are, whatever the seams between the words."""
    if asked == key:
        # Of a person only known by the surname no more was typed than of the surname's others.
        return WHOLE_NAME if len(name) > 1 else SURNAME
    tails = ["".join(name[at:]) for at in range(1, len(name))]
    if asked in tails:
        return SURNAME
    if any(asked == "".join((*name[at:], *name[:at])) for at in range(1, len(name))):
        return REVERSED
    if key.startswith(asked):
        return NAME_BEGINS
    if any(tail.startswith(asked) for tail in tails):
        return SURNAME_BEGINS
    return LIKE * fuzz.ratio(asked, key) / 100
