"""All pictures of a corpus: each file by itself, and the files next to one another."""

from __future__ import annotations

import functools
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

MOST = 64  # pictures with which one is compared, so that a thousand blank ones do not take a million looks


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
    decoded = {picture.digest: (name, picture.hash) for name, picture in reversed(found.items())}
    hashes = {name: value for name, value in sorted(decoded.values()) if value is not None}
    different = sorted(set(hashes.values()))
    neighbours: dict[int, list[int]] = {value: [value] for value in different}
    for one, other in similar.close(np.array(different, dtype=np.uint64)):
        neighbours[different[one]].append(different[other])
        neighbours[different[other]].append(different[one])
    earlier: dict[int, list[str]] = {}
    thumbnail = functools.lru_cache(1024)(functools.partial(_thumbnail, root))
    for name, value in hashes.items():
        candidates = sorted(first for near in neighbours[value] for first in earlier.get(near, ()))
        first = next((first for first in candidates[:MOST] if similar.alike(thumbnail(first), thumbnail(name))), None)
        if first is not None:
            yield name, Problem("IMG009", None, {"other": f"images/{first}"})
        if len(earlier.setdefault(value, [])) < MOST:
            earlier[value].append(name)


def _thumbnail(root: str, name: str) -> similar.Thumbnail:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(f"{root}/images/{name}") as picture:
            picture.draft("RGB", (128, 128))
            return similar.thumbnail(picture)
