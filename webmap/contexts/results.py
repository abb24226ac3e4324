"""A list of alleys: what was asked, what was found, and an honest word when nothing was."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.catalogue import Catalogue
from geodata.catalogue.records import Hit, SearchAnswer
from webmap.i18n import gettext
from webmap.presentation import local_number

Place = tuple[float, float]

LIST_LENGTH = 200
"""Enough for every bearer of a common surname in one city."""
GLANCE_LENGTH = 20
"""For one or two letters, and around a position."""
TELLING_LETTERS = 3
OPTIONS_LENGTH = 6
"""Suggestions while typing: more would not be read, and each keystroke fetches them."""
NEARBY_RADIUS_M = 1500.0


@dataclass(frozen=True, slots=True)
class ResultsContext:
    """One result list.

    Parameters
    ----------
    query : str
        What was typed, verbatim; "" when nothing was or the list answers a position.
    tally : str
        How many were found, as a sentence; "" when nothing was asked.
    origin : (float, float) or None
        The position the list answers, lon and lat.
    total : int
        How many were found, the hits shown among them.
    """

    query: str = ""
    tally: str = ""
    total: int = 0
    hits: tuple[Hit, ...] = ()
    suggestions: tuple[str, ...] = ()
    origin: Place | None = None

    @property
    def is_nearby(self) -> bool:
        """Whether the list answers a position."""
        return self.origin is not None

    @property
    def is_miss(self) -> bool:
        """Whether something was asked and nothing found."""
        return bool(self.tally) and not self.hits


def found(catalogue: Catalogue, query: str, district: str | None = None) -> ResultsContext:
    """Return what the catalogue finds for a query; an empty list for an empty one."""
    if not query:
        return ResultsContext()
    limit = LIST_LENGTH if len(query) >= TELLING_LETTERS else GLANCE_LENGTH
    return _results(catalogue.search(query, limit=limit, district=district))


def suggested(catalogue: Catalogue, query: str, near: Place | None) -> ResultsContext:
    """Return the few best answers for what is typed so far; none for an empty box.

    Parameters
    ----------
    near : (float, float), optional
        Lon and lat of the map's middle [degrees EPSG:4326]: of equals the nearest comes first.
    """
    if not query:
        return ResultsContext()
    return _results(catalogue.search(query, limit=OPTIONS_LENGTH, near=near))


def _results(answer: SearchAnswer) -> ResultsContext:
    tally = _tally(answer.query, len(answer.hits), answer.total)
    if answer.truncated:
        tally += " " + gettext("تنها هشت واژه و صد نویسهٔ نخست خوانده شد.")
    return ResultsContext(
        query=answer.query,
        tally=tally,
        total=answer.total,
        hits=answer.hits,
        suggestions=answer.suggestions,
    )


def around(catalogue: Catalogue, lon: float, lat: float) -> ResultsContext:
    """Return the alleys near a position [degrees EPSG:4326], nearest first."""
    hits = catalogue.nearby(lon, lat, limit=GLANCE_LENGTH, radius_m=NEARBY_RADIUS_M)
    if hits:
        tally = gettext(
            "%(count)s کوچهٔ نزدیک شما، نزدیک‌ترین در آغاز.", count=local_number(len(hits))
        )
    else:
        tally = gettext("تا یک و نیم کیلومتری شما کوچهٔ نام‌داری در این نقشه نیست.")
    return ResultsContext(tally=tally, hits=hits, origin=(lon, lat))


def _tally(query: str, shown: int, total: int) -> str:
    if not shown:
        return gettext("برای «%(query)s» چیزی پیدا نکردیم.", query=query)
    if shown < total:
        return gettext(
            "%(shown)s نتیجهٔ نخست از %(total)s نتیجه برای «%(query)s».",
            shown=local_number(shown),
            total=local_number(total),
            query=query,
        )
    return gettext("%(shown)s نتیجه برای «%(query)s».", shown=local_number(shown), query=query)
