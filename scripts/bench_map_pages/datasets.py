"""Datasets of grid cities, as the site serves them.

The smallest is built like any city. For the larger ones only the tiles are cut anew, of all their
segments: a first view asks the catalogue beside them for nothing that grows with the city, and the
join of a country is another benchmark's business.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from bench_map_pages.grid_city import NAMED_EVERY, write_inputs
from geodata.codes import hashed_id
from geodata.pipeline import BuildInputs, build
from geodata.readers.streets import road_class
from geodata.store.directory import TILES, DatasetDirectory
from geodata.tiles.archive import write_archive
from geodata.tiles.pyramid import build_pyramid, pyramid_metadata

SMALLEST = 30_000
NARROW = ("residential", "alley")
STATES = ("installed", "named", "installed", "damaged")


def grid_dataset(work: Path, segments: int) -> Path:
    """Return a published dataset of so many segments below `work`; made once, then kept."""
    out = work / str(segments) / "dataset"
    if DatasetDirectory(out).current():
        return out
    if segments == SMALLEST:
        inputs = write_inputs(work / str(segments), segments)
        build(
            BuildInputs(streets=inputs.streets, registry=inputs.registry, city_fa="آزمون"),
            out,
            keep_going=True,
        )
        return out
    version = DatasetDirectory(grid_dataset(work, SMALLEST)).current()
    assert version is not None
    streets = read_streets(work, segments)
    unfinished = out.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    copy = unfinished / "versions" / version.name
    shutil.copytree(version, copy)
    (unfinished / "current").symlink_to(copy.relative_to(unfinished))
    _cut_tiles(copy, streets)
    unfinished.rename(out)
    return out


def read_streets(work: Path, segments: int) -> gpd.GeoDataFrame:
    """Return the segments of a grid city: `osm_id`, `name`, `highway`, lines EPSG:4326."""
    return gpd.read_file(write_inputs(work / str(segments), segments).streets)


def alley_frame(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return each segment as an alley of its own, every fifteenth narrow one named."""
    number = np.arange(len(streets))
    classes = streets["highway"].map(road_class)
    is_narrow = classes.isin(NARROW).to_numpy()
    states = np.array(STATES, dtype=object)[number // NAMED_EVERY % len(STATES)]
    is_named = is_narrow & (number % NAMED_EVERY == 0)
    return gpd.GeoDataFrame(
        {
            "alley_id": [hashed_id(str(osm_id)) for osm_id in streets["osm_id"]],
            "name_fa": streets["name"],
            "road_class": classes,
            "state": pd.Series(states, dtype=object).where(is_named, None),
        },
        geometry=streets.geometry,
    )


def no_areas() -> gpd.GeoDataFrame:
    """Return a frame of areas with nothing in it."""
    return gpd.GeoDataFrame({"kind": [], "name_fa": []}, geometry=[], crs="EPSG:4326")


def _cut_tiles(version: Path, streets: gpd.GeoDataFrame) -> None:
    west, south, east, north = (float(edge) for edge in streets.total_bounds)
    bounds = (west, south, east, north)
    write_archive(
        version / TILES,
        build_pyramid(alley_frame(streets), no_areas()),
        pyramid_metadata("grid", attribution="", bounds=bounds),
    )
    manifest = json.loads((version / "dataset.json").read_text(encoding="utf-8"))
    manifest["bounds"] = list(bounds)
    manifest["counts"]["alleys"] = len(streets)
    (version / "dataset.json").write_text(json.dumps(manifest), encoding="utf-8")
