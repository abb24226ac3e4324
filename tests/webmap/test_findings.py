"""The page of findings: counts that hold, choices in the address, the same rows as a file.

What a steward accepts is listed apart, for everybody, and outlives the next build.
"""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.__main__ import main
from geodata.catalogue import Catalogue
from geodata.pipeline import build
from tests.conftest import tiny_inputs
from tests.webmap.conftest import site
from tests.webmap.staff import deeds, post, token_of, worker

REASON = "دو خواهر و برادرند؛ <b>بازدید شد</b>"


def rows(page: str) -> int:
    return len(re.findall('<li class="finding ', page))


def ids(page: str) -> list[str]:
    return re.findall(r'id="finding-([0-9a-f]{16})"', page)


def check_choices(client: FlaskClient, address: str) -> None:
    page = client.get(address).text
    assert rows(page) > 0
    options = re.findall(r'<li><a href="([^"]+)" rel="nofollow">.*?facet-count">([۰-۹]+)<', page)
    assert options
    for leads_to, count in options:
        found = client.get(leads_to.replace("&amp;", "&"))
        assert found.status_code == 200
        assert rows(found.text) == int(count), leads_to


def test_every_choice_leads_to_as_many_findings_as_it_says(client: FlaskClient) -> None:
    check_choices(client, "/findings")


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


def accept(client: FlaskClient, finding_id: str, **fields: str) -> int:
    sent = {"reason": REASON, **fields}
    return int(post(client, f"/findings/{finding_id}/accept", **sent).status_code)


def table(client: FlaskClient, address: str) -> list[list[str]]:
    return list(csv.reader(StringIO(client.get(address).data.decode("utf-8-sig"))))


def test_an_accepted_finding_is_listed_apart_with_its_reason(staffed: Flask) -> None:
    steward, visitor = worker(staffed, "steward"), staffed.test_client()
    before = ids(visitor.get("/findings").text)
    taken = before[1]
    assert accept(steward, taken) == 303
    page = visitor.get("/findings")
    assert ids(page.text) == [one for one in before if one != taken]
    assert '<a href="/findings?accepted=1">۱ پذیرفته‌شده</a>' in page.text
    apart = visitor.get("/findings?accepted=1").text
    assert ids(apart) == [taken]
    assert "دو خواهر و برادرند؛ &lt;b&gt;بازدید شد&lt;/b&gt;" in apart
    assert f"{len(before) - 1}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in apart
    assert deeds(staffed)[-1] == ("steward", "finding_accepted")


def test_everybody_sees_the_reason_and_only_those_who_work_here_the_name(staffed: Flask) -> None:
    steward = worker(staffed, "steward")
    accept(steward, ids(steward.get("/findings").text)[0])
    public = staffed.test_client().get("/findings?accepted=1")
    assert "steward" not in public.text
    assert "/withdraw" not in public.text
    planner = worker(staffed, "planner").get("/findings?accepted=1").text
    assert '<bdi lang="fa">steward</bdi>' in planner
    assert "/withdraw" not in planner
    assert "/withdraw" in steward.get("/findings?accepted=1").text
    for file_format in ("csv", "xlsx"):
        data = staffed.test_client().get(f"/findings.{file_format}?accepted=1").data
        assert b"steward" not in data


def test_only_a_steward_sees_the_forms(staffed: Flask) -> None:
    assert "/accept" in worker(staffed, "steward").get("/findings").text
    assert "/accept" not in worker(staffed, "planner").get("/findings").text
    assert "/accept" not in staffed.test_client().get("/findings").text


def test_counts_and_choices_hold_on_both_sides_whatever_is_accepted(staffed: Flask) -> None:
    client = worker(staffed, "steward")
    every = ids(client.get("/findings").text)
    for number, finding_id in enumerate(every[:-1]):
        assert accept(client, finding_id) == 303
        if number % 3 == 0:
            check_choices(client, "/findings")
            check_choices(client, "/findings?accepted=1")
    assert len(ids(client.get("/findings?accepted=1").text)) == len(every) - 1
    assert ids(client.get("/findings").text) == every[-1:]
    assert accept(client, every[-1]) == 303
    page = client.get("/findings").text
    assert rows(page) == 0
    assert "با این پالایش یافته‌ای نیست." in page
    assert "facet-count" not in page


def test_files_have_the_rows_of_the_page_on_both_sides(
    staffed: Flask, tiny_catalogue: Catalogue
) -> None:
    client = worker(staffed, "steward")
    every = ids(client.get("/findings").text)
    for finding_id in every[::2]:
        accept(client, finding_id, reason="=1+1")
    for code in (None, *tiny_catalogue.findings.titles):
        for accepted in ("", "1"):
            query = f"accepted={accepted}" + (f"&code={code}" if code else "")
            head, *told = table(client, f"/findings.csv?{query}")
            at = head.index("شناسهٔ یافته")
            assert [row[at] for row in told] == ids(client.get(f"/findings?{query}").text)
            assert ("دلیل پذیرش" in head) == bool(accepted)
    head, first, *_ = table(client, "/findings.csv?accepted=1")
    told = dict(zip(head, first, strict=True))
    assert told["دلیل پذیرش"] == "'=1+1"  # nothing that a spreadsheet computes
    assert re.fullmatch("[۰-۹]{4}/[۰-۹]{2}/[۰-۹]{2}", told["تاریخ پذیرش (شمسی)"])
    sheet = openpyxl.load_workbook(BytesIO(client.get("/findings.xlsx?accepted=1").data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert len(cells) == len(every[::2])
    assert {cell.data_type for cell in cells} == {"s"}


def test_an_acceptance_is_taken_back(staffed: Flask) -> None:
    client = worker(staffed, "steward")
    before = client.get("/findings").text
    taken = ids(before)[0]
    accept(client, taken)
    there = "/findings?accepted=1"
    answer = post(client, f"/findings/{taken}/withdraw", next=there)
    assert (answer.status_code, answer.location) == (303, there)
    assert ids(client.get("/findings").text) == ids(before)
    assert rows(client.get(there).text) == 0
    assert deeds(staffed)[-1] == ("steward", "acceptance_withdrawn")


def test_one_comes_back_to_the_list_one_came_from_and_nowhere_else(staffed: Flask) -> None:
    client = worker(staffed, "steward")
    page = client.get("/findings?severity=info").text
    here = re.findall(r'name="next" value="([^"]+)"', page)
    assert set(here) == {"/findings?severity=info"}
    first, second = ids(page)[:2]
    for finding_id, back, expected in (
        (first, here[0], "/findings?severity=info"),
        (second, "//evil.example", "/findings"),
    ):
        answer = post(client, f"/findings/{finding_id}/accept", reason="x", next=back)
        assert answer.location == expected


def test_two_stewards_do_not_accept_one_finding(staffed: Flask) -> None:
    first, second = worker(staffed, "steward"), worker(staffed, "admin")
    taken = ids(first.get("/findings").text)[0]
    assert accept(first, taken) == 303
    answer = post(second, f"/findings/{taken}/accept", reason="دیگر")
    assert answer.status_code == 409
    assert "پیش‌تر پذیرفته شده است" in answer.text
    assert [deed for deed in deeds(staffed) if deed[1] == "finding_accepted"] == [
        ("steward", "finding_accepted")
    ]


@pytest.mark.parametrize("reason", ["", "%20%20", "%0A", quote("ا" * 501), "a%00b"], ids=range(5))
def test_a_reason_is_wanted_and_a_short_one(staffed: Flask, reason: str) -> None:
    client = worker(staffed, "steward")
    taken = ids(client.get("/findings").text)[0]
    answer = client.post(
        f"/findings/{taken}/accept",
        data=f"token={token_of(client)}&reason={reason}",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400
    assert "۵۰۰ نویسه" in answer.text
    assert taken in ids(client.get("/findings").text)


@pytest.mark.parametrize("finding_id", ["0" * 16, "x" * 16, "0" * 15, "0" * 17, "' OR 1=1 -- xxx"])
def test_what_is_no_finding_cannot_be_accepted(staffed: Flask, finding_id: str) -> None:
    client = worker(staffed, "steward")
    assert accept(client, finding_id) == 404
    withdrawn = post(client, f"/findings/{finding_id}/withdraw").status_code
    assert withdrawn == (409 if len(finding_id) == 16 else 404)


def test_an_acceptance_outlives_the_next_build(tmp_path: Path) -> None:
    dataset, journal = tmp_path / "dataset", str(tmp_path / "journal.sqlite")
    build(tiny_inputs(), dataset)
    app = site(dataset, journal=journal)
    runner = app.test_cli_runner()
    twice = "long enough\nlong enough\n"
    runner.invoke(args=["create-user", "ali", "--role", "steward"], input=twice)
    client = app.test_client()
    client.post("/login", data={"name": "ali", "password": "long enough"})
    taken = ids(client.get("/findings").text)[0]
    assert accept(client, taken) == 303
    build(tiny_inputs(), dataset)
    again = site(dataset, journal=journal).test_client()
    assert ids(again.get("/findings?accepted=1").text) == [taken]
    # The command line writes the same rows.
    out = tmp_path / "out.csv"
    options = ["export", "--dataset", str(dataset), "--what", "findings", "--format", "csv"]
    for more, address in (([], "/findings.csv"), (["--accepted"], "/findings.csv?accepted=1")):
        asked = [*options, "--out", str(out), "--journal", journal, *more]
        assert main(asked) == 0
        told = list(csv.reader(StringIO(out.read_bytes().decode("utf-8-sig"))))
        at = told[0].index("شناسهٔ یافته")
        assert [row[at] for row in told] == [row[at] for row in table(again, address)]
    with pytest.raises(SystemExit):
        main([*options, "--out", str(out), "--accepted"])
