"""Finding a sign whose id a build has changed: by its naming, end of the alley and place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geodata.catalogue.fieldwork import Position, metres
from geodata.catalogue.signs import Signs
from geodata.present_signs import ENDS, Sign, find_sign, own_id, present_signs
from geodata.sign_history import RecordedEvent

NEAR_M = 40.0
"""Two places of one sign are at most so far apart, as phones measure; the ends of an alley more."""


@dataclass(frozen=True, slots=True)
class KnownAs:
    """What somebody knew of a sign when they recorded something of it.

    Attributes
    ----------
    end : str, optional
        'start' or 'end' of its alley.
    place : (float, float), optional
        Where it was measured: lon, lat [degrees EPSG:4326].
    """

    plaque_id: str
    naming_id: str | None = None
    end: str | None = None
    place: Position | None = None


def find_again(signs: Signs, known: KnownAs, events: Iterable[RecordedEvent]) -> Sign | None:
    """Return the sign that is meant, None unless it can be one only.

    Parameters
    ----------
    events : iterable of RecordedEvent
        Those of its naming and of its id that stand.
    """
    of_naming = signs_of_naming(signs, known.naming_id, events)
    existing = [sign for sign in of_naming if sign.exists]
    if known.end in ENDS:
        there = [sign for sign in existing if sign.end == known.end]
        unsure = any(sign.end not in ENDS for sign in existing)
        if not there and of_naming and not unsure:
            # The files no longer have it; it is where a sign of this end is first recorded.
            return find_sign(signs, own_id(str(known.naming_id), str(known.end)), ())
        return _only(there) or _only(_near(there, known.place))
    return _only(_near(existing, known.place)) or _only(existing)


def signs_of_naming(
    signs: Signs, naming_id: str | None, events: Iterable[RecordedEvent]
) -> tuple[Sign, ...]:
    """Return the signs of a naming, or the one that is to be; none of an unknown naming."""
    return tuple(present_signs(signs, events, [naming_id])) if naming_id else ()


def _near(found: Sequence[Sign], place: Position | None) -> list[Sign]:
    return [
        sign
        for sign in found
        if place is not None
        and sign.lon is not None
        and sign.lat is not None
        and metres(place, (sign.lon, sign.lat)) <= NEAR_M
    ]


def _only(found: Sequence[Sign]) -> Sign | None:
    return found[0] if len(found) == 1 else None
