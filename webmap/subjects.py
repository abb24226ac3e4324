"""What a correction is about, as it is known now: an alley, a person, or nothing in view."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.catalogue import Alley, Catalogue, Martyr, Moved, Naming
from geodata.errors import UnknownRecordError
from webmap.i18n import gettext
from webmap.places import honoured, naming_person
from webmap.presentation import local_name


@dataclass(frozen=True, slots=True)
class Subject:
    """The record that somebody wrote about.

    Attributes
    ----------
    alley : Alley, optional
        The alley, or what became of it.
    martyr : Martyr, optional
        The person, when they wrote about no alley.
    moved : Moved, optional
        What became of the alley they wrote about.
    is_gone : bool
        Whether they wrote about a record that is no longer there.
    """

    alley: Alley | None = None
    martyr: Martyr | None = None
    moved: Moved | None = None
    is_gone: bool = False

    @property
    def namings(self) -> tuple[Naming, ...]:
        """The namings it may concern."""
        if self.alley is not None:
            return tuple(naming for naming in self.alley.namings if naming.on_map)
        return self.martyr.namings if self.martyr else ()

    def alleys(self, catalogue: Catalogue) -> tuple[Alley, ...]:
        """Return the alley, or those that are named after the person."""
        if self.alley is not None:
            return (self.alley,)
        ids = dict.fromkeys(alley_id for naming in self.namings for alley_id in naming.alleys)
        found = [catalogue.alley(alley_id) for alley_id in ids]
        return tuple(alley for alley in found if isinstance(alley, Alley))

    @property
    def district(self) -> str | None:
        """Where it lies, as far as it is known."""
        if self.alley is not None:
            return self.alley.district
        return next((naming.district for naming in self.namings if naming.district), None)

    @property
    def name(self) -> str:
        """What it is called; a sentence where there is nothing to call."""
        if self.alley is not None:
            named = self.alley.name_fa and local_name(self.alley.name_fa)
            return honoured(self.alley) or named or gettext("کوچهٔ بی‌نام")
        if self.martyr is not None:
            return naming_person(self.martyr.namings[0])
        if self.is_gone:
            return gettext("رکوردی که دیگر در داده‌ها نیست")
        return gettext("دربارهٔ رکورد معینی نیست")


def subject_of(catalogue: Catalogue, alley_id: int | None, martyr_id: int | None) -> Subject:
    """Return what is known now of what a correction is about."""
    try:
        if alley_id is not None:
            return _alley(catalogue, alley_id)
        if martyr_id is not None:
            return Subject(martyr=catalogue.martyr(martyr_id))
    except UnknownRecordError:
        return Subject(is_gone=True)
    return Subject()


def _alley(catalogue: Catalogue, alley_id: int) -> Subject:
    found = catalogue.alley(alley_id)
    if isinstance(found, Alley):
        return Subject(alley=found)
    heir = None if found.successor_id is None else catalogue.alley(found.successor_id)
    return Subject(
        alley=heir if isinstance(heir, Alley) else None, moved=found, is_gone=heir is None
    )
