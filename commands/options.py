"""Options and a progress bar that several commands share."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click

data_dir = click.option(
    "--data-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A corpus in the native layout; by default the embedded one.",
)
force = click.option("--force", is_flag=True, help="Replace the output if it exists.")


@contextlib.contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A function to call with (done, total); draws a bar on a terminal once the work has taken a second."""
    start, shown, done_before = time.monotonic(), None, 0

    def progress(done: int, total: int) -> None:
        nonlocal shown, done_before
        if shown is None and sys.stderr.isatty() and time.monotonic() - start > 1:
            shown = click.progressbar(length=total, label=label, file=sys.stderr)
            shown.__enter__()
        if shown is not None:
            shown.update(done - done_before)
            done_before = done

    try:
        yield progress
    finally:
        if shown is not None:
            shown.__exit__(None, None, None)
