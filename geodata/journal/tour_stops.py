"""The stops of a tour in their order: added, told, moved, taken out and put back.

A stop is known by its naming and its alley, so it outlives rebuilds; none is ever deleted.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Update, func, insert, select, update

from geodata.errors import QueryError, UnknownRecordError
from geodata.journal.audit import Action
from geodata.journal.database import Journal
from geodata.journal.tour_tables import tour_stop
from geodata.journal.tours import LEAST_STOPS, TourState, changing_tour, too_few_stops, tour_of

MOST_STOPS = 30
"""More is no walk; paper and phone are made for so many."""


@dataclass(frozen=True, slots=True)
class StopPlace:
    """Which alley a stop is at.

    Attributes
    ----------
    naming_id : str, optional
        The naming that is the reason to stop; None for an alley nobody is honoured by.
    lon, lat : float
        The alley's mouth that day [degrees EPSG:4326].
    name_fa : str
        What it was called that day.
    """

    naming_id: str | None
    alley_id: int
    lon: float
    lat: float
    name_fa: str


@dataclass(frozen=True, slots=True)
class StopFacts:
    """What is told at a stop, and how long one stays there [min]."""

    text_fa: str = ""
    media_url: str = ""
    minutes: int = 5


@dataclass(frozen=True, slots=True)
class TourStop:
    """A stop as it stands in the journal."""

    stop_id: int
    tour_id: int
    naming_id: str | None
    alley_id: int
    lon: float
    lat: float
    name_fa: str
    text_fa: str
    media_url: str
    minutes: int


_COLUMNS = [tour_stop.c[name] for name in TourStop.__dataclass_fields__]
_STANDS = tour_stop.c.removed_at.is_(None)


def add_stop(
    journal: Journal, tour_id: int, place: StopPlace, facts: StopFacts, *, seen: int, by: str,
    now: datetime,
) -> int:  # fmt: skip
    """Put a stop at the end of a tour and return its id.

    Raises
    ------
    QueryError
        The tour has as many as it may, or this one already.
    DecidedError, UnknownRecordError
        As `changing_tour`.
    """
    details = {"stop": place.name_fa, "naming": place.naming_id, "alley": place.alley_id}
    with changing_tour(
        journal, tour_id, Action.STOP_ADDED, seen=seen, by=by, now=now, details=details
    ) as connection:
        _refuse_beyond(connection, tour_id, place.alley_id, place.naming_id)
        made = insert(tour_stop).values(
            **asdict(place), **asdict(facts), tour_id=tour_id, place=_end(connection, tour_id)
        )
        key = connection.execute(made).inserted_primary_key
    assert key is not None
    return int(key[0])


def change_stop(
    journal: Journal, stop: TourStop, facts: StopFacts, *, seen: int, by: str, now: datetime
) -> None:
    """Tell something else at a stop; what is so already leaves no trace."""
    before = StopFacts(stop.text_fa, stop.media_url, stop.minutes)
    if before == facts:
        return
    details = {"stop": stop.name_fa, "before": asdict(before)}
    with changing_tour(
        journal, stop.tour_id, Action.STOP_CHANGED, seen=seen, by=by, now=now, details=details
    ) as connection:
        connection.execute(_this(stop.stop_id).values(**asdict(facts)))


def move_stop(
    journal: Journal, stop: TourStop, step: int, *, seen: int, by: str, now: datetime
) -> None:
    """Move a stop so many places on, or back; at the ends of a tour it stays where it is."""
    details: dict[str, object] = {"stop": stop.name_fa}
    with changing_tour(
        journal, stop.tour_id, Action.STOP_MOVED, seen=seen, by=by, now=now, details=details
    ) as connection:
        order = [one.stop_id for one in stops_of(connection, stop.tour_id)]
        before = order.index(stop.stop_id)
        order.insert(min(max(before + step, 0), len(order)), order.pop(before))
        for place, stop_id in enumerate(order, start=1):
            connection.execute(_this(stop_id).values(place=place))
        details |= {"from_place": before + 1, "to_place": order.index(stop.stop_id) + 1}


def remove_stop(journal: Journal, stop: TourStop, *, seen: int, by: str, now: datetime) -> None:
    """Take a stop out of a tour; it can be put back.

    Raises
    ------
    QueryError
        The tour is published and would have too few left.
    """
    details = {"stop": stop.name_fa, "naming": stop.naming_id, "alley": stop.alley_id}
    with changing_tour(
        journal, stop.tour_id, Action.STOP_REMOVED, seen=seen, by=by, now=now, details=details
    ) as connection:
        is_published = tour_of(connection, stop.tour_id).state is TourState.PUBLISHED
        if is_published and _count(connection, stop.tour_id) <= LEAST_STOPS:
            raise too_few_stops()
        connection.execute(_this(stop.stop_id).values(removed_by=by, removed_at=now))


def put_back_stop(journal: Journal, stop: TourStop, *, seen: int, by: str, now: datetime) -> None:
    """Put a stop that was taken out at the end of its tour; raises as `add_stop`."""
    details = {"stop": stop.name_fa}
    with changing_tour(
        journal, stop.tour_id, Action.STOP_PUT_BACK, seen=seen, by=by, now=now, details=details
    ) as connection:
        _refuse_beyond(connection, stop.tour_id, stop.alley_id, stop.naming_id)
        place = _end(connection, stop.tour_id)
        values = {"removed_by": None, "removed_at": None, "place": place}
        connection.execute(_this(stop.stop_id).values(**values))


def stops_of(connection: Connection, tour_id: int) -> list[TourStop]:
    """Return the stops of a tour in their order."""
    asked = select(*_COLUMNS).where(tour_stop.c.tour_id == tour_id, _STANDS)
    order = (tour_stop.c.place, tour_stop.c.stop_id)
    return [TourStop(*row) for row in connection.execute(asked.order_by(*order))]


def removed_stops(connection: Connection, tour_id: int) -> list[TourStop]:
    """Return what was taken out of a tour, the last first."""
    asked = select(*_COLUMNS).where(tour_stop.c.tour_id == tour_id, ~_STANDS)
    rows = connection.execute(asked.order_by(tour_stop.c.removed_at.desc()))
    return [TourStop(*row) for row in rows]


def stop_of(
    connection: Connection, tour_id: int, stop_id: int, *, is_removed: bool = False
) -> TourStop:
    """Return one stop of a tour.

    Raises
    ------
    UnknownRecordError
        The tour has no such stop, or none that was taken out.
    """
    found = removed_stops(connection, tour_id) if is_removed else stops_of(connection, tour_id)
    for stop in found:
        if stop.stop_id == stop_id:
            return stop
    raise UnknownRecordError(
        f"tour {tour_id} has no stop {stop_id}", "این ایستگاه در تور نیست؛ صفحه را تازه کنید"
    )


def _refuse_beyond(
    connection: Connection, tour_id: int, alley_id: int, naming_id: str | None
) -> None:
    present = stops_of(connection, tour_id)
    if len(present) >= MOST_STOPS:
        raise QueryError(
            f"stops: a tour has at most {MOST_STOPS}",
            "یک تور بیش از ۳۰ ایستگاه نمی‌گیرد؛ تور دیگری بسازید",
            parameter="stops",
        )
    if any((one.alley_id, one.naming_id) == (alley_id, naming_id) for one in present):
        raise QueryError(
            f"stops: alley {alley_id} is in the tour already",
            "این ایستگاه از پیش در تور هست",
            parameter="alley",
        )


def _this(stop_id: int) -> Update:
    return update(tour_stop).where(tour_stop.c.stop_id == stop_id)


def _count(connection: Connection, tour_id: int) -> int:
    here = select(func.count()).where(tour_stop.c.tour_id == tour_id, _STANDS)
    return int(connection.scalar(here) or 0)


def _end(connection: Connection, tour_id: int) -> int:
    last = select(func.max(tour_stop.c.place)).where(tour_stop.c.tour_id == tour_id, _STANDS)
    return int(connection.scalar(last) or 0) + 1
