"""Feeds by the formats' own rules; two years of a subscription without a day lost or doubled."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from geodata.anniversaries import Day
from geodata.catalogue import Catalogue, CatalogueSource
from geodata.catalogue.remembrance import Where
from tests.geodata.anniversaries.test_days import length, recomputed
from tests.remembering import TODAYS, today
from tests.webmap.conftest import site
from webmap.feeds.entries import recent, subscribed_period, subscription
from webmap.feeds.icalendar import calendar_text, escaped, folded
from webmap.feeds.news import atom_text, json_text

FEEDS = ("/anniversaries/feed.xml", "/anniversaries/feed.json", "/anniversaries.ics")
ATOM = "{http://www.w3.org/2005/Atom}"
ENDPOINT = "anniversary_feeds.calendar"
PUBLIC = "https://kuche.example"


@pytest.fixture(scope="module")
def app(remembering_dataset: Path) -> Flask:
    return site(remembering_dataset, public_url=PUBLIC)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def catalogue(remembering_dataset: Path) -> Catalogue:
    return CatalogueSource(remembering_dataset).current()


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def events(text: bytes | str) -> list[Any]:
    calendar = icalendar.Calendar.from_ical(text)
    assert calendar.errors == []
    found = calendar.walk("VEVENT")
    assert all(event.errors == [] for event in found)
    return found


def expected_days(catalogue: Catalogue, first: date, last: date) -> Counter[tuple[str, date]]:
    """Who is to be remembered when, from the register alone and by the test's own calendar."""
    found: Counter[tuple[str, date]] = Counter()
    seen = set()
    for martyr_id in catalogue.listings.martyr_ids:
        person = catalogue.martyr(martyr_id)
        died = next((one.martyrdom_date for one in person.namings if one.martyrdom_date), "")
        if len(died) != len("1365-10-04") or martyr_id in seen:
            continue
        seen.add(martyr_id)
        year_died, month, day = (int(part) for part in died.split("-"))
        for year in range(1400, 1421):
            kept = recomputed(year, month, min(day, length(year, month)))
            if year > year_died and first <= kept <= last:
                found[f"/martyrs/{martyr_id}", kept] += 1
    return found


def told_days(found: list[Any]) -> Counter[tuple[str, date]]:
    return Counter(
        (str(event["url"]).removeprefix(PUBLIC), event.decoded("dtstart")) for event in found
    )


@pytest.mark.parametrize(
    "day", [Day(1404, 7, 12), Day(1404, 12, 29), Day(1403, 12, 30), Day(1407, 1, 1)]
)
@pytest.mark.usefixtures("inside")
def test_a_subscription_holds_every_day_of_two_years_once(catalogue: Catalogue, day: Day) -> None:
    feed = subscription(catalogue, Where(), day, endpoint=ENDPOINT)
    first, last = recomputed(day.year, day.month, 1), feed.entries[-1].day
    period = subscribed_period(day)
    assert period.first.gregorian() == first
    assert period.last.gregorian() >= recomputed(day.year + 2, day.month, length(day.year, 1) - 2)
    told = told_days(events(calendar_text(feed)))
    assert told == expected_days(catalogue, first, period.last.gregorian())
    assert set(told.values()) == {1}
    assert last <= period.last.gregorian()


@pytest.mark.usefixtures("inside")
def test_whoever_refreshes_for_two_years_loses_and_doubles_no_day(catalogue: Catalogue) -> None:
    """A program keeps what it has by UID and takes what is new, at every refreshing."""
    kept: dict[str, tuple[str, date]] = {}
    start = Day(1403, 11, 17)
    for shift in range(0, 730, 12):
        feed = subscription(catalogue, Where(), start.plus(shift), endpoint=ENDPOINT)
        for entry in feed.entries:
            told = (entry.url.removeprefix(PUBLIC), entry.day)
            assert kept.setdefault(str(entry.uid), told) == told
    first, last = recomputed(1403, 11, 1), start.plus(730).gregorian()
    seen = Counter(told for told in kept.values() if told[1] <= last)
    assert seen == expected_days(catalogue, first, last)


@pytest.mark.usefixtures("inside")
def test_thirty_esfand_is_one_event_a_year_with_its_true_date(catalogue: Catalogue) -> None:
    feed = subscription(catalogue, Where(), Day(1403, 1, 1), endpoint=ENDPOINT)
    address = f"{PUBLIC}/martyrs/{catalogue.naming('ESFAND-30').martyr_id}"
    found = [one for one in feed.entries if one.url == address]
    assert [one.day for one in found] == [date(2025, 3, 20), date(2026, 3, 20)]
    assert [any("۳۰ اسفند است" in line for line in one.lines) for one in found] == [False, True]


def test_dates_that_are_not_whole_are_in_no_feed(client: FlaskClient) -> None:
    for address in FEEDS:
        text = client.get(address).text.replace("\r\n ", "")
        assert "ماهوش" not in text
        assert "سالور" not in text


def test_the_calendar_keeps_the_rules_of_rfc_5545(client: FlaskClient) -> None:
    answer = client.get("/anniversaries.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.data.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no letter is torn apart
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert {"VERSION", "PRODID"} <= set(calendar)
    assert "METHOD" not in calendar
    found = events(answer.data)
    uids = [str(event["uid"]) for event in found]
    assert len(set(uids)) == len(uids) > 0
    for event in found:
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
        assert "RRULE" not in event
        assert event.decoded("dtstamp").tzinfo is not None
        assert str(event["url"]).startswith(f"{PUBLIC}/martyrs/")
    assert events(calendar.to_ical()) != []


def test_dtstamp_is_when_the_data_changed(client: FlaskClient, catalogue: Catalogue) -> None:
    stamps = {event.decoded("dtstamp") for event in events(client.get("/anniversaries.ics").data)}
    built_at = datetime.fromisoformat(catalogue.info.built_at).replace(microsecond=0)
    assert stamps == {built_at.astimezone(UTC)}


def test_atom_has_what_rfc_4287_asks_for(client: FlaskClient) -> None:
    answer = client.get("/anniversaries/feed.xml")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{ATOM}feed"
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) >= len(TODAYS)
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = one.findall(f"{ATOM}{name}")
            assert found.text
        moment = datetime.fromisoformat(str(one.findtext(f"{ATOM}updated")))
        assert moment.tzinfo is not None
        assert moment <= datetime.now(UTC)
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(one)) for one in ids)
    rels = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert rels == {
        "self": f"{PUBLIC}/anniversaries/feed.xml",
        "alternate": f"{PUBLIC}/anniversaries",
    }


def test_readers_of_feeds_understand_it(client: FlaskClient) -> None:
    read = feedparser.parse(client.get("/anniversaries/feed.xml?district=1").data)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.feed.language == "fa"
    assert "منطقه" in read.feed.title
    assert "دادهٔ نمایشی" in read.feed.title
    titles = [entry.title for entry in read.entries]
    assert "سالگرد شهادت شهید بهمن روزگار" in titles
    assert all(entry.link.startswith(PUBLIC) for entry in read.entries)
    assert all(entry.published_parsed for entry in read.entries)


def test_the_json_feed_keeps_the_rules_of_version_1_1(client: FlaskClient) -> None:
    answer = client.get("/anniversaries/feed.json")
    assert answer.headers["Content-Type"] == "application/feed+json"
    told = json.loads(answer.data)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"] == f"{PUBLIC}/anniversaries/feed.json"
    assert told["title"]
    assert told["language"] == "fa"
    assert told["authors"][0]["name"]
    assert len(told["items"]) >= len(TODAYS)
    for item in told["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert item["url"].startswith(PUBLIC)
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
        custom = {name for name in item if name.startswith("_")}
        known = {"id", "url", "title", "content_text", "date_published"}
        assert set(item) - custom <= known
        assert custom == {"_anniversary"}


@pytest.mark.usefixtures("inside")
def test_hostile_names_break_no_format(catalogue: Catalogue) -> None:
    day = Day(1404, 7, 13)
    feed = recent(catalogue, Where(), day, endpoint="anniversary_feeds.atom")
    hostile = next(one.title for one in feed.entries if "<script>" in one.title)
    assert any(len(one.title) > 100 for one in feed.entries)
    read = feedparser.parse(atom_text(feed).encode())
    assert not read.bozo
    root = ElementTree.fromstring(atom_text(feed))
    titles = [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")]
    assert hostile in titles
    assert hostile in [one["title"] for one in json.loads(json_text(feed))["items"]]
    calendar = subscription(catalogue, Where(), Day(1404, 7, 1), endpoint=ENDPOINT)
    found = events(calendar_text(calendar))
    assert len(found) == len(calendar.entries)
    assert hostile in [str(event["summary"]) for event in found]


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("query", ["district=99", "neighbourhood=%0d%0aX:1"])
def test_a_feed_of_an_unknown_area_is_a_problem_for_programs(
    client: FlaskClient, address: str, query: str
) -> None:
    answer = client.get(f"{address}?{query}")
    assert answer.status_code in (400, 404)
    assert answer.content_type == "application/problem+json"
    if query == "district=99":
        assert answer.status_code == 404
        assert answer.json is not None
        assert answer.json["detail"] == "منطقه‌ای با این نشانی در داده‌ها نیست."


@pytest.mark.parametrize("address", FEEDS)
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    assert first.last_modified is not None
    assert first.last_modified <= datetime.now(UTC)
    tag = first.headers["ETag"]
    for headers in ({"If-None-Match": tag}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = client.get(address, headers=headers)
        assert again.status_code == 304
        assert again.data == b""
        assert again.headers["ETag"] == tag
    squeezed = client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert squeezed.status_code == 304
    assert client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200
    assert client.get(f"{address}?district=2").headers["ETag"] != tag


@pytest.mark.parametrize("address", FEEDS)
def test_the_language_is_the_addresss_and_never_a_cookies(
    client: FlaskClient, address: str
) -> None:
    client.set_cookie("lang", "en")
    persian = client.get(address)
    assert persian.headers["Content-Language"] == "fa"
    assert "Cookie" not in persian.headers.get("Vary", "")
    english = client.get(f"{address}?lang=en")
    assert english.headers["Content-Language"] == "en"
    assert "Anniversary of the martyrdom" in english.text.replace("\r\n ", "")
    assert client.get(f"{address}?lang=xx").status_code == 400


def test_ids_outlive_rebuilding_and_another_host(
    client: FlaskClient, remembering_dataset: Path
) -> None:
    here = {str(event["uid"]) for event in events(client.get("/anniversaries.ics").data)}
    elsewhere = site(remembering_dataset).test_client()
    there = events(elsewhere.get("/anniversaries.ics", base_url="http://other.example").data)
    assert {str(event["uid"]) for event in there} == here
    assert all(str(event["url"]).startswith("http://other.example/") for event in there)


def test_the_feed_of_the_site_leads_to_the_anniversaries(client: FlaskClient) -> None:
    answer = client.get("/feed.xml?district=1&_external=1&_scheme=javascript")
    assert answer.status_code == 301
    assert answer.headers["Location"].startswith("/anniversaries/feed.xml?district=1&")


def test_the_front_page_tells_programs_of_the_feed(client: FlaskClient) -> None:
    link = f'type="application/atom+xml" href="{PUBLIC}/anniversaries/feed.xml"'
    assert link in client.get("/").text


def test_todays_are_the_first_in_the_news(client: FlaskClient) -> None:
    items = json.loads(client.get("/anniversaries/feed.json").data)["items"]
    newest = datetime.fromisoformat(items[0]["date_published"]).date()
    assert newest in (today().gregorian(), today().plus(-1).gregorian())


@given(st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Z"])))
def test_any_text_comes_back_from_escaping_and_folding(text: str) -> None:
    line = folded(f"SUMMARY:{escaped(text)}")
    assert all(len(part.encode()) <= 75 for part in line.split("\r\n"))
    event = f"BEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\n"
    assert str(icalendar.Event.from_ical(event)["summary"]) == text
