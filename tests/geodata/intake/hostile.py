"""Files made to harm, written anew for each test: every trick that such software has fallen for."""

from __future__ import annotations

import gzip
import json
import math
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import openpyxl

from tests.conftest import TINY

SHEET = "xl/worksheets/sheet1.xml"
LINE = {"type": "LineString", "coordinates": [[50.88, 34.64], [50.89, 34.65]]}


@dataclass(frozen=True)
class Lure:
    """What hostile files try to reach: an address that listens, and a file with a secret."""

    href: str
    secret: Path


Make = Callable[[Path, Lure], object]


def text(content: Callable[[Lure], str]) -> Make:
    return lambda path, lure: path.write_text(content(lure), encoding="utf-8")


def layer(
    crs: object = None, geometry: object = LINE, *, properties: object = None
) -> str:  # a GeoJSON with one line
    feature = {
        "type": "Feature", "properties": properties or {"name": "لادن"}, "geometry": geometry,
    }  # fmt: skip
    body: dict[str, object] = {"type": "FeatureCollection", "features": [feature]}
    return json.dumps(body | ({} if crs is None else {"crs": crs}))


def star(corners: int) -> str:
    """A district whose border crosses itself two million times."""
    turns = [2 * math.pi * n * (corners // 2) / corners for n in range(corners + 1)]
    ring = [[50.88 + math.cos(turn) / 100, 34.64 + math.sin(turn) / 100] for turn in turns]
    return layer(
        geometry={"type": "Polygon", "coordinates": [ring]}, properties={"name": "منطقه ۱"}
    )


def link(lure: Lure) -> dict[str, object]:
    return {"type": "link", "properties": {"href": lure.href, "type": "proj4"}}


def named(lure: Lure) -> dict[str, object]:
    return {"type": "name", "properties": {"name": f"file://{lure.secret}"}}


WFS = "<OGRWFSDataSource><URL>{}</URL></OGRWFSDataSource>"
PASSWD_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def virtual(source: str, sql: str = "") -> str:
    asked = f"<SrcSQL>{sql}</SrcSQL>" if sql else ""
    return (
        '<OGRVRTDataSource><OGRVRTLayer name="l"><SrcDataSource>'
        f"{source}</SrcDataSource>{asked}</OGRVRTLayer></OGRVRTDataSource>"
    )


def entity(lure: Lure, root: str) -> str:
    """A document of some XML format whose entity is the secret."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{lure.secret}">'
        f'<!ENTITY f SYSTEM "{lure.href}">]><{root}><name>&e;&f;</name></{root}>'
    )


LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip


def zipped(members: dict[str, bytes], *, link_to: str | None = None) -> Make:
    def make(path: Path, _lure: Lure) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                entry = zipfile.ZipInfo(name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (0o120777 if link_to else 0o644) << 16
                archive.writestr(entry, link_to.encode() if link_to else content)

    return make


def shapefile(path: Path) -> Path:
    gpd.read_file(TINY / "streets.geojson").to_file(path.with_suffix(".shp"), encoding="utf-8")
    return path.with_suffix(".shp")


def boastful_shapefile(path: Path, _lure: Lure) -> None:
    """A table that claims two thousand million records."""
    folder = path.parent / "parts"
    folder.mkdir()
    shape = shapefile(folder / "s")
    table = bytearray(shape.with_suffix(".dbf").read_bytes())
    table[4:8] = b"\xff\xff\xff\x7f"
    shape.with_suffix(".dbf").write_bytes(table)
    with zipfile.ZipFile(path, "w") as archive:
        for part in folder.iterdir():
            archive.write(part, part.name)


def overlapping_zip(path: Path, _lure: Lure) -> None:
    """Many entries of the directory that are one and the same member."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("s.shp", bytes(9_000_000))
        info = archive.infolist()[0]
        for number in range(2000):
            copy = zipfile.ZipInfo(f"s{number}.shp")
            for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(copy, name, getattr(info, name))
            archive.filelist.append(copy)
            archive.NameToInfo[copy.filename] = copy
        archive._didModify = True


def geopackage(*statements: str) -> Make:
    def make(path: Path, _lure: Lure) -> None:
        gpd.read_file(TINY / "streets.geojson").to_file(path, layer="streets", driver="GPKG")
        with closing(sqlite3.connect(path)) as database, database:
            for statement in statements:
                database.execute(statement)

    return make


SHOWN = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
    " VALUES ('more', 'features', 'more', 4326)"
)
ENDLESS = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)"


def workbook(change: Callable[[dict[str, bytes]], None]) -> Make:
    """A good workbook whose members were tampered with."""

    def make(path: Path, _lure: Lure) -> None:
        book = openpyxl.Workbook()
        book.active.append(["نام شهید"])
        book.active.append(["علی کریمی"])
        book.save(path)
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    return make


def far_cell(cell: str) -> Make:
    def make(path: Path, _lure: Lure) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = "نام شهید"
        book.active[cell] = "x"
        book.save(path)

    return make


def before_sheet(prefix: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members[SHEET] = prefix.encode() + members[SHEET].partition(b"?>")[2]

    return change


def rows_of_sheet(count: int, *, cell: str = "<c r='A{n}'/>") -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        head, _, tail = members[SHEET].partition(b"<sheetData>")
        rows = "".join(f"<row r='{n}'>{cell.format(n=n)}</row>" for n in range(1, count))
        members[SHEET] = head + b"<sheetData>" + rows.encode() + tail.partition(b"</sheetData>")[2]

    return change


ODS = (
    '<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet><table:table>{body}</table:table>"
    "</office:spreadsheet></office:body></office:document-content>"
)
ODS_ROW = (
    '<table:table-row{}><table:table-cell{} office:value-type="string"><text:p>x</text:p>'
    "</table:table-cell></table:table-row>"
)


def spreadsheet(body: str, doctype: str = "") -> Make:
    content = ODS.format(doctype=doctype, body=body).encode()
    return zipped({"content.xml": content})


def gzip_bomb(path: Path, _lure: Lure) -> None:
    path.write_bytes(gzip.compress(bytes(300_000_000)))


def huge_picture(path: Path, _lure: Lure) -> None:
    """400 million pixels in 50 kilobytes."""
    path.write_bytes(picture(20_000, 20_000))


def picture(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packer = zlib.compressobj(9)
    row = bytes((width + 7) // 8 + 1)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def bloated_pbf(path: Path, _lure: Lure) -> None:
    """A block that claims to unpack to two gigabytes, and does to two hundred megabytes."""
    packed = zlib.compress(bytes(200_000_000), 9)
    blob = b"\x10" + varint(2_000_000_000) + b"\x1a" + varint(len(packed)) + packed
    header = b"\x0a\x09OSMHeader" + b"\x18" + varint(len(blob))
    path.write_bytes(struct.pack(">I", len(header)) + header + blob)


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def wide_csv(path: Path, _lure: Lure) -> None:
    path.write_text("نام شهید" + ",x" * 5_000_000 + "\n", encoding="utf-8")


def long_line(path: Path, _lure: Lure) -> None:
    path.write_text("نام شهید\n" + "ش" * 20_000_000, encoding="utf-8")


def many_rows(path: Path, _lure: Lure) -> None:
    path.write_text("نام شهید\n" + "علی\n" * 1_100_000, encoding="utf-8")


def cut_flatgeobuf(path: Path, _lure: Lure) -> None:
    """A header that claims features that are not there."""
    gpd.read_file(TINY / "streets.geojson").to_file(path, driver="FlatGeobuf")
    path.write_bytes(path.read_bytes()[:900])


FILES: dict[str, tuple[str, Make]] = {
    # a virtual dataset under another name
    "vrt-passwd": ("streets.geojson", text(lambda _: virtual("CSV:/etc/passwd"))),
    "vrt-local-file": ("streets.geojson", text(lambda lure: virtual(f"CSV:{lure.secret}"))),
    "vrt-with-sql": (
        "streets.geojson",
        text(lambda lure: virtual(str(lure.secret), "SELECT * FROM secret")),
    ),
    "vrt-other-host": ("streets.geojson", text(lambda lure: virtual(f"/vsicurl/{lure.href}.csv"))),
    "vrt-as-geopackage": ("streets.gpkg", text(lambda lure: virtual(f"CSV:{lure.secret}"))),
    "wfs": ("streets.geojson", text(lambda lure: WFS.format(lure.href))),
    # a coordinate system elsewhere
    "crs-link": ("streets.geojson", text(lambda lure: layer(link(lure)))),
    "crs-link-of-geometry": (
        "streets.geojson",
        text(lambda lure: layer(None, LINE | {"crs": link(lure)})),
    ),
    "crs-url": ("streets.geojson", text(lambda lure: layer(link(lure) | {"type": "URL"}))),
    "crs-escaped": (
        "streets.geojson",
        text(lambda lure: layer(link(lure)).replace('"crs"', '"\\u0063rs"')),
    ),
    "crs-with-comment": (
        "streets.geojson",
        text(lambda lure: layer(link(lure)).replace('"crs":', '"crs"/**/:')),
    ),
    "crs-name-of-a-file": ("streets.geojson", text(lambda lure: layer(named(lure)))),
    # XML
    "xxe-gpx": ("streets.geojson", text(lambda lure: entity(lure, "gpx"))),
    "xxe-kml": ("streets.json", text(lambda lure: entity(lure, "kml"))),
    "xxe-gml": ("districts.geojson", text(lambda lure: entity(lure, "gml"))),
    "xxe-osm": ("streets.osm.pbf", text(lambda lure: entity(lure, "osm"))),
    "xxe-xlsx": ("registry.xlsx", workbook(before_sheet(PASSWD_ENTITY))),
    "laughs-xlsx": ("registry.xlsx", workbook(before_sheet(LAUGHS))),
    "xxe-ods": ("registry.ods", spreadsheet("&e;", PASSWD_ENTITY)),
    "laughs-ods": ("registry.ods", spreadsheet("&a9;", LAUGHS)),
    # archives
    "zip-slip": ("streets.zip", zipped({"../../streets.shp": b"x"})),
    "zip-absolute": ("streets.zip", zipped({"/etc/streets.shp": b"x"})),
    "zip-windows": ("streets.zip", zipped({"C:\\streets.shp": b"x"})),
    "zip-link": ("streets.zip", zipped({"s.shp": b""}, link_to="/etc/passwd")),
    "zip-bomb": ("streets.zip", zipped({"s.shp": bytes(100_000_000)})),
    "zip-overlapping": ("streets.zip", overlapping_zip),
    "zip-many": ("streets.zip", zipped({f"{n}.shp": b"x" for n in range(3000)})),
    "gzip-bomb": ("streets.geojson.gz", gzip_bomb),
    "xlsx-bomb": ("registry.xlsx", zipped({"[Content_Types].xml": b"", SHEET: bytes(10**8)})),
    "ods-bomb": ("registry.ods", zipped({"content.xml": bytes(100_000_000)})),
    # vector files that lie
    "shapefile-boasts": ("streets.zip", boastful_shapefile),
    "gpkg-endless-view": (
        "streets.gpkg",
        geopackage(SHOWN, f"CREATE VIEW more AS SELECT s.geom FROM streets s, {ENDLESS}"),
    ),
    "gpkg-endless-contents": (
        "streets.gpkg",
        geopackage(
            "ALTER TABLE gpkg_contents RENAME TO aside",
            f"CREATE VIEW gpkg_contents AS SELECT a.* FROM aside a, {ENDLESS}",
        ),
    ),
    "gpkg-generated-column": (
        "streets.gpkg",
        geopackage(
            SHOWN,
            "CREATE TABLE more (fid INTEGER PRIMARY KEY, geom BLOB,"
            " name TEXT AS (hex(zeroblob(900000000))))",
        ),
    ),
    "pbf-bloated": ("streets.osm.pbf", bloated_pbf),
    "flatgeobuf-cut": ("streets.fgb", cut_flatgeobuf),
    "border-crosses-itself": ("districts.geojson", text(lambda _: star(2001))),
    "json-deep": ("streets.geojson", text(lambda _: '{"type":' * 20_000)),
    "json-deep-coordinates": (
        "streets.geojson",
        text(lambda _: layer().replace("[[50.88", "[" * 50_000 + "[[50.88")),
    ),
    "json-not-a-number": ("streets.geojson", text(lambda _: layer().replace("50.88,", "NaN,"))),
    "json-infinite": ("streets.geojson", text(lambda _: layer().replace("50.88,", "1e400,"))),
    # tables that reach far, or never end
    "far-cell": ("registry.xlsx", far_cell("XFD1048576")),
    "far-row": ("registry.xlsx", far_cell("A1048576")),
    "far-column": ("registry.xlsx", far_cell("XFD2")),
    "rows-without-end": ("registry.xlsx", workbook(rows_of_sheet(1_100_000))),
    "sheet-without-numbers": (
        "registry.xlsx",
        workbook(rows_of_sheet(200, cell="<c r='ZZZZZZZ{n}'/>")),
    ),
    "ods-repeated-rows": (
        "registry.ods",
        spreadsheet(ODS_ROW.format(' table:number-rows-repeated="1048576"', "")),
    ),
    "ods-repeated-columns": (
        "registry.ods",
        spreadsheet(ODS_ROW.format("", ' table:number-columns-repeated="16384"')),
    ),
    "ods-deep": ("registry.ods", spreadsheet("<table:table>" * 100_000)),
    "csv-zeros": ("registry.csv", lambda path, _: path.write_bytes(bytes(1_000_000))),
    "csv-open-quote": (
        "registry.csv",
        text(lambda _: 'نام شهید\n"علی\n' + "حسن\n" * 200_000),
    ),
    "csv-wide": ("registry.csv", wide_csv),
    "csv-long-line": ("registry.csv", long_line),
    "csv-many-rows": ("registry.csv", many_rows),
    "plaques-binary": ("plaques.csv", lambda path, _: path.write_bytes(bytes(range(256)) * 4000)),
    # pictures where there should be none
    "picture-as-register": ("registry.xlsx", huge_picture),
    "picture-as-streets": ("streets.gpkg", huge_picture),
    "empty": ("streets.geojson", lambda path, _: path.write_bytes(b"")),
}
"""Name → the file as it lies among the inputs, and how it is written."""
