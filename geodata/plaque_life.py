"""The life of a sign: what can come after what."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.model import PlaqueStatus

_S = PlaqueStatus
NEXT: Mapping[PlaqueStatus | None, tuple[PlaqueStatus, ...]] = {
    None: (_S.PLANNED, _S.APPROVED, _S.MADE, _S.INSTALLED, _S.VERIFIED),
    _S.PLANNED: (_S.APPROVED, _S.MADE, _S.INSTALLED, _S.VERIFIED),
    _S.APPROVED: (_S.MADE, _S.INSTALLED, _S.VERIFIED, _S.PLANNED),
    _S.MADE: (_S.INSTALLED, _S.VERIFIED, _S.APPROVED),
    _S.INSTALLED: (_S.VERIFIED, _S.DAMAGED, _S.MISSING, _S.REMOVED),
    _S.VERIFIED: (_S.VERIFIED, _S.DAMAGED, _S.MISSING, _S.REMOVED),
    _S.DAMAGED: (_S.VERIFIED, _S.INSTALLED, _S.MISSING, _S.REMOVED, _S.MADE),
    _S.MISSING: (_S.VERIFIED, _S.INSTALLED, _S.MADE, _S.REMOVED),
    _S.REMOVED: (_S.INSTALLED, _S.VERIFIED, _S.MADE),
}
"""Status → what may be recorded next, the usual first; None: nothing is known of the sign.

A sign may be found up although nobody recorded how it got there; it cannot be found damaged before
it was up, and one that hangs does not become a plan again.
"""


def may_follow(before: PlaqueStatus | None, after: PlaqueStatus) -> bool:
    """Return whether a sign of one status can come to be of another."""
    return after in NEXT[before]
