"""The definition of the JSON interface (OpenAPI 3.0), beside the OGC one of `ogc_description`."""

from __future__ import annotations

from typing import Any

from geodata.walks import LONGEST_MIN, SHORTEST_MIN
from webmap.walk_query import FLAGS, USUAL_MIN, YEARS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": "string", "nullable": True}
NUMBER: Schema = {"type": "number"}
MAYBE_NUMBER: Schema = {"type": "number", "nullable": True}
WHOLE: Schema = {"type": "integer"}
MAYBE_WHOLE: Schema = {"type": "integer", "nullable": True}
YES_NO: Schema = {"type": "boolean"}
BOX: Schema = {"type": "array", "items": NUMBER, "minItems": 4, "maxItems": 4}

_HIT = {
    "alley_id": MAYBE_WHOLE, "naming_id": MAYBE_TEXT, "title_fa": TEXT, "title_en": TEXT,
    "title_ar": TEXT, "honoree_fa": MAYBE_TEXT, "father_fa": MAYBE_TEXT, "old_name_fa": MAYBE_TEXT,
    "district": MAYBE_TEXT, "neighbourhood": MAYBE_TEXT, "main_street": MAYBE_TEXT,
    "plaque_status": MAYBE_TEXT, "on_map": YES_NO, "lon": MAYBE_NUMBER, "lat": MAYBE_NUMBER,
    "bbox": {**BOX, "nullable": True}, "score": NUMBER, "why_fa": MAYBE_TEXT,
}  # fmt: skip
_AREA = {
    "area_id": TEXT, "name_fa": TEXT, "kind": TEXT, "district": MAYBE_TEXT, "eligible": WHOLE,
    "named": WHOLE, "matched": WHOLE, "made": WHOLE, "installed": WHOLE, "verified": WHOLE,
    "damaged": WHOLE, "missing": WHOLE, "made_length_m": NUMBER, "installed_length_m": NUMBER,
    "verified_length_m": NUMBER, "damaged_length_m": NUMBER, "missing_length_m": NUMBER,
    "near_named": WHOLE,
    "near_installed": WHOLE, "median_m": MAYBE_NUMBER, "p90_m": MAYBE_NUMBER, "length_m": NUMBER,
    "named_length_m": NUMBER, "share_named": MAYBE_NUMBER, "share_installed": MAYBE_NUMBER,
}  # fmt: skip
_PROBLEM = {
    "type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT, "detail_en": TEXT,
    "instance": TEXT, "parameter": TEXT,
}  # fmt: skip


def describe_api(site: str) -> dict[str, Any]:
    """Return the document.

    Parameters
    ----------
    site : str
        Address people reach the site by.
    """
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Heavenly alleys",
            "version": "1",
            "description": "Coordinates are lon, lat EPSG:4326; unknown values are null.",
        },
        "servers": [{"url": site}],
        "paths": _paths(),
        "components": {
            "schemas": {
                "Hit": _object(_HIT, optional=("distance_m",), distance_m=NUMBER),
                "Area": _object(_AREA),
                "Feature": {"type": "object", "required": ["type", "geometry", "properties"]},
                "Problem": _object(_PROBLEM, optional=("parameter",)),
            }
        },
    }


def _paths() -> dict[str, Any]:
    hits = {"type": "array", "items": _ref("Hit")}
    texts = {"type": "array", "items": TEXT}
    near = {"total": WHOLE, "took_ms": NUMBER, "results": hits}
    found = {"query": TEXT, **near, "suggestions": texts}
    district = _query("district", {**TEXT, "maxLength": 100})
    number = _between(0, 2**63 - 1)
    alley_id = {"name": "alley_id", "in": "path", "required": True, "schema": number}
    features = {"type": "array", "items": _ref("Feature")}
    gone = {"type": "array", "items": WHOLE}
    collection = {
        "type": TEXT,
        "as_of": TEXT,
        "truncated": YES_NO,
        "gone": gone,
        "features": features,
    }
    limit = _query("limit", _between(1, 50, 10))
    lon, lat = _between(-180, 180, kind="number"), _between(-90, 90, kind="number")
    return {
        "/api/search": _get(
            "search", "alleys and namings that fit a text, best first", _open(found),
            [_query("q", TEXT, required=True), limit, district,
             _query("lon", lon), _query("lat", lat), _query("lang", _one_of("fa", "ar", "en"))],
        ),
        "/api/nearby": _get(
            "nearby", "alleys around a place, nearest first", _open(near),
            [_query("lon", lon, required=True), _query("lat", lat, required=True), limit,
             _query("radius_m", _between(1, 20_000, 1000, kind="number"))],
        ),
        "/api/alleys/{alley_id}": _get(
            "alley", "one alley as GeoJSON", _ref("Feature"),
            [alley_id],
            may_miss=True, media="application/geo+json",
        ),
        "/api/alleys.geojson": _get(
            "alleys", "alleys in a box, a district or a state, by id; with since: what changed",
            _open(collection),
            [{**_query("bbox", BOX), "style": "form", "explode": False},
             district,
             _query("status", _one_of("named", "installed", "damaged")),
             _query("since", {**TEXT, "format": "date-time"}),
             _query("after", _between(0, 2**63 - 1)),
             _query("limit", _between(1, 2000, 2000))],
            media="application/geo+json",
        ),
        "/api/walks": _get(
            "walks", "the walk most worth its time: a line, then its stops in order",
            _open({"type": TEXT, "minutes": NUMBER, "length_m": NUMBER, "features": features}),
            _walk_parameters(),
            media="application/geo+json",
        ),
        "/api/coverage": _get(
            "coverage", "coverage of all areas of one kind",
            {"type": "array", "items": _ref("Area")},
            [_query("by", _one_of("district", "neighbourhood", "city"))],
        ),
    }  # fmt: skip


def _walk_parameters() -> list[dict[str, Any]]:
    """From where (one of four ways), how long, to where, and what one would like to see."""
    text, record, yes = {**TEXT, "maxLength": 100}, _between(0, 2**63 - 1), _one_of("1")
    position = {**TEXT, "pattern": "^-?[0-9.]+,-?[0-9.]+$"}
    places = {"near": position, "alley": record, "from": text, "spot": text,
              "to_near": position, "to_alley": record, "to": text, "to_spot": text}  # fmt: skip
    return [
        *(_query(name, schema) for name, schema in places.items()),
        _query("minutes", _between(SHORTEST_MIN, LONGEST_MIN, USUAL_MIN)),
        _query("family", text),
        _query("year", _between(*YEARS)),
        *(_query(flag, yes) for flag in FLAGS),
        _query("lang", _one_of("fa", "ar", "en")),
    ]


def _get(
    operation: str,
    summary: str,
    answer: Schema,
    parameters: list[dict[str, Any]],
    *,
    may_miss: bool = False,
    media: str = "application/json",
) -> dict[str, Any]:
    problem = {
        "description": "what was wrong (RFC 9457)",
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
    answers: dict[str, Any] = {
        "200": {"description": summary, "content": {media: {"schema": answer}}},
        "400": problem,
        "503": problem,
    }
    if may_miss:
        moved = {"description": "merged or renamed; the address of its successor"}
        answers |= {"301": moved, "404": problem, "410": problem}
    told = {"operationId": operation, "summary": summary, "parameters": parameters}
    return {"get": {**told, "responses": answers}}


def _query(name: str, schema: Schema, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _between(
    lowest: float, highest: float, usual: float | None = None, *, kind: str = "integer"
) -> Schema:
    schema: Schema = {"type": kind, "minimum": lowest, "maximum": highest}
    return schema if usual is None else {**schema, "default": usual}


def _one_of(*words: str) -> Schema:
    """One of these words; a blank, as a form sends it, is as if nothing was said."""
    return {"type": "string", "enum": [*words, ""]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _open(properties: dict[str, Schema]) -> Schema:
    """An object that may tell more: fields are added and never taken away."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _object(
    properties: dict[str, Schema], optional: tuple[str, ...] = (), **more: Schema
) -> Schema:
    every = {**properties, **more}
    required = [name for name in every if name not in optional]
    return {"type": "object", "required": required, "properties": every}
