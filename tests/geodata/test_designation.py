"""What street names say."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geodata.designation import Designation, parse_designation, parse_street_name, street_key

HONARESTAN_19 = Designation("هنرستان", 19)


@pytest.mark.parametrize(
    "text",
    [
        "هنرستان ۱۹",
        "هنرستان۱۹",
        "۱۹ هنرستان",
        "کوچه ۱۹ خیابان هنرستان",
        "خ هنرستان ک ۱۹",
        "خیابان هنرستان، کوچه ۱۹",
        "هنرستان - کوچه نوزدهم",
        "کوچه نوزدهم هنرستان",
        "هنرستان نوزده",
        "نبش هنرستان ۱۹",
        "بلوار هنرستان کوچه ١٩",
    ],
)
def test_every_written_order_is_one_designation(text: str) -> None:
    assert parse_street_name(text).designations == (HONARESTAN_19,)


@pytest.mark.parametrize(
    ("text", "designation", "honoree"),
    [
        ("حر ۹۰  + شهید ظفری", Designation("حر", 90), "ظفری"),
        ("فکوری ۵۹ - شهید قائمی", Designation("فکوری", 59), "قایمی"),
        ("16فاضل(شهید کریمی)", Designation("فاضل", 16), "کریمی"),
        ("مطهری شمالی ۶۲-شهیدالماسی", Designation("مطهریشمالی", 62), "الماسی"),
        ("شهید نوکاریزی - پیروزی ۶", Designation("پیروزی", 6), "نوکاریزی"),
        ("کوچه ۱۲ (شهید محمدی)", Designation("", 12), "محمدی"),
        ("کوچه شهید محمدی (۱۲)", Designation("", 12), "محمدی"),
        ("خیابان شهید رئیسی (توحید)", Designation("توحید"), "ریسی"),
    ],
)
def test_a_composite_name_says_where_and_after_whom(
    text: str, designation: Designation, honoree: str
) -> None:
    name = parse_street_name(text)
    assert name.designations == (designation,)
    assert [found.key for found in name.honorees] == [honoree]


@pytest.mark.parametrize("text", ["شهید مرشدلو ۵", "کوچه ۵ شهید مرشدلو", "شهید مرشدلو کوچه ۵"])
def test_a_number_behind_a_martyr_is_an_alley_of_that_street(text: str) -> None:
    name = parse_street_name(text)
    assert name.designations == (Designation("مرشدلو", 5),)
    assert name.honorees == ()


def test_a_two_ended_alley_is_not_old_and_new() -> None:
    name = parse_street_name("شهید محمدی ۷ - اندیشه ۵")
    assert name.designations == (Designation("محمدی", 7), Designation("اندیشه", 5))
    assert name.honorees == ()


def test_a_sub_alley_keeps_both_numbers() -> None:
    assert parse_street_name("شهید حنایی ۱۰/۴").designations == (Designation("حنای", 10, 4),)


@pytest.mark.parametrize(
    ("text", "designation"),
    [
        ("۱۵ خرداد", Designation("15خرداد")),
        ("پانزده خرداد", Designation("15خرداد")),
        ("۱۵ خرداد ۷", Designation("15خرداد", 7)),
        ("۱۹ دی", Designation("19دی")),
        ("کوچه ۹ دی ۲۴", Designation("9دی", 24)),
        ("کوچه ۱۷ مهر مادر", Designation("مهرمادر", 17)),
        ("۱۸ متری ۵", Designation("18متری", 5)),
        ("20 متری گلستان، کوچه 3", Designation("گلستان", 3)),
    ],
)
def test_a_date_and_a_width_are_no_alley_number(text: str, designation: Designation) -> None:
    assert parse_street_name(text).designations == (designation,)


@pytest.mark.parametrize(
    ("text", "designation"),
    [
        ("باجک ۲ ۱۴", Designation("باجک 2", 14)),
        ("خیابان باجک ۲، کوچه ۱۴", Designation("باجک 2", 14)),
        ("هنرستان ۱۹ کوچه ۴", Designation("هنرستان 19", 4)),
        ("۱۹ دی ۲ ۷۱", Designation("19دی 2", 71)),
        ("هنرستان ۱۹ پلاک ۵", Designation("هنرستان", 19)),
        ("امام خمینی (ره) ۱۲", Designation("امامخمینی", 12)),
    ],
)
def test_a_numbered_street_keeps_its_number_and_a_house_has_none(
    text: str, designation: Designation
) -> None:
    assert parse_street_name(text).designations == (designation,)


def test_a_numbered_parent_street_is_not_its_namesake() -> None:
    assert parse_designation("کوچه ۴۰", "خ ولیعصر ۳") == (Designation("ولیعصر 3", 40),)
    assert street_key("خیابان باجک ۲") == "باجک 2"


@pytest.mark.parametrize(
    "text", ["کوچه شیهد نوروزی", "کچه شهید نوروزی", "شهد نوروزی", "۸ مرتی شهید نوروزی"]
)
def test_a_slip_in_front_of_a_name_still_announces_a_martyr(text: str) -> None:
    assert [found.key for found in parse_street_name(text).honorees] == ["نوروزی"]


def test_the_fathers_name_on_a_sign_is_not_the_martyrs() -> None:
    (honoree,) = parse_street_name("کوچه شهید سید علی محمدی (فرزند حسن)").honorees
    assert (honoree.words, honoree.father_key, honoree.sayyed) == (("علی", "محمدی"), "حسن", True)


def test_a_street_with_and_without_martyr_is_told_apart() -> None:
    assert parse_street_name("شهید عبادی ۳۱").designations[0].martyr
    assert not parse_street_name("عبادی ۳۱").designations[0].martyr


def test_a_width_before_a_martyr_leaves_the_martyr() -> None:
    name = parse_street_name("۱۸ متری شهید رضایی")
    assert name.designations == ()
    assert [found.words for found in name.honorees] == [("رضای",)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("کوچه ۱۹ خیابان هنرستان", "alley"),
        ("بن بست لاله", "dead_end"),
        ("بن‌بست لاله", "dead_end"),
        ("بولوار امین", "boulevard"),
        ("میدان شهدا", "square"),
        ("لادن", None),
    ],
)
def test_the_narrowest_kind_written_is_the_kind(text: str, kind: str | None) -> None:
    assert parse_street_name(text).kind == kind


def test_brothers_are_announced_as_many() -> None:
    (honorees,) = parse_street_name("کوچه شهیدان رنجبر").honorees
    assert honorees.plural
    assert honorees.words == ("رنجبر",)


@pytest.mark.parametrize("text", ["", "((((", "-", "شهید", "   ", "/", "۱۲۳۴۵"])
def test_a_name_that_says_nothing_gives_nothing(text: str) -> None:
    name = parse_street_name(text)
    assert name.honorees == ()
    assert all(d.number is None for d in name.designations)


def test_the_register_completes_a_bare_number_with_its_parent_street() -> None:
    assert parse_designation("کوچه نوزدهم", "خ. هنرستان") == (HONARESTAN_19,)
    assert parse_designation("۱۹", "بلوار هنرستان") == (HONARESTAN_19,)
    assert parse_designation("هنرستان ۱۹", "صفائیه") == (HONARESTAN_19,)
    assert parse_designation("ک ۱۹", None) == (Designation("", 19),)
    assert parse_designation(None, "هنرستان") == ()


def test_a_street_is_known_without_its_kind_and_titles() -> None:
    assert street_key("خ. شهید صدوقی") == street_key("بلوار صدوقی") == "صدوقی"


@example("𐩀")
@example("هنرستان ፩")
@given(st.text(max_size=300))
def test_any_text_can_be_parsed(text: str) -> None:
    name = parse_street_name(text)
    assert all(d.base_key or d.number is not None for d in name.designations)
