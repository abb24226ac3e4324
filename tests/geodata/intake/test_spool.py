"""A spool under others' hands: files vanish, notes are of another form, disks are full."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from geodata.errors import (
    FormatRefusedError,
    UnknownRecordError,
)
from geodata.input_roles import InputRole
from geodata.intake import analysis, notes
from geodata.intake.limits import Limits
from geodata.intake.order import End, Ending, write_json
from geodata.intake.ordering import Sent, link_or_copy, sent_again
from geodata.intake.preview import read_preview
from geodata.intake.spool import KEPT_JOBS, STARTS_WITHIN_S, Job, Spool
from geodata.intake.supervisor import LONGEST_MESSAGE, run, watched
from geodata.intake.worker import _outcome
from tests.geodata.intake.conftest import Give, register

PREVIEW: dict[str, Any] = {
    "numbers": {},
    "sheets": {},
    "coverage": [],
    "alarms": [],
    "headers": [],
}


@pytest.fixture
def job(give: Give, tmp_path: Path) -> Job:
    """An analysis that is ordered and not begun."""
    ordered = give({"registry": register(tmp_path / "r.csv")})
    ordered.begin_anew()
    return ordered


def bare(spool: Spool, number: int) -> Path:
    """An analysis of which there is the order alone, and that unreadable."""
    folder = spool.path / f"202601010000{number % 60:02}-{number:08x}"
    folder.mkdir(parents=True)
    (folder / "order.json").write_text("{}")
    return folder


def test_four_may_sweep_at_once_while_uploads_come_and_go(tmp_path: Path) -> None:
    spool, wrong = Spool(tmp_path / "imports"), []
    for number in range(200):
        bare(spool, number)
    stop = threading.Event()

    def come_and_go() -> None:
        while not stop.is_set():
            path = spool.path / f"incoming-{threading.get_ident()}"
            path.touch()
            with suppress(FileNotFoundError):  # it was old before, and is swept under this name
                os.utime(path, (0, 0))
            path.unlink(missing_ok=True)

    def sweep() -> None:
        try:
            for _ in range(20):
                spool.sweep()
        except Exception as error:
            wrong.append(error)

    comers = [threading.Thread(target=come_and_go) for _ in range(2)]
    sweepers = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in (*comers, *sweepers):
        thread.start()
    for thread in sweepers:
        thread.join()
    stop.set()
    for thread in comers:
        thread.join()
    assert wrong == []
    assert len(spool.jobs()) == KEPT_JOBS


def test_a_spool_that_is_not_there_yet_is_swept(tmp_path: Path) -> None:
    Spool(tmp_path / "nothing").sweep()
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("told", ["", "{}", "[]", '{"inputs": 1}', "\0"])
def test_an_order_that_cannot_be_read_is_no_analysis(job: Job, told: str) -> None:
    (job.path / "order.json").write_text(told)
    with pytest.raises(UnknownRecordError):
        _ = job.order


def test_an_analysis_that_is_swept_while_it_is_looked_at_has_broken_off(job: Job) -> None:
    shutil.rmtree(job.path)
    assert Spool(job.path.parent).ending(job) == Ending(End.INTERRUPTED)
    with pytest.raises(UnknownRecordError):
        _ = job.order


@pytest.mark.parametrize("told", ["", "{", "[]", '{"end": "grand"}', '{"end": "ready", "x": 1}'])
def test_an_ending_of_another_form_has_broken_off(job: Job, told: str) -> None:
    (job.path / "ending.json").write_text(told)
    assert job.ending == Ending(End.INTERRUPTED)


@pytest.mark.parametrize("told", ["", "{", "[]", "{}", '"x"'])
def test_a_note_of_publishing_that_is_half_there_still_says_published(job: Job, told: str) -> None:
    assert job.published_as is None
    (job.path / "published.json").write_text(told)
    assert job.published_as == ""


def test_who_asks_before_it_begins_is_heard(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    job.abort()
    assert run(job).end is End.ABORTED


@pytest.mark.parametrize(
    "told",
    [
        {"numbers": {"new": float("inf")}},
        {"numbers": {"new": float("nan")}},
        {"headers": [{"role": "streets", "header": "x", "meaning": None, "samples": []}]},
        {"headers": [{"role": "registry", "header": "x", "meaning": None, "samples": 5}]},
        {"alarms": {"code": 1}},
    ],
)
def test_a_preview_with_odd_values_is_no_preview(job: Job, told: dict[str, Any]) -> None:
    (job.work / "preview.json").write_text(json.dumps(PREVIEW | told))
    assert read_preview(job) is None


def test_a_number_beyond_all_numbers_is_none(job: Job) -> None:
    text = json.dumps(PREVIEW).replace('"numbers": {}', '"numbers": {"new": 1e999}')
    (job.work / "preview.json").write_text(text)
    assert read_preview(job) is None


def test_half_a_character_can_be_shown_and_written(job: Job) -> None:
    told = {"end": "refused", "message_fa": "a\udc80b", "message_en": "x", "unconfined": {}}
    (job.work / "outcome.json").write_text(json.dumps(told))
    process = subprocess.Popen(["/bin/true"], start_new_session=True)
    ending = watched(job, process.pid)
    process.returncode = 0
    assert ending.end is End.REFUSED
    assert ending.message_fa.encode() == "a\ufffdb".encode()


def test_a_message_has_an_end(job: Job) -> None:
    told = {"end": "refused", "message_fa": "ا" * 100_000, "message_en": "", "unconfined": {}}
    write_json(job.work / "outcome.json", told)
    process = subprocess.Popen(["/bin/true"], start_new_session=True)
    assert len(watched(job, process.pid).message_fa) == LONGEST_MESSAGE
    process.returncode = 0


def test_a_message_with_bytes_of_the_file_in_it_is_told(job: Job) -> None:
    refusal = b"no driver for \xff\xfe".decode("utf-8", "surrogateescape")
    write_json(job.work / "outcome.json", {"message_fa": refusal})
    assert job.note("outcome.json") == {"message_fa": "no driver for ??"}


def test_a_note_that_is_too_large_is_not_held_in_memory(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes, "LARGEST_NOTE", 100)
    (job.work / "preview.json").write_text(json.dumps(PREVIEW))
    assert read_preview(job) is not None
    (job.work / "preview.json").write_text(json.dumps(PREVIEW) + " " * 100)
    assert read_preview(job) is None


def test_a_device_is_no_table(job: Job) -> None:
    os.mkfifo(job.work / "new.csv")
    assert stat.S_ISFIFO((job.work / "new.csv").stat().st_mode)
    assert job.worker_file("new.csv") is None
    assert job.worker_file("\0") is None


def test_what_a_worker_started_ends_with_it(job: Job) -> None:
    late = job.work / "late"
    script = f"(sleep 1; touch '{late}') & exit 0"
    process = subprocess.Popen(["/bin/sh", "-c", script], start_new_session=True)
    watched(job, process.pid)
    process.returncode = 0
    time.sleep(1.3)
    assert not late.exists()


@pytest.mark.parametrize(
    ("error", "end"),
    [
        (MemoryError(), End.MEMORY),
        (RuntimeError("std::bad_alloc"), End.MEMORY),
        (RuntimeError("Out of memory in GDAL"), End.MEMORY),
        (OSError(errno.ENOSPC, "No space left on device"), End.ROOM),
        (OSError(errno.EFBIG, "File too large"), End.ROOM),
        (RuntimeError("database or disk is full"), End.ROOM),
        (RuntimeError("x"), End.UNREADABLE),
    ],
)
@pytest.mark.parametrize("is_wrapped", [False, True])
def test_lack_of_memory_or_room_is_not_the_files_fault(
    job: Job, monkeypatch: pytest.MonkeyPatch, error: Exception, end: End, is_wrapped: bool
) -> None:
    def analyse(*_: object) -> None:
        try:
            raise error
        except Exception as cause:
            if is_wrapped:
                raise FormatRefusedError("broken", "شکسته") from cause
            raise

    monkeypatch.setattr(analysis, "analyse", analyse)
    wanted = End.REFUSED if is_wrapped and end is End.UNREADABLE else end
    assert _outcome(job, job.order)["end"] is wanted


def test_an_analysis_that_may_write_too_little_ends_in_words(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv")}, limits=Limits(file_mb=0))
    assert run(job).end in {End.ROOM, End.CRASHED}


def test_a_copy_is_never_written_over_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "published").write_text("published")
    (tmp_path / "new").write_text("new")
    os.link(tmp_path / "published", tmp_path / "target")
    with pytest.raises(FileExistsError):
        link_or_copy(tmp_path / "new", tmp_path / "target")
    assert (tmp_path / "published").read_text() == "published"


def test_without_links_a_file_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "a").write_text("a")
    link_or_copy(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "a"


def no_links(*_: object) -> None:
    raise OSError(errno.EXDEV, "Invalid cross-device link")


def test_files_that_are_gone_are_told_and_nothing_stays(give: Give, tmp_path: Path) -> None:
    job = give({"registry": register(tmp_path / "r.csv")})
    assert sent_again(job) == {
        InputRole.REGISTRY: Sent(job.inputs / "registry.csv", "r.csv"),
    }
    with pytest.raises(UnknownRecordError):
        give({"registry": tmp_path / "gone.csv"})
    assert [found.job_id for found in Spool(job.path.parent).jobs()] == [job.job_id]
    assert len([*job.path.parent.glob("2026*")]) == 1


def test_an_order_nobody_took_up_has_broken_off(job: Job) -> None:
    long_ago = time.time() - 2 * STARTS_WITHIN_S
    os.utime(job.path / "order.json", (long_ago, long_ago))
    assert Spool(job.path.parent).ending(job) == Ending(End.INTERRUPTED)


def test_a_full_disk_leaves_no_half_note(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    with pytest.raises(OSError):
        write_json(tmp_path / "x.json", {})
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]
