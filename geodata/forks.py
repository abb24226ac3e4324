"""Work in forked processes: what a function holds is inherited, only answers travel back.

For a build on Linux, before any thread is started. Nothing here knows what the work is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from typing import Any, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")
_inherited: list[Callable[..., Any]] = []


def forked_map(
    work: Callable[[Item], Answer], items: Sequence[Item], *, processes: int
) -> Iterator[Answer]:
    """Yield the work's answers in the order of the items, reckoned in so many processes.

    One process, or one item, is worked on here.
    """
    if min(processes, len(items)) <= 1:
        yield from map(work, items)
        return
    with _pool(work, min(processes, len(items))) as pool:
        yield from pool.map(_call, items)


@contextmanager
def beside(work: Callable[[], Answer], *, jobs: int) -> Iterator[Callable[[], Answer]]:
    """Do the work in a process of its own while the block runs; wait for it, raise its error.

    Gives the block a function that waits for the answer. With one job the work is done here,
    when it is asked for or at the end of the block.
    """
    if jobs == 1:
        done = cache(work)
        yield done
        done()
        return
    with _pool(work, 1) as pool:
        future = pool.submit(_call)
        yield future.result
        future.result()


def _pool(work: Callable[..., Any], processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        processes,
        mp_context=get_context("fork"),
        initializer=_inherited.append,
        initargs=(work,),
    )


def _call(*items: Any) -> Any:
    return _inherited[-1](*items)
