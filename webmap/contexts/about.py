"""What the site says about its data."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.catalogue import Catalogue
from geodata.catalogue.records import CoverageRow, DatasetInfo


@dataclass(frozen=True, slots=True)
class AboutContext:
    """Which data is shown, and how much the plan has done with it."""

    info: DatasetInfo
    city: CoverageRow | None


def about_context(catalogue: Catalogue) -> AboutContext:
    """Return the context of the page about the data."""
    return AboutContext(catalogue.info, next(iter(catalogue.coverage("city")), None))
