"""From files to a published dataset: the tiny city with every oddity once."""

from __future__ import annotations

import csv
import gzip
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geodata.errors import InputRefusedError
from geodata.pipeline import STAGES, build
from geodata.store.directory import CONTRACT_FILES
from tests.conftest import TINY, tiny_inputs


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Path]:
    """The tiny city's inputs where a test may edit them."""
    yield Path(shutil.copytree(TINY, tmp_path / "inputs"))


def matches(dataset: Path) -> dict[str, dict[str, str]]:
    with (dataset / "matches.csv").open(encoding="utf-8") as file:
        return {row["naming_id"]: row for row in csv.DictReader(file)}


def digests(dataset: Path) -> dict[str, str]:
    return {
        name: hashlib.sha256((dataset / name).read_bytes()).hexdigest() for name in CONTRACT_FILES
    }


def test_every_naming_has_one_line_with_a_verdict(tiny_dataset: Path) -> None:
    found = matches(tiny_dataset)
    assert list(found) == [f"DEMO-{number}" for number in range(1, 10)]
    assert {row["verdict"] for row in found.values()} == {"accepted", "review", "unmatched"}


def test_an_alley_known_by_its_designation_brings_all_its_segments(tiny_dataset: Path) -> None:
    assert matches(tiny_dataset)["DEMO-1"]["source_ids"] == "3|4|10"
    assert matches(tiny_dataset)["DEMO-2"]["source_ids"] == "7|8"


def test_the_geopackage_holds_the_layers_people_expect(tiny_dataset: Path) -> None:
    layers = gpd.list_layers(tiny_dataset / "alleys.gpkg")
    assert set(layers["name"]) == {
        "alleys", "namings", "plaques", "districts", "neighbourhoods", "coverage",
    }  # fmt: skip
    alleys = gpd.read_file(tiny_dataset / "alleys.gpkg", layer="alleys")
    expected = {"alley_id", "source_ids", "name_fa", "kind", "parent_fa", "number", "district",
                "neighbourhood", "length_m"}  # fmt: skip
    assert expected <= set(alleys.columns)
    assert alleys.crs == "EPSG:4326"


def test_the_report_escapes_what_the_register_says(tiny_dataset: Path) -> None:
    page = (tiny_dataset / "report.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "دادهٔ نمایشی؛ ساختگی" in page


def test_the_same_inputs_give_the_same_bytes(tiny_dataset: Path, tmp_path: Path) -> None:
    build(tiny_inputs(), tmp_path / "again")
    assert digests(tmp_path / "again") == digests(tiny_dataset)


def test_ids_are_kept_by_a_rebuild_over_an_earlier_dataset(copied: Path, tmp_path: Path) -> None:
    out = tmp_path / "dataset"
    build(tiny_inputs(copied), out)
    before = {row["naming_id"]: row["alley_id"] for row in matches(out).values()}
    streets = gpd.read_file(copied / "streets.geojson")
    streets = streets.sample(frac=1, random_state=1)
    streets.to_file(copied / "streets.geojson", driver="GeoJSON")
    build(tiny_inputs(copied), out)
    assert {row["naming_id"]: row["alley_id"] for row in matches(out).values()} == before


def test_faulty_rows_stop_the_build_and_the_old_dataset_stays(copied: Path, tmp_path: Path) -> None:
    out = tmp_path / "dataset"
    first = build(tiny_inputs(copied), out)
    text = (copied / "registry.csv").read_text(encoding="utf-8")
    (copied / "registry.csv").write_text(text.replace("65/10/4", "65/13/4"), encoding="utf-8")
    with pytest.raises(InputRefusedError, match=r"registry\.csv row 3, martyrdom_date: .*13"):
        build(tiny_inputs(copied), out)
    assert (out / "current").resolve() == first.resolve()


def test_a_build_told_to_keep_going_counts_faulty_values_as_unknown(
    copied: Path, tmp_path: Path
) -> None:
    text = (copied / "registry.csv").read_text(encoding="utf-8")
    (copied / "registry.csv").write_text(text.replace("65/10/4", "65/13/4"), encoding="utf-8")
    build(tiny_inputs(copied), tmp_path / "dataset", keep_going=True)
    assert len(matches(tmp_path / "dataset")) == 9


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("DEMO-3,", "DEMO-2,", "already stands in row 3"),
        ("DEMO-3,محمد,مرشدلو", "DEMO-3,,", "the honoree's name is empty"),
    ],
)
def test_a_row_without_identity_stops_even_a_build_told_to_keep_going(
    copied: Path, tmp_path: Path, was: str, now: str, message: str
) -> None:
    text = (copied / "registry.csv").read_text(encoding="utf-8")
    (copied / "registry.csv").write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(InputRefusedError, match=message):
        build(tiny_inputs(copied), tmp_path / "dataset", keep_going=True)


def test_progress_tells_every_stage_in_order_and_never_goes_back(tmp_path: Path) -> None:
    told: list[tuple[int, float]] = []
    build(
        tiny_inputs(),
        tmp_path / "dataset",
        progress=lambda stage, done: told.append((STAGES.index(stage), done)),
    )
    assert [stage for stage, done in told if done == 0] == list(range(len(STAGES)))
    assert told == sorted(told)
    assert all(0 <= done <= 1 for _, done in told)


def test_surroundings_lie_in_the_tiles_and_stay_out_of_the_alleys(tmp_path: Path) -> None:
    park = shapely.box(50.8805, 34.6405, 50.8825, 34.6425)
    surroundings = tmp_path / "surroundings.geojson"
    gpd.GeoDataFrame({"leisure": ["park"]}, geometry=[park], crs=4326).to_file(surroundings)
    plain, green = tmp_path / "plain", tmp_path / "green"
    build(tiny_inputs(), plain)
    build(replace(tiny_inputs(), surroundings=surroundings), green)
    assert not any(b"green" in tile for tile in tiles_of(plain))
    assert any(b"green" in tile for tile in tiles_of(green))
    matches = [(out / "current" / "matches.csv").read_bytes() for out in (plain, green)]
    assert matches[0] == matches[1]


def tiles_of(dataset: Path) -> list[bytes]:
    with closing(sqlite3.connect(dataset / "current" / "tiles.mbtiles")) as tiles:
        return [gzip.decompress(data) for (data,) in tiles.execute("SELECT tile_data FROM tiles")]


def test_a_city_of_the_southern_hemisphere_is_refused_in_words(
    copied: Path, tmp_path: Path
) -> None:
    streets = gpd.read_file(copied / "streets.geojson")
    streets.geometry = streets.geometry.translate(yoff=-70)
    streets.to_file(copied / "streets.geojson", driver="GeoJSON")
    with pytest.raises(InputRefusedError, match=r"streets\.geojson: the middle of the streets"):
        build(tiny_inputs(copied), tmp_path / "dataset")
