"""Copies of the inputs beside a version: enough to build it again, and shared where they can be."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
from PIL import Image

from geodata.input_roles import LAYER_ENDINGS, TABLE_ENDINGS, InputRole
from geodata.pipeline import BuildInputs, build
from geodata.readers.staging import FORMATS
from geodata.readers.tables import ENDINGS
from geodata.store.directory import CONTRACT_FILES, MANIFEST, DatasetDirectory
from geodata.store.kept_inputs import kept_inputs
from tests.conftest import TINY, tiny_inputs


def test_every_ending_that_is_read_from_one_file_may_be_sent() -> None:
    assert tuple(ENDINGS) == TABLE_ENDINGS
    assert {*FORMATS} - {".shp"} == {*LAYER_ENDINGS}


def test_roles_are_the_files_of_a_build() -> None:
    assert set(InputRole) <= set(BuildInputs.__dataclass_fields__)


def test_a_version_is_built_again_from_its_own_copies(tmp_path: Path) -> None:
    version = build(tiny_inputs(), tmp_path / "first", keep_copies=True)
    copies = {role.value: path for role, path in kept_inputs(version).items()}
    assert copies["streets"] == version / "inputs" / "streets.geojson"
    again = build(BuildInputs(**copies), tmp_path / "second")
    for name in CONTRACT_FILES[:1]:
        assert (again / name).read_bytes() == (version / name).read_bytes()


def test_a_version_without_copies_says_so(tiny_dataset: Path) -> None:
    current = DatasetDirectory(tiny_dataset).current()
    assert current is not None
    assert kept_inputs(current) == {}


@pytest.mark.parametrize("place", ["/etc/passwd", "../dataset.json", "inputs/..", "", "a/b"])
def test_a_manifest_names_no_file_elsewhere(tmp_path: Path, place: str) -> None:
    version = build(tiny_inputs(), tmp_path / "dataset", keep_copies=True)
    told = json.loads((version / MANIFEST).read_text(encoding="utf-8"))
    told["kept_inputs"] = {"registry": place, "streets": "inputs/streets.geojson"}
    (version / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    assert set(kept_inputs(version)) == {InputRole.STREETS}


def test_copies_that_did_not_change_take_no_room_twice(tmp_path: Path) -> None:
    inputs = Path(shutil.copytree(TINY, tmp_path / "inputs"))
    first = build(tiny_inputs(inputs), tmp_path / "dataset", keep_copies=True)
    text = (inputs / "registry.csv").read_text(encoding="utf-8")
    (inputs / "registry.csv").write_text(text.replace("شلمچه", "مهران"), encoding="utf-8")
    second = build(tiny_inputs(inputs), tmp_path / "dataset", keep_copies=True)
    streets, register = kept_inputs(second)[InputRole.STREETS], kept_inputs(second)["registry"]
    assert streets.samefile(kept_inputs(first)[InputRole.STREETS])
    assert "مهران" in register.read_text(encoding="utf-8")
    assert "شلمچه" in kept_inputs(first)[InputRole.REGISTRY].read_text(encoding="utf-8")


def test_a_shapefile_is_kept_with_its_parts(tmp_path: Path) -> None:
    gpd.read_file(TINY / "streets.geojson").to_file(tmp_path / "net.shp", encoding="utf-8")
    inputs = replace(tiny_inputs(), streets=tmp_path / "net.shp")
    version = build(inputs, tmp_path / "dataset", keep_copies=True)
    again = replace(inputs, streets=kept_inputs(version)[InputRole.STREETS])
    assert build(again, tmp_path / "again").is_dir()


def test_of_the_photos_only_those_with_consent_are_kept(tmp_path: Path) -> None:
    inputs = Path(shutil.copytree(TINY, tmp_path / "inputs"))
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in ("yes.png", "no.png"):
        Image.new("RGB", (4, 5)).save(photos / name)
    with (inputs / "registry.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row, (photo, consent) in zip(
        rows, [("yes.png", "دارد"), ("no.png", "ندارد")], strict=False
    ):
        row |= {"عکس": photo, "رضایت خانواده": consent}
    with (inputs / "registry.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], restval="")
        writer.writeheader()
        writer.writerows(rows)
    given = replace(tiny_inputs(inputs), photos=photos)
    version = build(given, tmp_path / "dataset", keep_copies=True)
    kept = kept_inputs(version)[InputRole.PHOTOS]
    assert [path.name for path in kept.iterdir()] == ["yes.png"]
    again = build(replace(given, photos=kept), tmp_path / "again")
    assert [p.name for p in (again / "portraits").iterdir()] == [
        p.name for p in (version / "portraits").iterdir()
    ]
