"""Captions as WebVTT, written anew from WebVTT or SRT: times and words, no styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geodata.recordings.refusals import refused

LARGEST = 2 << 20
MOST_CUES = 20_000
_TIME = re.compile(r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)[.,](\d{3})", re.ASCII)
_SPAN = re.compile(rf"({_TIME.pattern})\s+-->\s+({_TIME.pattern})(?:\s.*)?", re.ASCII)
_MARKUP = re.compile(r"</?[^>]{0,200}>|\{\\[^}]{0,200}\}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with the time they are shown [ms]."""

    start: int
    end: int
    text: str


def read_captions(content: bytes) -> tuple[Cue, ...]:
    """Return the cues of a WebVTT or SRT file.

    Raises
    ------
    geodata.errors.QueryError
        It is neither, or holds no cue that ends after it begins.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused("captions", "captions") from error
    cues = tuple(_cues(text.replace("\r\n", "\n").replace("\r", "\n")))
    if len(content) > LARGEST or not 0 < len(cues) <= MOST_CUES:
        raise refused("captions", "captions")
    return cues


def as_vtt(cues: tuple[Cue, ...]) -> str:
    """Return cues as WebVTT (W3C)."""
    escaped = (_escaped(cue.text) for cue in cues)
    blocks = (
        f"{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n{text}\n"
        for cue, text in zip(cues, escaped, strict=True)
    )
    return "\n".join(("WEBVTT\n", *blocks))


def as_srt(cues: tuple[Cue, ...]) -> str:
    """Return cues as SubRip."""
    return "\n".join(
        f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, 1)
    )


def _cues(text: str) -> Iterator[Cue]:
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines[:2]) if _SPAN.fullmatch(line.strip())), None)
        if at is None:
            continue
        span = _SPAN.fullmatch(lines[at].strip())
        assert span is not None
        words = "\n".join(_plain(line) for line in lines[at + 1 :] if _plain(line))
        start, end = _milliseconds(span[1]), _milliseconds(span[6])
        if words and start < end:
            yield Cue(start, end, words)


def _plain(line: str) -> str:
    return _UNSEEN.sub("", _MARKUP.sub("", line)).replace("-->", "→").strip()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _milliseconds(written: str) -> int:
    found = _TIME.fullmatch(written)
    assert found is not None
    hours, minutes, seconds, rest = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _time(milliseconds: int, mark: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{rest:03d}"
