"""How right the join is: against known answers, and by a clerk's filled-in sheet."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from geodata.errors import DatasetError, GeodataError, InputRefusedError
from geodata.evaluation import Proportion, measure_truth
from geodata.evaluation.proportion import weighted_proportion
from geodata.evaluation.proposed import measure_dataset, read_proposed
from geodata.evaluation.sampling import allocate, draw_sample
from geodata.evaluation.sheet import WIDTHS, write_sheet
from geodata.model import Verdict
from geodata.pipeline import build
from tests.conftest import TINY, tiny_inputs

Rows = Sequence[Sequence[object]]
TRUTH_HEADER = ("naming_id", "source_ids", "tags")
MATCH_HEADER = ("naming_id", "alley_id", "source_ids", "verdict", "method")
MATCHES = (
    MATCH_HEADER,
    ("A", 1, "1|2", "accepted", "designation_in_district"),
    ("B", 2, "3|9", "accepted", "designation_in_district"),
    ("C", 3, "5", "accepted", "full_name_in_city"),
    ("D", 4, "7", "review", "surname_only"),
    ("E", "", "", "unmatched", "not_on_map"),
    ("F", "", "", "unmatched", "not_on_map"),
)
TRUTH = (
    TRUTH_HEADER,
    ("A", "2|1|8", "plain"),
    ("B", "3", "plain|short"),
    ("C", "", "absent"),
    ("D", "7|6", "short"),
    ("E", "4", "short"),
    ("F", "", "absent"),
)


@pytest.fixture
def tables(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """Writes matches.csv and truth.csv; the example of this module where not given."""

    def write(matches: Rows = MATCHES, truth: Rows = TRUTH) -> tuple[Path, Path]:
        return (
            write_csv(tmp_path / "matches.csv", matches),
            write_csv(tmp_path / "truth.csv", truth),
        )

    return write


@pytest.fixture
def sheet(tiny_dataset: Path, tmp_path: Path) -> Path:
    """The whole tiny city as a sheet."""
    path = tmp_path / "sheet.xlsx"
    write_sheet(path, draw_sample(read_proposed(tiny_dataset), 100, seed=1))
    return path


def write_csv(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def cells(path: Path) -> list[dict[str, str | None]]:
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]  # type: ignore[arg-type]


def fill(path: Path, labels: dict[str, str]) -> Path:
    """Answer like a clerk: a word beside the naming's id."""
    book = openpyxl.load_workbook(path)
    page: Worksheet = book.worksheets[0]
    asked = list(WIDTHS).index("درست است؟") + 1
    for row in range(2, page.max_row + 1):
        page.cell(row, asked).value = labels.get(str(page.cell(row, 1).value))
    book.save(path)
    return path


def counts(proportion: Proportion) -> tuple[float, float]:
    return proportion.right, proportion.of


def test_a_claim_is_right_when_all_its_segments_are_the_truths(
    tables: Callable[..., tuple[Path, Path]],
) -> None:
    quality = measure_truth(*tables())
    assert (quality.rows, quality.on_map) == (6, 4)
    assert counts(quality.precision) == (1, 3)
    assert counts(quality.recall) == (1, 4)
    assert counts(quality.recall_with_review) == (2, 4)
    assert counts(quality.review_share) == (1, 6)


def test_told_half_a_claim_is_right_when_half_its_segments_are_the_truths(
    tables: Callable[..., tuple[Path, Path]],
) -> None:
    quality = measure_truth(*tables(), half=True)
    assert counts(quality.precision) == (2, 3)
    assert counts(quality.recall) == (2, 4)


def test_methods_and_tags_are_counted_on_their_own(
    tables: Callable[..., tuple[Path, Path]],
) -> None:
    quality = measure_truth(*tables())
    assert {(m.verdict, m.method): counts(m.precision) for m in quality.methods} == {
        (Verdict.ACCEPTED, "designation_in_district"): (1, 2),
        (Verdict.ACCEPTED, "full_name_in_city"): (0, 1),
        (Verdict.REVIEW, "surname_only"): (1, 1),
    }
    assert {t.tag: (t.rows, counts(t.precision), counts(t.recall)) for t in quality.tags} == {
        "plain": (2, (1, 2), (1, 2)),
        "short": (3, (0, 1), (0, 3)),
        "absent": (2, (0, 1), (0, 0)),
    }


def test_the_order_of_the_rows_does_not_matter(tables: Callable[..., tuple[Path, Path]]) -> None:
    quality = measure_truth(*tables())
    shuffled = [MATCHES[0], *MATCHES[:0:-1]], [TRUTH[0], *TRUTH[:0:-1]]
    assert measure_truth(*tables(*shuffled)) == quality


def test_truth_may_cover_a_part_and_use_the_columns_of_a_street_network(
    tables: Callable[..., tuple[Path, Path]],
) -> None:
    truth = [("reg_id", "alley_id", "way_ids"), ("A", 77, "1|2")]
    assert counts(measure_truth(*tables(truth=truth)).precision) == (1, 1)


@pytest.mark.parametrize(
    ("matches", "truth", "said"),
    [
        (MATCHES, [TRUTH_HEADER, *TRUTH[1:], ("Z", "1", "")], r"csv: row 8, naming_id: 1 ids.* Z"),
        (MATCHES, [TRUTH_HEADER, ("Z", "1", "")], r"csv: row 2, naming_id: none .*matches\.csv"),
        (MATCHES, [("naming_id", "ways"), ("A", "1")], r"truth\.csv: no column says source_ids"),
        (MATCHES, [TRUTH_HEADER, ("A", 1, ""), ("A", 2, "")], r"truth\.csv: row 3, naming_id: A"),
        (MATCHES, [TRUTH_HEADER, ("", 1, "")], r"truth\.csv: row 2, naming_id: empty"),
        (MATCHES, [TRUTH_HEADER], r"truth\.csv: the table has no data rows"),
        ([MATCH_HEADER[:3], ("A", 1, "1")], TRUTH, r"matches\.csv: no column says verdict"),
        ([MATCH_HEADER, ("A", 1, "1", "sure", "x")], TRUTH, r"matches\.csv: row 2, verdict: sure"),
    ],
)
def test_a_table_that_cannot_be_measured_is_named(
    tables: Callable[..., tuple[Path, Path]], matches: Rows, truth: Rows, said: str
) -> None:
    with pytest.raises(InputRefusedError, match=said):
        measure_truth(*tables(matches, truth))


def test_a_real_build_is_measured(tiny_dataset: Path, tmp_path: Path) -> None:
    truth = [TRUTH_HEADER, ("DEMO-1", "3|4|10", ""), ("DEMO-2", "7", ""), ("DEMO-6", "", "")]
    quality = measure_truth(
        tiny_dataset / "matches.csv", write_csv(tmp_path / "truth.csv", truth), half=True
    )
    assert counts(quality.precision) == (2, 2)


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0)],
)
def test_intervals_are_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert Proportion(right, of).interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000), st.data())
def test_an_interval_holds_its_share(of: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, of))
    low, high = Proportion(right, of).interval or (1, 0)
    assert 0 <= low <= right / of <= high <= 1


def test_a_share_of_nothing_is_unknown() -> None:
    assert Proportion(0, 0).share is None
    assert Proportion(0, 0).interval is None


def test_a_large_method_weighs_more_than_a_small_one() -> None:
    whole = weighted_proportion([(Proportion(10, 10), 900), (Proportion(5, 10), 100)])
    assert whole.share == pytest.approx(0.95)
    assert whole.of == pytest.approx(1000**2 / (900**2 / 10 + 100**2 / 10))


def test_equal_weights_give_the_plain_interval() -> None:
    whole = weighted_proportion([(Proportion(9, 10), 50), (Proportion(7, 10), 50)])
    assert whole.interval == pytest.approx(Proportion(16, 20).interval)


SIZES = st.dictionaries(
    st.tuples(st.sampled_from(Verdict), st.text("abc", min_size=1)), st.integers(0, 50)
)


@given(SIZES, st.integers(1, 200))
def test_a_sample_is_shared_out_among_all_methods(
    sizes: dict[tuple[Verdict, str], int], size: int
) -> None:
    shares = allocate(sizes, size)
    there = [stratum for stratum, count in sizes.items() if count]
    assert sum(shares.values()) == min(size, sum(sizes.values()))
    assert all(shares[stratum] <= count for stratum, count in sizes.items())
    assert size < len(there) or all(shares[stratum] for stratum in there)


def test_a_sample_does_not_depend_on_the_order_of_the_namings(tiny_dataset: Path) -> None:
    proposed = read_proposed(tiny_dataset)
    assert draw_sample(proposed, 4, seed=3) == draw_sample(proposed[::-1], 4, seed=3)
    assert len({tuple(m.naming_id for m in draw_sample(proposed, 4, seed=s)) for s in range(9)}) > 1


def test_the_sheet_shows_the_register_and_the_proposal_side_by_side(
    tiny_dataset: Path, sheet: Path
) -> None:
    rows = {row["شناسه"]: row for row in cells(sheet)}
    with (tiny_dataset / "matches.csv").open(encoding="utf-8") as file:
        proposed = {row["naming_id"] for row in csv.DictReader(file) if row["alley_id"]}
    assert set(rows) == proposed
    first = rows["DEMO-1"]
    assert first["نام قدیم"] == "کوچه نوزدهم"
    assert first["نام کوچه روی نقشه"] == "هنرستان ۱۹"
    assert first["عرض و طول جغرافیایی"] == "34.640000, 50.881000"
    assert "لادن" in (rows["DEMO-4"]["گزینه‌های دیگر"] or "")
    assert {row["درست است؟"] for row in rows.values()} == {None}


def test_the_sheet_is_right_to_left_with_a_drop_down_and_nothing_hidden(sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet)
    (page,) = book.worksheets
    (choices,) = page.data_validations.dataValidation
    assert page.sheet_view.rightToLeft
    assert page.sheet_state == "visible"
    assert choices.formula1 == '"بله,نه,نمی‌دانم"'
    assert "O2" in choices.sqref
    assert page["O1"].value == "درست است؟"


def test_what_the_register_says_never_becomes_a_formula(tmp_path: Path) -> None:
    inputs = shutil.copytree(TINY, tmp_path / "inputs")
    text = (inputs / "registry.csv").read_text(encoding="utf-8")
    text = text.replace("DEMO-2,سعید", 'DEMO-2,"=HYPERLINK(""http://x"",""y"")"')
    (inputs / "registry.csv").write_text(text, encoding="utf-8")
    build(tiny_inputs(inputs), tmp_path / "dataset")
    write_sheet(tmp_path / "s.xlsx", read_proposed(tmp_path / "dataset"))
    page = openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets[0]
    found = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in found)


def test_the_same_sample_gives_the_same_bytes(tiny_dataset: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_sheet(tmp_path / name, draw_sample(read_proposed(tiny_dataset), 5, seed=1))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_sheet_that_cannot_be_written_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(GeodataError, match=r"missing/s\.xlsx"):
        write_sheet(tmp_path / "missing" / "s.xlsx", [])


def test_a_filled_in_sheet_gives_precision_by_method(tiny_dataset: Path, sheet: Path) -> None:
    said = {"DEMO-1": "بله", "DEMO-5": "خير", "DEMO-9": "بله", "DEMO-4": "نه", "DEMO-2": "نمی‌دانم"}
    proposed = {match.naming_id: match for match in read_proposed(tiny_dataset)}
    quality = measure_dataset(tiny_dataset, fill(sheet, said))
    assert (quality.right, quality.wrong, quality.unknown) == (2, 2, 1)
    assert quality.blank == len(proposed) - len(said)
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for naming_id in ("DEMO-1", "DEMO-5", "DEMO-9", "DEMO-4"):
        of[proposed[naming_id].method] += 1
        right[proposed[naming_id].method] += said[naming_id] == "بله"
    measured = {s.quality.method: counts(s.quality.precision) for s in quality.methods}
    assert {method: (right[method], of[method]) for method in of}.items() <= measured.items()
    assert quality.accepted == sum(m.verdict is Verdict.ACCEPTED for m in proposed.values())


def test_the_order_of_a_sheets_rows_does_not_matter(
    tiny_dataset: Path, sheet: Path, tmp_path: Path
) -> None:
    said = {"DEMO-1": "بله", "DEMO-5": "نه"}
    rows = cells(fill(sheet, said))
    header = list(rows[0])
    turned = [header, *([row[h] or "" for h in header] for row in rows[::-1])]
    other = write_csv(tmp_path / "sheet.csv", turned)
    here, there = measure_dataset(tiny_dataset, sheet), measure_dataset(tiny_dataset, other)
    assert replace(there, file=here.file) == here


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ({}, r"sheet\.xlsx: درست است؟: no row is filled in"),
        ({"DEMO-1": "شاید"}, r"sheet\.xlsx: row \d+, درست است؟: شاید is not known"),
    ],
)
def test_a_sheet_without_usable_labels_is_refused(
    tiny_dataset: Path, sheet: Path, labels: dict[str, str], said: str
) -> None:
    with pytest.raises(InputRefusedError, match=said):
        measure_dataset(tiny_dataset, fill(sheet, labels))


def test_labels_about_alleys_no_longer_proposed_are_not_counted(
    tiny_dataset: Path, tmp_path: Path
) -> None:
    codes = {match.naming_id: match.alley.code for match in read_proposed(tiny_dataset)}
    rows: Iterable[tuple[str, str, str]] = [
        ("DEMO-1", codes["DEMO-1"], "بله"),
        ("DEMO-2", codes["DEMO-1"], "نه"),
    ]
    path = write_csv(tmp_path / "s.csv", [("شناسه", "کد کوچه", "درست است؟"), *rows])
    quality = measure_dataset(tiny_dataset, path)
    assert (quality.right, quality.wrong, quality.outdated) == (1, 0, 1)


def test_a_sheet_of_another_city_is_refused(tiny_dataset: Path, tmp_path: Path) -> None:
    rows = [("شناسه", "کد کوچه", "درست است؟"), ("X-1", "22222222", "بله")]
    with pytest.raises(InputRefusedError, match="none of the 1 filled rows fits"):
        measure_dataset(tiny_dataset, write_csv(tmp_path / "s.csv", rows))


def test_a_directory_without_a_dataset_cannot_be_sampled(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no dataset has been published"):
        read_proposed(tmp_path)


def test_the_report_shows_precision_when_labels_are_given(sheet: Path, tmp_path: Path) -> None:
    labels = fill(sheet, {"DEMO-1": "بله", "DEMO-5": "نه", "DEMO-9": "بله"})
    build(replace(tiny_inputs(), labels=labels), tmp_path / "dataset")
    page = (tmp_path / "dataset" / "report.html").read_text(encoding="utf-8")
    assert "بازهٔ ۹۵ درصدی" in page
    assert "۲ ردیف را درست، ۱ ردیف را نادرست" in page


def test_the_report_says_how_to_measure_when_no_labels_are_given(tiny_dataset: Path) -> None:
    page = (tiny_dataset / "report.html").read_text(encoding="utf-8")
    assert "--labels sheet.xlsx" in page
    assert "نیازمند بازبینی" in page
