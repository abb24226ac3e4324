"""Numbers in paths: ASCII digits, one spelling each, bounded before anything is computed.

A second spelling of a number would be a second address of the same thing in every cache.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from geodata.intake.spool import JOB_ID
from geodata.store.directory import VERSION_NAME
from geodata.worklists.row import WorkList

MAX_RECORD_ID = 2**63 - 1
MAX_TILE_ZOOM = 22
RECORD_ID = "(?:0|[1-9][0-9]{0,18})"


class RecordIdConverter(BaseConverter):
    """A record's number in a path: ASCII digits, one spelling only, within 64 bits."""

    regex = RECORD_ID

    def to_python(self, value: str) -> int:
        """Return the number; a path that holds a larger one leads nowhere."""
        if (number := int(value)) > MAX_RECORD_ID:
            raise ValidationError
        return number


class TileNumberConverter(BaseConverter):
    """One of a tile's three numbers: ASCII digits, no leading zeros, at most seven."""

    regex = "(?:0|[1-9][0-9]{0,6})"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)


class WorkListConverter(BaseConverter):
    """A work list by its word."""

    regex = "|".join(WorkList)

    def to_python(self, value: str) -> WorkList:
        """Return the list."""
        return WorkList(value)


class ImportJobConverter(BaseConverter):
    """The id of an analysis of sent files."""

    regex = JOB_ID


class DatasetVersionConverter(BaseConverter):
    """The name of a published version."""

    regex = VERSION_NAME.pattern


class TourConverter(BaseConverter):
    """A tour's number, and after it what it is called: «7-از-میدان-تا-حرم»."""

    regex = rf"{RECORD_ID}(?:-[^/]{{1,100}})?"


def init_converters(app: Flask) -> None:
    """Make the converters known to the routes of `app`."""
    app.url_map.converters["record_id"] = RecordIdConverter
    app.url_map.converters["tile_number"] = TileNumberConverter
    app.url_map.converters["work_list"] = WorkListConverter
    app.url_map.converters["import_job"] = ImportJobConverter
    app.url_map.converters["tour"] = TourConverter
    app.url_map.converters["dataset_version"] = DatasetVersionConverter


def is_tile(z: int, x: int, y: int) -> bool:
    """Whether there is such a tile at all; the zoom is checked before anything is shifted."""
    return z <= MAX_TILE_ZOOM and x < 1 << z and y < 1 << z
