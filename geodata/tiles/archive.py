"""One file that holds all tiles of a dataset: MBTiles 1.3, an SQLite database QGIS opens.

Tiles lie in it gzipped, ready to be sent. Callers number rows from the north (XYZ); the file
numbers them from the south (TMS), as its specification wants. Imports no geometry library,
because the site reads archives and does not make tiles.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from geodata.errors import DatasetError

APPLICATION_ID = 0x4D504258
"""`MPBX`, what MBTiles files carry in their SQLite header."""
GZIP_LEVEL = 9

_TABLES = """
    CREATE TABLE metadata (name TEXT, value TEXT);
    CREATE TABLE tiles
        (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
"""
_INDEX = "CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)"
_INSERT = "INSERT INTO tiles VALUES (?, ?, ?, ?)"
_ZOOMS = "SELECT coalesce(min(zoom_level), 0), coalesce(max(zoom_level), 0) FROM tiles"
_SELECT = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"

Tile = tuple[int, int, int, bytes]


def write_archive(path: Path, tiles: Iterable[Tile], metadata: Mapping[str, str]) -> None:
    """Write tiles (zoom, x, y, bytes not compressed) and what is said about them to a new file.

    The same tiles in the same order make the same bytes. A file already at `path` is replaced
    once the new one is whole and on the disk.

    Parameters
    ----------
    metadata : mapping
        At least `name`. `format`, and `minzoom` and `maxzoom` where missing, are filled in.

    Raises
    ------
    sqlite3.IntegrityError
        A tile occurs twice.
    """
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as database:
            _fill(database, tiles, metadata)
        _flush_to_disk(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class TileArchive:
    """The tiles of one archive file; any number of threads may ask at once.

    The file must not change while it is open: it is read without locks.

    Attributes
    ----------
    min_zoom, max_zoom : int
        The zooms the archive says it has.
    """

    def __init__(self, path: Path) -> None:
        """Open the archive.

        Raises
        ------
        DatasetError
            The file is missing or is not such an archive.
        """
        self._uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        try:
            zooms = self._read_zooms()
        except (sqlite3.Error, KeyError, ValueError) as error:
            self.close()
            raise DatasetError(
                f"{path}: not a readable tile archive ({error})",
                f"پروندهٔ کاشی‌های نقشه خوانده نمی‌شود: {path.name}",
            ) from error
        self.min_zoom, self.max_zoom = zooms

    def get(self, z: int, x: int, y: int) -> bytes | None:
        """Return the gzipped tile, or None where the archive has nothing to show."""
        if not self.min_zoom <= z <= self.max_zoom:
            return None
        last = (1 << z) - 1
        if not (0 <= x <= last and 0 <= y <= last):
            return None
        with self._connection() as database:
            row = database.execute(_SELECT, (z, x, last - y)).fetchone()
        return None if row is None else bytes(row[0])

    def check(self) -> None:
        """Read the whole archive once.

        Raises
        ------
        DatasetError
            The database is damaged, or a tile does not unpack.
        """
        try:
            with self._connection() as database:
                if (found := database.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                    raise sqlite3.DatabaseError(str(found).splitlines()[0])
                for z, x, y, data in database.execute("SELECT * FROM tiles"):
                    _unpack(z, x, y, data)
        except sqlite3.Error as error:
            raise _damaged(str(error)) from error

    def close(self) -> None:
        """Close the file; safe to call twice. Afterwards `get` raises `ValueError`."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _read_zooms(self) -> tuple[int, int]:
        with self._connection() as database:
            told = dict(database.execute("SELECT name, value FROM metadata"))
        return int(told["minzoom"]), int(told["maxzoom"])

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection no other thread has; as many are opened as are in use at once."""
        if self._closed:
            raise ValueError("the tile archive is closed")
        try:
            database = self._idle.pop()
        except IndexError:
            database = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        try:
            yield database
        finally:
            self._idle.append(database)
            if self._closed:
                self.close()


def _unpack(z: int, x: int, row: int, data: bytes) -> None:
    try:
        gzip.decompress(data)
    except (OSError, EOFError, zlib.error, TypeError) as error:
        raise _damaged(f"tile {z}/{x}/{(1 << z) - 1 - row}: {error}") from error


def _damaged(what: str) -> DatasetError:
    return DatasetError(
        f"the tile archive is damaged ({what}); build again",
        f"پروندهٔ کاشی‌های نقشه آسیب دیده است ({what})؛ دوباره بسازید",
    )


def _fill(database: sqlite3.Connection, tiles: Iterable[Tile], metadata: Mapping[str, str]) -> None:
    # The file is only given its name when it is complete, so a journal would protect nothing.
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.executescript(_TABLES)
    database.execute("BEGIN")
    database.executemany(_INSERT, _rows(tiles))
    database.execute(_INDEX)
    low, high = database.execute(_ZOOMS).fetchone()
    told = {"minzoom": str(low), "maxzoom": str(high), **metadata, "format": "pbf"}
    database.executemany("INSERT INTO metadata VALUES (?, ?)", sorted(told.items()))
    database.execute("COMMIT")


def _rows(tiles: Iterable[Tile]) -> Iterator[Tile]:
    for z, x, y, data in tiles:
        yield z, x, (1 << z) - 1 - y, gzip.compress(data, GZIP_LEVEL, mtime=0)


def _flush_to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
