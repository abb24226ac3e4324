"""Workbooks without the time of day in them: the same rows, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

WRITTEN_AT = "2025-03-21T00:00:00Z"
_ZIP_DATE = (2025, 3, 21, 0, 0, 0)


def without_time(workbook: bytes) -> bytes:
    """Return the workbook with every time stamp replaced by a fixed one."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            body = source.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", WRITTEN_AT.encode(), body)
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, body)
    return packed.getvalue()
