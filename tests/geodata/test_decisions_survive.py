"""Twenty decisions of a steward through a changed register and a refreshed street extract."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

from geodata.catalogue import Alley, Catalogue, CatalogueSource
from geodata.demo import generate, write
from geodata.inputs import BuildInputs
from geodata.journal.decisions import Choice
from geodata.pipeline import build
from geodata.worklists.row import WorkList, candidates_of
from tests.notebook import Notebook

METRES = 3.0
FAR_METRES = 400.0


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> BuildInputs:
    folder = tmp_path_factory.mktemp("steward")
    write(generate(900, 8), folder)
    return BuildInputs(
        streets=folder / "streets.gpkg",
        registry=folder / "registry.xlsx",
        districts=folder / "districts.geojson",
        neighbourhoods=folder / "neighbourhoods.geojson",
        plaques=folder / "plaques.csv",
    )


def current(dataset: Path) -> Catalogue:
    return CatalogueSource(dataset).current()


def twenty_choices(catalogue: Catalogue) -> dict[str, Choice]:
    """Ten likely alleys accepted, five namings not on the map yet, five errors of the register."""
    made: dict[str, Choice] = {}
    given: set[int] = set()
    for row in catalogue.work.all(WorkList.UNCERTAIN, {}, sort="likeliest"):
        best = candidates_of(row)[0].alley_id
        alley = catalogue.alley(best or 0)
        if len(made) == 10 or not isinstance(alley, Alley) or alley.namings or best in given:
            continue
        given.add(alley.alley_id)
        choice = Choice("accept", alley.alley_id, alley.mouth_lon, alley.mouth_lat)
        made[str(row.naming_id)] = choice
    for number, row in enumerate(catalogue.work.all(WorkList.UNMAPPED, {})):
        if len(made) == 20:
            break
        made[str(row.naming_id)] = Choice("not_on_map" if number % 2 else "register_error")
    assert len(made) == 20
    return made


def segments_of(catalogue: Catalogue, choices: list[Choice]) -> set[str]:
    """The segments of the alleys that were chosen."""
    alleys = [catalogue.alley(choice.alley_id or 0) for choice in choices]
    return {segment for alley in alleys if isinstance(alley, Alley) for segment in alley.source_ids}


def change_the_register(path: Path, spared: set[str]) -> None:
    """A new year's sheet: other order, ten rows gone, ten new ones, some words written anew."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = head.index("شناسه")
    kept = [row for row in rows if row[at] in spared]
    others = [row for row in rows if row[at] not in spared][10:]
    fresh = [[f"NEW-{n}" if i == at else value for i, value in enumerate(others[n])]
             for n in range(10)]  # fmt: skip
    sheet.delete_rows(2, sheet.max_row)
    for row in reversed([*kept, *others, *fresh]):
        sheet.append(row)
    book.save(path)


def refresh_the_streets(path: Path, moved: set[str]) -> None:
    """Every line redrawn by a few metres; some alleys taken elsewhere altogether."""
    streets = gpd.read_file(path, layer="streets")
    metric = streets.to_crs(streets.estimate_utm_crs())
    is_moved = metric["osm_id"].astype(str).isin(moved)
    lines = metric.geometry.translate(METRES, -METRES)
    lines[is_moved] = metric.geometry[is_moved].translate(FAR_METRES, FAR_METRES)
    path.unlink()
    metric.set_geometry(lines).to_crs(streets.crs).to_file(path, layer="streets", driver="GPKG")


def test_decisions_outlive_register_and_streets_or_are_flagged(
    inputs: BuildInputs, tmp_path: Path
) -> None:
    out = tmp_path / "dataset"
    build(inputs, out)
    notebook = Notebook(out, tmp_path / "journal.sqlite")
    made = twenty_choices(current(out))
    for naming_id, choice in made.items():
        notebook.rule(naming_id, choice)
    accepted = [naming_id for naming_id, choice in made.items() if choice.kind == "accept"]

    build(replace(inputs, journal=notebook.address), out)
    first = current(out)
    for naming_id, choice in made.items():
        assert first.naming(naming_id).method == f"decided_{choice.kind}"

    uprooted = accepted[:3]
    moved = segments_of(first, [made[naming_id] for naming_id in uprooted])
    change_the_register(inputs.registry, set(made))
    refresh_the_streets(inputs.streets, moved)
    build(replace(inputs, journal=notebook.address), out)
    second = current(out)
    flagged = {row.naming_id for row in second.findings.all({"code": "decision_stale"})}
    assert flagged == set(uprooted)
    for naming_id in uprooted:
        assert second.naming(naming_id).method != "decided_accept"
    for naming_id, choice in made.items():
        if naming_id not in flagged:
            assert second.naming(naming_id).method == f"decided_{choice.kind}"
    for naming_id in set(accepted) - flagged:
        before, after = first.naming(naming_id), second.naming(naming_id)
        here, there = first.alley(before.alley_id or 0), second.alley(after.alley_id or 0)
        assert isinstance(here, Alley)
        assert isinstance(there, Alley)
        assert here.source_ids == there.source_ids
