"""Geometry commands of a vector tile: points, lines and rings in tile units → packed bytes.

Also the variable-length integers all of a tile is written in. Knows nothing of layers,
features and properties; those are `encode`'s.
Format: Mapbox Vector Tile Specification 2.1, section 4.3, on protocol buffers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

Point = tuple[int, int]
Part = Sequence[Point]

_MOVE_TO, _LINE_TO, _CLOSE_PATH = 1, 2, 7


def append_varint(out: bytearray, value: int) -> None:
    """Append a whole number ≥ 0, seven bits a byte, lowest first."""
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def zigzag(value: int) -> int:
    """Return the number ≥ 0 that stands for a signed one: 0, -1, 1, -2 … → 0, 1, 2, 3 …"""
    return value << 1 if value >= 0 else -value * 2 - 1


def point_commands(parts: Iterable[Part]) -> bytearray:
    """Return the commands that draw every point of every part; empty without a point."""
    points = list(chain.from_iterable(parts))
    out = bytearray()
    if points:
        _append_command(out, _MOVE_TO, len(points))
        _append_steps(out, points, (0, 0))
    return out


def line_commands(parts: Iterable[Part]) -> bytearray:
    """Return the commands that draw the lines; parts without length are left out."""
    out, cursor = bytearray(), (0, 0)
    for part in parts:
        line = _without_repeats(part)
        if len(line) > 1:
            cursor = _append_path(out, line, cursor)
    return out


def polygon_commands(parts: Iterable[Part]) -> bytearray:
    """Return the commands that draw the rings, wound as the specification wants them.

    The first ring is an outer one and holes wind opposite to it. Rings without area are left out.
    """
    out, cursor = bytearray(), (0, 0)
    rings = [ring for ring in map(_open_ring, parts) if _doubled_area(ring)]
    # An outer ring has a positive area on a grid whose y points down (section 4.3.4.4).
    backwards = bool(rings) and _doubled_area(rings[0]) < 0
    for ring in rings:
        cursor = _append_path(out, ring[::-1] if backwards else ring, cursor)
        _append_command(out, _CLOSE_PATH, 1)
    return out


def _without_repeats(part: Part) -> list[Point]:
    # Tuples, because points out of numpy's tolist() are lists.
    points = [(x, y) for x, y in part]
    return points[:1] + [point for last, point in pairwise(points) if point != last]


def _open_ring(part: Part) -> list[Point]:
    ring = _without_repeats(part)
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _doubled_area(ring: Sequence[Point]) -> int:
    following = chain(ring[1:], ring[:1])
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, following, strict=True))


def _append_path(out: bytearray, points: Sequence[Point], cursor: Point) -> Point:
    _append_command(out, _MOVE_TO, 1)
    _append_steps(out, points[:1], cursor)
    _append_command(out, _LINE_TO, len(points) - 1)
    _append_steps(out, points[1:], points[0])
    return points[-1]


def _append_steps(out: bytearray, points: Iterable[Point], cursor: Point) -> None:
    last_x, last_y = cursor
    for x, y in points:
        append_varint(out, zigzag(x - last_x))
        append_varint(out, zigzag(y - last_y))
        last_x, last_y = x, y


def _append_command(out: bytearray, command: int, count: int) -> None:
    append_varint(out, count << 3 | command)
