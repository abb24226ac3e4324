"""Work in processes of its own gives what it gives in this one."""

from pathlib import Path

import pytest

from geodata.errors import DatasetError
from geodata.forks import beside, forked_map


def test_answers_come_back_in_the_order_of_the_items() -> None:
    offset = 10
    assert list(forked_map(lambda n: n * n + offset, range(7), processes=3)) == [
        n * n + offset for n in range(7)
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_beside_a_block_is_done_when_the_block_is_left(tmp_path: Path, jobs: int) -> None:
    with beside(lambda: (tmp_path / "beside").write_text("done"), jobs=jobs):
        (tmp_path / "here").write_text("done")
    assert (tmp_path / "beside").read_text() == (tmp_path / "here").read_text()


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_block_can_ask_for_the_answer_of_the_work_beside_it(jobs: int) -> None:
    with beside(lambda: {"a": 1}, jobs=jobs) as answer:
        assert answer() == {"a": 1}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_work_is_raised_here(jobs: int) -> None:
    def fail() -> None:
        raise DatasetError("the tiles could not be written", "کاشی‌ها نوشته نشد")

    with pytest.raises(DatasetError, match="could not be written"), beside(fail, jobs=jobs):
        pass
