"""What a version holds as rows to take away: namings as listed, alleys, areas, issues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geodata.catalogue import Catalogue, Filters
from geodata.catalogue.areas import AreaNames, area_names
from geodata.catalogue.findings import OPEN, Accepted
from geodata.exports.geo_files import GEOMETRY
from geodata.exports.table import Row, words_of
from geodata.gregorian import gregorian_day, jalali_day, jalali_text
from geodata.names import martyr_title


def naming_rows(
    catalogue: Catalogue, filters: Filters, *, sort: str = "name", site_url: str = "",
    with_geometry: bool = False,
) -> Iterator[Row]:  # fmt: skip
    """Yield the listed namings: columns of table `namings` in `vocab/export_columns.csv`.

    Parameters
    ----------
    site_url : str
        Address of the site, for the links; "" leaves them relative.
    with_geometry : bool
        Whether each row also has `geometry`, a GeoJSON line EPSG:4326, None off the map.
    """
    areas = area_names(catalogue)
    for record in catalogue.listings.records(filters, sort=sort):
        row = _row(record, areas, site_url)
        if with_geometry:
            row[GEOMETRY] = _geometry(catalogue, record["alley_id"])
        yield row


def _row(record: Mapping[str, Any], areas: AreaNames, site_url: str) -> dict[str, object]:
    alley_id, martyr_id = record["alley_id"], record["martyr_id"]
    martyrdom = gregorian_day(record["martyrdom_date"])
    return {
        "naming_id": record["naming_id"],
        "martyr_fa": martyr_title(record["honoree_fa"]),
        "father_fa": record["father_fa"],
        "district_fa": areas.get(("district", record["district"]), record["district"]),
        "neighbourhood_fa": areas.get(
            ("neighbourhood", record["neighbourhood"]), record["neighbourhood"]
        ),
        "main_street_fa": record["main_street_fa"],
        "old_name_fa": record["old_name_fa"],
        "new_name_fa": record["new_name_fa"],
        "state_fa": words_of("state")[record["state"]],
        "plaque_fa": words_of("plaque").get(record["plaque_status"] or ""),
        "martyrdom_date": jalali_text(record["martyrdom_date"]),
        "martyrdom_iso": martyrdom.isoformat() if martyrdom else None,
        "martyrdom_place": record["martyrdom_place"],
        "decree_no": record["decree_no"],
        "decree_date": jalali_text(record["decree_date"]),
        "code": record["code"],
        "length_m": record["length_m"],
        "lon": record["lon"],
        "lat": record["lat"],
        "reason_fa": record["reason_fa"],
        "record_url": f"{site_url}/alleys/{alley_id}" if alley_id
        else f"{site_url}/martyrs/{martyr_id}",
        "map_url": f"{site_url}/?alley={alley_id}" if alley_id else None,
    }  # fmt: skip


def alley_rows(
    catalogue: Catalogue, *, site_url: str = "", with_geometry: bool = False
) -> Iterator[Row]:
    """Yield every alley of the map: columns of table `alleys`."""
    areas = area_names(catalogue)
    for record in catalogue.listings.alleys():
        state = record["state"]
        row = {
            **record,
            "district_fa": areas.get(("district", record["district"])),
            "neighbourhood_fa": areas.get(("neighbourhood", record["neighbourhood"])),
            "state_fa": words_of("state")[state] if state else None,
            "record_url": f"{site_url}/alleys/{record['alley_id']}",
        }
        if with_geometry:
            row[GEOMETRY] = _geometry(catalogue, record["alley_id"])
        yield row


def coverage_rows(
    catalogue: Catalogue, by: str, *, site_url: str = "", with_geometry: bool = False
) -> Iterator[Row]:
    """Yield the areas of one kind: columns of table `coverage`."""
    for row in catalogue.coverage(by):
        told: dict[str, object] = {
            "area_id": row.area_id,
            "name_fa": row.name_fa,
            "district": row.district,
            "eligible": row.eligible,
            "named": row.named,
            "matched": row.matched,
            "made": row.made,
            "installed": row.installed,
            "verified": row.verified,
            "damaged": row.damaged,
            "missing": row.missing,
            "near_named": row.near_named,
            "near_installed": row.near_installed,
            "median_m": row.median_m,
            "p90_m": row.p90_m,
            "share_named": row.share_named,
            "share_installed": row.share_installed,
            "length_m": row.length_m,
            "named_length_m": row.named_length_m,
            "made_length_m": row.made_length_m,
            "installed_length_m": row.installed_length_m,
            "verified_length_m": row.verified_length_m,
            "damaged_length_m": row.damaged_length_m,
            "missing_length_m": row.missing_length_m,
            "area_url": f"{site_url}/coverage/{row.area_id}" if row.area_id else None,
        }
        if with_geometry:
            told[GEOMETRY] = catalogue.features.outline(row.kind, row.area_id)
        yield told


def issue_rows(catalogue: Catalogue) -> Iterator[Row]:
    """Yield what was wrong with the inputs: columns of table `issues`."""
    yield from catalogue.listings.issues()


def finding_rows(
    catalogue: Catalogue,
    wanted: Mapping[str, str | None],
    accepted: Accepted = OPEN,
    *,
    site_url: str = "",
) -> Iterator[Row]:
    """Yield what was found doubtful: columns of table `findings`, and of accepted ones those of
    `acceptance`; who accepted them stays in the journal.
    """
    for row in catalogue.findings.all(wanted, accepted):
        left = accepted.found.get(row.finding_id)
        record = None
        if row.alley_id:
            record = f"{site_url}/alleys/{row.alley_id}"
        elif row.martyr_id:
            record = f"{site_url}/martyrs/{row.martyr_id}"
        yield {
            "severity_fa": words_of("severity")[row.severity],
            "title_fa": row.title_fa,
            "message_fa": row.message_fa,
            "naming_id": row.naming_id,
            "honoree_fa": row.honoree_fa,
            "district": row.district,
            "neighbourhood": row.neighbourhood,
            "record_url": record,
            "finding_id": row.finding_id,
            "accepted_reason": left and left.reason,
            "accepted_on": left and jalali_text(jalali_day(left.accepted_at)),
        }


def _geometry(catalogue: Catalogue, alley_id: int | None) -> dict[str, object] | None:
    return catalogue.features.line(alley_id) if alley_id else None
