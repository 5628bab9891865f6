"""Near-duplicate pictures: perceptual hashes, and which of them lie close together."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image

SIDE, CORNER = 32, 8  # of the picture that is transformed, and of its low frequencies that are kept
DISTANCE = 6  # bits of 64 in which the hashes of two pictures may differ for the pictures to be compared
MEAN, PART = 8.0, 24.0  # greatest differences (of 255) over a whole thumbnail, and over one sixteenth of it
THUMBNAIL = 32

Hash = npt.NDArray[np.uint64]
Thumbnail = npt.NDArray[np.int16]


@functools.cache
def _cosines() -> npt.NDArray[np.float64]:
    """The first rows of the discrete cosine transform (type II) of ``SIDE`` values."""
    places = (2 * np.arange(SIDE) + 1) * np.pi / (2 * SIDE)
    cosines: npt.NDArray[np.float64] = np.cos(np.outer(np.arange(CORNER), places))
    return cosines


def grey(picture: Image.Image) -> Image.Image:
    """A picture of any mode in 8-bit grey, what is transparent on white, 16 bits scaled down to 8."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;"):
        values = np.asarray(picture, dtype=np.float64)
        low, high = (0.0, 65535.0) if values.max(initial=0) > 255 else (0.0, 255.0)
        return Image.fromarray(np.clip((values - low) * 255 / (high - low), 0, 255).astype(np.uint8))
    return coloured(picture).convert("L") if picture.mode != "L" else picture


def coloured(picture: Image.Image) -> Image.Image:
    """A picture of any mode as RGB."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;"):
        return grey(picture).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def perceptual(picture: Image.Image) -> int:
    """64 bits that hardly change when a picture is scaled or compressed again.

    The pHash of Zauner (2010) as the library ``imagehash`` computes it, without its need for SciPy: the signs of the
    low frequencies of a 32 x 32 cosine transform against their median.
    """
    small = np.asarray(grey(picture).resize((SIDE, SIDE), Image.Resampling.LANCZOS), dtype=np.float64)
    low = _cosines() @ small @ _cosines().T
    bits = low > np.median(low)
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def close(hashes: Hash, distance: int = DISTANCE) -> Iterator[tuple[int, int]]:
    """The pairs (i, j), i < j, of hashes that differ in at most so many bits.

    Two such hashes agree in at least one of ``distance + 1`` bands of their bits, so only hashes that do are compared.
    """
    bands = distance + 1
    edges = [64 * band // bands for band in range(bands + 1)]
    seen: set[tuple[int, int]] = set()
    for low, high in pairwise(edges):
        band = (hashes >> np.uint64(low)) & np.uint64((1 << (high - low)) - 1)
        order = np.argsort(band, kind="stable")
        cuts = np.flatnonzero(np.diff(band[order])) + 1
        for group in np.split(order, cuts):
            group = np.sort(group)
            for at, first in enumerate(group[:-1]):
                others = group[at + 1 :]
                near = others[_bits(hashes[others] ^ hashes[first]) <= distance]
                seen.update((int(first), int(other)) for other in near)
    yield from sorted(seen)


def _bits(values: Hash) -> npt.NDArray[np.int64]:
    counts = _COUNTS[values.view(np.uint8).reshape(-1, 8)]
    bits: npt.NDArray[np.int64] = counts.sum(axis=1, dtype=np.int64)
    return bits


_COUNTS = np.array([value.bit_count() for value in range(256)], dtype=np.uint8)


def thumbnail(picture: Image.Image) -> Thumbnail:
    """A picture as 32 x 32 RGB, to compare it with another."""
    small = coloured(picture).resize((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.int16)


def alike(one: Thumbnail, other: Thumbnail) -> bool:
    """Whether two thumbnails show the same picture, scaled or compressed: no part of it differs visibly."""
    difference = np.abs(one - other).mean(axis=2)
    parts = difference.reshape(4, THUMBNAIL // 4, 4, THUMBNAIL // 4).mean(axis=(1, 3))
    return bool(difference.mean() <= MEAN and parts.max() <= PART)
