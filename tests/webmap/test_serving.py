"""The process that serves: what it loads, what it is told, what it says."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from webmap.config import SiteConfig
from webmap.dataset import Dataset
from webmap.server import data_shown

ROOT = Path(__file__).parents[2]
ASK_ALL = """
import sys
from webmap import create_app
from webmap.config import SiteConfig
client = create_app(SiteConfig(dataset=sys.argv[1])).test_client()
for address in ("/", "/search?q=کریمی", "/coverage", "/api/nearby?lon=50.88&lat=34.64"):
    assert client.get(address).status_code == 200, address
print(*sorted({"pandas", "geopandas", "pyogrio"} & set(sys.modules)))
"""


def test_the_serving_process_loads_no_frames(tiny_dataset: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", ASK_ALL, str(tiny_dataset)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=ROOT,
    )
    assert answer.stdout.strip() == ""


def test_settings_come_from_the_environment_given() -> None:
    config = SiteConfig.from_environment(
        {
            "ALLEYS_DATASET": "/srv/alleys",
            "ALLEYS_PUBLIC_URL": "https://kuche.example/",
            "ALLEYS_TRUSTED_HOSTS": "kuche.example, www.kuche.example",
        }
    )
    assert config.dataset == "/srv/alleys"
    assert config.public_url == "https://kuche.example"
    assert config.trusted_hosts == ("kuche.example", "www.kuche.example")


def test_without_settings_the_usual_directory_is_served() -> None:
    assert SiteConfig.from_environment({}) == SiteConfig(dataset="var/dataset")


def test_the_start_says_which_data_is_shown(tiny_dataset: Path, tmp_path: Path) -> None:
    line = data_shown(Dataset(tiny_dataset, tmp_path / "live"))
    assert "شهر نمایشی (دادهٔ نمایشی)" in line
    assert "۱۶ معبر" in line


def test_the_start_says_when_there_is_no_data(tmp_path: Path) -> None:
    assert "هنوز داده‌ای منتشر نشده است" in data_shown(Dataset(tmp_path, tmp_path / "live"))


def test_the_command_serves_and_says_where(tiny_dataset: Path) -> None:
    command = [sys.executable, "-m", "webmap", "--port", "0"]
    settings = {**os.environ, "ALLEYS_DATASET": str(tiny_dataset), "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=settings,
        cwd=ROOT,
    ) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            assert "دادهٔ نمایشی" in server.stdout.readline()
            with urlopen(f"{address}readyz", timeout=10) as answer:
                assert answer.status == 200
                assert "Server" not in answer.headers
        finally:
            server.terminate()


def test_a_taken_port_is_told_in_a_sentence(tiny_dataset: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        answer = subprocess.run(
            [sys.executable, "-m", "webmap", "--port", port],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "ALLEYS_DATASET": str(tiny_dataset)},
            cwd=ROOT,
        )
    assert answer.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in answer.stderr
    assert "Traceback" not in answer.stderr
