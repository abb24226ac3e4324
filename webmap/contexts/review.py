"""One doubtful naming: what the register says, what the map offers, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from geodata.catalogue import Alley, Catalogue, Naming
from geodata.catalogue.worklists import FACETS
from geodata.errors import UnknownRecordError
from geodata.journal import Journal
from geodata.journal.accounts import Role
from geodata.journal.decisions import Kept, Waiting, decisions_in_force, state_of
from geodata.names.alphabet import alphabetical
from geodata.worklists.row import WorkList, reason_fa
from webmap.contexts.offers import Offer, doubles_of, offers_of
from webmap.contexts.paging import Facet, Option
from webmap.i18n import gettext, mark
from webmap.logins import required_login
from webmap.places import area_name
from webmap.presentation import local_name

QUEUES = (WorkList.UNCERTAIN.value, WorkList.UNMAPPED.value)
VISITS = Waiting.VISIT.value
FACET_LABELS = {
    "reason": mark("دلیل"),
    "district": mark("منطقه"),
    "neighbourhood": mark("محله"),
}
KIND_WORDS = {
    "accept": mark("این کوچه"),
    "reject": mark("نه این کوچه"),
    "register_error": mark("دفتر خطا دارد"),
    "not_on_map": mark("هنوز روی نقشه نیست"),
    "duplicate": mark("همان نام‌گذاری دیگر است"),
    "several": mark("این نام برای چند معبر است"),
    "visit": mark("باید در محل دیده شود"),
}
ORDERS = {
    "likeliest": mark("محتمل‌ترین نخست"),
    "oldest": mark("دیرمانده‌ترین نخست"),
    "place": mark("محله به محله"),
    "reason": mark("دلیل به دلیل"),
}
Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Queue:
    """Which namings one goes through, and in which order."""

    work_list: WorkList
    wanted: Mapping[str, str]
    sort: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a form was not taken, and what was written in it: nothing of it is lost."""

    message: str = ""
    note: str = ""
    ticked: frozenset[int] = frozenset()


NOT_REFUSED = Refused()


@dataclass(frozen=True, slots=True)
class Decided:
    """What stands of what was decided at once, in words, and the alleys it is about."""

    word: str
    kept: Kept
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """The screen.

    Attributes
    ----------
    naming : Naming, optional
        None when the queue is empty.
    seen : int
        What the form says so that nobody is run over, see `geodata.journal.decisions.state_of`.
    position, total : int
        Where in the queue it is, from 1; 0 when it is in none.
    last : tuple, optional
        The naming decided just before, its word and its state, to take it back.
    """

    queue: Queue
    naming: Naming | None
    extras: tuple[tuple[str, str], ...]
    offers: tuple[Offer, ...]
    doubles: tuple[Naming, ...]
    decided: tuple[Decided, ...]
    seen: int
    position: int
    total: int
    next_url: str
    facets: tuple[Facet, ...]
    queues: tuple[Option, ...]
    orders: tuple[Option, ...]
    last: tuple[Naming, str, int] | None
    may_decide: bool
    message: str
    note: str
    ticked: frozenset[int]


def review_context(
    catalogue: Catalogue,
    journal: Journal,
    queue: Queue,
    naming_id: str | None,
    *,
    after: str | None,
    address: Address,
    refused: Refused = NOT_REFUSED,
) -> ReviewContext:
    """Return the screen for a naming, or for the next in the queue behind `after`."""
    with journal.reading() as connection:
        kept = decisions_in_force(connection)
        visits = {one.naming_id for one in kept if one.kind == VISITS}
        ids = _queued(catalogue, queue, visits)
        chosen = naming_id or _following(ids, after)
        naming = catalogue.naming(chosen) if chosen else None
        seen = state_of(connection, chosen) if chosen else 0
        last = _last(catalogue, kept, after)
        last_state = state_of(connection, after) if after else 0
    position = ids.index(chosen) + 1 if chosen in ids else 0
    return ReviewContext(
        queue=queue,
        naming=naming,
        extras=catalogue.register_extras(chosen) if chosen else (),
        offers=offers_of(catalogue, naming) if naming else (),
        doubles=doubles_of(catalogue, naming) if naming else (),
        decided=tuple(_decided(catalogue, [one for one in kept if one.naming_id == chosen])),
        seen=seen,
        position=position,
        total=len(ids),
        next_url=address(after=chosen),
        facets=tuple(_facets(catalogue, queue, address)),
        queues=tuple(_queues(catalogue, queue, address)),
        orders=tuple(_orders(queue, len(ids), address)),
        last=(*last, last_state) if last else None,
        may_decide=required_login().account.role.includes(Role.STEWARD),
        message=refused.message,
        note=refused.note,
        ticked=refused.ticked,
    )


def _decided(catalogue: Catalogue, kept: Iterable[Kept]) -> Iterator[Decided]:
    """What was decided at once is told once."""
    for (kind, _), group in groupby(kept, key=lambda one: (one.kind, one.decided_at)):
        said = list(group)
        about = tuple(
            _alley_word(catalogue, one.alley_id) for one in said if one.alley_id is not None
        )
        yield Decided(gettext(KIND_WORDS[kind]), said[0], about)


def _alley_word(catalogue: Catalogue, alley_id: int) -> str:
    try:
        alley = catalogue.alley(alley_id)
    except UnknownRecordError:
        return gettext("کوچه‌ای که دیگر روی نقشه نیست")
    if not isinstance(alley, Alley):
        return gettext("کوچه‌ای که دیگر روی نقشه نیست")
    return local_name(alley.name_fa) if alley.name_fa else gettext("بی‌نام")


def _orders(queue: Queue, total: int, address: Address) -> Iterator[Option]:
    for sort, word in ORDERS.items():
        url = address(sort=sort, after=None, naming=None)
        yield Option(gettext(word), total, url, sort == queue.sort)


def _queued(catalogue: Catalogue, queue: Queue, visits: set[str]) -> list[str]:
    """The ids of a queue in its order; what waits for a visit is not asked again."""
    ids = catalogue.work.naming_ids(queue.work_list, queue.wanted, sort=queue.sort)
    return [naming_id for naming_id in ids if naming_id not in visits]


def _following(ids: list[str], after: str | None) -> str | None:
    """The naming behind another in the queue, which may have left it; the first at its end."""
    if not ids:
        return None
    if after in ids:
        return ids[(ids.index(after) + 1) % len(ids)]
    return ids[0]


def _last(
    catalogue: Catalogue, kept: Iterable[Kept], after: str | None
) -> tuple[Naming, str] | None:
    standing = [one for one in kept if one.naming_id == after]
    if not after or not standing:
        return None
    try:
        return catalogue.naming(after), gettext(KIND_WORDS[standing[-1].kind])
    except UnknownRecordError:
        return None


def _facets(catalogue: Catalogue, queue: Queue, address: Address) -> Iterator[Facet]:
    counts = catalogue.work.page(queue.work_list, queue.wanted, limit=0).counts
    for facet in FACETS:
        if facet == "neighbourhood" and "district" not in queue.wanted:
            continue
        chosen = queue.wanted.get(facet)
        options = tuple(
            Option(
                _label(queue.work_list, facet, value),
                number,
                address(**{facet: None if value == chosen else value, "after": None}),
                value == chosen,
            )
            for value, number in sorted(counts[facet].items(), key=lambda pair: _order(facet, pair))
            if value is not None
        )
        if options:
            yield Facet(facet, gettext(FACET_LABELS[facet]), options)


def _order(facet: str, pair: tuple[Any, int]) -> tuple[Any, ...]:
    value, number = pair
    if facet == "reason":
        return (-number,)
    return (len(value or ""), value or "") if facet == "district" else alphabetical(value or "")


def _label(work_list: WorkList, facet: str, value: str) -> str:
    return reason_fa(work_list, value) if facet == "reason" else area_name(value, facet)


def _queues(catalogue: Catalogue, queue: Queue, address: Address) -> Iterator[Option]:
    words = {WorkList.UNCERTAIN: gettext("نامطمئن"), WorkList.UNMAPPED: gettext("پیدا نشده")}
    for work_list, word in words.items():
        url = address(list=work_list.value, sort=None, reason=None, after=None, naming=None)
        yield Option(word, catalogue.work.sizes[work_list], url, work_list is queue.work_list)
