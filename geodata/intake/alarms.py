"""What is rarely meant: half a register, an emptied column, another city, pictures that vanish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geodata.intake.preview import Alarm
from geodata.intake.register_changes import RegisterChanges, Said

GONE_SHARE, CHANGED_SHARE, RENUMBERED_SHARE, LOST_SHARE = 1 / 3, 1 / 2, 1 / 10, 1 / 10
FEWEST = 3
"""Of so few rows a share says nothing."""
FILLED_SHARE, EMPTY_SHARE = 1 / 2, 1 / 20
SHRUNK_SHARE = 2 / 3


def alarms(
    changes: RegisterChanges,
    numbers: Mapping[str, int],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> Iterator[Alarm]:
    """Yield what should make whoever publishes stop and think, the gravest first.

    Parameters
    ----------
    numbers : mapping
        Of the preview.
    before, after : mapping
        Manifests of the two versions; the one before is empty for the first of all.
    """
    if before:
        yield from _of_another_place(before, after)
        yield from _of_rows(numbers)
        yield from _of_columns(changes)
        yield from _of_what_vanishes(numbers, before, after)
    if numbers["errors"]:
        yield Alarm("rows_faulty", {"count": numbers["errors"]})


def _of_another_place(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Alarm]:
    if bool(before["is_demo"]) != bool(after["is_demo"]):
        yield Alarm("becomes_demo" if after["is_demo"] else "leaves_demo")
    west, south, east, north = before["bounds"]
    other_west, other_south, other_east, other_north = after["bounds"]
    if other_west > east or other_east < west or other_south > north or other_north < south:
        yield Alarm("network_elsewhere")


def _of_rows(numbers: Mapping[str, int]) -> Iterator[Alarm]:
    shares = {
        "rows_gone": ("gone", "register_before", GONE_SHARE),
        "rows_changed": ("changed", "register_before", CHANGED_SHARE),
        "rows_renumbered": ("renumbered", "register_before", RENUMBERED_SHARE),
        "matches_lost": ("lost", "accepted_before", LOST_SHARE),
    }
    for code, (part, whole, share) in shares.items():
        if numbers[part] >= FEWEST and numbers[part] > share * numbers[whole]:
            yield Alarm(code, {"count": numbers[part], "of": numbers[whole]})
    if numbers["stale_now"]:
        yield Alarm("decisions_stale", {"count": numbers["stale_now"]})


def _of_columns(changes: RegisterChanges) -> Iterator[Alarm]:
    """A column that most rows filled and hardly any does now."""
    before, after = _filled(changes.before), _filled(changes.after)
    for column in sorted(before):
        was, now = before[column], after.get(column, 0.0)
        if was >= FILLED_SHARE and now <= EMPTY_SHARE:
            yield Alarm("column_emptied", {"column": column})


def _filled(rows: Mapping[str, Said]) -> dict[str, float]:
    counts: dict[str, int] = {}
    for said in rows.values():
        for column in said:
            counts[column] = counts.get(column, 0) + 1
    return {column: count / len(rows) for column, count in counts.items()}


def _of_what_vanishes(
    numbers: Mapping[str, int], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Alarm]:
    for code, what in (("network_shrunk", "alleys"), ("plaques_gone", "plaques")):
        was, now = before["counts"][what], after["counts"][what]
        if now < SHRUNK_SHARE * was:
            yield Alarm(code, {"count": now, "of": was})
    for code, what in (("portraits_gone", "portraits"), ("areas_gone", "areas")):
        was, now = numbers[f"{what}_before"], numbers[f"{what}_after"]
        if was - now >= FEWEST or (was and not now):
            yield Alarm(code, {"count": now, "of": was})
