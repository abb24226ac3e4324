"""Letters that share a glyph, in the order in which readers of PDFs find them."""

from __future__ import annotations

import pytest

from webmap.paper.searchable import turned


@pytest.mark.parametrize(
    ("letters", "written"),
    [
        ("لا", "\ufefb"),
        ("\u200cشد", "دش\u200c"),
        ("ه\u0654", "\u0654ه"),
        ("fi", "fi"),
        ("۱۲", "۱۲"),
    ],
)
def test_letters_of_one_glyph_are_turned_round_where_they_are_persian(
    letters: str, written: str
) -> None:
    assert turned(letters) == written
