"""Curated tours for those who walk them: the list, one tour, and what one takes along of it."""

from __future__ import annotations

from flask import Blueprint, Response, json, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import UnknownRecordError
from geodata.exports.gpx import Track, Waypoint, gpx_text
from geodata.journal.tour_stops import stops_of
from geodata.journal.tours import TourState, tour_of, tours, unknown_tour
from webmap.assets import site_assets
from webmap.contexts.mapview import map_options
from webmap.contexts.tour_phone import kept_addresses, phone_texts
from webmap.contexts.tours import TourContext, reference, tour_context
from webmap.dataset import current_catalogue
from webmap.i18n import in_language
from webmap.journal import readable_journal
from webmap.maps import CityMapParts, render_tour_map
from webmap.paper.qr import qr_svg
from webmap.paper.tour_leaflet import leaflet_pdf, tour_card_png, tour_map_svg
from webmap.presentation import local_number
from webmap.rights import may_decide
from webmap.security import DRAWING_POLICY

bp = Blueprint("tours", __name__)
A_WHILE = "public, max-age=600"
"""What is drawn of a tour may be so old; a tour that is withdrawn stays no longer."""


@bp.get("/tours")
def listed() -> str:
    """The tours that everybody may follow."""
    catalogue, journal = current_catalogue(), readable_journal()
    found = []
    if journal is not None:
        with journal.reading() as connection:
            found = [
                tour_context(catalogue, tour, stops_of(connection, tour.tour_id))
                for tour in tours(connection, TourState.PUBLISHED)
            ]
    return render_template("pages/tours.html", tours=found)


@bp.get("/tours/<tour:ref>")
def tour(ref: str) -> str | AnyResponse:
    """One tour; an address with another name in it leads to this one's."""
    page = shown_tour(int(ref.partition("-")[0]))
    if ref != reference(page.tour):
        return redirect(url_for("tours.tour", ref=reference(page.tour)), 302)
    parts = _map(page) if page.present else None
    return render_template("pages/tour.html", page=page, parts=parts)


@bp.get("/tours/<record_id:tour_id>/follow")
def follow(tour_id: int) -> str:
    """The tour in the hand of whoever walks it; kept by the phone, see `static/js/worker.js`."""
    page = shown_tour(tour_id)
    keeps = kept_addresses(current_catalogue(), page)
    return render_template(
        "pages/tour_follow.html", page=page, parts=_map(page), keeps=keeps, texts=phone_texts()
    )


@bp.get("/tours/<record_id:tour_id>/stops.json")
def stops(tour_id: int) -> Response:
    """Where the stops on the map are and the ways between, numbers only."""
    page = shown_tour(tour_id)
    told = {
        "stops": [stop.at for stop in page.present],
        "legs": [{"line": leg.line, "straight": leg.is_straight} for leg in page.route.legs],
    }
    return Response(json.dumps(told, separators=(",", ":")), content_type="application/json")


@bp.get("/tours/<record_id:tour_id>/tour.gpx")
def track(tour_id: int) -> Response:
    """The stops and the way for a phone's navigator."""
    with in_language("fa"):  # a receiver shows what the signs in the street say
        page = shown_tour(tour_id)
        text = gpx_text(
            Track(
                name=page.title,
                stops=[
                    Waypoint(
                        place=stop.at,
                        name=f"{local_number(stop.number)}. {stop.title}",
                        description=" · ".join(filter(None, [stop.place, stop.stop.text_fa])),
                        link=f"{page.site_url}/alleys/{stop.alley.alley.alley_id}",
                    )
                    for stop in page.present
                    if stop.at and stop.alley
                ],
                line=[place for leg in page.route.legs for place in leg.line],
            )
        )
    headers = {"Content-Disposition": f'attachment; filename="tour-{tour_id}.gpx"'}
    return Response(text, content_type="application/gpx+xml", headers=headers)


@bp.get("/tours/<record_id:tour_id>/leaflet.pdf")
def leaflet(tour_id: int) -> Response:
    """A sheet of A4 to be folded once: the tour in a pocket."""
    with in_language("fa"):
        content = leaflet_pdf(shown_tour(tour_id), current_catalogue())
    answer = _drawn(content, "application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="tour-{tour_id}.pdf"'
    return answer


@bp.get("/tours/<record_id:tour_id>/qr.svg")
def qr(tour_id: int) -> Response:
    """The QR code of the tour's short address."""
    return _drawn(qr_svg(shown_tour(tour_id).short_url).encode(), "image/svg+xml")


@bp.get("/tours/<record_id:tour_id>/card.png")
def card(tour_id: int) -> Response:
    """The picture messengers show beside a link."""
    with in_language("fa"):
        return _drawn(tour_card_png(shown_tour(tour_id), current_catalogue()), "image/png")


@bp.get("/tours/<record_id:tour_id>/map.svg")
def small_map(tour_id: int) -> Response:
    """The tour on a small map, which needs no script."""
    return _drawn(tour_map_svg(shown_tour(tour_id), current_catalogue()), "image/svg+xml")


def shown_tour(tour_id: int) -> TourContext:
    """Return a tour that whoever asks may see: a published one; for stewards any.

    Raises
    ------
    UnknownRecordError
        There is none, it is a draft, or it is withdrawn.
    """
    journal = readable_journal()
    if journal is None:
        raise unknown_tour(tour_id)
    with journal.reading() as connection:
        found = tour_of(connection, tour_id)
        stops = stops_of(connection, tour_id)
    if found.state is TourState.WITHDRAWN and not may_decide():
        raise UnknownRecordError(f"tour {tour_id} is withdrawn", "این تور دیگر برپا نیست")
    if found.state is TourState.DRAFT and not may_decide():
        raise unknown_tour(tour_id)
    return tour_context(current_catalogue(), found, stops)


def _map(page: TourContext) -> CityMapParts:
    options = map_options(current_catalogue(), site_assets().url)
    return render_tour_map(options, url_for("tours.stops", tour_id=page.tour.tour_id))


def _drawn(content: bytes, content_type: str) -> Response:
    headers = {"Cache-Control": A_WHILE, "Content-Security-Policy": DRAWING_POLICY}
    return Response(content, content_type=content_type, headers=headers)
