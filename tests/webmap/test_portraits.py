"""A portrait on the pages of its person and alley, with its credit."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from geodata.catalogue import CatalogueSource, Filters
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs
from tests.webmap.conftest import site


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny city with photos of two namings, one of them without consent."""
    folder = tmp_path_factory.mktemp("pictured")
    for file in TINY.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    head, *rows = (folder / "registry.csv").read_text("utf-8").splitlines()
    head += ",عکس,منبع عکس,رضایت خانواده"
    rows[0] += ',a.jpg,"بنیاد <b>نمونه</b>",دارد'
    rows[1] += ",b.jpg,,ندارد"
    (folder / "registry.csv").write_text("\n".join([head, *rows]), "utf-8")
    for name in ("a.jpg", "b.jpg"):
        Image.new("RGB", (400, 500), (90, 90, 90)).save(folder / name)
    inputs = tiny_inputs(folder)
    out = folder / "dataset"
    build(replace(inputs, photos=folder), out)
    return out


@pytest.fixture(scope="module")
def gallery(pictured: Path) -> FlaskClient:
    return site(pictured).test_client()


def test_a_portrait_stands_with_its_credit_on_both_pages(
    gallery: FlaskClient, pictured: Path
) -> None:
    catalogue = CatalogueSource(pictured).current()
    (row,) = catalogue.listings.page(Filters(has_portrait=True)).rows
    (hit,) = catalogue.listed([row])
    assert hit.naming_id == "DEMO-1"
    for address in (f"/martyrs/{hit.martyr_id}", f"/alleys/{hit.alley_id}"):
        page = gallery.get(address).text
        (source,) = re.findall(r'<img src="(/portraits/[^"]+)" width="240" height="300"', page)
        assert gallery.get(source).mimetype == "image/webp"
        assert "بنیاد &lt;b&gt;نمونه" in page
        assert "با رضایت انتشار" in page


def test_the_filter_counts_those_with_a_portrait(gallery: FlaskClient) -> None:
    page = gallery.get("/explore?portrait=1").text
    assert len(re.findall('class="hit-name"', page)) == 1


@pytest.mark.parametrize(
    "name", ["0123456789abcdef.webp", "..%2fcatalogue.sqlite", "../catalogue.sqlite", "x"]
)
def test_nothing_else_is_served_as_a_portrait(gallery: FlaskClient, name: str) -> None:
    assert gallery.get(f"/portraits/{name}").status_code in (404, 308)
