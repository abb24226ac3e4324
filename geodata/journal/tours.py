"""Curated tours: what stewards write down of them, from the first draft to the day they end.

Whoever changes a tour says which version of it they saw; every change has its row of the audit.
What becomes of the stops in the present dataset is `geodata.tours`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, insert, select, update

from geodata.errors import DecidedError, QueryError, UnknownRecordError
from geodata.journal.audit import Action, append
from geodata.journal.database import Journal
from geodata.journal.tables import audit, lock
from geodata.journal.tour_tables import tour, tour_stop

LEAST_STOPS = 2
"""A tour leads from somewhere to somewhere."""


class TourState(StrEnum):
    """Who sees a tour."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class TourFacts:
    """What is written about a tour as a whole; "" and None say nothing.

    Attributes
    ----------
    opens_at, closes_at : str, optional
        Times of a day, HH:MM; both or none.
    group_size : int, optional
        How many may come at once.
    """

    title_fa: str
    lead_fa: str = ""
    meeting_point_fa: str = ""
    open_days_fa: str = ""
    opens_at: str | None = None
    closes_at: str | None = None
    group_size: int | None = None


@dataclass(frozen=True, slots=True)
class Tour:
    """A tour as it stands in the journal; times in UTC."""

    tour_id: int
    state: TourState
    version: int
    facts: TourFacts
    made_by: str
    changed_at: datetime
    published_at: datetime | None


_FACTS = tuple(TourFacts.__dataclass_fields__)


def make_tour(journal: Journal, facts: TourFacts, *, by: str, now: datetime) -> int:
    """Keep a new tour as a draft and return its id."""
    with journal.writing() as connection:
        lock(connection, audit)
        made = insert(tour).values(
            **asdict(facts), state=TourState.DRAFT.value, version=1, made_by=by, made_at=now,
            changed_at=now,
        )  # fmt: skip
        key = connection.execute(made).inserted_primary_key
        assert key is not None
        # The subject is known only now, so the row of the audit is written by hand.
        details = {"tour": facts.title_fa}
        append(connection, by, Action.TOUR_MADE, subject_of(key[0]), now=now, details=details)
    return int(key[0])


def change_tour(
    journal: Journal, tour_id: int, facts: TourFacts, *, seen: int, by: str, now: datetime
) -> None:
    """Write a tour's facts anew; what is so already leaves no trace. Raises as `changing_tour`."""
    with journal.reading() as connection:
        before = asdict(tour_of(connection, tour_id).facts)
    changed = {name: value for name, value in asdict(facts).items() if before[name] != value}
    if not changed:
        return
    details = {"tour": facts.title_fa, "before": {name: before[name] for name in changed}}
    with changing_tour(
        journal, tour_id, Action.TOUR_CHANGED, seen=seen, by=by, now=now, details=details
    ) as connection:
        connection.execute(update(tour).where(tour.c.tour_id == tour_id).values(**changed))


def publish_tour(journal: Journal, tour_id: int, *, seen: int, by: str, now: datetime) -> None:
    """Show a tour to everybody.

    Raises
    ------
    QueryError
        It has too few stops.
    DecidedError, UnknownRecordError
        As `changing_tour`.
    """
    with changing_tour(
        journal, tour_id, Action.TOUR_PUBLISHED, seen=seen, by=by, now=now
    ) as connection:
        here = tour_stop.c.tour_id == tour_id
        stops = select(tour_stop.c.stop_id).where(here, tour_stop.c.removed_at.is_(None))
        if len(connection.scalars(stops).all()) < LEAST_STOPS:
            raise too_few_stops()
        values = {"state": TourState.PUBLISHED.value, "published_at": now}
        connection.execute(update(tour).where(tour.c.tour_id == tour_id).values(**values))


def withdraw_tour(journal: Journal, tour_id: int, *, seen: int, by: str, now: datetime) -> None:
    """Show a tour to nobody any more; raises as `changing_tour`."""
    with changing_tour(
        journal, tour_id, Action.TOUR_WITHDRAWN, seen=seen, by=by, now=now
    ) as connection:
        values = {"state": TourState.WITHDRAWN.value}
        connection.execute(update(tour).where(tour.c.tour_id == tour_id).values(**values))


@contextmanager
def changing_tour(
    journal: Journal,
    tour_id: int,
    action: Action,
    *,
    seen: int,
    by: str,
    now: datetime,
    details: Mapping[str, object] | None = None,
) -> Iterator[Connection]:
    """Give a connection to change a tour with, see `Journal.changing`.

    Parameters
    ----------
    seen : int
        The `version` of the tour that whoever changes it looked at.

    Raises
    ------
    UnknownRecordError
        There is no such tour.
    DecidedError
        Somebody has changed it since.
    """
    with journal.changing(by, action, subject_of(tour_id), now=now, details=details) as connection:
        found = tour_of(connection, tour_id)
        if found.version != seen:
            raise DecidedError(
                f"tour {tour_id} was changed in the meantime",
                "در این میان کس دیگری این تور را تغییر داده است؛ دوباره ببینید",
            )
        this = update(tour).where(tour.c.tour_id == tour_id)
        connection.execute(this.values(version=found.version + 1, changed_at=now))
        yield connection


def tour_of(connection: Connection, tour_id: int) -> Tour:
    """Return a tour.

    Raises
    ------
    UnknownRecordError
        There is none with this id.
    """
    row = connection.execute(select(tour).where(tour.c.tour_id == tour_id)).mappings().first()
    if row is None:
        raise unknown_tour(tour_id)
    return _tour(row)


def tours(connection: Connection, state: TourState | None = None) -> list[Tour]:
    """Return the tours of one state or of all, what was changed last first."""
    asked = select(tour).order_by(tour.c.changed_at.desc(), tour.c.tour_id.desc())
    if state is not None:
        asked = asked.where(tour.c.state == state.value)
    return [_tour(row) for row in connection.execute(asked).mappings()]


def subject_of(tour_id: int) -> str:
    """Return what the audit calls a tour."""
    return f"tour-{tour_id}"


def unknown_tour(tour_id: object) -> UnknownRecordError:
    """Return the error for a tour that is not there, or not for whoever asks."""
    return UnknownRecordError(f"no tour {tour_id}", "توری با این نشانی نیست")


def too_few_stops() -> QueryError:
    """Return the error for a tour that leads nowhere."""
    return QueryError(
        f"stops: fewer than {LEAST_STOPS} stops that are on the map",
        "تور برای انتشار دست‌کم دو ایستگاه می‌خواهد که روی نقشه باشند",
        parameter="stops",
    )


def _tour(row: RowMapping) -> Tour:
    return Tour(
        tour_id=row["tour_id"],
        state=TourState(row["state"]),
        version=row["version"],
        facts=TourFacts(**{name: row[name] for name in _FACTS}),
        made_by=row["made_by"],
        changed_at=row["changed_at"],
        published_at=row["published_at"],
    )
