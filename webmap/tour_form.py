"""What a steward writes about a tour and its stops, read from a form or refused by name."""

from __future__ import annotations

import re

from flask import request

from geodata.catalogue import Alley, Catalogue, Moved
from geodata.errors import QueryError, UnknownRecordError
from geodata.journal.tour_stops import StopFacts, StopPlace
from geodata.journal.tours import TourFacts
from geodata.names import latin_digits
from webmap import forms
from webmap.contexts.alley import alley_context
from webmap.i18n import gettext
from webmap.params import is_record_number
from webmap.presentation import local_number, web_address
from webmap.rights import own_path

LONGEST_TITLE, LONGEST_LEAD, LONGEST_LINE, LONGEST_TEXT = 80, 800, 200, 1200
LONGEST_ADDRESS = 400
MOST_PEOPLE, MOST_MINUTES = 500, 180
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


def tour_facts() -> TourFacts:
    """Return what the form says about a tour.

    Raises
    ------
    QueryError
        For a text that is missing, too long or unreadable, a time that is none, hours that end
        before they begin, or a number out of its range.
    """
    opens, closes = _time("opens_at"), _time("closes_at")
    if (opens is None) != (closes is None):
        raise _refused("opens_at", gettext("ساعت آغاز و پایان را با هم بنویسید، یا هیچ‌کدام را."))
    if opens and closes and closes <= opens:
        raise _refused("closes_at", gettext("ساعت پایان باید پس از ساعت آغاز باشد."))
    return TourFacts(
        title_fa=forms.text("title_fa", longest=LONGEST_TITLE),
        lead_fa=forms.optional_text("lead_fa", longest=LONGEST_LEAD),
        meeting_point_fa=forms.optional_text("meeting_point_fa", longest=LONGEST_LINE),
        open_days_fa=forms.optional_text("open_days_fa", longest=LONGEST_LINE),
        opens_at=opens,
        closes_at=closes,
        group_size=_number("group_size", MOST_PEOPLE),
    )


def stop_facts() -> StopFacts:
    """Return what the form tells at a stop; errors as `tour_facts`, and for an address of none."""
    return StopFacts(
        text_fa=forms.optional_text("text_fa", longest=LONGEST_TEXT),
        media_url=_media_address(),
        minutes=_number("minutes", MOST_MINUTES) or StopFacts().minutes,
    )


def stop_place(catalogue: Catalogue) -> StopPlace:
    """Return the alley that a form adds, with the naming it is visited for.

    Raises
    ------
    QueryError
        The form names no alley of this dataset, or a naming that is not joined to it.
    """
    written, naming_id = request.form.get("alley", ""), request.form.get("naming") or None
    try:
        found = catalogue.alley(int(written)) if is_record_number(written) else None
    except UnknownRecordError:
        found = None
    if isinstance(found, Moved) and found.successor_id is not None:
        found = catalogue.alley(found.successor_id)
    if not isinstance(found, Alley):
        raise _refused("alley", gettext("چنین کوچه‌ای روی نقشه نیست؛ از جست‌وجو برگزینید."))
    facts = [naming.naming_id for naming in found.namings if naming.on_map]
    if naming_id is not None and naming_id not in facts:
        raise _refused("naming", gettext("این نام‌گذاری با این کوچه تطبیق داده نشده است."))
    return StopPlace(
        naming_id=naming_id or next(iter(facts), None),
        alley_id=found.alley_id,
        lon=found.mouth_lon,
        lat=found.mouth_lat,
        name_fa=alley_context(found).persian,
    )


def _time(name: str) -> str | None:
    written = latin_digits(request.form.get(name, "").strip())
    if not written:
        return None
    found = _TIME.fullmatch(written)
    if found is None:
        raise _refused(name, gettext("ساعت را مانند ۰۹:۳۰ بنویسید، از ۰۰:۰۰ تا ۲۳:۵۹."))
    return f"{int(found[1]):02d}:{found[2]}"


def _number(name: str, most: int) -> int | None:
    written = latin_digits(request.form.get(name, "").strip())
    if not written:
        return None
    if not _NUMBER.fullmatch(written) or not 1 <= int(written) <= most:
        raise _refused(name, gettext("عددی از ۱ تا %(most)s بنویسید.", most=local_number(most)))
    return int(written)


def _media_address() -> str:
    written = forms.optional_text("media_url", longest=LONGEST_ADDRESS)
    if not written or web_address(written) or own_path(written):
        return written
    raise _refused(
        "media_url",
        gettext("نشانی صدا یا فیلم باید با http آغاز شود یا نشانی‌ای در همین سایت باشد."),
    )


def _refused(name: str, sentence: str) -> QueryError:
    return QueryError(f"{name}: not as expected", sentence, parameter=name)
