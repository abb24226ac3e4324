"""The definition of the OGC interface (OpenAPI 3.0), from the collections themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geodata.catalogue.features import Collection

_PROBLEM = {"description": "what was wrong, RFC 9457",
            "content": {"application/problem+json": {"schema": {"type": "object"}}}}  # fmt: skip


def describe(
    site: str, collections: Iterable[Collection], *, most: int, usual: int
) -> dict[str, Any]:
    """Return the document.

    Parameters
    ----------
    site : str
        Address people reach the site by.
    most, usual : int
        Features a page has at most, and when nobody says.
    """
    paths: dict[str, Any] = {
        "/": _get("landing", "the landing page", "application/json"),
        "/conformance": _get("conformance", "conformance classes", "application/json"),
        "/collections": _get("collections", "the collections", "application/json"),
    }
    for one in collections:
        base = f"/collections/{one.name}"
        paths[base] = _get(f"{one.name}_collection", one.title_fa, "application/json")
        paths[f"{base}/items"] = _get(
            f"{one.name}_items", one.title_fa, "application/geo+json",
            [*_paging(most, usual), *(_by_property(name) for name in one.properties)],
        )  # fmt: skip
        paths[f"{base}/items/{{featureId}}"] = _get(
            f"{one.name}_item", one.title_fa, "application/geo+json", [_FEATURE_ID], may_miss=True
        )
    return {
        "openapi": "3.0.3",
        "info": {"title": "Heavenly alleys, OGC API - Features", "version": "1"},
        "servers": [{"url": f"{site}/ogc"}],
        "paths": paths,
    }


_FEATURE_ID = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}


def _paging(most: int, usual: int) -> list[dict[str, Any]]:
    whole = {"type": "integer", "minimum": 1, "maximum": most, "default": usual}
    box = {"type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number"}}
    return [
        {"name": "bbox", "in": "query", "schema": box, "style": "form", "explode": False},
        {"name": "limit", "in": "query", "schema": whole, "style": "form", "explode": False},
        {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0}},
    ]


def _by_property(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def _get(
    operation: str,
    summary: str,
    media: str,
    parameters: list[dict[str, Any]] | None = None,
    *,
    may_miss: bool = False,
) -> dict[str, Any]:
    answers = {
        "200": {"description": summary, "content": {media: {"schema": {"type": "object"}}}},
        "400": _PROBLEM,
    }
    if may_miss:
        answers["404"] = _PROBLEM
    told = {"operationId": operation, "summary": summary, "responses": answers}
    return {"get": {**told, "parameters": parameters} if parameters else told}
