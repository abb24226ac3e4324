"""Lists one can browse and narrow: all namings, those of a neighbourhood, those of a family."""

from __future__ import annotations

from flask import Blueprint, Response, json, render_template, url_for

from geodata.catalogue import Filters
from geodata.catalogue.areas import area_ids
from geodata.catalogue.listing import FLAGS, SORTS, Family
from geodata.errors import UnknownRecordError
from geodata.model import NAMING_STATES
from geodata.names.families import LONGEST_KEY, family_key
from webmap import params
from webmap.assets import site_assets
from webmap.contexts.explore import ExploreContext, Wanted, explore_context
from webmap.contexts.families import families_context
from webmap.contexts.mapview import map_options
from webmap.contexts.neighbourhoods import neighbourhoods_context
from webmap.contexts.paging import Address
from webmap.dataset import current_catalogue
from webmap.i18n import gettext
from webmap.maps import CityMapParts, render_explore_map
from webmap.places import area_name
from webmap.presentation import local_name

bp = Blueprint("explore", __name__)

MOST_PAGES = 10_000
MOST_LINES = 2_000
YEARS = (1300, 1500)


@bp.get("/explore")
def everything() -> str:
    """Every naming of the register."""
    return _page(frozenset(), Filters(), gettext("همهٔ نام‌ها"), _address("explore.everything"))


@bp.get("/neighbourhoods")
def neighbourhoods() -> str:
    """All neighbourhoods by district: the way for whoever does not tell their position."""
    page = neighbourhoods_context(current_catalogue())
    return render_template("pages/neighbourhoods.html", page=page)


@bp.get("/neighbourhoods/<string(maxlength=64):area_id>")
def neighbourhood(area_id: str) -> str:
    """The namings of one neighbourhood."""
    if area_id not in area_ids(current_catalogue(), "neighbourhood"):
        raise UnknownRecordError(
            f"no neighbourhood {area_id!r}", gettext("محله‌ای با این نشانی در داده‌ها نیست.")
        )
    return _page(
        frozenset({"district", "neighbourhood"}),
        Filters(neighbourhood=area_id),
        gettext("شهیدان محلهٔ %(name)s", name=area_name(area_id, "neighbourhood")),
        _address("explore.neighbourhood", area_id=area_id),
    )


@bp.get("/families")
def families() -> str:
    """All family names, by alphabet."""
    return render_template("pages/families.html", page=families_context(current_catalogue()))


@bp.get(f"/families/<string(maxlength={LONGEST_KEY}):name>")
def family(name: str) -> str:
    """The namings of everyone of one family name, however it is spelt."""
    found = _family(family_key(name))
    return _page(
        frozenset({"family_key"}),
        Filters(family_key=found.key),
        gettext("شهیدان با نام خانوادگی %(name)s", name=local_name(found.name_fa)),
        _address("explore.family", name=found.key),
    )


@bp.get("/explore/lines.json")
def lines() -> Response:
    """The alleys of the namings that the same filters list, as lines for the map beside it."""
    catalogue = current_catalogue()
    wanted = wanted_anywhere()
    listing = catalogue.listings.page(wanted.filters, sort=wanted.sort, limit=MOST_LINES)
    ids = dict.fromkeys(row.alley_id for row in listing.rows if row.alley_id is not None)
    told = {
        "alleys": [[alley_id, catalogue.lines_of(alley_id)] for alley_id in ids],
        "listed": len(listing.rows),
        "total": listing.total,
    }
    text = json.dumps(told, separators=(",", ":"))
    return Response(text, content_type="application/json")


def _page(fixed: frozenset[str], filters: Filters, heading: str, address: Address) -> str:
    wanted = _wanted(fixed, filters)
    shows_map = params.optional_choice("view", ("map",)) == "map"
    page: ExploreContext = explore_context(
        current_catalogue(),
        wanted,
        heading,
        address,
        city_map=(lambda: _map(wanted)) if shows_map else None,
    )
    return render_template("pages/explore.html", page=page)


def wanted_anywhere() -> Wanted:
    """Return what an address asks for that speaks of any of the lists, a family's too."""
    return _wanted(frozenset(), Filters(family_key=params.filter_text("family")))


def _wanted(fixed: frozenset[str], filters: Filters) -> Wanted:
    """Return what the address asks for, on top of what the page itself fixes."""
    asked = Filters(
        district=filters.district or params.filter_text("district"),
        neighbourhood=filters.neighbourhood or params.filter_text("neighbourhood"),
        state=params.optional_choice("status", NAMING_STATES),
        year=params.optional_number("year", lowest=YEARS[0], highest=YEARS[1]),
        has_portrait=params.optional_choice("portrait", ("1",)) is not None,
        has_biography=params.optional_choice("biography", ("1",)) is not None,
        family_key=filters.family_key,
        **{flag: params.optional_choice(flag, ("1",)) is not None for flag in FLAGS},
    )
    return Wanted(
        filters=asked,
        sort=params.choice("sort", tuple(SORTS), "name"),
        page=params.whole_number("page", 1, highest=MOST_PAGES),
        fixed=fixed,
    )


def _map(wanted: Wanted) -> CityMapParts:
    lines_url = url_for("explore.lines", **wanted.anywhere())
    return render_explore_map(map_options(current_catalogue(), site_assets().url), lines_url)


def _address(endpoint: str, **fixed: str) -> Address:
    return lambda query: url_for(endpoint, **{**query, **fixed})


def _family(key: str) -> Family:
    for found in current_catalogue().listings.families:
        if key and found.key == key:
            return found
    raise UnknownRecordError(
        f"no family {key!r}", gettext("کسی با این نام خانوادگی در دفتر نام‌گذاری نیست.")
    )
