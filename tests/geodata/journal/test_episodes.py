"""Films and recordings: every step once, told in the audit, and taken down at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geodata.errors import DecidedError, UnknownRecordError
from geodata.journal import Journal
from geodata.journal.audit import check_chain, entries
from geodata.journal.episode_records import (
    Episode,
    Kind,
    State,
    episode_of,
    episodes_in_force,
    shown_episodes,
)
from geodata.journal.episodes import (
    Delivery,
    deliver,
    publish,
    put_episode_back,
    reserve,
    take_episode_down,
    withdraw,
)
from tests.geodata.journal.conftest import NOW

FILM = Delivery("روایت", "گروه", "CC BY 4.0", file=f"{'0' * 32}.mp4", size_bytes=9)


def one(journal: Journal, episode_id: int) -> Episode:
    with journal.reading() as connection:
        return episode_of(connection, episode_id)


def shown(journal: Journal) -> list[int]:
    with journal.reading() as connection:
        return [found.episode_id for found in shown_episodes(connection, ["N-1", "N-2"])]


def published(journal: Journal, naming_id: str = "N-1") -> Episode:
    number = reserve(journal, naming_id, Kind.PORTRAIT, by="seda", now=NOW)
    deliver(journal, one(journal, number), FILM, by="seda", now=NOW)
    publish(journal, one(journal, number), by="seda", now=NOW)
    return one(journal, number)


def test_a_film_goes_from_reserved_to_published_with_every_step_in_the_audit(
    journal: Journal,
) -> None:
    found = published(journal)
    assert found.state is State.PUBLISHED
    assert found.delivered_by == found.published_by == "seda"
    assert shown(journal) == [found.episode_id]
    with journal.reading() as connection:
        told = [entry.action for entry in reversed(entries(connection, limit=9))]
        assert check_chain(connection).broken is None
    assert told == ["episode_reserved", "episode_delivered", "episode_published"]


def test_one_kind_of_film_is_made_once_until_it_is_given_up(journal: Journal) -> None:
    first = reserve(journal, "N-1", Kind.ALLEY, by="seda", now=NOW)
    with pytest.raises(DecidedError, match="reserved already"):
        reserve(journal, "N-1", Kind.ALLEY, by="other", now=NOW)
    reserve(journal, "N-1", Kind.EPISODE, by="other", now=NOW)
    withdraw(journal, one(journal, first), "به تعویق افتاد", by="seda", now=NOW)
    second = reserve(journal, "N-1", Kind.ALLEY, by="other", now=NOW)
    with journal.reading() as connection:
        assert {found.episode_id for found in episodes_in_force(connection)} == {2, second}
    assert one(journal, first).reason == "به تعویق افتاد"


def test_of_two_who_saw_the_same_the_second_is_told(journal: Journal) -> None:
    number = reserve(journal, "N-1", Kind.PORTRAIT, by="seda", now=NOW)
    seen = one(journal, number)
    deliver(journal, seen, FILM, by="seda", now=NOW)
    with pytest.raises(DecidedError, match="in the meantime"):
        deliver(journal, seen, replace(FILM, title="دیگر"), by="other", now=NOW)
    with pytest.raises(DecidedError, match="in the meantime"):
        withdraw(journal, seen, "دیر رسید", by="other", now=NOW)
    assert one(journal, number).title == "روایت"


def test_what_is_not_delivered_is_not_published_and_what_is_published_stays(
    journal: Journal,
) -> None:
    number = reserve(journal, "N-1", Kind.PORTRAIT, by="seda", now=NOW)
    with pytest.raises(DecidedError):
        publish(journal, one(journal, number), by="seda", now=NOW)
    found = published(journal, "N-2")
    with pytest.raises(DecidedError):
        deliver(journal, found, FILM, by="seda", now=NOW)
    assert shown(journal) == [found.episode_id]


def test_what_is_taken_down_is_gone_wherever_it_is_published(journal: Journal) -> None:
    first, second = published(journal), published(journal, "N-2")
    take_episode_down(journal, first, "به خواست خانواده", by="zahra", now=NOW)
    assert shown(journal) == []  # the same content belongs to the other too
    withdraw(journal, one(journal, second.episode_id), "پس گرفته شد", by="seda", now=NOW)
    again = reserve(journal, "N-2", Kind.PORTRAIT, by="seda", now=NOW)
    with pytest.raises(DecidedError, match="taken down"):
        deliver(journal, one(journal, again), FILM, by="seda", now=NOW)
    put_episode_back(journal, first, by="zahra", now=NOW)
    assert shown(journal) == [first.episode_id]
    with pytest.raises(DecidedError, match="not taken down"):
        put_episode_back(journal, first, by="zahra", now=NOW)


def test_a_link_is_taken_down_as_a_file_is(journal: Journal) -> None:
    number = reserve(journal, "N-1", Kind.EPISODE, by="seda", now=NOW)
    link = Delivery("قسمت", "گروه", "همه", link="https://tv.example/1")
    deliver(journal, one(journal, number), link, by="seda", now=NOW)
    publish(journal, one(journal, number), by="seda", now=NOW)
    take_episode_down(journal, one(journal, number), "نادرست", by="zahra", now=NOW)
    assert one(journal, number).is_taken_down
    assert shown(journal) == []


def test_an_unknown_one_is_said_to_be_unknown(journal: Journal) -> None:
    with pytest.raises(UnknownRecordError):
        one(journal, 7)
