"""A share that knows how sure it is: n of N with its 95 % interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of a count, with the interval in which the true share lies in 95 of 100 cases.

    Attributes
    ----------
    right, of : float
        Numerator and denominator; whole numbers unless the share is weighted.
    """

    right: float
    of: float

    @property
    def share(self) -> float | None:
        """The share [0–1], None where nothing was counted."""
        return self.right / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper end [0–1] by Wilson's score (Wilson 1927, eq. 9)."""
        if not self.of:
            return None
        share, squared = self.right / self.of, Z_95 * Z_95
        middle = (share + squared / (2 * self.of)) / (1 + squared / self.of)
        spread = math.sqrt(share * (1 - share) / self.of + squared / (4 * self.of * self.of))
        half = Z_95 * spread / (1 + squared / self.of)
        low = 0.0 if self.right == 0 else max(0.0, middle - half)
        high = 1.0 if self.right == self.of else min(1.0, middle + half)
        return low, high

    def as_json(self) -> dict[str, float | None]:
        """Return the share, its counts and its interval for a machine."""
        low, high = self.interval or (None, None)
        numbers = {
            "share": self.share,
            "low": low,
            "high": high,
            "right": self.right,
            "of": self.of,
        }
        return {k: v if v is None or v == int(v) else round(v, 6) for k, v in numbers.items()}


def weighted_proportion(strata: list[tuple[Proportion, int]]) -> Proportion:
    """Return the share in a whole from those in its strata, each with the stratum's size.

    The denominator is the effective sample size (Kish 1965, §11.7), so that the interval is as
    wide as the unequal weights make it (Korn and Graubard 1998, with Wilson's interval).
    """
    known = [(p.right / p.of, p.of, size) for p, size in strata if p.of]
    total = sum(size for _, _, size in known)
    if not total:
        return Proportion(0, 0)
    share = math.fsum(share * size for share, _, size in known) / total
    effective = total * total / math.fsum(size * size / sampled for _, sampled, size in known)
    return Proportion(min(share, 1.0) * effective, effective)
