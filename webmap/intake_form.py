"""What the forms of an import say, read into typed values or refused in words for its page."""

from __future__ import annotations

from pathlib import Path

from flask import request

from geodata.errors import QueryError
from geodata.input_roles import InputRole, ending_of
from geodata.intake.limits import Limits
from geodata.intake.ordering import LONGEST_NAME, Sent, Wish, present_inputs
from geodata.intake.preview import read_preview
from geodata.intake.spool import Job
from geodata.intake.words import MEANINGS_FA, ROLE_FA
from webmap.i18n import gettext

UPLOADED = (
    InputRole.REGISTRY,
    InputRole.STREETS,
    InputRole.DISTRICTS,
    InputRole.NEIGHBOURHOODS,
    InputRole.PLAQUES,
    InputRole.SURROUNDINGS,
)
"""What may be sent, in the order of the form."""
LONGEST_CITY = 60
ZWNJ = "\u200c"


def read_wish(version: Path | None, before: Path | None, limits: Limits) -> Wish:
    """Return what the form of new files asks for.

    Raises
    ------
    QueryError
        A file of another kind, or one that is needed is neither sent nor kept.
    """
    sent = {role: file for role in UPLOADED if (file := _sent(role)) is not None}
    present = present_inputs(version)
    optional = {role for role in present if not role.is_required}
    dropped = {role for role in optional if role.value in request.form.getlist("without")}
    dropped -= sent.keys()
    if not sent and not dropped:
        raise _refused("sent", gettext("پرونده‌ای نفرستاده‌اید."))
    for role in InputRole:
        is_there = role in present and present[role].path is not None
        is_needed = role.is_required or role in present
        if is_needed and not is_there and role not in sent and role not in dropped:
            raise _refused(role, _missing(role))
    return Wish(
        sent,
        dropped=tuple(sorted(dropped)),
        city_fa=_city(),
        keep_going="keep_going" in request.form,
        before=before,
        limits=limits,
    )


def read_meanings(job: Job) -> dict[InputRole, dict[str, str | None]]:
    """Return what the form of a job says its unknown headers mean.

    Only headers the job's own preview tells of can be explained, and only as columns there are.
    """
    preview = read_preview(job)
    meanings: dict[InputRole, dict[str, str | None]] = {}
    for number, note in enumerate(preview.headers if preview else ()):
        chosen = request.form.get(f"meaning-{number}")
        if chosen is not None and (not chosen or chosen in MEANINGS_FA[note.role]):
            meanings.setdefault(note.role, {})[note.header] = chosen or None
    return meanings


def _sent(role: InputRole) -> Sent | None:
    files = [file for file in request.files.getlist(role.value) if file.filename]
    if not files:
        return None
    word = gettext(ROLE_FA[role])
    if len(files) > 1:
        raise _refused(role, gettext("%(role)s: تنها یک پرونده بفرستید.", role=word))
    name = _shown_name(files[0].filename or "", role)
    if ending_of(name, role.endings) is None:
        raise _refused(
            role,
            gettext(
                "%(role)s: پرونده‌ای با یکی از این پسوندها لازم است: %(endings)s",
                role=word,
                endings=" ".join(role.endings),
            ),
        )
    path = Path(str(files[0].stream.name))
    if not path.stat().st_size:
        raise _refused(role, gettext("%(role)s: این پرونده تهی است.", role=word))
    return Sent(path, name)


def _shown_name(told: str, role: InputRole) -> str:
    """Return what a file is called, without a folder, of one line and a bearable length."""
    name = _visible(Path(told.replace("\\", "/")).name)
    if len(name) <= LONGEST_NAME:
        return name
    ending = ending_of(name, role.endings) or ""
    return f"{name[: LONGEST_NAME - len(ending) - 1]}…{ending}"


def _visible(text: str) -> str:
    """Return a text without control characters and marks that turn its direction."""
    return "".join(char for char in text if char.isprintable() or char == ZWNJ)


def _city() -> str | None:
    return _visible(request.form.get("city", "")).strip()[:LONGEST_CITY] or None


def _missing(role: InputRole) -> str:
    word = gettext(ROLE_FA[role])
    if role.is_required:
        return gettext("%(role)s لازم است و رونوشتی از آن نیست؛ آن را بفرستید.", role=word)
    return gettext(
        "نسخهٔ کنونی با «%(role)s» ساخته شده و رونوشتی از آن نیست؛ آن را بفرستید یا بگویید که"
        " بدون آن ساخته شود.",
        role=word,
    )


def _refused(name: str, sentence: str) -> QueryError:
    return QueryError(f"{name}: cannot be analysed", sentence, parameter=name)
