"""`python -m geodata export`: rows of a dataset, or its map, as one file."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.exports.table import FORMATS, TITLES, is_possible
from geodata.model import NAMING_STATES
from geodata.worklists.row import WorkList

if TYPE_CHECKING:
    from geodata.catalogue.findings import Accepted

PAGE_WRITER = "webmap.export_page"
"""The site's own program for the map; the library starts it and never imports it."""


def add_arguments(export: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    export.add_argument("--dataset", type=Path, required=True, metavar="DATASET")
    export.add_argument(
        "--what",
        choices=tuple(TITLES),
        default="namings",
        help="which rows; html needs none",
    )
    export.add_argument(
        "--format",
        choices=("html", *FORMATS),
        required=True,
        help="html: the map with its list as one page that opens from disk, without a network",
    )
    export.add_argument("--district", metavar="ID", help="namings of one district")
    export.add_argument("--status", choices=NAMING_STATES, help="of namings")
    export.add_argument(
        "--by",
        choices=("district", "neighbourhood", "city"),
        default="district",
        help="of coverage",
    )
    export.add_argument(
        "--list",
        choices=[one.value for one in WorkList],
        default=WorkList.UNMAPPED.value,
        dest="work_list",
        help="of work: which of the lists",
    )
    export.add_argument(
        "--journal", metavar="ADDRESS", help="of findings: leave out what is accepted there"
    )
    export.add_argument(
        "--accepted", action="store_true", help="of findings: only what is accepted in --journal"
    )
    export.add_argument("--site", default="", metavar="URL", help="address of the site, for links")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.set_defaults(command=run, refuse_usage=export.error)


def run(options: argparse.Namespace) -> int:
    """Write the file and say how many rows are in it."""
    if options.format == "html":
        place = ["--dataset", str(options.dataset), "--out", str(options.out)]
        command = [sys.executable, "-m", PAGE_WRITER, *place]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own program
    from geodata.catalogue import CatalogueSource, Filters
    from geodata.exports.files import Wanted, export_file

    if not is_possible(options.what, options.format):
        options.refuse_usage(f"{options.what} cannot be written as {options.format}")
    if options.accepted and not options.journal:
        options.refuse_usage("--accepted needs --journal")
    wanted = Wanted(
        what=options.what,
        filters=Filters(district=options.district, state=options.status),
        by=options.by,
        work_list=WorkList(options.work_list),
        accepted=_accepted(options),
        site_url=options.site,
    )
    catalogue = CatalogueSource(options.dataset).current()
    rows = export_file(catalogue, wanted, options.format, options.out)
    print(f"{rows} ردیف در {options.out} نوشته شد")  # noqa: T201
    return 0


def _accepted(options: argparse.Namespace) -> Accepted:
    from geodata.catalogue.findings import OPEN, Accepted

    if not options.journal:
        return OPEN
    from geodata.journal.acceptances import acceptances
    from geodata.journal.database import look_into_journal

    return Accepted(acceptances(look_into_journal(options.journal)), options.accepted)
