"""What a worker has left in its folder, read as a stranger's: it has read a stranger's file."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

LARGEST_NOTE = 8 << 20
"""A note is read up to this size [bytes]."""
_HALF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
"""We never write escapes; a lone surrogate could be written nowhere afterwards."""


def open_plain(path: Path) -> BinaryIO | None:
    """Open a file to read when it is a plain one: no link, no pipe, no device; else None."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    return os.fdopen(handle, "rb")


def read_note(path: Path) -> Any:
    """Return the JSON of a small plain file; None when there is none that can be read."""
    file = open_plain(path)
    if file is None:
        return None
    with file:
        content = file.read(LARGEST_NOTE + 1)
    if len(content) > LARGEST_NOTE:
        return None
    try:
        text = _HALF_A_CHARACTER.sub("\ufffd", content.decode("utf-8"))
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")
