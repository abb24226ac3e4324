"""One file to take away: which rows, in which format, written aside and put in place whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geodata.catalogue import Catalogue, Filters
from geodata.catalogue.findings import OPEN, Accepted
from geodata.exports.csv_file import write_csv
from geodata.exports.geo_files import write_geojson, write_gpx
from geodata.exports.rows import (
    alley_rows,
    coverage_rows,
    finding_rows,
    issue_rows,
    naming_rows,
)
from geodata.exports.table import TITLES, Row, Table, columns_of, is_possible
from geodata.exports.work_rows import work_rows
from geodata.exports.xlsx_file import write_xlsx
from geodata.worklists.row import WorkList, list_words


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are taken away.

    Attributes
    ----------
    what : str
        A key of `geodata.exports.table.TITLES`.
    filters, sort
        Of namings, see `geodata.catalogue.listing`.
    findings : mapping
        Wanted values of the facets of findings.
    accepted : Accepted
        Which findings people leave as they are, and whether these are the ones wanted.
    by : str
        Of coverage: city, district or neighbourhood.
    work_list, work
        Which work list, and the wanted values of its facets.
    notes_fa : tuple of str
        Lines above an Excel sheet: which filters, as of when.
    site_url : str
        Address of the site for links; "" leaves them relative.
    """

    what: str
    filters: Filters = field(default_factory=Filters)
    sort: str = "name"
    by: str = "district"
    findings: Mapping[str, str | None] = field(default_factory=dict)
    work_list: WorkList = WorkList.UNMAPPED
    work: Mapping[str, str | None] = field(default_factory=dict)
    accepted: Accepted = OPEN
    notes_fa: tuple[str, ...] = ()
    site_url: str = ""


def export_file(catalogue: Catalogue, wanted: Wanted, file_format: str, out: Path) -> int:
    """Write the file and return how many rows are in it.

    Raises
    ------
    ValueError
        For rows that the format has no place for: areas as GPX, issues on a map.
    """
    writer = _writer(catalogue, wanted, file_format)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=out.suffix)
    os.close(handle)
    part = Path(name)
    try:
        rows = writer(part)
        part.chmod(0o644)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return rows


def export_version(version: Path, wanted: Wanted, file_format: str, out: Path) -> int:
    """Write the file of a published version's directory; for a process of its own."""
    return export_file(Catalogue(version), wanted, file_format, out)


def _writer(catalogue: Catalogue, wanted: Wanted, file_format: str) -> Callable[[Path], int]:
    if not is_possible(wanted.what, file_format):
        raise ValueError(f"{wanted.what} cannot be written as {file_format}")
    if file_format == "gpkg":
        from geodata.exports.package import write_gpkg

        return lambda path: write_gpkg(path, _rows(catalogue, wanted, geometry=True), wanted.what)
    if file_format == "geojson":
        return lambda path: write_geojson(path, _rows(catalogue, wanted, geometry=True))
    if file_format == "gpx":
        return lambda path: write_gpx(path, TITLES[wanted.what], _rows(catalogue, wanted))
    title = list_words()[wanted.work_list][0] if wanted.what == "work" else TITLES[wanted.what]
    table = Table(
        title_fa=f"{title} · {catalogue.info.city_fa}",
        notes_fa=wanted.notes_fa,
        columns=columns_of(wanted.what)
        + (columns_of("acceptance") if wanted.accepted.are_listed else ()),
        rows=_rows(catalogue, wanted),
    )
    write = write_xlsx if file_format == "xlsx" else write_csv
    return lambda path: write(path, table)


def _rows(catalogue: Catalogue, wanted: Wanted, *, geometry: bool = False) -> Iterator[Row]:
    rows: Iterable[Row]
    if wanted.what == "namings":
        rows = naming_rows(
            catalogue, wanted.filters, sort=wanted.sort, site_url=wanted.site_url,
            with_geometry=geometry,
        )  # fmt: skip
    elif wanted.what == "alleys":
        rows = alley_rows(catalogue, site_url=wanted.site_url, with_geometry=geometry)
    elif wanted.what == "coverage":
        rows = coverage_rows(catalogue, wanted.by, site_url=wanted.site_url, with_geometry=geometry)
    elif wanted.what == "findings":
        rows = finding_rows(catalogue, wanted.findings, wanted.accepted, site_url=wanted.site_url)
    elif wanted.what == "work":
        rows = work_rows(
            catalogue, wanted.work_list, wanted.work, sort=wanted.sort, site_url=wanted.site_url,
            with_geometry=geometry,
        )  # fmt: skip
    else:
        rows = issue_rows(catalogue)
    yield from rows
