"""Folders and files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
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
        raise FileExistsError(17, "exists and is not empty", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    new, old = place / "new", place / "old"
    try:
        new.mkdir()
        yield new
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(place, ignore_errors=True)


def whole_file(target: Path, content: bytes) -> None:
    """Write a file beside its place and move it there."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
