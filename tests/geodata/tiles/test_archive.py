import gzip
import os
import random
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from geodata.errors import DatasetError
from geodata.tiles.archive import TileArchive, write_archive
from geodata.tiles.encode import GeometryType, TileFeature, TileLayer, encode_tile
from geodata.tiles.pyramid import pyramid_metadata

TILES = [(5, 20, 12, b"five"), (6, 41, 25, b"six"), (6, 41, 26, b"another six")]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "شهر # 1.mbtiles"


@pytest.fixture
def archive(path):
    write_archive(path, TILES, {"name": "city"})
    opened = TileArchive(path)
    yield opened
    opened.close()


def test_tiles_come_back_gzipped(archive):
    assert [gzip.decompress(archive.get(z, x, y)) for z, x, y, _ in TILES] == [
        data for *_, data in TILES
    ]


def test_the_zooms_are_those_of_the_tiles(archive):
    assert (archive.min_zoom, archive.max_zoom) == (5, 6)


def test_told_zooms_come_before_those_of_the_tiles(path):
    write_archive(path, TILES, {"name": "city", "minzoom": "4", "maxzoom": "15"})
    archive = TileArchive(path)
    assert (archive.min_zoom, archive.max_zoom) == (4, 15)
    archive.close()


@pytest.mark.parametrize(
    "tile",
    [
        (5, 20, 13),
        (4, 0, 0),
        (7, 82, 50),
        (-1, 0, 0),
        (5, -1, 12),
        (5, 20, -1),
        (5, 32, 12),
        (6, 2**70, 1),
        (2**70, 0, 0),
    ],
)
def test_a_tile_that_is_not_there_is_none(archive, tile):
    assert archive.get(*tile) is None


def test_an_archive_without_tiles_answers(path):
    write_archive(path, [], {"name": "nothing"})
    archive = TileArchive(path)
    assert (archive.min_zoom, archive.max_zoom, archive.get(0, 0, 0)) == (0, 0, None)
    archive.close()


def test_the_same_tiles_make_the_same_bytes(path, tmp_path):
    write_archive(path, TILES, {"name": "city", "attribution": "x"})
    other = tmp_path / "other.mbtiles"
    write_archive(other, TILES, {"attribution": "x", "name": "city"})
    assert other.read_bytes() == path.read_bytes()


def test_the_file_is_laid_out_as_mbtiles_says(path):
    write_archive(path, TILES[:1], {"name": "city"})
    database = sqlite3.connect(path)
    metadata = dict(database.execute("SELECT name, value FROM metadata"))
    rows = database.execute("SELECT zoom_level, tile_column, tile_row FROM tiles").fetchall()
    database.close()
    assert metadata == {"name": "city", "format": "pbf", "minzoom": "5", "maxzoom": "5"}
    assert rows == [(5, 20, 31 - 12)]


def test_a_tile_twice_is_refused_and_the_old_archive_stays(archive, path):
    before = path.read_bytes()
    with pytest.raises(sqlite3.IntegrityError):
        write_archive(path, [TILES[0], TILES[0]], {"name": "city"})
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_a_failure_while_cutting_leaves_no_half_file(path):
    def broken():
        yield TILES[0]
        raise RuntimeError("disk of the reader gone")

    with pytest.raises(RuntimeError):
        write_archive(path, broken(), {"name": "city"})
    assert list(path.parent.iterdir()) == []


def test_many_threads_get_their_own_tiles(path):
    tiles = [(9, x, y, f"{x}/{y}".encode()) for x in range(40) for y in range(40)]
    write_archive(path, tiles, {"name": "city"})
    asked = random.Random(1).choices(tiles, k=4000)
    archive = TileArchive(path)
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda tile: archive.get(*tile[:3]), asked))
    archive.close()
    assert [gzip.decompress(data) for data in found] == [data for *_, data in asked]


def test_a_closed_archive_says_so(archive):
    archive.close()
    archive.close()
    with pytest.raises(ValueError, match="closed"):
        archive.get(5, 20, 12)


def test_a_missing_archive_is_a_dataset_error(tmp_path):
    with pytest.raises(DatasetError, match=r"none\.mbtiles"):
        TileArchive(tmp_path / "none.mbtiles")


@pytest.mark.parametrize("content", [b"", b"not a database, only some words" * 50])
def test_a_file_of_another_kind_is_a_dataset_error(path, content):
    path.write_bytes(content)
    with pytest.raises(DatasetError):
        TileArchive(path)


def test_reading_needs_no_geometry_library():
    code = "import sys, geodata.tiles.archive as a; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pandas", "geopandas", "shapely", "numpy"} & set(loaded)


def test_gdal_and_so_qgis_opens_an_archive(path):
    line = TileFeature(GeometryType.LINESTRING, [[(0, 0), (4096, 4096)]], {"name": "لاله"}, 2**40)
    tile = encode_tile([TileLayer("alleys", [line])])
    metadata = pyramid_metadata("city", attribution="©", bounds=(50, 34, 51, 35))
    write_archive(path, [(15, 21015, 13010, tile)], metadata)
    code = f"""import pyogrio
alleys = pyogrio.read_dataframe({str(path)!r}, layer="alleys")
print(alleys[["mvt_id", "name"]].values.tolist())"""
    all_drivers = {key: value for key, value in os.environ.items() if key != "OGR_SKIP"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=all_drivers)
    assert done.stdout.strip() == str([[2**40, "لاله"]])


def test_a_sound_archive_passes_its_check(archive):
    archive.check()


def test_a_tile_that_does_not_unpack_fails_the_check(archive, path):
    database = sqlite3.connect(path)
    database.execute("UPDATE tiles SET tile_data = substr(tile_data, 1, 12) WHERE zoom_level = 5")
    database.commit()
    database.close()
    damaged = TileArchive(path)
    with pytest.raises(DatasetError, match="tile 5/20/12"):
        damaged.check()
    damaged.close()


def test_a_file_with_a_torn_page_fails_the_check(path):
    tiles = [
        (9, x, y, random.Random(x * 20 + y).randbytes(900)) for x in range(20) for y in range(20)
    ]
    write_archive(path, tiles, {"name": "city"})
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 8192)
    damaged = TileArchive(path)
    with pytest.raises(DatasetError, match="damaged"):
        damaged.check()
    damaged.close()
