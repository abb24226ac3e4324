"""Which signs of a list somebody means, each with the event that was its last when they looked.

One is ticked by «12:P-7»; all of a long list travel with its form, packed.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.errors import QueryError
from geodata.present_signs import Sign
from webmap.i18n import gettext

MOST_AT_ONCE = 5_000
LARGEST_PACKED = 256 * 1024
_LARGEST_UNPACKED = 4 * 1024 * 1024
_TICK = re.compile(r"([0-9]{1,18}):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ticked:
    """A sign, and the id of its last event when it was ticked; 0 for none."""

    plaque_id: str
    seen: int


def tick_of(sign: Sign) -> str:
    """Return what ticks a sign as it stands now."""
    return f"{sign.seen}:{sign.plaque_id}"


def packed(signs: Iterable[Sign]) -> str:
    """Return many signs in short."""
    text = json.dumps([tick_of(sign) for sign in signs], ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def ticked(ticks: Iterable[str]) -> list[Ticked]:
    """Return the signs that are ticked, each once.

    Raises
    ------
    QueryError
        For what no form of ours holds.
    """
    found: dict[str, Ticked] = {}
    for tick in ticks:
        match = _TICK.fullmatch(tick)
        if match is None:
            raise _broken()
        found.setdefault(match[2], Ticked(match[2], int(match[1])))
    return [*found.values()]


def unpacked(text: str) -> list[Ticked]:
    """Return what `packed` made; errors as `ticked`."""
    try:
        opener = zlib.decompressobj()
        raw = opener.decompress(base64.urlsafe_b64decode(text.encode()), _LARGEST_UNPACKED)
        ticks = json.loads(raw)
    except (ValueError, binascii.Error, zlib.error) as broken:
        raise _broken() from broken
    if not isinstance(ticks, list) or not all(isinstance(tick, str) for tick in ticks):
        raise _broken()
    return ticked(ticks)


def _broken() -> QueryError:
    return QueryError(
        "the list of signs cannot be read",
        gettext("این فرم کهنه شده است؛ یک بار دیگر بفرستید."),
        parameter="tick",
    )
