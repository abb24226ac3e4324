"""A reader of Mapbox Vector Tiles, written from the specification and sharing no code with ours."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Feature:
    id: int | None
    type: int
    properties: dict[str, object]
    parts: list[list[tuple[int, int]]]


@dataclass
class Layer:
    name: str
    version: int
    extent: int
    features: list[Feature] = field(default_factory=list)


def decode_tile(data: bytes) -> dict[str, Layer]:
    layers = [_decode_layer(body) for number, body in _fields(data) if number == 3]
    assert len({layer.name for layer in layers}) == len(layers)
    return {layer.name: layer for layer in layers}


def _decode_layer(data: bytes) -> Layer:
    fields = list(_fields(data))
    one = dict(fields)
    keys = [body.decode() for number, body in fields if number == 3]
    values = [_decode_value(body) for number, body in fields if number == 4]
    layer = Layer(one[1].decode(), one[15], one.get(5, 4096))
    layer.features = [_decode_feature(body, keys, values) for number, body in fields if number == 2]
    return layer


def _decode_feature(data: bytes, keys: list[str], values: list[object]) -> Feature:
    one = dict(_fields(data))
    tags = _varints(one.get(2, b""))
    properties = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
    assert len(properties) == len(tags) // 2, "a key occurs twice in one feature"
    return Feature(one.get(1), one[3], properties, _decode_geometry(one[3], _varints(one[4])))


def _decode_value(data: bytes) -> object:
    ((number, value),) = _fields(data)
    if number == 1:
        return value.decode()
    if number == 6:
        return _signed(value)
    if number == 7:
        return bool(value)
    assert number in (4, 5), number
    return value


def _decode_geometry(kind: int, numbers: list[int]) -> list[list[tuple[int, int]]]:
    parts: list[list[tuple[int, int]]] = []
    x = y = at = 0
    while at < len(numbers):
        command, count = numbers[at] & 7, numbers[at] >> 3
        at += 1
        assert count > 0, "a command without repetitions"
        if command == 7:
            assert kind == 3
            assert count == 1
            assert len(parts[-1]) > 2, "a ring needs three points"
            parts[-1].append(parts[-1][0])
            continue
        assert command in (1, 2), command
        assert kind == 1 or command == 2 or count == 1, "only points move more than once"
        for _ in range(count):
            step = _signed(numbers[at]), _signed(numbers[at + 1])
            at += 2
            assert command == 1 or step != (0, 0), "a line step without length"
            x, y = x + step[0], y + step[1]
            if command == 1:
                parts.append([])
            parts[-1].append((x, y))
    assert kind != 2 or all(len(part) > 1 for part in parts), "a line needs two points"
    return parts


def _fields(data: bytes):
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
        else:
            assert wire == 2, f"wire type {wire} has no place in a tile of ours"
            length, at = _varint(data, at)
            assert at + length <= len(data), "a block runs over the end"
            yield number, data[at : at + length]
            at += length


def _varints(data: bytes) -> list[int]:
    numbers, at = [], 0
    while at < len(data):
        number, at = _varint(data, at)
        numbers.append(number)
    return numbers


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
