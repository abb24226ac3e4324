#!/usr/bin/env python3
"""The search beside what one would otherwise use, on labelled queries, in one run.

    .venv/bin/python scripts/bench_search.py [--sizes 2000 20000] [--seeds 41 42]
        [--only NAME ...] [--classes] [--work DIR] [--baselines-python PYTHON] [--http]

Queries come in 19 classes (typing errors, prefixes, Latin letters, the wrong keyboard …), 40 of
each; hit@k says how often one of the alleys meant is among the first k. Each method runs in a
process of its own: build seconds, bytes on disk, milliseconds a query, and the memory [MB] its
process holds after all queries more than before it opened the index. `--http` measures eight
clients typing letter by letter at a running site instead. Tantivy is measured when
`requirements-bench.txt` is installed where `--baselines-python` points.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench_search_methods.hostile import worst_hostile
from bench_search_methods.http import typing_clients

csv.field_size_limit(1 << 24)
BENCH = ROOT.parent / "shared" / "bench"
METHODS = {
    "ours": "**ours**",
    "like": "SQL LIKE '%…%' of each word",
    "fts5": "SQLite FTS5 unicode61, prefixes",
    "trigram": "SQLite FTS5 trigram",
    "rapidfuzz": "rapidfuzz WRatio over all names",
    "tantivy": "tantivy, one edit allowed",
}


def options_given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench-dir", type=Path, default=BENCH, help="the makers of the queries")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2000, 20000], metavar="ALLEYS")
    parser.add_argument("--seeds", type=int, nargs="+", default=[41, 42])
    parser.add_argument("--only", nargs="+", choices=METHODS, default=list(METHODS))
    parser.add_argument(
        "--classes", action="store_true", help="hit@1 / hit@5 of each class of ours"
    )
    parser.add_argument("--work", type=Path, help="keeps the generated data and reuses it")
    parser.add_argument("--baselines-python", type=Path, default=Path(sys.executable))
    parser.add_argument("--http", action="store_true")
    return parser.parse_args()


def data_of(size: int, seed: int, work: Path, makers: Path) -> Path:
    """The directory with the city's `docs.csv` and `queries.csv`, made when it is not there."""
    place = work / f"c{size}_{seed}"
    if not (place / "queries.csv").exists():
        city = ["make_city.py", "--n", str(size), "--seed", str(seed), "--out", str(place)]
        queries = ["make_queries.py", str(place), "--seed", str(seed)]
        for script, *arguments in (city, queries):
            command = [sys.executable, str(makers / script), *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return place


def answers_of(method: str, place: Path, python: Path) -> dict | None:
    """What `bench_search_methods` measured in a process of its own; None when it cannot run."""
    interpreter = python if method == "tantivy" else Path(sys.executable)
    command = [str(interpreter), "-m", "bench_search_methods", method, str(place)]
    run = subprocess.run(command, cwd=ROOT / "scripts", capture_output=True, text=True, check=False)
    if run.returncode:
        print(f"{method}: {run.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return json.loads(run.stdout)


def hits_of(place: Path, answers: list[list[str]]) -> dict[str, list[tuple[bool, bool]]]:
    """For each class whether the right alley is first, and among the first five."""
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    with (place / "queries.csv").open(encoding="utf-8") as file:
        for query, found in zip(csv.DictReader(file), answers, strict=True):
            right = set(query["expect"].split("|"))
            hits[query["cls"]].append(
                (found[:1] != [] and found[0] in right, bool(right & set(found)))
            )
    return hits


def share(hits: dict[str, list[tuple[bool, bool]]], place: int, *, persian: bool = False) -> float:
    return mean(
        hit[place]
        for name, found in hits.items()
        if not (persian and name.startswith("latin"))
        for hit in found
    )


def row(method: str, runs: list[tuple[Path, dict]]) -> tuple[str, dict]:
    hits = [hits_of(place, run["answers"]) for place, run in runs]
    times = sorted(ms for _, run in runs for ms in run["ms"])
    figures = [
        *(
            " / ".join(f"{mean(share(h, k, persian=p) for h in hits):.3f}" for p in (False, True))
            for k in (0, 1)
        ),
        f"{times[len(times) // 2]:.2f} / {times[int(len(times) * 0.99)]:.1f}",
        f"{mean(run['build_s'] for _, run in runs):.1f}",
        f"{mean(run['bytes'] for _, run in runs) / 1e6:.1f}",
        f"{max(run['memory_mb'] for _, run in runs):.0f}",
    ]
    merged: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for found in hits:
        for name, pairs in found.items():
            merged[name] += pairs
    return f"| {METHODS[method]} | {' | '.join(figures)} |", merged


def measure(work: Path, options: argparse.Namespace) -> None:
    for size in options.sizes:
        places = [data_of(size, seed, work, options.bench_dir) for seed in options.seeds]
        print(f"\n### {size:,} alleys, seeds {', '.join(map(str, options.seeds))}\n")
        print("| method | hit@1 all / Persian | hit@5 | p50 / p99 ms | build s | MB, disk | held |")
        print("|---|---|---|---|---|---|---|")
        classes = {}
        for method in options.only:
            runs = [
                (place, answers_of(method, place, options.baselines_python)) for place in places
            ]
            if any(run is None for _, run in runs):
                continue
            line, hits = row(method, runs)
            print(line, flush=True)
            if method == "ours":
                classes = hits
        if options.classes:
            print()
            for name, pairs in sorted(classes.items()):
                print(f"{name}: {mean(a for a, _ in pairs):.2f} / {mean(b for _, b in pairs):.2f}")
    if "ours" in options.only:
        print(f"\n20,000 random and hostile texts: at most {worst_hostile(places[-1]):.0f} ms CPU")


def main() -> int:
    options = options_given()
    options.bench_dir = options.bench_dir.resolve()
    if not (options.bench_dir / "make_queries.py").exists():
        print(f"{options.bench_dir}: no make_queries.py; give it with --bench-dir", file=sys.stderr)
        return 2
    if options.http:
        print(typing_clients())
        return 0
    if options.work is not None:
        options.work.mkdir(parents=True, exist_ok=True)
        measure(options.work.resolve(), options)
        return 0
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place), options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
