"""What can go wrong, each with a sentence for the reader of the screen and one for the log.

Knows nothing about HTTP; the site maps these classes to status codes in one table.
"""

from __future__ import annotations

from typing import Any


class GeodataError(Exception):
    """Anything this library refuses to do.

    Parameters
    ----------
    message_en : str
        What, where (file, row, column) and what was expected, ASCII digits.
    message_fa : str
        The same sentence for a Persian reader.
    """

    def __init__(self, message_en: str, message_fa: str) -> None:
        super().__init__(message_en)
        self.message_en = message_en
        self.message_fa = message_fa

    def __reduce__(self) -> tuple[type[GeodataError], tuple[Any, ...]]:
        """Both sentences travel from one process to another."""
        return type(self), (self.message_en, self.message_fa)


class InputRefusedError(GeodataError):
    """An input file, column or row that cannot be built on; nothing was published."""


class MissingInputError(InputRefusedError):
    """A file that is not there."""


class FormatRefusedError(InputRefusedError):
    """A file of a kind we do not read, or one that is broken or hostile."""


class SchemaError(InputRefusedError):
    """A file without the columns, rows or geometry its role needs."""


class CrsError(InputRefusedError):
    """A layer that does not say in which coordinate reference system it is."""


class RowsRefusedError(InputRefusedError):
    """Rows that contradict themselves or the other files; all of them are listed."""


class DatasetError(GeodataError):
    """A dataset directory that is missing, incomplete or of another version."""


class UnsoundError(DatasetError):
    """A version whose files are not those that were checked; nothing was published of it."""


class BusyError(DatasetError):
    """A dataset that is being worked on already."""


class JournalError(GeodataError):
    """A journal that cannot be opened, read or written."""


class JournalFullError(JournalError):
    """A journal that has no room left: nothing was kept of what was to be written."""


class AccountError(GeodataError):
    """An account that cannot be made or changed as asked."""


class DecidedError(GeodataError):
    """Something that somebody else has decided in the meantime."""


class QueryError(GeodataError):
    """A question whose parameter cannot be understood."""

    def __init__(self, message_en: str, message_fa: str, *, parameter: str) -> None:
        super().__init__(message_en, message_fa)
        self.parameter = parameter


class EarlierDayError(QueryError):
    """A day before the last one of which something is known; both Jalali, 1405-09-04."""

    def __init__(self, day: str, latest: str) -> None:
        super().__init__(
            f"on: {day} is before {latest}, of which more is known",
            f"تاریخ {day} پیش از آخرین رویداد این پلاک در {latest} است",
            parameter="on",
        )
        self.day, self.latest = day, latest

    def __reduce__(self) -> tuple[type[GeodataError], tuple[Any, ...]]:
        return type(self), (self.day, self.latest)


class ImpossibleOrderError(QueryError):
    """Two states of which the one cannot come after the other."""

    def __init__(self, before: str | None, after: str) -> None:
        super().__init__(
            f"status: {after} cannot follow {before}",
            "این وضعیت نمی‌تواند پس از وضعیت پیشین پلاک بیاید",
            parameter="status",
        )
        self.before, self.after = before, after

    def __reduce__(self) -> tuple[type[GeodataError], tuple[Any, ...]]:
        return type(self), (self.before, self.after)


class UnknownRecordError(GeodataError):
    """A record that this dataset does not hold."""
