"""Files to take away: exactly the rows a page lists, with its filters and its order."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import BinaryIO

from flask import Blueprint, Response, abort

from geodata.catalogue import Catalogue
from geodata.exports.files import Wanted, export_file, export_version
from geodata.exports.table import FORMATS, is_possible
from geodata.worklists.row import WorkList
from webmap import params
from webmap.calendars import day_of_moment
from webmap.contexts.coverage import AREA_KINDS
from webmap.contexts.explore import filter_words, refuse_unknown
from webmap.contexts.site import site_url
from webmap.contexts.worklists import work_words
from webmap.dataset import current_catalogue
from webmap.explore import wanted_anywhere
from webmap.findings import accepted_findings, wanted_findings
from webmap.i18n import gettext, in_language
from webmap.presentation import local_number
from webmap.worklists import wanted_work

bp = Blueprint("exports", __name__)

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "gpx": "application/gpx+xml",
}
CHUNK_BYTES = 1 << 16


@bp.get("/alleys.<string(maxlength=8):file_format>")
def namings(file_format: str) -> Response:
    """The namings that `/explore` lists with the same filters."""
    catalogue = current_catalogue()
    asked = wanted_anywhere()
    refuse_unknown(catalogue, asked.filters)
    with in_language("fa"):  # a file of the register is in its language
        total = catalogue.listings.page(asked.filters, limit=0).total
        notes = (*filter_words(asked.filters), *_notes(catalogue, total))
    wanted = Wanted("namings", asked.filters, sort=asked.sort, notes_fa=notes, site_url=site_url())
    return _file(catalogue, wanted, file_format)


@bp.get("/coverage.<string(maxlength=8):file_format>")
def coverage(file_format: str) -> Response:
    """The coverage table of one kind of areas."""
    catalogue = current_catalogue()
    by = params.choice("by", AREA_KINDS, "district")
    with in_language("fa"):
        notes = _notes(catalogue, len(catalogue.coverage(by)))
    wanted = Wanted("coverage", by=by, notes_fa=notes, site_url=site_url())
    return _file(catalogue, wanted, file_format)


@bp.get("/work/<work_list:work_list>.<string(maxlength=8):file_format>")
def work(work_list: WorkList, file_format: str) -> Response:
    """What the page of a work list lists with the same choices."""
    catalogue = current_catalogue()
    asked = wanted_work(work_list)
    total = catalogue.work.page(work_list, asked.facets, limit=0).total
    with in_language("fa"):
        notes = (*work_words(asked), *_notes(catalogue, total))
    wanted = Wanted(
        "work", work_list=work_list, work=asked.facets, sort=asked.sort, notes_fa=notes,
        site_url=site_url(),
    )  # fmt: skip
    return _file(catalogue, wanted, file_format, name=work_list)


@bp.get("/findings.<string(maxlength=8):file_format>")
def findings(file_format: str) -> Response:
    """What `/findings` lists with the same choices."""
    catalogue = current_catalogue()
    asked, accepted = wanted_findings(), accepted_findings()
    total = catalogue.findings.page(asked, accepted, limit=0).total
    with in_language("fa"):
        notes = _notes(catalogue, total)
    wanted = Wanted(
        "findings", findings=asked, accepted=accepted, notes_fa=notes, site_url=site_url()
    )
    return _file(catalogue, wanted, file_format)


def _notes(catalogue: Catalogue, rows: int) -> tuple[str, ...]:
    date = day_of_moment(catalogue.info.built_at)
    return (
        gettext("داده‌ها تا %(date)s", date=date),
        gettext("%(count)s ردیف", count=local_number(rows)),
    )


def _file(
    catalogue: Catalogue, wanted: Wanted, file_format: str, *, name: str | None = None
) -> Response:
    if file_format not in FORMATS or not is_possible(wanted.what, file_format):
        abort(404)
    with tempfile.TemporaryDirectory(prefix="alleys-export-") as folder:
        out = Path(folder) / f"out.{file_format}"
        if file_format == "gpkg":
            _in_a_process_of_its_own(catalogue, wanted, out)
        else:
            export_file(catalogue, wanted, file_format, out)
        size = out.stat().st_size
        # What is open can be read to its end although its folder is gone.
        file = out.open("rb")
    file_name = f"{name or wanted.what}-{catalogue.info.built_at[:10]}.{file_format}"
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name}"',
        "Content-Length": str(size),
    }
    response = Response(_chunks(file), content_type=TYPES[file_format], headers=headers)
    response.call_on_close(file.close)
    return response


def _in_a_process_of_its_own(catalogue: Catalogue, wanted: Wanted, out: Path) -> None:
    """GDAL and pandas would stay in the memory of a process that serves pages."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as processes:
        processes.submit(export_version, catalogue.version, wanted, "gpkg", out).result()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
