"""Twenty-two attacks in everything people may write, on every address of the site, and none runs.

With the page's policy, and without it: the policy is the second wall, not the first.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import openpyxl
import pytest
from flask import Flask
from werkzeug.routing import BuildError

from geodata.worklists.row import WorkList
from tests.browser.conftest import REPORT_VIOLATIONS
from tests.browser.hostile_city import ACCOUNT, ATTACKS, HostileCity, make_city
from webmap.maps import write_city_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TRAP = """
for (const letter of "abcdefghijklmnopqrstu") window[letter] = letter;
for (const name of ["alert", "confirm", "prompt"])
  window[name] = (...told) => window.attackRan(`${name}(${told}) in ${location.href}`);
"""
MADE_OF_TEXT = """() => [...document.querySelectorAll("*")].filter((one) =>
  [...one.attributes].some((a) => /^on/i.test(a.name)
    || (/^(href|src|action|formaction|data|srcdoc|xlink:href)$/i.test(a.name)
        && /^\\s*(javascript|vbscript):|^\\s*data:text/i.test(a.value)))
  || (one.localName === "script" && !one.src && /^\\s*alert\\(/.test(one.textContent))
).map((one) => one.outerHTML.slice(0, 200))"""
"""What an attack would have become, did it not stay a text."""

LISTS = tuple(f"/work/{one.value}" for one in WorkList)
FILES = ("csv", "xlsx", "geojson", "gpkg")
PAGES: dict[str, tuple[str, ...]] = {
    "residents.city": (
        "/",
        "/?q={attack}",
        "/?alley={alley_id}",
        "/?embed=1&alley={alley_id}",
        "/?status={attack}&map={attack}",
    ),
    "residents.search": ("/search?q={attack}", "/search?q=آزمون"),
    "residents.alley": ("/alleys/{alley_id}", "/alleys/{alley_id}?lang=en"),
    "residents.alley_card": ("/alleys/{alley_id}/card",),
    "residents.martyr": ("/martyrs/{martyr_id}", "/martyrs/{martyr_id}?lang=ar"),
    "residents.about": ("/about",),
    "residents.code": ("/a/{alley_code}",),
    "sheets.poster": ("/alleys/{alley_id}/poster",),
    "corrections.form": ("/report?alley={alley_id}", "/report?martyr={martyr_id}"),
    "corrections.status": ("/report/{code}",),
    "explore.everything": ("/explore", "/explore?q={attack}"),
    "explore.families": ("/families",),
    "explore.family": ("/families/{family}",),
    "explore.neighbourhoods": ("/neighbourhoods",),
    "explore.neighbourhood": ("/neighbourhoods/{attack}",),
    "anniversaries.page": ("/anniversaries?date=1405-09-04", "/anniversaries?date={attack}"),
    "walks.page": (
        "/walks",
        "/walks?alley={alley_id}&minutes=45",
        "/walks?from={attack}&minutes=45",
    ),
    "tours.listed": ("/tours",),
    "tours.tour": ("/tours/1",),
    "tours.follow": ("/tours/1/follow",),
    "tour_desk.overview": ("/tours/edit",),
    "tour_desk.edit": ("/tours/edit/1", "/tours/edit/1?q={attack}"),
    "planners.coverage": ("/coverage",),
    "planners.area": ("/coverage/1",),
    "findings.findings": ("/findings",),
    "worklists.overview": ("/work",),
    "worklists.listed": LISTS,
    "fieldwork.sheet": ("/field", "/field?near=50.88,34.64"),
    "review.one": ("/review", *(f"/review?naming=DEMO-H{n}" for n in range(0, len(ATTACKS), 5))),
    "plaques.listed": ("/plaques",),
    "plaques.sign": ("/plaques/P1", *(f"/plaques/H{n}" for n in range(0, len(ATTACKS), 6))),
    "reports.queue": ("/reports", "/reports?state=all"),
    "reports.one": tuple(f"/reports/{n}" for n in range(1, len(ATTACKS) + 1, 4)),
    "pictures.gallery": ("/pictures",),
    "media_desk.listed": (
        "/media-desk",
        "/media-desk?page=2",
        "/media-desk?q={attack}",
        "/media-desk?portrait={attack}",
    ),
    "media_desk.one": tuple(f"/media-desk/episodes/{n}" for n in range(1, len(ATTACKS) + 1, 4)),
    "story_kit.person": ("/story-kit/martyrs/{martyr_id}",),
    "story_kit.week": ("/story-kit/week?date=1405-09-04", "/story-kit/week?date={attack}"),
    "desk.desk": ("/desk",),
    "desk.audit": ("/audit", "/audit?page=2", "/audit?actor={attack}"),
    "intake.overview": ("/import",),
    "intake.job": ("/import/{job_id}",),
    "intake.versions": ("/import/versions",),
    "accounts.form": ("/login?next={attack}",),
    "accounts.own": ("/account",),
    "offline.page": ("/offline",),
}
"""Pages of the site by their route, with what they are asked for."""
DRAWINGS: dict[str, tuple[str, ...]] = {
    "sheets.poster_picture": ("/alleys/{alley_id}/poster.svg",),
    "sheets.small_map": ("/alleys/{alley_id}/map.svg",),
    "sheets.qr": ("/alleys/{alley_id}/qr.svg",),
    "review.alternatives": ("/review/map.svg?naming=DEMO-H1",),
    "tours.small_map": ("/tours/1/map.svg",),
    "tours.qr": ("/tours/1/qr.svg",),
    "anniversary_feeds.feed": ("/feed.xml",),
    "anniversary_feeds.atom": ("/anniversaries/feed.xml",),
    "crawlers.sitemap": ("/sitemap.xml",),
    "crawlers.addresses": ("/sitemaps/alleys-1.xml", "/sitemaps/families-1.xml"),
}
"""What a browser would run scripts of although it is no page."""
TABLES: dict[str, tuple[str, ...]] = {
    "exports.namings": tuple(f"/alleys.{kind}" for kind in FILES),
    "exports.coverage": tuple(f"/coverage.{kind}" for kind in FILES),
    "exports.findings": ("/findings.csv", "/findings.xlsx"),
    "exports.work": tuple(f"{one}.{kind}" for one in LISTS for kind in ("csv", "xlsx")),
    "intake.table": (
        "/import/{job_id}/register.csv",
        "/import/{job_id}/issues.csv",
        "/import/{job_id}/matches.csv",
    ),
}
DATA = {
    "api.alleys", "api.alley", "api.coverage", "api.nearby", "api.definition", "api.search",
    "api.walks", "walks.track", "tours.stops", "tours.track",
    "explore.lines", "field_mode.listed", "field_mode.token", "health.healthz", "health.readyz",
    "intake.state", "offline.manifest", "offline.names", "oembed.describe", "ogc.landing",
    "ogc.api", "ogc.collections", "ogc.collection", "ogc.items", "ogc.item", "ogc.conformance",
    "planners.areas", "crawlers.robots", "fieldwork.track", "live.signs", "live.state",
    "tiles.tile", "anniversary_feeds.json_feed", "anniversary_feeds.calendar",
}  # fmt: skip
"""JSON, tiles and plain text: never taken for a page, which is asked of each of them."""
LEADING_ELSEWHERE = {"oidc.begin", "oidc.back", "oidc.leave"}
"""Redirects to the provider of logins, of which this site has none."""
BYTES = {
    "tours.card", "tours.leaflet",
    "anniversaries.sheet", "media_desk.file", "recordings.shown", "story_kit.person_files",
    "story_kit.week_files", "story_kit.still",
    "sheets.card", "sheets.poster_document", "planners.area_document", "pictures.image",
    "portraits.kept", "pictures.built_image", "plaques.photo", "sheets.portrait",
    "reports.photo", "reports.small_photo", "assets.static_file", "offline.worker",
}  # fmt: skip
"""Pictures, paper and files of ours, in which no text of anybody is code."""


@dataclass
class Attacked:
    """A browser in which somebody works at the hostile city, and what ran in it."""

    address: str
    page: Page
    has_policy: bool
    ran: list[str]

    def open(self, place: str) -> None:
        page = self.page
        answer = page.goto(self.address + place, wait_until="load")
        assert answer
        # An attack as a parameter may be refused; a page that is not there would prove nothing.
        assert answer.status == 200 or (answer.status in (400, 404) and "%" in place), place
        # What waits for a glance, a touch or a key gets one.
        page.evaluate("""() => { for (const one of document.querySelectorAll(
          "details, [tabindex], [autofocus], [title]")) {
            one.dispatchEvent(new Event("mouseover", { bubbles: true })); one.focus?.(); } }""")
        assert page.evaluate(MADE_OF_TEXT) == [], place
        assert self.ran == [], place


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory, tiny_dataset: Path) -> HostileCity:
    return make_city(tmp_path_factory.mktemp("hostile_city"), tiny_dataset)


@pytest.fixture(scope="session")
def address(city: HostileCity, serve: Callable[[Flask], str]) -> str:
    return serve(city.app)


@pytest.fixture(scope="session", params=["policy", "no policy"])
def attacked(
    request: pytest.FixtureRequest, chromium: Browser, city: HostileCity, address: str
) -> Iterator[Attacked]:
    context = chromium.new_context(
        locale="fa-IR", bypass_csp=request.param == "no policy", service_workers="block"
    )
    ran: list[str] = []
    context.expose_function("attackRan", lambda told: ran.append(told))  # noqa: PLW0108
    context.add_init_script(TRAP + REPORT_VIOLATIONS)
    context.add_cookies([{"name": "alleys_login", "value": city.token, "url": address}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield Attacked(address, page, request.param == "policy", ran)
    context.close()


@pytest.fixture
def page(attacked: Attacked) -> Page:
    return attacked.page


def filled(city: HostileCity, place: str) -> Iterator[str]:
    """The address with everything it needs; with every attack where it wants one."""
    known = city.places() | {"family": quote(city.family), "alley_code": city.alley.code}
    for attack in ATTACKS[:2] if "{attack}" in place else ("",):
        yield place.format(**known, attack=quote(attack, safe=""))


def test_every_address_that_can_be_asked_is_in_the_matrix(city: HostileCity) -> None:
    asked = {rule.endpoint for rule in city.app.url_map.iter_rules() if "GET" in rule.methods}
    parts = (set(PAGES), set(DRAWINGS), set(TABLES), DATA, LEADING_ELSEWHERE, BYTES)
    assert asked == set().union(*parts), "a new address says here what it is"
    assert sum(map(len, parts)) == len(asked)
    assert len(ATTACKS) >= 14


def test_the_trap_catches_what_runs(attacked: Attacked, page: Page) -> None:
    page.goto(f"{attacked.address}/healthz")
    page.evaluate(
        """(attacks) => { for (const one of attacks) {
          const place = document.body.appendChild(document.createElement("div"));
          place.append(document.createRange().createContextualFragment(one)); } }""",
        list(ATTACKS),
    )
    assert page.evaluate(MADE_OF_TEXT)
    page.evaluate("alert('trap')")
    page.wait_for_timeout(300)
    assert any("trap" in one for one in attacked.ran)
    # Without a policy the attacks are what they seem to be.
    live = {one for one in attacked.ran if "trap" not in one}
    assert (live == set()) is attacked.has_policy
    assert attacked.has_policy or len({one.partition(" ")[0] for one in live}) >= 5
    attacked.ran.clear()


def test_attacks_stand_in_the_pages_as_texts(
    attacked: Attacked, page: Page, city: HostileCity
) -> None:
    """Otherwise the matrix would be about nothing."""
    for place, said in (("/alleys/{alley_id}", "onerror=alert(a)"),
                        ("/martyrs/{martyr_id}", "onerror=alert(a)"),
                        ("/reports/1", "onerror=alert(a)"),
                        ("/anniversaries?date=1405-09-04", "onerror=alert(a)"),
                        ("/media-desk/episodes/1", "onerror=alert(a)"),
                        ("/story-kit/martyrs/{martyr_id}", "onerror=alert(a)"),
                        ("/audit", ACCOUNT), ("/pictures", "alert("),
                        ("/import", "onerror=alert(a)")):  # fmt: skip
        attacked.open(next(filled(city, place)))
        assert said in page.inner_text("body"), place


@pytest.mark.parametrize("endpoint", [*PAGES, *DRAWINGS])
def test_nothing_runs_on_a_page(
    attacked: Attacked, page: Page, city: HostileCity, endpoint: str
) -> None:
    for place in (PAGES | DRAWINGS)[endpoint]:
        for one in filled(city, place):
            attacked.open(one)


def test_nothing_runs_in_what_the_map_page_makes_itself(
    attacked: Attacked, page: Page, city: HostileCity
) -> None:
    attacked.open(f"/?alley={city.alley.alley_id}")
    page.locator("#card h2").wait_for()
    for typed in ("آزمون", *ATTACKS[:3]):
        page.locator("#search input").fill(typed[:60])
        page.locator("#search [role=option], #search .option-note").first.wait_for()
        assert page.evaluate(MADE_OF_TEXT) == [], typed
        page.locator("#search input").press("Enter")
        page.wait_for_timeout(150)
        assert page.evaluate(MADE_OF_TEXT) == [], typed
    assert attacked.ran == []


def test_nothing_runs_in_field_mode(attacked: Attacked, page: Page, city: HostileCity) -> None:
    attacked.open("/field")
    page.wait_for_timeout(300)
    assert page.evaluate(MADE_OF_TEXT) == []
    assert attacked.ran == []


def test_nothing_runs_in_the_map_that_is_a_file(
    attacked: Attacked, page: Page, city: HostileCity, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("file") / "city.html"
    write_city_page(city.dataset, file)
    page.goto(file.as_uri(), wait_until="load")
    items = page.locator("#results a")
    items.first.wait_for()
    for item in items.all()[:6]:
        item.click()
        page.locator("#card h2").wait_for()
        assert page.evaluate(MADE_OF_TEXT) == []
        page.keyboard.press("Escape")
    assert attacked.ran == []


def test_data_is_never_taken_for_a_page(city: HostileCity) -> None:
    client = city.app.test_client()
    client.set_cookie("alleys_login", city.token)
    adapter, known = city.app.url_map.bind("localhost"), city.places()
    tried = 0
    for rule in city.app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint not in DATA | set(TABLES):
            continue
        given = {name: known.get(name, "1") for name in rule.arguments}
        given |= {"file_format": "csv", "work_list": "review"}
        try:
            place = adapter.build(rule.endpoint, {n: given[n] for n in rule.arguments})
        except (BuildError, ValueError):
            place = rule.rule
        for query in ("", f"?q={quote(ATTACKS[0])}&lon=50.88&lat=34.64"):
            answer = client.get(place + query, buffered=True)
            is_page = answer.mimetype in {"text/html", "image/svg+xml", "application/xhtml+xml"}
            assert answer.status_code >= 300 or not is_page, place
            assert answer.headers["X-Content-Type-Options"] == "nosniff", place
            tried += 1
    assert tried >= 2 * len(DATA)


@pytest.mark.parametrize("endpoint", list(TABLES))
def test_a_spreadsheet_computes_nothing(city: HostileCity, endpoint: str) -> None:
    client = city.app.test_client()
    client.set_cookie("alleys_login", city.token)
    for place in TABLES[endpoint]:
        for one in filled(city, place):
            answer = client.get(one, buffered=True)
            if answer.status_code == 404:
                assert endpoint == "intake.table", one
                continue
            assert answer.status_code == 200, one
            if one.endswith(".csv"):
                cells = [
                    c for row in csv.reader(StringIO(answer.data.decode("utf-8-sig"))) for c in row
                ]
                assert not [c for c in cells if c.startswith(("=", "+", "@", "\t", "\r"))], one
                assert not [c for c in cells if c.startswith("-") and not is_number(c)], one
            elif one.endswith(".xlsx"):
                book = openpyxl.load_workbook(BytesIO(answer.data))
                sheets = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
                assert not [cell for cell in sheets if cell.data_type == "f"], one
                links = [cell.hyperlink.target or "" for cell in sheets if cell.hyperlink]
                assert not [to for to in links if not to.startswith(("http://", "https://"))], one


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
