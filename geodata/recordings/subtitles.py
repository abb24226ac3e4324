"""Texts as subtitles: lines of bounded length, two at a time, each as long as it takes to read."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.recordings.captions import Cue

LONGEST_LINE = 42
"""Letters a line (BBC subtitle guidelines and EBU practice say 37 to 42)."""
LINES_AT_ONCE = 2
LETTERS_A_SECOND = 14
SHORTEST_MS, LONGEST_MS = 2_000, 7_000
PAUSE_MS = 200


def subtitle_lines(text: str, longest: int = LONGEST_LINE) -> list[str]:
    """Return a text in lines of at most so many letters, broken between words where one can."""
    lines: list[str] = []
    for whole in text.split():
        for at in range(0, len(whole), longest):
            word = whole[at : at + longest]
            if lines and len(lines[-1]) + 1 + len(word) <= longest:
                lines[-1] = f"{lines[-1]} {word}"
            else:
                lines.append(word)
    return lines


def subtitle_cues(sentences: Iterable[str]) -> tuple[Cue, ...]:
    """Return sentences one after the other, each cue shown as long as it takes to read."""
    cues: list[Cue] = []
    at = 0
    for sentence in sentences:
        lines = subtitle_lines(sentence)
        for first in range(0, len(lines), LINES_AT_ONCE):
            text = "\n".join(lines[first : first + LINES_AT_ONCE])
            needed = 1000 * len(text) // LETTERS_A_SECOND
            end = at + min(max(needed, SHORTEST_MS), LONGEST_MS)
            cues.append(Cue(at, end, text))
            at = end + PAUSE_MS
    return tuple(cues)
