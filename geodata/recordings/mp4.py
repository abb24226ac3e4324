"""MP4 and M4A by their boxes (ISO/IEC 14496-12): what is in them, and whether they are whole.

Reads headers only; nothing is decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from geodata.recordings.refusals import refused

HEADER = 8
LARGEST_INDEX = 64 << 20
"""Of hours of film the index is a few megabytes [bytes]."""
MOST_BOXES = 2_000
AAC = frozenset({0x40, 0x66, 0x67, 0x68})
"""Object types of MPEG-4 and MPEG-2 AAC (ISO/IEC 14496-1, table 5)."""
_SOUND_ENTRY = 28
"""Bytes of a sample entry of sound before its boxes."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box inside bytes: its kind and where its content begins and ends."""

    kind: bytes
    start: int
    end: int


def mp4_type(file: IO[bytes], size: int) -> str:
    """Return 'mp4' for a film with H.264 and AAC, 'm4a' for AAC alone.

    Raises
    ------
    geodata.errors.QueryError
        Other codecs, a part is missing, or it is no MP4.
    """
    codecs = [_codec(trak, index) for index in [_index(file, size)] for trak in _traks(index)]
    video = [codec for handler, codec in codecs if handler == b"vide"]
    sound = [codec for handler, codec in codecs if handler == b"soun"]
    if any(codec not in (b"avc1", b"avc3") for codec in video) or b"" in sound:
        raise refused("codecs")
    if not video and not sound:
        raise refused("empty")
    return "mp4" if video else "m4a"


def _index(file: IO[bytes], size: int) -> bytes:
    """Return the content of the box `moov`; every box has to end where the file does or before."""
    index, has_content, at = None, False, 0
    for _ in range(MOST_BOXES):
        if at == size:
            break
        kind, start, end = _top_box(file, at, size)
        if kind == b"moov":
            if end - start > LARGEST_INDEX:
                raise refused("broken")
            file.seek(start)
            index = file.read(end - start)
        has_content = has_content or kind in (b"mdat", b"moof")
        at = end
    if index is None or not has_content or at != size:
        raise refused("cut")
    return index


def _top_box(file: IO[bytes], at: int, size: int) -> tuple[bytes, int, int]:
    file.seek(at)
    head = file.read(2 * HEADER)
    if len(head) < HEADER:
        raise refused("cut")
    length, kind, start = int.from_bytes(head[:4], "big"), head[4:8], at + HEADER
    if length == 1:
        length, start = int.from_bytes(head[8:16], "big"), at + 2 * HEADER
    end = size if length == 0 else at + length
    if end < start or end > size:
        raise refused("cut")
    return kind, start, end


def _boxes(content: bytes, start: int, end: int) -> Iterator[Box]:
    at = start
    for _ in range(MOST_BOXES):
        if at + HEADER > end:
            return
        length = int.from_bytes(content[at : at + 4], "big")
        if length < HEADER or at + length > end:
            raise refused("broken")
        yield Box(content[at + 4 : at + 8], at + HEADER, at + length)
        at += length
    raise refused("broken")


def _within(content: bytes, box: Box, *path: bytes) -> Box | None:
    for kind in path:
        found = next((one for one in _boxes(content, box.start, box.end) if one.kind == kind), None)
        if found is None:
            return None
        box = found
    return box


def _traks(index: bytes) -> Iterator[Box]:
    for box in _boxes(index, 0, len(index)):
        if box.kind == b"trak":
            yield box


def _codec(trak: Box, index: bytes) -> tuple[bytes, bytes]:
    """Return what a track is for and how it is coded; b"" for sound that is no AAC."""
    handler = _within(index, trak, b"mdia", b"hdlr")
    table = _within(index, trak, b"mdia", b"minf", b"stbl", b"stsd")
    if handler is None or table is None:
        raise refused("broken")
    purpose = index[handler.start + 8 : handler.start + 12]
    entry = next(_boxes(index, table.start + 8, table.end), None)
    if entry is None:
        raise refused("broken")
    if purpose != b"soun":
        return purpose, entry.kind
    return purpose, entry.kind if _is_aac(index, entry) else b""


def _is_aac(index: bytes, entry: Box) -> bool:
    # Files of older editors put more before the boxes, so the descriptor is looked for.
    at = index.find(b"esds", entry.start + _SOUND_ENTRY, entry.end)
    if entry.kind != b"mp4a" or at < 0:
        return False
    descriptor = index[at + 8 : min(entry.end, at + 64)]
    config = descriptor.find(b"\x04", 3)
    if config < 0:
        return False
    at = config + 1
    while at < len(descriptor) and descriptor[at] & 0x80:
        at += 1
    return descriptor[at + 1 : at + 2] != b"" and descriptor[at + 1] in AAC
