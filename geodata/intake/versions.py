"""Two serving databases side by side: `before`, as the site shows it, and `after`, just built."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path


@contextmanager
def side_by_side(before: Path | None, after: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that reads both; without a before it is empty."""
    with closing(sqlite3.connect(":memory:", uri=True)) as database:
        database.row_factory = sqlite3.Row
        for name, path in (("before", before), ("after", after)):
            if path is not None:
                where = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
                database.execute(f"ATTACH ? AS {name}", (where,))
            else:
                _attach_empty(database, name)
        yield database


def _attach_empty(database: sqlite3.Connection, name: str) -> None:
    """Attach a database with the tables of a version and nothing in them."""
    schema = (files("geodata.store") / "schema.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.executescript(schema)
        content = empty.serialize()
    database.execute(f"ATTACH ':memory:' AS {name}")
    database.deserialize(content, name=name)
