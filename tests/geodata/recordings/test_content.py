"""What a file is, is told by its content; what is no film or sound is refused in words."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from geodata.errors import QueryError
from geodata.recordings.folder import NAME, Folder, recording_type
from tests import films


def type_of(content: bytes) -> str:
    return recording_type(BytesIO(content), len(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (films.film(), "mp4"),
        (films.film(padding=films.PADDING), "mp4"),
        (films.sound(), "m4a"),
        (films.mp3(), "mp3"),
        (films.mp3()[30:], "mp3"),  # without a tag
        (films.webm(), "webm"),
        (films.webm(b"A_OPUS"), "webm"),
        (films.ogg(), "ogg"),
        (films.ogg(b"\x01vorbis"), "ogg"),
    ],
)
def test_what_browsers_play_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert type_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00" + bytes(500),
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7",
        b"ID3\x03\x00\x00" + bytes(600),
        b"\xff\xfb\x10\xc4" + bytes(400),  # one frame and nothing behind it
        b"OggS" + bytes(22) + bytes((1, 19)) + b"\x80theora" + bytes(20),
        films.webm(b"V_MPEG4/ISO/AVC"),
        films.webm(doctype=b"matroska"),
        films.film().replace(b"avc1", b"hvc1"),
        films.film(sound=0x6B),  # MP3 inside MP4
        films.film().replace(b"mp4a", b"ac-3"),
        films.box(b"ftyp", b"isom", bytes(4)) + films.box(b"mdat", bytes(40)),
        films.box(b"ftyp", b"heic", bytes(4)) + films.box(b"meta", bytes(40)),
    ],
    ids=range(14),
)
def test_anything_else_is_refused_in_persian(content: bytes) -> None:
    with pytest.raises(QueryError) as refused:
        type_of(content)
    assert refused.value.message_fa.endswith(".")


def test_a_film_that_was_cut_anywhere_is_refused_and_nothing_worse_happens() -> None:
    whole = films.film()
    for length in [*range(0, 2_000, 7), *range(2_000, len(whole), 997), len(whole) - 1]:
        with pytest.raises(QueryError):
            type_of(whole[:length])


def test_a_film_whose_index_is_damaged_is_told_from_a_crash() -> None:
    whole = films.film()
    for at in range(0, 1_500, 3):
        damaged = whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :]
        with suppress(QueryError):
            assert type_of(damaged) in ("mp4", "m4a")


def test_a_file_is_kept_once_under_its_hash_whatever_it_was_called(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "media")
    folder.make()
    for name in ("incoming-a", "incoming-b"):
        (folder.path / name).write_bytes(films.mp3())
    first, second = (folder.keep(folder.path / name) for name in ("incoming-a", "incoming-b"))
    assert first == second
    assert NAME.fullmatch(first.name)
    kept = folder.find(first.name)
    assert kept is not None
    assert kept.read_bytes() == films.mp3()


@pytest.mark.parametrize("name", ["../secret.mp4", "/etc/passwd", "incoming-a", "0" * 32 + ".exe"])
def test_no_other_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.mp4").write_bytes(b"x")
    folder = Folder(tmp_path / "media")
    folder.make()
    (folder.path / "incoming-a").write_bytes(b"x")
    assert folder.find(name) is None


def test_a_copy_takes_what_is_new_and_leaves_what_is_half(tmp_path: Path) -> None:
    folder, copy = Folder(tmp_path / "media"), tmp_path / "copy"
    assert folder.copy_to(copy) == 0
    assert not copy.exists()
    folder.make()
    kept = folder.keep_bytes(b"WEBVTT", "vtt")
    (folder.path / "incoming-b").write_bytes(b"half")
    assert [folder.copy_to(copy), folder.copy_to(copy)] == [1, 0]
    assert [file.name for file in copy.iterdir()] == [kept.name]
    assert (copy / kept.name).read_bytes() == b"WEBVTT"
