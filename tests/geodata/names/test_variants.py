"""The pairs of `data/variants.csv`: each folds as it must."""

import pytest

from geodata.names import fold_key, fold_words, person_words, squeeze
from tests.variants import Pair, params


def person_key(text: str) -> str:
    return squeeze(person_words(fold_words(text)))


@pytest.mark.parametrize("pair", params("person", same=True))
def test_writings_of_one_person_are_one_key(pair: Pair) -> None:
    assert person_key(pair.one) == person_key(pair.other)


@pytest.mark.parametrize("pair", params("person", same=False))
def test_two_persons_are_two_keys(pair: Pair) -> None:
    assert person_key(pair.one) != person_key(pair.other)


@pytest.mark.parametrize("pair", params("words", same=True))
def test_writings_of_one_street_are_one_key(pair: Pair) -> None:
    assert fold_key(pair.one) == fold_key(pair.other)


@pytest.mark.parametrize("pair", params("words", same=False))
def test_two_streets_are_two_keys(pair: Pair) -> None:
    assert fold_key(pair.one) != fold_key(pair.other)
