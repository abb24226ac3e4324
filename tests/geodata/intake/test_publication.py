"""Publishing: the previewed bytes or nothing, one swap, one row of the audit; and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from geodata.errors import BusyError, DatasetError, DecidedError, JournalError
from geodata.intake.publication import kept_versions, publish_job, restore_version
from geodata.intake.spool import Job
from geodata.intake.supervisor import run
from geodata.journal import Journal
from geodata.journal.audit import check_chain, entries
from geodata.pipeline import build
from geodata.store.directory import CATALOGUE, MANIFEST, DatasetDirectory, read_manifest
from geodata.store.kept_inputs import kept_inputs
from tests.conftest import tiny_inputs
from tests.geodata.intake.conftest import NOW, Give, digests, register

WHO = {"by": "modir", "now": NOW}


@pytest.fixture
def job(give: Give, tmp_path: Path) -> Job:
    """An analysed register in which one place has changed."""
    ordered = give({"registry": register(tmp_path / "دفتر.csv", ("شلمچه", "مهران"))})
    run(ordered)
    return ordered


def current(city: DatasetDirectory) -> Path:
    version = city.current()
    assert version is not None
    return version


def audit(journal: Journal) -> list[tuple[str, str, str]]:
    with journal.reading() as connection:
        assert check_chain(connection).broken is None
        rows = reversed(entries(connection, limit=9))
        return [(row.actor, row.action, row.subject) for row in rows]


def test_exactly_what_was_previewed_becomes_current(
    city: DatasetDirectory, job: Job, journal: Journal
) -> None:
    built = digests(job.version)
    before = current(city)
    name = publish_job(city, job, journal, **WHO)
    published = digests(current(city))
    assert current(city).name == name
    assert {k: v for k, v in published.items() if k != MANIFEST} == {
        k: v for k, v in built.items() if k != MANIFEST
    }
    assert before.is_dir()
    assert audit(journal) == [("modir", "dataset_published", name)]
    with journal.reading() as connection:
        details = entries(connection, limit=1)[0].details
    assert details["from"] == before.name
    assert details["inputs"] == {"registry": "دفتر.csv"}
    assert details["changed"] == 1


def test_the_manifest_calls_the_inputs_what_their_sender_did(
    city: DatasetDirectory, job: Job, journal: Journal
) -> None:
    publish_job(city, job, journal, **WHO)
    names = {one["role"]: one["name"] for one in read_manifest(current(city))["inputs"]}  # type: ignore[attr-defined]
    assert names["registry"] == "دفتر.csv"
    assert names["streets"] == "streets.geojson"


def test_the_next_import_begins_where_this_one_ended(
    city: DatasetDirectory, job: Job, journal: Journal, give: Give, tmp_path: Path
) -> None:
    publish_job(city, job, journal, **WHO)
    (tmp_path / "p.csv").write_text(
        "plaque_id,naming_id,plaque_status\nP9,DEMO-2,نصب شده\n", encoding="utf-8"
    )
    again = give({"plaques": tmp_path / "p.csv"})
    assert run(again).end == "ready"
    publish_job(city, again, journal, **WHO)
    register_now = kept_inputs(current(city))["registry"]  # type: ignore[index]
    assert "مهران" in register_now.read_text(encoding="utf-8")


def test_a_version_that_came_in_between_stops_it(
    city: DatasetDirectory, job: Job, journal: Journal
) -> None:
    build(tiny_inputs(), city.path, keep_copies=True)
    between = current(city)
    with pytest.raises(DecidedError, match="analyse again"):
        publish_job(city, job, journal, **WHO)
    assert current(city) == between
    assert audit(journal) == []


def test_it_is_published_once(city: DatasetDirectory, job: Job, journal: Journal) -> None:
    publish_job(city, job, journal, **WHO)
    with pytest.raises(DecidedError, match="not ready"):
        publish_job(city, job, journal, **WHO)


def test_what_is_not_analysed_to_its_end_is_not_published(
    city: DatasetDirectory, journal: Journal, give: Give, tmp_path: Path
) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    with pytest.raises(DecidedError, match="not ready"):
        publish_job(city, job, journal, **WHO)


@pytest.mark.parametrize("change", ["byte", "more", "less", "link"])
def test_not_a_byte_may_have_changed_since(
    city: DatasetDirectory, job: Job, journal: Journal, change: str
) -> None:
    before, victim = digests(city.path), job.version / CATALOGUE
    match change:
        case "byte":
            content = bytearray(victim.read_bytes())
            content[-1] ^= 1
            victim.write_bytes(content)
        case "more":
            (job.version / "more").touch()
        case "less":
            (job.version / "report.html").unlink()
        case "link":
            (job.version / "report.html").unlink()
            (job.version / "report.html").symlink_to("/etc/passwd")
    with pytest.raises(DatasetError, match="nothing was published"):
        publish_job(city, job, journal, **WHO)
    assert digests(city.path) == before
    assert audit(journal) == []


def test_while_a_build_is_at_work_nothing_is_published(
    city: DatasetDirectory, job: Job, journal: Journal
) -> None:
    with city.workshop(), pytest.raises(BusyError):
        publish_job(city, job, journal, **WHO)


def test_without_its_row_of_the_audit_nothing_is_published(
    city: DatasetDirectory, job: Job, journal: Journal
) -> None:
    before = current(city)
    with journal.writing() as connection:
        connection.execute(text("ALTER TABLE audit RENAME TO aside"))
    with pytest.raises(JournalError):
        publish_job(city, job, journal, **WHO)
    assert current(city) == before


def test_an_older_version_comes_back_under_a_new_number(
    city: DatasetDirectory, job: Job, journal: Journal
) -> None:
    first = current(city)
    second = publish_job(city, job, journal, **WHO)
    third = restore_version(city, first.name, journal, **WHO)
    assert current(city).name == third
    assert third[:6] == "000003"
    assert third[6:] == first.name[6:]
    same = {k: v for k, v in digests(first).items() if k != MANIFEST}
    assert {k: v for k, v in digests(current(city)).items() if k != MANIFEST} == same
    assert read_manifest(current(city))["dataset_id"] == third
    assert [row[1:] for row in audit(journal)] == [
        ("dataset_published", second),
        ("dataset_restored", third),
    ]
    told = {one.name: one for one in kept_versions(city)}
    assert told[third].restored_from == first.name
    assert [one.is_current for one in told.values()] == [True, False, False]


def test_a_damaged_version_does_not_come_back(
    city: DatasetDirectory, job: Job, journal: Journal
) -> None:
    first = current(city)
    publish_job(city, job, journal, **WHO)
    second = current(city)
    (first / "matches.csv").write_text("other")
    with pytest.raises(DatasetError, match="not those that were checked"):
        restore_version(city, first.name, journal, **WHO)
    assert current(city) == second


@pytest.mark.parametrize("name", ["000009-0123456789ab", "../versions"])
def test_a_version_that_is_not_kept_cannot_come_back(
    city: DatasetDirectory, journal: Journal, name: str
) -> None:
    with pytest.raises(DecidedError):
        restore_version(city, name, journal, **WHO)
    with pytest.raises(DecidedError):
        restore_version(city, current(city).name, journal, **WHO)


def test_a_version_of_another_format_is_listed_and_not_offered(
    city: DatasetDirectory, job: Job, journal: Journal
) -> None:
    first = current(city)
    publish_job(city, job, journal, **WHO)
    manifest = (first / MANIFEST).read_text(encoding="utf-8")
    (first / MANIFEST).write_text(manifest.replace('"format": ', '"format": 9'), encoding="utf-8")
    assert [one.is_restorable for one in kept_versions(city)] == [False, False]
    (first / MANIFEST).write_text("{", encoding="utf-8")
    assert [one.is_restorable for one in kept_versions(city)] == [False, False]


def test_so_many_versions_are_kept_as_the_site_says(
    city: DatasetDirectory, journal: Journal
) -> None:
    few = DatasetDirectory(city.path, 2)
    for _ in range(3):
        build(tiny_inputs(), city.path, kept=9)
    restore_version(few, kept_versions(few)[1].name, journal, **WHO)
    assert len(few.all_versions()) == 3
