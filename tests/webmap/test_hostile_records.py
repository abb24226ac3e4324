"""Records in which every field is hostile, in every output: text or left out, never executed."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from urllib.parse import quote
from xml.etree import ElementTree

import pypdfium2
import pytest
from flask.testing import FlaskClient

from geodata.__main__ import main
from geodata.catalogue import Alley, Catalogue, CatalogueSource
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import site
from tests.webmap.test_sheets import decoded

PUBLIC = "https://alleys.example"
PAYLOADS = (
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(2)</script>",
    "${alert(3)}{{7*7}}`alert`",
    "\u202eلبق تشگرب\u202c",
    "ش" * 2000,
    "🌹💔🏴\u200d☠️",
    "'; DROP TABLE naming; --",
    "javascript:alert(4)",
)
FIELDS = ("نام", "نام پدر", "عنوان", "محل شهادت", "زندگی‌نامه", "خیابان اصلی", "نام جدید",
          "شماره مصوبه", "ملاحظات", "محل دفن", "صوت و تصویر", "نام لاتین", "نام عربی",
          "عکس", "منبع عکس")  # fmt: skip
PAGES = ("/alleys/{alley}", "/alleys/{alley}/card", "/alleys/{alley}/poster", "/martyrs/{martyr}",
         "/?alley={alley}", "/?embed=1&alley={alley}", "/report?alley={alley}")  # fmt: skip
LISTS = ("/explore", "/families", "/coverage/1", "/search?q=هنرستان", "/?q=آزمون")
ON_EVENT = re.compile(r"^on")


class Elements(HTMLParser):
    """Every element of a page with its attributes, as a browser would make them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny city with «هنرستان ۱۹» and others named by nothing but hostile texts."""
    folder = tmp_path_factory.mktemp("hostile")
    for source in TINY.iterdir():
        (folder / source.name).write_bytes(source.read_bytes())
    with (TINY / "registry.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    hostile = []
    for number, payload in enumerate(PAYLOADS):
        row = dict.fromkeys((*rows[0], *FIELDS), "")
        row |= dict.fromkeys(FIELDS, payload)
        row |= {"شناسه": f"DEMO-H{number}", "نام خانوادگی": "آزمون", "منطقه": "1"}
        # The address alone places it, so that the record also stands at an alley.
        row |= {"نام قدیم": "هنرستان ۱۹", "خیابان اصلی": "", "نام جدید": "", "عنوان": ""}
        hostile.append(row)
    with (folder / "registry.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(hostile[0]))
        writer.writeheader()
        writer.writerows(hostile)
    alley = _alley_at(folder, tmp_path_factory.mktemp("first") / "dataset")
    decisions = folder / "decisions.csv"
    decided = [f"DEMO-H{n},accept,{alley.alley_id},آزمون,1405-01-01" for n in range(len(PAYLOADS))]
    head = "naming_id,decision,alley_id,decided_by,decided_on"
    decisions.write_text("\n".join([head, *decided]) + "\n", encoding="utf-8")
    out = folder / "dataset"
    build(replace(tiny_inputs(folder), decisions=decisions), out, keep_going=True)
    return out


def _alley_at(folder: Path, out: Path) -> Alley:
    build(tiny_inputs(folder), out, keep_going=True)
    page = CatalogueSource(out).current().alleys_in(None, limit=999)
    return next(alley for alley in page.alleys if alley.name_fa == "هنرستان ۱۹")


@pytest.fixture(scope="module")
def catalogue(dataset: Path) -> Catalogue:
    return CatalogueSource(dataset).current()


@pytest.fixture(scope="module")
def alley(catalogue: Catalogue) -> Alley:
    found = catalogue.alleys_in(None, limit=999).alleys
    return next(one for one in found if len(one.namings) == len(PAYLOADS))


@pytest.fixture(scope="module")
def reader(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    journal = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    return site(dataset, public_url=PUBLIC, journal=str(journal)).test_client()


def assert_harmless(page: str) -> None:
    """Nothing of a register is an element, an event, a script or a way to run one."""
    for tag, attributes in Elements(page).found:
        assert not [name for name in attributes if ON_EVENT.match(name)], attributes
        for name in ("href", "src", "action"):
            assert not (attributes.get(name) or "").strip().lower().startswith("javascript:")
        if tag == "img":
            assert (attributes.get("src") or "").startswith("/")
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    for kind, body in scripts:
        if "ld+json" in kind:
            assert json.loads(body)
        else:
            assert "alert(" not in body


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
@pytest.mark.parametrize("address", [*PAGES, *LISTS])
def test_no_page_runs_what_a_record_says(
    reader: FlaskClient, alley: Alley, address: str, language: str
) -> None:
    for naming in alley.namings:
        place = address.format(alley=alley.alley_id, martyr=naming.martyr_id)
        answer = reader.get(place + ("&" if "?" in place else "?") + f"lang={language}")
        assert answer.status_code == 200, place
        assert_harmless(answer.text)


def test_a_hostile_family_name_has_its_page(reader: FlaskClient, catalogue: Catalogue) -> None:
    for family in catalogue.listings.families:
        assert_harmless(reader.get(f"/families/{quote(family.key)}").text)


def test_paper_and_pictures_are_made_all_the_same(reader: FlaskClient, alley: Alley) -> None:
    start = f"/alleys/{alley.alley_id}"
    pdf = reader.get(f"{start}/poster.pdf")
    assert len(pypdfium2.PdfDocument(pdf.data)) == 1
    assert decoded(pdf.data) == [f"{PUBLIC}/a/{alley.code}"]
    for picture in ("poster.svg", "qr.svg", "map.svg"):
        drawn = ElementTree.fromstring(reader.get(f"{start}/{picture}").data)
        assert not [one for one in drawn.iter() if one.tag.endswith(("script", "foreignObject"))]
    assert reader.get(f"{start}/card.png").data.startswith(b"\x89PNG")


def test_data_for_machines_stays_data(reader: FlaskClient, alley: Alley) -> None:
    version = reader.get("/readyz").get_json()["dataset"]
    names = reader.get(f"/offline/{version}/names.json").get_json()
    assert len(names["rows"]) == len(PAYLOADS)
    for address in (f"/api/alleys/{alley.alley_id}", "/api/search?q=آزمون", "/explore/lines.json"):
        answer = reader.get(address)
        assert answer.get_json()
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    told = reader.get(f"/oembed?url={PUBLIC}/alleys/{alley.alley_id}").get_json()
    assert [tag for tag, _ in Elements(told["html"]).found] == ["iframe"]
    for part in ("/sitemap.xml", "/sitemaps/alleys-1.xml", "/sitemaps/families-1.xml"):
        assert ElementTree.fromstring(reader.get(part).data) is not None


def test_fifty_codes_of_a_city_lead_to_their_alleys(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", tmp_path / "dataset"
    assert main(["demo", "--out", str(inputs), "--alleys", "500"]) == 0
    files = {
        "streets": "streets.gpkg",
        "registry": "registry.xlsx",
        "districts": "districts.geojson",
    }
    build_with = [f"--{name}={inputs / file}" for name, file in files.items()]
    assert main(["build", *build_with, "--out", str(out)]) == 0
    named = [
        alley
        for state in ("installed", "named", "damaged")
        for alley in CatalogueSource(out).current().alleys_in(None, status=state).alleys
    ]
    client = site(out, public_url=PUBLIC).test_client()
    for alley in Random(7).sample(named, 50):
        (link,) = decoded(client.get(f"/alleys/{alley.alley_id}/poster.pdf").data)
        answer = client.get(link.removeprefix(PUBLIC), follow_redirects=True)
        assert answer.status_code == 200
        assert answer.request.path == f"/alleys/{alley.alley_id}"
