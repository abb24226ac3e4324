"""What the map learns without new tiles: which tiles are in force, states, plaques, names.

One small file says what differs from the tiles; its version goes into the address of the plaques,
which may therefore be kept for ever.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, abort, json, request

from geodata.catalogue import Alley, Catalogue
from webmap.assets import FOREVER, REVALIDATE
from webmap.converters import is_tile
from webmap.dataset import current_catalogue
from webmap.signs import ZOOMS, SignTile, sign_tile, sign_tile_json

bp = Blueprint("live", __name__)

KEPT_TILES = 512


@bp.get("/tiles/state.json")
def state() -> Response:
    """The tiles in force, alleys whose state differs from theirs, how many are in each state."""
    catalogue = current_catalogue()
    version = _version(catalogue)
    response = Response(mimetype="application/json", headers={"Cache-Control": REVALIDATE})
    response.set_etag(version)
    if request.if_none_match.contains(version):
        response.status_code = 304
        return response
    response.set_data(_state(catalogue, version))
    return response


@bp.get(
    "/tiles/<string(maxlength=16):version>/signs/<tile_number:z>/<tile_number:x>/<tile_number:y>.json"
)
def signs(version: str, z: int, x: int, y: int) -> Response:
    """The plaques of one tile; kept for ever when the version asked for is the present one."""
    if not is_tile(z, x, y) or z not in ZOOMS:
        abort(404)
    catalogue = current_catalogue()
    present = _version(catalogue)
    content = _sign_tile(catalogue, present, (z, x, y))
    caching = FOREVER if version == present else REVALIDATE
    headers = {"Cache-Control": caching, "Content-Type": "application/json"}
    return Response(content, headers=headers) if content else Response(status=204, headers=headers)


def _version(catalogue: Catalogue) -> str:
    words = f"{catalogue.info.dataset_id} {catalogue.database_path.name}"
    return hashlib.blake2b(words.encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=2)
def _state(catalogue: Catalogue, version: str) -> bytes:
    generation = catalogue.info.dataset_id
    told = {
        "version": version,
        "tiles": f"/tiles/{generation}/{{z}}/{{x}}/{{y}}.pbf",
        "signs": f"/tiles/{version}/signs/{{z}}/{{x}}/{{y}}.json",
        "counts": dict(catalogue.changes.state_counts),
        "changed": [
            [alley.alley_id, alley.state, _rounded(alley), alley.name_fa]
            for alley_id in catalogue.changes.on_tiles
            if isinstance(alley := catalogue.alley(alley_id), Alley)
        ],
    }
    return _as_json(told)


@lru_cache(maxsize=KEPT_TILES)
def _sign_tile(catalogue: Catalogue, version: str, tile: tuple[int, int, int]) -> bytes | None:
    found = sign_tile(catalogue, *tile)
    return _as_json(sign_tile_json(found)) if found != SignTile((), (), ()) else None


def _rounded(alley: Alley) -> list[list[tuple[float, float]]]:
    """The alley's lines to about a metre, which is less than a pixel where they are needed."""
    return [[(round(lon, 5), round(lat, 5)) for lon, lat in line] for line in alley.lines]


def _as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
