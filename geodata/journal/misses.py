"""Searches that found nothing, counted for planners: the words, not who typed them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from geodata.journal.database import Journal
from geodata.journal.tables import missed_search
from geodata.names import fold_words

MOST_KEPT = 10_000
"""Whoever types at random fills no disk."""
MOST_DIGITS = 6
"""More are a telephone or an identity number, which is nobody's business here."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A search without an answer, one of the ways it was typed, and how often it came."""

    typed: str
    times: int
    last_day: date


def count_miss(journal: Journal, typed: str, *, day: date) -> None:
    """Count a search that found nothing.

    Raises
    ------
    geodata.errors.JournalError
        It could not be written.
    """
    folded = " ".join(sorted(fold_words(typed)))
    if not folded or sum(map(str.isdigit, typed)) > MOST_DIGITS:
        return
    table = missed_search
    with journal.writing() as connection:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        row = dialect.insert(table).values(folded=folded, typed=typed, times=1, last_day=day)
        again = {"times": table.c.times + 1, "last_day": day}
        connection.execute(row.on_conflict_do_update(index_elements=["folded"], set_=again))
        surplus = connection.scalar(select(func.count()).select_from(table)) or 0
        if surplus > MOST_KEPT:
            rarest = select(table.c.folded).order_by(table.c.times, table.c.last_day)
            least = rarest.limit(surplus - MOST_KEPT)
            connection.execute(delete(table).where(table.c.folded.in_(least)))


def frequent_misses(journal: Journal, *, limit: int) -> list[Miss]:
    """Return the misses that came most often, those first; raises as `count_miss`."""
    table = missed_search
    asked = select(table.c.typed, table.c.times, table.c.last_day)
    order = (table.c.times.desc(), table.c.last_day.desc(), table.c.folded)
    with journal.reading() as connection:
        rows = connection.execute(asked.order_by(*order).limit(limit))
        return [Miss(*row) for row in rows]
