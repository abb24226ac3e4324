"""A work list as rows to take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from geodata.catalogue import Catalogue
from geodata.catalogue.areas import area_names
from geodata.catalogue.worklists import Offered
from geodata.digits import PERSIAN_DIGITS
from geodata.exports.geo_files import GEOMETRY
from geodata.exports.table import Row
from geodata.names import martyr_title
from geodata.worklists.row import WorkList, WorkRow, reason_fa

JOINT = "؛ "


def work_rows(
    catalogue: Catalogue, work_list: WorkList, wanted: Mapping[str, str | None], *,
    sort: str = "name", site_url: str = "", with_geometry: bool = False,
) -> Iterator[Row]:  # fmt: skip
    """Yield the wanted rows of a work list: columns of table `work`; as `rows.naming_rows`."""
    areas = area_names(catalogue)
    for row in catalogue.work.all(work_list, wanted, sort=sort):
        told: dict[str, object] = {
            "reason_fa": reason_fa(row.list, row.reason),
            "martyr_fa": row.title_fa,
            "street_fa": row.street_fa,
            "old_name_fa": row.old_name_fa,
            "district_fa": areas.get(("district", row.district or ""), row.district),
            "neighbourhood_fa": areas.get(
                ("neighbourhood", row.neighbourhood or ""), row.neighbourhood
            ),
            "message_fa": row.message_fa,
            "candidates_fa": JOINT.join(map(_candidate, catalogue.work.offered(row))) or None,
            "naming_id": row.naming_id,
            "plaque_id": row.plaque_id,
            "lon": row.lon,
            "lat": row.lat,
            "record_url": f"{site_url}/alleys/{row.alley_id}" if row.alley_id else None,
            "map_url": f"{site_url}/?alley={row.alley_id}" if row.alley_id else None,
        }
        if with_geometry:
            told[GEOMETRY] = _geometry(catalogue, row)
        yield told


def _geometry(catalogue: Catalogue, row: WorkRow) -> dict[str, object] | None:
    """A sign where it is, an alley as its line."""
    if row.plaque_id is None and row.alley_id is not None:
        return catalogue.features.line(row.alley_id)
    if row.lon is None:
        return None
    return {"type": "Point", "coordinates": [row.lon, row.lat]}


def _candidate(offered: Offered) -> str:
    honoured = martyr_title(offered.honoree_fa) if offered.honoree_fa else None
    names = [offered.name_fa, honoured if honoured != offered.name_fa else None, offered.street_fa]
    name = "، ".join(part for part in names if part) or "بی نام"
    score, metres = offered.candidate.score, offered.candidate.distance_m
    if score is not None:
        return f"{name} ({round(100 * score)}٪)".translate(PERSIAN_DIGITS)
    return name if metres is None else f"{name} ({metres:g} متر)".translate(PERSIAN_DIGITS)
