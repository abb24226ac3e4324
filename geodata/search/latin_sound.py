"""How a word in Latin letters sounds, so that «mohamadi», «Mohammadi» and «محمدی» can meet.

Both sides become one string of sounds: consonants people write in different ways are one sound,
doubled letters are one, long vowels are U and I, the others stay a, e, o because Persian hardly
writes them. Reads single words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Editop, Levenshtein

_DIGRAPHS = (
    (" y", "Y"), (" v", "V"), (" w", "V"), (" i", "I"),
    ("kh", "x"), ("sh", "$"), ("gh", "g"), ("ch", "c"), ("zh", "j"), ("ph", "f"), ("th", "t"),
    ("dh", "z"), ("ck", "k"), ("oo", "U"), ("ou", "U"), ("ow", "U"), ("ee", "I"),
    ("ei", "I"), ("ey", "I"), ("ai", "aI"), ("q", "g"), ("u", "U"), ("w", "U"), ("v", "U"),
    ("i", "I"), ("y", "I"),
)  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
_NOT_LATIN = re.compile(r"[^a-z]+")
_NOT_IN_SKELETON = re.compile("[aeoUI]|h$")
_SHORT, _LONG = frozenset("aeo"), frozenset("UI")
_VOWELS = _SHORT | _LONG
_VOWEL_FOR_VOWEL = {frozenset("oU"): 0.15, frozenset("eI"): 0.25, frozenset("ae"): 0.25}
_ALIKE = (frozenset("gk"), frozenset("td"), frozenset("sz"), frozenset("bp"), frozenset("jz"),
          frozenset("c$"), frozenset("mn"), frozenset("gx"), frozenset("hx"))  # fmt: skip
SHORT_VOWEL, LONG_VOWEL, OTHER_VOWEL = 0.25, 0.8, 0.7
BREATH, CONSONANT, ALIKE, CHANGED = 0.9, 2.4, 1.6, 3.0


@lru_cache(maxsize=1 << 14)
def latin_sounds(word: str) -> str:
    """Return the sounds of a word in Latin letters: "Khosrow" → "xosrU"."""
    sounds = " " + _NOT_LATIN.sub("", word.lower())
    for written, sound in _DIGRAPHS:
        sounds = sounds.replace(written, sound)
    return _REPEATED.sub(r"\1", sounds.lstrip())


def skeleton(sounds: str) -> str:
    """Return the consonants alone; a final h is a vowel sign («zadeh», «zade»)."""
    return _NOT_IN_SKELETON.sub("", sounds)


def sound_cost(heard: str, meant: str) -> float:
    """Return how unlikely it is to write one for the other [nats]: vowels weigh little."""
    edits = Levenshtein.editops(heard, meant)
    return sum((_edit_cost(heard, meant, edit) for edit in edits), start=0.0)


def _edit_cost(heard: str, meant: str, edit: Editop) -> float:
    at, to = edit.src_pos, edit.dest_pos
    if edit.tag == "replace":
        return _replaced(heard[at], meant[to])
    letter = meant[to] if edit.tag == "insert" else heard[at]
    if letter in _SHORT:
        return SHORT_VOWEL
    if letter in _LONG:
        return LONG_VOWEL
    return BREATH if letter == "h" else CONSONANT


@lru_cache(maxsize=1 << 10)
def _replaced(one: str, other: str) -> float:
    pair = frozenset((one, other))
    if one in _VOWELS and other in _VOWELS:
        return _VOWEL_FOR_VOWEL.get(pair, OTHER_VOWEL)
    return ALIKE if pair in _ALIKE else CHANGED
