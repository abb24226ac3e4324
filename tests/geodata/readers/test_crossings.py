"""Borders that cross themselves: a slip is repaired, a star of a thousand corners is refused."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.errors import SchemaError
from geodata.issues import IssueLog
from geodata.model import AreaKind
from geodata.readers import read_areas, read_surroundings
from geodata.readers.crossings import MOST_CROSSINGS, MOST_IN_ALL, count_crossings, repairable

BOW = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


def star(corners: int, lon: float = 50.88, lat: float = 34.64) -> shapely.Polygon:
    turns = [2 * math.pi * n * (corners // 2) / corners for n in range(corners)]
    return shapely.Polygon(
        [(lon + math.cos(turn) / 100, lat + math.sin(turn) / 100) for turn in turns]
    )


@pytest.mark.parametrize(
    ("polygon", "expected"),
    [(BOW, 1), (star(5), 5), (star(7), 14), (shapely.box(0, 0, 1, 1), 0), (shapely.Polygon(), 0)],
)
def test_crossings_are_counted(polygon, expected):
    assert count_crossings(polygon, 100) == expected


def test_counting_stops_when_it_is_enough():
    assert 500 < count_crossings(star(2001), 500) < 2001 * 2000 / 2


def test_polygons_with_a_few_crossings_each_may_not_be_many():
    found = repairable([star(21)] * 400)  # 189 each
    assert found[0]
    assert sum(found) == MOST_IN_ALL // 189
    assert repairable([star(101), BOW]) == [False, True]


def test_a_district_drawn_as_a_star_is_refused(tmp_path):
    path = tmp_path / "d.gpkg"
    gpd.GeoDataFrame({"name": ["1"]}, geometry=[star(501)], crs=4326).to_file(path)
    with pytest.raises(SchemaError, match=f"feature 1: .* more than {MOST_CROSSINGS} times"):
        read_areas(path, IssueLog(), kind=AreaKind.DISTRICT)


def test_a_park_drawn_as_a_star_is_left_out_and_its_row_told(tmp_path):
    path = tmp_path / "p.gpkg"
    bow = shapely.transform(BOW, lambda xy: xy / 1000 + np.array([50.88, 34.64]))
    shapes = [shapely.box(50.88, 34.64, 50.881, 34.641), star(501), bow]
    gpd.GeoDataFrame({"leisure": ["park"] * 3}, geometry=shapes, crs=4326).to_file(path)
    issues = IssueLog()
    read = read_surroundings(path, issues, bounds=(50.8, 34.6, 50.9, 34.7))
    assert len(read) == 3  # the bow becomes two triangles
    told = [(issue.code, issue.row) for issue in issues]
    assert told == [("surroundings_geometry", 2), ("surroundings_repaired", 3)]
