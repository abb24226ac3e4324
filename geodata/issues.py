"""What is wrong with the inputs, row by row, in words a clerk can act on.

The wording lives in `vocab/issues.csv`: a new kind of issue is a new row there. An issue of
severity `error` stops the build before anything is written; the others are reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from geodata.digits import PERSIAN_DIGITS
from geodata.errors import RowsRefusedError
from geodata.vocab import read_vocab

LISTED_ERRORS = 20
NOT_PASSED_OVER = frozenset({"duplicate_naming_id", "name_missing", "duplicate_plaque_id"})


class Severity(StrEnum):
    """How much an issue weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong at one place of one input; `row` as the spreadsheet numbers it."""

    source: str
    row: int | None
    field: str | None
    code: str
    severity: Severity
    value: str | None
    message_fa: str
    message_en: str


@dataclass(slots=True)
class IssueLog:
    """Collects issues while the inputs are read."""

    issues: list[Issue] = field(default_factory=list)

    def add(
        self,
        code: str,
        *,
        source: str,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        **context: object,
    ) -> None:
        """Record the issue `code` (a row of `vocab/issues.csv`); `context` fills its sentence."""
        wording = _wordings()[code]
        text = None if value is None else str(value)[:200]
        filled = {"value": text, "row": row, "column": column, "source": source} | context
        persian = {k: _counted_fa(v) for k, v in filled.items()}
        self.issues.append(
            Issue(
                source=source,
                row=row,
                field=column,
                code=code,
                severity=Severity(wording["severity"]),
                value=text,
                message_fa=wording["message_fa"].format(**persian),
                message_en=wording["message_en"].format(**filled),
            )
        )

    def __iter__(self) -> Iterator[Issue]:
        return iter(self.sorted())

    def __len__(self) -> int:
        return len(self.issues)

    def sorted(self) -> list[Issue]:
        """Return the issues in the order of files, rows and columns."""
        return sorted(
            self.issues, key=lambda i: (i.source, i.row or 0, i.field or "", i.code, i.value or "")
        )

    def count(self) -> Counter[Severity]:
        """Return how many issues of each severity there are."""
        return Counter(issue.severity for issue in self.issues)

    def refuse_errors(self, *, keep_going: bool = False) -> None:
        """Stop when any issue is an error; with `keep_going` only when none can be passed over.

        A row without an id of its own or without a name has nothing to go on with.

        Raises
        ------
        RowsRefusedError
            Its message lists the first `LISTED_ERRORS` rows at fault.
        """
        errors = [issue for issue in self.sorted() if issue.severity is Severity.ERROR]
        if keep_going:
            errors = [issue for issue in errors if issue.code in NOT_PASSED_OVER]
        if errors:
            raise RowsRefusedError(_listing(errors, "en"), _listing(errors, "fa"))


def place_of(issue: Issue, language: str) -> str:
    """Return where the issue is: file, row and column as far as they are known."""
    if language == "en":
        row = "" if issue.row is None else f" row {issue.row}"
        return issue.source + row + ("" if issue.field is None else f", {issue.field}")
    row = "" if issue.row is None else f" ردیف {_counted_fa(issue.row)}"
    return issue.source + row + ("" if issue.field is None else f"، {issue.field}")


def _counted_fa(value: object) -> str:
    """Counts get Persian digits; what was read from a file stays as it stands there."""
    text = str(value)
    return text.translate(PERSIAN_DIGITS) if isinstance(value, int) else text


def _listing(errors: list[Issue], language: str) -> str:
    shown = [
        f"{place_of(e, language)}: {e.message_en if language == 'en' else e.message_fa}"
        for e in errors[:LISTED_ERRORS]
    ]
    rest = len(errors) - len(shown)
    if rest > 0:
        more = f"… and {rest} more" if language == "en" else f"… و {rest} مورد دیگر"
        shown.append(more if language == "en" else more.translate(PERSIAN_DIGITS))
    return "\n".join(shown)


@cache
def _wordings() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_vocab("issues")}
