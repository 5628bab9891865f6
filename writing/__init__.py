"""Folders and files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def whole_folder(target: Path, replace: bool = False) -> Iterator[Path]:
    """A new folder beside ``target`` to write in; it takes the target's place when the block ends without an error.

    An existing target that is not empty is replaced only if ``replace`` says so; until the very last step, and after
    any error or interruption, it stays as it was. Raises ``FileExistsError`` otherwise.
    """
    target = Path(os.path.abspath(target))
    if target.exists() and not replace and (not target.is_dir() or any(target.iterdir())):
        why = "exists and is not empty; name another folder, or give --force to replace it"
        raise FileExistsError(errno.EEXIST, why, str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    # Named before it is made, so that no interruption falls between the making and the cleaning up.
    place = target.parent / f".{target.name}-{secrets.token_hex(6)}"
    new, old = place / "new", place / "old"
    try:
        new.mkdir(parents=True)
        yield new
        if target.exists():
            target.rename(old)
        new.rename(target)
    finally:
        if old.exists() and not target.exists():  # stopped between the two steps
            old.rename(target)
        shutil.rmtree(place, ignore_errors=True)


def whole_file(target: Path, content: bytes) -> None:
    """Write a file beside its place and move it there."""
    place = target.parent / f".{target.name}-{secrets.token_hex(6)}"
    try:
        place.write_bytes(content)
        os.replace(place, target)
    finally:
        place.unlink(missing_ok=True)
