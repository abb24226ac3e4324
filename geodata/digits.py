"""The digits of Persian, for texts that people read."""

from __future__ import annotations

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
"""Table for `str.translate`; digits of other scripts stay as they are."""
