"""Corrections: what people say is wrong with a record, and what became of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select

from geodata.codes import ID_BITS, decode_code, encode_id
from geodata.errors import QueryError, UnknownRecordError
from geodata.journal.database import Journal
from geodata.journal.tables import answer, correction


class CorrectionKind(StrEnum):
    """What is said to be wrong."""

    WRONG_PERSON = "wrong_person"
    WRONG_PLACE = "wrong_place"
    PLAQUE_DAMAGED = "plaque_damaged"
    PLAQUE_MISSING = "plaque_missing"
    MARTYR_LEFT_OUT = "martyr_left_out"
    PHOTO = "photo"
    OTHER = "other"


class CorrectionState(StrEnum):
    """Where a correction stands."""

    NEW = "new"
    TASK = "task"
    """Accepted, and something remains to be done."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as it was sent; `text` and `phone` are "" when nothing was written.

    Attributes
    ----------
    district : str, optional
        Where its alley lies or its person's, for who looks through those of one district.
    """

    kind: CorrectionKind
    alley_id: int | None
    martyr_id: int | None
    text: str
    phone: str
    photo: bytes | None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionStatus:
    """What whoever sent a correction may read of it; never what was noted inside."""

    kind: CorrectionKind
    sent_at: datetime
    state: CorrectionState
    answer: str
    answered_at: datetime | None


def send_correction(journal: Journal, sent: Correction, *, now: datetime) -> str:
    """Keep a correction and return its tracking code, read aloud like an alley's.

    Raises
    ------
    geodata.errors.JournalError
        It could not be kept.
    """
    code = encode_id(secrets.randbits(ID_BITS))
    with journal.writing() as connection:
        connection.execute(
            insert(correction).values(
                code=code,
                kind=sent.kind.value,
                alley_id=sent.alley_id,
                martyr_id=sent.martyr_id,
                text=sent.text,
                phone=sent.phone,
                photo=sent.photo,
                sent_at=now,
                state=CorrectionState.NEW.value,
                answer="",
                district=sent.district,
            )
        )
    return code


def correction_status(journal: Journal, code: str) -> CorrectionStatus:
    """Return where a correction stands.

    Raises
    ------
    UnknownRecordError
        There is none with this code, or the code was mistyped.
    """
    table = correction.c
    written = tracking_code(code)
    given = answer.c.decided_at.label("answered_at")
    asked = select(table.kind, table.sent_at, table.state, table.answer, given).select_from(
        correction.outerjoin(
            answer,
            (answer.c.correction_id == table.correction_id) & answer.c.withdrawn_at.is_(None),
        )
    )
    with journal.reading() as connection:
        row = connection.execute(asked.where(table.code == written)).one_or_none()
    if row is None:
        raise unknown_code(written)
    return CorrectionStatus(CorrectionKind(row[0]), row[1], CorrectionState(row[2]), *row[3:])


def tracking_code(typed: str) -> str:
    """Return the one spelling of a tracking code.

    Raises
    ------
    UnknownRecordError
        It was mistyped.
    """
    try:
        return encode_id(decode_code(typed))
    except QueryError as mistyped:
        raise UnknownRecordError(mistyped.message_en, mistyped.message_fa) from mistyped


def unknown_code(code: str) -> UnknownRecordError:
    """Return the error for a well-formed code that nobody was given."""
    return UnknownRecordError(
        f"no correction {code}", "گزارشی با این کد پیگیری نیست؛ کد را دوباره بخوانید"
    )
