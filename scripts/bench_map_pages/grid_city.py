"""Cities of 90 m blocks with Persian names on every segment, written as input files.

Harder than a real one, where about every fifteenth alley is named: here all are, and blocks are
small. Two million segments are forty such cities, as a country's would be.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

BLOCK_M = 90.0
NAMED_EVERY = 15
METRES_PER_DEGREE = 111_320.0
QOM = (50.8764, 34.6401)
LARGEST_CITY = 200_000
FIRST = (
    "محمد", "علی", "حسین", "حسن", "رضا", "مهدی", "احمد", "محمود", "عباس", "جواد", "کاظم", "یوسف",
)  # fmt: skip
LAST = (
    "رضایی", "حسینی", "موسوی", "کریمی", "احمدی", "محمدی", "هاشمی", "صادقی", "جعفری", "مرادی",
    "رحیمی", "قاسمی", "نوری", "اکبری", "زارعی",
)  # fmt: skip
PLANT = ("لاله", "نرگس", "یاس", "گلستان", "بهار", "نسترن", "شقایق", "صنوبر", "سرو", "چنار", "مریم")
KIND_WORD = {"primary": "بلوار", "secondary": "خیابان", "tertiary": "خیابان"}
STATUSES = ("نصب شده", "نصب شده", "نصب شده", "در برنامه", "آسیب دیده")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """The files of one grid city, or of forty."""

    streets: Path
    registry: Path


def write_inputs(folder: Path, segments: int, seed: int = 1) -> Inputs:
    """Write `streets.gpkg` and `registry.csv` of so many segments; kept when they are there."""
    found = Inputs(folder / "streets.gpkg", folder / "registry.csv")
    if found.registry.exists():
        return found
    folder.mkdir(parents=True, exist_ok=True)
    streets = _streets(segments, np.random.default_rng(seed))
    streets.to_file(found.streets, driver="GPKG", layer="streets")
    _write_registry(found.registry, streets)
    return found


def _streets(segments: int, random: np.random.Generator) -> gpd.GeoDataFrame:
    parts, left, first = [], segments, 1
    while left:
        size = min(left, LARGEST_CITY if not parts else LARGEST_CITY // 4)
        place = QOM if not parts else (random.uniform(46, 60), random.uniform(28, 37.5))
        parts.append(_city(size, place, random, first))
        left, first = left - size, first + size
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True))


def _city(
    segments: int, middle: tuple[float, float], random: np.random.Generator, first: int
) -> gpd.GeoDataFrame:
    """One city: a bent grid whose rows are streets, every block side a segment of 4 to 8 points."""
    side = int(np.ceil(np.sqrt(segments / 2))) + 1
    nodes = _nodes(side, random)
    number = np.arange(side * side).reshape(side, side)
    starts = np.concatenate([number[:-1].ravel(), number[:, :-1].ravel()])[:segments]
    ends = np.concatenate([number[1:].ravel(), number[:, 1:].ravel()])[:segments]
    rows = np.concatenate(
        [np.tile(np.arange(side), side - 1), np.repeat(np.arange(side), side - 1)]
    )
    classes = _classes(rows[:segments])
    lines = _lines(nodes[starts], nodes[ends], middle, random)
    return gpd.GeoDataFrame(
        {
            "osm_id": np.arange(first, first + len(lines)),
            "name": _names(classes, rows[:segments], random),
            "highway": classes,
        },
        geometry=lines,
        crs="EPSG:4326",
    )


def _nodes(side: int, random: np.random.Generator) -> Floats:
    column, row = np.meshgrid(np.arange(side), np.arange(side), indexing="xy")
    x, y = ((axis - side / 2) * BLOCK_M for axis in (column, row))
    bent_x = x + 200 * np.sin(y / 700) + random.normal(0, 11, x.shape)
    bent_y = y + 200 * np.sin(x / 800) + random.normal(0, 11, x.shape)
    return np.column_stack((bent_x.ravel(), bent_y.ravel()))


def _classes(rows: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    wide = [rows % 24 == 0, rows % 12 == 0, rows % 6 == 0]
    return np.select(wide, ["primary", "secondary", "tertiary"], "residential").astype(object)


def _lines(
    starts: Floats, ends: Floats, middle: tuple[float, float], random: np.random.Generator
) -> npt.NDArray[np.object_]:
    vertices = random.integers(4, 9, len(starts))
    line = np.repeat(np.arange(len(starts)), vertices)
    nth = np.arange(len(line)) - np.repeat(np.cumsum(vertices) - vertices, vertices)
    share = (nth / (vertices[line] - 1))[:, None]
    bow = (random.normal(0, 5, len(starts))[line] * np.sin(np.pi * share[:, 0]))[:, None]
    across = (ends - starts)[:, ::-1] * (-1, 1) / BLOCK_M
    metres = starts[line] + (ends - starts)[line] * share + across[line] * bow
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(middle[1])), 1.0])
    return np.asarray(shapely.linestrings(np.round(metres / scale + middle, 7), indices=line))


def _names(
    classes: npt.NDArray[np.object_], rows: npt.NDArray[np.int64], random: np.random.Generator
) -> list[str]:
    """Streets share one name along a row, alleys have their own; digits are Persian."""
    to_persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    picks = random.integers(0, 1 << 30, (len(classes), 4))
    street = random.integers(0, 1 << 30, (int(rows.max()) + 1, 2))
    names = []
    for kind, row, pick in zip(classes, rows, picks, strict=True):
        if kind in KIND_WORD:
            names.append(f"{KIND_WORD[kind]} {PLANT[street[row, 0] % len(PLANT)]} {row}")
        elif pick[0] % 5 < 3:
            person = f"{FIRST[pick[1] % len(FIRST)]} {LAST[pick[2] % len(LAST)]}"
            names.append(f"کوچه شهید {person} {pick[3] % 99}")
        else:
            names.append(f"کوچه {PLANT[pick[1] % len(PLANT)]} {pick[2] % 120}")
    return [name.translate(to_persian) for name in names]


def _write_registry(path: Path, streets: gpd.GeoDataFrame) -> None:
    """Name every fifteenth alley by where it is; positions make the join sure."""
    alleys = streets[streets["highway"] == "residential"].iloc[::NAMED_EVERY]
    middles = shapely.line_interpolate_point(alleys.geometry.to_numpy(), 0.5, normalized=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["شناسه", "نام و نام خانوادگی", "نام قدیم", "طول", "عرض", "وضعیت پلاک"])
        for number, (name, point) in enumerate(zip(alleys["name"], middles, strict=True)):
            honoree = f"{FIRST[number % len(FIRST)]} {LAST[number // 7 % len(LAST)]}"
            place = (f"{point.x:.6f}", f"{point.y:.6f}")
            status = STATUSES[number % len(STATUSES)]
            writer.writerow([f"B{number}", honoree, name, *place, status])
