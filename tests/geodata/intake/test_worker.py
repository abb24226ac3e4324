"""An analysis from order to ending: built, refused, stopped, out of time, interrupted."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geodata.input_roles import InputRole
from geodata.intake.limits import Limits
from geodata.intake.order import End, write_ending
from geodata.intake.preview import SheetName, read_preview
from geodata.intake.spool import KEPT_JOBS, STARTS_WITHIN_S, Job, Progress, Spool
from geodata.intake.supervisor import environment, most_memory_mb, run, seal_of, watched
from geodata.journal import Journal
from geodata.journal.column_meanings import explain_columns
from geodata.store.directory import CONTRACT_FILES, MANIFEST, DatasetDirectory
from tests.conftest import TINY
from tests.geodata.intake.conftest import NOW, Give, digests, register
from tests.geodata.intake.hostile import picture

ROOT = Path(__file__).parents[3]


def outdate(job: Job, seconds: float) -> None:
    """Let a job be as old as that."""
    then = time.time() - seconds
    os.utime(job.path / "order.json", (then, then))


def test_a_changed_register_is_built_aside_and_what_would_change_is_told(
    give: Give, city: DatasetDirectory, tmp_path: Path
) -> None:
    before = digests(city.path)
    job = give({"registry": register(tmp_path / "دفتر.csv", ("شلمچه", "مهران"))})
    ending = run(job)
    assert ending.end is End.READY, (job.path / "worker.log").read_text()
    preview = read_preview(job)
    assert preview is not None
    assert (preview.numbers["changed"], preview.numbers["same"]) == (1, 8)
    assert preview.sheets[SheetName.CHANGED].rows == (
        ("DEMO-1", "علی کریمی", "martyrdom_place", "شلمچه", "مهران"),
    )
    assert set(CONTRACT_FILES) < set(ending.seal)
    kept = job.version / "inputs" / "registry.csv"
    assert "مهران" in kept.read_text(encoding="utf-8")
    assert digests(city.path) == before


def test_a_table_of_the_preview_is_whole_in_a_file_for_spreadsheets(
    give: Give, tmp_path: Path
) -> None:
    job = give({"registry": register(tmp_path / "r.csv", ("شلمچه", "=HYPERLINK(1)"))})
    run(job)
    file = job.worker_file("changed.csv")
    assert file is not None
    with file:
        (row,) = csv.DictReader(io.StringIO(file.read().decode("utf-8-sig")))
    assert row["ستون"] == "محل شهادت"
    assert row["اکنون"].startswith("'=HYPERLINK(")


def test_what_was_not_sent_stays_as_it_was(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv")}, dropped=(InputRole.PLAQUES,))
    roles = {one.role: one.is_new for one in job.order.inputs}
    assert roles == {
        InputRole.REGISTRY: True,
        InputRole.STREETS: False,
        InputRole.DISTRICTS: False,
        InputRole.NEIGHBOURHOODS: False,
    }


def test_a_photo_of_400_million_pixels_is_passed_over(
    give: Give, city: DatasetDirectory, tmp_path: Path
) -> None:
    version = city.current()
    assert version is not None
    (version / "inputs" / "photos").mkdir()
    (version / "inputs" / "photos" / "p.png").write_bytes(picture(20_000, 20_000))
    manifest = (version / MANIFEST).read_text(encoding="utf-8")
    told = manifest.replace('"kept_inputs": {', '"kept_inputs": {"photos": "inputs/photos",')
    (version / MANIFEST).write_text(told, encoding="utf-8")
    columns = (",ملاحظات\n", ",عکس,رضایت خانواده\n"), (",بدون خطا\n", ",p.png,دارد\n")
    job = give({"registry": register(tmp_path / "r.csv", *columns)})
    ending = run(job)
    assert ending.end is End.READY, (job.path / "worker.log").read_text()
    preview = read_preview(job)
    assert preview is not None
    assert ("registry.csv", 2, "photo", "warning", "p.png") in {
        row[:5] for row in preview.sheets[SheetName.ISSUES].rows
    }
    assert preview.numbers["portraits_after"] == 0
    assert ending.peak_mb < 1024


def test_rows_at_fault_are_told_with_row_column_and_sentence(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv", ("65/10/4", "65/13/4"))})
    ending = run(job)
    assert ending.end is End.REFUSED
    assert "registry.csv ردیف ۳، martyrdom_date" in ending.message_fa
    preview = read_preview(job)
    assert preview is not None
    gravest = preview.sheets[SheetName.ISSUES].rows[0]
    assert gravest[:4] == ("registry.csv", 3, "martyrdom_date", "error")
    assert "۱۳" in str(gravest[5])
    assert not preview.numbers


def test_somebody_may_go_on_in_spite_of_them(give: Give, tmp_path: Path) -> None:
    changed = {"registry": register(tmp_path / "r.csv", ("65/10/4", "65/13/4"))}
    job = give(changed, keep_going=True)
    assert run(job).end is End.READY
    preview = read_preview(job)
    assert preview is not None
    assert [alarm.code for alarm in preview.alarms] == ["rows_faulty"]


def test_headers_nobody_knows_are_told_even_when_they_are_why_it_is_refused(
    give: Give, journal: Journal, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("آن بزرگوار,گلزار\nعلی کریمی,قم\n", encoding="utf-8")
    job = give({"registry": path})
    assert run(job).end is End.REFUSED
    preview = read_preview(job)
    assert preview is not None
    assert [(n.header, n.meaning, n.samples) for n in preview.headers] == [
        ("آن بزرگوار", None, ("علی کریمی",)),
        ("گلزار", None, ("قم",)),
    ]
    explain_columns(journal, "registry", {"آن بزرگوار": "full_name"}, by="zahra", now=NOW)
    again = give({"registry": path})
    assert run(again).end is End.READY
    preview = read_preview(again)
    assert preview is not None
    assert [(n.header, n.meaning) for n in preview.headers] == [
        ("آن بزرگوار", "full_name"),
        ("گلزار", None),
    ]


def test_an_analysis_is_stopped_when_somebody_asks(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "geodata.intake", "run", str(job.path)], env=environment(job)
    )
    wait_for(job.work)
    job.abort()
    process.wait()
    ending = Spool(job.path.parent).ending(job)
    assert ending is not None
    assert ending.end is End.ABORTED


def test_an_analysis_that_wants_too_much_time_ends_in_words(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv")}, limits=Limits(cpu_s=1))
    ending = run(job)
    assert ending.end is End.CPU
    assert ending.cpu_s < 3


def test_an_analysis_that_takes_too_long_is_stopped(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv")}, limits=Limits(wall_s=0))
    assert run(job).end is End.TIME


def test_an_analysis_that_wants_too_much_memory_ends_in_words(give: Give, tmp_path: Path) -> None:
    network = json.loads((TINY / "streets.geojson").read_text(encoding="utf-8"))
    one = network["features"][3]
    for number in range(100, 4000):
        properties = one["properties"] | {"osm_id": number}
        network["features"].append(one | {"properties": properties})
    (tmp_path / "s.geojson").write_text(json.dumps(network), encoding="utf-8")
    job = give({"streets": tmp_path / "s.geojson"}, limits=Limits(memory_mb=700))
    ending = run(job)
    assert ending.end is End.MEMORY, (job.path / "worker.log").read_text()
    assert ending.peak_mb < 700


def test_memory_is_the_workers_own_and_not_what_its_parent_holds() -> None:
    ballast = bytearray(b"x") * (200 << 20)
    command = [sys.executable, "-c", "print(flush=True); input()"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout is not None
        process.stdout.readline()  # by now it is that program, and has counted what it holds
        assert 0 < most_memory_mb(process.pid) < len(ballast) >> 21
        process.communicate(b"\n")
    assert most_memory_mb(process.pid) == 0


def test_one_analysis_runs_at_a_time(give: Give, tmp_path: Path) -> None:
    first, second = (give({"registry": register(tmp_path / "r.csv")}) for _ in range(2))
    spool = Spool(first.path.parent)
    assert spool.running() is None
    with spool.alone(first) as is_alone:
        assert is_alone
        assert spool.running() == first.job_id
        assert run(second).end is End.BUSY
        assert spool.ending(first) is None


def test_a_supervisor_that_dies_takes_its_worker_along_and_nothing_is_left_half(
    give: Give, city: DatasetDirectory, tmp_path: Path
) -> None:
    before = digests(city.path)
    job = give({"registry": register(tmp_path / "r.csv")})
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "geodata.intake", "run", str(job.path)], env=environment(job)
    )
    wait_for(job.work / "progress.json")
    process.send_signal(signal.SIGKILL)
    process.wait()
    told = stopped_telling(job)
    outdate(job, STARTS_WITHIN_S + 1)
    ending = Spool(job.path.parent).ending(job)
    assert ending is not None
    assert ending.end is End.INTERRUPTED
    assert not (job.work / "outcome.json").exists(), told
    assert digests(city.path) == before
    assert run(job).end is End.READY


def wait_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.01)
    raise AssertionError(f"{path} never came to be")


def stopped_telling(job: Job) -> Progress:
    """How far a worker came that is no more."""
    time.sleep(0.5)
    told = job.progress()
    time.sleep(0.8)
    assert job.progress() == told
    return told


def test_an_order_nobody_has_taken_up_yet_is_waited_for(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    assert Spool(job.path.parent).ending(job) is None
    assert job.progress() == Progress("read", 0.0)


def test_stale_uploads_and_old_analyses_are_swept_and_a_running_one_stays(
    give: Give, tmp_path: Path
) -> None:
    jobs = [give({"registry": register(tmp_path / "r.csv")}) for _ in range(KEPT_JOBS + 2)]
    spool = Spool(jobs[0].path.parent)
    ordered = spool.jobs()
    (spool.path / "incoming-old").touch()
    os.utime(spool.path / "incoming-old", (0, 0))
    (spool.path / "incoming-now").touch()
    outdate(ordered[1], 30 * 24 * 3600)
    with spool.alone(ordered[-1]):
        spool.sweep()
    left = {job.job_id for job in spool.jobs()}
    assert left == {job.job_id for job in (ordered[0], *ordered[2:KEPT_JOBS], ordered[-1])}
    assert not (spool.path / "incoming-old").exists()
    assert (spool.path / "incoming-now").exists()


def test_what_a_worker_leaves_is_read_only_when_it_is_a_plain_file(
    give: Give, tmp_path: Path
) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    job.begin_anew()
    (job.work / "new.csv").symlink_to("/etc/passwd")
    os.mkfifo(job.work / "preview.json")
    (job.work / "progress.json").write_text("[" * 100_000)
    assert job.worker_file("new.csv") is None
    assert read_preview(job) is None
    assert job.progress() == Progress("read", 0.0)
    with pytest.raises(ValueError, match=r"new\.csv: is no plain file"):
        seal_of(job.work)


@pytest.mark.parametrize("share", ["NaN", '"x"', "1e999", "-1", "null", "[]"])
def test_a_share_that_is_none_is_not_told(give: Give, tmp_path: Path, share: str) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    job.begin_anew()
    (job.work / "progress.json").write_text(f'{{"stage": "join", "share": {share}}}')
    assert job.progress() == Progress("read", 0.0)


@pytest.mark.parametrize(
    "told", ["[]", "{}", '{"end": "grand"}', '{"end": "ready", "unconfined": 1}', "{"]
)
def test_a_worker_that_ends_in_other_words_has_crashed(
    give: Give, tmp_path: Path, told: str
) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    job.begin_anew()
    (job.work / "outcome.json").write_text(told)
    process = subprocess.Popen(["/bin/true"])
    assert watched(job, process.pid).end is End.CRASHED
    process.returncode = 0


@pytest.mark.parametrize(
    "told",
    [
        "{}",
        "[]",
        '{"numbers": {"new": "x"}, "sheets": {}, "coverage": [], "alarms": [], "headers": []}',
        '{"numbers": {}, "sheets": {"new": {"total": 1, "rows": [[1]]}}, "coverage": [],'
        ' "alarms": [], "headers": []}',
    ],
)
def test_a_preview_of_another_form_is_no_preview(give: Give, tmp_path: Path, told: str) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    job.begin_anew()
    (job.work / "preview.json").write_text(told)
    assert read_preview(job) is None


def test_a_job_is_asked_for_by_its_name_only(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    spool = Spool(job.path.parent)
    assert spool.job(job.job_id) == job
    assert spool.job(f"../imports/{job.job_id}") is None
    write_ending(job.path / "ending.json", run(job))
    assert spool.ending(job) == job.ending
