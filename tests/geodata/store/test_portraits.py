"""Portraits: with consent only, small, without what a camera writes beside the pixels."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from geodata.issues import IssueLog
from geodata.store.portraits import LONGEST_SIDE, PORTRAITS, write_portraits


def photo(path: Path, size: tuple[int, int] = (900, 1200)) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    Image.new("RGB", size, (120, 90, 60)).save(path, "JPEG", exif=exif)


def namings(*rows: tuple[str | None, str | None]) -> pd.DataFrame:
    photos, consents = zip(*rows, strict=True)
    frame = {"row": range(2, 2 + len(rows)), "photo": photos, "photo_consent": consents}
    return pd.DataFrame(frame, dtype=object)


def write(
    tmp_path: Path, photos: Path | None, *rows: tuple[str | None, str | None]
) -> tuple[list[str | None], Path, list[str]]:
    bench = tmp_path / "bench"
    bench.mkdir()
    issues = IssueLog()
    found = write_portraits(bench, photos, namings(*rows), issues, source="r.xlsx")
    return found.tolist(), bench / PORTRAITS, [issue.code for issue in issues]


def test_a_photo_with_consent_becomes_a_small_portrait(tmp_path: Path) -> None:
    photo(tmp_path / "ali.jpg")
    (name,), folder, codes = write(tmp_path, tmp_path, ("ali.jpg", "yes"))
    assert codes == []
    assert name is not None
    content = (folder / name).read_bytes()
    assert b"SecretCamera" not in content
    assert max(Image.open(BytesIO(content)).size) == LONGEST_SIDE


@pytest.mark.parametrize("consent", ["no", None])
def test_without_consent_nothing_of_a_photo_is_published(
    tmp_path: Path, consent: str | None
) -> None:
    photo(tmp_path / "ali.jpg")
    names, folder, codes = write(tmp_path, tmp_path, ("ali.jpg", consent))
    assert names == [None]
    assert list(folder.iterdir()) == []
    assert codes == ["photo_without_consent"]


def test_without_a_folder_there_are_no_portraits_and_no_complaints(tmp_path: Path) -> None:
    names, _, codes = write(tmp_path, None, ("ali.jpg", "yes"), (None, None))
    assert names == [None, None]
    assert codes == []


def test_no_file_outside_the_folder_is_read(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    photo(tmp_path / "secret.jpg")
    (photos / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    rows = [("../secret.jpg", "yes"), ("..\\secret.jpg", "yes"), ("/etc/passwd", "yes"),
            ("link.jpg", "yes"), ("..", "yes")]  # fmt: skip
    names, folder, codes = write(tmp_path, photos, *rows)
    assert names == [None] * len(rows)
    assert list(folder.iterdir()) == []
    assert codes == ["photo_missing"] * len(rows)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload=alert(1)>", b"\xff\xd8\xff" * 9])
def test_what_is_no_photo_is_reported(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.jpg").write_bytes(content)
    names, _, codes = write(tmp_path, tmp_path, ("x.jpg", "yes"))
    assert names == [None]
    assert codes == ["photo_unreadable"]


def test_a_small_file_that_claims_to_be_huge_is_reported(tmp_path: Path) -> None:
    Image.new("L", (20_000, 20_000)).save(tmp_path / "bomb.png", optimize=True)
    _, _, codes = write(tmp_path, tmp_path, ("bomb.png", "yes"))
    assert codes == ["photo_unreadable"]
