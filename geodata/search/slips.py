"""How likely a word was meant when another was typed: slips of fingers, ears and dots.

Costs are negative log-likelihoods [nats] by hand, after the shares in which slips occur: a letter
left out or mistaken for one that sounds alike, looks alike or lies beside it on the keyboard is
likelier than any other. Reads folded words only.
"""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import Editop, Levenshtein

from geodata.vocab import read_vocab

LEFT_OUT, DOUBLED, ADDED, SWAPPED, MISTAKEN = 2.2, 1.7, 2.8, 2.2, 3.4
LIKENESS_COST = {"sound": 1.7, "shape": 2.0, "keyboard": 2.1}
FIRST_LETTER = 0.8
"""People rarely get the first letter wrong."""


def slip_cost(typed: str, meant: str) -> float:
    """Return how unlikely it is to type one word and mean another [nats]; 0 when they are one."""
    cost, settled = 0.0, -1
    edits = list(Levenshtein.editops(typed, meant))
    for position, edit in enumerate(edits):
        if position == settled:
            continue
        following = edits[position + 1] if position + 1 < len(edits) else None
        if following is not None and _is_swap(typed, meant, edit, following):
            cost += SWAPPED
            settled = position + 1
        else:
            cost += _edit_cost(typed, meant, edit)
        if edit.src_pos == 0:
            cost += FIRST_LETTER
    return cost


def _edit_cost(typed: str, meant: str, edit: Editop) -> float:
    at, to = edit.src_pos, edit.dest_pos
    if edit.tag == "insert":
        return DOUBLED if to and meant[to - 1] == meant[to] else LEFT_OUT
    if edit.tag == "delete":
        return DOUBLED if at and typed[at - 1] == typed[at] else ADDED
    return _likenesses().get((typed[at], meant[to]), MISTAKEN)


def _is_swap(typed: str, meant: str, one: Editop, other: Editop) -> bool:
    """«ab» for «ba» is an insertion and a deletion, or two replacements, to Levenshtein."""
    if one.tag == other.tag == "replace":
        return (
            other.src_pos == one.src_pos + 1
            and typed[one.src_pos] == meant[other.dest_pos]
            and typed[other.src_pos] == meant[one.dest_pos]
        )
    if {one.tag, other.tag} == {"insert", "delete"} and abs(other.src_pos - one.src_pos) <= 2:
        added, dropped = (one, other) if one.tag == "insert" else (other, one)
        return meant[added.dest_pos] == typed[dropped.src_pos]
    return False


@cache
def _likenesses() -> dict[tuple[str, str], float]:
    """(letter, letter) → cost of typing one for the other, the cheapest likeness counts."""
    costs: dict[tuple[str, str], float] = {}
    rows = read_vocab("letter_likeness")
    for row in rows:
        if row["likeness"] != "keyboard":
            _take(costs, [(a, b) for a in row["letters"] for b in row["letters"]], row["likeness"])
    keys = {
        letter: (column + 0.4 * line, line)
        for line, row in enumerate(r for r in rows if r["likeness"] == "keyboard")
        for column, letter in enumerate(row["letters"])
    }
    near = [
        (a, b)
        for a, (x, y) in keys.items()
        for b, (other_x, other_y) in keys.items()
        if abs(y - other_y) <= 1 and abs(x - other_x) <= 1
    ]
    _take(costs, near, "keyboard")
    return costs


def _take(costs: dict[tuple[str, str], float], pairs: list[tuple[str, str]], likeness: str) -> None:
    for pair in pairs:
        costs[pair] = min(costs.get(pair, MISTAKEN), LIKENESS_COST[likeness])
