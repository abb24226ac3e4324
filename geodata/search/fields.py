"""Where a word of an entry stands, and what it costs to have found it there.

A cost is a negative log-likelihood [nats]: how much less likely people are to type this word
than the words of the name itself. Found by hand on the first seeds of `scripts/bench_search.py`.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Field(IntEnum):
    """The part of an entry a word was read from; written into the index as one byte."""

    NAME = 0
    MIDDLE_NAME = 1
    JOINED_NAME = 2
    PART_OF_NAME = 3
    NUMBER = 4
    OLD_NAME = 5
    NEIGHBOURHOOD = 6
    STREET = 7
    DISTRICT = 8
    YEAR = 9
    FATHER = 10
    TITLE = 11


FIELD_COST: dict[Field, float] = {
    Field.NAME: 0.0,
    Field.MIDDLE_NAME: 0.2,
    Field.JOINED_NAME: 0.1,
    Field.PART_OF_NAME: 1.6,
    Field.NUMBER: 0.4,
    Field.OLD_NAME: 0.8,
    Field.NEIGHBOURHOOD: 0.9,
    Field.STREET: 1.2,
    Field.DISTRICT: 1.2,
    Field.YEAR: 1.0,
    Field.FATHER: 1.5,
    Field.TITLE: 2.5,
}
COST_OF_FIELD = np.array([FIELD_COST[field] for field in Field], dtype=np.float32)
COST_OF_BEGUN = COST_OF_FIELD + np.where(COST_OF_FIELD > 0, 0.5, 0.0).astype(np.float32)
COST_OF_BEGUN[Field.TITLE] = 9.0
"""More, when the word is only begun: names are typed first, and nobody means «کوچه» by «ک»."""
NAME_FIELDS = frozenset({Field.NAME, Field.MIDDLE_NAME})
