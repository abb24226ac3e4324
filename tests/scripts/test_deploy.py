"""What is shipped for a server: nginx before gunicorn run, and the copies of the journal."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import ModuleType
from urllib.parse import urlencode

import pytest

from geodata.catalogue import CatalogueSource
from geodata.journal import open_journal
from geodata.journal.accounts import Role, make_account
from geodata.journal.audit import COMMAND_LINE
from geodata.tiles.grid import tile_at
from scripts.deploy.trial import DEPLOY, Trial, placed, proxied
from tests.ports import free_port

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
needs_nginx = pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed")


def get(port: int, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()


@pytest.fixture(scope="module")
def trial(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    # The address of a socket is short: not below pytest's own long folders.
    folder = tmp_path_factory.mktemp("d")
    journal = folder / "journal.sqlite"
    with closing(open_journal(str(journal))) as opened:
        told = {"by": COMMAND_LINE, "now": datetime.now(UTC).replace(tzinfo=None)}
        make_account(opened, "zahra", "کلمه‌ای دراز و دیرشکن", Role.STEWARD, **told)
    settings = {"ALLEYS_DATASET": str(tiny_dataset), "ALLEYS_JOURNAL": str(journal)}
    with proxied(folder, free_port(), settings) as running:
        yield running


@needs_nginx
def test_pages_come_through_with_the_headers_of_the_site(trial: Trial) -> None:
    answer, content = get(trial.port, "/", **{"Accept-Encoding": "gzip"})
    assert answer.status == 200
    assert answer.getheader("Content-Encoding") == "gzip"
    assert "nonce-" in (answer.getheader("Content-Security-Policy") or "")
    assert answer.getheader("Server") == "nginx"
    assert content


@needs_nginx
def test_the_figures_of_the_process_are_for_this_machine_alone(trial: Trial) -> None:
    shipped = (DEPLOY / "nginx" / "site.inc").read_text(encoding="utf-8")
    block = shipped.partition("location = /metrics {")[2].partition("}")[0]
    assert block.split()[:4] == ["allow", "127.0.0.1;", "deny", "all;"]
    assert get(trial.port, "/metrics")[0].status in (200, 404)


@needs_nginx
def test_neither_searches_nor_addresses_are_logged(trial: Trial) -> None:
    assert get(trial.port, "/search?q=GAMSHODE")[0].status == 200
    time.sleep(0.3)
    logs = {path.name: path.read_text(errors="replace") for path in trial.folder.glob("*.log")}
    assert " GET /search 200 " in logs["alleys.log"]
    told = [line for log in logs.values() for line in log.splitlines()]
    assert [line for line in told if "GAMSHODE" in line or "127.0.0.1" in line] == []


@needs_nginx
def test_an_address_that_a_client_makes_up_does_not_help_it_to_guess_passwords(
    trial: Trial,
) -> None:
    states = []
    for number in range(12):
        with closing(HTTPConnection("127.0.0.1", trial.port, timeout=20)) as connection:
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": f"192.0.2.{number}",
            }
            body = urlencode({"name": "zahra", "password": f"wrong {number}"})
            connection.request("POST", "/login", body, headers)
            states.append(connection.getresponse().status)
    assert states[-1] == 429


@needs_nginx
def test_a_process_that_is_killed_is_replaced(trial: Trial) -> None:
    children = Path(f"/proc/{trial.gunicorn.pid}/task/{trial.gunicorn.pid}/children")
    before = children.read_text().split()
    os.kill(int(before[0]), signal.SIGKILL)
    until = time.monotonic() + 20
    while time.monotonic() < until and (
        len(now := children.read_text().split()) < len(before) or before[0] in now
    ):
        time.sleep(0.1)
    assert before[0] not in now
    assert len(now) == len(before)
    assert get(trial.port, "/")[0].status == 200


@needs_nginx
def test_without_the_site_kept_tiles_go_on_and_the_rest_says_so_in_persian(
    trial: Trial, tiny_dataset: Path
) -> None:
    catalogue = CatalogueSource(tiny_dataset).current()
    lines = catalogue.lines_of(catalogue.listings.alley_ids[0])
    z, (x, y) = 15, tile_at(15, *lines[0][0])
    tile = f"/tiles/{catalogue.info.dataset_id}/{z}/{x}/{y}.pbf"
    first, content = get(trial.port, tile)
    assert (first.status, bool(content)) == (200, True)
    trial.gunicorn.terminate()
    trial.gunicorn.wait()
    again, kept = get(trial.port, tile)
    assert (again.status, kept) == (200, content)
    page, text = get(trial.port, "/about")
    assert page.status == 502
    assert "سایت برای چند لحظه در دسترس نیست" in text.decode()
    assert page.getheader("Retry-After") == "20"


@needs_nginx
def test_nginx_takes_the_shipped_servers_with_a_certificate(tmp_path: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=alleys.example.ir", "-keyout", tmp_path / "privkey.pem",
         "-out", tmp_path / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    shipped = placed((DEPLOY / "nginx" / "alleys.conf").read_text(encoding="utf-8"), tmp_path)
    shipped = shipped.replace("/etc/ssl/alleys", str(tmp_path))
    for name in ("http.inc", "site.inc"):
        text = placed((DEPLOY / "nginx" / name).read_text(encoding="utf-8"), tmp_path)
        (tmp_path / name).write_text(text, encoding="utf-8")
        shipped = shipped.replace(str(DEPLOY / "nginx" / name), str(tmp_path / name))
    main = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{shipped}\n}}\n"
    (tmp_path / "nginx.conf").write_text(main, encoding="utf-8")
    tested = subprocess.run(
        [NGINX, "-t", "-c", tmp_path / "nginx.conf", "-p", tmp_path, "-e", tmp_path / "errors"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text(encoding="utf-8").replace("/opt/alleys", str(DEPLOY.parents[1]))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", *tmp_path.iterdir()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stderr
    assert str(tmp_path) not in verified.stderr


def backup_script() -> ModuleType:
    """The program without an ending, as a module."""
    loader = importlib.machinery.SourceFileLoader("backup", str(DEPLOY / "backup"))
    spec = importlib.util.spec_from_loader("backup", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_old_copies_are_thinned_and_nothing_else_is_touched() -> None:
    superfluous = backup_script().superfluous
    newest = datetime(2026, 11, 25, 12)
    hours = [newest - timedelta(hours=number) for number in range(24 * 900)]
    names = [f"journal-{hour:%Y%m%dT%H%M%S}Z.sqlite" for hour in hours]
    gone = set(superfluous([*names, "journal.sqlite", "notes.txt"]))
    kept = [name for name in names if name not in gone]
    assert "notes.txt" not in gone
    assert kept[:48] == names[:48]
    assert len({name[8:16] for name in kept[48:79]}) == 31
    assert 48 + 31 + 22 <= len(kept) <= 48 + 31 + 24
    assert superfluous(kept) == []


def test_a_copy_is_written_and_read_back(tmp_path: Path) -> None:
    open_journal(str(tmp_path / "journal.sqlite")).close()
    settings = {**os.environ, "ALLEYS_JOURNAL": str(tmp_path / "journal.sqlite")}
    command = [DEPLOY / "backup", tmp_path / "copies"]
    python = str(DEPLOY.parents[1] / ".venv/bin/python")
    told = {"capture_output": True, "text": True}
    done = subprocess.run([python, *command], env=settings, check=False, **told)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_file()
    settings["ALLEYS_JOURNAL"] = str(tmp_path / "none.sqlite")
    refused = subprocess.run([python, *command], env=settings, check=False, **told)
    assert refused.returncode == 1
    assert len(list((tmp_path / "copies").iterdir())) == 1
