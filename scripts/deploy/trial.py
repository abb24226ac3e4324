"""Runs what is shipped for a server, nginx before gunicorn, in a folder of its own and without TLS.

.venv/bin/python -m scripts.deploy.trial --port 8080      (settings from the environment)
"""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "scripts" / "deploy"
STARTS_WITHIN_S = 30.0
PLACES = {
    "/usr/share/alleys/nginx": str(DEPLOY / "nginx"),
    "/run/alleys/": "{folder}/",
    "/var/cache/nginx/alleys": "{folder}/cache",
    "/var/log/nginx/": "{folder}/",
}
"""Where the shipped files say something lies, and where it lies here."""
MAIN = """
{user}
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/nginx-start.log;
events {{ worker_connections 2048; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {http}
    server {{
        listen 127.0.0.1:{port};
        {site}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """What runs: nginx, and gunicorn with the site behind it."""

    folder: Path
    port: int
    nginx: subprocess.Popen[bytes]
    gunicorn: subprocess.Popen[bytes]


def placed(text: str, folder: Path) -> str:
    """Return a shipped file's text with the places of this machine in it."""
    for shipped, here in PLACES.items():
        text = text.replace(shipped, here.format(folder=folder))
    return text


def configuration(folder: Path, port: int) -> Path:
    """Write nginx's configuration of a trial and return its path."""
    http, site = (
        placed((DEPLOY / "nginx" / name).read_text(encoding="utf-8"), folder)
        for name in ("http.inc", "site.inc")
    )
    # A master that is root gives its workers to nobody, who may not read here.
    user = f"user {pwd.getpwuid(os.getuid()).pw_name};" if os.getuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(
        MAIN.format(user=user, folder=folder, port=port, http=http, site=site), encoding="utf-8"
    )
    return path


@contextmanager
def proxied(folder: Path, port: int, settings: Mapping[str, str]) -> Iterator[Trial]:
    """Run both until the block ends.

    Raises
    ------
    OSError
        When nginx is missing or one of them does not come up.
    """
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    environment = {
        **os.environ, "ALLEYS_PROXIES": "1", "ALLEYS_BIND": f"unix:{folder}/site.sock", **settings,
    }  # fmt: skip
    server = [sys.executable, "-m", "gunicorn", "--config", str(DEPLOY / "gunicorn.conf.py")]
    with (
        (folder / "gunicorn.log").open("wb") as log,
        subprocess.Popen(
            [*server, "webmap:create_app()"], cwd=ROOT, env=environment, stdout=log, stderr=log
        ) as gunicorn,
    ):
        try:
            with subprocess.Popen(
                [program, "-c", str(configuration(folder, port)), "-p", str(folder)],
                stderr=subprocess.DEVNULL,
            ) as nginx:
                try:
                    _await_answer(port, folder)
                    yield Trial(folder, port, nginx, gunicorn)
                finally:
                    nginx.terminate()
        finally:
            gunicorn.terminate()


def _await_answer(port: int, folder: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise OSError(f"no answer on port {port}; see the logs in {folder}")


def main() -> int:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8080)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started ends with this
    with (
        tempfile.TemporaryDirectory(prefix="alleys-trial-") as folder,
        proxied(Path(folder), options.port, {}) as trial,
    ):
        print(f"http://127.0.0.1:{trial.port}/", flush=True)
        try:
            trial.nginx.wait()
        except KeyboardInterrupt:
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
