"""Captions are written anew, and texts become subtitles that can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import QueryError
from geodata.recordings.captions import as_srt, as_vtt, read_captions
from geodata.recordings.subtitles import LONGEST_LINE, subtitle_cues, subtitle_lines
from tests.films import SRT

VTT = (
    "WEBVTT - نام\n\nSTYLE\n::cue { background: url(https://evil.example) }\n\n"
    "a\n00:01.000 --> 00:02.500 position:10%\n<v زهرا>سلام & درود</v>\n"
)


def test_srt_and_webvtt_become_the_same_plain_webvtt() -> None:
    assert as_vtt(read_captions(SRT.encode())) == (
        "WEBVTT\n\n00:00:00.500 --> 00:00:04.000\nشهید نمونه\n\n00:00:05.000 --> 00:00:09.000\nدو\n"
    )
    assert as_vtt(read_captions(VTT.encode("utf-8-sig"))) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nسلام &amp; درود\n"
    )


def test_what_was_written_is_read_again() -> None:
    cues = read_captions(SRT.encode())
    assert read_captions(as_vtt(cues).encode()) == cues
    assert read_captions(as_srt(cues).encode()) == cues


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"WEBVTT\n\nno cue",
        b"\xff\xfe\x00",
        b"1\n00:00:05,000 --> 00:00:04,000\nbackwards\n",
        b"1\n00:99:05,000 --> 01:00:04,000\nno time\n",
        b"<script>alert(1)</script>",
    ],
)
def test_what_is_no_captions_is_refused(content: bytes) -> None:
    with pytest.raises(QueryError, match="captions"):
        read_captions(content)


@given(st.text())
def test_no_line_is_longer_and_no_letter_is_lost(text: str) -> None:
    lines = subtitle_lines(text)
    assert all(0 < len(line) <= LONGEST_LINE for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_cues_follow_each_other_two_lines_at_a_time() -> None:
    cues = subtitle_cues(["کوتاه", "جمله‌ای دراز " * 20])
    assert all(cue.text.count("\n") <= 1 for cue in cues)
    for one, other in pairwise(cues):
        assert one.start < one.end < other.start
