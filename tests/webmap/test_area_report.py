"""The report of an area on paper: read back, its figures are the catalogue's."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.__main__ import main
from geodata.catalogue import Catalogue, CatalogueSource, CoverageRow
from tests.webmap.conftest import site
from webmap.contexts.area_report import LISTED, AreaReport, area_report
from webmap.presentation import local_number, percent

A4_MM = (210, 297)
MM_A_POINT = 25.4 / 72
LARGEST_BYTES = 1_500_000
MOST_PAGES = 8
COUNTS = ("eligible", "named", "matched", "installed", "verified", "near_named", "near_installed")
KINDS = ("city", "district", "neighbourhood")


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, any white space as one blank."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return [" ".join(text.split()) for text in texts]


def report(client: FlaskClient, area_id: str) -> bytes:
    answer = client.get(f"/coverage/{quote(area_id)}/report.pdf")
    assert answer.status_code == 200, area_id
    assert answer.content_type == "application/pdf"
    return answer.data


def areas(catalogue: Catalogue) -> list[CoverageRow]:
    return [row for kind in KINDS for row in catalogue.coverage(kind) if row.area_id]


def n_of(part: int, whole: int) -> str:
    return f"{local_number(part)} از {local_number(whole)}"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city with 500 alleys: lists longer than a page of a report."""
    root = tmp_path_factory.mktemp("town")
    inputs = root / "in"
    assert main(["demo", "--out", str(inputs), "--alleys", "500"]) == 0
    files = {
        "streets": "streets.gpkg",
        "registry": "registry.xlsx",
        "districts": "districts.geojson",
        "neighbourhoods": "neighbourhoods.geojson",
        "plaques": "plaques.csv",
    }
    build_with = [f"--{name}={inputs / file}" for name, file in files.items()]
    assert main(["build", *build_with, "--out", str(root / "dataset")]) == 0
    return root / "dataset"


@pytest.fixture(scope="module")
def town_app(town: Path) -> Flask:
    return site(town)


@pytest.fixture(scope="module")
def town_catalogue(town: Path) -> Catalogue:
    return CatalogueSource(town).current()


@pytest.fixture(scope="module")
def told(town_catalogue: Catalogue) -> list[AreaReport]:
    """What the reports of all areas of the town say."""
    return [area_report(town_catalogue, row.area_id) for row in areas(town_catalogue)]


def test_the_large_figures_are_those_of_the_catalogue(
    town_app: Flask, town_catalogue: Catalogue
) -> None:
    for row in areas(town_catalogue):
        first = pages_of(report(town_app.test_client(), row.area_id))[0]
        for part, whole in (
            (row.named, row.eligible),
            (row.matched, row.named),
            (row.installed, row.named),
            (row.verified, row.named),
            (row.near_installed, row.eligible),
        ):
            share = percent(part, whole) or "–"
            told = f"{local_number(part)} {share} از {local_number(whole)}"
            assert told in first, (row.area_id, told)


def test_every_part_stands_in_the_table_with_both_its_numbers(
    town_app: Flask, town_catalogue: Catalogue
) -> None:
    text = " ".join(pages_of(report(town_app.test_client(), "city")))
    for row in town_catalogue.coverage("district"):
        if row.area_id and row.eligible and row.named:
            assert text.count(n_of(row.named, row.eligible)) >= 2  # on the map as well
            assert text.count(n_of(row.installed, row.named)) >= 2


@pytest.mark.parametrize("count", COUNTS)
def test_parts_and_what_they_lack_sum_to_the_area(told: list[AreaReport], count: str) -> None:
    divided = [one for one in told if one.parts]
    assert {one.row.kind for one in divided} == {"city", "district"}
    for one in divided:
        parts = sum(getattr(part, count) for part in one.parts)
        rest = getattr(one.rest, count) if one.rest else 0
        assert parts + rest == getattr(one.row, count), one.row.area_id


def test_what_lies_in_no_district_is_the_last_row(town_catalogue: Catalogue) -> None:
    unknown = next(row for row in town_catalogue.coverage("district") if not row.area_id)
    rest = area_report(town_catalogue, "city").rest
    assert rest is not None
    assert unknown.named > 0
    assert [getattr(rest, count) for count in COUNTS] == [
        getattr(unknown, count) for count in COUNTS
    ]


def test_the_named_alleys_by_state_sum_to_the_named(told: list[AreaReport]) -> None:
    for one in told:
        assert sum(one.states.values()) == one.row.named
        assert one.states.get("unmapped", 0) == one.row.named - one.row.matched


def test_lists_count_all_that_waits_and_show_the_first_of_it(
    town_catalogue: Catalogue, told: list[AreaReport]
) -> None:
    for one in told:
        district = one.row.area_id if one.row.kind == "district" else None
        for work, state in ((one.waiting, "named"), (one.troubled, "damaged")):
            if one.row.kind != "neighbourhood":
                found = town_catalogue.alleys_in(None, district=district, status=state)
                assert work.total == len(found.alleys)
            assert len(work.hits) == min(work.total, LISTED)
        assert one.unmapped.total == one.row.named - one.row.matched


def test_a_list_that_is_cut_says_so(town_app: Flask, told: list[AreaReport]) -> None:
    (city,) = (one for one in told if one.row.kind == "city")
    assert city.unmapped.total > LISTED
    text = " ".join(pages_of(report(town_app.test_client(), "city")))
    assert n_of(LISTED, city.unmapped.total) in text


def test_findings_are_counted_by_kind(
    town_app: Flask, town_catalogue: Catalogue, told: list[AreaReport]
) -> None:
    for one in told:
        there = [
            finding
            for finding in town_catalogue.findings.all({})
            if one.row.kind == "city" or getattr(finding, one.row.kind) == one.row.area_id
        ]
        kinds = Counter(finding.title_fa for finding in there)
        assert {kind.title_fa: kind.count for kind in one.findings} == kinds
    text = " ".join(pages_of(report(town_app.test_client(), "city")))
    whole = town_catalogue.findings.page({}, limit=0).total
    assert f"یافته‌ها: آنچه باید دید و درست کرد {local_number(whole)}" in text


def test_reports_are_a_few_pages_of_a4_that_a_mail_can_carry(
    town_app: Flask, town_catalogue: Catalogue
) -> None:
    for row in areas(town_catalogue):
        pdf = report(town_app.test_client(), row.area_id)
        assert len(pdf) < LARGEST_BYTES
        document = pypdfium2.PdfDocument(pdf)
        assert 2 <= len(document) <= MOST_PAGES
        for page in document:
            assert tuple(round(side * MM_A_POINT) for side in page.get_size()) == A4_MM


def test_every_page_says_that_the_data_is_invented_how_old_it_is_and_whose(
    town_app: Flask, town_catalogue: Catalogue
) -> None:
    pages = pages_of(report(town_app.test_client(), "1"))
    for number, page in enumerate(pages, start=1):
        assert "دادهٔ نمایشی؛ ساختگی" in page
        assert "داده‌ها تا" in page
        assert town_catalogue.info.attribution_fa in page
        assert f"صفحهٔ {n_of(number, len(pages))}" in page


def test_persian_words_can_be_searched(town_app: Flask) -> None:
    page = pypdfium2.PdfDocument(report(town_app.test_client(), "1"))[0].get_textpage()
    for word in ("پلاک", "نام‌گذاری‌شده", "کوچه‌ها", "دادهٔ", "منطقه ۱", "واجد شرایط"):
        assert page.search(word).get_next(), word


def test_the_report_is_persian_whoever_asks(client: FlaskClient) -> None:
    assert report(client, "1") == client.get("/coverage/1/report.pdf?lang=en").data
    assert 'lang="en"' in client.get("/coverage?lang=en").text


def test_pages_lead_to_their_report(client: FlaskClient) -> None:
    assert 'href="/coverage/city/report.pdf"' in client.get("/coverage").text
    assert 'href="/coverage/1/report.pdf"' in client.get("/coverage/1").text
    assert "گزارش برای چاپ (PDF)" in client.get("/coverage/1").text


@pytest.mark.parametrize("area_id", ["99", "<script>", "%00", "city%20"])
def test_an_area_nobody_knows_has_no_report(client: FlaskClient, area_id: str) -> None:
    assert client.get(f"/coverage/{area_id}/report.pdf").status_code == 404


def test_progress_and_target_are_drawn_where_they_are_known(
    town: Path, tmp_path: Path, town_app: Flask
) -> None:
    import sqlite3

    bare = " ".join(pages_of(report(town_app.test_client(), "city")))
    assert "پیشرفت طرح" not in bare
    assert "هدف طرح" not in bare
    later = tmp_path / "dataset"
    shutil.copytree(town, later, symlinks=True)
    database = sqlite3.connect(later / "current" / "catalogue.sqlite")
    database.execute(
        "INSERT INTO trend SELECT '2026-01-01T00:00:00+00:00', kind, area_id, eligible,"
        " 7, matched, 3, verified FROM trend"
    )
    database.commit()
    database.close()
    manifest = later / "current" / "dataset.json"
    known = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**known, "plan": {**known["plan"], "target": 2000}}), "utf-8")
    (city,) = CatalogueSource(later).current().coverage("city")
    text = " ".join(pages_of(report(site(later).test_client(), "city")))
    assert f"نام‌گذاری‌شده: از ۷ به {local_number(city.named)}" in text
    assert f"پلاک نصب‌شده: از ۳ به {local_number(city.installed)}" in text
    assert "هدف طرح: ۲٬۰۰۰ کوچه" in text
    assert f"نام‌گذاری‌شده {local_number(city.named)}" in text


def test_the_command_writes_the_same_report(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    out = tmp_path / "report.pdf"
    made = app.test_cli_runner().invoke(args=["report", "--area", "1", "--out", str(out)])
    assert made.exit_code == 0, made.output
    assert out.read_bytes() == report(client, "1")


def test_the_command_writes_nothing_of_an_unknown_area(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    refused = app.test_cli_runner().invoke(args=["report", "--area", "99", "--out", str(out)])
    assert refused.exit_code == 1
    assert "محدوده‌ای با این نشانی در داده‌ها نیست." in refused.output
    assert not list(tmp_path.iterdir())
