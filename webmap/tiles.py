"""Vector tiles, each under the generation of the data it was cut from."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, abort, request

from geodata.catalogue import Catalogue
from webmap.assets import FOREVER, REVALIDATE
from webmap.converters import is_tile
from webmap.dataset import current_catalogue, site_dataset

bp = Blueprint("tiles", __name__)

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"


@bp.get(
    "/tiles/<string(maxlength=64):generation>/<tile_number:z>/<tile_number:x>/<tile_number:y>.pbf"
)
def tile(generation: str, z: int, x: int, y: int) -> Response:
    """One tile, kept for ever by browsers when it is of the generation they asked for."""
    if not is_tile(z, x, y):
        abort(404)
    catalogue = _generation(generation)
    content = (catalogue or current_catalogue()).tile(z, x, y)
    return _answer(content, FOREVER if catalogue else REVALIDATE)


def _generation(dataset_id: str) -> Catalogue | None:
    current = current_catalogue()
    return (
        current if current.info.dataset_id == dataset_id else site_dataset().generation(dataset_id)
    )


def _answer(content: bytes | None, caching: str) -> Response:
    headers = {"Cache-Control": caching, "Content-Type": CONTENT_TYPE}
    if not content:
        return Response(status=204, headers=headers)
    response = Response(content, headers={**headers, "Content-Encoding": "gzip"})
    response.set_etag(hashlib.blake2b(content, digest_size=12).hexdigest())
    response.make_conditional(request)
    return response
