"""Copies of a journal: whole whoever writes, refused when they are not, and the way back."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path

import pytest

from geodata.__main__ import main
from geodata.errors import JournalError
from geodata.journal import open_journal
from geodata.journal.acceptances import accept_finding, acceptances
from geodata.journal.backup import back_up, restore, verify_journal
from tests.geodata.journal.conftest import NOW, finding
from tests.geodata.journal.test_audit import ROOT, UNGUARDED, somebody_writing


@pytest.fixture
def kept(file: Path) -> Path:
    """A journal with something in it."""
    with closing(open_journal(str(file))) as journal:
        accept_finding(journal, finding("a"), "دو خواهر", by="zahra", now=NOW)
    return file


def reasons(file: Path) -> list[str]:
    with closing(open_journal(str(file))) as journal:
        return [one.reason for one in acceptances(journal).values()]


def spoil(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(UNGUARDED)
        database.execute("UPDATE audit SET actor = 'x'")


def test_a_copy_holds_what_the_journal_holds_and_is_its_owners_only(
    kept: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    back_up(str(kept), copy)
    assert reasons(copy) == ["دو خواهر"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.sqlite", "journal.sqlite"]


def test_every_copy_taken_while_somebody_writes_is_whole(kept: Path, tmp_path: Path) -> None:
    with somebody_writing(str(kept)):
        while verify_journal(str(kept)).rows < 2:
            time.sleep(0.02)
        counts = []
        for number in range(8):
            copy = tmp_path / f"{number}.sqlite"
            back_up(str(kept), copy)
            counts.append(verify_journal(str(copy)).rows)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_a_journal_comes_back_from_its_copy(kept: Path, tmp_path: Path) -> None:
    copy, new = tmp_path / "copy.sqlite", tmp_path / "elsewhere" / "journal.sqlite"
    back_up(str(kept), copy)
    restore(copy, str(new))
    assert reasons(new) == ["دو خواهر"]
    assert verify_journal(str(new)) == verify_journal(str(kept))


def test_a_journal_that_is_there_is_written_over_by_force_only(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    back_up(str(kept), copy)
    with closing(open_journal(str(kept))) as running:
        accept_finding(running, finding("b"), "پس از رونوشت", by="zahra", now=NOW)
        with pytest.raises(JournalError, match="--force"):
            restore(copy, str(kept))
        assert len(acceptances(running)) == 2
        restore(copy, str(kept), force=True)
        # A site that had it open reads and writes what is there now.
        assert [one.reason for one in acceptances(running).values()] == ["دو خواهر"]
        accept_finding(running, finding("c"), "تازه", by="zahra", now=NOW)
    assert reasons(kept) == ["دو خواهر", "تازه"]
    assert verify_journal(str(kept)).broken is None


def test_a_copy_of_an_older_journal_is_carried_forward_later(tmp_path: Path) -> None:
    copy, file = tmp_path / "old.sqlite", tmp_path / "journal.sqlite"
    with closing(sqlite3.connect(copy)) as database:
        database.executescript((ROOT / "tests/data/journal/0002.sql").read_text("utf-8"))
    restore(copy, str(file))
    assert reasons(file) == []


@pytest.mark.parametrize("damage", ["audit", "middle", "end", "text", "empty", "newer", "none"])
def test_a_copy_that_is_not_whole_changes_nothing(kept: Path, tmp_path: Path, damage: str) -> None:
    copy = tmp_path / "copy.sqlite"
    back_up(str(kept), copy)
    content = copy.read_bytes()
    if damage == "audit":
        spoil(copy)
    elif damage == "newer":
        with closing(sqlite3.connect(copy)) as database, database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
    elif damage == "none":
        copy.unlink()
    else:
        copy.write_bytes(
            {
                "middle": content[:8192] + b"\xff" * 4096 + content[12288:],
                "end": content[: len(content) // 2],
                "text": b"minutes of the council" * 999,
                "empty": b"",
            }[damage]
        )
    before = kept.read_bytes()
    for target in (kept, tmp_path / "new.sqlite"):
        with pytest.raises(JournalError):
            restore(copy, str(target), force=True)
    assert kept.read_bytes() == before
    assert not (tmp_path / "new.sqlite").exists()


def test_a_journal_that_is_not_whole_gets_no_copy_and_the_older_one_stays(
    kept: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    back_up(str(kept), copy)
    before = copy.read_bytes()
    spoil(kept)
    with pytest.raises(JournalError, match="breaks at row 1"):
        back_up(str(kept), copy)
    assert copy.read_bytes() == before


def test_the_journal_is_not_written_over_by_its_own_copy(kept: Path, tmp_path: Path) -> None:
    same = tmp_path / "same.sqlite"
    os.link(kept, same)
    with pytest.raises(JournalError, match="the journal itself"):
        back_up(str(kept), same)


def test_the_command_line_checks_copies_and_restores(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, new = str(tmp_path / "copy.sqlite"), str(tmp_path / "new.sqlite")
    assert main(["journal", "verify", "--journal", str(kept)]) == 0
    assert "1 ردیف" in capsys.readouterr().out
    assert main(["journal", "backup", "--journal", str(kept), "--out", copy]) == 0
    assert main(["journal", "restore", "--from", copy, "--journal", new]) == 0
    assert main(["journal", "restore", "--from", copy, "--journal", new]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["journal", "restore", "--from", copy, "--journal", new, "--force"]) == 0
    spoil(Path(new))
    assert main(["journal", "verify", "--journal", new]) == 1
    assert "the audit breaks at row 1" in capsys.readouterr().err


def test_the_command_line_makes_no_journal_where_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    none, out = tmp_path / "none.sqlite", str(tmp_path / "out")
    assert main(["journal", "verify", "--journal", str(none)]) == 1
    assert main(["journal", "backup", "--journal", str(none), "--out", out]) == 1
    assert "there is no journal" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("deed", [["backup", "--out", "o"], ["restore", "--from", "f"]])
def test_a_server_is_backed_up_with_its_own_tools(
    deed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", *deed, "--journal", "postgresql+psycopg://a@b/c"]) == 1
    assert "pg_dump" in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["verify"], ["burn", "--journal", "j"], ["restore"]])
def test_a_deed_wants_its_options(options: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["journal", *options])
    assert left.value.code == 2
