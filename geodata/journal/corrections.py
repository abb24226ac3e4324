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
from geodata.journal.tables import correction


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
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as it was sent; `text` and `phone` are "" when nothing was written."""

    kind: CorrectionKind
    alley_id: int | None
    martyr_id: int | None
    text: str
    phone: str
    photo: bytes | None


@dataclass(frozen=True, slots=True)
class CorrectionStatus:
    """What whoever sent a correction may read of it."""

    kind: CorrectionKind
    sent_at: datetime
    state: CorrectionState
    answer: str


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
    table = correction
    try:
        written = encode_id(decode_code(code))
    except QueryError as mistyped:
        raise UnknownRecordError(mistyped.message_en, mistyped.message_fa) from mistyped
    asked = select(table.c.kind, table.c.sent_at, table.c.state, table.c.answer)
    with journal.reading() as connection:
        row = connection.execute(asked.where(table.c.code == written)).one_or_none()
    if row is None:
        raise UnknownRecordError(
            f"no correction {written}", "گزارشی با این کد پیگیری نیست؛ کد را دوباره بخوانید"
        )
    return CorrectionStatus(CorrectionKind(row[0]), row[1], CorrectionState(row[2]), row[3])
