"""The correction form and the page that says what became of one."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.catalogue.records import Alley
from geodata.journal.corrections import CorrectionKind, CorrectionState, CorrectionStatus
from webmap.calendars import day_of_moment
from webmap.i18n import gettext, mark
from webmap.places import honoured
from webmap.presentation import local_digits, martyr_name

KINDS = {
    CorrectionKind.WRONG_PERSON: mark("نام یا مشخصات شهید نادرست است"),
    CorrectionKind.WRONG_PLACE: mark("جای کوچه روی نقشه نادرست است"),
    CorrectionKind.PLAQUE_DAMAGED: mark("پلاک آسیب دیده است"),
    CorrectionKind.PLAQUE_MISSING: mark("پلاک سر جایش نیست"),
    CorrectionKind.MARTYR_LEFT_OUT: mark("روی پلاک واژهٔ «شهید» نیست"),
    CorrectionKind.PHOTO: mark("عکس یا یادی برای افزودن یا برداشتن"),
    CorrectionKind.OTHER: mark("چیز دیگر"),
}
STATES = {
    CorrectionState.NEW: mark("رسیده است و در نوبت بررسی است"),
    CorrectionState.TASK: mark("پذیرفته شد و در دست انجام است"),
    CorrectionState.ACCEPTED: mark("پذیرفته شد"),
    CorrectionState.REJECTED: mark("بررسی شد و پذیرفته نشد"),
}


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """The form as it stands, with what was typed before.

    Parameters
    ----------
    subject : Alley, str or None
        What it is about: an alley, a person's name, nothing in particular.
    message_fa : str
        What was wrong with it, "" at first.
    """

    subject: Alley | str | None
    alley: str
    martyr: str
    kind: str
    text: str
    phone: str
    token: str
    message_fa: str

    @property
    def subject_fa(self) -> str:
        """What it is about, in words; "" for nothing in particular."""
        if isinstance(self.subject, Alley):
            named = self.subject.name_fa and local_digits(self.subject.name_fa)
            return honoured(self.subject) or named or gettext("کوچهٔ بی‌نام")
        return martyr_name(self.subject) if self.subject else ""

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """What can be wrong: code and words."""
        return tuple((kind.value, gettext(text)) for kind, text in KINDS.items())


@dataclass(frozen=True, slots=True)
class StatusContext:
    """Where one correction stands."""

    code: str
    status: CorrectionStatus

    @property
    def kind_word(self) -> str:
        """What was said to be wrong."""
        return gettext(KINDS[self.status.kind])

    @property
    def state_fa(self) -> str:
        """Where it stands."""
        return gettext(STATES[self.status.state])

    @property
    def answered_fa(self) -> str:
        """The Jalali day of the answer, "" without one."""
        given = self.status.answered_at
        return day_of_moment(given.isoformat()) if given else ""

    @property
    def sent_fa(self) -> str:
        """The Jalali day it came."""
        return day_of_moment(self.status.sent_at.isoformat())
