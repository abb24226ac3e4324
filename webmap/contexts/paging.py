"""What every filtered list has: the choices with their counts, and the ways to its other pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Address = Callable[[Mapping[str, Any]], str]
"""Gives the address of the page with other choices."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: the rows it would leave and the address that chooses it."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to filter by."""

    key: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where one is among all pages, and the ways to the others; numbers count from 1."""

    number: int
    last: int
    first_row: int
    last_row: int
    previous_url: str | None
    next_url: str | None


def page_links(
    number: int, *, length: int, shown: int, total: int, to: Callable[[int], str]
) -> PageLinks:
    """Return the ways from one page of a list.

    Parameters
    ----------
    number : int
        The page, from 1; one beyond the last leads back to the last.
    length, shown, total : int
        Rows a page has at most, this page has, all pages have.
    to : callable
        Gives the address of another page.
    """
    last = max(1, math.ceil(total / length))
    first_row = (number - 1) * length + 1
    return PageLinks(
        number=number,
        last=last,
        first_row=first_row if shown else 0,
        last_row=first_row + shown - 1 if shown else 0,
        previous_url=to(min(number - 1, last)) if number > 1 else None,
        next_url=to(number + 1) if number < last else None,
    )
