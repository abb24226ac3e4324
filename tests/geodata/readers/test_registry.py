import csv
import datetime
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import GeodataError, RowsRefusedError, SchemaError
from geodata.issues import IssueLog, Severity
from geodata.model import AreaKind
from geodata.readers import read_areas, read_registry
from geodata.readers.registry import COLUMNS

HEADERS = [
    *("کد", "نام و نام‌خانوادگی", "نام پدر", "عنوان", "تاریخ تولد", "تاريخ شهادت", "محل شهادت"),
    *("مزار", "زندگی نامه", "منطقه", "محله", "خیابان اصلی", "نام قدیم", "نام جدید"),
    *("شماره مصوبه", "تاریخ مصوبه", "طول", "عرض", "وضعیت پلاک", "تاریخ نصب", "کد پستی"),
]
FULL = [
    *("R1", "علي كريمي", "حسن", "سردار", "1343", "۱۳۶۵/۱۰/۴", "شلمچه"),
    *(
        "گلزار شهدا",
        "خط یک\nخط دو",
        "منطقه چهار",
        "صفائیه",
        "بلوار امین",
        "کوچه ۱۹",
        "شهید علي كريمي",
    ),
    *("۱۲/الف", "1401/2/3", "50.95", "34.64", "نصب شده", "1402/5", "37135"),
]


def found(issues, *severities):
    wanted = severities or tuple(Severity)
    return [(i.code, i.row, i.field) for i in issues if i.severity in wanted]


def test_a_full_row_is_cleaned_and_the_source_text_kept(write_xlsx, issues, districts):
    frame = read_registry(write_xlsx([HEADERS, FULL]), issues, districts=districts)
    assert tuple(frame.columns) == COLUMNS
    row = frame.iloc[0]
    assert (row["row"], row["naming_id"], row["full_name"]) == (2, "R1", "علی کریمی")
    assert (row["martyrdom_date"], row["martyrdom_date_text"]) == ("1365-10-04", "۱۳۶۵/۱۰/۴")
    assert (row["birth_date"], row["plaque_date"]) == ("1343", "1402-05")
    assert (row["district"], row["district_text"]) == ("4", "منطقه چهار")
    assert (row["main_street"], row["old_name"]) == ("بلوار امین", "کوچه ۱۹")
    assert row["new_name"] == "شهید علي كريمي"
    assert row["biography"] == "خط یک\nخط دو"
    assert (row["lon"], row["lat"]) == (50.95, 34.64)
    assert row["plaque_status"] == "installed"
    assert row["decree_no"] == "۱۲/الف"
    assert row["extras"] == {"کد پستی": "37135"}
    assert row["photo"] is None
    assert found(issues) == [("unknown_column", 1, None)]


@pytest.mark.parametrize("write", ["write_csv", "write_xlsx", "write_ods"])
def test_every_format_gives_the_same_rows(request, issues, districts, write):
    path = request.getfixturevalue(write)([HEADERS, FULL])
    frame = read_registry(path, issues, districts=districts)
    assert list(frame.iloc[0][["row", "full_name", "district", "lon"]]) == [
        *(2, "علی کریمی", "4", 50.95),
    ]


def test_a_title_above_the_header_is_passed_over(write_xlsx, issues):
    rows = [["فهرست کوچه‌های آسمانی"], [], ["نام", "نام خانوادگي"], ["علی", "کریمی"]]
    frame = read_registry(write_xlsx(rows, merges=["A1:F1"]), issues)
    assert list(frame["row"]) == [4]
    assert list(frame["full_name"]) == ["علی کریمی"]


def test_a_header_over_two_rows_is_found_once(write_xlsx, issues):
    rows = [["نام شهید", "مکان", None], [None, "منطقه", "محله"], ["علی", "۴", "صفائیه"]]
    frame = read_registry(write_xlsx(rows, merges=["A1:A2", "B1:C1"]), issues)
    assert list(frame["full_name"]) == ["علی"]
    assert list(frame["district"]) == ["4"]


@pytest.mark.parametrize("text", ["۴", "4", "٤", "منطقه چهار", "منطقه‌ی ۴", "منطقهٔ 4", "4.0"])
def test_a_district_is_one_however_it_is_written(write_csv, issues, districts, text):
    path = write_csv([["نام شهید", "منطقه"], ["علی", text]])
    assert list(read_registry(path, issues, districts=districts)["district"]) == ["4"]
    assert list(read_registry(path, issues)["district"]) == ["4"]


def test_districts_and_neighbourhoods_not_in_the_files_are_reported(write_csv, issues, districts):
    rows = [["نام شهید", "منطقه", "محله"], ["علی", "۹", "صفاییه"], ["رضا", "شمالی", "ناکجا"]]
    hoods = districts.assign(area_id=["صفائیه", "باجک"], name_fa=["صفائیه", "باجک"])
    frame = read_registry(write_csv(rows), issues, districts=districts, neighbourhoods=hoods)
    assert list(frame["district"]) == [None, None]
    assert list(frame["neighbourhood"]) == ["صفاییه", "ناکجا"]
    assert found(issues) == [
        ("district_unknown", 2, "district"),
        ("district_unreadable", 3, "district"),
        ("neighbourhood_unknown", 3, "neighbourhood"),
    ]
    assert "expected one of 1, 4" in issues.sorted()[0].message_en


def test_a_row_that_repeats_another_but_for_its_id_is_told(write_csv, issues):
    rows = [["کد", "نام شهید", "محله"], ["1", "علی", "ب"], ["2", "علی", "ج"], ["3", "علی", "ب"]]
    assert len(read_registry(write_csv(rows), issues)) == 3
    assert found(issues) == [("naming_repeated", 4, None)]
    assert "row 2 again" in issues.sorted()[0].message_en


def test_an_area_read_although_written_otherwise_is_used_and_told(write_csv, issues, districts):
    rows = [["نام شهید", "محله"], ["علی", "نیروگا"], ["رضا", "خ انقلاب"], ["تقی", "انقالب"]]
    hoods = districts.assign(area_id=["n1", "n2"], name_fa=["انقلاب", "نیروگاه"])
    frame = read_registry(write_csv(rows), issues, neighbourhoods=hoods)
    assert list(frame["neighbourhood_id"]) == ["n2", "n1", "n1"]
    assert list(frame["neighbourhood"]) == ["نیروگا", "خ انقلاب", "انقالب"]
    assert found(issues) == [
        ("area_read_as", 2, "neighbourhood"),
        ("area_read_as", 3, "neighbourhood"),
    ]
    assert "«نیروگا»" in issues.sorted()[0].message_fa
    assert "«نیروگاه» خوانده شد" in issues.sorted()[0].message_fa


def test_a_district_called_by_a_name_is_read_with_one_slip_and_told(write_csv, issues, districts):
    named = districts.assign(name_fa=["منطقه پردیسان", "منطقه نیروگاه"])
    path = write_csv([["نام شهید", "منطقه"], ["علی", "منطقه پردسان"]])
    assert list(read_registry(path, issues, districts=named)["district"]) == ["1"]
    assert found(issues) == [("area_read_as", 2, "district")]


def test_errors_of_rows_are_listed_together_with_row_column_and_what_was_expected(
    write_csv, issues, districts
):
    header = ["کد", "نام شهید", "تاریخ شهادت", "منطقه", "x", "y"]
    rows = [
        header,
        ["1", "علی", "1365/13/02", "", "", ""],
        ["2", "رضا", "", "12", "", ""],
        ["۲", "حسن", "", "", "", ""],
        ["4", "", "", "1", "", ""],
        ["5", "تقی", "", "", "nan", "34.6"],
    ]
    read_registry(write_csv(rows), issues, districts=districts)
    with pytest.raises(RowsRefusedError) as caught:
        issues.refuse_errors()
    assert caught.value.message_en.splitlines() == [
        "registry.csv row 2, martyrdom_date: 1365/13/02 is not a possible date "
        "(there is no month 13); expected a Jalali date such as 1365/10/4",
        "registry.csv row 3, district: district 12 is not in the districts file; "
        "expected one of 1, 4",
        "registry.csv row 4, naming_id: naming_id 2 already stands in row 3; "
        "each naming needs an id of its own",
        "registry.csv row 5, full_name: the honoree's name is empty; each naming needs one",
        "registry.csv row 6, lon: coordinates nan 34.6 are not finite numbers; "
        "expected longitude and latitude in degrees",
    ]
    assert "ردیف ۲" in caught.value.message_fa
    assert "ماه ۱۳ وجود ندارد" in caught.value.message_fa


def test_odd_cells_are_warnings_and_the_row_goes_on(write_csv, issues, districts):
    rows = [
        ["نام شهید", "تاریخ شهادت", "x", "y", "وضعیت پلاک", "نام قدیم"],
        ["علی", "دهه شصت", "34.65", "50.85", "روی دیوار", "ا" * 400],
    ]
    frame = read_registry(write_csv(rows), issues, districts=districts)
    assert list(frame.iloc[0][["martyrdom_date", "lon", "plaque_status"]]) == [None, 50.85, None]
    assert frame.iloc[0]["martyrdom_date_text"] == "دهه شصت"
    assert len(frame.iloc[0]["old_name"]) == 400
    assert {code for code, _, _ in found(issues, Severity.WARNING)} == {
        *("date_unreadable", "coordinates_swapped", "plaque_status_unknown", "name_too_long"),
    }


@pytest.mark.parametrize("nothing", ["", " ", "\u200c", "-", "—", "نامشخص", "ندارد", "nan"])
def test_cells_that_say_nothing_are_unknown_without_a_word(write_csv, issues, nothing):
    header = ["نام شهید", "نام پدر", "تاریخ شهادت", "منطقه", "وضعیت پلاک", "زندگی‌نامه"]
    frame = read_registry(write_csv([header, ["علی", *[nothing] * 5]]), issues)
    columns = ["father_name", "martyrdom_date", "district", "plaque_status", "biography"]
    assert list(frame.iloc[0][columns]) == [None] * 5
    assert not found(issues)


def test_a_real_spreadsheet_date_is_converted_and_reported(write_xlsx, issues):
    rows = [["نام شهید", "تاریخ شهادت"], ["علی", datetime.date(1986, 12, 25)]]
    row = read_registry(write_xlsx(rows), issues).iloc[0]
    assert (row["martyrdom_date"], row["martyrdom_date_text"]) == ("1365-10-04", "1986-12-25")
    assert found(issues) == [("date_gregorian", 2, "martyrdom_date")]


def test_made_ids_survive_reordering_and_equal_rows_are_numbered(write_csv, issues):
    header = ["نام شهید", "نام قدیم"]
    rows = [["علی", "هنرستان ۱۹"], ["رضا", "لادن"], ["علی", "هنرستان ۱۹"]]
    first = read_registry(write_csv([header, *rows]), issues)["naming_id"]
    again = read_registry(write_csv([header, *reversed(rows)]), issues)["naming_id"]
    assert first[2] == f"{first[0]}-2"
    assert set(first) == set(again)
    assert first[1] == again[1]


def test_made_ids_survive_new_columns_and_a_changed_status(write_csv, issues):
    before = write_csv([["نام شهید", "نام قدیم"], ["علی", "لادن"]], name="a.csv")
    after = write_csv(
        [["وضعیت پلاک", "نام قدیم", "نام شهید"], ["نصب شده", "لادن", "علي"]], name="b.csv"
    )
    ids = [read_registry(path, issues)["naming_id"][0] for path in (before, after)]
    assert ids[0] == ids[1]


def test_a_row_counter_gives_way_to_a_real_id(write_csv, issues):
    frame = read_registry(write_csv([["ردیف", "کد", "نام شهید"], ["1", "Q7", "علی"]]), issues)
    assert (frame["naming_id"][0], frame["extras"][0]) == ("Q7", {"ردیف": "1"})


def test_rows_numbered_in_advance_and_gaps_are_empty_rows(write_csv, issues):
    rows = [["ردیف", "نام شهید"], ["1", "علی"], ["", ""], ["2", ""], ["3", "رضا"], ["4", ""]]
    frame = read_registry(write_csv(rows), issues)
    assert list(frame["row"]) == [2, 5]
    assert found(issues) == [("empty_row", 3, None)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["نام شهید", "نام و نام خانوادگی"], ["علی", "علی"]],
            "columns نام شهید and نام و نام خانوادگی both mean full_name",
        ),
        ([["منطقه", "محله"], ["4", "x"]], "expected one of full_name, نام و نام خانوادگی"),
        ([["منطقه", "محله"], ["4", "x"]], "the headers found are منطقه, محله"),
        ([["الف", "ب"], ["4", "x"]], "no column holds the honoree's name"),
        ([["نام شهید", "منطقه"]], "at least one row of data"),
    ],
)
def test_a_register_without_the_needed_columns_is_refused(write_csv, issues, rows, expected):
    with pytest.raises(SchemaError) as caught:
        read_registry(write_csv(rows), issues)
    assert caught.value.message_en.startswith("registry.csv: ")
    assert expected in caught.value.message_en


@pytest.mark.parametrize(
    "header",
    ["تاريخ شهادت", "تاریخ‌شهادت", "تاریخ شهادت (شمسی)", "martyrdom_date", "Martyrdom Date"],
)
def test_header_variants_mean_one_column(write_csv, issues, header):
    frame = read_registry(write_csv([["نام شهید", header], ["علی", "1365"]]), issues)
    assert list(frame["martyrdom_date"]) == ["1365"]


def test_direction_controls_do_not_reach_the_page(write_csv, issues):
    rows = [
        ["نام شهید", "زندگی‌نامه", "عکس"],
        ["\u202eعلی\u202c", "\u2066x\u2069\0", "a\u202eb.jpg"],
    ]
    path = write_csv(rows)
    path.write_bytes(path.read_bytes().replace(b"\0", b""))
    row = read_registry(path, issues).iloc[0]
    assert (row["full_name"], row["biography"], row["photo"]) == ("علی", "x", "ab.jpg")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
values = (
    st.sampled_from(["", "۴", "1365/13/1", "nan", "منطقه ۴", '"', "gregorian:x", "1e999"]) | cells
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(values, min_size=21, max_size=21), min_size=1, max_size=4))
def test_any_text_in_any_cell_is_read_or_refused(tmp_path, districts, rows):
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *rows])
    path = tmp_path / "registry.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    issues = IssueLog()
    try:
        frame = read_registry(path, issues, districts=districts)
    except GeodataError as error:
        assert "registry.csv" in error.message_en
    else:
        assert not frame.isna().loc[:, ["row", "naming_id", "row_hash"]].any(axis=None)
        assert all(issue.message_fa for issue in issues)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(header=st.lists(cells, min_size=1, max_size=6), row=st.lists(cells, max_size=8))
def test_any_header_is_read_or_refused(tmp_path, header, row):
    text = io.StringIO()
    csv.writer(text).writerows([[*header, "نام شهید"], row, ["x"] * 7])
    path = tmp_path / "registry.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    try:
        assert len(read_registry(path, IssueLog())) >= 1
    except GeodataError as error:
        assert "registry.csv" in error.message_en


def test_the_districts_of_a_file_serve_the_register(tmp_path, districts, write_csv, issues):
    districts[["area_id", "geometry"]].rename(columns={"area_id": "منطقه"}).to_file(
        tmp_path / "d.gpkg"
    )
    areas = read_areas(tmp_path / "d.gpkg", issues, kind=AreaKind.DISTRICT)
    path = write_csv([["نام شهید", "منطقه"], ["علی", "چهار"]])
    assert list(read_registry(path, issues, districts=areas)["district"]) == ["4"]
