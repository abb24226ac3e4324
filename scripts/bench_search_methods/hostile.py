"""Texts nobody types on purpose, and how much of the processor the worst of them takes."""

from __future__ import annotations

import csv
import random
import tempfile
import time
from pathlib import Path

LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی\u200cًَُِّ ۰۱۲۳abcxyz'\"*()[]<>&%_\\/-😀\u202e\u0301"
WRITTEN = [
    "ا" * 10_000,
    "کریمی " * 2_000,
    "a" * 10_000,
    "ا" + "\u0301" * 500,
    "NEAR(" * 20,
    "ً" * 100,
]


def worst_hostile(place: Path, count: int = 20_000) -> float:
    """The most CPU [ms] one text takes on the city of a directory with `docs.csv`."""
    from bench_search_methods.ours import Ours

    with (place / "docs.csv").open(encoding="utf-8") as file:
        docs = list(csv.DictReader(file))
    chance = random.Random(5)
    lengths = (chance.choice((3, 8, 20, 100)) for _ in range(count))
    texts = ["".join(chance.choices(LETTERS, k=length)) for length in lengths]
    with tempfile.TemporaryDirectory() as folder:
        Ours.build(docs, Path(folder))
        index = Ours(Path(folder), [doc["doc_id"] for doc in docs])
        index.search("علی محمدی")
        worst = 0.0
        for text in (*WRITTEN, *texts):
            started = time.process_time()
            index.search(text)
            worst = max(worst, time.process_time() - started)
    return 1000 * worst
