"""Workers over a stream: results in order, and never more than a few items waiting."""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
WORKERS = min(os.cpu_count() or 1, 8)
AHEAD = 3  # items that wait for each worker
Progress = Callable[[str, int, int], object]  # what is done, how much, of how much


def in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """``function`` of each item, for work that lets other threads run, such as decoding pictures."""
    with ThreadPoolExecutor(WORKERS) as pool:
        yield from _in_turn(pool, function, items)


def in_processes(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """``function`` of each item, for work in Python itself. It must need no lock that a thread may hold."""
    context = multiprocessing.get_context("fork")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 on: that other threads run while it forks
        with ProcessPoolExecutor(WORKERS, context) as pool:
            yield from _in_turn(pool, function, items)


def can_fork() -> bool:
    """Whether processes can be started that share what this one knows, its key for hashes too."""
    return sys.platform == "linux" and WORKERS > 1


def _in_turn(pool: Executor, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > AHEAD * WORKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
