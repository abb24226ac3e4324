"""The sentence of a decision says what was seen."""

import pytest

from tests.geodata.matching.test_verdicts import verdict


@pytest.mark.parametrize(
    ("row", "seen"),
    [
        ({"full_name": "علي كريمي", "district": "1"}, "«ي» عربی با فارسی یکسان گرفته شد"),
        ({"full_name": "علی کریمی", "district": "1"}, "منطقهٔ ۱ نیز همان است"),
        ({"full_name": "کریمی علی", "district": "1"}, "نام خانوادگی پیش از نام آمده است"),
        ({"full_name": "ع. کریمی", "district": "1"}, "از نام تنها حرف نخست نوشته شده است"),
        ({"full_name": "حسن ظفری", "district": "1"}, "روی نقشه تنها نام خانوادگی نوشته شده"),
        (
            {"full_name": "رضا نوری", "district": "2", "old_name": "امین ۵"},
            "منطقهٔ دفتر با نقشه نمی‌خواند",
        ),
    ],
)
def test_what_was_seen_on_the_way_stands_in_the_sentence(row: dict[str, str], seen: str) -> None:
    assert seen in str(verdict(**row)["reason_fa"])


def test_a_sentence_without_anything_odd_has_no_notes() -> None:
    sentence = str(verdict(full_name="علی کریمی", district="1")["reason_fa"])
    assert sentence == "نام کامل شهید روی نقشه نوشته شده است؛ منطقهٔ ۱ نیز همان است"
