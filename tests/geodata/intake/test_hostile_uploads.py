"""Hostile files go through the worker: nothing leaks, nobody is asked, each is refused in words."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from geodata.input_roles import InputRole
from geodata.intake.order import End, Ending
from geodata.intake.ordering import Sent, Wish, give_order
from geodata.intake.spool import Job, Spool
from geodata.journal import open_journal
from geodata.store.directory import CATALOGUE, DatasetDirectory
from tests.geodata.intake.conftest import NOW, digests
from tests.geodata.intake.forking import work_all
from tests.geodata.intake.hostile import FILES, Lure

MOST_CPU_S, MOST_MB = 10.0, 1024.0
SECRET = "this stays where it is"
PASSWD = "root:x:0:0"


@dataclass(frozen=True)
class Trial:
    """What became of all hostile files."""

    jobs: dict[str, Job]
    hits: list[bytes]
    unchanged: bool

    def ending(self, name: str) -> Ending:
        ending = self.jobs[name].ending
        assert ending is not None
        return ending


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and the connections somebody made to it."""
    hits: list[bytes] = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.1)
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                hits.append(connection.recv(200))
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/crs", hits
        done.set()
        thread.join()


@pytest.fixture(scope="module")
def trial(
    kept_city: Path, listener: tuple[str, list[bytes]], tmp_path_factory: pytest.TempPathFactory
) -> Trial:
    """All hostile files, each instead of a good one, in workers one after another."""
    place = tmp_path_factory.mktemp("hostile")
    (place / "secret.csv").write_text(f"name\n{SECRET}\n", encoding="utf-8")
    href, hits = listener
    lure = Lure(href, place / "secret.csv")
    version = DatasetDirectory(kept_city).current()
    assert version is not None
    spool = Spool(place / "imports")
    spool.make()
    jobs = {}
    with closing(open_journal(str(place / "journal.sqlite"))) as journal:
        before = digests(kept_city), (place / "journal.sqlite").read_bytes()
        for name, (file, make) in FILES.items():
            folder = place / name
            folder.mkdir()
            make(folder / file, lure)
            sent = {InputRole(file.partition(".")[0]): Sent(folder / file, file)}
            wish = Wish(sent, before=version / CATALOGUE)
            jobs[name] = give_order(spool, kept_city, version, wish, journal, by="zahra", now=NOW)
        work_all(job.path for job in jobs.values())
    after = digests(kept_city), (place / "journal.sqlite").read_bytes()
    return Trial(jobs, hits, before == after)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_words_with_little_effort(trial: Trial, name: str) -> None:
    ending = trial.ending(name)
    assert ending.end is End.REFUSED, (trial.jobs[name].path / "worker.log").read_text()
    assert re.search("[\u0600-\u06ff]{2,}", ending.message_fa)
    assert FILES[name][0] in ending.message_fa
    assert ending.cpu_s <= MOST_CPU_S
    assert ending.peak_mb <= MOST_MB


@pytest.mark.parametrize("name", FILES)
def test_of_a_hostile_file_nothing_is_built_and_no_secret_is_told(trial: Trial, name: str) -> None:
    job = trial.jobs[name]
    assert not job.version.exists() or not list(job.version.iterdir())
    told = [path.read_bytes() for path in job.work.rglob("*") if path.is_file()]
    told.append((job.path / "worker.log").read_bytes())
    assert told
    for content in told:
        assert SECRET.encode() not in content
        assert PASSWD.encode() not in content


def test_nobody_was_asked_for_anything(trial: Trial) -> None:
    assert trial.hits == []


def test_neither_dataset_nor_journal_changed_by_a_byte(trial: Trial) -> None:
    assert trial.unchanged


def test_there_are_many_of_them() -> None:
    assert len(FILES) >= 30
