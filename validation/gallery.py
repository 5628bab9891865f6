"""All pictures of a corpus: each file by itself, and the files next to one another."""

from __future__ import annotations

import os
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from PIL import Image

from mmsafeaware.validation import pictures, records, similar
from mmsafeaware.validation.parallel import Progress, in_threads
from mmsafeaware.validation.pictures import Picture
from mmsafeaware.validation.records import Problem

MOST = 64  # pictures with which one is compared before it counts as new


class Gallery(NamedTuple):
    """``paths``: what is wrong with a name in a record (IMG001, IMG002); ``pictures``: name to what its file holds."""

    paths: dict[str, Problem]
    pictures: dict[str, Picture]


def survey(root: str, names: Iterable[str], decode: bool, progress: Progress | None) -> Gallery:
    """Look at every picture that records name, once."""
    found = Gallery({}, {})
    wanted = sorted(names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow warns of is a finding, or none
        for done, (name, picture) in enumerate(in_threads(lambda name: (name, _one(root, name, decode)), wanted), 1):
            if isinstance(picture, Picture):
                found.pictures[name] = picture
            else:
                found.paths[name] = picture
            if progress:
                progress("Pictures", done, len(wanted))
    return found


def _one(root: str, name: str, decode: bool) -> Picture | Problem:
    _, problem = records.image(root, name)
    if problem:
        return problem
    try:
        return pictures.read(root, name, decode)
    except OSError as error:
        found = (error.strerror or "unreadable").lower()
        return Problem("IMG001", "image", {"expected": f"images/{name}", "found": found})


def problems(root: str, gallery: Gallery) -> Iterator[tuple[str, Problem]]:
    """(file below images/, problem) of everything about pictures but IMG001 and IMG002."""
    for name, picture in gallery.pictures.items():
        yield from ((name, problem) for problem in picture.problems)
    stored = set(_stored(root))
    used = gallery.pictures.keys() | gallery.paths.keys()
    yield from ((name, Problem("IMG008", None, {})) for name in sorted(stored - used))
    yield from _confusable(sorted(stored | used))
    yield from _same(gallery.pictures)
    yield from _near(root, gallery.pictures)


def _stored(root: str) -> Iterator[str]:
    """The files below images/ that have the ending of a picture."""
    top = f"{root}/images"
    for folder, _, names in os.walk(top):
        for name in names:
            if name.rpartition(".")[2].lower() in pictures.ENDINGS:
                path = os.path.relpath(f"{folder}/{name}", top).replace(os.sep, "/")
                yield path.encode("utf-8", "backslashreplace").decode()


def _confusable(names: list[str]) -> Iterator[tuple[str, Problem]]:
    """COR006: names that some file systems take for the same."""
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()), name)
        if first != name:
            yield name, Problem("COR006", None, {"other": f"images/{first}"})


def _same(found: dict[str, Picture]) -> Iterator[tuple[str, Problem]]:
    """IMG010: the bytes of another file."""
    seen: dict[bytes, str] = {}
    for name, picture in found.items():
        first = seen.setdefault(picture.digest, name)
        if first != name:
            yield name, Problem("IMG010", None, {"other": f"images/{first}"})


def _near(root: str, found: dict[str, Picture]) -> Iterator[tuple[str, Problem]]:
    """IMG009: other bytes, the same picture to the eye. Each file is reported with the first that it resembles."""
    decoded = {picture.digest: name for name, picture in reversed(found.items()) if picture.hash is not None}
    names = sorted(decoded.values())
    hashes = np.array([found[name].hash for name in names], dtype=np.uint64)
    told: set[int] = set()
    tries: dict[int, int] = {}
    for first, second in similar.close(hashes):
        tries[second] = tries.get(second, 0) + 1
        if second in told or tries[second] > MOST:
            continue
        if similar.alike(_thumbnail(root, names[first]), _thumbnail(root, names[second])):
            told.add(second)
            yield names[second], Problem("IMG009", None, {"other": f"images/{names[first]}"})


def _thumbnail(root: str, name: str) -> similar.Thumbnail:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(f"{root}/images/{name}") as picture:
            picture.draft("RGB", (128, 128))
            return similar.thumbnail(picture)
