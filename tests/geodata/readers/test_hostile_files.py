"""Files made to harm: refused with a message, without a request and without much memory."""

import gzip
import json
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from geodata.errors import CrsError, FormatRefusedError, GeodataError, InputRefusedError
from geodata.issues import IssueLog
from geodata.readers import read_registry, read_streets
from geodata.readers.gdal import DRIVERS, hardened_pyogrio

ROOT = Path(__file__).parents[3]
LINE = {"type": "LineString", "coordinates": [[50.88, 34.64], [50.89, 34.65]]}
VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>CSV:/etc/passwd'
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)


@pytest.fixture
def listener():
    """A loopback server; the list of connections it got."""
    hits = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.1)
        done = threading.Event()

        def serve():
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                hits.append(connection.recv(200))
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/crs", hits
        done.set()
        thread.join()


def collection(crs=None, geometry=LINE):
    features = [{"type": "Feature", "properties": {"name": "لادن"}, "geometry": geometry}]
    body = {"type": "FeatureCollection", "features": features}
    return json.dumps(body | ({} if crs is None else {"crs": crs}))


def link(href):
    return {"type": "link", "properties": {"href": href, "type": "proj4"}}


@pytest.mark.parametrize(
    "make",
    [
        lambda href: collection(link(href)),
        lambda href: collection(link(href) | {"type": "URL"}),
        lambda href: collection(geometry=LINE | {"crs": link(href)}),
        lambda href: collection(link(href)).replace('"crs"', '"\\u0063rs"'),
        lambda href: collection(link(href)).replace('"crs":', '"crs"/**/:'),
        lambda href: collection(link(href)).replace('"', "'"),
        lambda href: VRT.replace("CSV:/etc/passwd", f"/vsicurl/{href}.csv"),
        lambda href: f"<OGRWFSDataSource><URL>{href}</URL></OGRWFSDataSource>",
        lambda href: VRT,
    ],
)
def test_a_geojson_that_reaches_elsewhere_is_refused_without_a_request(
    tmp_path, listener, issues, monkeypatch, make
):
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")
    href, hits = listener
    path = tmp_path / "s.geojson"
    path.write_text(make(href), encoding="utf-8")
    with pytest.raises(InputRefusedError, match=r"s\.geojson: .*expected|not GeoJSON"):
        read_streets(path, issues)
    assert not hits
    assert os.environ["NO_PROXY"] == "*"


def test_gdal_itself_sends_no_request(tmp_path, listener):
    href, hits = listener
    path = tmp_path / "s.geojson"
    path.write_text(collection(link(href)), encoding="utf-8")
    code = (
        "import os, sys; os.environ.update(NO_PROXY='*', no_proxy='*'); import pyogrio\n"
        "from geodata.readers.gdal import hardened_pyogrio, quiet_and_offline\n"
        "with quiet_and_offline():\n"
        "    print(sorted(hardened_pyogrio().list_drivers()))\n"
        f"    for name in ({str(path)!r}, '/vsicurl/{href}.geojson'):\n"
        "        try: pyogrio.read_dataframe(name)\n"
        "        except Exception as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(str(sorted(DRIVERS)))
    assert not hits


def test_only_five_drivers_are_left():
    assert set(hardened_pyogrio().list_drivers()) == DRIVERS


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"]
)
def test_a_crs_given_by_name_is_accepted(tmp_path, issues, name):
    path = tmp_path / "s.geojson"
    path.write_text(collection({"type": "name", "properties": {"name": name}}), encoding="utf-8")
    assert len(read_streets(path, issues)) == 1


@pytest.mark.parametrize("name", ["EPSG:999999", "http://127.0.0.1/crs", "قم"])
def test_a_crs_nobody_knows_is_refused(tmp_path, issues, name):
    path = tmp_path / "s.geojson"
    path.write_text(collection({"type": "name", "properties": {"name": name}}), encoding="utf-8")
    with pytest.raises(CrsError, match="is not known; expected a name such as EPSG:4326"):
        read_streets(path, issues)


def test_a_deeply_nested_geojson_is_refused(tmp_path, issues):
    path = tmp_path / "s.geojson"
    path.write_text('{"type":' * 20000, encoding="utf-8")
    with pytest.raises(FormatRefusedError, match="broken or incomplete"):
        read_streets(path, issues)


@pytest.mark.parametrize("member", ["../s.shp", "/etc/s.shp", "C:\\s.shp", "a/../../s.shp"])
def test_a_zip_member_outside_the_archive_is_refused(tmp_path, issues, member):
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, b"x")
    with pytest.raises(FormatRefusedError, match=r"s\.zip: archive member .* is not safe"):
        read_streets(path, issues)


def test_a_symbolic_link_in_a_zip_is_refused(tmp_path, issues):
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("s.shp")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(FormatRefusedError, match="is not safe"):
        read_streets(path, issues)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (b"PK\x01\x02", (42, b"\xff\xff\xff\x7f")),  # where the member begins
        (b"PK\x01\x02", (46, b"\xce")),  # a name that is no text
        (b"PK\x01\x02", (8, b"\x01\x08")),  # a name in UTF-8, and a password
        (b"PK\x03\x04", (40, b"\xff\xff\xff")),  # what is packed
    ],
)
def test_a_damaged_zip_is_refused_in_words(tmp_path, issues, at, written):
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("é.shp"), b"shape" * 100, zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    start = data.index(at) + written[0]
    data[start : start + len(written[1])] = written[1]
    path.write_bytes(data)
    with pytest.raises(FormatRefusedError, match=r"s\.zip: "):
        read_streets(path, issues)


@pytest.mark.parametrize("count", [0, 2])
def test_a_zip_needs_exactly_one_shapefile(tmp_path, issues, count):
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", b"x")
        for number in range(count):
            archive.writestr(f"{number}.shp", b"x")
    with pytest.raises(FormatRefusedError, match=f"expected one Shapefile .* found {count}"):
        read_streets(path, issues)


@pytest.mark.parametrize(
    ("name", "read"), [("s.zip", read_streets), ("r.xlsx", read_registry), ("r.ods", read_registry)]
)
def test_a_compression_bomb_is_refused_before_it_unpacks(tmp_path, issues, name, read):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("s.shp", bytes(30_000_000))
    with pytest.raises(FormatRefusedError, match="compression bomb"):
        read(path, issues)


def test_a_gzip_bomb_is_refused_while_it_unpacks(tmp_path, issues):
    path = tmp_path / "s.geojson.gz"
    path.write_bytes(gzip.compress(bytes(30_000_000)))
    with pytest.raises(FormatRefusedError, match="compression bomb"):
        read_streets(path, issues)


def test_a_shapefile_that_claims_more_records_than_it_has_is_refused(tmp_path, streets, issues):
    streets.to_file(tmp_path / "s.shp")
    table = tmp_path / "s.dbf"
    data = bytearray(table.read_bytes())
    data[4:8] = b"\xff\xff\xff\x7f"
    table.write_bytes(data)
    with pytest.raises(FormatRefusedError, match=r"s\.shp: the file is incomplete: \d+ of"):
        read_streets(tmp_path / "s.shp", issues)


def memory_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD2", "GR900000"])
def test_a_stray_cell_far_away_is_named_and_costs_no_memory(tmp_path, issues, cell):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "نام شهید"
    workbook.active[cell] = "x"
    workbook.save(tmp_path / "r.xlsx")
    before = memory_mb()
    with pytest.raises(InputRefusedError, match=f"cell {cell}"):
        read_registry(tmp_path / "r.xlsx", issues)
    assert memory_mb() - before < 200


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
            ' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
            "cell A1048576",
        ),
        (
            '<table:table-row table:number-rows-repeated="900000"><table:table-cell'
            ' table:number-columns-repeated="190" office:value-type="string"><text:p>x</text:p>'
            "</table:table-cell></table:table-row>",
            "row 1: one row stands for 900000 equal rows",
        ),
        (
            '<table:table-row><table:table-cell table:number-columns-repeated="16384"'
            ' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
            "cell XFD1",
        ),
    ],
)
def test_repeats_in_an_ods_are_not_taken_at_their_word(write_ods, issues, body, expected):
    with pytest.raises(InputRefusedError, match=expected):
        read_registry(write_ods(body), issues)


def test_trailing_blank_rows_of_an_ods_cost_nothing(write_ods, issues):
    rows = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p>'
        "</table:table-cell></table:table-row>"
    )
    blank = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )
    path = write_ods(rows.format("نام شهید") + rows.format("علی کریمی") + blank)
    assert list(read_registry(path, issues)["full_name"]) == ["علی کریمی"]


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE VIEW more AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n)"
         " SELECT fid, geom FROM n, streets"],
        ["CREATE TABLE more (fid INTEGER PRIMARY KEY, geom BLOB,"
         " name TEXT AS (hex(zeroblob(900000000))))"],
        ["CREATE VIRTUAL TABLE more USING rtree (fid, a, b)"],
        ["ALTER TABLE gpkg_contents RENAME TO aside",
         "CREATE VIEW gpkg_contents AS SELECT a.* FROM aside a, (WITH RECURSIVE n(i) AS"
         " (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)"],
    ],
)  # fmt: skip
def test_a_geopackage_that_computes_its_layers_is_refused(tmp_path, streets, issues, statements):
    path = tmp_path / "s.gpkg"
    streets.to_file(path, layer="streets")
    with closing(sqlite3.connect(path)) as database, database:
        if "more" in statements[0]:
            database.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
                " VALUES ('more', 'features', 'more', 4326)"
            )
        for statement in statements:
            database.execute(statement)
    with pytest.raises(
        FormatRefusedError, match=r"s\.gpkg: (more|gpkg_contents) is no plain table"
    ):
        read_streets(path, issues)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


def test_xml_entities_in_a_spreadsheet_are_refused(tmp_path, write_xlsx, write_ods, issues):
    good = write_xlsx([["نام شهید"], ["علی"]])
    bad = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                data = ENTITIES.encode() + data
            target.writestr(entry, data)
    with pytest.raises(FormatRefusedError, match=r"bad\.xlsx: the file declares a DOCTYPE"):
        read_registry(bad, issues)


@pytest.mark.parametrize("name", ["r.xlsx", "r.ods"])
def test_a_zip_that_is_no_spreadsheet_is_refused(tmp_path, issues, name):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("hello.txt", "سلام")
    with pytest.raises(FormatRefusedError, match="the content is not"):
        read_registry(tmp_path / name, issues)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_read_or_refused_with_its_name(
    tmp_path, streets, write_xlsx, write_ods, seed
):
    """Bytes are overwritten at places that depend on the seed only."""
    rows = [["نام شهید", "منطقه"], *([f"علی {n}", "۴"] for n in range(50))]
    kinds = [
        (lambda: write_xlsx(rows), read_registry),
        (lambda: write_ods(rows), read_registry),
        *(
            (lambda name=name: saved(streets, tmp_path / name), read_streets)
            for name in ("s.gpkg", "s.fgb", "s.shp", "s.geojson")
        ),
    ]
    make, read = kinds[seed % len(kinds)]
    path = make()
    data = bytearray(path.read_bytes())
    for step in range(1, 12):
        data[(seed * 7919 * step + step * step * 31) % len(data)] = (seed * 37 + step * 101) % 256
    path.write_bytes(data)
    try:
        assert len(read(path, IssueLog()).columns)
    except GeodataError as error:
        assert path.name in error.message_en


def saved(frame, path):
    frame.to_file(path)
    return path
