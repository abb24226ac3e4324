#!/usr/bin/env python3
"""The map beside what one would otherwise write, on a phone, in one run.

    .venv/bin/python scripts/bench_map.py [--sizes 30000 200000 2000000] [--work var/bench-map]
                                          [--loads 5] [--only ours|others] [--zooms 13 … 18]

Grid cities of 90 m blocks with a name on every segment; a viewport of 412 x 915 at DPR 2 with
touch; gzip; an empty browser cache and a server that has answered before. The slow phone computes
at a quarter of the speed over 1.6 Mbit/s and 150 ms. Other pages get as long as `--limit` says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench_map_pages.browser import CHROMIUM, FLAGS, PLAIN, SLOW, Profile, View, measure, median_of
from bench_map_pages.datasets import grid_dataset
from bench_map_pages.grid_city import write_inputs
from bench_map_pages.others import KINDS, MIDDLE, ZOOM, fetch_assets, static_app, write_page

from webmap import create_app
from webmap.config import SiteConfig

HEADS = ("page", "segments", "zoom", "wire KB", "requests", "first draw s", "slow phone s", "CPU s",
         "heap MB", "pan p95 ms", "worst ms")  # fmt: skip


def main() -> int:
    options = _options()
    print("| " + " | ".join(HEADS) + " |\n" + "|---" * len(HEADS) + "|", flush=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        flaws = 0
        if options.only != "others":
            for size in options.sizes:
                flaws += _ours(browser, options, size)
        if options.only != "ours":
            for size in (size for size in options.sizes if size <= options.largest_other):
                _others(browser, options, size)
        browser.close()
    return 1 if flaws else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[30_000, 200_000, 2_000_000])
    parser.add_argument("--work", type=Path, default=Path("var/bench-map"))
    parser.add_argument("--loads", type=int, default=5, help="loads a figure is the median of")
    parser.add_argument("--limit", type=float, default=120, help="seconds another page gets")
    parser.add_argument("--largest-other", type=int, default=200_000, metavar="SEGMENTS")
    parser.add_argument("--only", choices=("ours", "others"))
    parser.add_argument("--zooms", type=int, nargs="+", default=[13, 14, 15, 16, 17, 18])
    return parser.parse_args()


def _ours(browser: Browser, options: argparse.Namespace, size: int) -> int:
    """Print our figures at every zoom; return how many requests to others and errors there were."""
    dataset = grid_dataset(options.work, size)
    flaws = 0
    with _served(create_app(SiteConfig(dataset=str(dataset)))) as site:
        for zoom in options.zooms:
            address = f"{site}/?map={zoom}/{MIDDLE[0]}/{MIDDLE[1]}"
            measure(browser, address, PLAIN, limit_s=60, pan=False)  # the server warms up
            plain, slow = _both(browser, address, options)
            _print("**ours**", size, zoom, plain, slow)
            flaws += len(plain.foreign) + len(plain.errors) + len(slow.errors)
            for flaw in (*plain.foreign, *plain.errors, *slow.errors):
                print(f"!! {flaw}", file=sys.stderr)
    return flaws


def _others(browser: Browser, options: argparse.Namespace, size: int) -> None:
    streets = write_inputs(options.work / str(size), size).streets
    assets = fetch_assets(options.work / "assets")
    with _served(static_app(assets, options.work / str(size))) as site:
        for kind in KINDS:
            page = write_page(
                kind, streets, options.work / str(size) / f"{kind}.html", limit_s=10 * options.limit
            )
            if page is None:
                print(f"| {kind} | {size:,} | {ZOOM} | not written in {10 * options.limit:.0f} s |")
                continue
            plain, slow = _both(browser, f"{site}/{page.name}", options)
            _print(kind, size, ZOOM, plain, slow)


def _both(browser: Browser, address: str, options: argparse.Namespace) -> tuple[View, View]:
    def loads(profile: Profile, pan: bool) -> View:
        views: list[View] = []
        while len(views) < options.loads and not any(
            "gave up" in e for v in views for e in v.errors
        ):
            views.append(measure(browser, address, profile, limit_s=options.limit, pan=pan))
        return median_of(views)

    return loads(PLAIN, pan=True), loads(SLOW, pan=False)


def _print(name: str, size: int, zoom: int, plain: View, slow: View) -> None:
    def figure(value: float | None, digits: int = 2) -> str:
        return "–" if value is None else f"{value:.{digits}f}"

    cells = (
        name,
        f"{size:,}",
        str(zoom),
        figure(plain.wire_bytes / 1024, 1),
        figure(plain.requests, 0),
        figure(plain.first_draw_s),
        figure(slow.first_draw_s),
        figure(plain.cpu_s),
        figure(plain.heap_mb, 1),
        figure(plain.pan_p95_ms, 1),
        figure(plain.pan_worst_ms, 0),
    )
    print("| " + " | ".join(cells) + " |", flush=True)


@contextmanager
def _served(app: Any) -> Iterator[str]:
    server = create_server(_gzip_only(app), host="127.0.0.1", port=0, threads=8)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)


def _gzip_only(app: Any) -> Any:
    """Leave brotli out: browsers ask for it on this machine, but not over plain http elsewhere."""

    def asked_for_gzip(environ: dict[str, Any], start: Any) -> Any:
        return app({**environ, "HTTP_ACCEPT_ENCODING": "gzip"}, start)

    return asked_for_gzip


if __name__ == "__main__":
    sys.exit(main())
