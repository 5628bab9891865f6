"""Every picture of a corpus, decoded once: its digest, size and format, a tiny copy, a thumbnail to show."""

from __future__ import annotations

import functools
import hashlib
import io
import warnings
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from mmsafeaware.validation import records, similar
from mmsafeaware.validation.pictures import FORMATS, MAX_BYTES, MAX_PIXELS

SIDE = 32  # pixels of the tiny copy
WIDTH = 320  # pixels of a thumbnail's longer side
Progress = Callable[[int, int], object]


class Picture(NamedTuple):
    """What is known of a file; None where it was not read.

    ``length``: in bytes. ``size``: (width, height) in pixels. ``small``: (32, 32, 3) bytes. ``thumbnail``: a JPEG.
    """

    digest: str
    length: int
    format: str | None
    size: tuple[int, int] | None
    small: npt.NDArray[np.uint8] | None
    hash: int | None
    thumbnail: bytes | None


def pictures(
    root: str, names: list[str], compare: Collection[str], show: Collection[str], progress: Progress | None = None
) -> dict[str, Picture]:
    """Name to what is known of it. Pixels are read for pictures to ``compare`` or ``show``; others by their headers.

    Files of the same bytes are decoded once. What cannot be decoded is no error here: its format, or its pixels, stay
    None. Raises ``OSError`` for a file that cannot be read.
    """
    with ThreadPoolExecutor() as pool:
        digests = dict(zip(names, pool.map(lambda name: _digest(f"{root}/images/{name}"), names), strict=True))
    compare, show = {digests[name] for name in compare}, {digests[name] for name in show}
    distinct = {digest: name for name, digest in reversed(digests.items())}
    found: dict[str, Picture] = {}

    def look(item: tuple[str, str]) -> Picture:
        digest, name = item
        return _read(f"{root}/images/{name}", digest, digest in compare, digest in show)

    with ThreadPoolExecutor() as pool, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about odd metadata, and about sizes that are refused below
        for done, picture in enumerate(pool.map(look, distinct.items()), 1):
            found[picture.digest] = picture
            if progress:
                progress(done, len(distinct))
    return {name: found[digest] for name, digest in digests.items()}


def _digest(path: str) -> str:
    with records.opened(path) as file:
        digest = hashlib.sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


@functools.cache
def _formats() -> list[str]:
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]


def _read(path: str, digest: str, compare: bool, show: bool) -> Picture:
    with records.opened(path) as file:
        raw = file.read(MAX_BYTES + 1)
    seen = Picture(digest, len(raw), None, None, None, None, None)
    if len(raw) > MAX_BYTES:
        return seen
    try:
        with Image.open(io.BytesIO(raw), formats=_formats()) as picture:
            seen = seen._replace(format=picture.format, size=picture.size)
            if (compare or show) and picture.width * picture.height <= MAX_PIXELS:
                seen = seen._replace(**_pixels(picture, show))
    except Exception:  # on damaged files decoders raise whatever comes up; validation tells about them
        pass
    return seen


def _pixels(picture: Image.Image, show: bool) -> dict[str, Any]:
    side = WIDTH if show else 2 * SIDE
    if picture.mode in ("L", "RGB"):
        picture.draft("RGB", (side, side))
    colours = similar.coloured(picture)
    rough = colours.reduce(max(1, min(colours.size) // (3 * SIDE)))  # ample for a tiny copy, and soon done
    small = np.asarray(rough.resize((SIDE, SIDE), Image.Resampling.BOX))
    known: dict[str, Any] = {"small": small, "hash": similar.perceptual(rough)}
    if show:
        colours.thumbnail((WIDTH, WIDTH), Image.Resampling.BILINEAR)
        target = io.BytesIO()
        colours.save(target, "JPEG", quality=72)
        known["thumbnail"] = target.getvalue()
    return known
