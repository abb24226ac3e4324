"""What the names say: register against sign, given name, surname, father, «سید»."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.matching.claims import Claim
from geodata.matching.namesakes import FAMILY, GIVEN, ORDER, Likeness, NameBook, is_slip
from geodata.matching.network import Network

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.object_]
NAME_FIELDS: dict[str, tuple[str, ...]] = {
    "family": FAMILY,
    "given": GIVEN,
    "order": ORDER,
    "sign": ("martyr", "plain", "arterial", "nobody"),
    "sayyed": ("both", "neither", "sign_only", "row_only", "none"),
    "father": ("same", "alike", "other", "unknown"),
    "persons": ("one", "both_many", "row_many", "sign_many"),
}


def name_levels(
    claim: Ints, alley: Ints, claims: Sequence[Claim], network: Network, book: NameBook
) -> tuple[dict[str, Levels], pd.DataFrame]:
    """Return the level of each of `NAME_FIELDS` for every pair, and the names that met.

    Returns
    -------
    levels : dict of array of str
    keys : DataFrame
        `family_key`, `given_key` of each pair, "" where the names do not meet.
    """
    best = _best_names(claim, alley, claims, network, book)
    met = best["family"].notna().to_numpy()
    nameless = np.where(network.is_stated[alley], "other", "nobody")
    levels = {
        "family": np.where(met, best["family"], nameless),
        "given": np.where(met, best["given"], "none"),
        "order": np.where(met, best["order"], "none"),
        "sign": _signs(alley, met | network.is_stated[alley], network),
        "sayyed": _sayyeds(claim, best["sayyed"], met, claims),
        "father": _fathers(claim, best["father"], claims),
        "persons": _persons(claim, alley, met, claims, network),
    }
    return levels, best[["family_key", "given_key"]].fillna("")


def name_shares(keys: pd.DataFrame, book: NameBook) -> tuple[Floats, Floats]:
    """Return how often chance alone puts the same full name, and the same surname, on a sign."""
    surname = _looked_up(keys["family_key"], book.family_share)
    full: Floats = surname * _looked_up(keys["given_key"], book.given_share)
    return full, surname


def _looked_up(keys: pd.Series, share: Callable[[str], float]) -> Floats:
    shares = {key: share(key) for key in keys.unique()}
    found: Floats = keys.map(shares).to_numpy(dtype=float)
    return found


def _best_names(
    claim: Ints, alley: Ints, claims: Sequence[Claim], network: Network, book: NameBook
) -> pd.DataFrame:
    """For each pair the name on the sign that fits best, as a row of `Likeness` and the sign's."""
    people, persons = pd.factorize(pd.Series([c.person for c in claims], dtype=object))
    written, signs = pd.factorize(network.names["words"])
    pairs = pd.DataFrame({"pair": np.arange(len(claim)), "alley": alley, "person": people[claim]})
    names = network.names.assign(written=written)[["alley", "written", "sayyed", "father"]]
    both = pairs.merge(names, on="alley")
    asked = both[["person", "written"]].drop_duplicates()
    found = [
        book.compare(persons[person], signs[sign])
        for person, sign in asked.itertuples(index=False, name=None)
    ]
    met = np.array([likeness is not None for likeness in found], dtype=bool)
    fits = pd.DataFrame([f for f in found if f is not None], columns=list(Likeness._fields))
    fits[["person", "written"]] = asked[met].to_numpy()
    both = both.merge(
        fits.astype({"person": "int64", "written": "int64"}), on=["person", "written"]
    )
    both = both.sort_values(["pair", "cost", "written"], kind="stable").drop_duplicates("pair")
    return both.set_index("pair").reindex(range(len(claim)))


def _signs(alley: Ints, named: npt.NDArray[np.bool_], network: Network) -> Levels:
    """Whether the sign says «شهید»; without it a name may be anybody's."""
    words = np.where(network.is_stated[alley], "martyr", "plain")
    words = np.where(network.is_arterial[alley], "arterial", words)
    return np.where(named, words, "nobody").astype(object)


def _sayyeds(
    claim: Ints, theirs: pd.Series, met: npt.NDArray[np.bool_], claims: Sequence[Claim]
) -> Levels:
    mine = np.array([c.sayyed for c in claims], dtype=bool)[claim]
    on_sign = (theirs == True).to_numpy()  # noqa: E712 - a missing value is no «سید»
    level = np.select([mine & on_sign, mine, on_sign], ["both", "row_only", "sign_only"], "neither")
    return np.where(met, level, "none").astype(object)


def _fathers(claim: Ints, theirs: pd.Series, claims: Sequence[Claim]) -> Levels:
    level = np.full(len(claim), "unknown", dtype=object)
    said = np.flatnonzero(theirs.fillna("").to_numpy() != "")
    for pair, other in zip(said.tolist(), theirs.iloc[said].tolist(), strict=True):
        mine = claims[claim[pair]].father_key
        if mine:
            alike = is_slip(mine, other) or mine in other or other in mine
            level[pair] = "same" if mine == other else "alike" if alike else "other"
    return level


def _persons(
    claim: Ints,
    alley: Ints,
    met: npt.NDArray[np.bool_],
    claims: Sequence[Claim],
    network: Network,
) -> Levels:
    theirs = network.is_plural[alley]
    mine = np.array([c.plural for c in claims], dtype=bool)[claim]
    level = np.select([mine & theirs, mine, theirs], ["both_many", "row_many", "sign_many"], "one")
    return np.where(met, level, "one").astype(object)
