"""The story kit: facts with their source, doubts apart, the same bytes every time."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from geodata.catalogue import CatalogueSource
from geodata.journal.accounts import Role
from geodata.recordings.captions import read_captions
from geodata.recordings.subtitles import LONGEST_LINE
from tests.webmap.conftest import site
from tests.webmap.staff import hire, report, worker


@pytest.fixture
def desk(tiny_dataset: Path, tmp_path: Path) -> Flask:
    app = site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"))
    hire(app, "media", Role.MEDIA)
    return app


@pytest.fixture
def seda(desk: Flask) -> FlaskClient:
    return worker(desk, "media")


@pytest.fixture(scope="session")
def people(tiny_dataset: Path) -> dict[str, int]:
    """Ids of the honorees by the id of their naming."""
    everybody = CatalogueSource(tiny_dataset).current().people.by_naming
    return {naming_id: one.martyr_id for naming_id, one in everybody.items()}


def kit(client: FlaskClient, address: str) -> dict[str, bytes]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "application/zip"
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def parts(page: str) -> tuple[str, str]:
    """The facts of a page, and what it says is not verified."""
    facts, _, doubts = page.partition("تأییدنشده؛ در بسته نیست")
    return facts, doubts.partition("</dl>")[0]


def test_every_fact_has_its_source_and_the_kit_says_it_is_fiction(
    seda: FlaskClient, people: dict[str, int]
) -> None:
    files = kit(seda, f"/story-kit/martyrs/{people['DEMO-1']}.zip")
    text = files["facts.txt"].decode()
    assert text.startswith("دادهٔ نمایشی؛ ساختگی\n")
    assert "نام: شهید سردار علی کریمی\n    منبع: دفتر نام‌گذاری، شناسهٔ DEMO-1" in text
    assert "شهادت: ۴ دی ۱۳۶۵" in text
    assert "تولد: سال ۱۳۴۳" in text
    assert "منبع: انطباق دفتر و نقشه:" in text
    facts = [line for line in text.splitlines() if re.match(r"\S.*: ", line)]
    assert len(re.findall("^    منبع: ", text, re.M)) >= len(facts) - 2  # page and date have none


def test_a_kit_has_subtitles_codes_and_stills_of_the_right_size(
    seda: FlaskClient, people: dict[str, int]
) -> None:
    files = kit(seda, f"/story-kit/martyrs/{people['DEMO-1']}.zip")
    assert all(re.fullmatch(r"[a-zA-Z0-9./-]+", name) for name in files)
    sizes = {
        name.rpartition("/")[2]: Image.open(BytesIO(content)).size
        for name, content in files.items()
        if name.endswith(".png")
    }
    assert sizes["map-1920x1080.png"] == (1920, 1080)
    assert sizes["map-1080x1920.png"] == (1080, 1920)
    assert sizes["qr.png"][0] == sizes["qr.png"][1] >= 800
    assert any(name.endswith("/qr.svg") for name in files)
    cues = read_captions(files["subtitles.srt"])
    assert cues == read_captions(files["subtitles.vtt"])
    lines = files["lines.txt"].decode().splitlines()
    assert lines == [line for cue in cues for line in cue.text.split("\n")]
    assert max(len(line) for line in lines) <= LONGEST_LINE
    assert "شهید سردار علی کریمی" in lines


def test_the_same_kit_has_the_same_bytes(desk: Flask, people: dict[str, int]) -> None:
    address = f"/story-kit/martyrs/{people['DEMO-1']}.zip"
    first, second = worker(desk, "media"), worker(desk, "media")
    assert first.get(address).data == second.get(f"{address}?lang=en").data


def test_what_is_not_joined_is_marked_and_never_a_fact(
    seda: FlaskClient, people: dict[str, int], tiny_dataset: Path
) -> None:
    catalogue = CatalogueSource(tiny_dataset).current()
    waiting = [one for one in people if not catalogue.naming(one).on_map]
    assert waiting
    for naming_id in waiting:
        files = kit(seda, f"/story-kit/martyrs/{people[naming_id]}.zip")
        assert not [name for name in files if "alley-" in name or "map-" in name]
        assert "\nکوچه: " not in files["facts.txt"].decode()
        _, doubts = parts(seda.get(f"/story-kit/martyrs/{people[naming_id]}").text)
        assert "هنوز روی نقشه نیست" in doubts


def test_a_report_that_waits_throws_doubt_on_what_it_is_about(
    desk: Flask, seda: FlaskClient, people: dict[str, int]
) -> None:
    report(desk, "wrong_person", martyr_id=people["DEMO-1"])
    files = kit(seda, f"/story-kit/martyrs/{people['DEMO-1']}.zip")
    assert list(files) == ["facts.txt"]
    assert "علی کریمی" not in files["facts.txt"].decode()
    page = seda.get(f"/story-kit/martyrs/{people['DEMO-1']}").text
    _, doubts = parts(page)
    assert "گزارشی در این باره رسیده" in doubts
    assert "هنوز چیز راستی‌آزمایی‌شده‌ای برای روایت نیست" in page


def test_a_wrong_place_keeps_the_map_out_and_leaves_the_person(
    desk: Flask, seda: FlaskClient, people: dict[str, int]
) -> None:
    report(desk, "wrong_place", martyr_id=people["DEMO-1"])
    files = kit(seda, f"/story-kit/martyrs/{people['DEMO-1']}.zip")
    assert "شهید سردار علی کریمی" in files["facts.txt"].decode()
    assert not [name for name in files if name.startswith("alley-")]


def test_names_that_are_markup_stay_text(seda: FlaskClient, people: dict[str, int]) -> None:
    page = seda.get(f"/story-kit/martyrs/{people['DEMO-7']}").text
    assert "<img src=x" not in page
    vtt = kit(seda, f"/story-kit/martyrs/{people['DEMO-7']}.zip")["subtitles.vtt"].decode()
    assert "<img" not in vtt
    assert "&lt;img" in vtt


def test_a_week_holds_whole_dates_alone_a_folder_each(
    seda: FlaskClient, people: dict[str, int]
) -> None:
    page = seda.get("/story-kit/week?date=1405-10-01").text
    assert "۴ دی ۱۴۰۵" in page
    assert f"/story-kit/martyrs/{people['DEMO-1']}" in page
    assert f"/story-kit/martyrs/{people['DEMO-5']}" not in page  # the year alone is known
    files = kit(seda, "/story-kit/week.zip?date=1405-10-01")
    folders = {name.split("/")[0] for name in files}
    assert folders == {
        f"{number:02d}-1405-10-04-{people[naming_id]}"
        for number, naming_id in enumerate(
            sorted(
                ("DEMO-1", "DEMO-2", "DEMO-4"),
                key=lambda one: next(
                    at
                    for at, name in enumerate(re.findall(r"/story-kit/martyrs/(\d+)", page))
                    if name == str(people[one])
                ),
            ),
            1,
        )
    }
    assert (
        "در این هفته سالگردی با تاریخ کامل نیست" in seda.get("/story-kit/week?date=1405/03/01").text
    )


@pytest.mark.parametrize("day", ["1405-07-31", "1404-12-30", "x", "1405", "1405/7", "۱۴۰۵/۱۳/۰۱"])
def test_a_day_that_there_is_not_is_refused_in_persian(seda: FlaskClient, day: str) -> None:
    refused = seda.get("/story-kit/week", query_string={"date": day})
    assert refused.status_code == 400
    assert "چنین روزی در تقویم نیست" in refused.text or "تاریخ را کامل" in refused.text


def test_a_still_of_another_alley_or_name_is_not_drawn(
    seda: FlaskClient, people: dict[str, int]
) -> None:
    person = f"/story-kit/martyrs/{people['DEMO-1']}"
    page = seda.get(person).text
    found = re.search(rf'src="({person}/[^/"]+/map-1920x1080\.png)"', page)
    assert found
    assert seda.get(found[1]).content_type == "image/png"
    assert seda.get(f"{person}/ABCDEFGH/map-1920x1080.png").status_code == 404
    assert seda.get(found[1].replace("map-1920x1080", "map-1x1")).status_code == 404
