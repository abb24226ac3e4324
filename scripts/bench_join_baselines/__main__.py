"""One baseline on one case: METHOD CASE_DIRECTORY ANSWERS_FILE."""

from __future__ import annotations

import sys
from pathlib import Path

from bench_join_baselines import joins
from bench_join_baselines.answers import write_answers
from bench_join_baselines.cases import Files
from bench_join_baselines.measure import NOT_INSTALLED


def main() -> int:
    method, directory, out = sys.argv[1:]
    joiners = {
        "raw_merge": joins.raw_merge,
        "folded_merge": joins.folded_merge,
        "rapidfuzz": joins.nearest_spelling,
    }
    if method == "splink":
        try:
            from bench_join_baselines.splink_join import splink_join
        except ModuleNotFoundError as missing:
            print(missing)
            return NOT_INSTALLED
        joiners["splink"] = splink_join
    write_answers(Path(out), joiners[method](Files(Path(directory))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
