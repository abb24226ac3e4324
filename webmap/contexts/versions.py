"""The versions that are kept, with who made each the current one, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from geodata.intake.publication import KeptVersion, kept_versions
from geodata.journal import Journal
from geodata.journal.accounts import Role
from geodata.journal.audit import Action, Entry, entries
from geodata.store.directory import DatasetDirectory
from webmap.logins import required_login

MOST_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version.

    Attributes
    ----------
    at, by
        When it was published in the browser and by whom; None for a build of the command line.
    """

    version: KeptVersion
    at: datetime | None
    by: str | None


@dataclass(frozen=True, slots=True)
class VersionsContext:
    """The page of versions."""

    lines: tuple[VersionLine, ...]
    may_restore: bool
    kept: int


def versions_context(directory: DatasetDirectory, journal: Journal) -> VersionsContext:
    """Return the versions, the newest first."""
    published = _published(journal)
    lines = (
        VersionLine(version, entry.at if entry else None, entry.actor if entry else None)
        for version in kept_versions(directory)
        for entry in (published.get(version.name),)
    )
    return VersionsContext(
        lines=tuple(lines),
        may_restore=required_login().account.role.includes(Role.ADMIN),
        kept=directory.kept,
    )


def _published(journal: Journal) -> dict[str, Entry]:
    with journal.reading() as connection:
        return {
            entry.subject: entry
            for action in (Action.DATASET_PUBLISHED, Action.DATASET_RESTORED)
            for entry in entries(connection, action=action, limit=MOST_ENTRIES)
        }
