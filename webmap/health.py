"""Two questions of a supervisor: is the process up, and is there data to serve."""

from __future__ import annotations

from flask import Blueprint

from webmap.dataset import current_catalogue

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> dict[str, str | int]:
    """The dataset that is served; 503 as long as there is none."""
    catalogue = current_catalogue()
    info = catalogue.info
    return {"dataset": info.dataset_id, "built_at": info.built_at, "alleys": info.counts["alleys"]}
