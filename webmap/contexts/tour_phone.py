"""What a phone needs of a tour that is walked: what it keeps, and the sentences it says."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from geodata.catalogue import Catalogue
from geodata.catalogue.nearby import box_around
from geodata.catalogue.records import BBox
from geodata.tiles.grid import tile_at
from webmap.contexts.tours import TourContext
from webmap.i18n import gettext, mark
from webmap.presentation import DIRECTIONS

KEPT_ZOOMS = (12, 13, 14, 15)
"""Zooms of tiles a walker looks at; the last is drawn larger beyond."""
MOST_TILES = 64
AROUND_M = 300.0
TEXTS = {
    "metres": mark("{length} متر"),
    "kilometres": mark("{length} کیلومتر"),
    "here": mark("همین‌جاست؛ رسیدید."),
    "to": mark("به سوی {direction}"),
    "rough": mark("جای شما با دقت {length} متر معلوم است."),
    "finding": mark("در حال یافتن جای شما…"),
    "refused": mark("جای شما معلوم نیست؛ از روی فهرست بروید و در هر ایستگاه «رسیدم» را بزنید."),
    "kept": mark("این تور روی گوشی ماند و بی‌اینترنت هم باز می‌شود."),
    "not_kept": mark("این تور روی گوشی نماند؛ بی‌اینترنت باز نمی‌شود."),
    "offline": mark("اینترنت نیست؛ تور از روی گوشی دنبال می‌شود."),
    "done": mark("{count} ایستگاه از {total} ایستگاه را دیده‌اید."),
    "all_done": mark("به پایان تور رسیدید. یادشان گرامی."),
    "stop_of": mark("ایستگاه {count} از {total}"),
}
"""Every sentence the scripts of the walk say."""


def phone_texts() -> dict[str, object]:
    """Return the sentences in the reader's language, the eight directions among them."""
    told: dict[str, object] = {key: gettext(text) for key, text in TEXTS.items()}
    return told | {"directions": [gettext(word) for word in DIRECTIONS]}


def kept_addresses(catalogue: Catalogue, page: TourContext) -> list[str]:
    """Return what a phone keeps beside the page: the stops, and tiles around them."""
    dataset = catalogue.info.dataset_id
    tiles = [f"/tiles/{dataset}/{z}/{x}/{y}.pbf" for z, x, y in kept_tiles(page)]
    stops = url_for("tours.stops", tour_id=page.tour.tour_id)
    return [stops, "/tiles/state.json", *tiles]


def kept_tiles(page: TourContext) -> list[tuple[int, int, int]]:
    """Return the tiles (z, x, y) around a tour: as near as the budget of `MOST_TILES` allows."""
    if not page.route.places:
        return []
    box = _box(page)
    tiles: list[tuple[int, int, int]] = []
    for zoom in KEPT_ZOOMS:
        level = list(_tiles(box, zoom))
        if len(tiles) + len(level) > MOST_TILES:
            break
        tiles += level
    return tiles


def _box(page: TourContext) -> BBox:
    boxes = [box_around(lon, lat, AROUND_M) for lon, lat in page.route.places]
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _tiles(box: BBox, zoom: int) -> Iterator[tuple[int, int, int]]:
    left, top = tile_at(zoom, box[0], box[3])
    right, bottom = tile_at(zoom, box[2], box[1])
    for x in range(left, right + 1):
        yield from ((zoom, x, y) for y in range(top, bottom + 1))
