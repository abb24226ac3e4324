from __future__ import annotations

import pytest

from geodata.demo import DemoCity, generate

SMALL = 1500


@pytest.fixture(scope="session")
def city() -> DemoCity:
    """A city of 1,500 alleys, shared by all tests that only look."""
    return generate(SMALL, seed=3)


@pytest.fixture(scope="session")
def large() -> DemoCity:
    """A city of 4,000 alleys, the smallest with 2,000 namings."""
    return generate(4000, seed=1)
