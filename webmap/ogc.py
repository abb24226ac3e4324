"""OGC API – Features (17-069r4, Core, GeoJSON, OpenAPI 3.0): live layers for QGIS and GDAL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, json, request, url_for

from geodata.catalogue.features import COLLECTIONS, Collection
from geodata.errors import QueryError
from webmap import params
from webmap.contexts.site import site_url
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.ogc_description import describe

bp = Blueprint("ogc", __name__, url_prefix="/ogc")

CONFORMS_TO = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{one}"
    for one in ("core", "geojson", "oas30")
)
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
JSON, GEOJSON = "application/json", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
USUAL, MOST = 100, 1_000
FARTHEST = 10_000_000
_OWN = frozenset({"bbox", "limit", "offset", "f", "datetime", "lang"})


@bp.get("/")
def landing() -> Response:
    """What there is, as links."""
    params.choice("f", ("json",), "json")
    links = (
        _link("self", "ogc.landing", JSON, "this document"),
        _link("service-desc", "ogc.api", OPENAPI, "the API definition"),
        _link("conformance", "ogc.conformance", JSON, "what this server implements"),
        _link("data", "ogc.collections", JSON, "the collections"),
    )
    title = gettext("کوچه‌های آسمانی %(city)s", city=current_catalogue().info.city_fa)
    return _answer({"title": title, "links": links})


@bp.get("/conformance")
def conformance() -> Response:
    """The classes of requirements that are met."""
    return _answer({"conformsTo": CONFORMS_TO})


@bp.get("/api")
def api() -> Response:
    """The definition of this interface."""
    return _answer(describe(site_url(), COLLECTIONS.values(), most=MOST, usual=USUAL), OPENAPI)


@bp.get("/collections")
def collections() -> Response:
    """Every collection."""
    links = [_link("self", "ogc.collections", JSON, "this document")]
    told = [_described(one) for one in COLLECTIONS.values()]
    return _answer({"links": links, "collections": told})


@bp.get("/collections/<string(maxlength=32):name>")
def collection(name: str) -> Response:
    """One collection."""
    return _answer(_described(_known(name)))


@bp.get("/collections/<string(maxlength=32):name>/items")
def items(name: str) -> Response:
    """Features of a collection inside a box and with the properties asked for, page by page."""
    wanted = _known(name)
    params.choice("f", ("json",), "json")
    limit = min(params.whole_number("limit", USUAL, highest=FARTHEST), MOST)
    offset = params.whole_number("offset", 0, lowest=0, highest=FARTHEST)
    page = current_catalogue().features.page(
        wanted,
        bbox=params.bounding_box(),
        properties=_asked(wanted),
        offset=offset,
        limit=limit,
    )
    links = [
        _page_link("self", name, offset),
        _link("collection", "ogc.collection", JSON, name=name),
    ]
    if offset + len(page.features) < page.total:
        links.append(_page_link("next", name, offset + limit))
    if offset:
        links.append(_page_link("prev", name, max(0, offset - limit)))
    return _answer(
        {
            "type": "FeatureCollection",
            "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "numberMatched": page.total,
            "numberReturned": len(page.features),
            "links": links,
            "features": page.features,
        },
        GEOJSON,
    )


@bp.get("/collections/<string(maxlength=32):name>/items/<string(maxlength=64):feature_id>")
def item(name: str, feature_id: str) -> Response:
    """One feature."""
    found = current_catalogue().features.one(_known(name), feature_id)
    if found is None:
        abort(404)
    links = [
        _link("self", "ogc.item", GEOJSON, name=name, feature_id=feature_id),
        _link("collection", "ogc.collection", JSON, name=name),
    ]
    return _answer({**found, "links": links}, GEOJSON)


def _known(name: str) -> Collection:
    if name not in COLLECTIONS:
        abort(404)
    return COLLECTIONS[name]


def _asked(wanted: Collection) -> dict[str, str]:
    """The properties asked for by value.

    Raises
    ------
    QueryError
        For a parameter that is neither ours nor a property of the collection.
    """
    asked: dict[str, str] = {}
    for name in request.args:
        if name in _OWN:
            continue
        if name not in wanted.properties:
            raise QueryError(
                f"{name[:40]}: expected one of {', '.join(sorted(_OWN | {*wanted.properties}))}",
                gettext("پارامتر %(name)s شناخته نیست.", name=name[:40]),
                parameter=name[:40],
            )
        asked[name] = params.search_text(name)
    return asked


def _described(one: Collection) -> dict[str, Any]:
    bounds = current_catalogue().features.bounds(one)
    extent = {"extent": {"spatial": {"bbox": [list(bounds)], "crs": CRS84}}} if bounds else {}
    return {
        "id": one.name,
        "title": one.title_fa,
        "itemType": "feature",
        "crs": [CRS84],
        **extent,
        "links": [
            _link("self", "ogc.collection", JSON, name=one.name),
            _link("items", "ogc.items", GEOJSON, one.title_fa, name=one.name),
        ],
    }


def _link(rel: str, endpoint: str, media: str, title: str = "", **values: Any) -> dict[str, str]:
    link = {"rel": rel, "type": media, "href": site_url() + url_for(endpoint, **values)}
    return {**link, "title": title} if title else link


def _page_link(rel: str, name: str, offset: int) -> dict[str, str]:
    values: dict[str, Any] = {**request.args.to_dict(), "offset": offset}
    href = site_url() + url_for("ogc.items", name=name, **values)
    return {"rel": rel, "type": GEOJSON, "href": href}


def _answer(value: Mapping[str, Any], media: str = JSON) -> Response:
    text = json.dumps(value, ensure_ascii=False, sort_keys=False, separators=(",", ":"))
    return Response(text, content_type=media)
