#!/usr/bin/env python3
"""The join beside what one would otherwise use, on labelled cities, in one run.

    .venv/bin/python scripts/bench_join.py [--sizes 2000 20000] [--seeds 21 22 23]
                                           [--cases city registry] [--only ours|baselines]
                                           [--work DIR] [--markdown]

P and R are of accepted rows, R without the rows whose only clue is the area; "R + review" adds
the rows in review whose best alternative is right, the shares behind "review:" are of the rows in
review whose alley is on the map. On the real network a row is right when half of its segments are.
ECE is the expected
calibration error of the scores of accepted and review, 10 bins. «شهید X N» counts rows accepted
on alley N of the street of that name. Seconds and MB are of the whole process; ours builds and
publishes a whole dataset in them.
Over several seeds shares and seconds are means, counts are sums, MB is the highest.

Splink is measured when `requirements-bench.txt` is installed where `--baselines-python` points;
keep it out of .venv, for with pyarrow beside it pandas stores text differently.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench_join_baselines.cases import KINDS, Case, chosen_cases, make_data
from bench_join_baselines.measure import METHODS, OURS, ROOT, run_method
from bench_join_baselines.scores import Measures, measure_answers
from bench_join_baselines.tables import Results, case_table

BENCH = ROOT.parent / "shared" / "bench"
NEEDED = (
    "make_city.py",
    "make_registry.py",
    "to_contract.py",
    "evaluate_matches.py",
    "names.json",
    "../data/mashhad/streets.gpkg",
    "../data/mashhad/districts.geojson",
)


def options_given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench-dir", type=Path, default=BENCH, help="the makers of the cases")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2000, 20000], metavar="ALLEYS")
    parser.add_argument("--seeds", type=int, nargs="+", default=[21, 22, 23])
    parser.add_argument("--cases", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--only", choices=["ours", "baselines"])
    parser.add_argument("--work", type=Path, help="keeps the generated data and reuses it")
    parser.add_argument("--jobs", type=int, default=1, help="runs at a time; more disturb times")
    parser.add_argument(
        "--baselines-python", type=Path, default=Path(sys.executable), metavar="PYTHON"
    )
    parser.add_argument("--markdown", action="store_true", help="rows for BENCHMARKS.md")
    return parser.parse_args()


def measure_run(
    method: str, case: Case, seed: int, work: Path, options: argparse.Namespace
) -> Measures | str:
    """The measures of one method on one case and seed, or why there are none."""
    files = make_data(case, seed, options.bench_dir, work)
    run = run_method(method, files, python=options.baselines_python.absolute())
    if run.answers is None:
        print(f"{case.title}, seed {seed}: {method}: {run.remark}", file=sys.stderr)
        return run.remark
    measures = measure_answers(case, files, run, options.bench_dir)
    print(f"{case.title}, seed {seed}: {method}, {run.seconds:.1f} s", file=sys.stderr)
    return measures


def measure_case(
    case: Case, work: Path, pool: ThreadPoolExecutor, options: argparse.Namespace
) -> Results:
    methods = [m for m in METHODS if options.only is None or (m == OURS) == (options.only == OURS)]
    for seed in options.seeds:
        print(f"{case.title}, seed {seed}: data", file=sys.stderr)
        make_data(case, seed, options.bench_dir, work)
    waiting = {
        method: [
            pool.submit(measure_run, method, case, seed, work, options) for seed in options.seeds
        ]
        for method in methods
    }
    results: Results = {}
    for method, runs in waiting.items():
        found = [run.result() for run in runs]
        remark = next((one for one in found if isinstance(one, str)), None)
        results[METHODS[method]] = remark or [one for one in found if not isinstance(one, str)]
    return results


def measure_all(work: Path, options: argparse.Namespace) -> int:
    failed = False
    with ThreadPoolExecutor(options.jobs) as pool:
        for case in chosen_cases(options.cases, options.sizes):
            results = measure_case(case, work, pool, options)
            head = "### " if options.markdown else ""
            print(f"{head}{case.title}, seeds {', '.join(map(str, options.seeds))}", end="\n\n")
            print(case_table(case.kind, results, markdown=options.markdown), end="\n\n", flush=True)
            failed |= any(isinstance(r, str) and r.startswith("failed") for r in results.values())
    return int(failed)


def main() -> int:
    options = options_given()
    options.bench_dir = options.bench_dir.resolve()
    missing = [name for name in NEEDED if not (options.bench_dir / name).exists()]
    if missing:
        print(f"{options.bench_dir}: no {', '.join(missing)}", file=sys.stderr)
        print("give the directory of the case makers with --bench-dir", file=sys.stderr)
        return 2
    if options.work is not None:
        options.work.mkdir(parents=True, exist_ok=True)
        return measure_all(options.work.resolve(), options)
    with tempfile.TemporaryDirectory() as place:
        return measure_all(Path(place), options)


if __name__ == "__main__":
    sys.exit(main())
