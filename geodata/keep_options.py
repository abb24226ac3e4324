"""The options of the command line that say what stays of earlier builds and of the inputs."""

from __future__ import annotations

import argparse

from geodata.store.directory import KEPT_VERSIONS

MOST_VERSIONS = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--keep-inputs",
        action="store_true",
        help="keep copies of the files beside the dataset, so that a steward may change one of"
        " them in the browser",
    )
    parser.add_argument(
        "--keep-versions",
        type=_version_count,
        default=KEPT_VERSIONS,
        metavar="N",
        help=f"how many versions before this one stay, {KEPT_VERSIONS} if not given",
    )


def _version_count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= MOST_VERSIONS:
        raise argparse.ArgumentTypeError(f"expected 1 to {MOST_VERSIONS}")
    return count
