"""An empty journal on SQLite, and on PostgreSQL where there is a server to try it on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from geodata.findings.finding import Finding
from geodata.journal import Journal, open_journal

NOW = datetime(2026, 11, 25, 8, 30, 0, 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a journal may be made."""
    if request.param == "sqlite":
        yield str(tmp_path / "new" / "journal.sqlite")
        return
    server: str = request.getfixturevalue("postgresql")
    schema = f"journal_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        yield f"{server}?options=-csearch_path%3D{schema}"
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    engine.dispose()


@pytest.fixture
def journal(address: str) -> Iterator[Journal]:
    journal = open_journal(address)
    yield journal
    journal.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a journal on SQLite."""
    file = tmp_path / "journal.sqlite"
    open_journal(str(file)).close()
    return file


def finding(finding_id: str) -> Finding:
    return Finding(
        finding_id, "one_name_near", "info", "هم‌نام", "کوچه‌ای هم‌نام نزدیک است",
        naming_id=None, alley_id=None, district=None, neighbourhood=None,
    )  # fmt: skip
