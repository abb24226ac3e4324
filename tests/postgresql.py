"""A PostgreSQL server of the tests' own, made and thrown away; none where none is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port

SERVER = "ALLEYS_TEST_POSTGRESQL"
"""Address of another server to try things on, postgresql+psycopg://…; schemas are made in it."""
STARTS_WITHIN_S = "60"


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Give the address of a database in which schemas may be made; skip where there is none.

    Nothing of it survives a power cut, which makes it quick: it is for tests alone.
    """
    told = os.environ.get(SERVER)
    if told is not None:
        yield told
        return
    programs = _programs()
    if programs is None:
        pytest.skip(f"PostgreSQL is not installed and {SERVER} is not set")
    # Not below pytest's own folders: each new session closes those to everybody but root.
    with (
        tempfile.TemporaryDirectory(prefix="alleys-postgresql-") as name,
        _running(programs, Path(name)) as address,
    ):
        yield address


@contextmanager
def _running(programs: Path, folder: Path) -> Iterator[str]:
    owner = _owner(folder)
    data, port = folder / "data", free_port()
    # C.UTF-8: with plain C no search by parts of words finds anything in Persian.
    _run(owner, programs / "initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust",
         "-U", "tests", "--no-sync")  # fmt: skip
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} "
        "-c fsync=off -c jit=off -c max_connections=60"
    )
    _run(owner, programs / "pg_ctl", "-D", data, "-w", "-t", STARTS_WITHIN_S,
         "-l", folder / "log", "-o", options, "start")  # fmt: skip
    try:
        yield f"postgresql+psycopg://tests@127.0.0.1:{port}/postgres"
    finally:
        _run(owner, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _programs() -> Path | None:
    """Where the server's programs are: Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _owner(folder: Path) -> str | None:
    """Who runs it: root may not, then Debian's own account does and gets the folder."""
    if os.getuid() != 0:
        return None
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return "postgres"


def _run(owner: str | None, *command: object) -> None:
    words = [str(word) for word in command]
    # Its output goes to a file: a server that goes on holds the pipe of who started it.
    with tempfile.TemporaryFile() as told:
        done = subprocess.run(
            words, user=owner, group=owner, extra_groups=[] if owner else None, cwd="/",
            stdin=subprocess.DEVNULL, stdout=told, stderr=told, check=False,
        )  # fmt: skip
        told.seek(0)
        assert done.returncode == 0, f"{words}: {told.read().decode(errors='replace')}"
