"""A version just built beside the one it would replace: numbers, tables, coverage, alarms.

Reads serving databases and manifests, never inputs.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from geodata.intake.alarms import alarms
from geodata.intake.match_changes import MatchChanges, Outcome, match_changes
from geodata.intake.preview import AreaChange, Cell, Preview, SheetName
from geodata.intake.register_changes import RegisterChanges, register_changes
from geodata.intake.sheets import Sheets
from geodata.intake.versions import side_by_side
from geodata.issues import Issue, Severity
from geodata.store.directory import CATALOGUE, MANIFEST

STALE = ("decision_stale", "decision_contradicted")
"""Issues that are about decisions and not about a file."""
_COUNTED = ("eligible", "named", "matched", "installed")
_COUNTED_AREAS = ("city", "district")


def compare(before: Path | None, base: Path | None, version: Path, sheets: Sheets) -> Preview:
    """Return what would change.

    Parameters
    ----------
    before : Path, optional
        The serving database as the site shows it now; without it everything is new.
    base : Path, optional
        The version that one belongs to.
    version : Path
        The version just built.
    sheets : Sheets
        Where the tables are written.
    """
    manifests = [_manifest(base), _manifest(version)]
    with side_by_side(before, version / CATALOGUE) as database:
        changes = register_changes(database)
        matches = match_changes(database, changes.renumbered)
        stale = list(_stale_rows(database, changes))
        issues = list(database.execute("SELECT * FROM after.issue ORDER BY position"))
        numbers = {
            **_register_numbers(changes),
            **_match_numbers(matches),
            **_issue_numbers(issue["severity"] for issue in issues),
            "stale": len(stale),
            "stale_now": sum(row[3] == "now" for row in stale),
            **_things(database, manifests),
        }
        sheets.write(SheetName.NEW, changes.new_rows())
        sheets.write(SheetName.CHANGED, changes.changed_rows())
        sheets.write(SheetName.GONE, changes.gone_rows())
        sheets.write(SheetName.RENUMBERED, changes.renumbered_rows())
        sheets.write(SheetName.MOVED, matches.moved)
        sheets.write(SheetName.STALE, stale)
        sheets.write(SheetName.ISSUES, _issue_rows(issues))
        return Preview(
            numbers=numbers,
            sheets=sheets.written,
            coverage=tuple(_coverage(database)),
            alarms=tuple(alarms(changes, numbers, *manifests)),
        )


def refused_preview(issues: Iterable[Issue], sheets: Sheets) -> Preview:
    """Return what is wrong with inputs that no version can be built of."""
    found = [
        {
            "source": one.source, "row": one.row, "field": one.field, "code": one.code,
            "severity": one.severity.value, "value": one.value, "message_fa": one.message_fa,
        }
        for one in issues
    ]  # fmt: skip
    sheets.write(SheetName.ISSUES, _issue_rows(found))
    return Preview(sheets=sheets.written)


def _register_numbers(changes: RegisterChanges) -> dict[str, int]:
    return {
        "register_before": len(changes.before),
        "register_after": len(changes.after),
        "new": len(changes.new),
        "gone": len(changes.gone),
        "changed": len(changes.changed),
        "renumbered": len(changes.renumbered),
        "same": len(changes.after.keys() & changes.before.keys()) - len(changes.changed),
    }


def _match_numbers(matches: MatchChanges) -> dict[str, int]:
    told = {outcome.value: matches.outcomes.get(outcome, 0) for outcome in Outcome}
    told["match_gone"] = told.pop(Outcome.GONE.value)
    accepted = sum(matches.outcomes.values())
    return told | {
        "accepted_before": accepted,
        "accepted_after": matches.accepted_after,
        "gained": matches.gained,
        "lost": accepted - matches.outcomes.get(Outcome.KEPT, 0),
    }


def _issue_numbers(severities: Iterable[str]) -> dict[str, int]:
    found = list(severities)
    return {f"{severity}s": found.count(severity) for severity in Severity}


def _things(database: sqlite3.Connection, manifests: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    numbers = {}
    queries = {
        "portraits": "SELECT count(*) FROM {}.naming WHERE portrait IS NOT NULL",
        "areas": "SELECT count(*) FROM {}.area",
    }
    for schema, manifest in zip(("before", "after"), manifests, strict=True):
        for name in ("segments", "alleys", "plaques"):
            numbers[f"{name}_{schema}"] = int(manifest["counts"][name]) if manifest else 0
        for name, query in queries.items():
            numbers[f"{name}_{schema}"] = database.execute(query.format(schema)).fetchone()[0]
    return numbers


def _stale_rows(
    database: sqlite3.Connection, changes: RegisterChanges
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of sheet STALE; those that did not fit before either are told apart."""
    known = _stale_before(database)
    marks = ", ".join("?" * len(STALE))
    rows = database.execute(
        "SELECT value, message_fa FROM after.issue"  # noqa: S608 - marks only # nosec B608
        f" WHERE code IN ({marks}) ORDER BY position",
        STALE,
    )
    for naming_id, sentence in rows:
        said = changes.after.get(naming_id) or changes.before.get(naming_id) or {}
        since = "before" if naming_id in known else "now"
        yield naming_id, said.get("full_name"), sentence, since


def _stale_before(database: sqlite3.Connection) -> set[str]:
    """Namings with a decision that does not fit what the site shows now, built or said since."""
    marks = ", ".join("?" * len(STALE))
    query = f"SELECT value FROM before.issue WHERE code IN ({marks})"  # noqa: S608 - marks only # nosec B608
    found = {row[0] for row in database.execute(query, STALE)}
    has_live = "SELECT 1 FROM before.sqlite_master WHERE name = 'live_misfit'"
    if database.execute(has_live).fetchone():
        found |= {row[0] for row in database.execute("SELECT naming_id FROM before.live_misfit")}
    return found


def _issue_rows(issues: Iterable[Any]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of sheet ISSUES, the gravest first."""
    gravity = [severity.value for severity in Severity]
    about_files = [issue for issue in issues if issue["code"] not in STALE]
    for issue in sorted(about_files, key=lambda one: gravity.index(one["severity"])):
        columns = ("source", "row", "field", "severity", "value", "message_fa")
        yield tuple(issue[column] for column in columns)


def _coverage(database: sqlite3.Connection) -> Iterator[AreaChange]:
    columns = ", ".join(_COUNTED)
    tables = {}
    for schema in ("after", "before"):
        rows = database.execute(
            f"SELECT kind, area_id, name_fa, {columns}"  # noqa: S608 - our own names # nosec B608
            f" FROM {schema}.coverage ORDER BY position"
        )
        tables[schema] = {(row[0], row[1]): (row[2], tuple(row)[3:]) for row in rows}
    for key in {**tables["after"], **tables["before"]}:
        if key[0] in _COUNTED_AREAS:
            was, now = tables["before"].get(key), tables["after"].get(key)
            name = (now or was or ("",))[0]
            yield AreaChange(*key, name, was[1] if was else None, now[1] if now else None)


def _manifest(version: Path | None) -> Mapping[str, Any]:
    if version is None:
        return {}
    manifest: Mapping[str, Any] = json.loads((version / MANIFEST).read_text(encoding="utf-8"))
    return manifest
