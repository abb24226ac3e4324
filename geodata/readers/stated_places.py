"""The districts and neighbourhoods the rows of a register name.

How one name is recognised is `geodata.readers.places`.
"""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd

from geodata.issues import IssueLog
from geodata.readers.places import KnownAreas, district_number
from geodata.readers.records import Records, name_or_none, raw_or_none


def stated_places(
    records: Records,
    districts: gpd.GeoDataFrame | None,
    neighbourhoods: gpd.GeoDataFrame | None,
    issues: IssueLog,
) -> dict[str, list[object]]:
    """Return columns `district`, `district_text` and `neighbourhood_id`.

    An area that no file knows is an issue, and so is one read although written otherwise.
    """
    return {
        "district": [*_districts(records, districts, issues)],
        "district_text": [*records.mapped("district", raw_or_none)],
        "neighbourhood_id": [*_neighbourhoods(records, neighbourhoods, issues)],
    }


def _districts(
    records: Records, areas: gpd.GeoDataFrame | None, issues: IssueLog
) -> list[str | None]:
    if areas is None:
        return records.mapped("district", _district_number_or_name)
    known = KnownAreas.from_frame(areas)
    found = _read_areas(records, "district", known, issues)
    written = records.mapped("district", raw_or_none)
    for row, text, area_id in zip(records.rows, written, found, strict=True):
        if text is not None and area_id is None:
            _report_district(records.file, row, text, known, issues)
    return found


def _district_number_or_name(text: str) -> str | None:
    name = name_or_none(text)
    number = None if name is None else district_number(name)
    return name if number is None else str(number)


def _report_district(file: str, row: int, text: str, known: KnownAreas, issues: IssueLog) -> None:
    code = "district_unreadable" if district_number(text) is None else "district_unknown"
    issues.add(code, source=file, row=row, column="district", value=text, expected=known.listing)


def _neighbourhoods(
    records: Records, areas: gpd.GeoDataFrame | None, issues: IssueLog
) -> list[str | None]:
    if areas is None:
        return [None] * len(records.rows)
    found = _read_areas(records, "neighbourhood", KnownAreas.from_frame(areas), issues)
    names = records.mapped("neighbourhood", name_or_none)
    for row, name, area_id in zip(records.rows, names, found, strict=True):
        if name is not None and area_id is None:
            issues.add(
                "neighbourhood_unknown",
                source=records.file,
                row=row,
                column="neighbourhood",
                value=name,
            )
    return found


def _read_areas(
    records: Records, column: str, known: KnownAreas, issues: IssueLog
) -> list[str | None]:
    """Return the id of the area each row names; a name read although written otherwise is told."""
    found = records.mapped(column, lambda text: _named(text, known.find))
    near = records.mapped(column, lambda text: _named(text, known.find_near))
    names = records.mapped(column, name_or_none)
    for row, name, exact, read in zip(records.rows, names, found, near, strict=True):
        if exact is None and read is not None:
            issues.add(
                "area_read_as",
                source=records.file,
                row=row,
                column=column,
                value=name,
                read=known.names[read],
            )
    return [exact or read for exact, read in zip(found, near, strict=True)]


def _named(text: str, find: Callable[[str], str | None]) -> str | None:
    name = name_or_none(text)
    return None if name is None else find(name)
