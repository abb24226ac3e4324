"""Our JavaScript modules joined into one script, and stylesheets into one, as they are written.

A page of two dozen small modules costs a slow phone two dozen round trips, and a page opened
from disk may not import at all. Joining is text work of a few rules that our modules keep (a
test holds them): `import {…} from "./name.js";` on top, `export` before a declaration, no text
over several lines. Nothing is renamed; only comments and indentation are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w/]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const|let) (\w+))", re.MULTILINE)
_EXPORT_AGAIN = re.compile(r"^export \{([^}]*)\};\n", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_REMARK = re.compile(r"(?<=[;,{}(]) // [^\n]*$", re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


def joined(folder: Path, entry: str) -> str:
    """Return a script of `entry` and all it imports; `entry` is a module's name without suffix.

    The script's last line is an expression free of declarations: call `joined_module` or
    `joined_script` for something a page can load.
    """
    parts = [
        _module(name, (folder / f"{name}.js").read_text("utf-8")) for name in _order(folder, entry)
    ]
    return "const modules = {};\n" + "".join(parts)


def joined_module(folder: Path, entry: str) -> str:
    """Return the same as an ES module that exports what `entry` exports."""
    names = ", ".join(_exports((folder / f"{entry}.js").read_text("utf-8")))
    return f'{joined(folder, entry)}export const {{ {names} }} = modules["{entry}"];\n'


def joined_script(folder: Path, entry: str) -> str:
    """Return the same as a classic script that leaves what `entry` exports as global names."""
    names = ", ".join(_exports((folder / f"{entry}.js").read_text("utf-8")))
    body = f'{joined(folder, entry)}return modules["{entry}"];\n'
    return f"const {{ {names} }} = (() => {{\n{body}}})();\n"


def joined_styles(folder: Path, parts: Sequence[str]) -> str:
    """Return stylesheets in the order given as one, without comments and indentation."""
    text = "\n".join((folder / part).read_text("utf-8") for part in parts)
    return _INDENT.sub("\n", _CSS_COMMENT.sub("", text)).strip() + "\n"


def _order(folder: Path, entry: str) -> list[str]:
    """Return the modules in an order in which each follows what it imports."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        source = (folder / f"{name}.js").read_text("utf-8")
        for _, imported in _IMPORT.findall(source):
            if imported not in found:
                visit(imported)
        found[name] = None

    visit(entry)
    return list(found)


def _module(name: str, source: str) -> str:
    exported = ", ".join(_exports(source))
    body = _IMPORT.sub(_import, _REMARK.sub("", _COMMENT.sub("", source)))
    body = _INDENT.sub("\n", _EXPORT.sub("", _EXPORT_AGAIN.sub("", body))).strip()
    return f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n'


def _import(match: re.Match[str]) -> str:
    names = match[1].replace(" as ", ": ")
    return f'const {{{names}}} = modules["{match[2]}"];\n'


def _exports(source: str) -> list[str]:
    again = [name.strip() for names in _EXPORT_AGAIN.findall(source) for name in names.split(",")]
    return [*_EXPORT.findall(source), *again]
