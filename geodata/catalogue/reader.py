"""Answers every question the site asks, from one published version.

Reads SQLite and WKB; imports neither pandas nor GeoPandas, so a serving process stays small.
Connections are per thread, read-only and immutable.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from geodata.catalogue.alley_filter import wanted_alleys
from geodata.catalogue.alley_records import (
    ALLEY_COLUMNS,
    lines_from,
    namings_where,
    whole_alley,
)
from geodata.catalogue.beside import find_beside
from geodata.catalogue.changes import Changes
from geodata.catalogue.features import Features
from geodata.catalogue.fieldwork import Position, find_work
from geodata.catalogue.finding import Found, find
from geodata.catalogue.findings import Findings
from geodata.catalogue.hits import hit_of
from geodata.catalogue.info import dataset_info
from geodata.catalogue.listing import Listed, Listings
from geodata.catalogue.nearby import find_nearby
from geodata.catalogue.people import People
from geodata.catalogue.progress import Progress
from geodata.catalogue.records import (
    Alley,
    BBox,
    CoverageRow,
    FeaturePage,
    Hit,
    Martyr,
    Moved,
    Naming,
    SearchAnswer,
    Street,
)
from geodata.catalogue.remembrance import Remembrance
from geodata.catalogue.sights import Sights
from geodata.catalogue.signs import Signs
from geodata.catalogue.streets import MOST_STREETS, streets_in
from geodata.catalogue.worklists import WorkLists
from geodata.codes import decode_code
from geodata.errors import UnknownRecordError
from geodata.search.index import SearchIndex
from geodata.store.directory import CATALOGUE, SEARCH, TILES, read_manifest
from geodata.tiles.archive import TileArchive

_VANISHED_FA = "این کوچه دیگر روی نقشه نیست"
_MERGED_FA = "این کوچه با کوچهٔ دیگری یکی شده است"


class Catalogue:
    """One version of a dataset, open for reading."""

    def __init__(self, version: Path, *, live: Path | None = None) -> None:
        self.version = version
        self.database_path = live or version / CATALOGUE
        self._index = SearchIndex(version / SEARCH)
        self._tiles = TileArchive(version / TILES)
        self._local = threading.local()
        self.info = dataset_info(read_manifest(version))
        self.listings = Listings(self._database)
        self.features = Features(version, self._database)
        self.people = People(self._database)
        self.findings = Findings(self._database)
        self.progress = Progress(self._database)
        self.work = WorkLists(self._database)
        self.remembrance = Remembrance(self._database)
        self.signs = Signs(self._database, version / CATALOGUE)
        self.sights = Sights(self._database, self.info.unknown_columns)
        self.changes = Changes(self._database, is_live=live is not None)

    def as_it_stands(self, live: Path) -> Catalogue:
        """Return the same version by a snapshot of what was decided since."""
        return Catalogue(self.version, live=live)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        district: str | None = None,
        near: tuple[float, float] | None = None,
    ) -> SearchAnswer:
        """Return the hits for a query as typed; of a long one only the beginning is looked at.

        Parameters
        ----------
        near : (float, float), optional
            Lon and lat [degrees EPSG:4326]: of equal hits the nearest comes first.
        """
        finding = find(
            self._database(), self._index, query, limit=limit, district=district, near=near
        )
        return SearchAnswer(
            query=finding.text,
            total=finding.total,
            hits=tuple(self._hits(finding.found)),
            suggestions=finding.suggestions,
            truncated=finding.truncated,
        )

    def alley(self, alley_id: int) -> Alley | Moved:
        """Return an alley, or what became of it.

        Raises
        ------
        geodata.errors.UnknownRecordError
            When this dataset never had it.
        """
        row = self._one(
            f"SELECT {ALLEY_COLUMNS} FROM alley WHERE alley_id = ?",  # noqa: S608 - our own names # nosec B608
            alley_id,
        )
        if row is not None:
            return whole_alley(self._database(), row)
        gone = self._one("SELECT successor_id FROM retired WHERE alley_id = ?", alley_id)
        if gone is None:
            raise UnknownRecordError(
                f"alley {alley_id} is not known", "کوچه‌ای با این شناسه شناخته نیست"
            )
        successor = self._living(gone[0])
        return Moved(alley_id, successor, _MERGED_FA if successor else _VANISHED_FA)

    def alley_by_code(self, code: str) -> Alley | Moved:
        """Return the alley of a short code; errors as `alley` and `decode_code`."""
        return self.alley(decode_code(code))

    def naming(self, naming_id: str) -> Naming:
        """Return a naming, whatever the join says of it.

        Raises
        ------
        geodata.errors.UnknownRecordError
            When the register of this dataset does not have it.
        """
        found = namings_where(self._database(), "naming_id = ?", naming_id)
        if not found:
            raise UnknownRecordError(
                f"naming {naming_id!r} is not known", "نام‌گذاری‌ای با این شناسه در دفتر نیست"
            )
        return found[0]

    def register_extras(self, naming_id: str) -> tuple[tuple[str, str], ...]:
        """Return what the register says of a naming in columns we do not know."""
        row = self._one("SELECT extras FROM naming WHERE naming_id = ?", naming_id)
        return tuple((str(k), str(v)) for k, v in json.loads(row[0]).items()) if row else ()

    def martyr(self, martyr_id: int) -> Martyr:
        """Return an honoree with all their namings.

        Raises
        ------
        geodata.errors.UnknownRecordError
            When nobody has this id.
        """
        namings = namings_where(self._database(), "martyr_id = ?", martyr_id)
        if not namings:
            raise UnknownRecordError(
                f"martyr {martyr_id} is not known", "شهیدی با این شناسه در دفتر نیست"
            )
        first = namings[0]
        return Martyr(martyr_id, first.honoree_fa, first.title_fa, first.father_fa, namings)

    def nearby(
        self, lon: float, lat: float, *, limit: int = 10, radius_m: float = 1000.0
    ) -> tuple[Hit, ...]:
        """Return named alleys around a position, nearest first, `distance_m` in metres."""
        near = find_nearby(self._database(), lon, lat, limit=limit, radius_m=radius_m)
        hits: list[Hit] = []
        for alley_id, distance_m in near:
            entry = self._one(
                "SELECT naming_id FROM entry WHERE alley_id = ? ORDER BY entry_id LIMIT 1", alley_id
            )
            found = Found(alley_id, entry[0] if entry else None)
            hits += self._hits([found], distance_m=distance_m)
        return tuple(hits)

    def neighbours(self, alley_id: int, *, limit: int) -> tuple[Hit, ...]:
        """Return alleys off the same street that carry a martyr's name, nearest numbers first."""
        rows = self._all(
            """SELECT other.alley_id, min(entry.naming_id) FROM alley AS this
               JOIN alley AS other ON other.parent_id = this.parent_id
               JOIN entry ON entry.alley_id = other.alley_id
               WHERE this.alley_id = ? AND other.alley_id <> this.alley_id
                 AND other.state IS NOT NULL
               GROUP BY other.alley_id
               ORDER BY abs(coalesce(other.number, 0) - coalesce(this.number, 0)), other.alley_id
               LIMIT ?""",
            alley_id,
            limit,
        )
        return tuple(self._hits(Found(other, naming_id) for other, naming_id in rows))

    def beside(self, alley_ids: Sequence[int], *, limit: int) -> list[tuple[int, float]]:
        """Return (alley id, distance [m]) of others beside some alleys, see `find_beside`."""
        return find_beside(self._database(), alley_ids, limit=limit) if alley_ids else []

    def alleys_in(
        self,
        bbox: BBox | None,
        *,
        district: str | None = None,
        status: str | None = None,
        since: str | None = None,
        after: int | None = None,
        limit: int = 1000,
    ) -> FeaturePage:
        """Return alleys whose box meets `bbox` (degrees), at most `limit`, by id.

        Parameters
        ----------
        status : str, optional
            A map state: named, installed or damaged.
        since : str, optional
            Only what changed later than this (ISO 8601, UTC), and what is gone since then.
        after : int, optional
            Only ids above this one: the next page of a long answer.
        """
        where, values = wanted_alleys(
            bbox, district=district, status=status, since=since, after=after
        )
        rows = self._all(
            f"SELECT {ALLEY_COLUMNS} FROM alley WHERE {where}"  # noqa: S608 # nosec B608
            " ORDER BY alley_id LIMIT ?",
            *values,
            limit + 1,
        )
        alleys = tuple(whole_alley(self._database(), row) for row in rows[:limit])
        gone = self.changes.gone(since) if since is not None and after is None else ()
        return FeaturePage(alleys, truncated=len(rows) > limit, gone=gone)

    def listed(self, rows: Iterable[Listed]) -> tuple[Hit, ...]:
        """Return rows of a listing as lines of a list."""
        return tuple(self._hits(Found(row.alley_id, row.naming_id) for row in rows))

    def lines_of(self, alley_id: int) -> list[list[tuple[float, float]]]:
        """Return the lines of an alley as (lon, lat) to about a metre; none for an unknown one."""
        row = self._one("SELECT geometry FROM alley WHERE alley_id = ?", alley_id)
        lines = lines_from(row[0]) if row else ()
        return [[(round(lon, 5), round(lat, 5)) for lon, lat in line] for line in lines]

    def streets_in(self, bbox: BBox, *, most: int = MOST_STREETS) -> tuple[Street, ...]:
        """Return at most so many streets whose box meets `bbox` (degrees), for drawing them."""
        return streets_in(self._database(), bbox, most=most)

    def coverage(self, by: str) -> tuple[CoverageRow, ...]:
        """Return coverage by 'city', 'district' or 'neighbourhood'; rows sum to the city."""
        return self.progress.coverage(by)

    def areas(self) -> tuple[tuple[str, str, str, str | None], ...]:
        """Return every area as (id, name, kind, district)."""
        query = """SELECT area_id, name_fa, kind, district FROM area
                   ORDER BY kind, length(area_id), area_id"""
        return tuple((a, n, k, d) for a, n, k, d in self._all(query))

    def work_near(self, lon: float, lat: float, *, limit: int) -> list[tuple[int, Position]]:
        """Return (alley id, mouth) of the nearest alleys whose plaques need work."""
        return find_work(self._database(), lon, lat, limit=limit)

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """Return a tile's gzip bytes, None when it is empty."""
        return self._tiles.get(z, x, y)

    def _hits(self, found: Iterable[Found], *, distance_m: float | None = None) -> Iterable[Hit]:
        for one in found:
            alley = naming = None
            if one.alley_id is not None:
                alley = self._one(
                    f"SELECT {ALLEY_COLUMNS} FROM alley WHERE alley_id = ?",  # noqa: S608 # nosec B608
                    one.alley_id,
                )
            if one.naming_id is not None:
                naming = self.naming(one.naming_id)
            yield hit_of(alley, naming, one, distance_m)

    def _living(self, alley_id: int | None) -> int | None:
        """Follow successors to an alley that is still there."""
        seen: set[int] = set()
        while alley_id is not None and alley_id not in seen:
            if self._one("SELECT 1 FROM alley WHERE alley_id = ?", alley_id):
                return alley_id
            seen.add(alley_id)
            row = self._one("SELECT successor_id FROM retired WHERE alley_id = ?", alley_id)
            alley_id = row[0] if row else None
        return None

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._database().execute(query, values).fetchone()
        return row

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._database().execute(query, values).fetchall()

    def _database(self) -> sqlite3.Connection:
        database: sqlite3.Connection | None = getattr(self._local, "database", None)
        if database is None:
            database = sqlite3.connect(f"file:{self.database_path}?mode=ro&immutable=1", uri=True)
            self._local.database = database
        return database
