"""Two processes of one site, as a server runs them, count the same attempts to log in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from geodata.journal import open_journal
from geodata.journal.accounts import Role, make_account
from geodata.journal.audit import COMMAND_LINE
from geodata.journal.throttling import MOST_OF_NAME
from tests.ports import free_port
from tests.webmap.staff import MADE, PASSWORD

ROOT = Path(__file__).parents[2]
STARTED_S = 30


@contextmanager
def two_workers(dataset: Path, journal: Path, log: Path) -> Iterator[int]:
    port = free_port()
    settings = os.environ | {"ALLEYS_DATASET": str(dataset), "ALLEYS_JOURNAL": str(journal)}
    command = [sys.executable, "-m", "gunicorn", "--workers=2", "--threads=2",
               "--graceful-timeout=1", "--log-level=error",
               f"--bind=127.0.0.1:{port}", f"--access-logfile={log}",
               "--access-logformat=%(p)s %(s)s", "webmap:create_app()"]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, env=settings) as server:
        try:
            until = time.monotonic() + STARTED_S
            while asked(port, "GET", "/healthz") != 200:
                assert time.monotonic() < until
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()


def asked(port: int, method: str, path: str, **form: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request(method, path, urlencode(form), headers)
        return connection.getresponse().status
    except ConnectionError:
        return 0
    finally:
        connection.close()


def test_guessing_ends_whichever_process_is_asked(tiny_dataset: Path, tmp_path: Path) -> None:
    file, log = tmp_path / "journal.sqlite", tmp_path / "access.log"
    with closing(open_journal(str(file))) as journal:
        make_account(journal, "zahra", PASSWORD, Role.ADMIN, by=COMMAND_LINE, now=MADE)
    with two_workers(tiny_dataset, file, log) as port:
        for _ in range(40):
            asked(port, "GET", "/healthz")
        guesses = [asked(port, "POST", "/login", name="zahra", password="x") for _ in range(20)]
        right = asked(port, "POST", "/login", name="zahra", password=PASSWORD)
    assert guesses == [403] * MOST_OF_NAME + [429] * (20 - MOST_OF_NAME)
    assert right == 429
    said = re.findall(r"<?(\d+)>? (403|429)", log.read_text())
    assert len(said) == 21
    assert len({process for process, _ in said}) == 2
