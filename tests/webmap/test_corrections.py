"""Corrections: kept, tracked, never public before a steward, and not for robots."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from PIL import Image

from tests.webmap.conftest import site
from webmap import corrections
from webmap.photos import LONGEST_SIDE, clean_photo

SECRET_WORDS = "پلاک سر کوچه افتاده است"


@pytest.fixture
def taking(tiny_dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A site with a journal, whose forms may be sent at once."""
    monkeypatch.setattr(corrections, "YOUNGEST_S", 0)
    corrections._sent.storage.reset()
    return site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"))


@pytest.fixture
def visitor(taking: Flask) -> FlaskClient:
    return taking.test_client()


def token(visitor: FlaskClient) -> str:
    found = re.search(r'name="token" value="([^"]+)"', visitor.get("/report").text)
    assert found
    return found[1]


def send(visitor: FlaskClient, **fields: Any) -> Any:
    data = {"kind": "plaque_damaged", "token": token(visitor), **fields}
    return visitor.post("/report", data=data, content_type="multipart/form-data")


def rows(tmp_path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as journal:
        return journal.execute(
            "SELECT kind, alley_id, text, phone, photo, state FROM correction"
        ).fetchall()


def picture(kind: str, size: tuple[int, int] = (40, 30), **options: Any) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    out.seek(0)
    return out


def test_a_correction_is_kept_and_gets_a_code_that_leads_to_its_state(
    visitor: FlaskClient, alley_ids: dict[str, int], tmp_path: Path
) -> None:
    alley_id = alley_ids["هنرستان ۱۹"]
    answer = send(visitor, alley=str(alley_id), text=SECRET_WORDS, phone="025-123")
    assert answer.status_code == 303
    page = visitor.get(answer.location).text
    assert "در نوبت بررسی" in page
    assert "پلاک آسیب دیده است" in page
    assert rows(tmp_path) == [("plaque_damaged", alley_id, SECRET_WORDS, "025-123", None, "new")]


def test_what_was_sent_is_public_nowhere(visitor: FlaskClient, alley_ids: dict[str, int]) -> None:
    alley_id = alley_ids["هنرستان ۱۹"]
    location = send(visitor, alley=str(alley_id), text=SECRET_WORDS, phone="025-123").location
    for address in (location, f"/alleys/{alley_id}", f"/api/alleys/{alley_id}", "/report"):
        page = visitor.get(address).text
        assert SECRET_WORDS not in page
        assert "025-123" not in page


def test_the_form_says_what_it_is_about(visitor: FlaskClient, alley_ids: dict[str, int]) -> None:
    assert "کریمی" in visitor.get(f"/report?alley={alley_ids['هنرستان ۱۹']}").text


@pytest.mark.parametrize("about", ["alley=1", "martyr=1", "alley=x", "alley=-1", "martyr=9" * 30])
def test_a_form_about_nothing_known_is_still_a_form(visitor: FlaskClient, about: str) -> None:
    assert visitor.get(f"/report?{about}").status_code == 200


def test_a_tracking_code_is_found_however_it_is_typed(visitor: FlaskClient) -> None:
    code = send(visitor).location.rsplit("/", 1)[1]
    for typed in (code.lower(), f"{code[:4]}-{code[4:]}"):
        assert visitor.get(f"/report/{typed}").status_code == 200
    assert visitor.get(f"/report?code={code}").status_code == 303


@pytest.mark.parametrize("code", ["AAAAAAAA", "22222222", "x", "../etc"])
def test_a_code_nobody_has_says_so(visitor: FlaskClient, code: str) -> None:
    assert visitor.get(f"/report/{code}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ""},
        {"kind": "praise"},
        {"website": "https://spam.example"},
        {"token": "report"},
        {"token": TimestampSigner("another key").sign("report").decode()},
        {"text": "ا" * 2001},
        {"photo": (BytesIO(b"GIF89a"), "x.gif")},
        {"photo": (BytesIO(b"<svg onload=alert(1)>"), "x.jpg")},
        {"photo": (BytesIO(b"\xff\xd8\xff" + b"\x00" * 100), "x.jpg")},
    ],
    ids=range(9),
)
def test_a_faulty_form_comes_back_with_the_reason_and_is_not_kept(
    visitor: FlaskClient, tmp_path: Path, fields: dict[str, Any]
) -> None:
    answer = send(visitor, **{"text": "نوشته", **fields})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert rows(tmp_path) == []


def test_a_form_sent_in_the_same_second_is_a_robots(
    taking: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(corrections, "YOUNGEST_S", 3)
    assert send(taking.test_client()).status_code == 400
    assert rows(tmp_path) == []


def test_one_address_cannot_flood_the_stewards(visitor: FlaskClient, tmp_path: Path) -> None:
    states = [send(visitor).status_code for _ in range(7)]
    assert states == [303] * 5 + [429] * 2
    assert len(rows(tmp_path)) == 5


def test_a_photo_of_twenty_megabytes_is_refused_in_persian(
    visitor: FlaskClient, tmp_path: Path
) -> None:
    said = {"CONTENT_LENGTH": str(20 * 1024 * 1024)}
    data = {"kind": "photo", "photo": (picture("JPEG"), "x.jpg")}
    answer = visitor.post(
        "/report", data=data, content_type="multipart/form-data", environ_overrides=said
    )
    assert answer.status_code == 413
    assert "مگابایت" in answer.text
    assert rows(tmp_path) == []


def test_a_photo_keeps_its_pixels_and_nothing_else(visitor: FlaskClient, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    send(visitor, photo=(picture("JPEG", exif=exif), "x.jpg"))
    kept = rows(tmp_path)[0][4]
    assert b"SecretCamera" not in kept
    image = Image.open(BytesIO(kept))
    assert image.format == "JPEG"
    assert image.size == (40, 30)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_large_photo_is_made_smaller(kind: str) -> None:
    made = Image.open(BytesIO(clean_photo(picture(kind, (2000, 1000)).getvalue())))
    assert made.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_a_small_file_that_claims_to_be_huge_is_refused(visitor: FlaskClient) -> None:
    bomb = picture("PNG", (9000, 9000))
    assert len(bomb.getvalue()) < 1_000_000
    assert send(visitor, photo=(bomb, "x.png")).status_code == 400


def test_a_site_that_keeps_nothing_takes_no_corrections(
    client: FlaskClient, alley_ids: dict[str, int]
) -> None:
    assert client.get("/report").status_code == 404
    assert "/report" not in client.get(f"/alleys/{alley_ids['هنرستان ۱۹']}").text
