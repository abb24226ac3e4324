"""Evidence does not depend on how the work is divided."""

import numpy as np
import pytest

from geodata.matching.claims import read_claims
from geodata.matching.evidence import FIELDS
from geodata.matching.gathering import gather_evidence
from geodata.matching.network import read_network
from tests.drawing import METRIC
from tests.geodata.matching.test_verdicts import register, town


@pytest.mark.parametrize(("jobs", "at_a_time"), [(1, 1), (2, 1), (2, 2), (4, 100)])
def test_the_parts_add_up_to_the_whole(jobs: int, at_a_time: int) -> None:
    rows = [
        {"full_name": "رضا نوری", "district": "1", "old_name": "امین ۵"},
        {"full_name": "علی کریمی", "district": "1"},
        {"full_name": "رضا نوری", "old_name": "لادن"},
        {"full_name": "رضا نوری", "old_name": "یاس ۳"},
        {"full_name": "حسن ظفری", "district": "1"},
    ]
    claims = read_claims(register(*rows), crs=METRIC)
    network = read_network(town(), None)
    whole = gather_evidence(claims, network)
    shares: list[float] = []
    parts = gather_evidence(claims, network, jobs=jobs, at_a_time=at_a_time, progress=shares.append)
    assert shares[-1] == 1.0
    np.testing.assert_array_equal(parts.claim, whole.claim)
    np.testing.assert_array_equal(parts.alley, whole.alley)
    for field in FIELDS:
        np.testing.assert_array_equal(parts.codes[field], whole.codes[field])
    np.testing.assert_allclose(parts.full_chance, whole.full_chance)


def test_an_empty_register_has_no_evidence() -> None:
    assert len(gather_evidence([], read_network(town(), None))) == 0
