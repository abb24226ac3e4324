"""Posters, QR codes and preview cards of alleys: read back as a printer and a phone read them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient

from geodata.catalogue import Catalogue
from tests.webmap.conftest import site
from webmap.paper.typesetting import LONGEST_TEXT, printable

MM_A_POINT = 25.4 / 72
PUBLIC = "https://alleys.example"


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def decoded(pdf: bytes) -> list[str]:
    """What a phone reads on each page."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [
        np.ascontiguousarray(page.render(scale=2).to_numpy()[:, :, :3]) for page in document
    ]
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


@pytest.fixture(scope="session")
def zafari(tiny_catalogue: Catalogue) -> int:
    (hit,) = tiny_catalogue.search("سعید ظفری", limit=1).hits
    assert hit.alley_id is not None
    return hit.alley_id


@pytest.fixture(scope="session")
def hostile(tiny_catalogue: Catalogue) -> list[int]:
    hits = tiny_catalogue.search("آزمون", limit=10).hits
    return [hit.alley_id for hit in hits if hit.alley_id is not None]


def test_a_poster_has_one_page_and_its_text_can_be_searched(
    client: FlaskClient, zafari: int
) -> None:
    answer = client.get(f"/alleys/{zafari}/poster.pdf")
    assert answer.content_type == "application/pdf"
    document = pypdfium2.PdfDocument(answer.data)
    assert len(document) == 1
    words = document[0].get_textpage()
    for word in ("شهید", "سعید", "ظفری", "محمود"):
        assert words.search(word).get_next(), word


@pytest.mark.parametrize(("paper", "size_mm"), [("a4", (210, 297)), ("a3", (297, 420))])
def test_a_poster_has_the_size_that_was_asked_for(
    client: FlaskClient, zafari: int, paper: str, size_mm: tuple[int, int]
) -> None:
    pdf = client.get(f"/alleys/{zafari}/poster.pdf?paper={paper}").data
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    size = tuple(round(points * MM_A_POINT) for points in document[0].get_size())
    assert size == size_mm


def test_another_paper_is_refused(client: FlaskClient, zafari: int) -> None:
    assert client.get(f"/alleys/{zafari}/poster.pdf?paper=a0").status_code == 400


def test_a_phone_reads_the_permanent_link_from_the_poster(
    client: FlaskClient, tiny_catalogue: Catalogue, zafari: int
) -> None:
    (link,) = decoded(client.get(f"/alleys/{zafari}/poster.pdf").data)
    answer = client.get(link.removeprefix("http://localhost"))
    assert answer.status_code == 302
    assert answer.location == f"/alleys/{zafari}"


def test_the_qr_code_survives_a_quarter_of_its_middle_scratched_off(
    client: FlaskClient, zafari: int
) -> None:
    pdf = client.get(f"/alleys/{zafari}/poster.pdf").data
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = np.ascontiguousarray(page.render(scale=4).to_numpy()[:, :, :3])
    (code,) = zxingcpp.read_barcodes(picture)
    left, right = code.position.top_left.x, code.position.top_right.x
    top, bottom = code.position.top_left.y, code.position.bottom_left.y
    wide, tall = (right - left) // 5, (bottom - top) // 5
    picture[top + 2 * tall : bottom - 2 * tall, left + 2 * wide : right - 2 * wide] = 0
    assert [again.text for again in zxingcpp.read_barcodes(picture)] == [code.text]


def test_the_qr_code_is_a_drawing_for_the_sign_maker(client: FlaskClient, zafari: int) -> None:
    answer = client.get(f"/alleys/{zafari}/qr.svg")
    assert answer.content_type.startswith("image/svg+xml")
    assert answer.data.startswith(b"<svg")
    assert b"viewBox" in answer.data


def test_the_small_map_is_drawn_without_a_script(client: FlaskClient, zafari: int) -> None:
    drawing = client.get(f"/alleys/{zafari}/map.svg").text
    assert drawing.startswith("<svg")
    assert "<path" in drawing
    page = client.get(f"/alleys/{zafari}").text
    assert f'src="/alleys/{zafari}/map.svg"' in page


def test_the_preview_card_is_as_large_as_messengers_ask(client: FlaskClient, zafari: int) -> None:
    answer = client.get(f"/alleys/{zafari}/card.png")
    assert answer.data[:8] == b"\x89PNG\r\n\x1a\n"
    size = (int.from_bytes(answer.data[16:20]), int.from_bytes(answer.data[20:24]))
    assert size == (1200, 630)
    assert len(answer.data) < 300_000


def test_a_page_names_its_card_title_and_permanent_link(tiny_dataset: Path, zafari: int) -> None:
    public = site(tiny_dataset, public_url=PUBLIC).test_client()
    page = public.get(f"/alleys/{zafari}").text
    assert f'<meta property="og:image" content="{PUBLIC}/alleys/{zafari}/card.png">' in page
    assert '<meta property="og:title" content="' in page
    assert f'<meta property="og:url" content="{PUBLIC}/a/' in page


def test_a_poster_opened_by_itself_may_show_what_it_carries_and_load_nothing(
    client: FlaskClient, zafari: int
) -> None:
    policy = client.get(f"/alleys/{zafari}/poster.svg").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; img-src data:; frame-ancestors 'none'"


def test_hostile_names_are_text_on_paper(client: FlaskClient, hostile: list[int]) -> None:
    assert hostile
    for alley_id in hostile:
        pdf = client.get(f"/alleys/{alley_id}/poster.pdf")
        assert pdf.status_code == 200
        assert "alert" in text_of(pdf.data)
        assert client.get(f"/alleys/{alley_id}/card.png").status_code == 200
        drawing = client.get(f"/alleys/{alley_id}/poster.svg").text
        assert "<script" not in drawing
        assert "onerror" not in drawing


def test_an_alley_nobody_knows_has_no_poster(client: FlaskClient) -> None:
    for name in ("poster", "poster.pdf", "poster.svg", "qr.svg", "card.png"):
        assert client.get(f"/alleys/1/{name}").status_code == 404


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("شهید علی‌اکبر", "شهید علی‌اکبر"),
        ("a\u202eb\u0000c\n", "abc"),
        (None, ""),
        ("ا" * 2000, "ا" * LONGEST_TEXT + "…"),
    ],
)
def test_what_cannot_be_printed_is_left_out(text: str | None, printed: str) -> None:
    assert printable(text) == printed


def test_the_print_shop_gets_a_page_for_every_named_alley(
    tiny_dataset: Path, tiny_catalogue: Catalogue, tmp_path: Path
) -> None:
    out = tmp_path / "posters.pdf"
    app = site(tiny_dataset, public_url=PUBLIC)
    made = app.test_cli_runner().invoke(args=["posters", "--out", str(out)])
    assert made.exit_code == 0, made.output
    named = [one for one in tiny_catalogue.alleys_in(None, limit=100).alleys if one.namings]
    links = decoded(out.read_bytes())
    assert sorted(links) == sorted(f"{PUBLIC}/a/{alley.code}" for alley in named)


def test_posters_are_not_made_with_codes_that_lead_nowhere(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "posters.pdf"
    refused = app.test_cli_runner().invoke(args=["posters", "--out", str(out)])
    assert refused.exit_code == 1
    assert "ALLEYS_PUBLIC_URL" in refused.output
    assert not out.exists()
