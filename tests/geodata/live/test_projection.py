"""The dataset as it stands: what was decided and recorded shows everywhere, and can be undone.

The measure of it is a build from the same inputs that takes the same decisions: both must say the
same of every alley, naming, number and piece of work.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from geodata.catalogue import Alley, Catalogue, CatalogueSource, Filters
from geodata.journal import open_journal
from geodata.journal.decisions import Choice, state_of, undo
from geodata.journal.plaque_events import PlaqueEvent, ToRecord, record_event
from geodata.journal.plaque_withdrawals import withdraw_event
from geodata.live import LiveSnapshots
from geodata.model import PlaqueStatus
from geodata.pipeline import build
from geodata.sign_history import Filed
from geodata.worklists.row import WorkList
from tests.conftest import TINY, tiny_inputs
from tests.notebook import Notebook

SAME_TABLES = {
    "naming": "naming_id, verdict, method, reason_fa, alley_id, further, plaque_status",
    "alley": "alley_id, state, district",
    "listing": "naming_id, place, alley_id, district, neighbourhood, state, once, mapped, made,"
    " installed, verified, damaged, missing, by_name",
    "coverage": "kind, area_id, name_fa, eligible, named, matched, made, installed, verified,"
    " damaged, missing, length_m, named_length_m, installed_length_m, damaged_length_m",
    "work": "list, reason, title_fa, naming_id, alley_id, district, neighbourhood, message_fa",
    "plaque": "plaque_id, naming_id, status, date, end_fa, text_fa, lon, lat",
}


@pytest.fixture
def notebook(tiny_dataset: Path, tmp_path: Path) -> Notebook:
    return Notebook(tiny_dataset, tmp_path / "journal.sqlite")


@pytest.fixture
def built(tiny_dataset: Path) -> Catalogue:
    return CatalogueSource(tiny_dataset).current()


@pytest.fixture
def standing(built: Catalogue, notebook: Notebook, tmp_path: Path) -> Callable[[], Catalogue]:
    """A function that returns the catalogue as it stands now."""
    snapshots = LiveSnapshots(tmp_path / "live")

    def now() -> Catalogue:
        snapshots.hurry()
        return snapshots.catalogue(built, notebook.journal)

    return now


@pytest.fixture
def places(built: Catalogue) -> dict[str, Alley]:
    page = built.alleys_in(None, limit=100)
    return {alley.name_fa: alley for alley in page.alleys if alley.name_fa}


def at(alley: Alley) -> Choice:
    return Choice("accept", alley.alley_id, alley.mouth_lon, alley.mouth_lat)


def table(path: Path, name: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        columns = SAME_TABLES[name]
        rows = database.execute(f"SELECT {columns} FROM {name}").fetchall()
    return sorted(rows, key=repr)


def waiting(catalogue: Catalogue, work_list: WorkList = WorkList.UNMAPPED) -> str:
    row = next(catalogue.work.all(work_list, {}))
    assert row.naming_id is not None
    return row.naming_id


def test_without_decisions_the_build_itself_is_served(
    built: Catalogue, standing: Callable[[], Catalogue], tmp_path: Path
) -> None:
    assert standing() is built
    assert not (tmp_path / "live").exists()


def test_an_accepted_alley_is_a_fact_everywhere_at_once(
    built: Catalogue,
    notebook: Notebook,
    standing: Callable[[], Catalogue],
    places: dict[str, Alley],
) -> None:
    naming_id = waiting(built)
    honoree = built.naming(naming_id).honoree_fa
    alley = next(one for one in places.values() if not one.namings and one.district == "1")
    notebook.rule(naming_id, at(alley))
    now = standing()

    shown = now.alley(alley.alley_id)
    assert isinstance(shown, Alley)
    assert [naming.naming_id for naming in shown.namings] == [naming_id]
    assert shown.state == "named"
    assert now.naming(naming_id).on_map
    (hit,) = [hit for hit in now.search(honoree).hits if hit.naming_id == naming_id]
    assert hit.alley_id == alley.alley_id
    (city, was) = now.coverage("city")[0], built.coverage("city")[0]
    assert (city.named, city.matched) == (was.named, was.matched + 1)
    assert now.work.sizes[WorkList.UNMAPPED] == built.work.sizes[WorkList.UNMAPPED] - 1
    assert alley.alley_id in now.changes.on_tiles
    assert now.changes.latest > built.changes.latest or now.changes.latest.startswith("2026")
    mapped = now.listings.page(Filters(mapped=True), limit=0).total
    assert mapped == built.listings.page(Filters(mapped=True), limit=0).total + 1
    # The build is as it was.
    untouched = built.alley(alley.alley_id)
    assert isinstance(untouched, Alley)
    assert untouched.namings == ()


def test_undoing_everything_leaves_the_build(
    built: Catalogue,
    notebook: Notebook,
    standing: Callable[[], Catalogue],
    places: dict[str, Alley],
) -> None:
    naming_id = waiting(built)
    notebook.rule(naming_id, at(places["هنرستان ۱۹"]))
    after = standing()
    assert after is not built
    with notebook.journal.reading() as connection:
        seen = state_of(connection, naming_id)
    moment = notebook.next_moment()
    undo(notebook.journal, naming_id, seen=seen, by="zahra", now=moment)
    assert standing() is built


def test_another_person_on_an_alley_that_was_given_away_waits(
    built: Catalogue,
    notebook: Notebook,
    standing: Callable[[], Catalogue],
    places: dict[str, Alley],
) -> None:
    alley = places["هنرستان ۱۹"]
    (stranger,) = {naming.naming_id for naming in alley.namings}
    notebook.rule(waiting(built), at(alley))
    now = standing()
    assert now.naming(stranger).verdict == "review"
    assert now.naming(stranger).method == "alley_contested"
    shown = now.alley(alley.alley_id)
    assert isinstance(shown, Alley)
    assert stranger not in {naming.naming_id for naming in shown.namings}


def test_a_rejected_alley_loses_its_name_on_the_map(
    notebook: Notebook, standing: Callable[[], Catalogue], places: dict[str, Alley]
) -> None:
    alley = places["هنرستان ۱۹"]
    notebook.write(alley.alley_id, None)
    shown = standing().alley(alley.alley_id)
    assert isinstance(shown, Alley)
    assert (shown.state, shown.namings) == (None, ())


def test_a_recorded_sign_shows_on_alley_numbers_and_lists(
    built: Catalogue,
    notebook: Notebook,
    standing: Callable[[], Catalogue],
    places: dict[str, Alley],
) -> None:
    alley = places["هنرستان ۱۹"]
    notebook.write(alley.alley_id, "damaged")
    now = standing()
    shown = now.alley(alley.alley_id)
    assert isinstance(shown, Alley)
    assert shown.state == "damaged"
    assert {plaque.status for plaque in shown.plaques} == {"damaged"}
    (city, was) = now.coverage("city")[0], built.coverage("city")[0]
    assert (city.installed, city.damaged) == (was.installed - 1, was.damaged + 1)
    assert alley.alley_id in {row.alley_id for row in now.work.all(WorkList.DAMAGED, {})}


def test_a_first_sign_makes_the_alley_one_with_a_sign(
    built: Catalogue, notebook: Notebook, standing: Callable[[], Catalogue]
) -> None:
    row = next(built.work.all(WorkList.WITHOUT_PLAQUE, {}))
    assert row.naming_id
    notebook.record(row.naming_id, "brand-new", PlaqueStatus.VERIFIED)
    now = standing()
    assert now.naming(row.naming_id).plaque_status == "verified"
    left = {one.naming_id for one in now.work.all(WorkList.WITHOUT_PLAQUE, {})}
    assert row.naming_id not in left


def test_a_duplicate_is_neither_counted_nor_worked_on(
    built: Catalogue, notebook: Notebook, standing: Callable[[], Catalogue]
) -> None:
    naming_id = waiting(built)
    notebook.rule(naming_id, Choice("duplicate", other_id="DEMO-1"))
    now = standing()
    assert now.coverage("city")[0].named == built.coverage("city")[0].named - 1
    for work_list in WorkList:
        assert naming_id not in {row.naming_id for row in now.work.all(work_list, {})}


def test_a_decision_about_somebody_else_is_not_laid_over(
    built: Catalogue, notebook: Notebook, standing: Callable[[], Catalogue], tmp_path: Path
) -> None:
    naming_id = waiting(built)
    notebook.rule(naming_id, Choice("accept", 999))
    assert standing().naming(naming_id).verdict == built.naming(naming_id).verdict


def test_the_order_of_decisions_leaves_no_trace(
    built: Catalogue, notebook: Notebook, places: dict[str, Alley], tmp_path: Path
) -> None:
    """Asked after every step, and asked once at the end, the dataset stands the same."""
    step_by_step = LiveSnapshots(tmp_path / "steps")
    free = [one for one in places.values() if not one.namings]
    namings = [row.naming_id for row in built.work.all(WorkList.UNMAPPED, {}) if row.naming_id]
    said: list[tuple[str, Choice]] = [
        (namings[0], at(free[0])),
        (namings[1], at(places["هنرستان ۱۹"])),
        (namings[0], Choice("not_on_map")),
        (namings[1], at(free[0])),
        (namings[0], at(free[1])),
    ]
    for naming_id, choice in said:
        notebook.rule(naming_id, choice)
        step_by_step.hurry()
        stepped = step_by_step.catalogue(built, notebook.journal)
    at_once = LiveSnapshots(tmp_path / "once").catalogue(built, notebook.journal)
    for name in SAME_TABLES:
        assert table(stepped.database_path, name) == table(at_once.database_path, name), name


def test_a_build_with_the_same_decisions_says_the_same(
    built: Catalogue,
    notebook: Notebook,
    standing: Callable[[], Catalogue],
    places: dict[str, Alley],
    tmp_path: Path,
) -> None:
    free = [one for one in places.values() if not one.namings]
    namings = [row.naming_id for row in built.work.all(WorkList.UNMAPPED, {}) if row.naming_id]
    notebook.rule(namings[0], at(free[0]))
    notebook.rule(namings[1], Choice("register_error"))
    notebook.write(places["هنرستان ۱۹"].alley_id, "damaged")
    notebook.record(namings[0], "brand-new", PlaqueStatus.INSTALLED)
    now = standing()
    inputs = replace(tiny_inputs(), journal=notebook.address)
    build(inputs, tmp_path / "rebuilt")
    rebuilt = tmp_path / "rebuilt" / "current" / "catalogue.sqlite"
    for name in SAME_TABLES:
        assert table(now.database_path, name) == table(rebuilt, name), name


def give(alley: Alley) -> Choice:
    return replace(at(alley), kind="several")


def test_a_name_for_several_alleys_shows_on_each_and_each_counts_once(
    built: Catalogue,
    notebook: Notebook,
    standing: Callable[[], Catalogue],
    places: dict[str, Alley],
) -> None:
    naming_id = waiting(built)
    several = [one for one in places.values() if not one.namings][:3]
    notebook.rule(naming_id, *map(give, several))
    now = standing()
    for alley in several:
        shown = now.alley(alley.alley_id)
        assert isinstance(shown, Alley)
        assert [naming.naming_id for naming in shown.namings] == [naming_id]
        assert shown.state == "named"
        assert alley.alley_id in now.changes.on_tiles
    assert set(now.naming(naming_id).alleys) == {alley.alley_id for alley in several}
    (city, was) = now.coverage("city")[0], built.coverage("city")[0]
    assert (city.named, city.matched) == (was.named + 2, was.matched + 3)
    assert now.listings.page(Filters(once=True), limit=0).total == city.named
    waits = {row.alley_id for row in now.work.all(WorkList.WITHOUT_PLAQUE, {})}
    assert waits >= {alley.alley_id for alley in several}

    with notebook.journal.reading() as connection:
        seen = state_of(connection, naming_id)
    undo(notebook.journal, naming_id, seen=seen, by="zahra", now=notebook.next_moment())
    assert standing() is built


def test_a_build_with_a_name_for_several_alleys_says_the_same_and_so_does_its_undoing(
    built: Catalogue,
    notebook: Notebook,
    standing: Callable[[], Catalogue],
    places: dict[str, Alley],
    tmp_path: Path,
) -> None:
    free = [one for one in places.values() if not one.namings]
    first, second, *_ = [r.naming_id for r in built.work.all(WorkList.UNMAPPED, {}) if r.naming_id]
    notebook.rule(first, give(free[1]), give(places["هنرستان ۱۹"]), give(free[0]))
    notebook.rule(second, give(free[1]), give(free[2]))
    notebook.record(first, "brand-new", PlaqueStatus.INSTALLED)
    build(replace(tiny_inputs(), journal=notebook.address), tmp_path / "rebuilt")
    rebuilt = CatalogueSource(tmp_path / "rebuilt").current()
    for name in SAME_TABLES:
        assert table(standing().database_path, name) == table(rebuilt.database_path, name), name

    notebook.rule(first, at(free[0]))
    stood = LiveSnapshots(tmp_path / "later").catalogue(rebuilt, notebook.journal)
    for name in SAME_TABLES:
        assert table(stood.database_path, name) == table(standing().database_path, name), name
    hits = stood.search(rebuilt.naming(first).honoree_fa).hits
    assert [hit.alley_id for hit in hits if hit.naming_id == first] == [free[0].alley_id]


def test_what_a_build_took_from_the_journal_can_be_taken_back_at_once(
    built: Catalogue, notebook: Notebook, places: dict[str, Alley], tmp_path: Path
) -> None:
    naming_id, alley = waiting(built), places["هنرستان ۱۹"]
    notebook.rule(naming_id, at(alley))
    build(replace(tiny_inputs(), journal=notebook.address), tmp_path / "rebuilt")
    rebuilt = CatalogueSource(tmp_path / "rebuilt").current()
    assert rebuilt.naming(naming_id).on_map
    with notebook.journal.reading() as connection:
        seen = state_of(connection, naming_id)
    undo(notebook.journal, naming_id, seen=seen, by="zahra", now=notebook.next_moment())
    now = LiveSnapshots(tmp_path / "later").catalogue(rebuilt, notebook.journal)
    for name in SAME_TABLES:
        assert table(now.database_path, name) == table(built.database_path, name), name


def test_processes_share_what_one_of_them_made(
    built: Catalogue, notebook: Notebook, places: dict[str, Alley], tmp_path: Path
) -> None:
    notebook.write(places["هنرستان ۱۹"].alley_id, "damaged")
    one, other = LiveSnapshots(tmp_path / "live"), LiveSnapshots(tmp_path / "live")
    first = one.catalogue(built, notebook.journal).database_path
    made_at = first.stat().st_mtime_ns
    assert other.catalogue(built, notebook.journal).database_path == first
    assert first.stat().st_mtime_ns == made_at


def test_every_day_on_which_something_was_recorded_leaves_a_point(
    built: Catalogue, notebook: Notebook, standing: Callable[[], Catalogue]
) -> None:
    waiting_ones = [row for row in built.work.all(WorkList.WITHOUT_PLAQUE, {}) if row.naming_id]
    assert len(waiting_ones) >= 2
    later = datetime.fromisoformat(built.info.built_at).replace(tzinfo=None)
    for number, row in enumerate(waiting_ones[:2], start=1):
        notebook.skip_to(later + timedelta(days=40 * number))
        notebook.record(str(row.naming_id), f"new-{number}", PlaqueStatus.INSTALLED)
    was = built.coverage("city")[0].installed
    points = standing().progress.trend("city", "city")
    assert [point.installed for point in points] == [was, was + 1, was + 2]
    days = [datetime.fromisoformat(point.built_at) for point in points]
    assert [round((b - a).total_seconds() / 86_400) for a, b in pairwise(days)] == [40, 40]
    district = str(waiting_ones[0].district)
    of_it = [point.installed for point in standing().progress.trend("district", district)]
    expected = sum(row.district == district for row in waiting_ones[:2])
    assert of_it[-1] - of_it[0] == expected


def test_a_sign_that_was_damaged_later_counts_as_up_on_the_days_before(
    built: Catalogue, notebook: Notebook, standing: Callable[[], Catalogue]
) -> None:
    row = next(built.work.all(WorkList.WITHOUT_PLAQUE, {}))
    later = datetime.fromisoformat(built.info.built_at).replace(tzinfo=None)
    for days, status in ((10, "installed"), (20, "damaged"), (30, "verified")):
        notebook.skip_to(later + timedelta(days=days))
        notebook.record(str(row.naming_id), "one-sign", PlaqueStatus(status))
    was = built.coverage("city")[0]
    points = standing().progress.trend("city", "city")
    up = [point.installed - was.installed for point in points]
    seen = [point.verified - was.verified for point in points]
    assert (up, seen) == ([0, 1, 0, 1], [0, 0, 0, 1])


def test_a_sign_without_a_naming_has_a_life_too_and_is_as_it_was_when_that_is_taken_back(
    tmp_path: Path,
) -> None:
    shutil.copytree(TINY, tmp_path / "inputs")
    plaques = tmp_path / "inputs" / "plaques.csv"
    text = plaques.read_text("utf-8").replace("DEMO-404", "")
    plaques.write_text(text, "utf-8")
    build(tiny_inputs(tmp_path / "inputs"), tmp_path / "dataset", keep_going=True)
    built = CatalogueSource(tmp_path / "dataset").current()
    snapshots = LiveSnapshots(tmp_path / "live")
    journal = open_journal(str(tmp_path / "journal.sqlite"))
    before = table(built.database_path, "plaque")
    event = PlaqueEvent("k1", "P3", "", None, PlaqueStatus.MISSING, "1405-09-04", None, None, "")
    told = {"by": "zahra", "now": datetime(2026, 11, 25)}
    event_id = record_event(journal, ToRecord(event, Filed(PlaqueStatus.INSTALLED)), **told)
    now = table(snapshots.catalogue(built, journal).database_path, "plaque")
    assert [row[1:3] for row in now if row[0] == "P3"] == [(None, "missing")]
    assert [row for row in now if row[0] != "P3"] == [row for row in before if row[0] != "P3"]
    withdraw_event(journal, event_id, **told)
    snapshots.hurry()
    assert table(snapshots.catalogue(built, journal).database_path, "plaque") == before
    journal.close()
