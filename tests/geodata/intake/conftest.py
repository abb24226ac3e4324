"""A tiny city that was built with copies of its inputs, and orders to change them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from geodata.input_roles import InputRole
from geodata.intake.ordering import Sent, Wish, give_order
from geodata.intake.spool import Job, Spool
from geodata.journal import Journal, open_journal
from geodata.pipeline import build
from geodata.store.directory import CATALOGUE, DatasetDirectory
from tests.conftest import TINY, tiny_inputs

NOW = datetime(2026, 11, 27, 9)
Give = Callable[..., Job]


@pytest.fixture(scope="session")
def kept_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published dataset of the tiny city with its inputs beside it; tests only read it."""
    out = tmp_path_factory.mktemp("kept") / "dataset"
    build(tiny_inputs(), out, keep_copies=True)
    return out


@pytest.fixture
def city(kept_city: Path, tmp_path: Path) -> DatasetDirectory:
    """A copy of it to publish in."""
    shutil.copytree(kept_city, tmp_path / "dataset", symlinks=True)
    return DatasetDirectory(tmp_path / "dataset", 10)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(open_journal(str(tmp_path / "journal.sqlite"))) as opened:
        yield opened


@pytest.fixture
def give(city: DatasetDirectory, journal: Journal, tmp_path: Path) -> Give:
    """A function that orders an analysis of changed inputs."""

    def order(changed: dict[str, Path], **wish: Any) -> Job:
        spool = Spool(tmp_path / "imports")
        spool.make()
        version = city.current()
        assert version is not None
        sent = {InputRole(role): Sent(path, path.name) for role, path in changed.items()}
        wanted = Wish(sent, **{"before": version / CATALOGUE, **wish})
        return give_order(spool, city.path, version, wanted, journal, by="zahra", now=NOW)

    return order


def register(path: Path, *changes: tuple[str, str]) -> Path:
    """The tiny city's register with some of its text replaced."""
    text = (TINY / "registry.csv").read_text(encoding="utf-8")
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    path.write_text(text, encoding="utf-8")
    return path


def digests(folder: Path) -> dict[str, str]:
    """The content of every file below a folder, and where every link leads."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink())
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }
