"""What there is of everybody: values of the desk's facets, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geodata.catalogue import Catalogue
from geodata.catalogue.people import PersonLine
from geodata.journal import Journal
from geodata.journal.episode_records import Episode, Kind, State, episodes_in_force
from geodata.journal.picture_records import portrayed
from geodata.journal.pictures import all_taken_down
from webmap.i18n import gettext, mark
from webmap.places import area_name
from webmap.recordings import kind_word

YES, NO, NONE, DOWN = "yes", "no", "none", "down"
FACETS = ("picture", "text", *(kind.value for kind in Kind), "district")
THERE = {YES: mark("هست"), NO: mark("نیست")}
STATES = {
    NONE: mark("نیست"),
    State.RESERVED.value: mark("رزرو شده"),
    State.DELIVERED.value: mark("تحویل شده"),
    State.PUBLISHED.value: mark("منتشر شده"),
    State.WITHDRAWN.value: mark("پس گرفته شده"),
    DOWN: mark("برداشته شده"),
}
FACET_LABELS = {
    "picture": mark("تصویر"),
    "text": mark("زندگی‌نامهٔ نوشته"),
    "district": mark("منطقه"),
}
CHIPS = {
    NONE: "plain",
    State.RESERVED.value: "waiting",
    State.DELIVERED.value: "waiting",
    State.PUBLISHED.value: "installed",
    State.WITHDRAWN.value: "missing",
    DOWN: "missing",
}
_FURTHEST = (DOWN, State.PUBLISHED.value, State.DELIVERED.value, State.RESERVED.value)
Values = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """One kind of film of somebody: how far it is, and the episode if there is one."""

    kind: Kind
    label: str
    state: str
    state_word: str
    chip: str
    episode: Episode | None


class Table:
    """Everybody with what there is of them, as the journal says now."""

    def __init__(self, catalogue: Catalogue, journal: Journal) -> None:
        with journal.reading() as connection:
            episodes = episodes_in_force(connection)
            self._kept, self._down = portrayed(connection), all_taken_down(connection)
        self.people = catalogue.people.all
        self.episodes: dict[tuple[int, Kind], Episode] = {}
        for episode in episodes:
            person = catalogue.people.by_naming.get(episode.naming_id)
            if person is None:
                continue
            key = (person.martyr_id, episode.kind)
            before = self.episodes.get(key)
            if before is None or _far(episode) < _far(before):
                self.episodes[key] = episode
        self._values: dict[int, Values] = {}

    def has_picture(self, one: PersonLine) -> bool:
        """Whether a portrait of somebody is shown."""
        is_built = one.portrait is not None and one.portrait not in self._down
        return is_built or not self._kept.isdisjoint(one.namings)

    def values(self, one: PersonLine) -> Values:
        """Return the values of `FACETS` that somebody has."""
        if one.martyr_id not in self._values:
            made = (self.episodes.get((one.martyr_id, kind)) for kind in Kind)
            self._values[one.martyr_id] = (
                YES if self.has_picture(one) else NO,
                YES if one.has_biography else NO,
                *(state_of(episode) for episode in made),
                one.district,
            )
        return self._values[one.martyr_id]


def state_of(episode: Episode | None) -> str:
    """Return how far something is: a value of `STATES`."""
    if episode is None:
        return NONE
    return DOWN if episode.is_taken_down else episode.state.value


def _far(episode: Episode) -> int:
    state = state_of(episode)
    return _FURTHEST.index(state) if state in _FURTHEST else len(_FURTHEST)


def series_progress(catalogue: Catalogue, journal: Journal) -> tuple[tuple[str, int, int], ...]:
    """Return of each kind of film its name, of how many honorees it is published, and of all.

    Nothing while nobody has begun.
    """
    table = Table(catalogue, journal)
    if not table.episodes:
        return ()
    shown = [kind for (_, kind), one in table.episodes.items() if one.is_shown]
    return tuple((kind_word(kind), shown.count(kind), len(table.people)) for kind in Kind)


def known_values(catalogue: Catalogue, facet: str) -> frozenset[str]:
    """Return every value that one of `FACETS` may have."""
    if facet == "district":
        return frozenset(one.district for one in catalogue.people.all if one.district)
    return frozenset(THERE if facet in ("picture", "text") else STATES) - {State.WITHDRAWN.value}


def word_of(state: str) -> str:
    """Return how far something is, in words."""
    return gettext(STATES[state])


def made_of(kind: Kind, episode: Episode | None) -> Made:
    """Return how far one kind of film is."""
    state = state_of(episode)
    return Made(kind, kind_word(kind), state, word_of(state), CHIPS[state], episode)


def facet_label(facet: str) -> str:
    """Return what one of `FACETS` is called."""
    if facet in FACET_LABELS:
        return gettext(FACET_LABELS[facet])
    return kind_word(Kind(facet))


def value_word(facet: str, value: str) -> str:
    """Return what a value of one of `FACETS` is called."""
    if facet == "district":
        return area_name(value, "district")
    return gettext(THERE[value] if value in THERE else STATES[value])


def in_order(facet: str, values: Iterable[str | None]) -> Sequence[str]:
    """Return the values of one of `FACETS` as a list of choices has them."""
    known = [value for value in values if value is not None]
    if facet == "district":
        return sorted(known, key=lambda value: (len(value), value))
    order = [*THERE, *STATES]
    return sorted(known, key=order.index)
