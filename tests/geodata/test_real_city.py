"""A real street network with namings published in the press; skipped where the data is absent."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geodata.catalogue import Alley, Catalogue, CatalogueSource
from geodata.pipeline import BuildInputs, build

CITY = Path(__file__).parents[3] / "shared" / "data" / "mashhad"
pytestmark = [
    pytest.mark.skipif(not CITY.is_dir(), reason=f"the real city's data is not at {CITY}"),
    pytest.mark.slow,
]


def published_namings() -> list[tuple[str, str, str, str]]:
    """(id, honoree, district, old name) of the clean composite names and the martyrs' decrees."""
    rows = []
    with (CITY / "composite_names.csv").open(encoding="utf-8") as file:
        pairs = {(r["martyr"], r["base"]): r for r in csv.DictReader(file) if r["clean"] == "1"}
    for number, ((martyr, base), row) in enumerate(sorted(pairs.items())):
        rows.append((f"C{number}", martyr, row["district"].removesuffix(".0"), base))
    with (CITY / "decrees.csv").open(encoding="utf-8") as file:
        decrees = [row for row in csv.DictReader(file) if row["kind"] == "martyr"]
    for number, row in enumerate(decrees):
        district = row["district"] if ";" not in row["district"] else ""
        rows.append((f"D{number}", row["new_name"], district, row["old_name"]))
    return rows


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("real")
    with (place / "register.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["شناسه", "نام و نام خانوادگی", "منطقه", "نام قدیم"])
        writer.writerows(published_namings())
    build(
        BuildInputs(
            streets=CITY / "streets.gpkg",
            registry=place / "register.csv",
            districts=CITY / "districts.geojson",
            city_fa="مشهد",
        ),
        place / "dataset",
    )
    return place / "dataset"


@pytest.fixture(scope="module")
def catalogue(dataset: Path) -> Catalogue:
    return CatalogueSource(dataset).current()


@pytest.mark.parametrize("query", ["شهید ظفری", "ظفري", "حر ۹۰"])
def test_the_alley_answers_to_its_martyr_and_to_its_old_designation(
    catalogue: Catalogue, query: str
) -> None:
    hit = next(hit for hit in catalogue.search(query, limit=50).hits if hit.naming_id)
    assert hit.title_fa == "شهید ظفری"
    assert hit.alley_id is not None
    alley = catalogue.alley(hit.alley_id)
    assert isinstance(alley, Alley)
    assert alley.name_fa == "حر ۹۰ + شهید ظفری"


def test_no_alley_numbered_off_a_martyrs_street_is_given_to_the_martyr(dataset: Path) -> None:
    with (dataset / "matches.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["method"].startswith("full_name")]
    catalogue = CatalogueSource(dataset).current()
    for row in rows:
        alley = catalogue.alley(int(row["alley_id"]))
        assert isinstance(alley, Alley)
        assert alley.number is None or "شهید" in (alley.name_fa or "").split(str(alley.number))[-1]


def test_nearly_all_published_pairs_are_joined(dataset: Path) -> None:
    with (dataset / "matches.csv").open(encoding="utf-8") as file:
        pairs = [row for row in csv.DictReader(file) if row["naming_id"].startswith("C")]
    accepted = [row for row in pairs if row["verdict"] == "accepted"]
    assert len(accepted) >= 0.9 * len(pairs)
    assert not [row for row in pairs if row["verdict"] == "unmatched"]
