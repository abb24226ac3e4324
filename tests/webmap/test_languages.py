"""Persian, Arabic and English: whole, in their own digits, calendars and direction."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.catalogue import Catalogue
from webmap.calendars import day_text, other_calendars
from webmap.presentation import local_number, martyr_name, share

Ids = dict[str, int]
ROOT = Path(__file__).parents[2]
PERSIAN_ONLY = re.compile("[پچژگی]|[۰-۹]")


def test_no_translation_is_missing_or_stale() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "translations"), "--check"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_check_notices_a_missing_translation(tmp_path: Path) -> None:
    """Against a copy of the site with one text more."""
    for part in ("webmap", "scripts"):
        (tmp_path / part).symlink_to(ROOT / part)
    copy = tmp_path / "webmap"
    copy.unlink()
    copy.mkdir()
    (copy / "translations").symlink_to(ROOT / "webmap" / "translations")
    (copy / "new.py").write_text('gettext("متن تازه")\n')
    script = (ROOT / "scripts" / "translations").read_text()
    other = script.replace(
        "ROOT = Path(__file__).resolve().parent.parent", f"ROOT = Path({str(tmp_path)!r})"
    )
    told = subprocess.run(
        [sys.executable, "-c", other, "--check"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "en: no translation of 'متن تازه'" in told.stdout
    assert "stale" in told.stdout


@pytest.mark.parametrize(
    ("language", "direction", "title"),
    [
        ("fa", "rtl", "کوچه‌های آسمانی"),
        ("ar", "rtl", "الأزقة السماوية"),
        ("en", "ltr", "Heavenly Alleys"),
    ],
)
def test_each_language_reads_in_its_own_direction(
    client: FlaskClient, language: str, direction: str, title: str
) -> None:
    page = client.get(f"/?lang={language}").text
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert title in page


def test_a_chosen_language_is_remembered_and_an_unknown_one_falls_back(app: Flask) -> None:
    client = app.test_client()
    assert 'lang="en"' in client.get("/about?lang=en").text
    assert '<html lang="en"' in client.get("/about").text
    assert '<html lang="en"' in client.get("/about?lang=xx").text
    fresh = app.test_client()
    for unknown in ("xx", "", "en'", "en\x00", "fa" * 500):
        assert '<html lang="fa"' in fresh.get("/about", query_string={"lang": unknown}).text


def test_every_page_leads_to_itself_in_the_other_languages(client: FlaskClient) -> None:
    page = client.get("/search?q=کریمی&lang=ar").text
    assert 'hreflang="en"' in page
    assert "q=%DA%A9%D8%B1%DB%8C%D9%85%DB%8C&amp;lang=en" in page


def test_names_are_carried_over_and_the_sign_is_shown_beside(
    client: FlaskClient, martyr_ids: Ids
) -> None:
    page = client.get(f"/martyrs/{martyr_ids['DEMO-2']}?lang=en").text
    assert "Shahid Saeid Zafari" in page
    assert re.search(r'lang="fa" dir="rtl">شهید سعید ظفری<', page)
    assert "by rule" in page
    assert "الشهيد سعيد ظفري" in client.get(f"/martyrs/{martyr_ids['DEMO-2']}?lang=ar").text


def _seen(page: str) -> str:
    """What a reader of a page sees: no scripts, no attributes, nothing marked as Persian."""
    page = re.sub(r"<(script|style|template|head)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<(\w+)[^>]*\blang="fa"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "\n", page)


@pytest.mark.parametrize(
    "address",
    ["/", "/?q=کریمی", "/search", "/explore", "/explore?district=1", "/families", "/coverage",
     "/coverage/1", "/about", "/nothing", "/offline"],
)  # fmt: skip
def test_no_persian_is_left_on_an_english_page(client: FlaskClient, address: str) -> None:
    page = client.get(f"{address}{'&' if '?' in address else '?'}lang=en")
    left = [line for line in _seen(page.text).splitlines() if PERSIAN_ONLY.search(line)]
    left = [line for line in left if "کریمی" not in line]  # what was typed is quoted
    assert left == []


@pytest.mark.parametrize(
    ("language", "number", "date", "other"),
    [
        ("fa", "۱٬۲۳۴", "۴ دی ۱۳۶۵", "۲۵ دسامبر ۱۹۸۶"),
        ("ar", "١٬٢٣٤", "٢٥ كانون الأول (ديسمبر) ١٩٨٦", "٤ دي ١٣٦٥"),
        ("en", "1,234", "25 December 1986", "4 Dey 1365 SH"),
    ],
)
def test_digits_and_calendars_are_those_of_the_language(
    app: Flask, language: str, number: str, date: str, other: str
) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert local_number(1234) == number
        assert day_text("1365-10-04") == date
        assert other in (other_calendars("1365-10-04") or "")


def test_a_share_says_both_numbers_in_every_language(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert share(12, 40) == "12 of 40 (30%)"
    with app.test_request_context("/?lang=ar"):
        assert share(12, 40) == "١٢ من ٤٠ (٣٠٪)"


def test_what_the_register_writes_in_latin_goes_first(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert martyr_name("علی خدایی", None, "Ali Khodaei", None) == "Shahid Ali Khodaei"


def test_a_sign_is_persian_for_readers_of_every_language(
    client: FlaskClient, alley_ids: Ids
) -> None:
    alley = alley_ids["هنرستان ۱۹"]
    assert client.get(f"/alleys/{alley}/poster.svg?lang=en").data == (
        client.get(f"/alleys/{alley}/poster.svg?lang=fa").data
    )


def test_errors_are_told_in_the_readers_language(client: FlaskClient) -> None:
    assert "This page was not found" in client.get("/nothing?lang=en").text
    assert "no alley with this id is known" in client.get("/alleys/1?lang=en").text
    assert "must be a whole number" in client.get("/explore?page=0&lang=en").text


@pytest.mark.parametrize("address", ["/search?q=ظفری", "/alleys/{alley}", "/?alley={alley}"])
def test_the_sign_is_shown_beside_a_name_only_where_the_name_is_not_the_sign(
    client: FlaskClient, tiny_catalogue: Catalogue, address: str
) -> None:
    (hit,) = tiny_catalogue.search("سعید ظفری", limit=1).hits
    place = address.format(alley=hit.alley_id)
    joint = "&" if "?" in place else "?"
    beside = '(?:class="plaque-persian"|<bdi lang="fa">شهید سعید ظفری)'
    assert not re.search(beside, client.get(f"{place}{joint}lang=fa").text)
    assert re.search(beside, client.get(f"{place}{joint}lang=en").text)
