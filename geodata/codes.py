"""Short permanent codes of alleys: read aloud, typed from an enamel sign, checked.

Seven symbols carry the 35-bit id, the eighth is a check symbol. No 0/O, no 1/I.
"""

from __future__ import annotations

import hashlib

from geodata.errors import QueryError

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BODY_LENGTH = 7
ID_BITS = 35
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}


def hashed_id(content: str) -> int:
    """Return the id (1 … 2^35 - 1) that a record of this content gets in every build."""
    digest = hashlib.sha256(content.encode()).digest()
    return int.from_bytes(digest[:8], "big") % ((1 << ID_BITS) - 1) + 1


def encode_id(alley_id: int) -> str:
    """Return the code of an alley id, e.g. «7K2MQ4XB»."""
    body = "".join(ALPHABET[(alley_id >> shift) & 31] for shift in range(30, -1, -5))
    return body + _check_symbol(body)


def decode_code(code: str) -> int:
    """Return the alley id a code stands for; case, spaces and hyphens do not matter.

    Raises
    ------
    QueryError
        When a symbol, the length or the check symbol is wrong.
    """
    plain = code.upper().replace("-", "").replace(" ", "")
    if len(plain) != BODY_LENGTH + 1 or any(symbol not in _VALUE for symbol in plain):
        raise QueryError(
            f"code must be {BODY_LENGTH + 1} of {ALPHABET}",
            "کد کوتاه هشت نویسه از حرف‌ها و رقم‌های لاتین است",
            parameter="code",
        )
    if _check_symbol(plain[:BODY_LENGTH]) != plain[BODY_LENGTH]:
        raise QueryError(
            "the code's check symbol does not fit: one symbol was mistyped",
            "نویسه‌ای از کد کوتاه نادرست است؛ دوباره از روی پلاک بخوانید",
            parameter="code",
        )
    value = 0
    for symbol in plain[:BODY_LENGTH]:
        value = value << 5 | _VALUE[symbol]
    return value


def _check_symbol(body: str) -> str:
    """Weights 1, 3, 5 … modulo 32 are all odd: any single wrong symbol is noticed."""
    total = sum((2 * place + 1) * _VALUE[symbol] for place, symbol in enumerate(body))
    return ALPHABET[total % 32]
