"""The current version of a dataset directory, changed over when a newer one is published.

Checked at each question by reading one link; an answer that was begun keeps the version it was
begun with.
"""

from __future__ import annotations

import threading
from pathlib import Path

from geodata.catalogue.reader import Catalogue
from geodata.errors import DatasetError
from geodata.store.directory import DatasetDirectory

KEPT_OPEN = 4


class CatalogueSource:
    """Hands out catalogues of one dataset directory."""

    def __init__(self, path: Path) -> None:
        self._directory = DatasetDirectory(path)
        self._open: dict[str, Catalogue] = {}
        self._lock = threading.Lock()

    def current(self) -> Catalogue:
        """Return the catalogue of the version that is current now.

        Raises
        ------
        DatasetError
            When nothing has been published yet.
        """
        version = self._directory.current()
        if version is None:
            raise DatasetError(
                f"{self._directory.path}: no dataset has been published here yet",
                "هنوز مجموعه‌داده‌ای منتشر نشده است",
            )
        return self._opened(version)

    def generation(self, dataset_id: str) -> Catalogue | None:
        """Return a version that is still kept, for pages opened before the last publication."""
        version = self._directory.version(dataset_id)
        return None if version is None else self._opened(version)

    def _opened(self, version: Path) -> Catalogue:
        catalogue = self._open.get(version.name)
        if catalogue is None:
            with self._lock:
                catalogue = self._open.get(version.name) or Catalogue(version)
                self._open[version.name] = catalogue
                for stale in sorted(self._open)[:-KEPT_OPEN]:
                    del self._open[stale]
        return catalogue
