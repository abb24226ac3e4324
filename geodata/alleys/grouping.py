"""Which street segments are one alley: touching ones that share a designation in one place.

Works on metric geometry and folded names only; ids, kinds and areas come later. Unnamed
segments continue the alley they run on from, but never across a junction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from rapidfuzz.distance import OSA
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.alleys.continuations import IntArray, Lines, continuations
from geodata.designation import Designation, StreetName, parse_street_name
from geodata.model import Kind, RoadClass
from geodata.names import fold_key

NAME_COLUMNS = ("name", "name_fa", "alt_name", "old_name", "official_name", "loc_name")
TOUCH_M = 3.0
"""Ends closer than this meet: drawn by hand, they seldom agree to the centimetre."""
GAP_M = 40.0
"""The same full name goes on across a gap of this size: a dual carriageway, a square."""
EARLIER_NEAR_M = 8.0
RESPELLED = 0.8
SHORTEST_SURNAME = 3
_CITY_SPAN_M = 1_000_000.0


def parsed_names(streets: pd.DataFrame) -> list[tuple[StreetName, ...]]:
    """Return for each segment what its names say, one entry per name column that is filled."""
    columns = [streets[column].tolist() for column in NAME_COLUMNS if column in streets]
    written = {text for texts in columns for text in texts if isinstance(text, str) and text}
    parsed = {text: parse_street_name(text) for text in written}
    return [
        tuple(parsed[text] for text in texts if text in parsed)
        for texts in zip(*columns, strict=True)
    ]


def group_segments(
    streets: pd.DataFrame,
    lines: Lines,
    names: Sequence[tuple[StreetName, ...]],
    earlier: Lines | None = None,
) -> IntArray:
    """Return for each segment the number of its alley, 0 … n-1.

    Parameters
    ----------
    streets : DataFrame
        Columns `name` and `road_class`, one row per segment.
    lines : array of LineString
        The same segments in a metric CRS.
    names : sequence
        What `parsed_names` returned.
    earlier : array of geometry, optional
        The alleys of the dataset being replaced, metric. What were two alleys there does not
        become one only because something beside them vanished.

    Notes
    -----
    Numbered by the position of each alley's first segment, so the numbers themselves depend
    on row order; stable ids are given by `geodata.alleys.identity`.
    """
    segment_count = len(streets)
    arterial = _is_arterial(streets)
    touching = _pairs_sharing(lines, _rows(_shared_tokens(names, arterial)), TOUCH_M)
    whole = _whole_names(streets, names, arterial)
    continuing = _pairs_sharing(lines, _rows(whole), GAP_M)
    before = _earlier_alley(lines, earlier)
    continuing = continuing[_not_parted(continuing, before)]
    named = np.array([bool(parsed) for parsed in names], dtype=bool)
    follows = continuations(lines, arterial)
    respelled = follows[[names_agree(names[i], names[j]) for i, j in follows.tolist()]]
    links = np.vstack([touching, continuing, respelled])
    groups = _components(segment_count, links)
    follows = follows[_not_parted(follows, before)]
    bridged = _bridged(groups, named, follows, names)
    groups = _components(segment_count, np.vstack([links, bridged]))
    groups = _absorb_unnamed(groups, named, follows, lines)
    numbered: IntArray = pd.factorize(groups)[0].astype(np.int64)
    return numbered


def _shared_tokens(
    names: Sequence[tuple[StreetName, ...]], arterial: npt.NDArray[np.bool_]
) -> Iterable[set[object]]:
    """A number is one alley's; a boulevard, a lane and a square of one name are three things.

    «طاهری - سناباد ۱۲» is alley 12 of Sanabad, not all of a street called Taheri.
    """
    for parsed, is_arterial in zip(names, arterial.tolist(), strict=True):
        tokens: set[object] = set()
        for name in parsed:
            standing = (is_arterial, name.kind == Kind.SQUARE)
            numbered = [d for d in name.designations if d.number is not None]
            named = [d for d in name.designations if d.number is None]
            tokens.update({frozenset(numbered)} if len(numbered) > 1 else numbered)
            tokens.update((d, standing) for d in named if not numbered)
            tokens.update((h.key, h.plural, standing) for h in name.honorees)
        yield tokens


def _whole_names(
    streets: pd.DataFrame,
    names: Sequence[tuple[StreetName, ...]],
    arterial: npt.NDArray[np.bool_],
) -> Iterable[set[object]]:
    written = streets["name"].tolist()
    keys = {text: fold_key(text) for text in set(written) if isinstance(text, str)}
    for text, parsed, is_arterial in zip(written, names, arterial.tolist(), strict=True):
        telling = any(d.base_key for name in parsed[:1] for d in name.designations) or any(
            name.honorees for name in parsed[:1]
        )
        yield {(keys[text], is_arterial)} if telling and text in keys else set()


def _rows(tokens: Iterable[set[object]]) -> tuple[IntArray, IntArray]:
    """Each (segment, token) as two parallel arrays; tokens as codes."""
    pairs = [(i, token) for i, found in enumerate(tokens) for token in found]
    if not pairs:
        empty = np.empty(0, dtype=np.int64)
        return empty, empty
    segments, values = zip(*pairs, strict=True)
    numbering: dict[object, int] = {}
    codes = [numbering.setdefault(value, len(numbering)) for value in values]
    return np.array(segments, dtype=np.int64), np.array(codes, dtype=np.int64)


def _pairs_sharing(lines: Lines, rows: tuple[IntArray, IntArray], distance_m: float) -> IntArray:
    """Pairs of segments that share a token within a distance.

    Each token's segments are moved to a plane of their own, far from all others, so that one
    indexed query compares only segments with the same token.
    """
    segments, tokens = rows
    if not len(segments):
        return np.empty((0, 2), dtype=np.int64)
    moved = lines[segments]
    points_of = np.repeat(tokens, shapely.get_num_coordinates(moved))
    coordinates = shapely.get_coordinates(moved)
    coordinates[:, 0] += points_of * _CITY_SPAN_M
    moved = shapely.set_coordinates(moved.copy(), coordinates)
    left, right = shapely.STRtree(moved).query(moved, predicate="dwithin", distance=distance_m)
    once = left < right
    return np.column_stack([segments[left[once]], segments[right[once]]])


def _components(count: int, pairs: IntArray) -> IntArray:
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def _earlier_alley(lines: Lines, earlier: Lines | None) -> IntArray:
    """The earlier alley along which each segment lies, -1 for none.

    Its middle lies on it; of several, as where two cross, the one its ends are nearest to.
    """
    before = np.full(len(lines), -1, dtype=np.int64)
    if earlier is not None and len(earlier):
        middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
        segment, alley = shapely.STRtree(earlier).query(
            middles, predicate="dwithin", distance=EARLIER_NEAR_M
        )
        places = (middles, shapely.get_point(lines, 0), shapely.get_point(lines, -1))
        apart = sum(shapely.distance(place[segment], earlier[alley]) for place in places)
        farthest_first = np.lexsort((-alley, -apart))
        before[segment[farthest_first]] = alley[farthest_first]
    return before


def _not_parted(pairs: IntArray, before: IntArray) -> npt.NDArray[np.bool_]:
    first, second = before[pairs[:, 0]], before[pairs[:, 1]]
    together: npt.NDArray[np.bool_] = (first == second) | (first < 0) | (second < 0)
    return together


def _absorb_unnamed(
    groups: IntArray, named: npt.NDArray[np.bool_], follows: IntArray, lines: Lines
) -> IntArray:
    """Chains of unnamed segments join the one named alley they continue.

    Never more unnamed segments than named ones: whole unnamed streets are nobody's tail.
    """
    chained, offers = _offers(groups, named, follows)
    offers = offers.drop_duplicates(["chain", "alley"])
    only = offers[~offers["chain"].duplicated(keep=False)]
    sizes = np.bincount(chained)
    lengths = np.bincount(chained, weights=shapely.length(lines)).round(1)
    chain = only["chain"].to_numpy(dtype=np.int64)
    only = only.assign(size=sizes[chain], length=lengths[chain])
    only = only.sort_values(["alley", "size", "length"])
    with_this = only.groupby("alley")["size"].cumsum()
    only = only[with_this.to_numpy() <= sizes[only["alley"].to_numpy(dtype=np.int64)]]
    target = np.arange(chained.max() + 1 if len(chained) else 0)
    target[only["chain"].to_numpy()] = only["alley"].to_numpy()
    return target[chained]


def _bridged(
    groups: IntArray,
    named: npt.NDArray[np.bool_],
    follows: IntArray,
    names: Sequence[tuple[StreetName, ...]],
) -> IntArray:
    """Pairs of named segments that agree across an unnamed chain between them."""
    _, offers = _offers(groups, named, follows)
    offers = offers.drop_duplicates(["chain", "alley"]).sort_values(["chain", "segment"])
    ends = offers[offers.groupby("chain")["alley"].transform("size") == 2]["segment"]
    pairs = ends.to_numpy(dtype=np.int64).reshape(-1, 2)
    return pairs[[names_agree(names[i], names[j]) for i, j in pairs.tolist()]]


def _offers(
    groups: IntArray, named: npt.NDArray[np.bool_], follows: IntArray
) -> tuple[IntArray, pd.DataFrame]:
    """The chain of each segment, and each named `segment` whose `alley` a `chain` continues."""
    nameless = follows[~named[follows[:, 0]] & ~named[follows[:, 1]]]
    chained = _components(len(groups), np.vstack([nameless, _same_group_links(groups)]))
    mixed = follows[named[follows[:, 0]] != named[follows[:, 1]]]
    first_named = named[mixed[:, 0]]
    segment = np.where(first_named, mixed[:, 0], mixed[:, 1])
    other = np.where(first_named, mixed[:, 1], mixed[:, 0])
    return chained, pd.DataFrame(
        {"chain": chained[other], "alley": chained[segment], "segment": segment}
    )


def _same_group_links(groups: IntArray) -> IntArray:
    order = np.argsort(groups, kind="stable")
    same = groups[order[1:]] == groups[order[:-1]]
    return np.column_stack([order[:-1][same], order[1:][same]])


def _is_arterial(streets: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """An arterial is no continuation of an alley, nor the other way round."""
    return np.array([RoadClass(c).is_arterial for c in streets["road_class"]], dtype=bool)


def names_agree(one: Sequence[StreetName], other: Sequence[StreetName]) -> bool:
    """Return whether two names at one bend can be spellings of the same («شهد علی صوفی»).

    The surname alone agrees with the full name; different numbers never agree, nor does one
    person with brothers or a square with a street.
    """
    squares = [any(name.kind == Kind.SQUARE for name in names) for names in (one, other)]
    if squares[0] != squares[1]:
        return False
    numbers = [
        {d.number for n in names for d in n.designations if d.number} for names in (one, other)
    ]
    if numbers[0] and numbers[1] and not numbers[0] & numbers[1]:
        return False
    if set(_designations(one)) & set(_designations(other)):
        return True
    mine, theirs = _persons(one), _persons(other)
    return any(p == q and _same_person(a, b) for a, p in mine for b, q in theirs)


def _designations(names: Sequence[StreetName]) -> list[Designation]:
    return [designation for name in names for designation in name.designations]


def _persons(names: Sequence[StreetName]) -> set[tuple[str, bool]]:
    """Names of persons and whether they are several, also where the map forgot «شهید»."""
    stated = {(h.key, h.plural) for name in names for h in name.honorees}
    return stated | {(d.base_key, False) for d in _designations(names) if d.number is None}


def _same_person(one: str, other: str) -> bool:
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if len(shorter) < SHORTEST_SURNAME:
        return False
    return longer.endswith(shorter) or OSA.normalized_similarity(one, other) >= RESPELLED
