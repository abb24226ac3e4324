"""One honoree with what is known of them and the alleys that carry their name.

Nothing is invented and nothing is said to be missing: what is unknown is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geodata.anniversaries import Day, next_day
from geodata.catalogue.records import Martyr, Naming
from geodata.dates import PartialDate
from geodata.names.families import family_key, family_name
from webmap.anniversary_query import today
from webmap.places import naming_person
from webmap.portraits import Portrait, shown_portrait
from webmap.presentation import local_name, persian_martyr


@dataclass(frozen=True, slots=True)
class MartyrContext:
    """What people read about one person.

    Parameters
    ----------
    alleys : tuple of Naming
        Namings joined to an alley as a fact.
    waiting : tuple of Naming
        Namings of the register that are not on the map yet.
    anniversary : Day, optional
        When the day of the martyrdom is kept next; None unless the date is whole.
    """

    martyr: Martyr
    name: str
    persian: str
    birth_date: str | None
    martyrdom_date: str | None
    martyrdom_place: str | None
    burial_place: str | None
    biography: str | None
    media_url: str | None
    portrait: Portrait | None
    anniversary: Day | None
    alleys: tuple[Naming, ...]
    waiting: tuple[Naming, ...]

    @property
    def family(self) -> str:
        """The name that relatives share."""
        return local_name(family_name(self.martyr.honoree_fa))

    @property
    def family_key(self) -> str:
        """What the page of that name is found by; "" when the name has no letters."""
        return family_key(family_name(self.martyr.honoree_fa))


def martyr_context(martyr: Martyr) -> MartyrContext:
    """Return the context of one person's page; the first row that knows a thing tells it."""
    namings = martyr.namings
    died = _first(naming.martyrdom_date for naming in namings)
    return MartyrContext(
        martyr=martyr,
        name=naming_person(namings[0]),
        persian=persian_martyr(martyr.honoree_fa, martyr.title_fa),
        birth_date=_first(naming.birth_date for naming in namings),
        martyrdom_date=died,
        anniversary=next_day(PartialDate.fromisoformat(died), today()) if died else None,
        martyrdom_place=_first(naming.martyrdom_place for naming in namings),
        burial_place=_first(naming.burial_place for naming in namings),
        biography=_first(naming.biography for naming in namings),
        media_url=_first(naming.media_url for naming in namings),
        portrait=shown_portrait(namings),
        alleys=tuple(naming for naming in namings if naming.on_map),
        waiting=tuple(naming for naming in namings if not naming.on_map),
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
