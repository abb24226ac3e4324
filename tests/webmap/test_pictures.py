"""Pictures: shown with consent, taken down at once, those of the build too, all of them listed."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from geodata.catalogue import CatalogueSource, Filters
from geodata.journal.accounts import Role
from tests.webmap.conftest import site
from tests.webmap.staff import deeds, hire, journal_of, photo, picture, post, report, worker
from tests.webmap.test_portraits import pictured
from tests.webmap.test_reports import decide

__all__ = ["pictured"]

NAME = "0123456789abcdef.webp"
REASON = "به خواست خانواده <b>برداشته شد</b>"


@pytest.fixture
def gallery(pictured: Path, tmp_path: Path) -> Flask:
    """A site whose build has a portrait of DEMO-1, with a journal and a steward."""
    app = site(pictured, journal=str(tmp_path / "journal.sqlite"))
    hire(app, "steward", Role.STEWARD)
    return app


@pytest.fixture
def built(pictured: Path) -> str:
    """Name of the portrait that came with the build."""
    (row,) = CatalogueSource(pictured).current().listings.page(Filters(has_portrait=True)).rows
    return str(CatalogueSource(pictured).current().naming(row.naming_id).portrait)


def portraits(client: FlaskClient, address: str) -> list[str]:
    page = client.get(address).text
    return re.findall(r'<img src="([^"]+)" width="240" height="300"', page)


@pytest.fixture
def pages(pictured: Path) -> tuple[str, str]:
    """Addresses of the pages of DEMO-1, the person's and the alley's."""
    naming = CatalogueSource(pictured).current().naming("DEMO-1")
    return f"/martyrs/{naming.martyr_id}", f"/alleys/{naming.alley_id}"


def test_a_kept_portrait_with_consent_goes_before_that_of_the_build(
    gallery: Flask, pages: tuple[str, str], built: str
) -> None:
    visitor = gallery.test_client()
    for address in pages:
        assert portraits(visitor, address) == [f"/portraits/{built}"]
    picture(gallery, credit='آلبوم "خانواده"')
    for address in pages:
        assert portraits(visitor, address) == [f"/pictures/{NAME}"]
        assert "آلبوم &#34;خانواده&#34;" in visitor.get(address).text
    assert f"/pictures/{NAME}" in visitor.get(pages[0]).text.split("application/ld+json")[1]


@pytest.mark.parametrize("consent", ["asked", "refused", "withdrawn"])
def test_without_consent_a_portrait_is_public_nowhere(staffed: Flask, consent: str) -> None:
    picture(staffed, naming_id="DEMO-2", consent=consent)
    visitor = staffed.test_client()
    assert visitor.get(f"/pictures/{NAME}").status_code == 404
    assert visitor.get("/pictures/1/image").status_code == 303
    assert worker(staffed, "steward").get("/pictures/1/image").status_code == 200


def test_a_kept_portrait_has_the_headers_of_the_others(gallery: Flask, built: str) -> None:
    picture(gallery)
    visitor = gallery.test_client()
    first, second = visitor.get(f"/portraits/{built}"), visitor.get(f"/pictures/{NAME}")
    assert Image.open(BytesIO(second.data)).format == "WEBP"
    for name in ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options",
                 "Cross-Origin-Resource-Policy", "Cache-Control"):  # fmt: skip
        assert first.headers[name] == second.headers[name]
    assert first.headers["Cache-Control"] == "no-cache"


def test_a_picture_that_a_browser_has_is_not_sent_again(gallery: Flask, built: str) -> None:
    picture(gallery)
    visitor = gallery.test_client()
    for address in (f"/portraits/{built}", f"/pictures/{NAME}"):
        tag = visitor.get(address).headers["ETag"]
        assert visitor.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_what_is_taken_down_is_gone_from_the_next_request_on(
    gallery: Flask, pages: tuple[str, str], built: str
) -> None:
    visitor, steward = gallery.test_client(), worker(gallery, "steward")
    tag = visitor.get(f"/portraits/{built}").headers["ETag"]
    picture(gallery)
    for name in (NAME, built):
        answer = post(steward, f"/pictures/{name}/take-down", reason=REASON, naming="DEMO-1")
        assert answer.status_code == 303
    for address in pages:
        assert portraits(visitor, address) == []
        assert "/portraits/" not in visitor.get(address).text
        assert "/pictures/" not in visitor.get(address).text
        assert REASON not in visitor.get(address).text
    for address in (f"/portraits/{built}", f"/pictures/{NAME}"):
        assert visitor.get(address).status_code == 404
        assert visitor.get(address, headers={"If-None-Match": tag}).status_code == 404
    assert deeds(gallery)[-1] == ("steward", "picture_taken_down")
    for name in (NAME, built):
        assert post(steward, f"/pictures/{name}/put-back").status_code == 303
    assert portraits(visitor, pages[0]) == [f"/pictures/{NAME}"]
    assert visitor.get(f"/portraits/{built}").status_code == 200


def test_another_process_honours_a_take_down_at_once(
    gallery: Flask, pictured: Path, tmp_path: Path, pages: tuple[str, str], built: str
) -> None:
    other = site(pictured, journal=str(tmp_path / "journal.sqlite")).test_client()
    assert portraits(other, pages[0]) == [f"/portraits/{built}"]
    post(worker(gallery, "steward"), f"/pictures/{built}/take-down", reason=REASON)
    assert portraits(other, pages[0]) == []
    assert other.get(f"/portraits/{built}").status_code == 404


def test_only_a_steward_finds_the_form_on_the_pages_and_comes_back_there(
    gallery: Flask, pages: tuple[str, str], built: str
) -> None:
    steward = worker(gallery, "steward")
    for address in pages:
        assert "تصویر را بردارید" in steward.get(address).text
        assert "تصویر را بردارید" not in gallery.test_client().get(address).text
    page = steward.get(pages[0]).text
    back = re.search(r'name="next" value="([^"]+)"', page)
    assert back
    answer = post(steward, f"/pictures/{built}/take-down", reason=REASON, next=back[1])
    assert answer.location == back[1]
    assert steward.get(answer.location).status_code == 200
    assert portraits(steward, answer.location) == []


def test_the_list_shows_every_picture_with_its_consent(gallery: Flask, built: str) -> None:
    steward = worker(gallery, "steward")
    picture(gallery)
    picture(gallery, consent="asked", name="00000000000000aa.webp", naming_id="gone")
    page = steward.get("/pictures").text
    for part in ("رضایت داده‌اند", "در انتظار رضایت", "علی کریمی", "دیگر در دفتر نیست"):
        assert part in page
    for source in re.findall(r'<img src="(/pictures/[^"]+)"', page):
        answer = steward.get(source)
        assert answer.mimetype == "image/webp"
        assert answer.headers["Cache-Control"] == "no-store"
    assert len(re.findall('class="gallery-item"', page)) == 2
    page = steward.get("/pictures?source=built").text
    assert f"/pictures/{built}/image" in page
    assert steward.get(f"/pictures/{built}/image").mimetype == "image/webp"


def test_every_choice_leads_to_as_many_pictures_as_it_says(staffed: Flask) -> None:
    steward = worker(staffed, "steward")
    for number, consent in enumerate(("given", "asked", "refused", "given")):
        picture(staffed, consent=consent, name=f"{number:016x}.webp")
    post(steward, f"/pictures/{3:016x}.webp/take-down", reason=REASON)
    page = steward.get("/pictures").text
    options = re.findall(r'<li><a href="([^"]+)" rel="nofollow">.*?facet-count">([۰-۹]+)<', page)
    assert len(options) == 6
    for leads_to, count in options:
        found = steward.get(leads_to.replace("&amp;", "&")).text
        assert len(re.findall('class="gallery-item"', found)) == int(count), leads_to
    for query in ("kind=x", "consent=x", "shown=x", "source=x", "page=0"):
        assert steward.get(f"/pictures?{query}").status_code == 400


def test_consent_is_changed_once_and_the_second_is_told(
    gallery: Flask, pages: tuple[str, str], built: str
) -> None:
    steward, visitor = worker(gallery, "steward"), gallery.test_client()
    picture(gallery, consent="asked")
    sent = {"consent": "given", "credit": "عکاسی نمونه", "seen": "asked"}
    assert post(steward, "/pictures/1/consent", **sent).status_code == 303
    assert portraits(visitor, pages[0]) == [f"/pictures/{NAME}"]
    assert "عکاسی نمونه" in visitor.get(pages[0]).text
    answer = post(steward, "/pictures/1/consent", **sent | {"consent": "refused"})
    assert answer.status_code == 409
    assert "در این میان" in answer.text
    withdrawn = {"consent": "withdrawn", "seen": "given"}
    assert post(steward, "/pictures/1/consent", **withdrawn).status_code == 303
    assert portraits(visitor, pages[0]) == [f"/portraits/{built}"]


@pytest.mark.parametrize(
    ("address", "fields", "status"),
    [
        ("/pictures/1/consent", {"consent": "praise", "seen": "given"}, 400),
        ("/pictures/1/consent", {"consent": "own", "seen": "given"}, 400),
        ("/pictures/1/consent", {"consent": "given", "seen": "asked"}, 409),
        ("/pictures/1/consent", {"consent": "given", "seen": "given", "credit": "ا" * 201}, 400),
        ("/pictures/9/consent", {"consent": "given", "seen": "given"}, 404),
        (f"/pictures/{NAME}/take-down", {"reason": ""}, 400),
        (f"/pictures/{NAME}/take-down", {"reason": "ا" * 501}, 400),
        ("/pictures/fedcba9876543210.webp/take-down", {"reason": REASON}, 404),
        ("/pictures/..%2f..%2fcatalogue.sql/take-down", {"reason": REASON}, 404),
        (f"/pictures/{NAME}/put-back", {}, 409),
    ],
)
def test_what_cannot_be_done_to_a_picture_is_told(
    staffed: Flask, address: str, fields: dict[str, str], status: int
) -> None:
    picture(staffed)
    answer = post(worker(staffed, "steward"), address, **fields)
    assert answer.status_code == status
    assert staffed.test_client().get(f"/pictures/{NAME}").status_code == 200


@pytest.mark.parametrize("name", ["fedcba9876543210.webp", "..%2f..%2fcatalogue.sql", "x", "1"])
def test_nothing_else_is_served_as_a_picture(staffed: Flask, name: str) -> None:
    picture(staffed)
    assert staffed.test_client().get(f"/pictures/{name}").status_code == 404
    expected = 200 if name == "1" else 404
    assert worker(staffed, "steward").get(f"/pictures/{name}/image").status_code == expected


def test_a_photo_of_a_report_becomes_a_portrait_by_consent(
    gallery: Flask, pages: tuple[str, str], built: str
) -> None:
    naming = pages[0].rpartition("/")[2]
    steward, visitor = worker(gallery, "steward"), gallery.test_client()
    for _ in range(2):
        report(gallery, "photo", martyr_id=int(naming), photo=photo("maroon"))
    assert decide(steward, "portrait", consent="asked").status_code == 303
    assert portraits(visitor, pages[0]) == [f"/portraits/{built}"]
    again = decide(steward, "portrait", 2)
    assert again.status_code == 409
    assert "پیش‌تر افزوده شده" in again.text
    sent = {"consent": "given", "seen": "asked", "credit": "خانواده"}
    assert post(steward, "/pictures/1/consent", **sent).status_code == 303
    (shown,) = portraits(visitor, pages[0])
    assert shown.startswith("/pictures/")
    image = Image.open(BytesIO(visitor.get(shown).data))
    assert (image.format, image.size) == ("WEBP", (400, 300))


def test_a_report_takes_a_picture_down(gallery: Flask, pages: tuple[str, str], built: str) -> None:
    steward = worker(gallery, "steward")
    report(gallery, "photo", martyr_id=int(pages[0].rpartition("/")[2]))
    assert f'value="{built}"' in steward.get("/reports/1").text
    assert decide(steward, "take-down", picture=built).status_code == 303
    assert portraits(gallery.test_client(), pages[0]) == []
    assert [deed for _, deed in deeds(gallery)[-2:]] == ["picture_taken_down", "report_accepted"]


def test_where_the_journal_cannot_be_read_no_portrait_is_shown(
    gallery: Flask, pages: tuple[str, str]
) -> None:
    with journal_of(gallery).writing() as connection:
        connection.exec_driver_sql("DROP TABLE take_down")
    visitor = gallery.test_client()
    for address in pages:
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "/portraits/" not in answer.text


def test_a_site_without_a_journal_shows_the_portraits_of_its_build(
    pictured: Path, pages: tuple[str, str], built: str
) -> None:
    visitor = site(pictured).test_client()
    assert portraits(visitor, pages[0]) == [f"/portraits/{built}"]
    assert visitor.get(f"/portraits/{built}").status_code == 200
    assert visitor.get(f"/pictures/{NAME}").status_code == 404
