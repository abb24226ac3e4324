"""What must not be published is found before it is."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from geodata.errors import DatasetError
from geodata.store.directory import CATALOGUE, SEARCH, TILES, read_manifest
from geodata.store.validation import validate_version


@pytest.fixture
def version(tiny_dataset: Path, tmp_path: Path) -> Path:
    """A copy of a sound version, to be damaged."""
    copy = tmp_path / "version"
    shutil.copytree((tiny_dataset / "current").resolve(), copy)
    return copy


def validate(version: Path) -> None:
    counts = read_manifest(version)["counts"]
    validate_version(version, alleys=counts["alleys"], namings=counts["namings"])


def damage_a_tile(version: Path) -> None:
    with closing(sqlite3.connect(version / TILES)) as tiles, tiles:
        tiles.execute("UPDATE tiles SET tile_data = substr(tile_data, 1, 12) WHERE rowid = 3")


def damage_a_page(version: Path) -> None:
    file = version / TILES
    content = bytearray(file.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    file.write_bytes(bytes(content))


def cut_the_index(version: Path) -> None:
    file = version / SEARCH
    file.write_bytes(file.read_bytes()[:200])


def lose_an_alley(version: Path) -> None:
    with closing(sqlite3.connect(version / CATALOGUE)) as catalogue, catalogue:
        catalogue.execute("DELETE FROM alley WHERE rowid = (SELECT min(rowid) FROM alley)")


def test_a_sound_version_is_accepted(version: Path) -> None:
    validate(version)


@pytest.mark.parametrize("damage", [damage_a_tile, damage_a_page, cut_the_index, lose_an_alley])
def test_a_damaged_version_is_refused(version: Path, damage: Callable[[Path], None]) -> None:
    damage(version)
    with pytest.raises(DatasetError):
        validate(version)
