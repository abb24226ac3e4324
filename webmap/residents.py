"""The pages residents read: the map, the search, one alley, one person, the short link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue.records import Alley, Moved
from webmap import params
from webmap.assets import site_assets
from webmap.config import site_config
from webmap.contexts.about import about_context
from webmap.contexts.alley import alley_context
from webmap.contexts.city import chosen_alley, city_context, embed_context
from webmap.contexts.martyr import martyr_context
from webmap.contexts.results import around, found, suggested
from webmap.dataset import current_catalogue
from webmap.errors import AlleyGoneError
from webmap.journal import note_miss, readable_journal
from webmap.security import allow_framing

bp = Blueprint("residents", __name__)

Page = str | AnyResponse
FRAGMENTS = ("list", "options")
NEIGHBOURS = 6


@bp.get("/")
def city() -> Page | tuple[Page, int]:
    """The map with its list; `q` fills the list and `alley` opens a card without any script.

    A link to an alley nobody knows shows the city and says so.
    """
    chosen = _chosen_alley()
    if params.optional_choice("embed", ("1",)):
        return _embedded(chosen)
    if isinstance(chosen, Moved):
        return successor(chosen, "residents.city", argument="alley")
    is_unknown = chosen is None and bool(request.args.get("alley"))
    page = city_context(
        current_catalogue(),
        query=params.search_text(),
        chosen=chosen,
        is_unknown=is_unknown,
        asset_url=site_assets().url,
    )
    return render_template("pages/city.html", page=page), 404 if is_unknown else 200


@bp.get("/search")
def search() -> Page:
    """The result list as a plain page, or a fragment of it for the scripts of the page."""
    catalogue = current_catalogue()
    fragment = params.optional_choice("fragment", FRAGMENTS)
    if fragment == "options":
        options = suggested(catalogue, params.search_text(), params.rounded_place())
        return render_template("components/options.html", page=options)
    position = params.position("near")
    query = params.search_text()
    district = params.filter_text("district")
    page = around(catalogue, *position) if position else found(catalogue, query, district)
    if page.is_miss and not page.is_nearby:
        note_miss(query)
    template = "components/results.html" if fragment else "pages/search.html"
    return render_template(template, page=page)


@bp.get("/alleys/<record_id:alley_id>")
def alley(alley_id: int) -> Page:
    """One alley; an address that moved leads to its successor."""
    record = current_catalogue().alley(alley_id)
    if isinstance(record, Moved):
        return successor(record, "residents.alley")
    neighbours = current_catalogue().neighbours(alley_id, limit=NEIGHBOURS)
    return render_template("pages/alley.html", page=alley_context(record, neighbours))


@bp.get("/alleys/<record_id:alley_id>/card")
def alley_card(alley_id: int) -> Page:
    """The same alley in short, for the card on the map."""
    record = current_catalogue().alley(alley_id)
    if isinstance(record, Moved):
        return successor(record, "residents.alley_card")
    return render_template("components/card.html", page=alley_context(record))


@bp.get("/martyrs/<record_id:martyr_id>")
def martyr(martyr_id: int) -> Page:
    """One honoree and the alleys that carry the name."""
    page = martyr_context(current_catalogue().martyr(martyr_id))
    return render_template("pages/martyr.html", page=page)


@bp.get("/a/<string(maxlength=32):code>")
def code(code: str) -> Page:
    """The short link of QR codes and signs."""
    record = current_catalogue().alley_by_code(code)
    if isinstance(record, Moved):
        return successor(record, "residents.alley")
    return redirect(url_for("residents.alley", alley_id=record.alley_id), 302)


@bp.get("/about")
def about() -> Page:
    """Whose data it is, how old, and what the numbers mean."""
    page = about_context(current_catalogue(), readable_journal())
    return render_template("pages/about.html", page=page)


def successor(moved: Moved, endpoint: str, argument: str = "alley_id") -> AnyResponse:
    """Return the way to what became of an alley.

    Raises
    ------
    AlleyGoneError
        When nothing did.
    """
    if moved.successor_id is None:
        raise AlleyGoneError(moved)
    values: dict[str, Any] = {argument: moved.successor_id}
    return redirect(url_for(endpoint, **values), 301)


def _embedded(chosen: Alley | Moved | None) -> Page:
    """The map alone, for a frame in another site: no search box, no cookie, links open outside."""
    allow_framing(site_config().embed_hosts)
    if isinstance(chosen, Moved):
        chosen = None if chosen.successor_id is None else _living(chosen.successor_id)
    page = embed_context(
        current_catalogue(),
        chosen=chosen,
        district=params.filter_text("district"),
        asset_url=site_assets().url,
    )
    return render_template("pages/embed.html", page=page)


def _living(alley_id: int) -> Alley | None:
    found = chosen_alley(current_catalogue(), alley_id)
    return found if isinstance(found, Alley) else None


def _chosen_alley() -> Alley | Moved | None:
    alley_id = params.record_number("alley")
    return None if alley_id is None else chosen_alley(current_catalogue(), alley_id)
