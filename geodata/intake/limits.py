"""What an analysis may use of a machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Room and time of one analysis.

    Attributes
    ----------
    cpu_s, wall_s : int
        Time of the processor and of the clock [s].
    memory_mb, file_mb : int
        Room of its addresses, and of any file it writes [MiB].
    """

    cpu_s: int = 1800
    wall_s: int = 3600
    memory_mb: int = 4096
    file_mb: int = 4096


USUAL_LIMITS = Limits()
"""Enough for a city of some hundred thousand segments."""
