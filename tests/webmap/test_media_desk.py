"""The broadcaster's desk: from a reservation to the person's page, and gone when taken down."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from waitress.server import TcpWSGIServer, create_server
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from geodata.catalogue import CatalogueSource
from geodata.journal.accounts import Role
from geodata.journal.episode_records import Episode, episode_of
from tests import films
from tests.webmap.conftest import site
from tests.webmap.staff import deeds, hire, journal_of, photo, post, report, token_of, worker
from tests.webmap.test_tours import make, place
from webmap.recordings import LARGEST_PIECE
from webmap.server import LIMITS, SiteChannel

WORDS = {"title": "روایت <b>یک</b> کوچه", "credits": "گروه مستند", "licence": "CC BY 4.0"}
HUGE = 3 << 30


@pytest.fixture
def desk(tiny_dataset: Path, tmp_path: Path) -> Flask:
    """A site with a broadcaster and a steward; films of at most 8 MiB."""
    app = site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"), media_mb=8)
    hire(app, "media", Role.MEDIA)
    hire(app, "steward", Role.STEWARD)
    return app


@pytest.fixture
def seda(desk: Flask) -> FlaskClient:
    return worker(desk, "media")


@pytest.fixture(scope="session")
def person(tiny_dataset: Path) -> str:
    """Address of the page of DEMO-1."""
    naming = CatalogueSource(tiny_dataset).current().naming("DEMO-1")
    return f"/martyrs/{naming.martyr_id}"


def folder_of(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite.media"


def episode(app: Flask, number: int = 1) -> Episode:
    with journal_of(app).reading() as connection:
        return episode_of(connection, number)


def reserve(client: FlaskClient, kind: str = "portrait", naming: str = "DEMO-1") -> Any:
    return post(client, "/media-desk/reserve", naming=naming, kind=kind)


def deliver(client: FlaskClient, content: bytes | None, name: str = "a.mp4", **fields: Any) -> Any:
    number = fields.pop("number", 1)
    sent = {"token": token_of(client), "seen": "1", **WORDS, **fields}
    if content is not None:
        sent["file"] = (BytesIO(content), name)
    parts = {
        field: FileStorage(*value) if isinstance(value, tuple) else value
        for field, value in sent.items()
    }
    boundary, body = encode_multipart(parts)  # in memory, whatever its size
    return client.post(
        f"/media-desk/episodes/{number}/deliver",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def get(client: FlaskClient, address: str, **headers: str) -> Any:
    """Ask for a file, with headers such as `if_range`, and close it."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(address, headers=names, buffered=True)


def step(client: FlaskClient, app: Flask, verb: str, number: int = 1, **fields: str) -> Any:
    seen = str(episode(app, number).revision)
    return post(client, f"/media-desk/episodes/{number}/{verb}", seen=seen, **fields)


@pytest.fixture
def shown(desk: Flask, seda: FlaskClient) -> str:
    """Address of a film that is published."""
    assert reserve(seda).status_code == 303
    content = films.film(padding=films.PADDING)
    captions = (BytesIO(films.SRT.encode()), "c.srt")
    poster = (BytesIO(photo()), "p.jpg")
    assert deliver(seda, content, captions=captions, poster=poster).status_code == 303
    assert step(seda, desk, "publish", consent="given").status_code == 303
    return f"/recordings/{episode(desk).file}"


def test_a_film_is_reserved_delivered_published_and_played(
    desk: Flask, shown: str, person: str
) -> None:
    page = desk.test_client().get(person)
    video = re.search(r"<video.*?</video>", page.text, re.S)
    assert video
    assert shown in video[0]
    assert 'preload="none"' in video[0]
    assert "autoplay" not in video[0]
    assert re.search(r'poster="/recordings/[0-9a-f]{32}\.webp"', video[0])
    track = re.search(r'<track kind="captions".*?src="([^"]+)"', video[0])
    assert track
    assert "گروه مستند" in page.text
    assert "CC BY 4.0" in page.text
    assert "روایت &lt;b&gt;یک&lt;/b&gt; کوچه" in page.text
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    captions = get(desk.test_client(), track[1])
    assert captions.content_type == "text/vtt; charset=utf-8"
    assert captions.text.startswith("WEBVTT")
    assert [deed for who, deed in deeds(desk) if who == "media" and "episode" in deed] == [
        "episode_reserved", "episode_delivered", "episode_published",
    ]  # fmt: skip


def test_the_alleys_page_plays_it_too(desk: Flask, shown: str, tiny_dataset: Path) -> None:
    naming = CatalogueSource(tiny_dataset).current().naming("DEMO-1")
    assert shown in desk.test_client().get(f"/alleys/{naming.alley_id}").text


def test_a_stop_of_a_tour_plays_it_too(desk: Flask, shown: str, tiny_dataset: Path) -> None:
    catalogue = CatalogueSource(tiny_dataset).current()
    mine = catalogue.naming("DEMO-1").alley_id
    other = next(one for one in catalogue.listings.alley_ids if one != mine)
    assert mine is not None
    make(desk, [place(mine, "DEMO-1"), place(other)])
    visitor = desk.test_client()
    address = re.search(r'href="(/tours/1[^"/]*)"', visitor.get("/tours").text)
    assert address
    page = visitor.get(address[1]).text
    assert page.count("<video") == 1
    assert shown in page


def test_nobody_sees_what_is_not_published(desk: Flask, seda: FlaskClient, person: str) -> None:
    reserve(seda)
    deliver(seda, films.film())
    name = episode(desk).file
    visitor = desk.test_client()
    assert "<video" not in visitor.get(person).text
    assert visitor.get(f"/recordings/{name}").status_code == 404
    assert visitor.get(f"/media-desk/files/{name}").status_code == 303
    assert get(seda, f"/media-desk/files/{name}").status_code == 200


def test_it_is_not_published_without_the_familys_consent(desk: Flask, seda: FlaskClient) -> None:
    reserve(seda)
    deliver(seda, films.film())
    assert step(seda, desk, "publish").status_code == 400
    assert episode(desk).state == "delivered"


def test_what_is_taken_down_is_gone_with_the_next_request_and_comes_back(
    desk: Flask, seda: FlaskClient, shown: str, person: str
) -> None:
    steward, visitor = worker(desk, "steward"), desk.test_client()
    assert get(visitor, shown).status_code == 200
    assert "برنامه را بردارید" in steward.get(person).text
    assert step(seda, desk, "take-down", reason="نه").status_code == 403
    assert step(steward, desk, "take-down", reason="به خواست خانواده").status_code == 303
    found = episode(desk)
    for name in (found.file, found.poster, found.captions):
        assert visitor.get(f"/recordings/{name}").status_code == 404
    assert "<video" not in visitor.get(person).text
    assert get(visitor, shown, range="bytes=0-9").status_code == 404
    assert "به خواست خانواده" in seda.get("/media-desk/episodes/1").text
    assert step(steward, desk, "put-back").status_code == 303
    assert get(visitor, shown).status_code == 200


def test_what_is_withdrawn_is_gone_too(desk: Flask, seda: FlaskClient, shown: str) -> None:
    assert step(seda, desk, "withdraw", reason="نسخهٔ بهتری می‌رسد").status_code == 303
    assert get(desk.test_client(), shown).status_code == 404


def test_a_piece_is_sent_of_what_is_asked_for(desk: Flask, shown: str) -> None:
    whole, client = films.film(padding=films.PADDING), desk.test_client()
    plain = get(client, shown)
    assert plain.data == whole
    assert plain.headers["Accept-Ranges"] == "bytes"
    assert plain.headers["X-Content-Type-Options"] == "nosniff"
    assert plain.headers["Content-Disposition"].startswith("inline; filename=")
    assert plain.headers["Cache-Control"] == "no-cache"
    assert "media-src 'self'" in plain.headers["Content-Security-Policy"]
    size = len(whole)
    for asked, (start, end) in {
        "bytes=0-99": (0, 100),
        "bytes=100-": (100, 100 + LARGEST_PIECE),
        f"bytes={size - 5}-{size + 50}": (size - 5, size),
        "bytes=-7": (size - 7, size),
    }.items():
        piece = get(client, shown, range=asked)
        assert piece.status_code == 206, asked
        assert piece.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        assert piece.data == whole[start:end]
    head = client.head(shown, buffered=True)
    assert head.content_length == size
    assert not head.data


def test_what_cannot_be_cut_is_said_so(desk: Flask, shown: str) -> None:
    client, size = desk.test_client(), len(films.film(padding=films.PADDING))
    for asked in (f"bytes={size}-", "bytes=0-1,5-9"):
        refused = get(client, shown, range=asked)
        assert refused.status_code == 416, asked
        assert refused.headers["Content-Range"] == f"bytes */{size}"
    for asked in ("lines=1-2", "bytes=x-y", "bytes", "bytes=-0"):
        assert get(client, shown, range=asked).status_code == 200


def test_a_part_that_belongs_to_another_file_is_not_gone_on_with(desk: Flask, shown: str) -> None:
    client = desk.test_client()
    tag = get(client, shown).headers["ETag"]
    asked = "bytes=0-9"
    assert get(client, shown, range=asked, if_range=tag).status_code == 206
    assert get(client, shown, range=asked, if_range='"other"').status_code == 200
    assert get(client, shown, range=asked, if_range=f"W/{tag}").status_code == 200
    assert get(client, shown, if_none_match=tag).status_code == 304


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<script>alert(1)</script>", "مرورگرها پخش کنند"),
        (films.film()[:-9], "ناقص است"),
        (films.film().replace(b"avc1", b"hvc1"), "H.264"),
        (None, "یکی از این دو"),
    ],
)
def test_a_file_of_the_wrong_type_is_refused_above_the_form(
    desk: Flask, seda: FlaskClient, tmp_path: Path, content: bytes | None, said: str
) -> None:
    reserve(seda)
    refused = deliver(seda, content, "film.mp4")
    assert refused.status_code == 400
    assert said in refused.text
    assert episode(desk).state == "reserved"
    assert list(folder_of(tmp_path).iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/evil.mp4", "..\\..\\evil.exe", "/etc/passwd", "a\x00b.mp4", ".htaccess",
     "دراز" * 500 + ".mp4", "<img src=x onerror=alert(1)>.mp4", "CON.mp4"],
)  # fmt: skip
def test_a_hostile_name_is_forgotten(
    desk: Flask, seda: FlaskClient, tmp_path: Path, name: str
) -> None:
    reserve(seda)
    before = {path for path in tmp_path.rglob("*") if path.parent != folder_of(tmp_path)}
    assert deliver(seda, films.mp3(), name).status_code == 303
    (kept,) = folder_of(tmp_path).iterdir()
    assert re.fullmatch(r"[0-9a-f]{32}\.mp3", kept.name)
    assert episode(desk).file == kept.name
    after = {path for path in tmp_path.rglob("*") if path.parent != folder_of(tmp_path)}
    assert {path for path in after - before if "live" not in str(path)} <= {folder_of(tmp_path)}
    answer = get(seda, f"/media-desk/files/{kept.name}")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{kept.name}"'


class Unreadable(BytesIO):
    """A body that nobody may read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("it was read")

    readline = readinto = read  # type: ignore[assignment]


def test_three_gigabytes_are_refused_in_persian_before_they_are_read(
    desk: Flask, seda: FlaskClient
) -> None:
    reserve(seda)
    refused = seda.post(
        "/media-desk/episodes/1/deliver",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(HUGE), "wsgi.input": Unreadable()},
    )
    assert refused.status_code == 413
    assert "بزرگ‌تر از ۸ مگابایت پذیرفته نمی‌شود" in refused.text
    assert episode(desk).state == "reserved"


def served(app: Flask, head: str) -> bytes:
    """What the server that the site is served with answers to the beginning of a request."""
    TcpWSGIServer.channel_class = SiteChannel
    sockets: dict[int, Any] = {}
    limits = {**LIMITS, "max_request_body_size": 1 << 20}
    server = create_server(app, host="127.0.0.1", port=0, map=sockets, **limits)
    answer: list[bytes] = []

    def ask() -> None:
        where = ("127.0.0.1", server.effective_port)
        with closing(socket.create_connection(where, timeout=10)) as connection:
            connection.sendall(head.encode())
            while part := connection.recv(65536):
                answer.append(part)

    asking = threading.Thread(target=ask)
    asking.start()
    while asking.is_alive():
        server.asyncore.poll(0.02, sockets)
    server.task_dispatcher.shutdown()
    server.asyncore.close_all(sockets)
    return b"".join(answer)


def test_the_server_says_it_in_persian_too(desk: Flask, seda: FlaskClient) -> None:
    reserve(seda)
    cookie = seda.get_cookie("alleys_login")
    assert cookie
    answer = served(
        desk,
        "POST /media-desk/episodes/1/deliver HTTP/1.1\r\nHost: localhost\r\n"
        f"Cookie: {cookie.key}={cookie.value}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {HUGE}\r\n\r\n",
    )
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answer.lower()
    assert "بزرگ‌تر از ۸ مگابایت پذیرفته نمی‌شود".encode() in answer


def test_a_film_a_little_too_large_is_refused_and_leaves_nothing(
    desk: Flask, seda: FlaskClient, tmp_path: Path
) -> None:
    reserve(seda)
    refused = deliver(seda, bytes((8 << 20) + 1))
    assert refused.status_code == 400
    assert "۸ مگابایت" in refused.text
    assert list(folder_of(tmp_path).iterdir()) == []


@pytest.mark.parametrize(
    "link", ["http://tv.example/1", "javascript:alert(1)", "https://", "//tv.example", "ftp://a.b"]
)
def test_only_a_whole_https_link_is_taken(desk: Flask, seda: FlaskClient, link: str) -> None:
    reserve(seda)
    refused = deliver(seda, None, link=link)
    assert refused.status_code == 400
    assert "https://" in refused.text
    assert episode(desk).state == "reserved"


def test_a_link_is_shown_as_a_link_and_no_foreign_player(
    desk: Flask, seda: FlaskClient, person: str
) -> None:
    reserve(seda)
    assert deliver(seda, None, link="https://tv.example/v/1").status_code == 303
    step(seda, desk, "publish", consent="given")
    page = desk.test_client().get(person).text
    assert '<a class="button" href="https://tv.example/v/1" rel="noopener noreferrer">' in page
    assert "<video" not in page
    assert "<iframe" not in page


def test_two_things_at_once_are_refused(seda: FlaskClient) -> None:
    reserve(seda)
    assert deliver(seda, films.mp3(), link="https://tv.example/1").status_code == 400


def test_captions_that_are_none_keep_the_film_out(desk: Flask, seda: FlaskClient) -> None:
    reserve(seda)
    refused = deliver(seda, films.film(), captions=(BytesIO(b"\xff\xfe"), "c.vtt"))
    assert refused.status_code == 400
    assert "زیرنویس خوانده نشد" in refused.text
    assert episode(desk).state == "reserved"


def test_the_second_who_reserves_or_delivers_is_told(desk: Flask, seda: FlaskClient) -> None:
    steward = worker(desk, "steward")
    reserve(seda)
    assert reserve(steward).status_code == 409
    assert deliver(seda, films.mp3()).status_code == 303
    late = deliver(steward, films.sound())
    assert late.status_code == 409
    assert "دوباره ببینید" in late.text


def listed(client: FlaskClient, **wanted: str) -> list[str]:
    page = client.get("/media-desk", query_string=wanted)
    assert page.status_code == 200, page.text
    return re.findall(r'class="finding-title"><a href="/martyrs/\d+">([^<]+)</a>', page.text)


def counts(client: FlaskClient, **wanted: str) -> list[tuple[str, str]]:
    page = client.get("/media-desk", query_string=wanted).text
    return re.findall(r'<span>([^<]+)</span> <span class="facet-count">([^<]+)<', page)


def test_the_list_says_of_everybody_what_there_is_and_what_lacks(
    desk: Flask, seda: FlaskClient
) -> None:
    everybody = listed(seda)
    assert len(everybody) == 9
    reserve(seda, "alley")
    assert listed(seda, alley="reserved") == ["شهید سردار علی کریمی"]
    assert len(listed(seda, alley="none")) == 8
    assert listed(seda, text="yes") == ["شهید سردار علی کریمی"]
    assert listed(seda, alley="reserved", text="no") == []
    assert ("رزرو شده", "۱") in counts(seda)
    assert sorted(listed(seda, sort="lacking")) == sorted(everybody)
    assert listed(seda, sort="lacking")[-1] == "شهید سردار علی کریمی"
    assert set(listed(seda, q="كريمي")) >= {"شهید سردار علی کریمی", "شهید حسین کریمی"}
    assert len(listed(seda, district="1")) < len(everybody)


@pytest.mark.parametrize(
    "query", ["alley=soon", "district=99", "sort=best", "page=0", "portrait=withdrawn", "picture=x"]
)
def test_a_filter_that_there_is_not_is_refused(seda: FlaskClient, query: str) -> None:
    assert seda.get(f"/media-desk?{query}").status_code == 400


def test_the_progress_of_the_series_is_on_the_page_about(desk: Flask, shown: str) -> None:
    page = desk.test_client().get("/about").text
    assert "۱ از ۹" in page
    assert 'class="bar bar-installed"' in page


def test_there_is_no_progress_where_nobody_has_begun(desk: Flask) -> None:
    assert "فیلم و صدا" not in desk.test_client().get("/about").text


def test_the_broadcaster_does_nothing_of_the_stewards_work(desk: Flask, seda: FlaskClient) -> None:
    report(desk)
    for address in ("/review", "/plaques", "/reports", "/pictures", "/import", "/audit"):
        assert seda.get(address).status_code == 403, address
    ways = seda.get("/desk").text
    assert "میز صداوسیما" in ways
    assert "بازبینی تطبیق‌ها" not in ways


def test_an_episode_whose_naming_is_gone_can_still_be_looked_at(
    desk: Flask, seda: FlaskClient
) -> None:
    from geodata.journal.episode_records import Kind
    from geodata.journal.episodes import reserve as keep
    from webmap.logins import utc_now

    keep(journal_of(desk), "GONE-7", Kind.EPISODE, by="media", now=utc_now())
    page = seda.get("/media-desk/episodes/1")
    assert page.status_code == 200
    assert "GONE-7" in page.text
    assert len(listed(seda)) == 9
    assert reserve(seda, naming="GONE-8").status_code == 404
