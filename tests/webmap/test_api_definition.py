"""The definition of the data interface is kept: by every operation, for what fits and what not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

ROOT = Path(__file__).parents[2]
FEW = "6"
"""Made by chance for each operation; those of every border of every parameter come on top."""
OF_OUR_OWN_PAGES = {
    "field_mode.listed", "field_mode.token", "field_mode.events", "intake.state",
    "explore.lines", "offline.names", "planners.areas", "live.state", "live.signs",
    "tours.stops",
}  # fmt: skip
"""JSON that our own scripts alone ask for, half of it behind a login: no promise to anybody."""
STANDARDS = {"oembed", "ogc", "anniversary_feeds"}
"""Blueprints whose JSON a standard defines, the second with a definition of its own."""


def test_every_operation_of_the_data_interface_is_defined(app: Flask, client: FlaskClient) -> None:
    told = client.get("/api/openapi.json").get_json()["paths"]
    routes = {
        rule.rule.replace("<record_id:", "{").replace(">", "}"): rule.methods
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.definition"
    }
    assert set(told) == set(routes)
    for path, methods in routes.items():
        assert {method.lower() for method in (methods or set()) - {"HEAD"}} == set(told[path])


def test_json_outside_of_it_is_what_was_decided(app: Flask) -> None:
    machine = re.compile(r"\.json$|^/field/(token|events)$")
    found = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if machine.search(rule.rule) and rule.endpoint.partition(".")[0] not in {"api", *STANDARDS}
    }
    assert found == OF_OUR_OWN_PAGES


@pytest.mark.parametrize("definition", ["/api/openapi.json", "/ogc/api"])
def test_no_request_breaks_an_operation_and_answers_are_as_defined(
    tiny_dataset: Path, definition: str
) -> None:
    asked = [sys.executable, ROOT / "scripts" / "check_api", "--dataset", str(tiny_dataset),
             "--only", definition, "--examples", FEW, "--seed", "1405"]  # fmt: skip
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Tested: " in told.stdout
