"""What people decided wins over the join, for as long as it still means the same."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from geodata.decided_matches import apply_decisions
from geodata.deciding import Decision, DecisionKind
from geodata.errors import InputRefusedError
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs

HEADER = (
    "naming_id", "decision", "alley_id", "lon", "lat", "person", "note", "decided_by", "decided_on",
)  # fmt: skip
Build = Callable[..., Path]


JOINED = pd.DataFrame(
    {
        "naming_id": ["A", "B", "C"],
        "alley_id": pd.array([1, 2, None], dtype="Int64"),
        "verdict": ["accepted", "accepted", "unmatched"],
        "method": ["full_name_in_city", "designation_in_city", "not_on_map"],
        "score": [0.99, 0.98, None],
        "reason_fa": ["-", "-", "-"],
        "alternatives": [(), ((3, 0.4),), ()],
        "further": [(), (), ()],
    }
).set_index("naming_id", drop=False)
REGISTRY = pd.DataFrame(
    {
        "naming_id": ["A", "B", "C"],
        "full_name": ["علی کریمی", "رضا احمدی", "سعید ظفری"],
        "father_name": ["حسن", None, None],
    }
)


@dataclass(frozen=True)
class Place:
    """An alley of the tiny city as a decision names it."""

    alley_id: int
    code: str
    lon: float
    lat: float


@pytest.fixture(scope="module")
def alleys(tiny_dataset: Path) -> dict[str, Place]:
    """The alleys by the first of their segments' ids."""
    query = "SELECT source_ids, alley_id, code, mouth_lon, mouth_lat FROM alley"
    with closing(sqlite3.connect(tiny_dataset / "current" / "catalogue.sqlite")) as database:
        return {row[0].split("|")[0]: Place(*row[1:]) for row in database.execute(query)}


@pytest.fixture
def build_with(tmp_path: Path) -> Build:
    """Builds the tiny city with decisions, each a row of values in the order of HEADER."""

    def build_decided(
        rows: Sequence[Sequence[object]], *, directory: Path = TINY, keep_going: bool = False
    ) -> Path:
        decisions = tmp_path / "decisions.csv"
        write_csv(decisions, [HEADER, *rows])
        inputs = replace(tiny_inputs(directory), decisions=decisions)
        build(inputs, tmp_path / "dataset", keep_going=keep_going)
        return tmp_path / "dataset"

    return build_decided


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The tiny city's inputs where a test may edit them."""
    return Path(shutil.copytree(TINY, tmp_path / "inputs"))


def decision(naming_id: str, kind: DecisionKind, alley_id: int) -> Decision:
    return Decision(
        file="d.csv", row=2, naming_id=naming_id, kind=kind, alley_id=alley_id, lon=None, lat=None,
        place_unreadable=False, person=None, note=None, decided_by=None, decided_on=None,
    )  # fmt: skip


def decide(
    joined: pd.DataFrame, *decisions: Decision, registry: pd.DataFrame = REGISTRY
) -> pd.DataFrame:
    decided = apply_decisions(joined, decisions, registry)
    return decided.set_index("naming_id", drop=False)


def write_csv(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def match(dataset: Path, naming_id: str) -> dict[str, str]:
    return next(r for r in table(dataset / "matches.csv") if r["naming_id"] == naming_id)


def verdict(dataset: Path, naming_id: str) -> tuple[str, str, str]:
    row = match(dataset, naming_id)
    return row["verdict"], row["method"], row["source_ids"]


def stale(dataset: Path) -> list[dict[str, str]]:
    return [row for row in table(dataset / "issues.csv") if row["code"] == "decision_stale"]


def test_an_accepted_alley_is_a_fact_and_the_public_reason_names_nobody(
    build_with: Build, alleys: dict[str, Place]
) -> None:
    place = alleys["13"]
    dataset = build_with(
        [("DEMO-4", "accept", place.alley_id, place.lon, place.lat, "شهید رضا احمدي",
          "لادن غربی است", "زهرا رضایی", "1404/3/2")]
    )  # fmt: skip
    found = match(dataset, "DEMO-4")
    assert (found["verdict"], found["method"]) == ("accepted", "decided_accept")
    assert (found["source_ids"], found["score"]) == ("13", "1.0000")
    assert found["reason_fa"] == "به تصمیم انسان پذیرفته شد"
    assert str(place.alley_id) not in found["alternatives"]
    assert found["alternatives"].startswith(str(alleys["14"].alley_id))


def test_a_rejected_alley_never_comes_back(build_with: Build, alleys: dict[str, Place]) -> None:
    place = alleys["3"]
    found = match(build_with([("DEMO-1", "reject", place.code)]), "DEMO-1")
    assert found["alley_id"] != str(place.alley_id)
    assert str(place.alley_id) not in found["alternatives"]


def test_a_rejected_match_without_alternatives_is_unmatched() -> None:
    found = decide(JOINED, decision("A", DecisionKind.REJECT, 1)).loc["A"]
    assert (found["verdict"], found["method"]) == ("unmatched", "decided_reject")
    assert pd.isna(found["alley_id"])
    assert pd.isna(found["score"])


def test_a_rejected_match_with_alternatives_goes_to_review() -> None:
    found = decide(JOINED, decision("B", DecisionKind.REJECT, 2)).loc["B"]
    assert (found["verdict"], found["method"]) == ("review", "decided_reject_others_left")
    assert (found["alley_id"], found["score"]) == (3, 0.4)
    assert found["alternatives"] == ((3, 0.4),)


def test_rejecting_a_lesser_alternative_leaves_the_match() -> None:
    found = decide(JOINED, decision("B", DecisionKind.REJECT, 3)).loc["B"]
    assert (found["verdict"], found["method"], found["alternatives"]) == (
        "accepted", "designation_in_city", (),
    )  # fmt: skip


def test_rejecting_what_was_never_proposed_changes_nothing() -> None:
    assert decide(JOINED, decision("C", DecisionKind.REJECT, 9)).equals(JOINED)


def test_a_name_for_several_alleys_stands_on_each_in_an_order_of_its_own() -> None:
    said = [decision("B", DecisionKind.SEVERAL, alley_id) for alley_id in (9, 3, 2, 9)]
    found = decide(JOINED, *said).loc["B"]
    assert (found["verdict"], found["method"]) == ("accepted", "decided_several")
    assert (found["alley_id"], found["further"], found["alternatives"]) == (2, (3, 9), ())
    assert decide(JOINED, *said[::-1]).loc["B"].equals(found)


def test_each_alley_of_a_name_for_several_puts_a_stranger_there_in_question() -> None:
    said = [decision("C", DecisionKind.SEVERAL, alley_id) for alley_id in (7, 1, 2)]
    found = decide(JOINED, *said)
    assert found.loc[["A", "B"], "method"].tolist() == ["alley_contested"] * 2


def test_one_line_names_the_segments_of_all_alleys_and_each_alley_counts_once(
    build_with: Build, alleys: dict[str, Place], tiny_dataset: Path
) -> None:
    places = [alleys["13"], alleys["14"]]
    dataset = build_with([("DEMO-4", "چند معبر", p.alley_id, p.lon, p.lat) for p in places])
    found = match(dataset, "DEMO-4")
    assert (found["verdict"], found["method"]) == ("accepted", "decided_several")
    assert found["alley_id"] in {str(place.alley_id) for place in places}
    assert sorted(found["source_ids"].split("|")) == ["13", "14"]
    assert len(table(dataset / "matches.csv")) == len(table(tiny_dataset / "matches.csv"))
    assert matched(dataset) == matched(tiny_dataset) + 2
    assert "DEMO-4" not in {row["value"] for row in stale(dataset)}


def matched(dataset: Path) -> int:
    with closing(sqlite3.connect(dataset / "current" / "catalogue.sqlite")) as database:
        query = "SELECT matched FROM coverage WHERE kind = 'city'"
        return int(database.execute(query).fetchone()[0])


def test_of_several_alleys_the_one_that_is_gone_is_a_finding_and_the_others_stay(
    build_with: Build, alleys: dict[str, Place], copied: Path
) -> None:
    rows = [("DEMO-4", "several", alleys[way].alley_id) for way in ("13", "14")]
    build_with(rows, directory=copied)
    redraw(copied, 14, None)
    dataset = build_with(rows, directory=copied)
    assert verdict(dataset, "DEMO-4") == ("accepted", "decided_several", "13")
    (found,) = stale(dataset)
    assert str(alleys["14"].alley_id) in found["message_fa"]


def test_one_alley_and_several_contradict_each_other(
    build_with: Build, alleys: dict[str, Place]
) -> None:
    rows = [("DEMO-4", kind, alleys["13"].alley_id) for kind in ("accept", "several")]
    with pytest.raises(InputRefusedError, match=r"row 3, decision: .* row 2"):
        build_with(rows)


def test_an_error_of_the_register_does_not_come_back(build_with: Build) -> None:
    dataset = build_with([("DEMO-1", "خطای دفتر", "", "", "", "", "شماره ۹۱ درست است")])
    assert verdict(dataset, "DEMO-1") == ("register_error", "decided_register_error", "")


def test_what_is_not_on_the_map_is_not_matched(build_with: Build) -> None:
    dataset = build_with([("DEMO-1", "not_on_map")])
    assert verdict(dataset, "DEMO-1") == ("unmatched", "decided_not_on_map", "")


def test_an_alley_given_to_somebody_puts_a_stranger_there_in_question() -> None:
    found = decide(JOINED, decision("C", DecisionKind.ACCEPT, 1))
    assert found.loc["C", "verdict"] == "accepted"
    assert (found.loc["A", "verdict"], found.loc["A", "method"]) == ("review", "alley_contested")
    assert found.loc["A", "alternatives"] == ((1, 0.99),)


@pytest.mark.parametrize(
    ("name", "father", "verdict_now"),
    [
        ("علی کریمی", "حسن", "accepted"),
        ("رضا کریمی", "حسن", "accepted"),
        ("علي  کریمی", None, "accepted"),
        ("علی کریمی", "حسین", "review"),
        ("علی محمدی", "حسن", "review"),
    ],
    ids=["same person", "brother", "father not known", "namesake", "same father's name"],
)
def test_one_person_and_brothers_share_the_alley_that_was_decided(
    name: str, father: str | None, verdict_now: str
) -> None:
    registry = REGISTRY.assign(full_name=["علی کریمی", "", name], father_name=["حسن", None, father])
    found = decide(JOINED, decision("C", DecisionKind.ACCEPT, 1), registry=registry)
    assert found.loc["A", "verdict"] == verdict_now


def test_a_decision_on_a_naming_that_is_gone_is_reported_and_left(
    build_with: Build, alleys: dict[str, Place], tiny_dataset: Path
) -> None:
    dataset = build_with([("DEMO-404", "accept", alleys["16"].alley_id)])
    (found,) = stale(dataset)
    assert (found["source"], found["row"], found["severity"]) == ("decisions.csv", "2", "warning")
    assert "DEMO-404" in found["message_en"]
    assert table(dataset / "matches.csv") == table(tiny_dataset / "matches.csv")


def test_a_decision_about_another_person_is_not_applied(
    build_with: Build, alleys: dict[str, Place]
) -> None:
    dataset = build_with([("DEMO-4", "accept", alleys["13"].alley_id, "", "", "رضا محمودی")])
    assert "رضا محمودی" in stale(dataset)[0]["message_fa"]
    assert verdict(dataset, "DEMO-4")[0] == "review"


@pytest.mark.parametrize(
    ("metres_east", "verdict_now"), [(40, "accepted"), (90, "review")], ids=["40 m", "90 m"]
)
def test_a_decision_holds_while_the_mouth_is_within_sixty_metres(
    build_with: Build, alleys: dict[str, Place], metres_east: int, verdict_now: str
) -> None:
    place = alleys["13"]
    lon = place.lon + metres_east / 91_700
    dataset = build_with([("DEMO-4", "accept", place.alley_id, lon, place.lat)])
    assert verdict(dataset, "DEMO-4")[0] == verdict_now
    assert len(stale(dataset)) == (verdict_now == "review")


def test_a_decision_whose_place_lies_outside_the_city_is_not_applied(
    build_with: Build, alleys: dict[str, Place]
) -> None:
    dataset = build_with([("DEMO-4", "accept", alleys["13"].alley_id, 59.6, 36.3)])
    assert verdict(dataset, "DEMO-4")[0] == "review"
    assert len(stale(dataset)) == 1


def test_an_alley_that_was_never_there_makes_the_decision_stale(build_with: Build) -> None:
    dataset = build_with([("DEMO-4", "accept", 12345)])
    assert "12345" in stale(dataset)[0]["message_en"]
    assert verdict(dataset, "DEMO-4")[0] == "review"


def test_an_alley_redrawn_much_longer_is_followed_to_its_successor(
    build_with: Build, alleys: dict[str, Place], copied: Path
) -> None:
    place = alleys["14"]
    decision = ("DEMO-4", "accept", place.alley_id, place.lon, place.lat)
    build_with([decision], directory=copied)
    redraw(copied, 14, shapely.LineString([(50.886, 34.64), (50.886, 34.644)]))
    redraw(copied, 13, shapely.LineString([(50.883, 34.64), (50.883, 34.64102)]))
    dataset = build_with([decision], directory=copied)
    assert verdict(dataset, "DEMO-4") == ("accepted", "decided_accept", "14")
    assert match(dataset, "DEMO-4")["alley_id"] != str(place.alley_id)
    assert not stale(dataset)


def test_an_alley_that_vanished_without_successor_makes_the_decision_stale(
    build_with: Build, alleys: dict[str, Place], copied: Path
) -> None:
    decision = ("DEMO-4", "accept", alleys["14"].alley_id)
    build_with([decision], directory=copied)
    redraw(copied, 14, None)
    dataset = build_with([decision], directory=copied)
    assert str(alleys["14"].alley_id) in stale(dataset)[0]["message_fa"]


def redraw(directory: Path, osm_id: int, line: shapely.LineString | None) -> None:
    streets = gpd.read_file(directory / "streets.geojson")
    if line is None:
        streets = streets[streets["osm_id"] != osm_id]
    else:
        streets.loc[streets["osm_id"] == osm_id, "geometry"] = line
    streets.to_file(directory / "streets.geojson", driver="GeoJSON")


def test_contradicting_decisions_refuse_the_build(
    build_with: Build, alleys: dict[str, Place]
) -> None:
    rows = [("DEMO-4", "accept", alleys["13"].alley_id), ("DEMO-4", "not_on_map")]
    with pytest.raises(InputRefusedError, match=r"decisions\.csv row 3, decision: .* row 2"):
        build_with(rows)


def test_of_contradicting_decisions_none_is_applied_when_told_to_keep_going(
    build_with: Build, alleys: dict[str, Place]
) -> None:
    ids = alleys["13"].alley_id, alleys["14"].alley_id
    dataset = build_with([("DEMO-4", "accept", i) for i in ids], keep_going=True)
    assert verdict(dataset, "DEMO-4")[0] == "review"


def test_rejecting_one_alley_and_accepting_another_go_together(
    build_with: Build, alleys: dict[str, Place]
) -> None:
    dataset = build_with(
        [
            ("DEMO-4", "reject", alleys["14"].alley_id),
            ("DEMO-4", "accept", alleys["13"].alley_id),
        ]
    )
    assert verdict(dataset, "DEMO-4") == ("accepted", "decided_accept", "13")
    assert match(dataset, "DEMO-4")["alternatives"] == ""


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("DEMO-4", "maybe", 1), "row 2, decision: .*maybe"),
        (("", "accept", 1), "row 2, naming_id"),
        (("DEMO-4", "accept", ""), "row 2, alley_id"),
        (("DEMO-4", "reject", "کوچهٔ لادن"), "row 2, alley_id: .*لادن"),
    ],
)
def test_a_row_that_is_no_decision_is_named(
    build_with: Build, row: tuple[object, ...], said: str
) -> None:
    with pytest.raises(InputRefusedError, match=said):
        build_with([row])


def test_a_file_without_the_columns_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    write_csv(tmp_path / "d.csv", [("naming_id", "opinion"), ("DEMO-4", "accept")])
    inputs = replace(tiny_inputs(), decisions=tmp_path / "d.csv")
    with pytest.raises(InputRefusedError, match=r"d\.csv: no column says decision"):
        build(inputs, tmp_path / "dataset")
    assert not (tmp_path / "dataset").exists()


def test_a_file_in_which_nobody_decided_yet_changes_nothing(
    build_with: Build, tiny_dataset: Path
) -> None:
    dataset = build_with([])
    assert table(dataset / "matches.csv") == table(tiny_dataset / "matches.csv")


def test_a_clerks_workbook_with_persian_words_and_short_codes_is_read(
    tmp_path: Path, alleys: dict[str, Place]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["شناسه", "تصمیم", "کد کوچه", "بازبین"])
    sheet.append(["DEMO-4", "تأیید شد", alleys["13"].code, "=1+1"])
    sheet["D2"].data_type = "s"
    book.save(tmp_path / "تصمیم‌ها.xlsx")
    inputs = replace(tiny_inputs(), decisions=tmp_path / "تصمیم‌ها.xlsx")
    build(inputs, tmp_path / "dataset")
    assert verdict(tmp_path / "dataset", "DEMO-4") == ("accepted", "decided_accept", "13")


def test_the_order_of_the_rows_does_not_matter(build_with: Build, alleys: dict[str, Place]) -> None:
    place = alleys["13"].alley_id
    rows = [
        ("DEMO-4", "accept", place, "", "", "", "نخست", "الف", "1404/1/1"),
        ("DEMO-4", "accept", place, "", "", "", "دوم", "ب", "1404/2/1"),
        ("DEMO-6", "register_error"),
        ("DEMO-1", "reject", alleys["3"].alley_id),
    ]
    first = (build_with(rows) / "matches.csv").read_bytes()
    assert (build_with(rows[::-1]) / "matches.csv").read_bytes() == first


def test_decisions_are_among_the_inputs_of_the_report(
    build_with: Build, alleys: dict[str, Place]
) -> None:
    hostile = "<script>alert(1)</script>{signed}"
    dataset = build_with([("DEMO-4", "accept", alleys["13"].alley_id, "", "", "", hostile)])
    page = (dataset / "report.html").read_text(encoding="utf-8")
    assert "decisions.csv" in page
    assert "<script>" not in page
    assert "{signed}" not in match(dataset, "DEMO-4")["reason_fa"]
