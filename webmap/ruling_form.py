"""What a steward chose on the review screen, read from its form."""

from __future__ import annotations

from flask import request

from geodata.catalogue import Alley, Catalogue, Naming
from geodata.deciding import DecisionKind
from geodata.errors import QueryError
from geodata.journal.decisions import Choice, Ruling, Waiting
from webmap.i18n import gettext
from webmap.params import is_record_number

LONGEST_NOTE = 500
LEAST_ALLEYS, MOST_ALLEYS = 2, 20
NONE_OF_THESE = "none"
PLAIN = (DecisionKind.NOT_ON_MAP.value, DecisionKind.REGISTER_ERROR.value, Waiting.VISIT.value)


def read_ruling(catalogue: Catalogue, naming: Naming) -> Ruling:
    """Return the ruling of the form.

    Raises
    ------
    QueryError
        For a choice there is not, an alley that is not there, a note or another naming missing.
    """
    chosen = request.form.get("choice", "")
    note = request.form.get("note", "").strip()
    if len(note) > LONGEST_NOTE:
        raise _refusal("note", gettext("یادداشت بلندتر از ۵۰۰ نویسه است."))
    if chosen == DecisionKind.REGISTER_ERROR and not note:
        raise _refusal("note", gettext("بنویسید دفتر کجا خطا دارد."))
    return Ruling(naming.naming_id, _choices(catalogue, naming, chosen), naming.honoree_fa, note)


def _choices(catalogue: Catalogue, naming: Naming, chosen: str) -> tuple[Choice, ...]:
    kind, _, number = chosen.partition(":")
    if kind == DecisionKind.ACCEPT and is_record_number(number):
        return (_of_alley(catalogue, DecisionKind.ACCEPT, int(number)),)
    if chosen == NONE_OF_THESE and naming.alternatives:
        ids = [alley_id for alley_id, _ in naming.alternatives]
        return tuple(_of_alley(catalogue, DecisionKind.REJECT, alley_id) for alley_id in ids)
    if chosen == DecisionKind.SEVERAL:
        return _several(catalogue)
    if kind == DecisionKind.DUPLICATE:
        return (Choice(kind, other_id=_other(catalogue, naming, number)),)
    if chosen in PLAIN:
        return (Choice(chosen),)
    raise _refusal("choice", gettext("یکی از گزینه‌ها را برگزینید."))


def _of_alley(catalogue: Catalogue, kind: DecisionKind, alley_id: int) -> Choice:
    alley = catalogue.alley(alley_id)
    if not isinstance(alley, Alley):
        raise _refusal("choice", gettext("این کوچه دیگر روی نقشه نیست."))
    return Choice(kind.value, alley.alley_id, alley.mouth_lon, alley.mouth_lat)


def _several(catalogue: Catalogue) -> tuple[Choice, ...]:
    ticked = list(dict.fromkeys(request.form.getlist("alley")))
    if not all(map(is_record_number, ticked)):
        raise _refusal("alley", gettext("این کوچه دیگر روی نقشه نیست."))
    if not LEAST_ALLEYS <= len(ticked) <= MOST_ALLEYS:
        raise _refusal("alley", gettext("دو معبر یا بیشتر را نشان بگذارید."))
    return tuple(_of_alley(catalogue, DecisionKind.SEVERAL, int(number)) for number in ticked)


def _other(catalogue: Catalogue, naming: Naming, chosen: str) -> str:
    typed = chosen or request.form.get("other", "").strip()
    if not typed or typed == naming.naming_id:
        raise _refusal("other", gettext("شناسهٔ نام‌گذاری دیگر را بنویسید."))
    return catalogue.naming(typed).naming_id


def _refusal(parameter: str, message_fa: str) -> QueryError:
    return QueryError(f"{parameter}: not a ruling", message_fa, parameter=parameter)
