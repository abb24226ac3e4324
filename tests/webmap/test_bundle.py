"""Modules joined into one script, run in a real JavaScript engine where there is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from webmap.bundle import joined_module, joined_script

MODULES = Path(__file__).parents[2] / "webmap" / "static" / "js" / "map"
STATEMENT = re.compile(r"^\s*(import|export)\b.*$", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "low.js").write_text(
        "/** A comment that fills its lines\n * goes. */\nconst HIDDEN = 1;\n"
        "export const SHOWN = HIDDEN + 1; // a remark behind code\n"
        "export async function load() {}\nexport function* each() {}\nexport class Thing {}\n"
    )
    (tmp_path / "middle.js").write_text(
        'import { SHOWN, load as fetchIt } from "./low.js";\nexport { SHOWN };\nfetchIt(SHOWN);\n'
    )
    (tmp_path / "top.js").write_text(
        'import {\n  SHOWN,\n} from "./middle.js";\nimport { Thing } from "./low.js";\n'
        "export function main() {\n  return new Thing(SHOWN);\n}\n"
    )
    return tmp_path


def test_each_module_follows_what_it_imports_and_comes_once(folder: Path) -> None:
    names = re.findall(r'^modules\["(\w+)"\] =', joined_module(folder, "top"), re.MULTILINE)
    assert names == ["low", "middle", "top"]


def test_no_statement_of_modules_is_left_in_a_script(folder: Path) -> None:
    assert not STATEMENT.search(joined_script(folder, "top"))


def test_a_joined_module_exports_what_its_entry_does(folder: Path) -> None:
    exports = STATEMENT.findall(joined_module(folder, "top"))
    assert exports == ["export"]
    assert joined_module(folder, "top").endswith('export const { main } = modules["top"];\n')


def test_names_are_kept_and_renamed_imports_too(folder: Path) -> None:
    script = joined_script(folder, "top")
    assert 'const { SHOWN, load: fetchIt } = modules["low"];' in script
    assert "return { SHOWN, load, each, Thing };" in script


def test_comments_and_indentation_are_left_out(folder: Path) -> None:
    script = joined_script(folder, "top")
    assert not re.search(r"A comment|a remark|^ ", script, re.MULTILINE)
    assert "const SHOWN = HIDDEN + 1;\n" in script


@pytest.mark.parametrize("module", sorted(MODULES.glob("*.js")), ids=lambda path: path.stem)
def test_our_modules_keep_to_the_forms_that_can_be_joined(module: Path) -> None:
    assert not STATEMENT.search(joined_script(MODULES, module.stem))
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", module.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert all(line.count("`") % 2 == 0 for line in code.splitlines())
