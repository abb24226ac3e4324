"""How far an area has come over the published builds, as a drawing and as the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from geodata.catalogue import Catalogue
from geodata.catalogue.records import TrendPoint

WIDTH, HEIGHT = 640, 160
LEAST_POINTS = 2


@dataclass(frozen=True, slots=True)
class TrendContext:
    """Two lines in a box of `WIDTH` × `HEIGHT`, time running as the reader reads.

    Attributes
    ----------
    named, installed : str
        Points of a polyline.
    highest : int
        The number at the upper edge.
    """

    points: tuple[TrendPoint, ...]
    named: str
    installed: str
    highest: int


def trend_context(
    catalogue: Catalogue, kind: str, area_id: str, *, is_rtl: bool
) -> TrendContext | None:
    """Return the trend of an area; None as long as one build is all there is."""
    points = catalogue.progress.trend(kind, area_id)
    if len(points) < LEAST_POINTS:
        return None
    highest = max(1, *(point.named for point in points))
    times = [datetime.fromisoformat(point.built_at).timestamp() for point in points]
    return TrendContext(
        points=points,
        named=_line(times, [point.named for point in points], highest, is_rtl=is_rtl),
        installed=_line(times, [point.installed for point in points], highest, is_rtl=is_rtl),
        highest=highest,
    )


def _line(times: Sequence[float], values: Sequence[int], highest: int, *, is_rtl: bool) -> str:
    span = max(times[-1] - times[0], 1.0)
    corners = []
    for time, value in zip(times, values, strict=True):
        along = WIDTH * (time - times[0]) / span
        x = WIDTH - along if is_rtl else along
        corners.append(f"{x:.1f},{HEIGHT * (1 - value / highest):.1f}")
    return " ".join(corners)
