"""Where films, sound, captions and still pictures lie: each under the hash of its content.

Names that people give their files are never used; what nobody names any more stays, because
somebody may be taking it back at this moment.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from geodata.errors import JournalFullError
from geodata.recordings.mp4 import mp4_type
from geodata.recordings.refusals import refused
from geodata.recordings.sound import is_mp3, ogg_type
from geodata.recordings.webm import webm_type

NAME = re.compile(r"[0-9a-f]{32}\.(?:mp4|m4a|mp3|ogg|webm|vtt|webp)", re.ASCII)
CONTENT_TYPES = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "vtt": "text/vtt; charset=utf-8",
    "webp": "image/webp",
}
INCOMING = "incoming-"
OLDEST_INCOMING_S = 24 * 3600.0
SPARE = 256 << 20
"""So much is left free on the disk for the journal, which matters more [bytes]."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the folder."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of recordings."""

    path: Path

    def make(self) -> None:
        """Make it where there is none, and clear what was never received to its end."""
        self.path.mkdir(parents=True, exist_ok=True)
        for left in self.path.glob(f"{INCOMING}*"):
            if time.time() - left.stat().st_mtime > OLDEST_INCOMING_S:
                left.unlink(missing_ok=True)

    def expect(self, size: int) -> None:
        """See that so much may come [bytes].

        Raises
        ------
        JournalFullError
            The disk has no room for it.
        """
        disk = os.statvfs(self.path)
        if disk.f_bavail * disk.f_frsize < size + SPARE:
            raise JournalFullError(
                f"{self.path}: no room for {size} bytes", "جایی برای این پرونده نمانده است"
            )

    def keep(self, received: Path) -> Kept:
        """Keep a received file of this folder as what its content says it is.

        Raises
        ------
        geodata.errors.QueryError
            It is nothing that browsers play.
        """
        with received.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            suffix = recording_type(file, size)
            name = f"{_hash(file)}.{suffix}"
            os.fsync(file.fileno())
        self._link(received, name)
        return Kept(name, size)

    def keep_bytes(self, content: bytes, suffix: str) -> Kept:
        """Keep a small file that was made here."""
        name = f"{hashlib.blake2b(content, digest_size=16).hexdigest()}.{suffix}"
        with NamedTemporaryFile(prefix=INCOMING, dir=self.path) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            self._link(Path(file.name), name)
        return Kept(name, len(content))

    def find(self, name: str) -> Path | None:
        """Return a file by its name, None when there is none."""
        file = self.path / name
        return file if NAME.fullmatch(name) and file.is_file() else None

    def copy_to(self, other: Path) -> int:
        """Copy what another folder does not have yet, and return how many files that was.

        What has the same name there is the same: nothing in a folder ever changes.
        """
        kept = self.path.iterdir() if self.path.is_dir() else ()
        names = sorted(file.name for file in kept if NAME.fullmatch(file.name))
        missing = [name for name in names if not (other / name).exists()]
        if missing:
            other.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in missing:
            half = other / f"{INCOMING}{name}"
            shutil.copyfile(self.path / name, half)
            half.rename(other / name)
        return len(missing)

    def _link(self, received: Path, name: str) -> None:
        received.chmod(0o600)
        try:
            os.link(received, self.path / name)
        except FileExistsError:
            return  # the same content
        directory = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def recording_type(file: IO[bytes], size: int) -> str:
    """Return what a file is by its content: mp4, m4a, mp3, ogg or webm.

    Raises
    ------
    geodata.errors.QueryError
        Anything else, or a part of it is missing.
    """
    file.seek(0)
    head = file.read(12)
    if head[4:8] == b"ftyp":
        return mp4_type(file, size)
    if head[:4] == b"\x1aE\xdf\xa3":
        return webm_type(file)
    if head[:4] == b"OggS":
        return ogg_type(file)
    if is_mp3(file, size):
        return "mp3"
    raise refused("type")


def _hash(file: IO[bytes]) -> str:
    file.seek(0)
    made = hashlib.blake2b(digest_size=16)
    while content := file.read(_CHUNK):
        made.update(content)
    return made.hexdigest()
