"""Reports, answers and pictures in which every text is hostile, about records that are so too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from geodata.catalogue import Alley
from geodata.journal.accounts import Role
from tests.webmap.conftest import site
from tests.webmap.staff import hire, photo, picture, post, report, worker
from tests.webmap.test_hostile_records import (
    PAYLOADS,
    alley,
    assert_harmless,
    catalogue,
    dataset,
)

__all__ = ["alley", "catalogue", "dataset"]


@pytest.fixture(scope="module")
def desk(dataset: Path, alley: Alley, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A steward with hostile reports about hostile records, answered in the same manner."""
    app = site(dataset, journal=str(tmp_path_factory.mktemp("journal") / "journal.sqlite"))
    hire(app, "steward", Role.STEWARD)
    client = worker(app, "steward")
    for number, payload in enumerate(PAYLOADS):
        naming = alley.namings[number]
        picture(app, naming_id=naming.naming_id, credit=payload[:200], name=f"{number:016x}.webp")
        for about in ({"alley_id": alley.alley_id}, {"martyr_id": naming.martyr_id}):
            report(app, text=payload, phone=payload[:20], photo=photo(), **about)
    for number, payload in enumerate(PAYLOADS, start=1):
        sent = {"answer": payload[:1000], "note": payload[:1000], "seen": "0"}
        assert post(client, f"/reports/{number}/task", **sent).status_code == 303
    post(client, f"/pictures/{0:016x}.webp/take-down", reason=PAYLOADS[0])
    return client


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_no_page_of_the_desk_runs_what_people_send(desk: FlaskClient, language: str) -> None:
    ids = range(1, 2 * len(PAYLOADS) + 1)
    pages = [f"/reports/{number}" for number in ids]
    for place in ("/reports", "/reports?state=all", "/pictures", "/audit", *pages):
        answer = desk.get(place + ("&" if "?" in place else "?") + f"lang={language}")
        assert answer.status_code == 200, place
        assert_harmless(answer.text)
    for number in ids:
        assert_harmless(post(desk, f"/reports/{number}/contact").text)


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_who_follows_a_report_runs_nothing_of_its_answer(desk: FlaskClient, language: str) -> None:
    codes = re.findall(r'dir="ltr">([2-9A-Z]{8})<', desk.get("/reports?state=all").text)
    assert len(codes) == 2 * len(PAYLOADS)
    for code in codes:
        told = desk.get(f"/report/{code}?lang={language}")
        assert told.status_code == 200
        assert_harmless(told.text)
