"""What the site says about its data."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from geodata.catalogue import Catalogue
from geodata.catalogue.records import CoverageRow, DatasetInfo
from geodata.errors import JournalError
from geodata.journal import Journal
from webmap.contexts.media_table import series_progress

log = logging.getLogger("webmap.about")


@dataclass(frozen=True, slots=True)
class AboutContext:
    """Which data is shown, how much the plan has done with it, and how far the films are.

    Attributes
    ----------
    series : tuple
        Kind of film, of how many honorees it is published, and how many there are.
    """

    info: DatasetInfo
    city: CoverageRow | None
    series: tuple[tuple[str, int, int], ...]


def about_context(catalogue: Catalogue, journal: Journal | None) -> AboutContext:
    """Return the context of the page about the data."""
    city = next(iter(catalogue.coverage("city")), None)
    return AboutContext(catalogue.info, city, _series(catalogue, journal))


def _series(catalogue: Catalogue, journal: Journal | None) -> tuple[tuple[str, int, int], ...]:
    if journal is None:
        return ()
    try:
        return series_progress(catalogue, journal)
    except JournalError as error:
        log.warning("the progress of the films cannot be told: %s", error)
        return ()
