"""What has changed since the dataset was built: the seam where decisions and plaque events enter.

A dataset is never edited. Whoever keeps what people decide offers an `Overlay`; the site lays it
over the records it reads, and the map over its tiles. Nobody keeps anything yet, so the site
starts with `AsBuilt`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Protocol, cast

from flask import Flask, current_app

from geodata.catalogue import Alley

EXTENSION = "alleys-overlay"


class Overlay(Hashable, Protocol):
    """The present state of alleys, where it is not the one of the build."""

    def version(self) -> str:
        """Return a word that changes whenever anything else does; cheap to ask for."""

    def changed(self) -> Collection[int]:
        """Return the ids of the alleys whose state on the map is not that of the build."""

    def present(self, alley: Alley) -> Alley:
        """Return an alley as it is now: its `state`, its namings and its plaques."""


class AsBuilt:
    """Nothing has changed."""

    def version(self) -> str:
        """Return the same word always."""
        return "0"

    def changed(self) -> Collection[int]:
        """Return nothing."""
        return ()

    def present(self, alley: Alley) -> Alley:
        """Return the alley as it was built."""
        return alley


def init_overlay(app: Flask, overlay: Overlay | None = None) -> None:
    """Let `app` lay `overlay` over its dataset."""
    app.extensions[EXTENSION] = overlay or AsBuilt()


def site_overlay() -> Overlay:
    """Return the overlay of the application that answers now."""
    return cast(Overlay, current_app.extensions[EXTENSION])
