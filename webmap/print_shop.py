"""What is printed from the command line: the posters of a district, the report of an area."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from tqdm import tqdm

from geodata.catalogue import Alley, Catalogue
from geodata.catalogue.area_shapes import area_shapes
from geodata.errors import DatasetError, GeodataError
from geodata.model import MapState
from webmap.config import SiteConfig
from webmap.contexts.alley import alley_context
from webmap.contexts.area_report import area_report
from webmap.dataset import current_catalogue
from webmap.paper.area_report import report_pdf
from webmap.paper.posters import PAPERS, Paper, posters_pdf

ALL_ALLEYS = 10_000_000


def init_print_shop(app: Flask) -> None:
    """Offer the commands to `app`."""
    app.cli.add_command(_posters)
    app.cli.add_command(_report)


@click.command("posters")
@click.option("--district", help="id of the district; without it the whole city")
@click.option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@with_appcontext
def _posters(district: str | None, paper: Paper, out: Path) -> None:
    """Write a poster of every alley that carries a martyr's name, a page each.

    The QR codes lead to ALLEYS_PUBLIC_URL, which therefore has to be set.
    """
    config: SiteConfig = current_app.config["SITE"]
    if config.public_url is None:
        raise click.ClickException("ALLEYS_PUBLIC_URL is not set: the QR codes would lead nowhere")
    with current_app.test_request_context(base_url=config.public_url):
        try:
            catalogue = current_catalogue()
        except DatasetError as error:
            raise click.ClickException(error.message_fa) from error
        alleys = list(_named(catalogue, district))
        if not alleys:
            raise click.ClickException("no alley there carries a martyr's name")
        pages = (alley_context(alley) for alley in tqdm(alleys, unit="poster", disable=None))
        _write(out, posters_pdf(pages, catalogue, paper))
    click.echo(f"{out}: {len(alleys)}")


@click.command("report")
@click.option("--area", default="city", show_default=True, help="id of the area")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@with_appcontext
def _report(area: str, out: Path) -> None:
    """Write the report of an area on A4, as its coverage page offers it."""
    try:
        catalogue = current_catalogue()
        report = area_report(catalogue, area)
    except GeodataError as error:
        raise click.ClickException(error.message_fa) from error
    _write(out, report_pdf(report, catalogue, area_shapes(catalogue.version)))
    click.echo(str(out))


def _write(out: Path, document: bytes) -> None:
    part = out.with_name(f".{out.name}.part")
    part.write_bytes(document)
    os.replace(part, out)  # noqa: PTH105 - what is there is never half a document


def _named(catalogue: Catalogue, district: str | None) -> Iterator[Alley]:
    """The alleys with a martyr's name, in the order a crew walks them: by street and number."""
    named = [
        alley
        for state in MapState
        for alley in catalogue.alleys_in(
            None, district=district, status=state.value, limit=ALL_ALLEYS
        ).alleys
    ]
    yield from sorted(named, key=lambda one: (one.parent_fa or "", one.number or 0, one.alley_id))
