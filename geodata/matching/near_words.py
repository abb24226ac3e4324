"""Words one edit apart, found without comparing all with all.

Two words are one insertion, deletion, substitution or transposition apart only if deleting at
most one letter from each can give the same string (the symmetric deletes of W. Garbe's SymSpell,
2012); the pairs found that way are checked by their distance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA


def near_pairs(
    ours: Iterable[str], theirs: Iterable[str], *, shortest: int
) -> Iterator[tuple[str, str]]:
    """Yield the pairs (our word, their word) exactly one edit apart, sorted.

    Parameters
    ----------
    shortest : int
        Shorter words have no near ones.
    """
    left, right = (_deletes(words, shortest) for words in (ours, theirs))
    pairs = left.merge(right, on="left_over", suffixes=("_ours", "_theirs"))
    pairs = pairs[["word_ours", "word_theirs"]].drop_duplicates()
    pairs = pairs[pairs["word_ours"] != pairs["word_theirs"]]
    mine, other = pairs["word_ours"].tolist(), pairs["word_theirs"].tolist()
    near = np.asarray(process.cpdist(mine, other, scorer=OSA.distance, score_cutoff=1)) == 1
    found = pairs[near].sort_values(["word_ours", "word_theirs"])
    yield from found.itertuples(index=False, name=None)


def _deletes(words: Iterable[str], shortest: int) -> pd.DataFrame:
    rows = [
        (word, left_over)
        for word in sorted(set(words))
        if len(word) >= shortest
        for left_over in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
    ]
    return pd.DataFrame(rows, columns=["word", "left_over"], dtype=object)
