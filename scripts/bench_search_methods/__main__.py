"""One method on one city: prints its answers, times, bytes and memory as JSON."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from pathlib import Path

from bench_search_methods.baselines import Fts5, Fuzzy, Like, Tantivy, Trigram

METHODS = {
    "like": Like, "fts5": Fts5, "trigram": Trigram, "rapidfuzz": Fuzzy, "tantivy": Tantivy,
}  # fmt: skip


# A common surname of 200,000 alleys is answered by a hundred thousand of them.
csv.field_size_limit(1 << 24)


def memory_mb() -> float:
    """What the process holds, without pages of files others share."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    raise OSError("/proc/self/status has no RssAnon")


def main() -> None:
    method, place = sys.argv[1], Path(sys.argv[2])
    if method == "ours":
        from bench_search_methods.ours import Ours

        chosen = Ours
    else:
        chosen = METHODS[method]
    with (place / "docs.csv").open(encoding="utf-8") as file:
        docs = list(csv.DictReader(file))
    with (place / "queries.csv").open(encoding="utf-8") as file:
        queries = [row["query"] for row in csv.DictReader(file)]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        chosen.build(docs, Path(folder))
        build_s = time.perf_counter() - started
        ids = [doc["doc_id"] for doc in docs]
        before = memory_mb()
        index = chosen(Path(folder), ids)
        index.search("علی محمدی")
        answers, times = [], []
        for query in queries:
            started = time.perf_counter()
            answers.append(index.search(query)[:5])
            times.append(1000 * (time.perf_counter() - started))
        held = memory_mb() - before
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    result = {"answers": answers, "ms": times, "build_s": build_s, "bytes": size, "memory_mb": held}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
