import pytest

from geodata.errors import SchemaError
from geodata.readers import read_plaques
from geodata.readers.plaques import COLUMNS

HEADER = ["کد پلاک", "کد", "وضعیت", "تاریخ نصب", "سر کوچه", "x", "y", "متن پلاک", "ملاحظات"]


def test_a_plaque_is_read_under_canonical_columns(write_csv, issues):
    row = ["P1", "۱۲", "نصب شده", "۱۴۰۲/۵/۱", "ابتدا", "50.88", "34.64", "شهید علی کریمی", "-"]
    frame = read_plaques(write_csv([HEADER, row]), issues, naming_ids={"12"})
    assert tuple(frame.columns) == COLUMNS
    assert list(frame.iloc[0]) == [
        *(2, "P1", "12", "installed", "1402-05-01", "ابتدا", 50.88, 34.64),
        *("شهید علی کریمی", None),
    ]
    assert not len(issues)


def test_plaques_of_unknown_namings_and_statuses_are_kept_and_reported(write_csv, issues):
    rows = [["plaque_id", "naming_id", "status"], ["P1", "404", "lost"], ["P1", "1", "مفقود"]]
    frame = read_plaques(write_csv(rows, name="plaques.csv"), issues, naming_ids={"1"})
    assert list(frame["plaque_status"]) == [None, "missing"]
    assert [(i.code, i.row) for i in issues] == [
        ("plaque_without_naming", 2),
        ("plaque_status_unknown", 2),
        ("duplicate_plaque_id", 3),
    ]


def test_a_plaque_without_an_id_gets_one_from_its_row(write_csv, issues):
    rows = [["naming_id", "status"], ["1", "planned"], ["1", "planned"]]
    ids = read_plaques(write_csv(rows), issues, naming_ids={"1"})["plaque_id"]
    assert ids[0].startswith("p")
    assert ids[1] == f"{ids[0]}-2"


def test_a_file_without_naming_ids_is_refused(write_csv, issues):
    with pytest.raises(SchemaError, match="the headers found are رنگ, اندازه"):
        read_plaques(write_csv([["رنگ", "اندازه"], ["آبی", "۲"]]), issues, naming_ids=())
