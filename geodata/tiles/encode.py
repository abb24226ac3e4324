"""Mapbox Vector Tiles: whole-number geometry and properties in, the bytes of one tile out.

Knows the wire format only. It does not project, clip, simplify or compress: coordinates come in
as tile units (x to the right, y downwards, 0…extent inside the tile) and the bytes leave raw.
Format: Mapbox Vector Tile Specification 2.1 on protocol buffers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from geodata.tiles.commands import (
    Part,
    append_varint,
    line_commands,
    point_commands,
    polygon_commands,
    zigzag,
)

EXTENT = 4096
SPEC_VERSION = 2

Property = str | int | bool


class GeometryType(IntEnum):
    """What the parts of a feature are; the numbers are the specification's."""

    POINT = 1
    LINESTRING = 2
    POLYGON = 3


@dataclass(frozen=True, slots=True)
class TileFeature:
    """One feature in tile units; its parts are points, lines or the rings of polygons.

    A ring needs no closing point. Holes wind opposite to their outer ring, as in any valid
    polygon; which of the two senses is used does not matter, but the first ring is an outer one.
    """

    geometry_type: GeometryType
    parts: Sequence[Part]
    properties: Mapping[str, Property]
    feature_id: int | None = None


@dataclass(frozen=True, slots=True)
class TileLayer:
    """A named list of features that share one grid of `extent` units a side."""

    name: str
    features: Sequence[TileFeature]
    extent: int = EXTENT


def encode_tile(layers: Sequence[TileLayer]) -> bytes:
    """Return the tile's bytes, not compressed; empty when no layer has a drawable feature.

    Features whose geometry vanishes on the grid and layers without features are left out.

    Raises
    ------
    ValueError
        Two layers carry the same name, or a feature id is negative or beyond 64 bits.
    """
    names = [layer.name for layer in layers]
    if len(set(names)) < len(names):
        raise ValueError(f"vector tile layers {names}: each name may occur once")
    tile = bytearray()
    for layer in layers:
        body = _layer(layer)
        if body:
            _append_block(tile, _LAYERS, body)
    return bytes(tile)


def _key(field: int, wire_type: int) -> int:
    return field << 3 | wire_type


_VARINT, _LENGTH_DELIMITED = 0, 2
_LAYERS = _key(3, _LENGTH_DELIMITED)
_LAYER_NAME = _key(1, _LENGTH_DELIMITED)
_LAYER_FEATURES = _key(2, _LENGTH_DELIMITED)
_LAYER_KEYS = _key(3, _LENGTH_DELIMITED)
_LAYER_VALUES = _key(4, _LENGTH_DELIMITED)
_LAYER_EXTENT = _key(5, _VARINT)
_LAYER_VERSION = _key(15, _VARINT)
_FEATURE_ID = _key(1, _VARINT)
_FEATURE_TAGS = _key(2, _LENGTH_DELIMITED)
_FEATURE_TYPE = _key(3, _VARINT)
_FEATURE_GEOMETRY = _key(4, _LENGTH_DELIMITED)
_VALUE_STRING = _key(1, _LENGTH_DELIMITED)
_VALUE_UINT = _key(5, _VARINT)
_VALUE_SINT = _key(6, _VARINT)
_VALUE_BOOL = _key(7, _VARINT)

_COMMANDS: Mapping[GeometryType, Callable[[Sequence[Part]], bytearray]] = {
    GeometryType.POINT: point_commands,
    GeometryType.LINESTRING: line_commands,
    GeometryType.POLYGON: polygon_commands,
}


class _Dictionary:
    """Keys and values of one layer, numbered in the order they first occur."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {}
        self.values: dict[tuple[type, Property], int] = {}

    def tags(self, properties: Mapping[str, Property]) -> bytearray:
        out = bytearray()
        for key in sorted(properties):
            value = properties[key]
            # The type is part of the entry because True == 1 in Python but not in a tile.
            entry = (type(value), value)
            append_varint(out, self.keys.setdefault(key, len(self.keys)))
            append_varint(out, self.values.setdefault(entry, len(self.values)))
        return out


def _layer(layer: TileLayer) -> bytearray:
    dictionary, features = _Dictionary(), bytearray()
    for feature in layer.features:
        geometry = _COMMANDS[feature.geometry_type](feature.parts)
        if geometry:
            _append_block(features, _LAYER_FEATURES, _feature(feature, geometry, dictionary))
    if not features:
        return features
    out = bytearray((_LAYER_VERSION, SPEC_VERSION))
    _append_block(out, _LAYER_NAME, layer.name.encode())
    out += features
    for key in dictionary.keys:
        _append_block(out, _LAYER_KEYS, key.encode())
    for _, value in dictionary.values:
        _append_block(out, _LAYER_VALUES, _value(value))
    out.append(_LAYER_EXTENT)
    append_varint(out, layer.extent)
    return out


def _feature(feature: TileFeature, geometry: bytearray, dictionary: _Dictionary) -> bytearray:
    out = bytearray()
    if feature.feature_id is not None:
        if not 0 <= feature.feature_id < 1 << 64:
            raise ValueError(f"feature id {feature.feature_id}: expected 0 … 2^64 - 1")
        out.append(_FEATURE_ID)
        append_varint(out, feature.feature_id)
    if feature.properties:
        _append_block(out, _FEATURE_TAGS, dictionary.tags(feature.properties))
    out += bytes((_FEATURE_TYPE, feature.geometry_type))
    _append_block(out, _FEATURE_GEOMETRY, geometry)
    return out


def _value(value: Property) -> bytearray:
    out = bytearray()
    if isinstance(value, str):
        _append_block(out, _VALUE_STRING, value.encode())
    elif isinstance(value, bool):
        out += bytes((_VALUE_BOOL, value))
    else:
        out.append(_VALUE_UINT if value >= 0 else _VALUE_SINT)
        append_varint(out, value if value >= 0 else zigzag(value))
    return out


def _append_block(out: bytearray, key: int, body: bytes | bytearray) -> None:
    out.append(key)
    append_varint(out, len(body))
    out += body
