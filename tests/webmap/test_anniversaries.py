"""Whom the city remembers: the page of a day and a week, its sheet, the front page, a person's."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.anniversaries import Day
from geodata.catalogue import CatalogueSource
from tests.remembering import HOSTILE_NAME, MOSQUE, TODAYS, today
from tests.webmap.conftest import site
from tests.webmap.test_area_report import A4_MM, MM_A_POINT, pages_of
from tests.webmap.test_static_files import FIRST_VIEW_BYTES, PAGE_BYTES, TILES_OF_A_PHONE_BYTES

LAST_OF_1404 = "1404-12-29"


@pytest.fixture(scope="module")
def app(remembering_dataset: Path) -> Flask:
    return site(remembering_dataset)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def section(text: str, word: str) -> str:
    """The text of the section of a page whose heading holds a word."""
    for part in re.findall(r"<section.*?</section>", text, re.DOTALL):
        heading = re.search(r"<h2.*?</h2>", part, re.DOTALL)
        if heading and word in heading[0]:
            return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).split())
    return ""


@pytest.mark.parametrize(
    "typed", ["1404-10-04", "1404/10/4", "۱۴۰۴/۱۰/۴", "٤/١٠/١٤٠٤", "۴ دی ۱۴۰۴"]
)
def test_a_day_names_whoever_is_remembered_with_years_alley_and_plaque(
    client: FlaskClient, typed: str, alley_ids: dict[str, int]
) -> None:
    text = client.get("/anniversaries", query_string={"date": typed}).text
    told = section(text, "۴ دی ۱۴۰۴")
    assert "شهید سردار علی کریمی" in told or "سردار شهید علی کریمی" in told
    assert "شهید سعید ظفری" in told
    assert "۳۹ سال پیش، ۴ دی ۱۳۶۵" in told
    assert "۲۵ دسامبر ۲۰۲۵ میلادی" in told
    assert "پلاک نصب شده" in told
    assert f'href="/alleys/{alley_ids["هنرستان ۱۹"]}"' in text


def test_thirty_esfand_is_told_on_the_last_day_with_its_true_date(client: FlaskClient) -> None:
    told = section(client.get(f"/anniversaries?date={LAST_OF_1404}").text, "۲۹ اسفند ۱۴۰۴")
    assert "شهید هادی اسفندی" in told
    assert "شهید لیلا اسفندی" in told
    assert "روز شهادت ۳۰ اسفند است؛ اسفند ۱۴۰۴ بیست‌ونه روز دارد." in told
    assert told.count("روز شهادت ۳۰ اسفند") == 1
    leap = client.get("/anniversaries?date=1403-12-30").text
    assert "شهید لیلا اسفندی" in section(leap, "۳۰ اسفند ۱۴۰۳")
    assert "هادی" not in section(leap, "۳۰ اسفند ۱۴۰۳")


def test_dates_that_are_not_whole_are_on_no_day(client: FlaskClient) -> None:
    text = client.get("/anniversaries?date=1404-07-12").text
    assert "نادر" not in section(text, "۱۲ مهر")
    month = section(text, "در این ماه: مهر")
    assert "شهید نادر ماهوش" in month
    assert "روز شهادت در دفتر نیست" in month
    assert "مهر ۱۳۶۳" in month
    everything = "".join(
        client.get(f"/anniversaries?span=week&date={day.isoformat()}").text
        for day in (Day(1404, 1, 1).plus(7 * week) for week in range(54))
    )
    assert "سالور" not in everything
    assert "زهرا محمدی" not in everything


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1404-07-31", "چنین روزی در تقویم نیست: ۱۴۰۴/۰۷/۳۱"),
        ("۳۱ مهر ۱۴۰۴", "چنین روزی در تقویم نیست: ۳۱ مهر ۱۴۰۴"),
        ("1404-12-30", "چنین روزی در تقویم نیست"),
        ("1404-13-01", "چنین روزی در تقویم نیست"),
        ("1404-07", "تاریخ را کامل"),
        ("2025-10-04", "تاریخ را کامل"),
        ("x" * 90, "تاریخ را کامل"),
        ("1201-01-01", "سال باید از ۱۳۵۰ تا ۱۴۹۹ باشد"),
    ],
)
def test_a_date_that_is_none_is_refused_with_a_sentence(
    client: FlaskClient, typed: str, told: str
) -> None:
    answer = client.get("/anniversaries", query_string={"date": typed})
    assert answer.status_code == 400
    assert told in answer.text


@pytest.mark.parametrize(
    "query", ["district=99", "neighbourhood=%3Cscript%3E", "district=1&neighbourhood=x"]
)
def test_an_unknown_area_is_not_found(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/anniversaries?{query}")
    assert answer.status_code == 404
    assert "در داده‌ها نیست" in answer.text


@pytest.mark.parametrize("query", ["near=x", "near=200,100", "near=50.9,34.6&radius=1e9"])
def test_a_place_off_the_globe_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/anniversaries?{query}").status_code == 400


def test_the_form_leads_to_the_address_of_a_place(client: FlaskClient) -> None:
    form = client.get("/anniversaries").text
    assert "مسجد نمایشی" in form
    assert "دبستان نمایشی" in form
    value = f"near:{MOSQUE[0]:.4f},{MOSQUE[1]:.4f}"
    assert f'value="{value}"' in form
    sent = {"where": value, "date": "۱۴۰۴/۱۰/۴", "radius": "250"}
    answer = client.get("/anniversaries", query_string=sent)
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).text
    assert "تا ۲۵۰ متر از مسجد نمایشی" in page
    assert "علی کریمی" in page
    assert "سعید ظفری" not in page
    assert f'<option value="{value}" selected>' in page


def test_the_form_leads_nowhere_else(client: FlaskClient) -> None:
    for value in ("//evil.example", "district:", "_external:1", "near:x"):
        answer = client.get("/anniversaries", query_string={"where": value})
        target = answer.headers.get("Location", "/anniversaries")
        assert target.startswith("/anniversaries")


def test_the_page_of_an_area_leads_to_its_feeds(client: FlaskClient) -> None:
    text = client.get("/anniversaries?district=1").text
    for kind, path in (
        ("application/atom+xml", "/anniversaries/feed.xml"),
        ("application/feed+json", "/anniversaries/feed.json"),
        ("text/calendar", "/anniversaries.ics"),
    ):
        assert re.search(
            f'<link rel="alternate" type="{re.escape(kind)}"'
            f' href="http://localhost{re.escape(path)}\\?district=1"',
            text,
        )


def test_hostile_names_stay_text(client: FlaskClient) -> None:
    text = client.get("/anniversaries?date=1404-07-12").text
    assert "<script>alert" not in text
    assert html.escape(HOSTILE_NAME.partition("1")[0]) in text


def test_no_portrait_is_on_the_page(client: FlaskClient) -> None:
    assert "<img" not in client.get("/anniversaries?span=week&date=1404-10-04").text


def test_the_front_page_names_todays_and_stays_light(app: Flask) -> None:
    client = app.test_client()
    text = client.get("/").text
    told = section(text, "سالگردهای امروز")
    assert told.count("سال پیش") == 3
    total = re.search(r"همهٔ ([۰-۹]+) نام امروز", told)
    assert total is not None
    assert int(total[1]) >= len(TODAYS)
    over_http = {"Accept-Encoding": "gzip, deflate"}
    page = client.get("/", headers=over_http).data
    addresses = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', gzip.decompress(page).decode()))
    files = sum(len(client.get(address, headers=over_http).data) for address in addresses)
    assert len(page) <= PAGE_BYTES
    assert len(page) + files + TILES_OF_A_PHONE_BYTES <= FIRST_VIEW_BYTES


def test_a_day_without_anybody_leaves_no_trace_on_the_front_page(tiny_dataset: Path) -> None:
    kept = CatalogueSource(tiny_dataset).current().remembrance.calendar().on(today())
    text = site(tiny_dataset).test_client().get("/").text
    assert ("سالگردهای امروز" in text) == bool(kept)


def test_the_page_of_a_person_says_when_the_day_comes_next(
    client: FlaskClient, remembering_dataset: Path
) -> None:
    catalogue = CatalogueSource(remembering_dataset).current()
    whole, month = (catalogue.naming(one).martyr_id for one in ("ESFAND-30", "MONTH"))
    link = re.search(r'href="/anniversaries\?date=([\d-]+)"', client.get(f"/martyrs/{whole}").text)
    assert link is not None
    assert Day.parse(link[1]) >= today()
    assert "شهید لیلا اسفندی" in client.get(f"/anniversaries?date={link[1]}").text
    assert "/anniversaries?date=" not in client.get(f"/martyrs/{month}").text


def test_the_sheet_of_a_week_is_a4_and_names_everybody(client: FlaskClient) -> None:
    answer = client.get("/anniversaries/week.pdf?date=1404-07-15")
    assert answer.content_type == "application/pdf"
    assert 'filename="anniversaries-1404-07-12.pdf"' in answer.headers["Content-Disposition"]
    document = pypdfium2.PdfDocument(answer.data)
    sizes = {tuple(round(side * MM_A_POINT) for side in page.get_size()) for page in document}
    assert sizes == {A4_MM}
    text = " ".join(pages_of(answer.data))
    for told in (
        "سالگرد شهیدان",
        "۱۲ مهر ۱۴۰۴ تا ۱۸ مهر ۱۴۰۴",
        "شهید یونس دوکوچه",
        "۴۴ سال پیش",
        "شهید نادر ماهوش",
        "alert",
    ):
        assert told in text, text


def test_the_sheet_is_persian_whatever_one_reads(client: FlaskClient) -> None:
    answer = client.get("/anniversaries/week.pdf?date=1404-10-04&district=1&lang=en")
    text = " ".join(pages_of(answer.data))
    assert "شهید سردار علی کریمی" in text or "سردار شهید علی کریمی" in text or "علی کریمی" in text
    assert "ظفری" not in text


def test_a_sheet_of_31_mehr_is_refused(client: FlaskClient) -> None:
    assert client.get("/anniversaries/week.pdf?date=1404-07-31").status_code == 400


@pytest.mark.parametrize("language", ["ar", "en"])
def test_other_languages_have_their_calendar_and_script(client: FlaskClient, language: str) -> None:
    text = client.get(f"/anniversaries?date=1404-10-04&lang={language}").text
    told = {"en": "25 December 2025", "ar": "٢٠٢٥"}[language]
    assert told in text
    assert {"en": "39 years ago", "ar": "قبل ٣٩ سنة"}[language] in text
