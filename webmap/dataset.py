"""The published data as the requests see it: opened late, one generation per request.

Knows which catalogue a request reads; what is asked of it is the views' business.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import cast

from flask import Flask, Response, current_app, g, has_request_context, request

from geodata.catalogue import Catalogue, CatalogueSource
from geodata.errors import DatasetError
from geodata.journal import Journal
from geodata.journal.database import sqlite_file
from geodata.live import LiveSnapshots
from geodata.store.directory import DatasetDirectory
from webmap.config import SiteConfig
from webmap.journal import readable_journal
from webmap.logins import has_token

EXTENSION = "alleys-dataset"
DEFAULT_LIVE = "var/live"


class Dataset:
    """A dataset directory that may be empty when the site starts.

    Parameters
    ----------
    directory : Path
        Where builds are published.
    live : Path
        Folder for snapshots of the dataset as it stands.
    """

    def __init__(self, directory: Path, live: Path) -> None:
        self._directory = directory
        self._live = LiveSnapshots(live)
        self._source: CatalogueSource | None = None
        self._lock = Lock()

    def current(self, journal: Journal | None, *, at_once: bool = True) -> Catalogue:
        """Return the newest generation with everything that was decided since.

        Parameters
        ----------
        at_once : bool
            Whether whoever asks may have decided some of it and must see that.

        Raises
        ------
        DatasetError
            As long as nothing readable has been published.
        """
        built = self._open().current()
        return built if journal is None else self._live.catalogue(built, journal, at_once=at_once)

    def hurry(self) -> None:
        """Let the next request see what this one has written."""
        self._live.hurry()

    def generation(self, dataset_id: str) -> Catalogue | None:
        """Return a kept generation by its id, for pages that were opened before a swap."""
        return self._open().generation(dataset_id)

    def version(self, dataset_id: str) -> Path:
        """Return the directory of a generation, with the files for people in it.

        Raises
        ------
        DatasetError
            When it is no longer kept.
        """
        found = DatasetDirectory(self._directory).version(dataset_id)
        if found is None:
            raise DatasetError(f"{dataset_id}: no such version", "این نسخهٔ داده‌ها دیگر نیست")
        return found

    def _open(self) -> CatalogueSource:
        if self._source is None:
            with self._lock:
                self._source = self._source or CatalogueSource(self._directory)
        return self._source


def init_dataset(app: Flask, config: SiteConfig) -> None:
    """Let the requests of `app` read its dataset."""
    app.extensions[EXTENSION] = Dataset(Path(config.dataset), _live_folder(config))
    app.after_request(_name_generation)
    app.after_request(_show_what_was_written)


def _name_generation(response: Response) -> Response:
    """Say which generation an answer was made from, for whoever has to explain it."""
    if "catalogue" in g:
        response.headers["X-Dataset"] = g.catalogue.info.dataset_id
    return response


def _show_what_was_written(response: Response) -> Response:
    """Let whoever has changed something find it changed on the next page."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and response.status_code < 400:
        site_dataset().hurry()
    return response


def _live_folder(config: SiteConfig) -> Path:
    if config.live is not None:
        return Path(config.live)
    file = sqlite_file(config.journal) if config.journal else None
    return file.with_name(f"{file.name}.live") if file else Path(DEFAULT_LIVE)


def site_dataset() -> Dataset:
    """Return the dataset of the application that answers now."""
    return cast(Dataset, current_app.extensions[EXTENSION])


def current_catalogue() -> Catalogue:
    """Return the one generation this whole request reads.

    Raises
    ------
    DatasetError
        As long as nothing readable has been published.
    """
    if "catalogue" not in g:
        at_once = not has_request_context() or has_token()
        g.catalogue = site_dataset().current(readable_journal(), at_once=at_once)
    return cast(Catalogue, g.catalogue)
