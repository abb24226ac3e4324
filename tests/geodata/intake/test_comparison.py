"""What would change, told from two versions: rows, matches, decisions, coverage, alarms."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.intake.alarms import alarms
from geodata.intake.comparison import compare
from geodata.intake.preview import Preview, SheetName
from geodata.intake.register_changes import RegisterChanges
from geodata.intake.sheets import Sheets
from geodata.pipeline import build
from geodata.store.directory import CATALOGUE
from tests.conftest import TINY, tiny_inputs

Compared = Callable[..., Preview]
DECISIONS = "naming_id,decision,alley_id,person\n"
EMPTY = RegisterChanges({}, {}, (), (), (), {})


@pytest.fixture
def compared(tmp_path: Path) -> Compared:
    """A function that builds the tiny city, changes its files, builds again and compares."""

    def run(
        change: Callable[[Path], None], *, prepare: Callable[[Path], None] = lambda _: None
    ) -> Preview:
        inputs = Path(shutil.copytree(TINY, tmp_path / "inputs"))
        prepare(inputs)
        before = build(tiny_inputs(inputs), tmp_path / "dataset")
        change(inputs)
        after = build(tiny_inputs(inputs), tmp_path / "dataset")
        (tmp_path / "sheets").mkdir()
        return compare(before / CATALOGUE, before, after, Sheets(tmp_path / "sheets"))

    return run


def replaced(*changes: tuple[str, str]) -> Callable[[Path], None]:
    def change(inputs: Path) -> None:
        text = (inputs / "registry.csv").read_text(encoding="utf-8")
        for was, now in changes:
            assert was in text
            text = text.replace(was, now)
        (inputs / "registry.csv").write_text(text, encoding="utf-8")

    return change


def without_rows(*naming_ids: str) -> Callable[[Path], None]:
    def change(inputs: Path) -> None:
        path = inputs / "registry.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(
            "".join(line for line in lines if line.split(",")[0] not in naming_ids),
            encoding="utf-8",
        )

    return change


def codes(preview: Preview) -> list[str]:
    return [alarm.code for alarm in preview.alarms]


def test_the_same_files_change_nothing(compared: Compared) -> None:
    preview = compared(lambda _: None)
    numbers = preview.numbers
    assert numbers["register_before"] == numbers["register_after"] == numbers["same"] == 9
    changing = ("new", "changed", "gone", "renumbered", "lost", "gained", "stale")
    assert [numbers[name] for name in changing] == [0] * 7
    assert numbers["kept"] == numbers["accepted_before"] == numbers["accepted_after"]
    assert preview.alarms == ()
    assert all(area.before == area.after for area in preview.coverage)


def test_new_gone_and_changed_rows_are_told_apart(compared: Compared, tmp_path: Path) -> None:
    def change(inputs: Path) -> None:
        without_rows("DEMO-4")(inputs)
        replaced(("بدون خطا", "با خطا"))(inputs)
        with (inputs / "registry.csv").open("a", encoding="utf-8") as file:
            file.write("DEMO-30,حسن,نوروزی,علی,,,,,,۲,,,,شهید حسن نوروزی,,,,,\n")

    preview = compared(change)
    assert [row[:2] for row in preview.sheets[SheetName.NEW].rows] == [("DEMO-30", "حسن نوروزی")]
    assert [row[0] for row in preview.sheets[SheetName.GONE].rows] == ["DEMO-4"]
    assert preview.sheets[SheetName.CHANGED].rows == (
        ("DEMO-1", "علی کریمی", "ملاحظات", "بدون خطا", "با خطا"),
    )
    with (tmp_path / "sheets" / "gone.csv").open(encoding="utf-8-sig") as file:
        assert [row["شناسهٔ نام‌گذاری"] for row in csv.DictReader(file)] == ["DEMO-4"]


def test_rows_that_were_renumbered_are_neither_new_nor_gone(compared: Compared) -> None:
    preview = compared(replaced(*((f"DEMO-{n},", f"DEMO-9{n},") for n in (1, 2, 3, 4))))
    numbers = preview.numbers
    assert (numbers["renumbered"], numbers["new"], numbers["gone"]) == (4, 0, 0)
    assert preview.sheets[SheetName.RENUMBERED].rows[0][:3] == ("DEMO-91", "DEMO-1", "علی کریمی")
    assert "rows_renumbered" in codes(preview)
    assert numbers["match_gone"] == 0


def test_matches_that_move_or_are_lost_are_told_with_their_reason(compared: Compared) -> None:
    def change(inputs: Path) -> None:
        replaced(("کوچه نوزدهم", "کوچه نود و نهم"))(inputs)
        without_rows("DEMO-2")(inputs)

    preview = compared(change)
    moved = {str(row[0]): row for row in preview.sheets[SheetName.MOVED].rows}
    assert moved["DEMO-2"][2] == "gone"
    assert moved["DEMO-1"][2] in ("to_review", "to_unmatched", "other_alley")
    assert moved["DEMO-1"][3].startswith("هنرستان ۱۹ (")
    assert moved["DEMO-1"][5]
    told = ("other_alley", "to_review", "to_unmatched", "to_register_error", "match_gone")
    assert sum(preview.numbers[name] for name in told) == len(moved) == preview.numbers["lost"]


def test_decisions_that_no_longer_fit_are_told_and_old_ones_apart(tmp_path: Path) -> None:
    inputs = Path(shutil.copytree(TINY, tmp_path / "inputs"))
    rows = "DEMO-5,not_on_map,,زهرا محمدی\nDEMO-77,not_on_map,,کسی\n"
    (inputs / "decisions.csv").write_text(DECISIONS + rows, encoding="utf-8")
    given = replace(tiny_inputs(inputs), decisions=inputs / "decisions.csv")
    before = build(given, tmp_path / "dataset")
    replaced(("DEMO-5,زهرا,محمدی", "DEMO-5,فاطمه,محمدی"))(inputs)
    after = build(given, tmp_path / "dataset")
    preview = compare(before / CATALOGUE, before, after, Sheets(tmp_path))
    stale = {row[0]: (row[1], row[3]) for row in preview.sheets[SheetName.STALE].rows}
    assert stale == {"DEMO-5": ("فاطمه محمدی", "now"), "DEMO-77": (None, "before")}
    assert preview.numbers["stale_now"] == 1
    assert "decisions_stale" in codes(preview)


def test_half_a_register_raises_an_alarm(compared: Compared) -> None:
    preview = compared(without_rows("DEMO-1", "DEMO-2", "DEMO-5", "DEMO-7"))
    assert {"rows_gone", "matches_lost"} <= set(codes(preview))
    assert dict(preview.alarms[0].words) == {"count": 4, "of": 9}


def test_a_column_that_is_empty_now_raises_an_alarm(compared: Compared) -> None:
    preview = compared(replaced(("منطقه,محله", "منطقۀ قدیم,محله")))
    alarm = next(alarm for alarm in preview.alarms if alarm.code == "column_emptied")
    assert alarm.words == {"column": "district"}
    assert "rows_changed" in codes(preview)


def test_another_city_raises_an_alarm(compared: Compared) -> None:
    def change(inputs: Path) -> None:
        network = json.loads((inputs / "streets.geojson").read_text(encoding="utf-8"))
        for feature in network["features"]:
            for point in feature["geometry"]["coordinates"]:
                if isinstance(point[0], float):
                    point[0] += 2
                else:
                    for one in point:
                        one[0] += 2
        (inputs / "streets.geojson").write_text(json.dumps(network), encoding="utf-8")

    assert codes(compared(change))[0] == "network_elsewhere"


def test_real_data_instead_of_the_demo_raises_an_alarm(compared: Compared) -> None:
    preview = compared(replaced(("DEMO-", "Q-")))
    assert codes(preview)[0] == "leaves_demo"


def test_plaques_that_are_gone_raise_an_alarm(compared: Compared) -> None:
    def change(inputs: Path) -> None:
        lines = (inputs / "plaques.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        (inputs / "plaques.csv").write_text("".join(lines[:2]), encoding="utf-8")

    preview = compared(change)
    alarm = next(alarm for alarm in preview.alarms if alarm.code == "plaques_gone")
    assert alarm.words == {"count": 1, "of": 3}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"portraits_before": 5, "portraits_after": 0}, ["portraits_gone"]),
        ({"portraits_before": 5, "portraits_after": 4}, []),
        ({"areas_before": 4, "areas_after": 1}, ["areas_gone"]),
        ({"gone": 2, "register_before": 2}, []),
        ({"changed": 6, "register_before": 10}, ["rows_changed"]),
        ({"changed": 5, "register_before": 10}, []),
        ({"errors": 1}, ["rows_faulty"]),
    ],
)
def test_an_alarm_has_its_measure(numbers: dict[str, int], expected: list[str]) -> None:
    names = (
        "gone", "changed", "renumbered", "lost", "register_before", "accepted_before", "errors",
        "stale_now", "portraits_before", "portraits_after", "areas_before", "areas_after",
    )  # fmt: skip
    manifest = {
        "is_demo": True, "bounds": [0, 0, 1, 1], "counts": {"alleys": 10, "plaques": 3},
    }  # fmt: skip
    found = alarms(EMPTY, dict.fromkeys(names, 0) | numbers, manifest, manifest)
    assert [alarm.code for alarm in found] == expected


def test_the_first_version_of_all_is_compared_with_nothing(
    tiny_dataset: Path, tmp_path: Path
) -> None:
    preview = compare(None, None, (tiny_dataset / "current").resolve(), Sheets(tmp_path))
    assert preview.numbers["new"] == preview.numbers["register_after"] == 9
    assert preview.numbers["accepted_before"] == 0
    assert preview.alarms == ()
    assert preview.coverage[0].before is None
