"""Opening the real site with its map drawn, and reading what its canvases show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

Wait = Callable[..., None]

CATCH_MAP = 'addEventListener("citymap:ready", (event) => { window.city = event.detail; });'
SETTLED = """() => window.city && !city.tiles.isLoading() && !city.tiles.waiting.size
  && !city.tiles.labels.waiting"""
# The tile is copied first: reading from its own canvas would change how the browser keeps it.
PIXELS_AROUND = """([lat, lon, reach]) => {
  const map = city.map.getContainer().getBoundingClientRect();
  const at = city.map.latLngToContainerPoint([lat, lon]);
  const side = 2 * reach + 1;
  const copy = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const context = copy.getContext("2d", { willReadFrequently: true });
  for (const canvas of document.querySelectorAll("canvas.leaflet-tile")) {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    const left = (map.left + at.x - box.left) * scale - reach;
    const top = (map.top + at.y - box.top) * scale - reach;
    if (left < 0 || top < 0 || left + side >= canvas.width || top + side >= canvas.height) continue;
    context.drawImage(canvas, -Math.round(left), -Math.round(top));
    const { data } = context.getImageData(0, 0, side, side);
    return Array.from({ length: side * side }, (_, i) => [...data.slice(4 * i, 4 * i + 3)]);
  }
  return [];
}"""


def open_map(page: Page, address: str, wait_until: Wait) -> Page:
    """Open a page with a map and wait until it is drawn; `city` then holds the map's objects."""
    page.add_init_script(CATCH_MAP)
    page.goto(address)
    wait_until(page, SETTLED)
    return page


def show(page: Page, lon: float, lat: float, zoom: int, wait_until: Wait) -> None:
    """Move the map and wait until it is drawn."""
    page.evaluate(
        "([lat, lon, zoom]) => { city.map.setView([lat, lon], zoom, { animate: false }); }",
        [lat, lon, zoom],
    )
    wait_until(page, SETTLED)


def colours(page: Page, lon: float, lat: float, reach: int = 4) -> set[str]:
    """Return the colours of the tiles around a place, as #rrggbb."""
    pixels: list[list[int]] = page.evaluate(PIXELS_AROUND, [lat, lon, reach])
    return {"#" + "".join(f"{channel:02x}" for channel in pixel) for pixel in pixels}


def in_window(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Return where a place of the map is in the window [CSS px]."""
    point: dict[str, Any] = page.evaluate(
        """([lat, lon]) => {
          const map = city.map.getContainer().getBoundingClientRect();
          const at = city.map.latLngToContainerPoint([lat, lon]);
          return { x: map.left + at.x, y: map.top + at.y };
        }""",
        [lat, lon],
    )
    return point["x"], point["y"]


def press(page: Page, x: float, y: float) -> None:
    """Tap where there is a touch screen, click where there is none."""
    if page.evaluate("navigator.maxTouchPoints > 0"):
        page.touchscreen.tap(x, y)
    else:
        page.mouse.click(x, y)
