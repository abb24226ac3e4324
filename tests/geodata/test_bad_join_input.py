"""Inputs a join must survive: each gives a clear result or a clear error, no traceback."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from geodata.__main__ import main
from tests.conftest import TINY

HEADER = (
    *("naming_id", "full_name", "father_name", "district", "neighbourhood"),
    *("main_street", "old_name", "new_name"),
)
AREAS = (
    *("--districts", str(TINY / "districts.geojson")),
    *("--neighbourhoods", str(TINY / "neighbourhoods.geojson")),
)
LONG = 50_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What check and build did with the inputs."""

    codes: tuple[int, int]
    listed: str
    verdicts: Counter[str]
    issues: Counter[str]


@pytest.fixture
def join(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Checks and builds inputs, the tiny city's streets where none are given."""

    def run(registry: Path, *more: str, streets: Path = TINY / "streets.geojson") -> Outcome:
        inputs = ["--streets", str(streets), "--registry", str(registry), *more]
        checked = main(["check", *inputs])
        listed = capsys.readouterr().out
        built = main(["build", *inputs, "--out", str(tmp_path / "dataset")])
        return Outcome(
            (checked, built),
            listed,
            Counter(row["verdict"] for row in table(tmp_path / "dataset" / "matches.csv")),
            Counter(row["code"] for row in table(tmp_path / "dataset" / "issues.csv")),
        )

    return run


@pytest.fixture
def register(tmp_path: Path) -> Callable[[Iterable[Sequence[str]]], Path]:
    """Writes a register of rows in the order of `HEADER`."""

    def write(rows: Iterable[Sequence[str]]) -> Path:
        path = tmp_path / "register.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *rows])
        return path

    return write


def table(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def edited(path: Path, name: str, edit: Callable[[dict[str, object], int], None]) -> Path:
    """A copy of a GeoJSON file with every feature edited in place."""
    layer = json.loads((TINY / name).read_text(encoding="utf-8"))
    for at, feature in enumerate(layer["features"]):
        edit(feature, at)
    path.write_text(json.dumps(layer), encoding="utf-8")
    return path


def test_a_register_of_one_name_throughout_is_published_and_every_repeat_is_told(
    join, register
) -> None:
    rows = [(f"R{i}", "سعید ظفری", *[""] * 6) for i in range(300)]
    outcome = join(register(rows), *AREAS)
    assert outcome.codes == (0, 0)
    assert sum(outcome.verdicts.values()) == 300
    assert outcome.verdicts["accepted"] == 0
    assert outcome.issues["naming_repeated"] == 299
    assert "register.csv row 3\tbut for its naming_id this row is row 2 again" in outcome.listed


@pytest.mark.parametrize("piece", ["محمد ", "ﷺ", "ا", "۱", "(", "-۱۲", "شهید", "\u200f", "مـ"])
def test_cells_of_fifty_thousand_characters_are_cut_and_told(join, register, piece: str) -> None:
    cell = (piece * LONG)[: LONG - 1] + "ب"
    outcome = join(register([("R1", *[cell] * 7), ("R2", "سعید ظفری", *[""] * 6)]), *AREAS)
    assert outcome.codes == (0, 0)
    assert sum(outcome.verdicts.values()) == 2
    assert outcome.issues["name_too_long"] > 0
    assert "register.csv row 2, full_name\ttext longer than 300 characters" in outcome.listed
    assert max(map(len, outcome.listed.splitlines())) < 3_000


def test_without_districts_the_register_is_joined_in_the_whole_city(join) -> None:
    outcome = join(TINY / "registry.csv")
    assert outcome.codes == (0, 0)
    assert outcome.verdicts["accepted"] > 0


def test_districts_that_overlap_are_told_with_their_row(join, tmp_path: Path) -> None:
    polygons: list[object] = []

    def onto_the_first(feature: dict[str, object], at: int) -> None:
        polygons.append(feature["geometry"])
        feature["geometry"] = polygons[0]

    districts = edited(tmp_path / "overlap.geojson", "districts.geojson", onto_the_first)
    outcome = join(TINY / "registry.csv", "--districts", str(districts))
    assert outcome.codes == (0, 0)
    assert outcome.issues["areas_overlap"] == 1
    assert "overlap.geojson row 2, geometry\tthis area overlaps منطقه ۱ (100 % of it)" in (
        outcome.listed
    )


def test_districts_that_share_a_border_do_not_overlap(join) -> None:
    assert join(TINY / "registry.csv", *AREAS).issues["areas_overlap"] == 0


@pytest.mark.parametrize("has_column", [True, False])
def test_a_network_without_names_is_published_and_told(
    join, tmp_path: Path, has_column: bool
) -> None:
    def without_name(feature: dict[str, object], at: int) -> None:
        said = feature["properties"]
        feature["properties"] = {"osm_id": at} | ({"name": None} if has_column else {})
        assert said

    streets = edited(tmp_path / "bare.geojson", "streets.geojson", without_name)
    outcome = join(TINY / "registry.csv", streets=streets)
    assert outcome.codes == (0, 0)
    assert outcome.verdicts["accepted"] == 0
    assert "bare.geojson, name\tno segment has a name" in outcome.listed


def test_decisions_that_fit_nothing_are_told_with_their_row_and_the_rest_is_joined(
    join, tmp_path: Path
) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(
        "naming_id,decision,alley_id\nDEMO-404,accept,12\nDEMO-1,accept,99999999\n",
        encoding="utf-8",
    )
    outcome = join(TINY / "registry.csv", "--decisions", str(decisions))
    assert outcome.codes == (0, 0)
    assert "decisions.csv row 2, naming_id" in outcome.listed
    assert "naming DEMO-404 is not in the register" in outcome.listed
    assert outcome.issues["decision_stale"] == 2
    assert outcome.verdicts["accepted"] > 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("DEMO-1,3\nDEMO-404,5\n", "truth.csv: row 3, naming_id: 1 ids do not stand in"),
        ("DEMO-404,3\n", "truth.csv: row 2, naming_id: none of the ids in this file stands in"),
    ],
)
def test_known_answers_about_unknown_namings_are_refused_with_their_row(
    tiny_dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str, said: str
) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text(f"naming_id,source_ids\n{rows}", encoding="utf-8")
    matches = str(tiny_dataset / "matches.csv")
    assert main(["evaluate", "--matches", matches, "--truth", str(truth)]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "expected the ids of that build" in error
    assert "شناسه‌های همان ساخت لازم است" in error


def test_known_answers_with_segments_of_no_alley_count_as_missed(
    tiny_dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("naming_id,source_ids\nDEMO-1,99999999\n", encoding="utf-8")
    figures = tmp_path / "figures.json"
    arguments = ["--matches", str(tiny_dataset / "matches.csv"), "--truth", str(truth)]
    assert main(["evaluate", *arguments, "--json", str(figures)]) == 0
    assert json.loads(figures.read_text(encoding="utf-8"))["recall"]["right"] == 0
