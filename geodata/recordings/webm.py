"""WebM by its elements (EBML, RFC 8794): which tracks it has; nothing is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from geodata.recordings.refusals import refused

LOOKED_AT = 1 << 20
"""The tracks stand in the first megabyte of every file that starts to play at once."""
CODECS = frozenset({b"V_VP8", b"V_VP9", b"V_AV1", b"A_OPUS", b"A_VORBIS"})
_EBML, _SEGMENT, _TRACKS, _TRACK = 0x1A45DFA3, 0x18538067, 0x1654AE6B, 0xAE
_DOCTYPE, _CODEC = 0x4282, 0x86


def webm_type(file: IO[bytes]) -> str:
    """Return 'webm' for a film or a recording in VP8, VP9, AV1, Opus or Vorbis.

    Raises
    ------
    geodata.errors.QueryError
        Anything else, Matroska with other codecs too.
    """
    file.seek(0)
    content = file.read(LOOKED_AT)
    top = list(_elements(content, 0, len(content)))
    doctype = [
        content[start:end].rstrip(b"\0")
        for name, begin, stop in top[:1]
        if name == _EBML
        for name_within, start, end in _elements(content, begin, stop)
        if name_within == _DOCTYPE
    ]
    if doctype != [b"webm"]:
        raise refused("type")
    codecs = [
        content[start:end]
        for track in _path(content, top, _SEGMENT, _TRACKS, _TRACK)
        for name, start, end in _elements(content, *track)
        if name == _CODEC
    ]
    if not codecs:
        raise refused("cut")
    if set(codecs) - CODECS:
        raise refused("type")
    return "webm"


def _path(
    content: bytes, top: list[tuple[int, int, int]], *names: int
) -> Iterator[tuple[int, int]]:
    first, *others = names
    for name, start, end in top:
        if name != first:
            continue
        if others:
            yield from _path(content, list(_elements(content, start, end)), *others)
        else:
            yield start, end


def _elements(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield id, beginning and end of elements; one that goes on beyond what was read is cut."""
    while at < end:
        name, at = _number(content, at, keep_marker=True)
        length, at = _number(content, at, keep_marker=False)
        if at > end or name == 0:
            return
        stop = end if length < 0 else min(end, at + length)
        yield name, at, stop
        at = stop


def _number(content: bytes, at: int, *, keep_marker: bool) -> tuple[int, int]:
    """Return a number of variable length and where it ends; -1 for a length that is not known."""
    if at >= len(content) or not content[at]:
        return 0, len(content) + 1
    width = 9 - content[at].bit_length()
    value = int.from_bytes(content[at : at + width], "big")
    if keep_marker:
        return value, at + width
    mask = (1 << (7 * width)) - 1
    return (-1 if value & mask == mask else value & mask), at + width
