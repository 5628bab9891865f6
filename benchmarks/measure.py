"""Run functions side by side, each in a process of its own, and report medians and peak memory."""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any


def _run(function: Callable[..., object], arguments: tuple[Any, ...], pipe: Any) -> None:
    start = time.perf_counter()
    function(*arguments)
    seconds = time.perf_counter() - start
    pipe.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def once(function: Callable[..., object], *arguments: Any) -> tuple[float, float]:
    """(seconds, peak MB) of one call in a fresh process."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(function, arguments, there))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{function.__name__} ended with status {process.exitcode}")
    result: tuple[float, float] = here.recv()
    return result


def side_by_side(calls: dict[str, tuple[Any, ...]], rounds: int = 5) -> dict[str, float]:
    """Run each call once a round, in turn; print the medians. ``calls``: name to (function, arguments …)."""
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, (function, *arguments) in calls.items():
            runs[name].append(once(function, *arguments))
    width = max(map(len, calls))
    print(f"{'':{width}}  median s  fastest s  peak MB   ({rounds} rounds)")
    for name, seen in runs.items():
        times = [seconds for seconds, _ in seen]
        peak = statistics.median(memory for _, memory in seen)
        print(f"{name:{width}}  {statistics.median(times):8.2f}  {min(times):9.2f}  {peak:7.0f}", flush=True)
    return {name: statistics.median(seconds for seconds, _ in seen) for name, seen in runs.items()}
