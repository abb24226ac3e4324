"""The command line: demo, check, build, evaluate, sample, export, journal.

Exit 0 done, 1 inputs refused, 2 usage.

Heavy imports happen inside the commands, so that `--help` and a wrong option answer at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geodata import journal_command, keep_options, plan_options
from geodata.errors import GeodataError
from geodata.exports import command as export_command

if TYPE_CHECKING:
    from geodata.evaluation import LabelledQuality, TruthQuality
    from geodata.inputs import BuildInputs

PAGE_WRITER = "webmap.export_page"
"""The program that writes the city as one HTML page. It belongs to the site, of which the library
knows nothing: it is started by name like any other program, and never imported."""
JOURNAL_ENDING = ".sqlite"
STAGE_FA = {
    "read": "خواندن ورودی‌ها",
    "alleys": "ساختن کوچه‌ها",
    "join": "پیوند دفتر و نقشه",
    "coverage": "شمردن پوشش",
    "files": "نوشتن پرونده‌ها",
    "search": "نمایهٔ جست‌وجو",
    "tiles": "کاشی‌های نقشه",
    "publish": "بازبینی و انتشار",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], int] = options.command
        code = command(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # who reads along (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except GeodataError as refusal:
        print(f"خطا: {refusal.message_fa}", file=sys.stderr)
        print(f"error: {refusal.message_en}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geodata", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="write a fictional city as input files")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    demo.add_argument("--alleys", type=_alley_count, default=6000, metavar="N")
    demo.add_argument("--seed", type=int, default=1, metavar="S")
    demo.add_argument("--clean", action="store_true", help="plant no errors in it")
    demo.set_defaults(command=_demo)
    check = commands.add_parser("check", help="read and validate inputs, write nothing")
    _add_inputs(check)
    check.set_defaults(command=_check)
    _add_build(commands.add_parser("build", help="join the inputs and publish a dataset"))
    _add_evaluate(commands.add_parser("evaluate", help="measure how right the join is"))
    _add_sample(commands.add_parser("sample", help="draw a sheet for a clerk to judge"))
    export_command.add_arguments(
        commands.add_parser("export", help="write a dataset as a file for people")
    )
    journal_command.add_arguments(
        commands.add_parser("journal", help="check, copy and restore what people decided")
    )
    return parser


def _add_build(build: argparse.ArgumentParser) -> None:
    _add_inputs(build)
    build.add_argument(
        "--labels", type=Path, metavar="FILE", help="a filled-in sheet of `sample`, for the report"
    )
    build.add_argument("--out", type=Path, required=True, metavar="DATASET")
    build.add_argument(
        "--jobs",
        type=_job_count,
        default=len(os.sched_getaffinity(0)),
        metavar="N",
        help="processes the join of a large register may use; all processors if not given",
    )
    build.add_argument(
        "--keep-going",
        action="store_true",
        help="publish although rows have errors; their faulty values count as unknown",
    )
    keep_options.add_arguments(build)
    build.set_defaults(command=_build)


def _add_evaluate(evaluate: argparse.ArgumentParser) -> None:
    evaluate.add_argument("--matches", type=Path, metavar="FILE", help="matches.csv of a build")
    evaluate.add_argument("--truth", type=Path, metavar="FILE", help="known answers")
    evaluate.add_argument("--labels", type=Path, metavar="FILE", help="a filled-in sheet")
    evaluate.add_argument("--dataset", type=Path, metavar="DATASET", help="what was sampled")
    evaluate.add_argument(
        "--half", action="store_true", help="right when half of the claimed segments are true"
    )
    evaluate.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    evaluate.set_defaults(command=_evaluate, refuse_usage=evaluate.error)


def _add_sample(sample: argparse.ArgumentParser) -> None:
    sample.add_argument("--dataset", type=Path, required=True, metavar="DATASET")
    sample.add_argument("--n", type=_sample_size, default=300, metavar="N")
    sample.add_argument("--out", type=_xlsx, required=True, metavar="SHEET.xlsx")
    sample.add_argument("--seed", type=int, default=1, metavar="S")
    sample.set_defaults(command=_sample)


def _add_inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--streets", type=Path, required=True, metavar="FILE")
    parser.add_argument("--registry", type=Path, required=True, metavar="FILE")
    parser.add_argument("--districts", type=Path, metavar="FILE")
    parser.add_argument("--neighbourhoods", type=Path, metavar="FILE")
    parser.add_argument("--plaques", type=Path, metavar="FILE")
    parser.add_argument(
        "--surroundings",
        type=Path,
        metavar="FILE",
        help="water, green, rail, mosques, buildings; those of --streets when that is an .osm.pbf",
    )
    parser.add_argument(
        "--photos", type=Path, metavar="FOLDER", help="where the photos the register names lie"
    )
    parser.add_argument(
        "--decisions",
        metavar="FILE-OR-JOURNAL",
        help="what people decided: a table, or the journal of the site (a file .sqlite, or its"
        " address with ://), which also tells what happened to signs",
    )
    parser.add_argument("--id-field", metavar="NAME", help="column with the segments' ids")
    parser.add_argument("--city", metavar="NAME", help="the city's name as pages show it")
    plan_options.add_arguments(parser)


def _alley_count(text: str) -> int:
    count = int(text)
    if not 500 <= count <= 200_000:
        raise argparse.ArgumentTypeError("expected 500 to 200000")
    return count


def _job_count(text: str) -> int:
    jobs = int(text)
    if not 1 <= jobs <= 64:
        raise argparse.ArgumentTypeError("expected 1 to 64")
    return jobs


def _sample_size(text: str) -> int:
    size = int(text)
    if not 1 <= size <= 100_000:
        raise argparse.ArgumentTypeError("expected 1 to 100000")
    return size


def _xlsx(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError("expected a file that ends with .xlsx")
    return path


def _demo(options: argparse.Namespace) -> int:
    from geodata.demo import generate, write

    city = generate(options.alleys, options.seed, clean=options.clean)
    write(city, options.out)
    print(f"شهر نمایشی (ساختگی) در {options.out} نوشته شد")
    return 0


def _check(options: argparse.Namespace) -> int:
    from geodata.inputs import read_inputs
    from geodata.issues import Severity, place_of

    issues = read_inputs(_inputs(options)).issues
    for issue in issues:
        print(f"{issue.severity}\t{place_of(issue, 'en')}\t{issue.message_en}\t{issue.message_fa}")
    counted = issues.count()
    print(*(f"{severity}: {counted[severity]}" for severity in Severity), sep=" · ")
    return 1 if counted[Severity.ERROR] else 0


def _build(options: argparse.Namespace) -> int:
    from geodata.pipeline import STAGES, build

    with _Bar(STAGES) as bar:
        version = build(
            _inputs(options),
            options.out,
            keep_going=options.keep_going,
            keep_copies=options.keep_inputs,
            kept=options.keep_versions,
            jobs=options.jobs,
            progress=bar.show,
        )
    print(f"منتشر شد: {version}")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    by_truth = options.matches is not None and options.truth is not None
    by_labels = options.labels is not None and options.dataset is not None
    if by_truth == by_labels:
        options.refuse_usage("expected --matches with --truth, or --labels with --dataset")
    from geodata.evaluation.answers import write_json
    from geodata.evaluation.listing import labelled_lines, truth_lines

    quality: LabelledQuality | TruthQuality
    if by_truth:
        from geodata.evaluation import measure_truth

        quality = measure_truth(options.matches, options.truth, half=options.half)
        lines = truth_lines(quality)
    else:
        from geodata.evaluation.proposed import measure_dataset

        quality = measure_dataset(options.dataset, options.labels)
        lines = labelled_lines(quality)
    if options.json is not None:
        write_json(options.json, quality)
    print(*lines, sep="\n")
    return 0


def _sample(options: argparse.Namespace) -> int:
    from geodata.evaluation.proposed import read_proposed
    from geodata.evaluation.sampling import draw_sample
    from geodata.evaluation.sheet import write_sheet

    drawn = draw_sample(read_proposed(options.dataset), options.n, seed=options.seed)
    write_sheet(options.out, drawn)
    print(f"{len(drawn)} ردیف برای بازبینی در {options.out} نوشته شد")
    return 0


def _inputs(options: argparse.Namespace) -> BuildInputs:
    from geodata.inputs import BuildInputs

    said = options.decisions
    is_journal = said is not None and ("://" in said or said.endswith(JOURNAL_ENDING))
    table = None if said is None else Path(said)
    return BuildInputs(
        streets=options.streets,
        registry=options.registry,
        districts=options.districts,
        neighbourhoods=options.neighbourhoods,
        plaques=options.plaques,
        decisions=None if is_journal else table,
        journal=options.decisions if is_journal else None,
        labels=getattr(options, "labels", None),
        surroundings=options.surroundings,
        photos=options.photos,
        id_field=options.id_field,
        city_fa=options.city,
        plan=plan_options.plan_of(options),
    )


class _Bar:
    """A progress bar on a terminal, nothing elsewhere; each stage is an equal part of it."""

    def __init__(self, stages: Sequence[str]) -> None:
        from tqdm import tqdm

        self._stages = stages
        self._bar = tqdm(total=len(stages), disable=None, bar_format="{bar:24} {desc} {elapsed}")

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, stage: str, done: float) -> None:
        """Show that a stage is done to this share."""
        self._bar.set_description_str(STAGE_FA[stage], refresh=False)
        self._bar.update(self._stages.index(stage) + done - self._bar.n)
        self._bar.refresh()


if __name__ == "__main__":
    sys.exit(main())
