"""Short codes of alleys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import ALPHABET, decode_code, encode_id
from geodata.errors import QueryError

IDS = st.integers(min_value=1, max_value=(1 << 35) - 1)


@given(IDS)
def test_a_code_gives_its_id_back(alley_id: int) -> None:
    code = encode_id(alley_id)
    assert decode_code(code) == alley_id
    assert decode_code(f" {code[:4].lower()}-{code[4:]} ") == alley_id


@given(IDS, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_a_single_mistyped_symbol_is_noticed(alley_id: int, place: int, symbol: str) -> None:
    code = encode_id(alley_id)
    if code[place] == symbol:
        return
    with pytest.raises(QueryError):
        decode_code(code[:place] + symbol + code[place + 1 :])


@pytest.mark.parametrize("code", ["", "ABC", "0O1I0O1I", "۲۳۴۵۶۷۸۹", "A" * 9, "\x00" * 8])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(QueryError):
        decode_code(code)
