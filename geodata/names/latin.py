"""Persian names in Latin letters: a dictionary first, rules for the rest.

The standard is BGN/PCGN 1958 for Persian without diacritics, as Iran's bilingual signs simplify
it: خ kh, چ ch, ش sh, ژ zh, ق and غ gh; long vowels a, i, ou. Short vowels are not written in
Persian, so a name outside the dictionary (`vocab/latin_names.csv`) gets the vowels its shape
makes likely. That is good for reading aloud and never a verified spelling.
"""

from __future__ import annotations

from functools import cache, lru_cache

from geodata.names.letters import ZWNJ, clean_name, latin_digits
from geodata.names.people import MARTYR, martyr_title
from geodata.names.spellings import one_spelling
from geodata.names.words import fold_key
from geodata.vocab import read_vocab

_CONSONANTS = dict(
    zip(
        "بپتثجچحخدذرزژسشصضطظغفقکگلمنه",
        [
            "b",
            "p",
            "t",
            "s",
            "j",
            "ch",
            "h",
            "kh",
            "d",
            "z",
            "r",
            "z",
            "zh",
            "s",
            "sh",
            "s",
            "z",
            "t",
            "z",
            "gh",
            "f",
            "gh",
            "k",
            "g",
            "l",
            "m",
            "n",
            "h",
        ],
        strict=True,
    )
)
_VOWELS = "aeiou"
_KIND_WORDS = {
    "کوچه": "Alley", "خیابان": "Street", "بلوار": "Boulevard", "بولوار": "Boulevard",
    "بن‌بست": "Dead End", "میدان": "Square", "بزرگراه": "Highway", "گذر": "Passage",
}  # fmt: skip
_AREA_WORDS = {"منطقه": "District", "منطقهٔ": "District", "ناحیه": "Area", "محله": "Quarter"}


def latin_name(text: str) -> str:
    """Return a name or street in Latin letters: «شهید علی کریمی» → "Shahid Ali Karimi".

    A kind of street goes behind the name («کوچه لادن» → "Ladan Alley"), that of an area in front;
    digits are latin.
    """
    words = clean_name(text).replace(" و ", " ").split()
    kind = _KIND_WORDS.get(words[0]) if len(words) > 1 else None
    if len(words) > 1 and words[0] in _AREA_WORDS:
        return f"{_AREA_WORDS[words[0]]} {latin_name(' '.join(words[1:]))}"
    written = [latin_word(word) for word in (words[1:] if kind else words)]
    return " ".join([word for word in written if word] + ([kind] if kind else []))


def latin_martyr(name: str, stated: str | None = None) -> str:
    """Return an honoree with "Shahid"; `stated` is how the register itself writes the name."""
    return f"{latin_word(MARTYR)} {stated}" if stated else latin_name(martyr_title(name))


@lru_cache(maxsize=1 << 16)
def latin_word(word: str) -> str:
    """Return one word in Latin letters with a capital; parts joined by ZWNJ are one word."""
    plain = latin_digits(word)
    if not plain.isalpha() and ZWNJ not in plain:
        return "".join(latin_word(part) if part.isalpha() else part for part in _runs(plain))
    parts = plain.split(ZWNJ)
    whole = _dictionary().get(fold_key(plain)) or _compound(fold_key(plain))
    spelled = whole or "".join(_spell(fold_key(part), part) for part in parts)
    return spelled[:1].upper() + spelled[1:]


def _runs(text: str) -> list[str]:
    runs: list[str] = []
    for letter in text:
        if runs and runs[-1][-1].isalpha() == letter.isalpha():
            runs[-1] += letter
        else:
            runs.append(letter)
    return runs


def _spell(key: str, written: str) -> str:
    known = _dictionary().get(key) or _compound(key)
    if known:
        return known
    for ending, latin in _endings():
        stem = key.removesuffix(ending)
        if stem != key and len(stem) > 2:
            return _spell(stem, stem) + latin
    for length in range(len(key) - 3, 3, -1):
        if key[:length] in _dictionary():
            return _dictionary()[key[:length]] + _by_rule(key[length:])
    return _by_rule(key)


def _compound(key: str) -> str | None:
    """«محمدرضا», «علیزاده», «رحیمی»: of two known parts, or a known name with «ی»."""
    known = _dictionary()
    if key.endswith("ی") and key[:-1] in known:
        return known[key[:-1]] + ("i" if known[key[:-1]][-1] not in _VOWELS else "ei")
    endings = dict(_endings())
    for length in range(len(key) - 2, 1, -1):
        first, rest = key[:length], key[length:]
        if first in known and (rest in endings or rest in known):
            return known[first] + (endings.get(rest) or known[rest])
    return None


def _by_rule(word: str) -> str:
    """Vowels as written; where too many consonants meet, the short vowel usual there."""
    sounds = _sounds(word)
    out: list[str] = []
    position = 0
    while position < len(sounds):
        if sounds[position][0] in _VOWELS:
            out.append(sounds[position])
            position += 1
            continue
        end = position
        while end < len(sounds) and sounds[end][0] not in _VOWELS:
            end += 1
        run = sounds[position:end]
        after_a = bool(out) and out[-1] == "a" and position > 1
        out += _vowelled(run, starts=position == 0, rest=sounds[end:], after_a=after_a)
        position = end
    return "".join(out)


def _vowelled(run: list[str], *, starts: bool, rest: list[str], after_a: bool) -> list[str]:
    """Consonants that meet, with the vowels between them (syllables are CV, CVC or CVCC)."""
    ends_in_i = rest == ["i"]
    if not starts and after_a and len(run) == 2 and (not rest or ends_in_i):
        return [run[0], "e", run[1]]
    if starts and len(run) == 3 and (ends_in_i or not rest):
        return [run[0], "a", run[1], "a", run[2]]
    spoken: list[str] = []
    free = 0 if starts else 1
    for position, sound in enumerate(run):
        spoken.append(sound)
        last = position == len(run) - 1
        if position % 2 == free and not last:
            spoken.append("a")
    return spoken


def _sounds(word: str) -> list[str]:
    """A final «ه» behind a consonant is heard as a vowel («حمزه» hamzeh)."""
    sounds: list[str] = []
    for position, letter in enumerate(word):
        following = word[position + 1 : position + 2]
        if letter == "ه" and not following and sounds and sounds[-1][0] not in _VOWELS:
            sounds.append("e")
        sound = _sound(letter, position == 0, following)
        if sound:
            sounds.append(sound)
    return sounds


def _sound(letter: str, first: bool, following: str) -> str:
    if letter == "ا":
        return "a"
    if letter == "ع":
        return "a" if first and following not in ("ا", "ی", "و") else ""
    if letter == "و":
        return "v" if first or (following and following in "ای") else "ou"
    if letter == "ی":
        return "y" if first or (following and following in "او") else "i"
    return _CONSONANTS.get(letter, letter)


@cache
def _dictionary() -> dict[str, str]:
    return {
        fold_key(row["name"]): row["latin"].lower()
        for row in read_vocab("latin_names")
        if not row["ending"]
    }


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    rows = [
        (one_spelling(fold_key(row["name"])), row["latin"])
        for row in read_vocab("latin_names")
        if row["ending"]
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
