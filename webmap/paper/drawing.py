"""Pieces of a drawn map: the ground it shows, lines cut to it, paths and strokes of SVG.

Knows no style and no text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.catalogue.area_shapes import inner_point
from geodata.catalogue.nearby import DEGREE_M
from geodata.catalogue.records import BBox

Metres = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]
BEYOND_M = 15.0
"""Lines go on so far beyond the map's edge that their round ends are not seen."""
STRAY = 0.0015
"""How far a simplified line may stray, as a share of the height: a seventh of a millimetre."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The piece of ground a map shows.

    Attributes
    ----------
    lon, lat : float
        Its middle, EPSG:4326.
    width, height : float
        On the ground [m].
    """

    lon: float
    lat: float
    width: float
    height: float

    @property
    def bbox(self) -> BBox:
        """West, south, east, north in degrees."""
        dx, dy = self.width / 2 / self._lon_m, self.height / 2 / DEGREE_M
        return self.lon - dx, self.lat - dy, self.lon + dx, self.lat + dy

    @property
    def _lon_m(self) -> float:
        return DEGREE_M * math.cos(math.radians(self.lat))

    def metres(self, line: Iterable[Sequence[float]]) -> Metres:
        """Return points (lon, lat) as metres from the upper left corner, y downwards."""
        lon, lat = np.asarray(line, dtype=float).T
        x = (lon - self.lon) * self._lon_m + self.width / 2
        return np.column_stack((x, self.height / 2 - (lat - self.lat) * DEGREE_M))


def frame_on(bbox: BBox, aspect: float, *, room: float, least_m: float) -> Frame:
    """Return the ground around a box [degrees] in the shape of a map.

    Parameters
    ----------
    aspect : float
        Width by height of the map.
    room : float
        How much larger than the box it is.
    least_m : float
        Its height at least [m].
    """
    west, south, east, north = bbox
    lat = (south + north) / 2
    tall = (north - south) * DEGREE_M
    wide = (east - west) * DEGREE_M * math.cos(math.radians(lat)) / aspect
    height = max(least_m, room * tall, room * wide)
    return Frame((west + east) / 2, lat, height * aspect, height)


def seen_lines(lines: Sequence[Metres], frame: Frame) -> tuple[Shapes, npt.NDArray[np.int64]]:
    """Return what of lines (lon, lat) lies in a frame, and of which line each piece is.

    Returns
    -------
    pieces : array of LineString
        In metres of the frame, without bends that nobody sees on paper.
    """
    if not lines:
        return np.empty(0, dtype=object), np.empty(0, dtype=np.int64)
    metres = frame.metres(np.concatenate(lines))
    source = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    shapes = shapely.linestrings(metres, indices=source)
    room = (-BEYOND_M, -BEYOND_M, frame.width + BEYOND_M, frame.height + BEYOND_M)
    seen, of_line = shapely.get_parts(shapely.clip_by_rect(shapes, *room), return_index=True)
    return shapely.simplify(seen, STRAY * frame.height), of_line


def path(lines: Iterable[Metres]) -> str:
    """Return lines in metres of a frame as the data of one SVG path."""
    return "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in line.tolist()) for line in lines)


def stroke(path: str, colour: str, width: float, *, dash: str = "") -> str:
    """Return a path drawn with a round pen; dashes end straight, so that they stay apart."""
    cap = f' stroke-dasharray="{dash}"' if dash else ' stroke-linecap="round"'
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.4g}"{cap}'
        ' stroke-linejoin="round"/>'
    )


def outline(shape: shapely.Geometry) -> str:
    """Return polygons in metres of a frame as the data of one SVG path, holes within."""
    rings = [
        ring
        for part in shapely.get_parts(shape)
        if isinstance(part, shapely.Polygon)
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(f"{path([shapely.get_coordinates(ring)])}Z" for ring in rings)


def on_frame(shape: shapely.Geometry, frame: Frame) -> shapely.Geometry:
    """Return polygons (lon, lat) in metres of a frame, without bends nobody sees on paper."""
    moved = shapely.transform(shape, frame.metres)
    return shapely.make_valid(shapely.simplify(moved, STRAY / 2 * frame.height))


def inner_metres(shape: shapely.Geometry, frame: Frame) -> tuple[float, float]:
    """Return a place inside polygons (lon, lat) for a name to stand on, in metres of a frame."""
    inside = inner_point(shape)
    assert inside is not None
    x, y = frame.metres([inside])[0].tolist()
    return x, y


def drawing(frame: Frame, parts: Iterable[str]) -> str:
    """Return pieces of SVG as one picture of a frame."""
    return picture("".join(parts), round(frame.width), round(frame.height))


def picture(parts: str, width: float, height: float) -> str:
    """Return pieces of SVG as one picture."""
    box = f"0 0 {width} {height}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{parts}</svg>'
