"""What somebody says happened to a sign, read from a form or from a phone, or refused by name.

Only what is said is judged here; whether it may follow what was before is the journal's answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from geodata.catalogue.records import BBox
from geodata.dates import ImpossibleDateError, parse_date
from geodata.errors import QueryError
from geodata.gregorian import jalali_day
from geodata.journal.plaque_events import Picture, PlaqueEvent
from geodata.model import PlaqueStatus
from geodata.names import latin_digits
from geodata.present_signs import ENDS, Sign
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.logins import utc_now
from webmap.params import readable_text
from webmap.photos import sign_picture

MOST_NOTE = 500
AROUND_DEG = 0.2
"""A sign is at most so far from the city's own bounds."""
_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{0,20})?")


@dataclass(frozen=True, slots=True)
class Said:
    """What happened to a sign; see `geodata.journal.plaque_events.PlaqueEvent`."""

    key: str
    status: PlaqueStatus
    happened_on: str
    end: str | None
    place: tuple[float, float] | None
    note: str
    picture: Picture | None

    def about(self, sign: Sign) -> PlaqueEvent:
        """Return it as an event of a sign."""
        lon, lat = self.place or (None, None)
        return PlaqueEvent(
            event_key=self.key,
            plaque_id=sign.plaque_id,
            naming_id=sign.naming_id or "",
            end=self.end,
            status=self.status,
            happened_on=self.happened_on,
            lon=lon,
            lat=lat,
            note=self.note,
        )


def said_in(form: Mapping[str, str], photo: bytes = b"") -> Said:
    """Return what a form says.

    Raises
    ------
    QueryError
        Its sentence says what is wrong with which field.
    """
    return Said(
        key=event_key(form.get("key")),
        status=status_of(form.get("status")),
        happened_on=event_day(form.get("on", "")),
        end=end_of(form.get("end")),
        place=_typed_place(form.get("lon", ""), form.get("lat", "")),
        note=note_of(form.get("note")),
        picture=sign_picture(photo) if photo else None,
    )


def event_key(sent: object) -> str:
    """Return the key of an event, which only a broken form lacks."""
    if isinstance(sent, str) and _KEY.fullmatch(sent):
        return sent
    raise QueryError(
        "key: expected a UUID",
        gettext("این فرم کهنه شده است؛ یک بار دیگر بفرستید."),
        parameter="key",
    )


def status_of(sent: object) -> PlaqueStatus:
    """Return what the sign is now."""
    if isinstance(sent, str) and sent in set(PlaqueStatus):
        return PlaqueStatus(sent)
    raise QueryError(
        "status: missing or unknown",
        gettext("بگویید پلاک اکنون در چه وضعیتی است."),
        parameter="status",
    )


def end_of(sent: object) -> str | None:
    """Return at which end of its alley the sign is, None where nobody says."""
    if sent in (None, ""):
        return None
    if isinstance(sent, str) and sent in ENDS:
        return sent
    raise QueryError(
        "end: expected start or end",
        gettext("سر کوچه باید «ابتدا» یا «انتها» باشد."),
        parameter="end",
    )


def note_of(sent: object) -> str:
    """Return what was written beside, "" for nothing."""
    if sent is None or (isinstance(sent, str) and not sent.strip()):
        return ""
    return readable_text("note", sent if isinstance(sent, str) else "", longest=MOST_NOTE)


def event_day(typed: str) -> str:
    """Return the Jalali day that was typed as 1405-09-04: a whole one, today or before."""
    try:
        found = parse_date(typed.strip())
    except ImpossibleDateError as impossible:
        raise _wrong_day(
            gettext("این تاریخ در تقویم نیست؛ روز و ماه آن را ببینید.")
        ) from impossible
    if found is None or not found.is_whole:
        raise _wrong_day(gettext("تاریخ را کامل بنویسید، مانند ۱۴۰۵/۰۹/۰۴."))
    if found.isoformat() > jalali_day(utc_now()):
        raise _wrong_day(gettext("تاریخ در آینده است؛ تنها آنچه رخ داده است ثبت می‌شود."))
    return found.isoformat()


def place_in_city(lon: object, lat: object, bounds: BBox) -> tuple[float, float] | None:
    """Return a place [degrees EPSG:4326], None when neither number is told.

    Raises
    ------
    QueryError
        For half a place, and for one that is not in this city.
    """
    if lon is None and lat is None:
        return None
    if isinstance(lon, int | float) and isinstance(lat, int | float):
        west, south, east, north = bounds
        is_east_west = west - AROUND_DEG <= lon <= east + AROUND_DEG
        if is_east_west and south - AROUND_DEG <= lat <= north + AROUND_DEG:
            return float(lon), float(lat)
    raise QueryError(
        "lon, lat: expected a place in this city, in degrees",
        gettext("جای پلاک باید عرض و طول جغرافیایی در همین شهر باشد، به درجه."),
        parameter="lat",
    )


def _typed_place(lon: str, lat: str) -> tuple[float, float] | None:
    if not lon.strip() and not lat.strip():
        return None
    return place_in_city(_number(lon), _number(lat), current_catalogue().info.bounds)


def _number(typed: str) -> float:
    plain = latin_digits(typed.strip()).replace("٫", ".")
    return float(plain) if _DECIMAL.fullmatch(plain) else math.nan


def _wrong_day(message_fa: str) -> QueryError:
    return QueryError("on: not a day until today", message_fa, parameter="on")
