"""Eight clients typing letter by letter at a site, each on a connection of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
PORT, CLIENTS, PAUSE_S = 8917, 8, 0.15
TYPED = (
    "علی محمدی", "حسن کریمی نیا", "mohammad rezaei", "رضا حسینی پور", "هنرستان ۱۹",
    "سیدعلی موسوی", "lplnd", "شهید ابراهیم همتی",
)  # fmt: skip


def typing_clients(rounds: int = 6) -> str:
    """Serve `ALLEYS_DATASET`, type at it, and say how long and how large the answers were."""
    environment = {**os.environ, "ALLEYS_JOURNAL": ""}
    command = [sys.executable, "-m", "webmap", "--port", str(PORT)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as site:
        try:
            _wait()
            times: list[float] = []
            sizes: list[int] = []
            threads = [
                threading.Thread(target=_client, args=(number, rounds, times, sizes))
                for number in range(CLIENTS)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            site.terminate()
    times.sort()
    return (
        f"{len(times)} keystrokes by {CLIENTS} clients: p50 {times[len(times) // 2]:.0f} ms,"
        f" p95 {times[int(len(times) * 0.95)]:.0f} ms, at most {max(sizes) / 1024:.1f} KB"
    )


def _client(number: int, rounds: int, times: list[float], sizes: list[int]) -> None:
    connection = HTTPConnection("127.0.0.1", PORT)
    for turn in range(rounds):
        words = TYPED[(number + turn) % len(TYPED)]
        for length in range(1, len(words) + 1):
            path = f"/search?fragment=options&q={quote(words[:length])}"
            started = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            body = connection.getresponse().read()
            times.append(1000 * (time.perf_counter() - started))
            sizes.append(len(body))
            time.sleep(PAUSE_S)


def _wait() -> None:
    for _ in range(100):
        try:
            connection = HTTPConnection("127.0.0.1", PORT)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise OSError("the site did not start")
