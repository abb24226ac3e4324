"""What may be said of somebody in a film: facts with their source, and apart what is not verified.

Facts come from the register and the journal alone. What a finding, a report that waits or an
undecided match throws doubt on is told to whoever makes the film and is never among the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import url_for

from geodata.anniversaries import Day, Period
from geodata.anniversaries.days import DAYS_OF_A_WEEK
from geodata.catalogue import Catalogue, Martyr, Naming
from geodata.catalogue.people import PersonLine
from geodata.catalogue.records import Alley
from geodata.journal import Journal
from geodata.journal.acceptances import acceptances
from geodata.journal.corrections import CorrectionKind
from geodata.journal.reports import waiting_kinds
from geodata.model import Verdict
from geodata.recordings.captions import Cue
from geodata.recordings.subtitles import subtitle_cues
from webmap.calendars import day_of_moment, day_text
from webmap.contexts.alley import AlleyContext, alley_context
from webmap.i18n import gettext
from webmap.places import alley_place, naming_person
from webmap.presentation import local_digits, martyr_name, verdict_word

DOUBTS = {
    "died_before_birth": ("birth", "death"),
    "decree_before_martyrdom": ("death", "decree"),
    "spelt_differently": ("name",),
    "plaque_other_name": ("name",),
    "same_naming_twice": ("decree",),
    "honoree_far_apart": ("alley",),
    "district_differs": ("area",),
    "neighbourhood_differs": ("area",),
    "decision_stale": ("alley",),
}
"""Which facts a finding throws doubt on; one that a steward has accepted throws none."""
REPORTED = {CorrectionKind.WRONG_PERSON: "person", CorrectionKind.WRONG_PLACE: "alley"}
EVERYTHING = "everything"
_PERSON = frozenset({"name", "father", "birth", "death", "death_place", "burial", "biography"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known, where from, and the sentence it makes."""

    key: str
    label: str
    value: str
    source: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that is not verified, and why."""

    label: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything for a story about one honoree.

    Attributes
    ----------
    name : str
        Empty when even the name is in doubt: then there is no kit.
    alleys : tuple of AlleyContext
        Those that carry the name as a fact.
    """

    martyr: Martyr
    name: str
    facts: tuple[Fact, ...]
    doubts: tuple[Doubt, ...]
    alleys: tuple[AlleyContext, ...]
    page_url: str
    as_of: str
    dataset_id: str
    is_demo: bool

    @property
    def is_possible(self) -> bool:
        """Whether there is anything to tell that is verified."""
        return any(fact.key == "name" for fact in self.facts)

    @property
    def has_place(self) -> bool:
        """Whether where the alley lies is beyond doubt."""
        return any(fact.key == "area" for fact in self.facts)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The facts as subtitles."""
        return subtitle_cues(fact.sentence for fact in self.facts) if self.is_possible else ()


@dataclass(frozen=True, slots=True)
class Anniversary:
    """Somebody with the day of a week on which they died."""

    person: PersonLine
    name: str
    day: str


@dataclass(frozen=True, slots=True)
class WeekPage:
    """The anniversaries of seven days; days are Jalali, 1405-09-04."""

    first: str
    last: str
    people: tuple[Anniversary, ...]
    previous: str
    following: str


def kit_context(catalogue: Catalogue, journal: Journal, martyr: Martyr, site_url: str) -> Kit:
    """Return what may be told of somebody."""
    facts: dict[tuple[str, str], Fact] = {}
    doubts: dict[tuple[str, str], Doubt] = {}
    alleys: dict[int, AlleyContext] = {}
    for naming in martyr.namings:
        why = _doubted(catalogue, journal, naming)
        alley = _alley(catalogue, naming)
        for fact in _facts(naming, alley):
            reason = why.get(EVERYTHING) or why.get(fact.key)
            if reason:
                doubts[fact.label, fact.value] = Doubt(fact.label, fact.value, reason)
            else:
                facts.setdefault((fact.key, fact.value), fact)
        if alley is not None and not why.keys() & {EVERYTHING, "alley"}:
            alleys.setdefault(alley.alley.alley_id, alley)
        if alley is None:
            place = naming.old_name_fa or naming.new_name_fa or naming.naming_id
            told = Doubt(gettext("کوچه"), place, verdict_word(naming.verdict))
            doubts[told.label, told.value] = told
    return Kit(
        martyr=martyr,
        name=martyr_name(martyr.honoree_fa, martyr.title_fa),
        facts=tuple(_agreed(facts.values(), doubts)),
        doubts=tuple(doubts.values()),
        alleys=tuple(alleys.values()),
        page_url=site_url + url_for("residents.martyr", martyr_id=martyr.martyr_id),
        as_of=day_of_moment(catalogue.info.built_at),
        dataset_id=catalogue.info.dataset_id,
        is_demo=catalogue.info.is_demo,
    )


def _agreed(facts: Iterable[Fact], doubts: dict[tuple[str, str], Doubt]) -> Iterator[Fact]:
    """Yield the facts that nothing else of the same person contradicts."""
    known = list(facts)
    for fact in known:
        others = {one.value for one in known if one.key == fact.key} - {fact.value}
        if others and fact.key in _PERSON:
            why = gettext("دفتر در ردیف‌های این شهید یکسان نمی‌گوید")
            doubts[fact.label, fact.value] = Doubt(fact.label, fact.value, why)
        else:
            yield fact


def _facts(naming: Naming, alley: AlleyContext | None) -> Iterator[Fact]:
    register = gettext("دفتر نام‌گذاری، شناسهٔ %(id)s", id=naming.naming_id)
    for key, label, value, sentence in _told(naming):
        if value:
            yield Fact(key, label, value, register, sentence)
    if alley is not None:
        yield from _alley_facts(naming, alley)


def _told(naming: Naming) -> Iterator[tuple[str, str, str | None, str]]:
    """Yield what a row of the register says: key, label, value and the sentence it makes."""
    name = naming_person(naming)
    yield "name", gettext("نام"), name, name
    father = local_digits(naming.father_fa or "")
    yield "father", gettext("نام پدر"), father, gettext("فرزند %(father)s", father=father)
    born = day_text(naming.birth_date) if naming.birth_date else ""
    yield "birth", gettext("تولد"), born, gettext("تولد: %(date)s", date=born)
    died = day_text(naming.martyrdom_date) if naming.martyrdom_date else ""
    yield "death", gettext("شهادت"), died, gettext("شهادت: %(date)s", date=died)
    place = local_digits(naming.martyrdom_place or "")
    said = gettext("محل شهادت: %(place)s", place=place)
    yield "death_place", gettext("محل شهادت"), place, said
    grave = local_digits(naming.burial_place or "")
    yield "burial", gettext("مزار"), grave, gettext("مزار: %(place)s", place=grave)
    yield "biography", gettext("زندگی‌نامه"), naming.biography, naming.biography or ""
    decree = local_digits(naming.decree_no or "")
    said = gettext("مصوبهٔ شمارهٔ %(number)s", number=decree)
    yield "decree", gettext("مصوبهٔ نام‌گذاری"), decree, said


def _alley_facts(naming: Naming, alley: AlleyContext) -> Iterator[Fact]:
    joined = gettext("انطباق دفتر و نقشه: %(why)s", why=naming.reason_fa)
    title, old, place = alley.title, alley.formerly, alley_place(alley.alley)
    yield Fact("alley", gettext("کوچه"), title, joined, gettext("کوچه: %(name)s", name=title))
    if old:
        source = gettext("دفتر نام‌گذاری، شناسهٔ %(id)s", id=naming.naming_id)
        said = gettext("پیش‌تر: %(name)s", name=old)
        yield Fact("alley", gettext("نام پیشین کوچه"), old, source, said)
    if place:
        yield Fact("area", gettext("جای کوچه"), place, gettext("نقشهٔ شهر"), place)
    link, ours = alley.permanent_url, gettext("همین سامانه؛ همیشگی")
    yield Fact("alley", gettext("نشانی کوتاه"), link, ours, link.split("://", 1)[-1])


def _doubted(catalogue: Catalogue, journal: Journal, naming: Naming) -> dict[str, str]:
    """Return which facts of a row are in doubt, and why."""
    why: dict[str, str] = {}
    if naming.verdict == Verdict.REGISTER_ERROR:
        why[EVERYTHING] = gettext("این ردیف دفتر نادرست شناخته شده و در دست اصلاح است")
    seen = acceptances(journal)
    for finding in catalogue.findings.of_naming(naming.naming_id):
        if finding.finding_id not in seen:
            for key in DOUBTS.get(finding.code, ()):
                why.setdefault(key, finding.message_fa)
    with journal.reading() as connection:
        waiting = waiting_kinds(connection, naming.martyr_id, naming.alley_id)
    for kind in waiting:
        doubted = REPORTED.get(CorrectionKind(kind)) if kind in {*CorrectionKind} else None
        for key in _PERSON if doubted == "person" else filter(None, [doubted]):
            why.setdefault(key, gettext("گزارشی در این باره رسیده و هنوز بسته نشده است"))
    return why


def _alley(catalogue: Catalogue, naming: Naming) -> AlleyContext | None:
    if not naming.on_map or naming.alley_id is None:
        return None
    found = catalogue.alley(naming.alley_id)
    return alley_context(found) if isinstance(found, Alley) else None


def week_context(catalogue: Catalogue, period: Period) -> WeekPage:
    """Return whose day of martyrdom is in a week; a date that is not whole is nobody's day."""
    people = {one.martyr_id: one for one in catalogue.people.all}
    return WeekPage(
        period.first.isoformat(),
        period.last.isoformat(),
        tuple(
            _remembered(people[one.martyr_id], day)
            for day, found in catalogue.remembrance.calendar().between(period)
            for one in found
        ),
        period.first.plus(-DAYS_OF_A_WEEK).isoformat(),
        period.first.plus(DAYS_OF_A_WEEK).isoformat(),
    )


def _remembered(one: PersonLine, day: Day) -> Anniversary:
    return Anniversary(one, martyr_name(one.honoree_fa, one.title_fa), day.isoformat())
