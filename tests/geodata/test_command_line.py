"""The command line: what it prints and with which code it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from geodata.__main__ import main
from tests.conftest import TINY

INPUTS = [
    "--streets", str(TINY / "streets.geojson"), "--registry", str(TINY / "registry.csv"),
]  # fmt: skip


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_check_lists_decisions_that_no_longer_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decisions = written(tmp_path / "d.csv", "naming_id,decision\nDEMO-404,not_on_map\n")
    assert main(["check", *INPUTS, "--decisions", decisions]) == 0
    assert "d.csv row 2, naming_id" in capsys.readouterr().out


def test_check_leaves_with_one_when_decisions_contradict(tmp_path: Path) -> None:
    rows = "naming_id,decision\nDEMO-1,not_on_map\nDEMO-1,register_error\n"
    decisions = written(tmp_path / "d.csv", rows)
    assert main(["check", *INPUTS, "--decisions", decisions]) == 1


def test_build_refuses_a_broken_decision_file_before_it_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decisions = written(tmp_path / "d.csv", "who,what\n1,2\n")
    out = tmp_path / "dataset"
    assert main(["build", *INPUTS, "--decisions", decisions, "--out", str(out)]) == 1
    assert "d.csv: no column says naming_id" in capsys.readouterr().err
    assert not out.exists()


def test_evaluate_prints_a_table_and_writes_the_same_figures(
    tiny_dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = written(tmp_path / "t.csv", "naming_id,source_ids\nDEMO-1,3|4|10\nDEMO-6,\n")
    figures = tmp_path / "q.json"
    matches = str(tiny_dataset / "matches.csv")
    code = main(["evaluate", "--matches", matches, "--truth", truth, "--json", str(figures)])
    assert code == 0
    assert "precision of accepted" in capsys.readouterr().out
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["precision"] == {"share": 1, "low": 0.206549, "high": 1, "right": 1, "of": 1}


def test_evaluate_names_the_file_it_cannot_use(
    tiny_dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    matches = str(tiny_dataset / "matches.csv")
    truth = written(tmp_path / "t.csv", "naming_id,source_ids\nX,3\n")
    assert main(["evaluate", "--matches", matches, "--truth", truth]) == 1
    assert "t.csv: row 2, naming_id" in capsys.readouterr().err
    assert main(["evaluate", "--matches", matches, "--truth", str(tmp_path / "none.csv")]) == 1


@pytest.mark.parametrize("options", [[], ["--matches", "m.csv"], ["--labels", "s.xlsx"]])
def test_evaluate_wants_one_pair_of_files(options: list[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["evaluate", *options])
    assert leaving.value.code == 2


def test_a_sheet_is_drawn_filled_in_and_read_back(
    tiny_dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.xlsx"
    assert main(["sample", "--dataset", str(tiny_dataset), "--n", "3", "--out", str(sheet)]) == 0
    book = openpyxl.load_workbook(sheet)
    for row in range(2, book.worksheets[0].max_row + 1):
        book.worksheets[0].cell(row, 15).value = "بله"
    book.save(sheet)
    capsys.readouterr()
    assert main(["evaluate", "--labels", str(sheet), "--dataset", str(tiny_dataset)]) == 0
    assert "sheet.xlsx: 3 right, 0 wrong" in capsys.readouterr().out


@pytest.mark.parametrize("options", [["--n", "0"], ["--out", "sheet.csv"]])
def test_sample_refuses_a_wrong_option(options: list[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["sample", "--dataset", "d", "--out", "s.xlsx", *options])
    assert leaving.value.code == 2


def test_sample_says_when_there_is_no_dataset(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "s.xlsx")
    assert main(["sample", "--dataset", str(tmp_path / "none"), "--out", out]) == 1
    assert "no dataset" in capsys.readouterr().err


def test_export_writes_the_city_as_one_page(tiny_dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "city.html"
    assert (
        main(["export", "--dataset", str(tiny_dataset), "--format", "html", "--out", str(out)]) == 0
    )
    assert "city-data" in out.read_text(encoding="utf-8")


def test_export_leaves_with_one_when_there_is_nothing_to_write(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "city.html"
    code = main(["export", "--dataset", str(tmp_path), "--format", "html", "--out", str(out)])
    assert code == 1
    assert "no dataset" in capfd.readouterr().err
    assert not out.exists()


def test_export_knows_its_formats(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["export", "--dataset", "x", "--format", "pdf", "--out", "y"])
    assert left.value.code == 2
    assert "html" in capsys.readouterr().err
