"""Which alleys a naming could mean: look-ups by key, never all against all.

A name is looked up by every form in which signs carry it (surname only, words turned round, an
initial), within the districts the row points to; misspelled names are compared only inside those
districts. An address is looked up by street and number wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.matching.claims import Claim
from geodata.matching.network import Network
from geodata.names import squeeze

NEAR_POINT_M = 150.0
IN_SIGHT_M = 900.0
COMMON_NAME = 40
"""A form of a name found on more alleys than this in reach is no lead at all."""
COMMON_DESIGNATION = 40
LEAST_SIMILAR = 0.72
LIKE_STREET = 0.8
LIKE_SURNAME = 0.79
_HALF_PREFIXES = ("محمد", "علی", "غلام", "حمید", "امیر", "عبدال", "میر")


class Relation(IntEnum):
    """How a name on the map relates to the register's, the most telling first."""

    EXACT = 0
    ROTATED = 1
    QUALIFIER = 2
    HALF = 3
    INITIAL = 4
    ALMOST = 5
    SIMILAR = 6
    SURNAME = 7
    ROW_SURNAME = 8
    ALMOST_SURNAME = 9
    FIRST_WORDS = 10
    ALIKE = 11
    VAGUE = 12
    OTHER = 13
    NONE = 14


def find_candidates(claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    """Return pairs worth weighing, sorted.

    Returns
    -------
    DataFrame
        `claim`, `alley` (rows), `relation` (a `Relation` where the name led here, else NONE).
    """
    reach = _reach(claims, network)
    found = [
        _by_name_forms(claims, network, reach),
        _by_similar_name(claims, network, reach),
        _by_designation(claims, network, reach),
        _by_position(claims, network),
    ]
    pairs = pd.concat([f for f in found if len(f)] or found[:1], ignore_index=True)
    pairs = pairs.sort_values(["claim", "alley", "relation"], kind="stable")
    return pairs.drop_duplicates(["claim", "alley"], ignore_index=True)


def _reach(claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    """The districts each claim points to: the one it names and those of its other places."""
    home = pd.DataFrame({"district": network.district, "neighbourhood": network.neighbourhood})
    of_neighbourhood = home[home["neighbourhood"] != ""].drop_duplicates()
    of_street = network.streets.assign(district=network.district[network.streets["alley"]])
    of_street = of_street[["street", "district"]].drop_duplicates()
    stated = pd.DataFrame(
        {
            "claim": range(len(claims)),
            "district": [c.district or "" for c in claims],
            "neighbourhood": [c.neighbourhood or "" for c in claims],
            "street": [c.parent_key for c in claims],
        }
    )
    few = of_street.groupby("street")["district"].transform("size") <= 3
    parts = [
        stated[["claim", "district"]],
        stated[["claim", "neighbourhood"]].merge(of_neighbourhood, on="neighbourhood"),
        stated[["claim", "street"]].merge(of_street[few], on="street"),
    ]
    reach = pd.concat([part[["claim", "district"]] for part in parts], ignore_index=True)
    return reach[reach["district"] != ""].drop_duplicates(ignore_index=True)


def _by_name_forms(claims: Sequence[Claim], network: Network, reach: pd.DataFrame) -> pd.DataFrame:
    mine = pd.DataFrame(
        ((i, *form) for i, c in enumerate(claims) for form in _claim_forms(c.person)),
        columns=["claim", "form", "key", "relation"],
    )
    theirs = pd.DataFrame(
        (
            (alley, *form)
            for alley, words, key in network.names[["alley", "words", "key"]].itertuples(
                index=False
            )
            for form in _map_forms(words, key)
        ),
        columns=["alley", "form", "key"],
    )
    theirs["district"] = network.district[theirs["alley"].to_numpy(dtype=np.int64)]
    here = mine.merge(reach, on="claim").merge(theirs, on=["form", "key", "district"])
    anywhere = _rare(theirs).merge(mine, on=["form", "key"])
    pairs = pd.concat([here, anywhere])[["claim", "alley", "relation"]]
    return _thinned(pairs.drop_duplicates(), claims, network)


def _thinned(pairs: pd.DataFrame, claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    """Of a name on many alleys, and of names only vaguely alike, those in sight are kept."""
    crowd = pairs.groupby(["claim", "relation"])["alley"].transform("size")
    doubtful = (crowd > COMMON_NAME) | pairs["relation"].isin([Relation.ALIKE, Relation.VAGUE])
    asked = pairs[doubtful]
    return pd.concat([pairs[~doubtful], asked[_in_sight(asked, claims, network)]])


def _in_sight(
    pairs: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> npt.NDArray[np.bool_]:
    """Whether an alley lies beside the street or near the neighbourhood its claim names.

    A claim that names neither is asked for its district alone, which led here already.
    """
    claim, alley = (pairs[c].to_numpy(dtype=np.int64) for c in ("claim", "alley"))
    street = np.array([c.parent_key for c in claims], dtype=object)[claim]
    home = np.array([c.neighbourhood or "" for c in claims], dtype=object)[claim]
    beside = pd.MultiIndex.from_frame(network.streets[["alley", "street"]])
    seen = pd.MultiIndex.from_arrays([alley, street]).isin(beside)
    placed = np.flatnonzero([area in network.polygons for area in home])
    polygons = np.array([network.polygons[area] for area in home[placed]], dtype=object)
    seen[placed] |= shapely.dwithin(polygons, network.middles[alley[placed]], IN_SIGHT_M)
    nowhere = np.ones(len(pairs), dtype=bool)
    nowhere[placed] = False
    return seen | (nowhere & ~np.isin(street, network.streets["street"].unique()))


def _rare(theirs: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Forms on so few alleys that the district need not agree to be worth a look."""
    return theirs[theirs.groupby(["form", "key"])["alley"].transform("size") <= most]


def _claim_forms(person: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    key = squeeze(person)
    if not key:
        return
    yield "whole", key, Relation.EXACT
    for seam in range(1, len(person)):
        yield "whole", squeeze(person[seam:] + person[:seam]), Relation.ROTATED
        yield "whole", squeeze(person[seam:]), Relation.SURNAME
        yield "whole", squeeze(person[:seam]), Relation.FIRST_WORDS
    yield "ending", key, Relation.ROW_SURNAME
    if len(person) > 2:
        yield "whole", squeeze(person[:-1]), Relation.QUALIFIER
    yield "unqualified", key, Relation.QUALIFIER
    if len(person) > 1 and len(person[0]) == 1:
        yield "initial", person[0] + squeeze(person[1:]), Relation.INITIAL
    for prefix in _HALF_PREFIXES:
        yield "whole", prefix + key, Relation.HALF
        if key.startswith(prefix):
            yield "whole", key.removeprefix(prefix), Relation.HALF


def _map_forms(words: tuple[str, ...], key: str) -> Iterator[tuple[str, str]]:
    yield "whole", key
    for seam in range(1, len(words)):
        yield "ending", squeeze(words[seam:])
    if len(words) > 1:
        yield "initial", words[0][0] + squeeze(words[1:])
        yield "unqualified", squeeze(words[:-1])
        if len(words) > 2:
            yield "initial", words[0][0] + squeeze(words[2:])


def _by_similar_name(
    claims: Sequence[Claim], network: Network, reach: pd.DataFrame
) -> pd.DataFrame:
    """Names that differ by a slip or two, inside the districts a claim points to."""
    whole = pd.DataFrame({"claim": range(len(claims)), "key": [c.person_key for c in claims]})
    endings = pd.DataFrame(
        ((i, key) for i, c in enumerate(claims) for key in _endings(c.person)),
        columns=["claim", "key"],
    )
    single = network.names["words"].map(len) == 1
    of_alley = network.district[network.names["alley"].to_numpy(dtype=np.int64)]
    found = []
    for district, rows in reach.groupby("district", sort=True):
        inside = of_alley == district
        found.append(_similar(rows.merge(whole), network.names[inside], is_surname=False))
        found.append(_similar(rows.merge(endings), network.names[inside & single], is_surname=True))
    pairs = pd.concat(found, ignore_index=True).drop_duplicates() if found else _no_pairs()
    return _thinned(pairs, claims, network)


def _endings(person: tuple[str, ...]) -> Iterator[str]:
    for seam in range(max(1, len(person) - 2), len(person)):
        yield squeeze(person[seam:])


def _similar(asked: pd.DataFrame, names: pd.DataFrame, *, is_surname: bool) -> pd.DataFrame:
    asked = asked[asked["key"].map(len) >= 4]
    wanted = asked["key"].unique().tolist()
    shown = names["key"].unique().tolist()
    if not wanted or not shown:
        return _no_pairs()
    cutoff = LIKE_SURNAME if is_surname else LEAST_SIMILAR
    scores = process.cdist(
        wanted, shown, scorer=OSA.normalized_similarity, score_cutoff=cutoff, workers=-1,
        dtype=np.float32,
    )  # fmt: skip
    i, j = np.nonzero((scores > 0) & (scores < 1))
    hits = pd.DataFrame(
        {
            "key": np.array(wanted, dtype=object)[i],
            "shown": np.array(shown, dtype=object)[j],
            "relation": similarity_relation(scores[i, j], is_surname=is_surname),
        }
    )
    named = names[["alley", "key"]].rename(columns={"key": "shown"})
    return asked.merge(hits, on="key").merge(named, on="shown")[["claim", "alley", "relation"]]


def similarity_relation(scores: np.ndarray, *, is_surname: bool = False) -> np.ndarray:
    """Return the `Relation` of similarities 0–1 (optimal string alignment)."""
    if is_surname:
        return np.full(len(scores), int(Relation.ALMOST_SURNAME))
    steps = [0.93, 0.87, 0.79, LEAST_SIMILAR]
    levels = [Relation.ALMOST, Relation.SIMILAR, Relation.ALIKE, Relation.VAGUE, Relation.OTHER]
    return np.array([int(level) for level in levels])[np.searchsorted(-np.array(steps), -scores)]


def _by_designation(claims: Sequence[Claim], network: Network, reach: pd.DataFrame) -> pd.DataFrame:
    mine = pd.DataFrame(
        (
            (i, d.base_key, -1 if d.number is None else d.number)
            for i, c in enumerate(claims)
            for d in c.designations
        ),
        columns=["claim", "base", "number"],
    )
    theirs = network.designations[["alley", "base", "number"]].drop_duplicates()
    full = mine[mine["base"] != ""]
    found = [full.merge(theirs, on=["base", "number"])]
    found.append(_by_misspelled_base(full, theirs))
    bare = mine[(mine["base"] == "") & (mine["number"] >= 0)]
    found.append(_by_bare_number(bare, theirs, claims, network))
    pairs = pd.concat(found, ignore_index=True)[["claim", "alley"]].drop_duplicates()
    return _not_too_many(pairs, network, reach).assign(relation=int(Relation.NONE))


def _by_misspelled_base(mine: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """«هنرسنان ۱۹»: a base that is on no map, read as the known ones most like it."""
    known = sorted(set(theirs["base"]) - {""})
    unknown = sorted(set(mine["base"]) - set(known))
    rows = [
        (base, near)
        for base in unknown
        if len(base) >= 3
        for near, _, _ in process.extract(
            base, known, scorer=OSA.normalized_similarity, score_cutoff=LIKE_STREET - 0.08, limit=3
        )
    ]
    alike = pd.DataFrame(rows, columns=["base", "near"])
    read = mine.merge(alike, on="base").drop(columns="base").rename(columns={"near": "base"})
    return read.merge(theirs, on=["base", "number"])


def _by_bare_number(
    mine: pd.DataFrame, theirs: pd.DataFrame, claims: Sequence[Claim], network: Network
) -> pd.DataFrame:
    """A number without a street means an alley of the neighbourhood, else of the district."""
    alley = theirs["alley"].to_numpy(dtype=np.int64)
    homes = theirs.drop(columns="base").assign(
        neighbourhood=network.neighbourhood[alley], district=network.district[alley]
    )
    placed = mine.drop(columns="base").assign(
        neighbourhood=[claims[i].neighbourhood or "" for i in mine["claim"]],
        district=[claims[i].district or "" for i in mine["claim"]],
    )
    finer = placed[placed["neighbourhood"] != ""].drop(columns="district")
    coarser = placed[(placed["neighbourhood"] == "") & (placed["district"] != "")]
    return pd.concat(
        [
            finer.merge(homes, on=["number", "neighbourhood"]),
            coarser.drop(columns="neighbourhood").merge(homes, on=["number", "district"]),
        ],
        ignore_index=True,
    )


def _not_too_many(pairs: pd.DataFrame, network: Network, reach: pd.DataFrame) -> pd.DataFrame:
    """Where an address fits too many alleys, only those in reach are worth weighing."""
    crowd = pairs.groupby("claim")["alley"].transform("size")
    many = pairs[crowd > COMMON_DESIGNATION]
    many = many.assign(district=network.district[many["alley"].to_numpy(dtype=np.int64)])
    kept = many.merge(reach, on=["claim", "district"])[["claim", "alley"]]
    return pd.concat([pairs[crowd <= COMMON_DESIGNATION], kept], ignore_index=True)


def _by_position(claims: Sequence[Claim], network: Network) -> pd.DataFrame:
    placed = [(i, c.at) for i, c in enumerate(claims) if c.at is not None]
    if not placed:
        return _no_pairs()
    rows = np.array([i for i, _ in placed])
    points = shapely.points([at for _, at in placed])
    tree = shapely.STRtree(network.lines)
    point, alley = tree.query(points, predicate="dwithin", distance=NEAR_POINT_M)
    return pd.DataFrame({"claim": rows[point], "alley": alley, "relation": int(Relation.NONE)})


def _no_pairs() -> pd.DataFrame:
    empty: Iterable[int] = ()
    return pd.DataFrame(
        {c: pd.Series(empty, dtype="int64") for c in ("claim", "alley", "relation")}
    )
