"""The city as one folium map that needs nothing else, and as a file."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import folium
import pytest

from geodata.catalogue import Catalogue
from geodata.errors import DatasetError
from webmap.export_page import main
from webmap.maps import StandaloneCityMap, city_map, write_city_page

DATA = re.compile(r'<script type="application/json" id="city-data">(.*?)</script>', re.DOTALL)
# Everything a browser would fetch by itself; links that people click are no such thing.
FETCHED = re.compile(r"""(?:\bsrc|\bhref|url)\s*[=(]\s*["']?(?!data:|#)([^"')\s>]+)""")


@pytest.fixture(scope="module")
def composed(tiny_catalogue: Catalogue) -> StandaloneCityMap:
    return city_map(tiny_catalogue)


@pytest.fixture(scope="module")
def page(composed: StandaloneCityMap) -> str:
    return str(composed.get_root().render())


@pytest.fixture(scope="module")
def data(page: str) -> dict[str, Any]:
    found = DATA.search(page)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


def test_one_call_gives_a_folium_map(tiny_dataset: Path) -> None:
    assert isinstance(city_map(tiny_dataset), folium.Map)
    assert isinstance(city_map(str(tiny_dataset)), folium.Map)


def test_the_page_fetches_nothing(page: str) -> None:
    outside = re.sub(r"<script[^>]*>.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
    styles = "".join(re.findall(r"<style>.*?</style>", page, re.DOTALL))
    assert FETCHED.findall(outside) == []
    assert FETCHED.findall(styles) == []
    assert not re.search(r"<script[^>]+src", page)


def test_tiles_are_those_of_the_dataset(data: dict[str, Any], tiny_catalogue: Catalogue) -> None:
    zooms = {int(key.split("/")[0]) for key in data["tiles"]}
    assert zooms == set(range(9, 16))
    for key, packed in data["tiles"].items():
        z, x, y = map(int, key.split("/"))
        content = base64.b64decode(packed)
        assert content == tiny_catalogue.tile(z, x, y)
        assert gzip.decompress(content)


def test_every_named_alley_is_listed_with_words_to_find_it_by(
    data: dict[str, Any], tiny_catalogue: Catalogue
) -> None:
    named = {a.alley_id for a in tiny_catalogue.alleys_in(None, limit=1000).alleys if a.state}
    listed = {row[0]: row for row in data["alleys"]}
    assert listed.keys() == named
    zafari = next(row for row in data["alleys"] if "ظفری" in row[4])
    assert zafari[4] == "شهید سعید ظفری"
    assert "ظفری" in zafari[5]
    assert "حر90" in zafari[5]
    assert "شهادت: ۴ دی ۱۳۶۵" in zafari[6]


def test_counts_are_those_of_the_list(data: dict[str, Any]) -> None:
    assert sum(data["counts"].values()) == len(data["alleys"])


def test_names_are_data_and_cannot_become_markup(page: str, data: dict[str, Any]) -> None:
    names = [row[4] for row in data["alleys"]]
    assert any("<img src=x onerror=alert(" in name for name in names)
    assert "<img" not in page
    assert "alert(" not in DATA.sub("", page)


def test_a_guess_is_not_in_the_file(page: str, tiny_catalogue: Catalogue) -> None:
    waiting = [hit for hit in tiny_catalogue.search("مرشدلو", limit=10).hits if not hit.on_map]
    assert waiting
    assert "محمد مرشدلو" not in page


def test_a_map_that_was_shown_can_be_saved_and_saved_again(
    tiny_dataset: Path, tmp_path: Path
) -> None:
    shown = city_map(tiny_dataset)
    assert "iframe" in shown._repr_html_()
    for name in ("one.html", "two.html"):
        shown.save(str(tmp_path / name))
    written = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert written == (tmp_path / "two.html").read_text(encoding="utf-8")
    assert written.count("alley_tiles_main.addTo(") == 1


def test_two_maps_of_one_dataset_are_equal_bytes(page: str, tiny_catalogue: Catalogue) -> None:
    assert city_map(tiny_catalogue).get_root().render() == page


def test_what_folium_offers_can_be_added(tiny_catalogue: Catalogue) -> None:
    one = city_map(tiny_catalogue)
    folium.CircleMarker((34.64, 50.88)).add_to(one)
    page = one.get_root().render()
    assert "L.circleMarker(" in page
    assert ").addTo(city_map_main);" in page


def test_the_file_appears_whole_or_not_at_all(tiny_dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "city.html"
    out.write_text("earlier")
    with pytest.raises(DatasetError):
        write_city_page(tmp_path / "nowhere", out)
    assert out.read_text() == "earlier"
    write_city_page(tiny_dataset, out)
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert list(tmp_path.iterdir()) == [out]


def test_a_country_is_refused(tiny_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webmap.maps.embedded.MOST_TILES", 1)
    with pytest.raises(DatasetError, match="too large for one HTML file"):
        city_map(tiny_catalogue)


def test_the_program_says_where_it_wrote(
    tiny_dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "city.html"
    assert main(["--dataset", str(tiny_dataset), "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    assert out.stat().st_size > 100_000


def test_the_program_says_what_it_lacks(
    tiny_dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--dataset", str(tmp_path), "--out", str(tmp_path / "x.html")]) == 1
    assert "no dataset has been published here yet" in capsys.readouterr().err
    nowhere = tmp_path / "none" / "x.html"
    assert main(["--dataset", str(tiny_dataset), "--out", str(nowhere)]) == 1
    assert str(nowhere) in capsys.readouterr().err
