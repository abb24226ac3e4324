"""A curated tour in words: its stops where they are now, the ways between, and when one may go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from flask import Flask, url_for

from geodata.catalogue import Catalogue
from geodata.journal.tour_stops import TourStop
from geodata.journal.tours import Tour, TourState
from geodata.tours import Leg, Route, RouteStop, Standing, route_of, standing_stops
from webmap.contexts.alley import AlleyContext, alley_context
from webmap.contexts.site import site_url
from webmap.contexts.tour_strip import Strip, strip_of
from webmap.i18n import gettext, mark
from webmap.maps import CityMapParts
from webmap.places import alley_place
from webmap.presentation import local_digits, local_number, metres, web_address
from webmap.rights import own_path

LONGEST_SLUG = 60
STATES = {
    TourState.DRAFT: mark("پیش‌نویس"),
    TourState.PUBLISHED: mark("منتشر شده"),
    TourState.WITHDRAWN: mark("برچیده"),
}
NOTES = {
    Standing.MERGED: mark("این کوچه در نقشهٔ تازه با کوچهٔ دیگری یکی شده است؛ ایستگاه همان‌جاست."),
    Standing.ELSEWHERE: mark("در نقشهٔ تازه این نام بر کوچهٔ دیگری است؛ ایستگاه به آن‌جا رفته است."),
    Standing.UNNAMED: mark("تطبیق نام این کوچه دوباره در دست بررسی است."),
    Standing.GONE: mark("دیگر روی نقشه نیست"),
}
"""What a reader is told of a stop that is not as it was."""


@dataclass(frozen=True, slots=True)
class StopView:
    """A stop as people read it.

    Attributes
    ----------
    number : int, optional
        Its place among those on the map; None for what is gone.
    title : str
        The alley's name now; what it was called when it was added for what is gone.
    at : (float, float), optional
        Lon, lat [degrees EPSG:4326].
    """

    stop: TourStop
    number: int | None
    standing: Standing
    title: str
    place: str
    at: tuple[float, float] | None
    leg: Leg | None
    along_m: float
    alley: AlleyContext | None

    @property
    def note(self) -> str:
        """What became of it; "" when nothing did."""
        return gettext(NOTES[self.standing]) if self.standing in NOTES else ""

    @property
    def media(self) -> str | None:
        """Address of its sound or film, None for anything a browser would do more with."""
        return web_address(self.stop.media_url) or own_path(self.stop.media_url)

    @property
    def is_gone(self) -> bool:
        """Whether it is not on the map any more."""
        return self.standing is Standing.GONE

    @property
    def leg_sentence(self) -> str:
        """How far it is from the stop before; "" for the first."""
        if self.leg is None:
            return ""
        length = metres(self.leg.length_m)
        if self.leg.is_straight:
            return gettext("%(length)s، مسیر مستقیم، تقریبی", length=length)
        return gettext("%(length)s پیاده", length=length)


@dataclass(frozen=True, slots=True)
class TourContext:
    """One tour for its page, its leaflet and the phone.

    Attributes
    ----------
    parts : CityMapParts, optional
        The map, where the page has one.
    keeps : tuple of str
        Addresses a phone keeps for the way without network.
    """

    tour: Tour
    stops: tuple[StopView, ...]
    route: Route
    site_url: str
    parts: CityMapParts | None = None
    keeps: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the tour is called."""
        return local_digits(self.tour.facts.title_fa)

    @property
    def path(self) -> str:
        """Address of its page."""
        return url_for("tours.tour", ref=reference(self.tour))

    @property
    def short_url(self) -> str:
        """The short address for signs and paper, whole."""
        return self.site_url + url_for("tours.tour", ref=self.tour.tour_id)

    @property
    def present(self) -> tuple[StopView, ...]:
        """The stops that are on the map."""
        return tuple(stop for stop in self.stops if not stop.is_gone)

    @property
    def strip(self) -> Strip:
        """The profile for a wide screen and for paper."""
        return strip_of(self.route, 620)

    @property
    def narrow_strip(self) -> Strip:
        """The profile for a phone."""
        return strip_of(self.route, 340)

    @property
    def length_sentence(self) -> str:
        """How long the way is."""
        return length_sentence(self.route)

    @property
    def time_sentence(self) -> str:
        """How long it takes, standing and walking."""
        return minutes_text(self.route.minutes)

    @property
    def hours_sentence(self) -> str:
        """When one may go; "" when nothing is said."""
        return hours_sentence(self.tour)

    @property
    def summary(self) -> str:
        """The tour in one line, for previews."""
        return gettext(
            "%(count)s ایستگاه · %(length)s · %(time)s",
            count=local_number(len(self.present)),
            length=self.length_sentence,
            time=self.time_sentence,
        )


def tour_context(
    catalogue: Catalogue, tour: Tour, stops: list[TourStop], **more: object
) -> TourContext:
    """Return a tour as it stands in the present dataset."""
    route = route_of(catalogue, standing_stops(catalogue, stops))
    number = count(1)
    views = tuple(
        _view(one, None if one.standing.alley is None else next(number)) for one in route.stops
    )
    return TourContext(tour, views, route, site_url(), **more)  # type: ignore[arg-type]


def reference(tour: Tour) -> str:
    """Return a tour's number with its name as an address writes it."""
    slug = re.sub(r"[^\w\u200c]+", "-", tour.facts.title_fa).strip("-\u200c")[:LONGEST_SLUG]
    return f"{tour.tour_id}-{slug}" if slug else str(tour.tour_id)


def length_sentence(route: Route) -> str:
    """Return how long a way is; of straight lines the least it can be."""
    if route.is_straight:
        return gettext("دست‌کم %(length)s", length=metres(route.length_m))
    return metres(route.length_m)


def minutes_text(minutes: int) -> str:
    """Return a time as people say it: «۵۰ دقیقه», «۱ ساعت و ۲۰ دقیقه»."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(minutes)s دقیقه", minutes=local_number(rest))
    if not rest:
        return gettext("%(hours)s ساعت", hours=local_number(hours))
    return gettext(
        "%(hours)s ساعت و %(minutes)s دقیقه", hours=local_number(hours), minutes=local_number(rest)
    )


def hours_sentence(tour: Tour) -> str:
    """Return the days and hours of a tour; "" when nothing is said."""
    facts, days = tour.facts, local_digits(tour.facts.open_days_fa)
    if not (facts.opens_at and facts.closes_at):
        return days
    hours = gettext(
        "از ساعت %(opens)s تا %(closes)s",
        opens=local_digits(facts.opens_at),
        closes=local_digits(facts.closes_at),
    )
    return gettext("%(days)s، %(hours)s", days=days, hours=hours) if days else hours


def init_tours(app: Flask) -> None:
    """Offer the words of tours to the templates of `app`."""
    app.jinja_env.filters["tour_state_word"] = state_word


def state_word(state: TourState) -> str:
    """Return who sees a tour, in a word."""
    return gettext(STATES[state])


def _view(one: RouteStop, number: int | None) -> StopView:
    standing = one.standing
    page = alley_context(standing.alley) if standing.alley else None
    return StopView(
        stop=standing.stop,
        number=number,
        standing=standing.standing,
        title=page.title if page else local_digits(standing.stop.name_fa),
        place=alley_place(page.alley) if page else "",
        at=standing.at,
        leg=one.leg,
        along_m=one.along_m,
        alley=page,
    )
