"""The measured quality as plain values for a JSON file; field names as in the records."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path

from geodata.errors import GeodataError
from geodata.evaluation.labels import LabelledQuality
from geodata.evaluation.proportion import Proportion
from geodata.evaluation.truth import TruthQuality
from geodata.readers.refusals import refusal


def write_json(path: Path, quality: TruthQuality | LabelledQuality) -> None:
    """Write everything that was measured.

    Raises
    ------
    GeodataError
        When the file cannot be written.
    """
    text = json.dumps(_plain(quality), ensure_ascii=False, indent=1) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refusal(GeodataError, "file_unwritable", file=str(path), reason=reason) from error


def _plain(value: object) -> object:
    if isinstance(value, Proportion):
        return value.as_json()
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
