"""The pages one would otherwise write of the same segments, with their assets made local.

What folium loads from four hosts is taken from the npm registry in the same versions. Two small
stylesheets that npm does not have are left out, in these pages' favour.
"""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

PACKAGES = {
    "leaflet@1.9.3": ("dist/leaflet.js", "dist/leaflet.css"),
    "jquery@3.7.1": ("dist/jquery.min.js",),
    "bootstrap@5.2.2": ("dist/js/bootstrap.bundle.min.js", "dist/css/bootstrap.min.css"),
    "leaflet.awesome-markers@2.0.5": (
        "dist/leaflet.awesome-markers.js",
        "dist/leaflet.awesome-markers.css",
    ),
    "@fortawesome/fontawesome-free@6.2.0": ("css/all.min.css",),
}
LOCAL = {
    "leaflet": "leaflet.js",
    "jquery": "jquery.min.js",
    "bootstrap": "bootstrap.bundle.min.js",
    "awesome_markers": "leaflet.awesome-markers.js",
    "leaflet_css": "leaflet.css",
    "bootstrap_css": "bootstrap.min.css",
    "awesome_markers_font_css": "all.min.css",
    "awesome_markers_css": "leaflet.awesome-markers.css",
}
MIDDLE, ZOOM = (34.6401, 50.8764), 13

_WRITE = """
import sys, folium, geopandas as gpd
from pathlib import Path
kind, streets, out = sys.argv[1:]
local = {local!r}
for name in ("default_js", "default_css"):
    wanted = [key for key, _ in getattr(folium.Map, name) if key in local]
    setattr(folium.Map, name, [(key, "/" + local[key]) for key in wanted])
frame = gpd.read_file(streets)[["name", "geometry"]]
view = dict(location={middle!r}, zoom_start={zoom!r}, tiles=None, max_zoom=19)
if kind == "explore":
    page = frame.explore(tiles=None, location={middle!r}, zoom_start={zoom!r}, max_zoom=19)
else:
    page = folium.Map(**view)
    if kind == "GeoJson":
        folium.GeoJson(frame, tooltip=folium.GeoJsonTooltip(["name"])).add_to(page)
    else:
        for name, line in zip(frame["name"], frame.geometry):
            folium.PolyLine([(y, x) for x, y in line.coords], tooltip=name).add_to(page)
Path(out).write_text(page.get_root().render(), encoding="utf-8")
"""
KINDS = ("GeoJson", "explore", "PolyLine")


def write_page(kind: str, streets: Path, out: Path, *, limit_s: float) -> Path | None:
    """Return the page of a kind, made once in a process of its own; None past the time limit."""
    if out.exists():
        return out
    code = _WRITE.format(local=LOCAL, middle=MIDDLE, zoom=ZOOM)
    command = [sys.executable, "-c", code, kind, str(streets), str(out)]
    try:
        subprocess.run(command, check=True, timeout=limit_s)
    except subprocess.TimeoutExpired:
        return None
    return out


def fetch_assets(folder: Path) -> Path:
    """Return a folder with the scripts and styles folium wants, fetched by npm once."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, files in PACKAGES.items():
        if all((folder / Path(name).name).exists() for name in files):
            continue
        packed = subprocess.run(
            ["npm", "pack", "--silent", package],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
            for name in files:
                member = archive.extractfile(f"package/{name}")
                assert member is not None
                (folder / Path(name).name).write_bytes(_without_fonts(member.read()))
    return folder


def _without_fonts(content: bytes) -> bytes:
    """Icons of a font are drawn by none of the pages; its files need not be there."""
    return re.sub(rb"url\([^)]*\)", b"url(data:,)", content)


def static_app(folder: Path, pages: Path) -> Callable[..., list[bytes]]:
    """Return a WSGI application that serves both folders, squeezed by gzip."""
    kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8"}
    squeezed: dict[str, bytes] = {}

    def app(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        name = environ["PATH_INFO"].lstrip("/")
        file = next(
            (place / name for place in (folder, pages) if name and (place / name).is_file()), None
        )
        if file is None:
            start("204 No Content", [])
            return []
        if name not in squeezed:
            squeezed[name] = gzip.compress(file.read_bytes(), 6)
        headers = [("Content-Type", kinds[file.suffix]), ("Content-Encoding", "gzip")]
        start("200 OK", [*headers, ("Content-Length", str(len(squeezed[name])))])
        return [squeezed[name]]

    return app
