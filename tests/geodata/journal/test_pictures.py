"""Pictures: shown with consent alone, taken down at once, and never over somebody else's head."""

from __future__ import annotations

import pytest

from geodata.catalogue.facets import count_facets
from geodata.errors import DecidedError, QueryError, UnknownRecordError
from geodata.journal import Journal
from geodata.journal.audit import check_chain, entries
from geodata.journal.picture_records import (
    FACETS,
    content_of,
    picture_cube,
    pictures,
    shown_content,
    shown_portraits,
    take_downs,
)
from geodata.journal.pictures import (
    Consent,
    is_known_picture,
    keep_portrait,
    put_picture_back,
    set_consent,
    take_picture_down,
    taken_down,
)
from geodata.journal.plaque_events import Picture, ToRecord, record_event
from tests.geodata.journal.conftest import NOW
from tests.geodata.journal.test_plaque_events import UP


def keep(journal: Journal, name: str, naming_id: str = "A", consent: str = "given") -> None:
    picture = Picture(name, name.encode(), consent)
    with journal.writing() as connection:
        keep_portrait(connection, picture, naming_id, "خانواده", by="zahra", now=NOW)


def change(journal: Journal, media_id: int, consent: str, seen: str, by: str = "zahra") -> None:
    set_consent(journal, media_id, Consent(consent), "آلبوم", seen=seen, by=by, now=NOW)


def shown(journal: Journal, *naming_ids: str) -> dict[str, str]:
    with journal.reading() as connection:
        found = shown_portraits(connection, naming_ids or ("A",))
    return {naming_id: one.name for naming_id, one in found.items()}


@pytest.mark.parametrize("consent", [*Consent])
def test_only_consent_that_is_given_shows_a_portrait(journal: Journal, consent: Consent) -> None:
    keep(journal, "a.webp", consent=consent)
    is_shown = consent is Consent.GIVEN
    assert bool(shown(journal)) == is_shown
    with journal.reading() as connection:
        assert (shown_content(connection, "a.webp") is not None) == is_shown
        assert content_of(connection, 1) == b"a.webp"
        assert content_of(connection, 2) is None


def test_the_newest_of_a_naming_is_shown(journal: Journal) -> None:
    keep(journal, "a.webp")
    keep(journal, "b.webp")
    keep(journal, "c.webp", consent="asked")
    keep(journal, "d.webp", naming_id="B")
    assert shown(journal, "A", "B", "C") == {"A": "b.webp", "B": "d.webp"}


def test_one_picture_is_kept_once_for_a_naming(journal: Journal) -> None:
    keep(journal, "a.webp")
    with pytest.raises(DecidedError):
        keep(journal, "a.webp")
    keep(journal, "a.webp", naming_id="B")
    assert shown(journal, "A", "B") == {"A": "a.webp", "B": "a.webp"}


def test_consent_that_is_withdrawn_hides_the_portrait(journal: Journal) -> None:
    keep(journal, "a.webp")
    change(journal, 1, "withdrawn", seen="given")
    assert shown(journal) == {}
    with journal.reading() as connection:
        row = entries(connection, limit=1)[0]
    assert (row.action, row.subject) == ("consent_changed", "a.webp")
    assert row.details == {
        "naming": "A", "before": "given", "consent": "withdrawn", "credit": "آلبوم",
    }  # fmt: skip


def test_the_second_who_changes_a_consent_is_told(journal: Journal) -> None:
    keep(journal, "a.webp", consent="asked")
    change(journal, 1, "refused", seen="asked")
    with pytest.raises(DecidedError):
        change(journal, 1, "given", seen="asked", by="ali")
    assert shown(journal) == {}


def test_there_is_nobody_to_ask_about_our_own_photo_or_none(journal: Journal) -> None:
    sent = ToRecord(UP, picture=Picture("a.webp", b"x"))
    record_event(journal, sent, by="zahra", now=NOW)
    with pytest.raises(QueryError):
        change(journal, 1, "given", seen="own")
    with pytest.raises(UnknownRecordError):
        change(journal, 2, "given", seen="asked")


def test_a_picture_is_taken_down_and_put_back_by_its_name(journal: Journal) -> None:
    keep(journal, "a.webp")
    keep(journal, "a.webp", naming_id="B")
    for name in ("a.webp", "built.webp"):
        take_picture_down(journal, name, "خواست خانواده", by="ali", now=NOW, naming_id="A")
        with pytest.raises(DecidedError):
            take_picture_down(journal, name, "دوم", by="zahra", now=NOW, naming_id="A")
    assert shown(journal, "A", "B") == {}
    with journal.reading() as connection:
        assert taken_down(connection, ["a.webp", "built.webp", "c.webp"]) == {
            "a.webp", "built.webp",
        }  # fmt: skip
        assert shown_content(connection, "a.webp") is None
        assert take_downs(connection, ["a.webp"])["a.webp"].reason == "خواست خانواده"
        assert is_known_picture(connection, "built.webp")
        assert not is_known_picture(connection, "c.webp")
    put_picture_back(journal, "a.webp", by="zahra", now=NOW)
    assert shown(journal, "A", "B") == {"A": "a.webp", "B": "a.webp"}
    with pytest.raises(DecidedError):
        put_picture_back(journal, "a.webp", by="zahra", now=NOW)
    with journal.reading() as connection:
        assert taken_down(connection, ["a.webp", "built.webp"]) == {"built.webp"}
        assert check_chain(connection).broken is None


def test_every_filter_finds_as_many_pictures_as_it_counts(journal: Journal) -> None:
    for number, consent in enumerate([*Consent, Consent.GIVEN]):
        keep(journal, f"{number}.webp", consent=consent)
    sent = ToRecord(UP, picture=Picture("a.webp", b"x"))
    record_event(journal, sent, by="zahra", now=NOW)
    take_picture_down(journal, "4.webp", "خواست خانواده", by="ali", now=NOW, naming_id="A")
    with journal.reading() as connection:
        total, counts = count_facets(picture_cube(connection), FACETS, {})
        assert total == 6
        assert counts["shown"] == {"yes": 1, "no": 5}
        for facet, values in counts.items():
            for value, number in values.items():
                found = pictures(connection, {facet: value}, limit=99, offset=0)
                assert len(found) == number
                if facet == "shown":
                    assert {one.is_shown for one in found} == {value == "yes"}
        newest = pictures(connection, {}, limit=2, offset=1)
    assert [one.media_id for one in newest] == [5, 4]
