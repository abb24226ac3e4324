import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from geodata.dates import ImpossibleDateError, PartialDate, mark_gregorian, parse_date

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
MONTHS = [
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
]
FOUR_DIGIT_FORMS = (
    "{y}/{m}/{d}",
    "{y}/{m:02}/{d:02}",
    "{y}-{m:02}-{d:02}",
    "{y}.{m}.{d}",
    "{y} {m} {d}",
    "{d}/{m}/{y}",
    "{d:02}-{m:02}-{y}",
    "{y}{m:02}{d:02}",
    "{d} {name} {y}",
    "{d} {name} ماه {y}",
    "{y} {name} {d}",
    "پنج‌شنبه {d} {name} سال {y} هجری شمسی",
    "{y}/{m:02}/{d:02} 00:00:00",
    "{y}/{m}/{d} هـ.ش",
)
TWO_DIGIT_FORMS = ("{yy}/{m}/{d}", "{d}-{m}-{yy}", "{yy}{m:02}{d:02}", "{d} {name} {yy}")


@st.composite
def jalali_days(draw, first=datetime.date(1922, 3, 22), last=datetime.date(2060, 1, 1)):
    day = JalaliDate(draw(st.dates(first, last)))
    return PartialDate(day.year, day.month, day.day)


def written(form, date):
    name = MONTHS[date.month - 1]
    return form.format(y=date.year, yy=date.year - 1300, m=date.month, d=date.day, name=name)


@given(jalali_days(), st.sampled_from(FOUR_DIGIT_FORMS), st.sampled_from([{}, PERSIAN, ARABIC]))
def test_a_whole_date_is_read_back_from_every_written_form(date, form, digits):
    assert parse_date(written(form, date).translate(digits)) == date


@given(
    jalali_days(datetime.date(1953, 3, 21), datetime.date(2020, 3, 19)),
    st.sampled_from(TWO_DIGIT_FORMS),
)
def test_a_two_digit_year_that_cannot_be_a_day_is_of_the_fourteenth_century(date, form):
    assert parse_date(written(form, date)) == date


@given(st.text(max_size=120))
def test_any_text_gives_a_date_or_none_or_an_impossible_date(text):
    try:
        date = parse_date(text)
    except ImpossibleDateError as error:
        assert error.detail_en
        assert error.detail_fa
    else:
        assert date is None or PartialDate.fromisoformat(date.isoformat()) == date


@given(st.text("۰۱۲۳۴0123456789/-. دیمهرماه", max_size=20))
def test_text_that_looks_like_a_date_never_crashes(text):
    with contextlib.suppress(ImpossibleDateError):
        assert parse_date(text) is None or parse_date(text).year >= 1200


@given(jalali_days())
def test_a_spreadsheet_date_comes_back_as_its_jalali_day(date):
    assert parse_date(mark_gregorian(date.gregorian())) == date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("۱۳۶۵", "1365"),
        ("65", "1365"),
        ("سال ۶۵", "1365"),
        ("1365.0", "1365"),
        ("۱۳۶۵/۱۰", "1365-10"),
        ("10/1365", "1365-10"),
        ("139610", "1396-10"),
        ("دي ماه 1365", "1365-10"),
        ("دیماه ۶۵", "1365-10"),
        ("1365/00/00", "1365"),
        ("1365/10/00", "1365-10"),
        ("1365/--/--", "1365"),
        ("چهارم دی ۱۳۶۵", "1365-10-04"),
        ("بیست و یکم بهمن‌ماه ۶۱", "1361-11-21"),
        ("یک دی ۶۵", "1365-10-01"),
        ("سه شنبه ۴ دی ۱۳۶۵", "1365-10-04"),
        ("۴دی۱۳۶۵", "1365-10-04"),
        ("۲ اردی بهشت ۱۳۶۵", "1365-02-02"),
        ("13651004.0", "1365-10-04"),
        ("\u200f۱۳۶۵/۱۰/۴\u200e", "1365-10-04"),
        ("1366/12/30", "1366-12-30"),
    ],
)
def test_partial_and_odd_dates_keep_what_they_say(text, iso):
    assert parse_date(text).isoformat() == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "نامشخص",
        "1986-12-25",
        "25/12/1986",
        "1/2/3",
        "۴ دی",
        "1365-1366",
        "1365-66",
        "عملیات کربلای ۵",
        "دی یا بهمن ۱۳۶۵",
        "12345",
        "1365/10/4/2",
        "gregorian:1986-13-41",
        "1" * 200,
    ],
)
def test_what_would_be_a_guess_stays_unread(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "detail_en", "detail_fa"),
    [
        ("1365/13/02", "there is no month 13", "ماه ۱۳ وجود ندارد"),
        ("02/13/1365", "there is no month 13", "ماه ۱۳ وجود ندارد"),
        ("65/13/1", "there is no month 13", "ماه ۱۳ وجود ندارد"),
        ("1365/1/32", "month 1 of 1365 has 31 days, not 32", "ماه ۱ سال ۱۳۶۵، ۳۱ روز دارد نه ۳۲"),
        ("31/07/1365", "month 7 of 1365 has 30 days, not 31", "ماه ۷ سال ۱۳۶۵، ۳۰ روز دارد نه ۳۱"),
        ("۳۱ مهر ۱۳۶۵", "month 7 of 1365 has 30 days, not 31", "ماه ۷ سال ۱۳۶۵، ۳۰ روز دارد نه ۳۱"),
        (
            "1365/12/30",
            "month 12 of 1365 has 29 days, not 30",
            "ماه ۱۲ سال ۱۳۶۵، ۲۹ روز دارد نه ۳۰",
        ),
    ],
)
def test_a_contradiction_is_told_in_both_languages(text, detail_en, detail_fa):
    with pytest.raises(ImpossibleDateError) as caught:
        parse_date(text)
    assert (caught.value.detail_en, caught.value.detail_fa) == (detail_en, detail_fa)


def test_what_is_unknown_sorts_before_what_is_known():
    dates = [PartialDate(1365, 10, 4), PartialDate(1365, 10), PartialDate(1365), PartialDate(1364)]
    assert sorted(dates) == list(reversed(dates))


def test_only_a_whole_date_has_a_gregorian_day():
    assert PartialDate(1365, 10, 4).gregorian() == datetime.date(1986, 12, 25)
    assert PartialDate(1365, 10).gregorian() is None
    assert not PartialDate(1365, 10).is_whole


@pytest.mark.parametrize("text", ["", "65", "1365-1", "1365-10-04x", "1365-13", "1365-12-30"])
def test_iso_text_that_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.fromisoformat(text)


@pytest.mark.parametrize(
    ("digits", "date"),
    [
        ("14001210", PartialDate(1400, 12, 10)),
        ("14011210", PartialDate(1401, 12, 10)),
        ("14001310", None),
        ("14001410", None),
    ],
)
def test_a_run_of_digits_is_read_only_when_one_reading_is_likely(digits, date):
    assert parse_date(digits) == date
