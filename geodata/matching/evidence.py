"""What agrees between a claim and an alley, as named levels of independent things.

Each pair gets one level of each field; what a level weighs is `geodata.matching.weights`'
business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.matching.claims import Claim
from geodata.matching.name_evidence import NAME_FIELDS, name_levels, name_shares
from geodata.matching.namesakes import NameBook
from geodata.matching.network import Network
from geodata.matching.place_evidence import PLACE_FIELDS, place_levels, place_sizes

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
LEVELS: dict[str, tuple[str, ...]] = NAME_FIELDS | PLACE_FIELDS
FIELDS = tuple(LEVELS)
FAMILY_MET = ("exact", "qualified", "slip", "kin")
GIVEN_MET = ("exact", "half", "initial", "slip", "kin")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Pairs of claim and alley with what agrees between them, as parallel arrays.

    Attributes
    ----------
    claim, alley : array of int
        Rows of the claims and of the alley table, sorted by claim, then alley.
    codes : dict of array of int8
        For each of `FIELDS` the position of the pair's level in `LEVELS`.
    full_chance, surname_chance : array of float
        How many alleys of the place that agrees would by chance bear such a name or surname.
    """

    claim: Ints
    alley: Ints
    codes: dict[str, npt.NDArray[np.int8]]
    full_chance: Floats
    surname_chance: Floats

    def __len__(self) -> int:
        return len(self.claim)

    def has(self, field: str, *levels: str) -> Bools:
        """Return which pairs have one of these levels."""
        wanted = [LEVELS[field].index(level) for level in levels]
        return np.isin(self.codes[field], wanted)

    def level(self, pair: int, field: str) -> str:
        """Return the name of one pair's level."""
        return LEVELS[field][int(self.codes[field][pair])]

    def of_later_claims(self, start: int) -> Evidence:
        """Return the same evidence with its claims counted on from `start`."""
        return replace(self, claim=self.claim + start)

    @classmethod
    def joined(cls, parts: Sequence[Evidence]) -> Evidence:
        """Return several as one, in their order."""
        return cls(
            np.concatenate([p.claim for p in parts]),
            np.concatenate([p.alley for p in parts]),
            {f: np.concatenate([p.codes[f] for p in parts]) for f in FIELDS},
            np.concatenate([p.full_chance for p in parts]),
            np.concatenate([p.surname_chance for p in parts]),
        )


def weigh_evidence(
    pairs: pd.DataFrame, claims: Sequence[Claim], network: Network, book: NameBook
) -> Evidence:
    """Return the pairs with a level for each of `FIELDS`; those of other people are left out.

    Parameters
    ----------
    pairs : DataFrame
        `claim`, `alley`, as `find_candidates` returns them.
    """
    claim = pairs["claim"].to_numpy(dtype=np.int64)
    alley = pairs["alley"].to_numpy(dtype=np.int64)
    of_names, keys = name_levels(claim, alley, claims, network, book)
    of_places = place_levels(claim, alley, claims, network)
    codes = {
        field: pd.Categorical(levels, categories=LEVELS[field]).codes
        for field, levels in (of_names | of_places).items()
    }
    full, surname = name_shares(keys, book)
    found = Evidence(claim, alley, codes, full, surname)
    size = place_sizes(found, claims, network)
    weighed = Evidence(claim, alley, codes, full * size, surname * size)
    return _only(weighed, _worth_weighing(weighed))


def _worth_weighing(evidence: Evidence) -> Bools:
    """One surname and another given name is another person, unless the address says otherwise."""
    stranger = evidence.has("given", "other") | evidence.has("family", "other", "nobody")
    placed = ~evidence.has("address", "row_silent", "sign_silent", "other_number", "other_old_name")
    return ~stranger | placed | evidence.has("position", "here", "close")


def _only(evidence: Evidence, kept: Bools) -> Evidence:
    return Evidence(
        evidence.claim[kept],
        evidence.alley[kept],
        {field: codes[kept] for field, codes in evidence.codes.items()},
        evidence.full_chance[kept],
        evidence.surname_chance[kept],
    )
