"""Reports of areas with hostile names, with nothing in them, and of a city without areas."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from geodata.catalogue import CatalogueSource
from geodata.pipeline import build
from tests.conftest import HOSTILE, TINY, tiny_inputs
from tests.webmap.conftest import site
from tests.webmap.test_area_report import MOST_PAGES, areas, pages_of, report

ENDLESS = "ش" * 2000


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Inputs of the tiny city in which areas, streets and people bear hostile names."""
    folder = tmp_path_factory.mktemp("odd") / "in"
    shutil.copytree(TINY, folder)
    payloads = (*HOSTILE, ENDLESS, "🌹💔🏴\u200d☠️", '#let x = 1; $x$ @a <b> \\ "')
    districts = folder / "districts.geojson"
    areas = json.loads(districts.read_text("utf-8"))
    for number, feature in enumerate(areas["features"]):
        feature["properties"]["district"] = payloads[(0, -3)[number]]
    districts.write_text(json.dumps(areas), "utf-8")
    quarters = folder / "neighbourhoods.geojson"
    areas = json.loads(quarters.read_text("utf-8"))
    areas["features"][0]["properties"] = {"neighbourhood": payloads[-1]}
    nowhere = [[[51.0, 34.0], [51.001, 34.0], [51.001, 34.001], [51.0, 34.001], [51.0, 34.0]]]
    areas["features"].append(
        {
            "type": "Feature",
            "properties": {"neighbourhood": "بیابان"},
            "geometry": {"type": "Polygon", "coordinates": nowhere},
        }
    )
    quarters.write_text(json.dumps(areas), "utf-8")
    register = folder / "registry.csv"
    with register.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row, payload in zip(rows, payloads, strict=False):
        row["نام"] = row["خیابان اصلی"] = payload
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def odd_dataset(odd: Path) -> Path:
    build(tiny_inputs(odd), odd.parent / "dataset", keep_going=True)
    return odd.parent / "dataset"


def test_hostile_names_are_text_that_stays_on_its_sheet(odd_dataset: Path, tmp_path: Path) -> None:
    commands = site(odd_dataset).test_cli_runner()
    catalogue = CatalogueSource(odd_dataset).current()
    assert {HOSTILE[0], ENDLESS[:30]} <= {row.name_fa[:30] for row in areas(catalogue)}
    everything = ""
    for row in areas(catalogue):
        out = tmp_path / "report.pdf"
        made = commands.invoke(args=["report", "--area", row.area_id, "--out", str(out)])
        assert made.exit_code == 0, made.output
        document = pypdfium2.PdfDocument(out.read_bytes())
        assert len(document) <= MOST_PAGES
        for page in document:
            width, _ = page.get_size()
            words = page.get_textpage()
            for at in range(words.count_chars()):
                left, _, right, _ = words.get_charbox(at)
                assert left >= 0
                assert right <= width
        everything += "".join(pages_of(out.read_bytes()))
    assert "alert" in everything
    assert ENDLESS[:5] in everything
    assert ENDLESS[:300] not in everything
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", everything)


def test_an_area_with_nothing_in_it_says_so(odd_dataset: Path) -> None:
    client = site(odd_dataset).test_client()
    text = " ".join(pages_of(report(client, "بیابان")))
    assert "۰ – از ۰" in text
    assert "وضع ۰ کوچهٔ نام‌گذاری‌شده" in text
    assert text.count("هیچ کوچه‌ای در این فهرست نیست.") == 3
    assert "یافته‌ای نیست." in text


def test_a_city_without_areas_has_a_report_with_its_alleys(tmp_path: Path) -> None:
    inputs = tiny_inputs()
    bare = type(inputs)(streets=inputs.streets, registry=inputs.registry)
    build(bare, tmp_path / "dataset", keep_going=True)
    text = " ".join(pages_of(report(site(tmp_path / "dataset").test_client(), "city")))
    assert "کوچه‌ها به وضع پلاک" in text
    assert "منطقه‌ها" not in text
