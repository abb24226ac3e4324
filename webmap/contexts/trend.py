"""How far an area has come over the published builds, as a drawing and as the numbers behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from geodata.catalogue import Catalogue
from geodata.catalogue.records import TrendPoint
from geodata.forecast import Forecast, forecast
from webmap.calendars import month_text
from webmap.i18n import gettext
from webmap.presentation import local_number

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
    goal_y : float, optional
        Where the city's target lies, from above.
    outlooks : tuple of str
        When what is aimed at would be reached, and how sure that is; nothing of a short history.
    """

    points: tuple[TrendPoint, ...]
    named: str
    installed: str
    highest: int
    goal_y: float | None = None
    outlooks: tuple[str, ...] = ()


def trend_context(
    catalogue: Catalogue, kind: str, area_id: str, *, is_rtl: bool
) -> TrendContext | None:
    """Return the trend of an area; None as long as one build is all there is.

    A city with a target is to name so many alleys and to give each a plaque; any other area is
    to give a plaque to each alley that is named.
    """
    points = catalogue.progress.trend(kind, area_id)
    if len(points) < LEAST_POINTS:
        return None
    target = catalogue.info.plan.target if kind == "city" else None
    highest = max(1, target or 0, *(point.named for point in points))
    times = [datetime.fromisoformat(point.built_at).timestamp() for point in points]
    return TrendContext(
        points=points,
        named=_line(times, [point.named for point in points], highest, is_rtl=is_rtl),
        installed=_line(times, [point.installed for point in points], highest, is_rtl=is_rtl),
        highest=highest,
        goal_y=HEIGHT * (1 - target / highest) if target else None,
        outlooks=tuple(_outlooks(points, target)),
    )


def _outlooks(points: Sequence[TrendPoint], target: int | None) -> Iterator[str]:
    moments = [datetime.fromisoformat(point.built_at) for point in points]
    if target and (found := forecast(_counts(moments, points, "named"), target)):
        pace = gettext("نام‌گذاری: در %(months)s ماه گذشته ماهی %(pace)s کوچه.", **_paced(found))
        yield f"{pace} {_reached(found)}"
    goal = target or points[-1].named
    if found := forecast(_counts(moments, points, "installed"), goal):
        pace = gettext("نصب پلاک: در %(months)s ماه گذشته ماهی %(pace)s کوچه.", **_paced(found))
        yield f"{pace} {_reached(found)}"


def _paced(found: Forecast) -> dict[str, str]:
    return {"months": local_number(found.months), "pace": local_number(round(found.pace, 1))}


def _reached(found: Forecast) -> str:
    """Never a day without how sure it is."""
    goal = local_number(found.goal)
    if found.expected_on is None or found.earliest_on is None:
        return gettext("با این آهنگ رسیدن به %(goal)s در چشم‌انداز نیست.", goal=goal)
    date, first = month_text(found.expected_on), month_text(found.earliest_on)
    if found.latest_on is None:
        return gettext(
            "با این آهنگ %(goal)s نزدیک %(date)s می‌رسد؛ زودتر از %(first)s بعید است و شاید هرگز"
            " نرسد، چون ماه‌های گذشته نایکسان بوده‌اند.",
            goal=goal,
            date=date,
            first=first,
        )
    last = month_text(found.latest_on)
    if first == last:
        return gettext(
            "با این آهنگ %(goal)s در %(date)s می‌رسد؛ با احتمال ۸۰ درصد در همان ماه.",
            goal=goal,
            date=date,
        )
    return gettext(
        "با این آهنگ %(goal)s نزدیک %(date)s می‌رسد؛ با احتمال ۸۰ درصد میان %(first)s و %(last)s.",
        goal=goal,
        date=date,
        first=first,
        last=last,
    )


def _counts(
    moments: Sequence[datetime], points: Sequence[TrendPoint], measure: str
) -> list[tuple[datetime, int]]:
    counts = (getattr(point, measure) for point in points)
    return list(zip(moments, counts, strict=True))


def _line(times: Sequence[float], values: Sequence[int], highest: int, *, is_rtl: bool) -> str:
    span = max(times[-1] - times[0], 1.0)
    corners = []
    for time, value in zip(times, values, strict=True):
        along = WIDTH * (time - times[0]) / span
        x = WIDTH - along if is_rtl else along
        corners.append(f"{x:.1f},{HEIGHT * (1 - value / highest):.1f}")
    return " ".join(corners)
