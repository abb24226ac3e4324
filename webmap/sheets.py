"""What of an alley can be printed, scanned or sent: poster, QR code, preview card."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template
from werkzeug.wrappers import Response as AnyResponse

from geodata.catalogue import Catalogue
from geodata.catalogue.records import Moved
from geodata.store.directory import PORTRAITS
from webmap import params
from webmap.contexts.alley import AlleyContext, alley_context
from webmap.dataset import current_catalogue, site_dataset
from webmap.i18n import in_language
from webmap.paper.posters import PAPERS, card_png, map_svg, poster_pdf, poster_svg
from webmap.paper.qr import qr_svg
from webmap.portraits import PICTURE_NAME, is_taken_down, picture_answer
from webmap.residents import successor
from webmap.security import DRAWING_POLICY

bp = Blueprint("sheets", __name__)

A_DAY = "public, max-age=86400"


@bp.get("/alleys/<record_id:alley_id>/poster")
def poster(alley_id: int) -> str | AnyResponse:
    """The poster on a page, with the ways to print it."""
    page = _page(alley_id, "sheets.poster")
    if not isinstance(page, AlleyContext):
        return page
    return render_template("pages/poster.html", page=page)


@bp.get("/alleys/<record_id:alley_id>/poster.svg")
def poster_picture(alley_id: int) -> AnyResponse:
    """The poster as a picture."""
    return _document(alley_id, "sheets.poster_picture", poster_svg, "image/svg+xml")


@bp.get("/alleys/<record_id:alley_id>/poster.pdf")
def poster_document(alley_id: int) -> AnyResponse:
    """The poster on A4 or, with `paper=a3`, on A3."""
    paper = params.choice("paper", PAPERS, "a4")

    def made(page: AlleyContext, catalogue: Catalogue) -> bytes:
        return poster_pdf(page, catalogue, "a3" if paper == "a3" else "a4")

    answer = _document(alley_id, "sheets.poster_document", made, "application/pdf")
    if answer.status_code == 200:
        answer.headers["Content-Disposition"] = f'inline; filename="alley-{alley_id}-{paper}.pdf"'
    return answer


@bp.get("/alleys/<record_id:alley_id>/qr.svg")
def qr(alley_id: int) -> AnyResponse:
    """The QR code of the permanent link, for a sign."""

    def made(page: AlleyContext, catalogue: Catalogue) -> bytes:
        return qr_svg(page.permanent_url).encode()

    return _document(alley_id, "sheets.qr", made, "image/svg+xml")


@bp.get("/alleys/<record_id:alley_id>/map.svg")
def small_map(alley_id: int) -> AnyResponse:
    """The small map of an alley's page, which needs no script."""
    return _document(alley_id, "sheets.small_map", map_svg, "image/svg+xml")


@bp.get("/alleys/<record_id:alley_id>/card.png")
def card(alley_id: int) -> AnyResponse:
    """The picture messengers show beside a link."""
    return _document(alley_id, "sheets.card", card_png, "image/png")


@bp.get("/portraits/<string(maxlength=32):name>")
def portrait(name: str) -> AnyResponse:
    """A portrait by the name its content gives it."""
    version = site_dataset().version(current_catalogue().info.dataset_id)
    file = version / PORTRAITS / name
    if not PICTURE_NAME.fullmatch(name) or not file.is_file() or is_taken_down(name):
        abort(404)
    return picture_answer(name, file.read_bytes())


def _page(alley_id: int, endpoint: str) -> AlleyContext | AnyResponse:
    record = current_catalogue().alley(alley_id)
    if isinstance(record, Moved):
        return successor(record, endpoint)
    return alley_context(record)


def _document(
    alley_id: int,
    endpoint: str,
    make: Callable[[AlleyContext, Catalogue], bytes],
    content_type: str,
) -> AnyResponse:
    with in_language("fa"):  # what hangs in a street is in its language
        page = _page(alley_id, endpoint)
        if not isinstance(page, AlleyContext):
            return page
        content = make(page, current_catalogue())
    return Response(
        content,
        content_type=content_type,
        headers={"Cache-Control": A_DAY, "Content-Security-Policy": DRAWING_POLICY},
    )
