"""One page about a build: what was read, joined and left, with n of N beside every share.

The page is `report.html.jinja`; registry text is escaped there. No clock: same inputs, same bytes.
"""

from __future__ import annotations

from collections.abc import Hashable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from geodata.evaluation.labels import LabelledQuality
from geodata.evaluation.listing import method_name_fa
from geodata.evaluation.proportion import Proportion
from geodata.frames import with_none
from geodata.issues import Issue, IssueLog
from geodata.model import Verdict
from geodata.names import clean_name

LISTED_REVIEWS = 200
VERDICT_FA = {
    Verdict.ACCEPTED: "پذیرفته",
    Verdict.REVIEW: "نیازمند بازبینی",
    Verdict.UNMATCHED: "هنوز روی نقشه نیست",
    Verdict.REGISTER_ERROR: "خطای دفتر",
}


def write_report(
    path: Path,
    facts: dict[str, object],
    namings: pd.DataFrame,
    coverage: pd.DataFrame,
    issues: IssueLog,
    *,
    quality: LabelledQuality | None = None,
) -> None:
    """Write `report.html`.

    Parameters
    ----------
    facts : dict
        The manifest's entries on inputs, counts and attribution.
    namings, coverage : DataFrame
        As `geodata.pipeline.count` returns them.
    quality : LabelledQuality, optional
        Precision by a sheet that a clerk filled in.
    """
    review = namings[namings["verdict"] == Verdict.REVIEW.value]
    page = facts | {
        "verdicts": [_verdict(verdict, namings) for verdict in Verdict],
        "methods": _methods(namings),
        "quality": quality and _quality(quality),
        "coverage": coverage[coverage["kind"] != "neighbourhood"].to_dict("records"),
        "review_total": len(review),
        "review": _texts(review.head(LISTED_REVIEWS)),
        "issues": _issues(issues),
    }
    path.write_text(_template().render(page) + "\n", encoding="utf-8")


def _template() -> jinja2.Template:
    source = (files(__package__) / "report.html.jinja").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["fa"] = _number_fa
    return environment.from_string(source)


def _number_fa(value: float) -> str:
    return clean_name(f"{value:,}".replace(",", "٬").replace(".", "٫"))


def _verdict(verdict: Verdict, namings: pd.DataFrame) -> dict[str, object]:
    count = int((namings["verdict"] == verdict.value).sum())
    return {"label_fa": VERDICT_FA[verdict], "n": count, "of": len(namings)}


def _methods(namings: pd.DataFrame) -> list[dict[str, Any]]:
    groups = namings.groupby(["verdict", "method"], sort=True)
    rows = [
        {
            "method": method,
            "name_fa": method_name_fa(str(method)),
            "label_fa": VERDICT_FA[Verdict(str(verdict))],
            "n": len(group),
            "reason_fa": group["reason_fa"].iloc[0],
        }
        for (verdict, method), group in groups
    ]
    return sorted(rows, key=lambda row: (-row["n"], row["method"]))


def _quality(quality: LabelledQuality) -> dict[str, object]:
    return {
        "file": quality.file,
        "counts": {
            name: getattr(quality, name)
            for name in ("right", "wrong", "unknown", "blank", "outdated")
        },
        "accepted": quality.accepted,
        "covered": quality.accepted_covered,
        "precision": _percentages(quality.precision),
        "methods": [
            {
                "method": sample.quality.method,
                "name_fa": method_name_fa(sample.quality.method),
                "label_fa": VERDICT_FA[sample.quality.verdict],
                "n": sample.proposals,
                "right": sample.quality.precision.right,
                "of": sample.quality.precision.of,
                "precision": _percentages(sample.quality.precision),
            }
            for sample in quality.methods
        ],
    }


def _percentages(proportion: Proportion) -> dict[str, float] | None:
    """Share and interval in percent with one decimal, None where nothing was counted."""
    if proportion.share is None or proportion.interval is None:
        return None
    low, high = proportion.interval
    shares = {"share": proportion.share, "low": low, "high": high}
    return {name: round(100 * share, 1) for name, share in shares.items()}


def _texts(rows: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return with_none(rows[["naming_id", "full_name", "old_name", "reason_fa"]]).to_dict("records")


def _issues(issues: IssueLog) -> list[dict[str, object]]:
    by_code: dict[str, list[Issue]] = {}
    for issue in issues:
        by_code.setdefault(issue.code, []).append(issue)
    return [
        {"code": code, "n": len(found), "example_fa": found[0].message_fa}
        for code, found in sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
