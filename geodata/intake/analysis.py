"""The whole of an analysis: read, build aside, compare; for the worker alone.

What a build reads and how is `geodata.pipeline`'s; nothing here publishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from geodata.errors import InputRefusedError
from geodata.input_roles import InputRole
from geodata.inputs import OSM_ATTRIBUTION_FA, BuildInputs, read_inputs
from geodata.intake.comparison import compare, refused_preview
from geodata.intake.headers import WORDS, header_notes
from geodata.intake.order import Order, write_json
from geodata.intake.preview import FILE, HeaderNote, Preview, as_json
from geodata.intake.sheets import Sheets
from geodata.intake.spool import Job
from geodata.issues import IssueLog
from geodata.pipeline import collector_paused, make_version
from geodata.plan import USUAL_PLAN, Plan
from geodata.said_inputs import read_journal

COMPARING = "compare"
Told = Callable[[str, float], None]


def analyse(job: Job, order: Order, told: Told) -> None:
    """Build a version of a job's inputs in its folder and write what would change.

    Raises
    ------
    geodata.errors.GeodataError
        The inputs are refused; what is wrong with their rows is written all the same.
    """
    inputs, base, sheets = build_inputs(job, order), _base(order), Sheets(job.work)
    headers: tuple[HeaderNote, ...] = ()
    issues = IssueLog()
    told("read", 0)
    try:
        headers = tuple(_headers(inputs))
        with collector_paused():
            # As in `geodata.pipeline.build`: who makes the version holds what was read.
            held = [read_inputs(inputs)]
            issues = held[0].issues
            issues.refuse_errors(keep_going=order.keep_going)
            job.version.mkdir()
            make_version(
                job.version,
                inputs,
                held.pop(),
                base,
                keep_going=order.keep_going,
                keep_copies=True,
                progress=told,
            )
    except InputRefusedError:
        _write(job, replace(refused_preview(issues, sheets), headers=headers))
        raise
    told(COMPARING, 0)
    before = job.before if job.before.exists() else None
    _write(job, replace(compare(before, base, job.version, sheets), headers=headers))


def build_inputs(job: Job, order: Order) -> BuildInputs:
    """Return the files of a job as a build takes them."""
    files = {one.role.value: job.inputs / one.file for one in order.inputs}
    facts = order.facts
    return BuildInputs(
        **files,
        journal=str(job.said) if job.said.exists() else None,
        id_field=facts.get("id_field"),
        city_fa=facts.get("city_fa"),
        plan=Plan.from_facts(facts["plan"]) if "plan" in facts else USUAL_PLAN,
        attribution_fa=facts.get("attribution_fa") or OSM_ATTRIBUTION_FA,
    )


def _headers(inputs: BuildInputs) -> Iterator[HeaderNote]:
    meanings = read_journal(inputs.journal).meanings
    tables = {InputRole.REGISTRY: inputs.registry, InputRole.PLAQUES: inputs.plaques}
    for role in WORDS:
        path = tables[role]
        if path is not None:
            yield from header_notes(role, path, meanings.get(role, {}))


def _base(order: Order) -> Path | None:
    return Path(order.dataset) / "versions" / order.base if order.base else None


def _write(job: Job, preview: Preview) -> None:
    write_json(job.work / FILE, as_json(preview))
