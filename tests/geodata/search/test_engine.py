"""What people type finds whom they mean."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import DatasetError
from geodata.search.engine import rank
from geodata.search.entries import Entry
from geodata.search.explain import why_found
from geodata.search.fields import Field
from geodata.search.index import SearchIndex
from geodata.search.index_writer import IndexWriter
from geodata.search.query import clean_query

PEOPLE = [
    ("علی محمدی", "هنرستان ۱۹", "پردیسان", "1365"),
    ("رضا محمدی", "باجک ۵", "نیروگاه", "1361"),
    ("محمد رضا کریمی", "هنرستان ۲۱", "پردیسان", "1362"),
    ("حسین علیزاده", "کوچه ۷", "صفاشهر", "1367"),
    ("سید حسن حسینی", "وحدت ۱۲", "نیروگاه", "1360"),
    ("مصطفی دهقانی", "شهرک ۳", "صفاشهر", "1366"),
    ("ابراهیم همتی", "انقلاب ۴", "پردیسان", "1364"),
]
HOSTILE = [
    "", " ", "ا", "0", "۱۲۳۴۵۶۷۸۹" * 9, "ًٌٍ" * 40, "ا" + "\u0301" * 500, "\x00", "\ud800",
    "😀😀", "\u202eکریمی", '"', "*", "NEAR(", "a OR b", "'; DROP TABLE entry;--",
    "<script>alert(1)</script>", "ا" * 10_000, "کریمی " * 2_000, "a" * 10_000, "%", "_", "\\",
]  # fmt: skip


def entry(number: int, name: str, address: str, quarter: str, year: str) -> Entry:
    texts = (
        (Field.TITLE, f"شهید {name}"),
        (Field.OLD_NAME, address),
        (Field.NEIGHBOURHOOD, quarter),
        (Field.YEAR, year),
    )
    place = (50.8 + number / 100, 34.6)
    return Entry(number, f"N{number}", tuple(name.split()), texts, district="1", place=place)


def written(path: Path, entries: Iterable[Entry]) -> SearchIndex:
    writer = IndexWriter()
    for one in entries:
        writer.add(one)
    writer.write(path)
    return SearchIndex(path)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    entries = [entry(number, *person) for number, person in enumerate(PEOPLE)]
    return written(tmp_path_factory.mktemp("index") / "search.idx", entries)


def first(index: SearchIndex, query: str) -> str | None:
    found = rank(index, clean_query(query)).entries
    return PEOPLE[found[0].entry][0] if found else None


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("علی محمدی", "علی محمدی"),
        ("محمدی علی", "علی محمدی"),
        ("علي محمدي", "علی محمدی"),
        ("شهید علی محمدی", "علی محمدی"),
        ("علی محم", "علی محمدی"),
        ("محمدرضا کریمی", "محمد رضا کریمی"),
        ("رضا کریمی", "محمد رضا کریمی"),
        ("علی زاده", "حسین علیزاده"),
        ("حسینی سید حسن", "سید حسن حسینی"),
        ("دهقنی", "مصطفی دهقانی"),
        ("مسطفی دهغانی", "مصطفی دهقانی"),
        ("محمدی پردیسان", "علی محمدی"),
        ("محمدی نیروگاه", "رضا محمدی"),
        ("هنرستان ۱۹", "علی محمدی"),
        ("هنرستان نوزده", "علی محمدی"),
        ("کوچه ۲۱ هنرستان", "محمد رضا کریمی"),
        ("شهید ۱۳۶۶", "مصطفی دهقانی"),
        ("ali mohammadi", "علی محمدی"),
        ("Shahid Hassan Hosseini", "سید حسن حسینی"),
        ("mostafa dehghani", "مصطفی دهقانی"),
        ("hemati", "ابراهیم همتی"),
        ("ugd lplnd", "علی محمدی"),
        ("یثالاشده", "مصطفی دهقانی"),
    ],
)
def test_the_person_meant_comes_first(index: SearchIndex, query: str, name: str) -> None:
    assert first(index, query) == name


def test_whoever_is_on_the_map_comes_before_a_bare_surname_off_it(tmp_path: Path) -> None:
    bare = Entry(None, "N0", ("محمدی",), weight=0.8)
    full = Entry(1, "N1", ("علی", "محمدی"), weight=1.0)
    index = written(tmp_path / "search.idx", [bare, full])
    assert [one.entry for one in rank(index, clean_query("محمدی")).entries] == [1, 0]


def test_homonyms_are_all_there(index: SearchIndex) -> None:
    found = rank(index, clean_query("محمدی")).entries
    assert {PEOPLE[one.entry][0] for one in found} >= {"علی محمدی", "رضا محمدی"}


def test_of_equals_the_nearest_comes_first_and_nothing_else_moves(tmp_path: Path) -> None:
    entries = [entry(number, "علی محمدی", "هنرستان ۱۹", "پردیسان", "1365") for number in range(3)]
    better = entry(3, "علی", "محمدی ۵", "پردیسان", "1365")
    index = written(tmp_path / "search.idx", [*entries, better])
    query = clean_query("علی محمدی")
    for number in range(3):
        near = (50.8 + number / 100, 34.6)
        order = [one.entry for one in rank(index, query, near=near).entries]
        assert order[0] == number
        assert order[-1] == 3


def test_a_district_keeps_the_others_out(index: SearchIndex) -> None:
    assert rank(index, clean_query("محمدی"), district="2").entries == ()
    assert rank(index, clean_query("محمدی"), district="1").entries


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("علی محمدی", None),
        ("ali mohammadi", "به خط فارسی"),
        ("lplnd", "صفحه‌کلید"),
        ("دهقنی", "نزدیک به «دهقانی»"),
        ("هنرستان ۱۹", "از نشانی یا نام دیگر"),
    ],
)
def test_what_is_not_seen_at_once_is_explained(
    index: SearchIndex, query: str, why: str | None
) -> None:
    best = rank(index, clean_query(query)).entries[0]
    reason = why_found(index, best)
    if why is None:
        assert reason is None
    else:
        assert reason is not None
        assert why in reason


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_can_be_typed_breaks_the_search(index: SearchIndex, query: str) -> None:
    found = rank(index, clean_query(query))
    assert len(found.entries) <= found.total


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=200))
def test_any_text_has_an_answer(index: SearchIndex, query: str) -> None:
    found = rank(index, clean_query(query))
    assert len(found.entries) <= found.total


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    entries = [entry(number, *person) for number, person in enumerate(PEOPLE)]
    written(tmp_path / "one", entries)
    written(tmp_path / "two", entries)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_cut_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "search.idx"
    written(path, [entry(0, *PEOPLE[0])])
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(DatasetError, match="no search index"):
        SearchIndex(path)


def test_an_empty_city_answers_nothing(tmp_path: Path) -> None:
    assert rank(written(tmp_path / "search.idx", []), clean_query("کریمی")).entries == ()
