"""The order of what happened to a sign: the same whatever arrives first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.gregorian import jalali_day
from geodata.model import PlaqueStatus
from geodata.sign_history import (
    Filed,
    RecordedEvent,
    by_sign,
    impossible,
    in_order,
    latest_day,
    present,
)

NOON = datetime(2026, 11, 25, 8, 30)
HANGS = Filed(PlaqueStatus.INSTALLED, "1405-09-01")


def event(
    status: str, on: str = "1405-09-04", *, said: int = 0, key: str = "k", end: str | None = None
) -> RecordedEvent:
    said_at = NOON + timedelta(minutes=said)
    return RecordedEvent(
        1, "P-1", "A", end, status, on, None, None, "", None, "zahra", NOON, said_at, key
    )


def telling(filed_on: str | None, *events: RecordedEvent) -> str | None:
    found = present(filed_on, in_order(events)).telling
    return found.status if found else None


def test_the_last_day_is_the_state_and_of_one_day_what_was_said_last() -> None:
    late = event("damaged", "1405-09-03", said=90)
    assert telling(None, event("verified"), late) == "verified"
    assert telling(None, event("verified", said=5), event("damaged", said=4)) == "verified"
    assert telling(None, event("verified", key="b"), event("damaged", key="a")) == "verified"


@pytest.mark.parametrize(
    ("filed_on", "told"),
    [
        (None, "damaged"), ("1405", "damaged"), ("1405-10", "damaged"), ("1405-09-03", "damaged"),
        ("1405-09-04", "damaged"), ("1405-09-05", None),
    ],
)  # fmt: skip
def test_a_whole_day_of_the_files_is_not_overturned_by_an_earlier_one(
    filed_on: str | None, told: str | None
) -> None:
    assert telling(filed_on, event("damaged")) == told


def test_end_and_place_stay_known_whatever_tells_the_state() -> None:
    history = in_order([event("verified", "1405-09-01", end="end"), event("damaged")])
    history[0] = replace(history[0], lon=50.88, lat=34.64)
    assert present("1405-09-09", history).end == "end"
    assert present("1405-09-09", history).place == (50.88, 34.64)


def test_the_last_day_known_is_that_of_history_or_files() -> None:
    assert latest_day(HANGS, []) == "1405-09-01"
    assert latest_day(HANGS, [event("verified")]) == "1405-09-04"
    assert latest_day(Filed(None, "1405-09-09"), [event("verified")]) == "1405-09-04"
    assert latest_day(Filed(PlaqueStatus.MADE, "1405"), []) is None


def odd(filed: Filed, *events: RecordedEvent) -> list[tuple[str | None, str]]:
    return [(one.before, one.after) for one in impossible(filed, in_order(events))]


def test_what_cannot_have_come_in_that_order_is_told() -> None:
    assert odd(Filed(), event("installed", "1405-09-01"), event("made")) == [("installed", "made")]
    assert odd(Filed(), event("verified", "1405-09-01"), event("installed")) == [
        ("verified", "installed")
    ]
    assert odd(Filed(), event("damaged")) == [(None, "damaged")]
    assert odd(Filed(PlaqueStatus.MADE), event("damaged")) == [("made", "damaged")]
    # What was before the day of the files' record is not known.
    assert odd(Filed(PlaqueStatus.VERIFIED, "1405-09-09"), event("damaged")) == []
    assert odd(HANGS, event("verified", "1405-08-30")) == [("verified", "installed")]
    assert odd(HANGS, event("verified"), event("damaged", said=1)) == []


def day_after(minutes: int) -> str:
    return jalali_day(NOON + timedelta(minutes=minutes))


EVENTS = st.lists(
    st.builds(
        lambda status, minutes, end: (status, minutes, end),
        st.sampled_from([*PlaqueStatus]),
        st.integers(0, 6_000),
        st.sampled_from([None, "start", "end"]),
    ),
    min_size=1,
    max_size=7,
)


@given(EVENTS, st.randoms(), st.sampled_from([None, "1405-09-05", "1405"]))
def test_in_whatever_order_they_arrive_the_state_is_the_same(
    told: list[tuple[PlaqueStatus, int, str | None]], random: object, filed_on: str | None
) -> None:
    events = [
        event(
            status,
            jalali_day(NOON + timedelta(minutes=minutes)),
            said=minutes,
            key=f"k{n}",
            end=end,
        )
        for n, (status, minutes, end) in enumerate(told)
    ]
    arrived = events.copy()
    random.shuffle(arrived)  # type: ignore[attr-defined]
    assert by_sign(arrived) == by_sign(events)
    filed = Filed(PlaqueStatus.INSTALLED, filed_on)
    assert present(filed_on, in_order(arrived)) == present(filed_on, in_order(events))
    assert [*impossible(filed, in_order(arrived))] == [*impossible(filed, in_order(events))]
