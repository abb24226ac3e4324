"""Files that are sent: written where their route says while they arrive, never held in memory.

Everywhere else a request is small, and what a form holds stays where the server puts it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast

from flask import Request, g, request

from geodata.intake.spool import INCOMING
from webmap.i18n import gettext
from webmap.presentation import local_number

MEBIBYTE = 1 << 20
MOST_PARTS = 50


class SiteRequest(Request):
    """A request whose files are written into a folder, when its route names one.

    Attributes
    ----------
    upload_folder : Path or None
        Where they are written; they vanish at the end of the request unless linked elsewhere.
    """

    upload_folder: Path | None = None
    _received: tuple[IO[bytes], ...] = ()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Return where the next file of a form is written; called by werkzeug."""
        if self.upload_folder is None:
            return super()._get_file_stream(
                total_content_length, content_type, filename, content_length
            )
        file = cast(
            IO[bytes],
            NamedTemporaryFile(prefix=INCOMING, dir=self.upload_folder),  # noqa: SIM115
        )
        self._received = (*self._received, file)
        return file

    def close(self) -> None:
        """Let go of the files, those of a form that was never read to its end too."""
        for file in self._received:
            with suppress(FileNotFoundError):  # swept away already
                file.close()
        super().close()


def up_to(largest: int) -> Callable[[], None]:
    """Return what lets a request be so large [bytes]; it is called before the form is read."""

    def let() -> None:
        request.max_content_length = largest

    return let


def expect_files(folder: Path, largest_mb: int) -> None:
    """Let this request send files into a folder, so much in all [MiB]."""
    request.max_content_length = largest_mb * MEBIBYTE
    request.max_form_parts = MOST_PARTS
    cast(SiteRequest, request).upload_folder = folder
    g.too_large_fa = gettext(
        "همه با هم بیش از %(limit)s مگابایت پذیرفته نمی‌شود.", limit=local_number(largest_mb)
    )
