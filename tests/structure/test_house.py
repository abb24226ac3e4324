"""The rules of the house: who may import whom, and what may stand in which file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = [ROOT / "geodata", ROOT / "webmap"]
MODULES = sorted(path for package in PACKAGES for path in package.rglob("*.py"))
TEMPLATES = sorted(
    path for suffix in ("html", "jinja", "xml") for path in ROOT.glob(f"*/**/*.{suffix}")
)
STAGES = ("names", "alleys", "matching", "coverage", "store", "pipeline")
READ_SIDE = ("catalogue", "search", "names", "vocab", "codes.py", "store/directory.py")
BUILD_SIDE = ("search/entries.py", "search/index_writer.py")


def imports(path: Path) -> set[str]:
    """Every module a file imports, at any depth of the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_the_library_knows_nothing_of_the_site(path: Path) -> None:
    if path.is_relative_to(ROOT / "geodata"):
        roots = {name.split(".")[0] for name in imports(path)}
        assert not roots & {"webmap", "flask", "folium", "branca", "scripts"}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_folium_is_imported_in_one_package(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    if not path.is_relative_to(ROOT / "webmap" / "maps"):
        assert not roots & {"folium", "branca"}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_later_stages_are_not_imported_by_earlier_ones(path: Path) -> None:
    place = relative(path).removeprefix("geodata/").removesuffix(".py").split("/")[0]
    if place not in STAGES:
        return
    later = {f"geodata.{stage}" for stage in STAGES[STAGES.index(place) + 1 :]}
    assert not {name for name in imports(path) if ".".join(name.split(".")[:2]) in later}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_the_read_side_imports_no_frames(path: Path) -> None:
    place = relative(path).removeprefix("geodata/")
    if place in BUILD_SIDE:
        return
    if place.startswith(READ_SIDE) or path.is_relative_to(ROOT / "webmap"):
        roots = {name.split(".")[0] for name in imports(path)}
        assert not roots & {"pandas", "geopandas", "pyogrio"}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_html_stands_in_python(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tag = re.compile(
        r"</?(div|span|p|a|b|li|ul|ol|table|tr|td|th|html|body|head|script|style|h\d)\b"
    )
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not [text for text in strings if tag.search(text) and text not in docstrings]


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_templates_escape_everything(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|\{%-?\s*autoescape", text)
    if path.is_relative_to(ROOT / "webmap"):
        assert not re.search(r"\s(style|on[a-z]+)\s*=\s*[\"']", text)


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_modules_stay_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320


def test_no_file_fetches_from_another_host() -> None:
    assets = [p for p in (ROOT / "webmap").rglob("*") if p.suffix in {".js", ".css", ".html"}]
    foreign = re.compile(r"""(?:src|href|url\(|import|fetch\()\s*=?\s*\(?["']?(?:https?:)?//""")
    ours = [p for p in assets if "vendor" not in p.parts]
    assert ours
    assert not [relative(p) for p in ours if foreign.search(p.read_text(encoding="utf-8"))]
