"""One page in Debian's chromium as a phone sees it: bytes, first draw, work, memory, panning.

First draw is the first moment at which geometry of the map is on the screen: ink on a canvas or a
path of an SVG inside the viewport, looked for once a frame. Work is what the page's main thread
computed (thread ticks), which other programs on the machine do not change. Panning is done with
touch events, and the map must have moved.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {
    "viewport": {"width": 412, "height": 915},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "fa-IR",
}
SWIPES = ((-120, 0), (-120, 0), (0, -160), (0, -160), (120, 0), (90, 120), (-90, 120), (0, 160))
STEPS = 24
QUIET_MS = 1500

WATCH = """
addEventListener("citymap:ready", ({ detail }) => { window.measuredMap = detail.map; });
(() => {
  const copy = new OffscreenCanvas(32, 32).getContext("2d", { willReadFrequently: true });
  const isOnScreen = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  };
  const hasInk = (canvas) => {
    if (!canvas.width || getComputedStyle(canvas).opacity === "0") return false;
    copy.clearRect(0, 0, 32, 32);
    copy.drawImage(canvas, 0, 0, 32, 32);
    return copy.getImageData(0, 0, 32, 32).data.some((value) => value > 0);
  };
  const isDrawn = (path) => {
    const line = path.getAttribute("d");
    return line && line.length > 8 && !line.startsWith("M0 0");
  };
  const look = () => {
    const canvases = document.querySelectorAll(".leaflet-pane canvas");
    const paths = document.querySelectorAll(".leaflet-overlay-pane path");
    const isThere = [...canvases].some((one) => isOnScreen(one) && hasInk(one))
      || Array.prototype.some.call(paths, (one) => isDrawn(one) && isOnScreen(one));
    if (isThere) window.firstDraw = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
FIND_MAP = """() => {
  window.measuredMap ??= Object.values(window).find((value) => window.L && value instanceof L.Map);
  return Boolean(window.measuredMap);
}"""
CENTRE = "() => { const { lat, lng } = measuredMap.getCenter(); return [lat, lng]; }"
RECORD_FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const tick = (now) => {
    window.frames_ms.push(now - last);
    last = now;
    window.recorder = requestAnimationFrame(tick);
  };
  window.recorder = requestAnimationFrame(tick);
}"""
STOP_FRAMES = "() => { cancelAnimationFrame(recorder); return frames_ms.slice(1); }"


@dataclass(frozen=True)
class Profile:
    """How fast the phone and its network are."""

    name: str
    cpu_rate: int = 1
    latency_ms: int = 0
    bits_per_s: float = 0


PLAIN = Profile("plain")
SLOW = Profile("slow phone", cpu_rate=4, latency_ms=150, bits_per_s=1.6e6)


@dataclass
class View:
    """What one load of one page cost; None where it did not finish."""

    wire_bytes: int = 0
    requests: int = 0
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    first_draw_s: float | None = None
    cpu_s: float = 0
    heap_mb: float = 0
    pan_p95_ms: float | None = None
    pan_worst_ms: float | None = None


def measure(
    browser: Browser, address: str, profile: Profile, *, limit_s: float, pan: bool = True
) -> View:
    """Return what a first view costs with an empty cache."""
    context = browser.new_context(**PHONE)
    context.add_init_script(WATCH)
    page = context.new_page()
    view = View()
    page.on("console", lambda m: view.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: view.errors.append(str(error)))
    client = context.new_cdp_session(page)
    _listen(client, view, address)
    throttle(client, profile)
    try:
        page.goto(address, wait_until="load", timeout=limit_s * 1000)
        _wait_for_draw(page, limit_s)
        _until_quiet(page, limit_s)
        view.first_draw_s = page.evaluate("window.firstDraw") / 1000
        view.cpu_s = _metric(client, "TaskDuration")
        client.send("HeapProfiler.collectGarbage")
        wire_bytes, requests = view.wire_bytes, view.requests
        view.heap_mb = _metric(client, "JSHeapUsedSize") / 1e6
        if pan:
            _pan(page, client, view)
        view.wire_bytes, view.requests = wire_bytes, requests  # panning fetches more
    except Exception as failure:  # a page that is too slow is a result of its own
        view.errors.append(f"gave up: {str(failure).splitlines()[0][:120]}")
    context.close()
    return view


def median_of(views: Sequence[View]) -> View:
    """Return the median of each figure over several loads of one page."""
    middle = View(errors=[e for view in views for e in view.errors])
    middle.foreign = [f for view in views for f in view.foreign]
    for name in (
        "wire_bytes",
        "requests",
        "first_draw_s",
        "cpu_s",
        "heap_mb",
        "pan_p95_ms",
        "pan_worst_ms",
    ):
        values = [value for view in views if (value := getattr(view, name)) is not None]
        setattr(middle, name, statistics.median(values) if values else None)
    return middle


def _listen(client: CDPSession, view: View, address: str) -> None:
    host = address.split("/")[2]
    client.send("Network.enable")
    client.send("Performance.enable", {"timeDomain": "threadTicks"})

    def finished(event: dict[str, Any]) -> None:
        view.wire_bytes += int(event["encodedDataLength"])
        view.requests += 1

    def sent(event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.startswith(("data:", "blob:")) and url.split("/")[2] != host:
            view.foreign.append(url)

    client.on("Network.loadingFinished", finished)
    client.on("Network.requestWillBeSent", sent)


def throttle(client: CDPSession, profile: Profile) -> None:
    client.send("Emulation.setCPUThrottlingRate", {"rate": profile.cpu_rate})
    if profile.bits_per_s:
        speed = profile.bits_per_s / 8
        network = {
            "latency": profile.latency_ms,
            "downloadThroughput": speed,
            "uploadThroughput": speed,
        }
        client.send("Network.emulateNetworkConditions", {"offline": False, **network})


def _wait_for_draw(page: Page, limit_s: float) -> None:
    waited = 0.0
    while page.evaluate("window.firstDraw") is None:
        page.wait_for_timeout(50)
        waited += 0.05
        if waited > limit_s:
            raise TimeoutError(f"nothing drawn in {limit_s:.0f} s")


def _until_quiet(page: Page, limit_s: float) -> None:
    page.wait_for_load_state("networkidle", timeout=limit_s * 1000)
    page.wait_for_timeout(QUIET_MS)


def _metric(client: CDPSession, name: str) -> float:
    metrics = client.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == name))


def _pan(page: Page, client: CDPSession, view: View) -> None:
    assert page.evaluate(FIND_MAP), "no Leaflet map in the page"
    before = page.evaluate(CENTRE)
    page.evaluate(RECORD_FRAMES)
    for dx, dy in SWIPES:
        _swipe(client, page, dx, dy)
    frames = sorted(page.evaluate(STOP_FRAMES))
    after = page.evaluate(CENTRE)
    assert before != after, "the map did not move: nothing was measured"
    view.pan_p95_ms = frames[int(0.95 * len(frames))]
    view.pan_worst_ms = frames[-1]


def _swipe(client: CDPSession, page: Page, dx: int, dy: int) -> None:
    x, y = 206 - dx / 2, 440 - dy / 2
    touch = lambda kind, points: client.send(  # noqa: E731
        "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
    )
    touch("touchStart", [{"x": x, "y": y}])
    for step in range(1, STEPS + 1):
        touch("touchMove", [{"x": x + dx * step / STEPS, "y": y + dy * step / STEPS}])
        page.wait_for_timeout(8)
    touch("touchEnd", [])
    page.wait_for_timeout(150)
