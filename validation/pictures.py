"""One picture file: decoded whole within limits, and what is wrong with it."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import re
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from mmsafeaware.validation import records, similar
from mmsafeaware.validation.records import Problem

MAX_PIXELS = 89_478_485  # as Pillow has it: a quarter of a gigabyte as RGB
MAX_BYTES = 64 << 20
FORMATS = {  # those that decode without starting other programs, and the endings of each
    "PNG": ("png", "apng"),
    "JPEG": ("jpg", "jpeg", "jpe", "jfif"),
    "MPO": ("jpg", "jpeg", "mpo"),
    "GIF": ("gif",),
    "WEBP": ("webp",),
    "BMP": ("bmp", "dib"),
    "TIFF": ("tif", "tiff"),
    "AVIF": ("avif",),
    "JPEG2000": ("jp2", "j2k", "jpx"),
    "PPM": ("ppm", "pgm", "pbm", "pnm"),
    "ICO": ("ico",),
}
ENDINGS = frozenset(ending for endings in FORMATS.values() for ending in endings)
PLAIN = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}  # modes that every reader turns into RGB in the same way
_NAMES = {"F": "floating-point grey", "CMYK": "CMYK", "YCbCr": "YCbCr", "LAB": "Lab"}
GPS, EXIF = 0x8825, 0x8769  # the tags of EXIF that lead to further ones
CAMERA = {271: "Make", 272: "Model"}
CAMERA_DETAILS = {37500: "MakerNote", 42032: "CameraOwnerName", 42033: "BodySerialNumber", 42036: "LensModel"}
_KINDS = {  # files that often carry the ending of a picture, by how they begin
    "an SVG drawing": re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg", re.I | re.S),
    "an HTML page": re.compile(rb"\s*(<!doctype html|<html|<head|<body)", re.I),
    "a PDF document": re.compile(rb"%PDF-"),
    "a pointer of Git LFS": re.compile(rb"version https://git-lfs"),
    "an archive": re.compile(rb"PK\x03\x04|\x1f\x8b"),
}


class Picture(NamedTuple):
    """What is known of a file: digest of its bytes, perceptual hash (None if it was not decoded), its problems."""

    digest: bytes
    hash: int | None
    problems: list[Problem]


def read(root: str, name: str, decode: bool = True) -> Picture:
    """Read, hash and (if asked) decode ``images/NAME``. Raises ``OSError`` where the file cannot be read."""
    path = f"{root}/images/{name}"
    with records.opened(path) as file:
        raw = file.read(MAX_BYTES + 1)
        digest = hashlib.sha256(raw)
        if len(raw) > MAX_BYTES:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
            found = f"a file of {file.tell():,} bytes, more than the limit of {MAX_BYTES:,}"
            return Picture(digest.digest(), None, [Problem("IMG003", None, {"found": found})])
    if not decode:
        return Picture(digest.digest(), None, [])
    try:
        return Picture(digest.digest(), *_decode(raw, name))
    except Image.DecompressionBombError as error:
        pixels = re.search(r"\d{6,}", str(error))
        return Picture(digest.digest(), None, [_bomb(int(pixels[0]) if pixels else None)])
    except Exception as error:  # on damaged files decoders raise whatever comes up: any of it says "not a picture"
        return Picture(digest.digest(), None, [Problem("IMG003", None, {"found": _reason(raw, error)})])


@functools.cache
def _known() -> list[str]:
    """The formats that this Pillow knows."""
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]


def _bomb(pixels: int | None) -> Problem:
    found = f"{pixels:,} pixels" if pixels else "more than twice as many"
    return Problem("IMG004", None, {"expected": f"at most {MAX_PIXELS:,} pixels", "found": found})


def _reason(raw: bytes, error: Exception) -> str:
    if not raw:
        return "an empty file"
    if isinstance(error, UnidentifiedImageError):
        kind = next((kind for kind, pattern in _KINDS.items() if pattern.match(raw[:4096])), None)
        return kind or "no picture of a known format"
    if "decompressed data too large" in str(error).lower() or "Too much memory used in text" in str(error):
        return "a text chunk that swells to more than is allowed (a decompression bomb)"
    return "a picture that breaks off or is damaged"


def _decode(raw: bytes, name: str) -> tuple[int | None, list[Problem]]:
    with Image.open(io.BytesIO(raw), formats=_known()) as picture:
        pixels = picture.width * picture.height
        if pixels > MAX_PIXELS:
            return None, [_bomb(pixels)]
        problems = [*_ending(picture, name), *_mode(picture)]
        # A JPEG is read to its last byte at an eighth of its size too; only the inverse transform is spared.
        picture.draft("L" if picture.mode in ("L", "RGB") else None, (similar.SIDE, similar.SIDE))
        picture.load()
        perceptual = similar.perceptual(picture)
        problems += [*_metadata(picture, raw), *_frames(picture, pixels)]
    return perceptual, problems


def _ending(picture: Image.Image, name: str) -> list[Problem]:
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    endings = FORMATS.get(picture.format or "", ())
    if ending.lower() in endings:
        return []
    expected = f"the ending .{endings[0] if endings else 'png'} of a {picture.format} file"
    return [Problem("IMG005", None, {"expected": expected, "found": f".{ending}" if dot and stem else "none"})]


def _mode(picture: Image.Image) -> list[Problem]:
    if picture.mode in PLAIN:
        return []
    return [Problem("IMG011", None, {"found": _NAMES.get(picture.mode, "grey of 16 bits or more")})]


def _metadata(picture: Image.Image, raw: bytes) -> list[Problem]:
    """Location or camera, from EXIF and XMP; metadata that cannot be parsed is passed over, as no reader shows it."""
    found: list[str] = []
    with contextlib.suppress(Exception):
        exif = picture.getexif()
        details = exif.get_ifd(EXIF)
        found += ["GPS location"] if exif.get_ifd(GPS) else []
        found += [name for tag, name in CAMERA.items() if exif.get(tag)]
        found += [name for tag, name in CAMERA_DETAILS.items() if details.get(tag)]
    if b"exif:GPSLatitude" in raw and "GPS location" not in found:  # XMP, which is text in all formats
        found.append("GPS location")
    return [Problem("IMG007", None, {"found": ", ".join(found)})] if found else []


def _frames(picture: Image.Image, pixels: int) -> list[Problem]:
    """IMG006; the further frames are decoded too, until as many pixels are read as one picture may have."""
    if not getattr(picture, "is_animated", False):
        return []
    read, found = pixels, "several"
    try:
        while (read := read + pixels) <= MAX_PIXELS:
            picture.seek(picture.tell() + 1)
            picture.load()
    except EOFError:
        pass
    except Exception:  # whatever the decoder raises; the first frame, which readers show, is whole
        found = "several, of which one is damaged or missing"
    return [Problem("IMG006", None, {"found": found})]
