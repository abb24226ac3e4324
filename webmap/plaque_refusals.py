"""Why something was not recorded of a sign, as a sentence for whoever wanted to."""

from __future__ import annotations

from geodata.errors import EarlierDayError, GeodataError, ImpossibleOrderError
from webmap.calendars import day_text
from webmap.i18n import gettext
from webmap.presentation import plaque_status_word


def refusal_sentence(refused: GeodataError) -> str:
    """Return the sentence in the reader's language, with the days or states it is about."""
    if isinstance(refused, EarlierDayError):
        return gettext(
            "%(day)s پیش از %(latest)s است، که تازه‌ترین رویداد این پلاک در آن روز است؛"
            " تاریخ را درست کنید، یا بگویید که به تاریخچه افزوده شود.",
            day=day_text(refused.day),
            latest=day_text(refused.latest),
        )
    if isinstance(refused, ImpossibleOrderError):
        return gettext(
            "«%(after)s» نمی‌تواند پس از «%(before)s» بیاید.",
            after=plaque_status_word(refused.after),
            before=plaque_status_word(refused.before),
        )
    return gettext(refused.message_fa)
