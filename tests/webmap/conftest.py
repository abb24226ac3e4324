"""The site on the tiny city, and on a city that lost an alley since its last build."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.catalogue import Catalogue, CatalogueSource
from geodata.journal.accounts import Role
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs
from tests.webmap.staff import hire, worker
from webmap import create_app
from webmap.config import SiteConfig

LOST_STREET = 18
"""Index of the way that the second build no longer has: «خیابان ۱۵ خرداد»."""


def lose_street(streets: Path) -> None:
    """Take the lost street out of a file of the tiny city."""
    network = json.loads(streets.read_text(encoding="utf-8"))
    del network["features"][LOST_STREET]
    streets.write_text(json.dumps(network), encoding="utf-8")


def site(dataset: Path, **settings: object) -> Flask:
    return create_app(SiteConfig(dataset=str(dataset), **settings))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def app(tiny_dataset: Path) -> Flask:
    return site(tiny_dataset)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def tiny_catalogue(tiny_dataset: Path) -> Catalogue:
    return CatalogueSource(tiny_dataset).current()


@pytest.fixture(scope="session")
def alley_ids(tiny_catalogue: Catalogue) -> dict[str, int]:
    """Ids of the tiny city's alleys by their name on the map."""
    page = tiny_catalogue.alleys_in(None, limit=100)
    return {alley.name_fa: alley.alley_id for alley in page.alleys if alley.name_fa}


@pytest.fixture(scope="session")
def martyr_ids(tiny_catalogue: Catalogue) -> dict[str, int]:
    """Ids of the tiny city's honorees by their naming's id."""
    hits = [
        hit
        for word in ("کریمی", "ظفری", "مرشدلو", "احمدی", "محمدی", "آزمون")
        for hit in tiny_catalogue.search(word, limit=50).hits
    ]
    return {hit.naming_id: hit.martyr_id for hit in hits if hit.naming_id and hit.martyr_id}


@pytest.fixture(scope="session")
def changed_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two generations: the tiny city, then the same without one street."""
    root = tmp_path_factory.mktemp("changed")
    build(tiny_inputs(), root / "dataset")
    shutil.copytree(TINY, root / "inputs")
    lose_street(root / "inputs" / "streets.geojson")
    build(tiny_inputs(root / "inputs"), root / "dataset")
    return root / "dataset"


@pytest.fixture(scope="session")
def changed_app(changed_dataset: Path) -> Flask:
    return site(changed_dataset)


@pytest.fixture
def hired() -> Callable[[Path, Path], FlaskClient]:
    """A function that gives a steward's client of a site with this dataset and journal."""

    def hired_at(dataset: Path, journal: Path) -> FlaskClient:
        app = site(dataset, journal=str(journal))
        hire(app, "steward", Role.STEWARD)
        return worker(app, "steward")

    return hired_at


@pytest.fixture
def staffed(tiny_dataset: Path, tmp_path: Path) -> Flask:
    """A site with a journal and one person of each role, named after it."""
    app = site(tiny_dataset, journal=str(tmp_path / "journal.sqlite"))
    for role in Role:
        hire(app, role.value, role)
    return app
