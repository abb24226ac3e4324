from __future__ import annotations

import pandas as pd
import pytest

from geodata.demo import DemoCity
from geodata.demo.chance import Dice
from geodata.demo.dirt import write_district
from geodata.demo.people import draw_person
from geodata.demo.persian import ordinal_words
from geodata.demo.register import COLUMNS, STATUS_FA
from geodata.demo.tables import read_words

REAL_SURNAMES = """
همت باکری خرازی سلیمانی چمران بروجردی زین‌الدین کاظمی حججی فهمیده بابایی باقری کاوه متوسلیان
صیاد آوینی شهریاری فخری‌زاده جهان‌آرا برونسی همدانی تهرانی‌مقدم رجایی باهنر بهشتی مطهری دوران
"""


def test_the_register_has_the_headers_of_the_municipality(city: DemoCity) -> None:
    assert tuple(city.registry.columns) == COLUMNS
    assert len(COLUMNS) == 22


def test_a_city_of_usual_size_has_2000_namings(large: DemoCity) -> None:
    assert len(large.registry) == 2000


def test_there_are_a_dozen_different_people_called_karimi(large: DemoCity) -> None:
    names = large.registry[["نام", "نام خانوادگی"]].replace({"ي": "ی", "ك": "ک"}, regex=True)
    karimi = names[names["نام خانوادگی"].str.strip() == "کریمی"]

    assert karimi["نام"].nunique() >= 12


@pytest.mark.parametrize("surname", REAL_SURNAMES.split())
def test_no_surname_of_a_widely_known_martyr_is_in_the_lists(surname: str) -> None:
    assert surname not in read_words("people", "surname")[0]


def test_the_people_are_drawn_again_with_the_same_dice() -> None:
    assert draw_person(Dice("people", 4)) == draw_person(Dice("people", 4))


@pytest.mark.parametrize(
    ("column", "pattern"),
    [
        ("نام خانوادگی", "[يك]"),
        ("نام", "ـ"),
        ("نام", "\u200c"),
        ("نام", "^محمد رضا$|^محمد علی$|^محمد حسین$|^علی رضا$"),
        ("نام", "له$"),
        ("نام", "^شهید |^شهيد "),
        ("نام", "^(?:سردار|حاج|پاسدار|بسیجی|بسيجي) "),
        ("نام", "شهیدان"),
        ("نام خانوادگی", "^شه[یي]د[^ ]"),
        ("عنوان", "حجت"),
        ("تاریخ شهادت", r"^۱۳۶\d/۱?\d/[۱۲۳]?\d$"),
        ("تاریخ شهادت", r"^6\d/\d+/\d+$"),
        ("تاریخ شهادت", r"^[۰-۹]+ (?:آبان|دی|مهر|تیر|بهمن|اسفند) ۱۳"),
        ("تاریخ شهادت", r"^\d{4}$"),
        ("تاریخ شهادت", r"^\d{4}/\d\d$"),
        ("تاریخ شهادت", r"^139[2-6]"),
        ("تاریخ تولد", "[٠-٩]"),
        ("منطقه", r"^[۱-۸]$"),
        ("منطقه", r"^[1-8]$"),
        ("منطقه", r"^منطقه [۱-۸]$"),
        ("منطقه", "^منطقه (?:چهار|پنج|شش|سه|دو)$"),
        ("نام قدیم", r"^[۰-۹]+$"),
        ("نام قدیم", r"^کوچه .*م$"),
        ("نام قدیم", r"^خ .+ ک [۰-۹]+$"),
        ("نام قدیم", r"^کوچه [۰-۹]+ (?:خیابان|بلوار|کوی)"),
        ("نام قدیم", r"^[۰-۹]+ (?!متری)[^۰-۹]+$"),
        ("نام قدیم", r"^[^\d]+ [۰-۹]+$"),
        ("نام جدید", "شهید"),
        ("زندگی‌نامه", "ساختگی"),
    ],
)
def test_every_kind_of_dirt_occurs(large: DemoCity, column: str, pattern: str) -> None:
    assert large.registry[column].str.contains(pattern).any()


@pytest.mark.parametrize(
    ("tag", "least", "most"),
    [
        ("typo", 0.03, 0.08),
        ("swapped", 0.015, 0.05),
        ("unmapped", 0.07, 0.11),
        ("wrong_district", 0.01, 0.035),
        ("twice", 0.005, 0.02),
        ("brothers", 0.02, 0.07),
        ("position", 0.03, 0.07),
        ("swapped_position", 0.0005, 0.01),
        ("old_only", 0.4, 0.6),
        ("composite", 0.08, 0.16),
        ("noname", 0.03, 0.09),
    ],
)
def test_dirt_occurs_at_the_rate_seen_in_the_field(
    large: DemoCity, tag: str, least: float, most: float
) -> None:
    share = large.truth["tags"].str.split("|").apply(lambda tags: tag in tags).mean()

    assert least <= share <= most


@pytest.mark.parametrize("column", ["نام پدر", "منطقه", "محله", "خیابان اصلی", "نام قدیم"])
def test_cells_are_left_empty_as_clerks_do(large: DemoCity, column: str) -> None:
    assert 0.07 <= (large.registry[column] == "").mean() <= 0.32


def test_an_alley_that_is_not_on_the_map_has_no_source_ids(city: DemoCity) -> None:
    unmapped = city.truth["tags"].str.contains("unmapped")

    assert (city.truth.loc[unmapped, "source_ids"] == "").all()
    assert (city.truth.loc[~unmapped, "source_ids"] != "").all()


def test_source_ids_are_ids_of_streets(city: DemoCity) -> None:
    ids = set(city.truth["source_ids"].str.split("|").explode()) - {""}

    assert ids <= set(city.streets["osm_id"].astype(str))


def test_every_plaque_state_occurs_in_words_and_in_the_list(large: DemoCity) -> None:
    written = large.registry["وضعیت پلاک"].str.replace("ي", "ی").str.replace("ك", "ک")

    assert set(large.plaques["plaque_status"]) == set(STATUS_FA)
    assert {"نصب شده", "مصوب", "مفقود", "برداشته شده", "ساخته شده"} <= set(written)


def test_about_55_percent_of_the_namings_have_a_plaque_up(large: DemoCity) -> None:
    up = large.plaques["plaque_status"].isin(["installed", "verified"])

    assert 0.47 <= large.plaques.loc[up, "naming_id"].nunique() / len(large.registry) <= 0.60


def test_some_alleys_carry_a_plaque_at_both_ends(large: DemoCity) -> None:
    ends = large.plaques.groupby("naming_id")["end"].agg(set)

    assert 100 < (ends.apply(len) == 2).sum() < 600


def test_a_few_plaques_lack_the_word_shahid(large: DemoCity) -> None:
    lacking = ~large.plaques["plaque_text"].str.contains("شه[یي]د")

    assert 0.002 <= lacking.mean() <= 0.03


def test_plaques_that_do_not_hang_have_no_position(large: DemoCity) -> None:
    made = large.plaques["plaque_status"].isin(["made", "approved", "planned"])

    assert large.plaques.loc[made, ["lon", "lat"]].isna().all(axis=None)
    assert large.plaques.loc[~made, "lon"].between(50.7, 51.05).all()


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "یکم"), (19, "نوزدهم"), (20, "بیستم"), (21, "بیست و یکم"), (120, "۱۲۰")],
)
def test_numbers_are_written_as_ordinal_words(number: int, words: str) -> None:
    assert ordinal_words(number) == words


def test_a_district_is_written_as_digit_or_in_words() -> None:
    dice = Dice("districts", 1)

    assert {write_district("4", dice) for _ in range(60)} == {"4", "منطقه 4", "منطقه چهار"}


def test_brothers_on_one_alley_share_its_source_ids(large: DemoCity) -> None:
    brothers = large.truth[large.truth["tags"].str.contains("brothers")]
    shared: pd.Series[int] = brothers[brothers["source_ids"] != ""]["source_ids"].value_counts()

    assert (shared > 1).any()
