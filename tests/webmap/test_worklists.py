"""The pages of the work lists: counts that hold, candidates shown, the same rows as files."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO

import openpyxl
import pytest
from flask.testing import FlaskClient

from geodata.catalogue import Catalogue
from geodata.worklists.row import WorkList, candidates_of

LISTS = list(WorkList)


def rows(page: str) -> int:
    return len(re.findall('<li class="work-item">', page))


def test_the_overview_says_how_much_is_on_each_list(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    page = client.get("/work").text
    told = re.findall(r'href="/work/(\w+)"><span class="work-count">([۰-۹٬]+)<', page)
    assert {name: int(count) for name, count in told} == dict(tiny_catalogue.work.sizes)
    assert sum(tiny_catalogue.work.sizes.values()) > 20


@pytest.mark.parametrize("work_list", LISTS)
def test_every_choice_leads_to_as_many_rows_as_it_says(
    client: FlaskClient, work_list: WorkList
) -> None:
    page = client.get(f"/work/{work_list}").text
    options = re.findall(r'<li><a href="([^"]+)" rel="nofollow">.*?facet-count">([۰-۹]+)<', page)
    for address, count in options:
        found = client.get(address.replace("&amp;", "&"))
        assert found.status_code == 200
        assert rows(found.text) == int(count), address


@pytest.mark.parametrize("work_list", LISTS)
@pytest.mark.parametrize("query", ["", "?district=1", "?sort=place", "?sort=reason"])
def test_files_have_the_rows_of_the_page_in_its_order(
    client: FlaskClient, tiny_catalogue: Catalogue, work_list: WorkList, query: str
) -> None:
    if "district" in query and "1" not in tiny_catalogue.work.known(work_list, "district"):
        assert client.get(f"/work/{work_list}{query}").status_code == 400
        return
    page = client.get(f"/work/{work_list}{query}").text
    titles = re.findall(r'<p class="finding-title"><bdi lang="fa">([^<]+)<', page)
    text = client.get(f"/work/{work_list}.csv{query}").data.decode("utf-8-sig")
    listed = list(csv.DictReader(StringIO(text)))
    assert len(listed) == rows(page) == len(titles)
    features = json.loads(client.get(f"/work/{work_list}.geojson{query}").data)["features"]
    assert [one["properties"]["martyr_fa"] for one in features] == [one["نام"] for one in listed]
    book = openpyxl.load_workbook(BytesIO(client.get(f"/work/{work_list}.xlsx{query}").data))
    assert book.worksheets[0].sheet_view.rightToLeft
    for file_format in ("gpkg", "gpx"):
        assert client.get(f"/work/{work_list}.{file_format}{query}").status_code == 200


def test_a_planner_sees_why_a_naming_waits_and_what_it_may_be(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    waiting = [
        row for row in tiny_catalogue.work.all(WorkList.UNCERTAIN, {}, sort="likeliest")
        if candidates_of(row)
    ]  # fmt: skip
    assert waiting
    page = client.get("/work/uncertain?sort=likeliest").text
    for row in waiting:
        assert (
            str(row.message_fa).split("؛")[0].translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
            in page
        )
        for candidate in candidates_of(row):
            assert f'href="/?alley={candidate.alley_id}"' in page
    scores = [row.score for row in waiting]
    assert scores == sorted(scores, key=lambda score: -(score or 0))


def test_eligible_alleys_of_an_area_are_those_coverage_counts(
    client: FlaskClient, tiny_catalogue: Catalogue
) -> None:
    for by in ("city", "district", "neighbourhood"):
        for row in tiny_catalogue.coverage(by):
            if not row.area_id or not row.eligible:
                continue
            wanted = {} if by == "city" else {by: row.area_id}
            page = tiny_catalogue.work.page(WorkList.ELIGIBLE, wanted)
            assert page.total == row.eligible
    assert "/work/eligible?district=1" in client.get("/coverage").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/work/everything", 404),
        ("/work/unmapped.exe", 404),
        ("/work/unmapped?reason=whim", 400),
        ("/work/unmapped?district=99", 400),
        ("/work/unmapped?sort=luck", 400),
        ("/work/unmapped?page=0", 400),
        ("/work/unmapped.csv?neighbourhood=nowhere", 400),
    ],
)
def test_what_is_not_there_is_refused(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_pages_are_there_in_every_language(client: FlaskClient, language: str) -> None:
    for address in ("/work", "/work/unmapped", "/work/orphan_plaques"):
        assert client.get(f"{address}?lang={language}").status_code == 200
