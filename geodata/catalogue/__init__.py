"""The read side: one object answers every question the site asks.

`CatalogueSource` watches a dataset directory; the `Catalogue` it hands out stays with the version
it was opened on. Imports neither pandas nor GeoPandas.
"""

from geodata.catalogue.listing import Family, Filters, Listing
from geodata.catalogue.reader import Catalogue
from geodata.catalogue.records import (
    Alley,
    BBox,
    CoverageRow,
    DatasetInfo,
    FeaturePage,
    Hit,
    Martyr,
    Moved,
    Naming,
    Plaque,
    SearchAnswer,
)
from geodata.catalogue.source import CatalogueSource

__all__ = [
    "Alley",
    "BBox",
    "Catalogue",
    "CatalogueSource",
    "CoverageRow",
    "DatasetInfo",
    "Family",
    "FeaturePage",
    "Filters",
    "Hit",
    "Listing",
    "Martyr",
    "Moved",
    "Naming",
    "Plaque",
    "SearchAnswer",
]
