"""One picture of the release: its hash, its real format, and whether it is a picture at all."""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from mmsafeaware import CorpusError

_ENDING = {"JPEG": ".jpeg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif"}
_MAKER = {0x010F: "camera make", 0x0110: "camera model", 0x8825: "location"}
_CREDIT = {0x013B: "artist", 0x8298: "copyright"}


class Picture(NamedTuple):
    """What is known of a file; ``ending`` is its real format's, the name's own (``name_ending``) if that fits."""

    sha256: str
    format: str
    name_ending: str
    ending: str
    frames: int
    maker: tuple[str, ...]
    credit: tuple[str, ...]


def look(path: Path, known: str | None, name: str) -> Picture:
    """Read a picture; whole (every pixel is decoded) unless its SHA-256 is the ``known`` one.

    Raises ``CorpusError`` naming the file if it is no picture, is cut short or is a decompression bomb.
    """
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                if sha256 != known:
                    image.load()
                tags = image.getexif() if image.format in ("JPEG", "MPO") else {}
                frames = getattr(image, "n_frames", 1)
                kind = "JPEG" if image.format == "MPO" else str(image.format)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        fix = "Take the file anew from the authors' repository, or remove it: a pair without a picture is left out"
        raise CorpusError(f"{name} cannot be read as a picture ({error}). {fix}.", "IMG003", name) from None
    right = Image.registered_extensions().get(path.suffix.lower()) == kind
    ending = path.suffix if right else _ENDING.get(kind, f".{kind.lower()}")
    maker, credit = (tuple(word for tag, word in words.items() if tags.get(tag)) for words in (_MAKER, _CREDIT))
    return Picture(sha256, kind, path.suffix, ending, frames, maker, credit)
