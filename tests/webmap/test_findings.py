"""The page of findings: counts that hold, choices in the address, the same rows as a file."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from flask.testing import FlaskClient

from geodata.catalogue import Catalogue


def rows(page: str) -> int:
    return len(re.findall('<li class="finding ', page))


def test_every_choice_leads_to_as_many_findings_as_it_says(client: FlaskClient) -> None:
    page = client.get("/findings").text
    assert rows(page) > 0
    options = re.findall(r'<li><a href="([^"]+)" rel="nofollow">.*?facet-count">([۰-۹]+)<', page)
    assert options
    for address, count in options:
        found = client.get(address.replace("&amp;", "&"))
        assert found.status_code == 200
        assert rows(found.text) == int(count), address


def test_the_gravest_come_first(tiny_catalogue: Catalogue) -> None:
    found = [row.severity for row in tiny_catalogue.findings.all({})]
    assert found == sorted(found, key=("error", "warning", "info").index)


def test_a_file_has_the_rows_of_the_page(client: FlaskClient, tiny_catalogue: Catalogue) -> None:
    for code in tiny_catalogue.findings.titles:
        page = client.get(f"/findings?code={code}").text
        text = client.get(f"/findings.csv?code={code}").data.decode("utf-8-sig")
        assert len(list(csv.reader(StringIO(text)))) - 1 == rows(page)
    assert client.get("/findings.xlsx").status_code == 200
    assert client.get("/findings.gpkg").status_code == 404


def test_findings_lead_to_their_records(client: FlaskClient) -> None:
    page = client.get("/findings").text
    for link in set(re.findall(r'href="(/(?:alleys|martyrs|neighbourhoods)/[^"]+)"', page)):
        assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    "query", ["severity=grave", "code=nothing", "district=99", "page=0", "page=x"]
)
def test_what_is_not_there_to_choose_is_refused(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/findings?{query}")
    assert answer.status_code == 400
    assert query.split("=", maxsplit=1)[0] in answer.text


def test_the_page_is_there_in_every_language(client: FlaskClient) -> None:
    assert "Findings" in client.get("/findings?lang=en").text
    assert 'dir="rtl"' in client.get("/findings?lang=ar").text
