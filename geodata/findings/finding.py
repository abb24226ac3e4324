"""One thing found: what it is, about which naming, alley and place, in a sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

from geodata.digits import PERSIAN_DIGITS
from geodata.vocab import read_vocab

COLUMNS = (
    "finding_id", "code", "severity", "title_fa", "message_fa", "naming_id", "alley_id",
    "district", "neighbourhood",
)  # fmt: skip
_IDS = ("other", "plaque")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes
    ----------
    finding_id : str
        The same in every build as long as it is about the same things.
    code, severity, title_fa : str
        Of `vocab/findings.csv`.
    message_fa : str
        What a clerk reads.
    """

    finding_id: str
    code: str
    severity: str
    title_fa: str
    message_fa: str
    naming_id: str | None
    alley_id: int | None
    district: str | None
    neighbourhood: str | None

    def row(self) -> tuple[object, ...]:
        """Return the values of `COLUMNS`."""
        return tuple(getattr(self, column) for column in COLUMNS)


def finding(
    code: str,
    *about: object,
    naming_id: str | None = None,
    alley_id: int | None = None,
    district: str | None = None,
    neighbourhood: str | None = None,
    **said: object,
) -> Finding:
    """Return a finding; `about` identifies it, `said` fills its sentence."""
    wording = _wordings()[code]
    key = "|".join(str(part) for part in (code, *about))
    told = {
        name: str(value) if name in _IDS else str(value).translate(PERSIAN_DIGITS)
        for name, value in said.items()
    }
    return Finding(
        finding_id=hashlib.blake2b(key.encode(), digest_size=8).hexdigest(),
        code=code,
        severity=wording["severity"],
        title_fa=wording["title_fa"],
        message_fa=wording["message_fa"].format(**told),
        naming_id=naming_id,
        alley_id=alley_id,
        district=district,
        neighbourhood=neighbourhood,
    )


@cache
def _wordings() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_vocab("findings")}
