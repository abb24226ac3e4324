"""A journal that does not answer: what is published can be read, what is written is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webmap.conftest import site


@pytest.fixture
def silent(tiny_dataset: Path, tmp_path: Path) -> FlaskClient:
    """A site whose journal is no database at all."""
    file = tmp_path / "journal.sqlite"
    file.write_bytes(b"this is no journal" * 500)
    return site(tiny_dataset, journal=str(file)).test_client()


@pytest.mark.parametrize(
    "address", ["/", "/search?q=کریمی", "/explore", "/coverage", "/work", "/tiles/state.json",
                "/api/alleys.geojson", "/alleys.csv", "/about"],
)  # fmt: skip
def test_reading_goes_on(silent: FlaskClient, address: str) -> None:
    with silent.get(address) as answer:
        assert answer.status_code == 200
        assert answer.data


def test_writing_is_refused_with_a_sentence(silent: FlaskClient) -> None:
    answer = silent.post("/login", data={"name": "zahra", "password": "x"})
    assert answer.status_code == 503
    assert "دفتر تصمیم‌ها اکنون پاسخ نمی‌دهد" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert silent.get("/findings").status_code == 503
