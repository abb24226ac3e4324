"""The digits of Persian, for texts that people read."""

from __future__ import annotations

_ARABIC = "٠١٢٣٤٥٦٧٨٩"
_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
PERSIAN_DIGITS = str.maketrans(f"0123456789{_ARABIC}", _PERSIAN * 2)
"""Table for `str.translate`: clerks type Latin digits, Arabic ones and Persian ones."""
