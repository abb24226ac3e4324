"""The options of the command line that say what a city has resolved."""

from __future__ import annotations

import argparse
from enum import StrEnum
from typing import TypeVar

from geodata.model import Kind, RoadClass
from geodata.plan import LEAST_M, USUAL_PLAN, Plan

LONGEST_M = 10_000.0
MOST_ALLEYS = 10_000_000
Word = TypeVar("Word", bound=StrEnum)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options; each has the default that most cities take."""
    group = parser.add_argument_group("which alleys the plan may name, and how many")
    group.add_argument(
        "--eligible-kinds",
        type=lambda text: _words(text, Kind),
        default=USUAL_PLAN.kinds,
        metavar="KINDS",
        help=f"kinds joined by commas, of {', '.join(Kind)}",
    )
    group.add_argument(
        "--eligible-classes",
        type=lambda text: _words(text, RoadClass),
        default=USUAL_PLAN.road_classes,
        metavar="CLASSES",
        help=f"classes joined by commas, of {', '.join(RoadClass)}",
    )
    group.add_argument(
        "--eligible-length",
        type=_metres,
        default=LEAST_M,
        metavar="METRES",
        help=f"the least length, {LEAST_M:g} if not given",
    )
    group.add_argument(
        "--target", type=_target, metavar="N", help="how many alleys the city is going to name"
    )


def plan_of(options: argparse.Namespace) -> Plan:
    """Return what the options say."""
    return Plan(
        kinds=options.eligible_kinds,
        road_classes=options.eligible_classes,
        minimum_length_m=options.eligible_length,
        target=options.target,
    )


def _words(text: str, words: type[Word]) -> frozenset[Word]:
    typed = [word.strip() for word in text.split(",")]
    known = {word.value: word for word in words}
    for word in typed:
        if word not in known:
            raise argparse.ArgumentTypeError(f"{word!r}: expected one of {', '.join(known)}")
    return frozenset(known[word] for word in typed)


def _metres(text: str) -> float:
    metres = float(text)
    if not 0 <= metres <= LONGEST_M:
        raise argparse.ArgumentTypeError(f"expected 0 to {LONGEST_M:g} metres")
    return metres


def _target(text: str) -> int:
    target = int(text)
    if not 1 <= target <= MOST_ALLEYS:
        raise argparse.ArgumentTypeError(f"expected 1 to {MOST_ALLEYS}")
    return target
