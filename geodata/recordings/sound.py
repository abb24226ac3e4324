"""MP3 and Ogg by their first frames and pages; nothing is decoded."""

from __future__ import annotations

from typing import IO

from geodata.recordings.refusals import refused

_KBITS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Bit rates of layer III by version [kbit/s] (ISO/IEC 11172-3, 13818-3)."""
_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_TAG = 10
PAGE_HEAD = 27
STREAMS = (b"OpusHead", b"\x01vorbis")


def is_mp3(file: IO[bytes], size: int) -> bool:
    """Return whether two frames of layer III follow each other behind the tag, if there is one."""
    file.seek(0)
    head, at = file.read(_TAG), 0
    if head[:3] == b"ID3" and len(head) == _TAG:
        # Seven bits a byte (id3.org, section 3.1).
        at = _TAG + sum((head[6 + n] & 0x7F) << (7 * (3 - n)) for n in range(4))
    for _ in range(2):
        file.seek(at)
        length = _frame_bytes(file.read(4))
        if not length or at + length > size:
            return False
        at += length
    return True


def _frame_bytes(head: bytes) -> int:
    """Return how long a frame is by its header, 0 for none of layer III."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, hertz = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or hertz == 3:
        return 0
    kbits = _KBITS[1 if version == 3 else 2][rate]
    samples = 144 if version == 3 else 72
    return samples * kbits * 1000 // _HERTZ[version][hertz] + (head[2] >> 1 & 1)


def ogg_type(file: IO[bytes]) -> str:
    """Return 'ogg' for Opus or Vorbis.

    Raises
    ------
    geodata.errors.QueryError
        Another stream.
    """
    file.seek(0)
    page = file.read(PAGE_HEAD + 255 + 8)
    content = page[PAGE_HEAD + page[PAGE_HEAD - 1] :] if len(page) > PAGE_HEAD else b""
    if not content.startswith(STREAMS):
        raise refused("type")
    return "ogg"
