"""Records as the JSON interface writes them: names are fixed, unknown values are null."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geodata.catalogue.records import (
    Alley,
    CoverageRow,
    FeaturePage,
    Hit,
    Naming,
    Plaque,
    SearchAnswer,
)
from geodata.walks import Stop, Walk
from webmap.contexts.walks import StopContext

Json = dict[str, Any]


def search_answer(answer: SearchAnswer, *, took_ms: float) -> Json:
    """Return the answer of `/api/search`."""
    return {
        "query": answer.query,
        "total": answer.total,
        "took_ms": took_ms,
        "results": [hit(one) for one in answer.hits],
        "suggestions": list(answer.suggestions),
        "truncated": answer.truncated,
    }


def nearby_answer(hits: tuple[Hit, ...], *, took_ms: float) -> Json:
    """Return the answer of `/api/nearby`: as a search, with `distance_m` [m] in each result."""
    results = [{**hit(one), "distance_m": one.distance_m} for one in hits]
    return {"total": len(hits), "took_ms": took_ms, "results": results}


def hit(one: Hit) -> Json:
    """Return one result."""
    return {
        "alley_id": one.alley_id,
        "naming_id": one.naming_id,
        "martyr_id": one.martyr_id,
        "title_fa": one.title_fa,
        "title_en": one.title_en,
        "title_ar": one.title_ar,
        "honoree_fa": one.honoree_fa,
        "father_fa": one.father_fa,
        "old_name_fa": one.old_name_fa,
        "district": one.district,
        "neighbourhood": one.neighbourhood,
        "main_street": one.main_street_fa,
        "plaque_status": one.plaque_status,
        "on_map": one.on_map,
        "lon": one.lon,
        "lat": one.lat,
        "bbox": list(one.bbox) if one.bbox else None,
        "score": one.score,
        "why_fa": one.why_fa,
    }


def feature_collection(page: FeaturePage, *, as_of: str) -> Json:
    """Return alleys as a GeoJSON FeatureCollection that says of when it is and whether it was cut.

    Parameters
    ----------
    as_of : str
        ISO 8601, UTC: what to ask `since` of the next time.
    """
    return {
        "type": "FeatureCollection",
        "as_of": as_of,
        "truncated": page.truncated,
        "gone": page.gone,
        "features": [alley_feature(alley) for alley in page.alleys],
    }


def alley_feature(alley: Alley) -> Json:
    """Return one alley as a GeoJSON Feature, lon, lat EPSG:4326."""
    return {
        "type": "Feature",
        "id": alley.alley_id,
        "bbox": list(alley.bbox),
        "geometry": _geometry(alley),
        "properties": {
            "alley_id": alley.alley_id,
            "code": alley.code,
            "name_fa": alley.name_fa,
            "kind": alley.kind,
            "road_class": alley.road_class,
            "parent_fa": alley.parent_fa,
            "number": alley.number,
            "district": alley.district,
            "neighbourhood": alley.neighbourhood,
            "length_m": alley.length_m,
            "state": alley.state,
            "lon": alley.mouth_lon,
            "lat": alley.mouth_lat,
            "source_ids": list(alley.source_ids),
            # What waits for a human is no fact yet and stays inside.
            "namings": [naming(one) for one in alley.namings if one.on_map],
            "plaques": [plaque(one) for one in alley.plaques],
        },
    }


def _geometry(alley: Alley) -> Json | None:
    lines = [[list(point) for point in line] for line in alley.lines]
    if not lines:
        return None
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def naming(one: Naming) -> Json:
    """Return one naming with the reason it is joined to its alley."""
    return {
        "naming_id": one.naming_id,
        "martyr_id": one.martyr_id,
        "honoree_fa": one.honoree_fa,
        "title_fa": one.title_fa,
        "father_fa": one.father_fa,
        "old_name_fa": one.old_name_fa,
        "new_name_fa": one.new_name_fa,
        "main_street": one.main_street_fa,
        "district": one.district,
        "neighbourhood": one.neighbourhood,
        "birth_date": one.birth_date,
        "martyrdom_date": one.martyrdom_date,
        "martyrdom_place": one.martyrdom_place,
        "burial_place": one.burial_place,
        "biography": one.biography,
        "decree_no": one.decree_no,
        "decree_date": one.decree_date,
        "plaque_status": one.plaque_status,
        "verdict": one.verdict,
        "method": one.method,
        "score": one.score,
        "reason_fa": one.reason_fa,
    }


def plaque(one: Plaque) -> Json:
    """Return one sign."""
    return {
        "plaque_id": one.plaque_id,
        "naming_id": one.naming_id,
        "status": one.status,
        "date": one.date,
        "end_fa": one.end_fa,
        "text_fa": one.text_fa,
        "lon": one.lon,
        "lat": one.lat,
    }


def walk_collection(walk: Walk, stops: Sequence[StopContext]) -> Json:
    """Return a walk as a FeatureCollection: its line, then its stops in order.

    Lengths are metres, times minutes; sentences are in the reader's language.
    """
    line = [list(point) for point in walk.line]
    return {
        "type": "FeatureCollection",
        "minutes": round(walk.minutes, 1),
        "length_m": round(walk.length_m, 1),
        "features": [
            {"type": "Feature", "geometry": {"type": "LineString", "coordinates": line},
             "properties": {"kind": "walk", "has_steps": walk.has_steps}},
            *(_walk_stop(stop, told) for stop, told in zip(walk.stops, stops, strict=True)),
        ],
    }  # fmt: skip


def _walk_stop(stop: Stop, told: StopContext) -> Json:
    return {
        "type": "Feature",
        "id": stop.alley_id,
        "geometry": {"type": "Point", "coordinates": list(stop.at)},
        "properties": {
            "kind": "stop",
            "number": told.number,
            "alley_id": stop.alley_id,
            "title": told.page.title,
            "martyr_ids": [naming.martyr_id for naming in told.page.namings],
            "has_plaque": stop.has_plaque,
            "is_wished": stop.is_wished,
            "side": stop.side,
            "leg_m": round(stop.leg.length_m, 1),
            "after_min": told.after_min,
            "directions": [turn for turn, _ in told.turns],
            "arrival": told.arrival,
        },
    }


def coverage_row(row: CoverageRow) -> Json:
    """Return one area's numbers; a share without a denominator is null."""
    return {
        "area_id": row.area_id,
        "name_fa": row.name_fa,
        "kind": row.kind,
        "district": row.district,
        "eligible": row.eligible,
        "named": row.named,
        "near_named": row.near_named,
        "near_installed": row.near_installed,
        "median_m": row.median_m,
        "p90_m": row.p90_m,
        "matched": row.matched,
        "made": row.made,
        "installed": row.installed,
        "verified": row.verified,
        "damaged": row.damaged,
        "missing": row.missing,
        "length_m": row.length_m,
        "named_length_m": row.named_length_m,
        "made_length_m": row.made_length_m,
        "installed_length_m": row.installed_length_m,
        "verified_length_m": row.verified_length_m,
        "damaged_length_m": row.damaged_length_m,
        "missing_length_m": row.missing_length_m,
        "share_named": row.share_named,
        "share_installed": row.share_installed,
    }
