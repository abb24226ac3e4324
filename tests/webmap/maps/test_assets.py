"""The vendored files and our own modules as they lie in the static folder."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from webmap.bundle import joined_module
from webmap.maps.texts import map_texts

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "webmap" / "static"
OWN_MODULES = sorted((STATIC / "js" / "map").glob("*.js"))


def test_vendored_files_are_what_their_manifest_says() -> None:
    command = [sys.executable, "scripts/vendor_assets", "--check"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout


def test_every_vendored_package_names_its_licence() -> None:
    packages = json.loads((STATIC / "vendor" / "assets.json").read_text())["packages"]
    assert {entry["name"]: entry["licence"] for entry in packages} == {
        "leaflet": "BSD-2-Clause",
        "vazirmatn": "OFL-1.1",
    }


def test_vendored_styles_ask_for_no_picture() -> None:
    styles = (STATIC / "vendor/leaflet-1.9.4/leaflet.css").read_text()
    assert not re.search(r"url\((?!#)", styles)


def test_vendored_scripts_ask_for_no_source_map() -> None:
    assert "sourceMappingURL" not in (STATIC / "vendor/leaflet-1.9.4/leaflet.js").read_text()


@pytest.mark.parametrize("module", OWN_MODULES, ids=lambda path: path.stem)
def test_modules_write_no_html_and_name_no_host(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", source)
    # The name of SVG is written like an address, but nothing is there to fetch.
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg\")", source)


@pytest.mark.parametrize("module", OWN_MODULES, ids=lambda path: path.stem)
def test_texts_of_the_map_come_from_its_table(module: Path) -> None:
    source = re.sub(r"/\*.*?\*/|//[^\n]*", "", module.read_text(encoding="utf-8"), flags=re.DOTALL)
    used = set(re.findall(r"\btexts\.(\w+)", source)) - {"number", "metres", "kilometres", "js"}
    assert used <= map_texts().keys()


def test_the_small_leaflet_has_all_that_our_modules_ask_of_it() -> None:
    """Modules of the residents' map, found by following imports, name nothing beyond it."""
    script = joined_module(STATIC / "js" / "map", "citymap")
    used = set(re.findall(r"\bL\.(\w+)", script))
    entry = (ROOT / "scripts" / "leaflet_map.js").read_text(encoding="utf-8")
    exported = re.findall(r"export \{([^}]*)\}", entry)
    offered = {name.split(" as ")[-1].strip() for names in exported for name in names.split(",")}
    assert used
    assert used <= offered
