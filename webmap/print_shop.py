"""`flask --app webmap posters`: the posters of a district in one PDF, for the print shop."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from tqdm import tqdm

from geodata.catalogue import Alley, Catalogue
from geodata.errors import DatasetError
from geodata.model import MapState
from webmap.config import SiteConfig
from webmap.contexts.alley import alley_context
from webmap.dataset import current_catalogue
from webmap.paper.posters import PAPERS, Paper, posters_pdf

ALL_ALLEYS = 10_000_000


def init_print_shop(app: Flask) -> None:
    """Offer the command to `app`."""
    app.cli.add_command(_posters)


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
        part = out.with_name(f".{out.name}.part")
        part.write_bytes(posters_pdf(pages, catalogue, paper))
        os.replace(part, out)  # noqa: PTH105 - what is there is never half a document
    click.echo(f"{out}: {len(alleys)}")


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
