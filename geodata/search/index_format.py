"""One file of named arrays, mapped into memory and shared by all processes that read it.

    8 bytes   magic
    8 bytes   length of the header, little endian
    header    JSON: name → [type, shape, offset]
    arrays    raw, each at a multiple of 64 bytes

Same arrays → same bytes. Knows nothing of names.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.errors import DatasetError

Array = npt.NDArray[Any]
MAGIC = b"ALLEYS\x00\x01"
ALIGNMENT = 64


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays of fixed-size types; their order is kept."""
    header, end = {}, 0
    for name, array in arrays.items():
        header[name] = [array.dtype.str, list(array.shape), end]
        end += -(-array.nbytes // ALIGNMENT) * ALIGNMENT
    described = json.dumps(header, separators=(",", ":")).encode()
    described += b" " * (-(len(MAGIC) + 8 + len(described)) % ALIGNMENT)
    with path.open("wb") as file:
        file.write(MAGIC + len(described).to_bytes(8, "little") + described)
        for array in arrays.values():
            file.write(array.tobytes())
            file.write(b"\x00" * (-array.nbytes % ALIGNMENT))


def read_arrays(path: Path) -> dict[str, Array]:
    """Return the arrays of a file as read-only views of its pages.

    Raises
    ------
    DatasetError
        When it is no such file, or shorter than its header says.
    """
    try:
        with path.open("rb") as file:
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if pages[: len(MAGIC)] != MAGIC:
            raise ValueError("unknown format")
        start = len(MAGIC) + 8 + int.from_bytes(pages[len(MAGIC) : len(MAGIC) + 8], "little")
        header = json.loads(pages[len(MAGIC) + 8 : start])
        return {
            name: np.ndarray(tuple(shape), np.dtype(kind), pages, start + offset)
            for name, (kind, shape, offset) in header.items()
        }
    except (OSError, ValueError, TypeError) as broken:
        raise DatasetError(
            f"{path}: is no search index ({broken}); build the dataset again",
            f"{path}: نمایهٔ جست‌وجو نیست؛ مجموعه‌داده را دوباره بسازید",
        ) from broken


def pack_texts(texts: list[str]) -> Array:
    """Return texts without line breaks as the bytes of one array."""
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def unpack_texts(packed: Array) -> list[str]:
    """Return what `pack_texts` packed; an empty array holds no text."""
    return packed.tobytes().decode().split("\n") if packed.size else []
