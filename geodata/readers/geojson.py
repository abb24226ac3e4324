"""What a GeoJSON file says about its coordinate system, looked at before GDAL may act on it.

GDAL follows a `crs` member of type link to another host, at the top and inside every geometry,
and falls back to degrees for a name it does not know; both are refused here.
"""

from __future__ import annotations

import json
import mmap
import re
from pathlib import Path

import pyproj
from pyproj.exceptions import CRSError

from geodata.errors import CrsError, FormatRefusedError
from geodata.readers.refusals import refusal

_CRS_KEY = re.compile(rb"""["'](?:c|\\u0063)(?:r|\\u0072)(?:s|\\u0073)["']\s*(?::\s*|(?=/))""")
_NAME = re.compile(r"urn:ogc:def:crs:[a-z]+:[0-9.]*:\w+|[a-z]+:\w+", re.IGNORECASE)
_LONGEST_CRS = 4096
_ELSEWHERE = ("link", "url")


def check_crs_members(path: Path, *, file: str) -> None:
    """Look at every `crs` member of the file.

    Raises
    ------
    FormatRefusedError
        When one is a link to elsewhere.
    CrsError
        When one is not a name that pyproj knows.
    """
    with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for key in _CRS_KEY.finditer(data):
            _check_member(data[key.end() : key.end() + _LONGEST_CRS], file)


def _check_member(data: bytes, file: str) -> None:
    text = data.decode("utf-8", "replace")
    try:
        member, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise refusal(CrsError, "crs_unknown", file=file, value=text[:60]) from error
    if not isinstance(member, dict):
        return
    kind = str(member.get("type", "")).lower()
    if kind.startswith(_ELSEWHERE):
        raise refusal(FormatRefusedError, "crs_link", file=file)
    properties = member.get("properties")
    if kind == "name" and isinstance(properties, dict):
        _check_name(str(properties.get("name")), file)


def _check_name(name: str, file: str) -> None:
    try:
        if _NAME.fullmatch(name):
            pyproj.CRS.from_user_input(name)
            return
    except CRSError:
        pass
    raise refusal(CrsError, "crs_unknown", file=file, value=name)
