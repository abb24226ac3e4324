"""Which alleys of a version are wanted, as the condition of a query."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.catalogue.records import BBox

Condition = tuple[str, tuple[object, ...]]
"""SQL of our own, and the values its question marks stand for."""
_IN_BOX = """alley_id IN (SELECT alley_id FROM alley_box
             WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?)"""
_CHANGED = "alley_id IN (SELECT alley_id FROM change WHERE changed_at > ?)"


def wanted_alleys(
    bbox: BBox | None,
    *,
    district: str | None,
    status: str | None,
    since: str | None,
    after: int | None,
) -> Condition:
    """Return the condition; None wants all. `Catalogue.alleys_in` says what each means."""
    parts = list(_parts(bbox, district, status, since, after))
    condition = " AND ".join(part for part, _ in parts) or "1"
    return condition, tuple(value for _, values in parts for value in values)


def _parts(
    bbox: BBox | None,
    district: str | None,
    status: str | None,
    since: str | None,
    after: int | None,
) -> Iterator[Condition]:
    if bbox is not None:
        west, south, east, north = bbox
        yield _IN_BOX, (west, east, south, north)
    for part, value in (
        ("district = ?", district),
        ("state = ?", status),
        (_CHANGED, since),
        ("alley_id > ?", after),
    ):
        if value is not None:
            yield part, (value,)
