import datetime

import pytest

from geodata.errors import FormatRefusedError, InputRefusedError, MissingInputError, SchemaError
from geodata.readers.rows import MAX_COLUMNS, column_letters
from geodata.readers.tables import read_table

ROWS = [["ردیف", "نام شهید", "منطقه"], ["1", "علی کریمی", "4"], ["2", "رضا، احمدی", "5"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_and_delimiter(write_csv, issues, encoding, delimiter):
    rows = [[cell.replace("ی", "ي").replace("ک", "ك") for cell in row] for row in ROWS]
    table = read_table(write_csv(rows, encoding=encoding, delimiter=delimiter), issues)
    assert [list(row) for row in table.rows] == rows
    assert [issue.value for issue in issues] == ["windows-1256"] * (encoding == "windows-1256")


def test_one_damaged_byte_does_not_change_the_encoding(write_csv, issues):
    path = write_csv(ROWS * 20)
    data = path.read_bytes()
    path.write_bytes(data + b"3,\xff,6\r\n")
    assert list(read_table(path, issues).rows[1]) == ROWS[1]
    assert [(issue.code, issue.value) for issue in issues] == [("encoding_damaged", "1")]


@pytest.mark.parametrize("write", ["write_csv", "write_xlsx", "write_ods"])
def test_rows_keep_the_numbers_of_the_file(request, issues, write):
    rows = [["", ""], ["نام", "منطقه"], ["علی", "4"], ["", ""], ["رضا", "5"]]
    table = read_table(request.getfixturevalue(write)(rows), issues)
    assert list(table.numbers) == [2, 3, 5]


def test_a_quoted_line_break_does_not_count_as_a_row(tmp_path, issues):
    path = tmp_path / "r.csv"
    path.write_text('نام,شرح\nعلی,"یک\nدو"\nرضا,سه\n', encoding="utf-8")
    table = read_table(path, issues)
    assert list(table.numbers) == [1, 2, 3]
    assert table.rows[1][1] == "یک\nدو"


def test_spreadsheet_values_become_the_text_a_clerk_sees(write_xlsx, issues):
    row = [4, 1365.0, 50.879, datetime.date(1986, 12, 25), True, None, " ۴ "]
    table = read_table(write_xlsx([["a"] * 7, row]), issues)
    assert list(table.rows[1]) == [
        *("4", "1365", "50.879", "gregorian:1986-12-25", "TRUE", "", " ۴ "),
    ]


def test_ods_dates_numbers_and_spaces_are_read(write_ods, issues):
    cells = (
        '<table:table-cell office:value-type="date" office:date-value="1986-12-25"/>'
        '<table:table-cell office:value-type="float" office:value="4"><text:p>4.00</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="string"><text:p>علی<text:s/>کریمی</text:p>'
        "<text:p>دوم</text:p></table:table-cell>"
    )
    table = read_table(write_ods(f"<table:table-row>{cells}</table:table-row>"), issues)
    assert list(table.rows[0]) == ["gregorian:1986-12-25", "4", "علی کریمی\nدوم"]


def test_a_merged_cell_counts_for_every_row_of_the_merge(write_xlsx, issues):
    rows = [["منطقه", "نام"], ["۴", "علی"], [None, "رضا"], [None, "حسن"], ["۵", "تقی"]]
    table = read_table(write_xlsx(rows, merges=["A2:A4"]), issues)
    assert [row[0] for row in table.rows[1:]] == ["۴", "۴", "۴", "۵"]


def test_a_merged_cell_of_an_ods_counts_for_every_row(write_ods, issues):
    first = (
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string">'
        "<text:p>۴</text:p></table:table-cell>"
    )
    name = '<table:table-cell office:value-type="string"><text:p>علی</text:p></table:table-cell>'
    body = (
        f"<table:table-row>{first}{name}</table:table-row>"
        f"<table:table-row><table:covered-table-cell/>{name}</table:table-row>"
        f"<table:table-row><table:table-cell/>{name}</table:table-row>"
    )
    assert [row[0] for row in read_table(write_ods(body), issues).rows] == ["۴", "۴", ""]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")])
def test_columns_are_named_as_spreadsheets_name_them(index, letters):
    assert column_letters(index) == letters


@pytest.mark.parametrize(
    ("name", "data", "error", "expected"),
    [
        ("r.csv", b"", FormatRefusedError, "the file is empty"),
        ("r.csv", b"\n\n,,\n", SchemaError, "expected a header row and at least one row"),
        ("r.csv", "نام\n".encode("utf-16-le"), FormatRefusedError, "encoding was not recognised"),
        ("r.csv", ('نام\n"علی' + "\nx" * 200).encode(), FormatRefusedError, "row 2: a quotation"),
        ("r.csv", b"a\n" + b"x" * 200_000, SchemaError, "row 2: a cell of more than 131072"),
        ("r.csv", b"," * 300 + b"x", SchemaError, "cell KO1"),
        ("r.xlsx", b"not a zip", FormatRefusedError, "expected a sound zip"),
        ("r.ods", b"not a zip", FormatRefusedError, "expected a sound zip"),
        ("r.xls", b"\xd0\xcf\x11\xe0", FormatRefusedError, "expected one of .xlsx .ods .csv"),
    ],
)
def test_a_bad_table_is_refused_with_its_place(tmp_path, issues, name, data, error, expected):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_table(path, issues)
    assert caught.value.message_en.startswith(f"{name}: ")
    assert expected in caught.value.message_en


def test_a_missing_table_is_refused(tmp_path, issues):
    with pytest.raises(MissingInputError, match="there is no such file"):
        read_table(tmp_path / "r.csv", issues)


def test_more_columns_than_the_cap_are_refused_in_a_workbook(write_xlsx, issues):
    with pytest.raises(InputRefusedError, match=f"{MAX_COLUMNS} columns"):
        read_table(write_xlsx([["x"] * (MAX_COLUMNS + 1)]), issues)
