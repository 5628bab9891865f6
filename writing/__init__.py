"""Folders and files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path


def refuse(target: Path, replace: bool, keep: Mapping[str, Path] | None = None) -> None:
    """Raise ``FileExistsError`` where ``target`` must not be written: it is in use, or holds what must not be deleted.

    ``keep``: what must not be deleted with it, by its name in the message, for example the corpus that is read; the
    current folder, the home folder and a repository of git never are.
    """
    if not target.exists():
        return
    if not target.is_dir():
        raise FileExistsError(errno.EEXIST, "is a file; name a folder to make", str(target))
    if any(target.iterdir()) and not replace:
        why = "exists and is not empty; name another folder, or give --force to replace it"
        raise FileExistsError(errno.EEXIST, why, str(target))
    places = {**(keep or {}), "the current folder": Path.cwd(), "the home folder": Path.home()}
    if (target / ".git").exists():
        places["a repository of git"] = target
    for what, place in places.items():
        if place.resolve().is_relative_to(target.resolve()):
            why = f"holds {what}, which replacing it would delete; name another folder"
            raise FileExistsError(errno.EEXIST, why, str(target))


@contextlib.contextmanager
def whole_folder(target: Path, replace: bool = False, keep: Mapping[str, Path] | None = None) -> Iterator[Path]:
    """A new folder beside ``target`` to write in; it takes the target's place when the block ends without an error.

    An existing target that is not empty is replaced only if ``replace`` says so; until the very last step, and after
    any error or interruption, it stays as it was. Raises what ``refuse`` raises.
    """
    refuse(target, replace, keep)
    target = Path(os.path.abspath(target))
    with _named(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    # Named before it is made, so that no interruption falls between the making and the cleaning up.
    place = target.parent / f".{target.name}-{secrets.token_hex(6)}"
    new, old = place / "new", place / "old"
    try:
        with _named(target):
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
    """Write a file beside its place and move it there; a link keeps pointing, a device or pipe is written to."""
    target = Path(os.path.realpath(target))
    with _named(target):
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        place = target.parent / f".{target.name}-{secrets.token_hex(6)}"
        try:
            place.write_bytes(content)
            os.replace(place, target)
        finally:
            place.unlink(missing_ok=True)


@contextlib.contextmanager
def _named(target: Path) -> Iterator[None]:
    """Errors name the target, not the place beside it, and the way out."""
    try:
        yield
    except FileNotFoundError as error:
        why = "cannot be made, as its folder does not exist; make that first"
        raise FileNotFoundError(error.errno, why, str(target)) from None
    except PermissionError as error:
        raise PermissionError(
            error.errno, "cannot be written, permission denied; name another place", str(target)
        ) from None
