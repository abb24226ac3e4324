"""Progress over the published builds: each leaves a point, and the page draws them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from geodata.catalogue import CatalogueSource
from geodata.pipeline import build
from geodata.plan import Plan
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import site


def test_every_build_leaves_a_point_that_the_next_ones_keep(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for source in TINY.iterdir():
        (inputs / source.name).write_bytes(source.read_bytes())
    out = tmp_path / "dataset"
    build(tiny_inputs(inputs), out)
    (first,) = CatalogueSource(out).current().progress.trend("city", "city")
    client = site(out).test_client()
    assert "polyline" not in client.get("/coverage").text

    register = inputs / "registry.csv"
    lines = register.read_text("utf-8").splitlines()
    register.write_text("\n".join(lines[:-1]) + "\n", "utf-8")
    _a_second_later(out)
    build(tiny_inputs(inputs), out)
    catalogue = CatalogueSource(out).current()
    points = catalogue.progress.trend("city", "city")
    assert points[0].named == first.named
    assert points[1].named == first.named - 1
    (city,) = catalogue.coverage("city")
    assert (points[1].named, points[1].installed) == (city.named, city.installed)
    assert len(catalogue.progress.trend("district", "1")) == 2

    page = client.get("/coverage").text
    lines_drawn = re.findall(r'<polyline class="trend-(\w+)" points="([^"]+)"', page)
    assert [name for name, _ in lines_drawn] == ["named", "installed"]
    corners = lines_drawn[0][1].split()
    assert corners[0].split(",")[0] == "640.0"  # the past lies where a Persian line begins
    assert client.get("/coverage?lang=en").text.count('points="0.0,') == 2


def _a_second_later(out: Path) -> None:
    """Points are told apart by their second: let the first build be of the day before."""
    import sqlite3

    database = sqlite3.connect(out / "current" / "catalogue.sqlite")
    database.execute("UPDATE trend SET built_at = '2026-01-01T00:00:00+00:00'")
    database.commit()
    database.close()


def test_a_page_says_when_the_target_would_be_reached_and_how_sure_that_is(tmp_path: Path) -> None:
    out = tmp_path / "dataset"
    build(replace(tiny_inputs(), plan=Plan(target=100)), out)
    _with_a_history(out, named=[1, 2, 3, 4, 5, 6])
    page = site(out).test_client().get("/coverage").text
    told = re.search(r'<p class="outlook">\s*(نام‌گذاری.*?)</p>', page, re.DOTALL)
    assert told
    assert "در ۶ ماه گذشته" in told[1]
    assert "۱۰۰" in told[1]
    assert re.search(r"میان \S+ \d{4} و \S+ \d{4}", told[1])
    # Nothing but builds of one day is no history.
    assert "outlook" not in site(out).test_client().get("/coverage/1").text


def _with_a_history(out: Path, named: list[int]) -> None:
    """Give the city a point a month before the one of its build."""
    import sqlite3

    database = sqlite3.connect(out / "current" / "catalogue.sqlite")
    (built_at,) = database.execute("SELECT built_at FROM trend LIMIT 1").fetchone()
    for months, number in enumerate(reversed(named), start=1):
        moment = datetime.fromisoformat(built_at) - timedelta(days=31 * months)
        row = (moment.isoformat(), "city", "city", 10, number, 0, 0, 0)
        database.execute("INSERT INTO trend VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    database.commit()
    database.close()
