"""Ids of namings that the register does not number itself: made from what the row says.

Decisions about a naming outlive every rebuild by this id, so it depends on who and which alley,
not on the row's place or on what clerks fill in later (status of the plaque, biography).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from geodata.readers.records import Records, content_hash, plain_key

IDENTITY_COLUMNS = (
    "full_name",
    "first_name",
    "last_name",
    "father_name",
    "martyrdom_date",
    "district",
    "neighbourhood",
    "main_street",
    "old_name",
    "new_name",
    "decree_no",
)
_HASH_LENGTH = 12


def naming_ids(given: Sequence[str | None], records: Records) -> list[str]:
    """Return the given ids and, where there is none, «n» and a hash; equal rows get -2, -3.

    Rows that say the same are numbered in the order of their whole content, so that the ids
    stay when rows are re-ordered.
    """
    taken = {known for known in given if known is not None}
    ids = [known or "" for known in given]
    for made, positions in _by_identity(given, records).items():
        for position, free in zip(positions, _free_ids(made, taken, len(positions)), strict=True):
            ids[position] = free
    return ids


def _by_identity(given: Sequence[str | None], records: Records) -> dict[str, list[int]]:
    columns = [(name, records.text(name)) for name in IDENTITY_COLUMNS if name in records.texts]
    groups: dict[str, list[int]] = defaultdict(list)
    for position, known in enumerate(given):
        if known is None:
            said = [(name, plain_key(texts[position])) for name, texts in columns]
            groups[f"n{content_hash(said)[:_HASH_LENGTH]}"].append(position)
    for positions in groups.values():
        positions.sort(key=lambda position: records.hashes[position])
    return groups


def _free_ids(made: str, taken: set[str], count: int) -> list[str]:
    free: list[str] = []
    suffix = 1
    while len(free) < count:
        candidate = made if suffix == 1 else f"{made}-{suffix}"
        suffix += 1
        if candidate not in taken:
            taken.add(candidate)
            free.append(candidate)
    return free
