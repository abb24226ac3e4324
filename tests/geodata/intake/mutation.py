"""Good files of every format an import takes, damaged by chance in the ways files are damaged."""

from __future__ import annotations

import csv
import io
import random
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import openpyxl
import osmium

from geodata.input_roles import InputRole
from geodata.intake.order import End, Ending
from geodata.intake.ordering import Sent, Wish, give_order
from geodata.intake.preview import read_preview
from geodata.intake.spool import Job, Spool
from geodata.journal import open_journal
from geodata.store.directory import CATALOGUE, DatasetDirectory
from tests.conftest import TINY
from tests.geodata.intake.forking import work_all

TYPED = (End.READY, End.REFUSED)
BATCH = 25
ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="s">'
)
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
ODS_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
TELLING = (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f", b"\x80", b"\xc0\xff")
WORDS = (b"null", b"-1", b"1e999", b"[[", b"}", b'"', b"\xd9", b"\x00", b"DEMO-1", b"<!DOCTYPE x>")


def streets() -> gpd.GeoDataFrame:
    return gpd.read_file(TINY / "streets.geojson")


def rows() -> list[list[str]]:
    with (TINY / "registry.csv").open(encoding="utf-8") as file:
        return list(csv.reader(file))


def as_shapefile(path: Path) -> None:
    folder = path.parent / "parts"
    folder.mkdir()
    streets().to_file(folder / "s.shp", encoding="utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, part.name)
    shutil.rmtree(folder)


def as_openstreetmap(path: Path) -> None:
    with closing(osmium.SimpleWriter(str(path))) as writer:
        for number in range(40):
            place = (50.88 + number / 1e3, 34.64)
            writer.add_node(osmium.osm.mutable.Node(id=number + 1, location=place))
        for number in range(39):
            tags = {"highway": "residential", "name": f"هنرستان {number}"}
            nodes = [number + 1, number + 2]
            writer.add_way(osmium.osm.mutable.Way(id=100 + number, nodes=nodes, tags=tags))


def as_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in rows():
        book.active.append(row)
    book.save(path)


def as_spreadsheet(path: Path) -> None:
    told = "".join(
        f"<table:table-row>{''.join(ODS_CELL.format(plain(cell)) for cell in row)}"
        "</table:table-row>"
        for row in rows()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", ODS_HEAD + told + ODS_TAIL)


def plain(cell: str) -> str:
    return cell.replace("&", "").replace("<", "").replace(">", "")


FORMATS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "gpkg": ("streets.gpkg", lambda path: streets().to_file(path, layer="streets")),
    "geojson": ("streets.geojson", lambda path: shutil.copy(TINY / "streets.geojson", path)),
    "shapefile": ("streets.zip", as_shapefile),
    "flatgeobuf": ("streets.fgb", lambda path: streets().to_file(path, driver="FlatGeobuf")),
    "pbf": ("streets.osm.pbf", as_openstreetmap),
    "districts": ("districts.geojson", lambda path: shutil.copy(TINY / "districts.geojson", path)),
    "xlsx": ("registry.xlsx", as_workbook),
    "ods": ("registry.ods", as_spreadsheet),
    "csv": ("registry.csv", lambda path: shutil.copy(TINY / "registry.csv", path)),
    "plaques": ("plaques.csv", lambda path: shutil.copy(TINY / "plaques.csv", path)),
}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A file with a few things wrong; of an archive every other time inside a member."""
    if zipfile.is_zipfile(io.BytesIO(content)) and chance.random() < 0.5:
        return inside(content, chance)
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        damage(data, chance)
    return bytes(data) or b"x"


def inside(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    victim = chance.choice(sorted(members))
    data = bytearray(members[victim])
    for _ in range(chance.choice((1, 2, 5, 20))):
        damage(data, chance)
    members[victim] = bytes(data)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return out.getvalue()


def damage(data: bytearray, chance: random.Random) -> None:
    if not data:
        return
    at = chance.randrange(len(data))
    length = chance.choice((1, 2, 4, 16, 200))
    match chance.randrange(7):
        case 0:
            data[at] ^= 1 << chance.randrange(8)
        case 1:
            data[at : at + length] = chance.randbytes(length)
        case 2:
            data[at : at + 4] = chance.choice(TELLING)
        case 3:
            del data[at : at + length]
        case 4:
            data[at:at] = data[at : at + length]
        case 5:
            data[at:at] = chance.choice(WORDS)
        case 6 if chance.random() < 0.3:
            del data[at:]


@dataclass
class Tally:
    """How the analyses of one format ended, and those that ended in a way they must not."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    cpu_s: float = 0.0
    peak_mb: float = 0.0

    def note(self, name: str, job: Job) -> None:
        ending: Ending | None = job.ending
        assert ending is not None
        self.ends[ending.end] += 1
        self.cpu_s, self.peak_mb = max(self.cpu_s, ending.cpu_s), max(self.peak_mb, ending.peak_mb)
        is_told = ending.end is not End.READY or read_preview(job) is not None
        if ending.end not in TYPED or not is_told:
            log = (job.path / "worker.log").read_text(errors="replace")
            self.faults.append(f"{name}: {ending.end}\n{log[-2000:]}")


def fuzz(
    city: Path, place: Path, kind: str, count: int, seed: int, kept: Path | None = None
) -> Tally:
    """Analyse so many damaged files of a kind; those that end badly are copied to `kept`."""
    file, make = FORMATS[kind]
    good = place / file
    make(good)
    content, chance, tally = good.read_bytes(), random.Random(f"{kind} {seed}"), Tally()
    version = DatasetDirectory(city).current()
    assert version is not None
    spool = Spool(place / "imports")
    spool.make()
    with closing(open_journal(str(place / "journal.sqlite"))) as journal:
        for numbers in batches(count):
            jobs = {}
            for number in numbers:
                good.write_bytes(mutated(content, chance))
                sent = {InputRole(file.partition(".")[0]): Sent(good, file)}
                wish = Wish(sent, keep_going=bool(number % 2), before=version / CATALOGUE)
                now = datetime(2026, 1, 1)
                jobs[number] = give_order(spool, city, version, wish, journal, by="x", now=now)
                # The order has linked the file; the next one must not change it.
                good.unlink()
            work_all(job.path for job in jobs.values())
            for number, job in jobs.items():
                before = len(tally.faults)
                tally.note(f"{kind} {number}", job)
                if kept is not None and len(tally.faults) > before:
                    kept.mkdir(parents=True, exist_ok=True)
                    shutil.copy(job.inputs / file, kept / f"{number}-{file}")
                shutil.rmtree(job.path)
    return tally


def batches(count: int) -> Iterator[range]:
    for start in range(0, count, BATCH):
        yield range(start, min(start + BATCH, count))
