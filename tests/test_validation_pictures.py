"""Pictures of every kind of badness, and near-duplicates."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance, PngImagePlugin

from mmsafeaware.validation import gallery, similar, validate
from tests.corpus_factory import make, over_safety, png, record


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    target = BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def photo(seed: int, size: tuple[int, int] = (160, 120)) -> Image.Image:
    """Something as smooth and as varied as a photograph."""
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8))
    return coarse.resize(size, Image.Resampling.BICUBIC)


def found(tmp_path: Path, name: str, raw: bytes | None) -> list[tuple[str, str, str]]:
    """(code, file, message) of a corpus with one more picture."""
    root = make(tmp_path / "corpus", unsafe=[record("u1"), record("u2", image=name)])
    if raw is not None:
        (root / "images" / name).parent.mkdir(exist_ok=True, parents=True)
        (root / "images" / name).write_bytes(raw)
    report = validate(root, only=["IMG", "COR006"])
    return [(finding.code, finding.file, finding.message) for finding in report.findings]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claims(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(bytes(1000))), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def text_bomb() -> bytes:
    whole = png((0, 255, 0))
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    return whole[:33] + bomb + whole[33:]


def animated() -> bytes:
    return encoded(photo(1), "PNG", save_all=True, append_images=[photo(2)])


WHOLE = "expected a whole picture, found "
PNG, JPEG = encoded(photo(3), "PNG"), encoded(photo(3), "JPEG")


@pytest.mark.parametrize(
    ("name", "raw", "code", "message"),
    [
        ("a.png", b"", "IMG003", f"{WHOLE}an empty file"),
        ("a.png", PNG[: len(PNG) // 2], "IMG003", f"{WHOLE}a picture that breaks off or is damaged"),
        ("a.jpg", JPEG[: len(JPEG) // 2], "IMG003", f"{WHOLE}a picture that breaks off or is damaged"),
        ("a.png", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "IMG003", f"{WHOLE}an SVG drawing"),
        ("a.png", b"<!DOCTYPE html><title>Not found</title>", "IMG003", f"{WHOLE}an HTML page"),
        ("a.png", b"version https://git-lfs.github.com/spec/v1\n", "IMG003", f"{WHOLE}a pointer of Git LFS"),
        ("a.png", b"%PDF-1.7\n", "IMG003", f"{WHOLE}a PDF document"),
        ("a.png", bytes(1000), "IMG003", f"{WHOLE}no picture of a known format"),
        ("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "IMG003", f"{WHOLE}no picture of a known format"),
        ("a.png", text_bomb(), "IMG003",
         f"{WHOLE}a text chunk that swells to more than is allowed (a decompression bomb)"),
        ("a.png", claims(60_000, 60_000), "IMG004", "expected at most 89,478,485 pixels, found 3,600,000,000 pixels"),
        ("a.png", claims(10_000, 10_000), "IMG004", "expected at most 89,478,485 pixels, found 100,000,000 pixels"),
        ("a.jpg", PNG, "IMG005", "expected the ending .png of a PNG file, found .jpg"),
        ("a", PNG, "IMG005", "expected the ending .png of a PNG file, found none"),
        ("a.png", animated(), "IMG006", "expected one frame, found several"),
        ("a.tif", encoded(photo(1), "TIFF", save_all=True, append_images=[photo(2)]), "IMG006",
         "expected one frame, found several"),
        ("a.jpg", encoded(photo(3).convert("CMYK"), "JPEG"), "IMG011",
         "expected 8-bit grey, palette or RGB, with or without alpha, found CMYK"),
        ("a.png", encoded(Image.fromarray(np.arange(10000, dtype=np.uint16).reshape(100, 100) * 6), "PNG"), "IMG011",
         "expected 8-bit grey, palette or RGB, with or without alpha, found grey of 16 bits or more"),
    ],
)  # fmt: skip
def test_a_picture_that_is_bad(tmp_path: Path, name: str, raw: bytes, code: str, message: str) -> None:
    assert found(tmp_path, name, raw) == [(code, f"images/{name}", message)]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.PNG", PNG),
        ("a.jpeg", encoded(photo(3), "JPEG", progressive=True)),
        ("a.gif", encoded(photo(3).convert("P"), "GIF")),
        ("a.webp", encoded(photo(3), "WEBP")),
        ("a.bmp", encoded(photo(3), "BMP")),
        ("deep/er/a.png", encoded(photo(3).convert("L"), "PNG")),
        ("a.png", encoded(photo(3).convert("1"), "PNG")),
        ("a.png", encoded(photo(3).convert("RGBA"), "PNG")),
        ("a.png", encoded(photo(3).convert("LA"), "PNG")),
        ("a.png", encoded(photo(3).quantize(16), "PNG", transparency=3)),
        ("a.png", encoded(photo(3), "PNG", exif=Image.Exif())),
    ],
)
def test_a_picture_that_is_good(tmp_path: Path, name: str, raw: bytes) -> None:
    assert found(tmp_path, name, raw) == []


def test_a_damaged_further_frame(tmp_path: Path) -> None:
    pictures = [photo(seed).quantize(64) for seed in (1, 2, 3)]
    raw = encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:])
    assert [code for code, *_ in found(tmp_path, "a.gif", raw[:-4000])] == ["IMG006"]


def exif(picture: Image.Image, where: bool, camera: bool) -> Image.Exif:
    data = picture.getexif()
    if where:
        data[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    if camera:
        data[271], data[272] = "Maker", "Model 1"
        data[0x8769] = {42033: "1234567"}
    return data


def xmp(raw: bytes) -> bytes:
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="52,31.2N"/></x:xmpmeta>'
    segment = b"http://ns.adobe.com/xap/1.0/\0" + packet
    return raw[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + raw[2:]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (encoded(photo(3), "JPEG", exif=exif(photo(3), True, False)), "GPS location"),
        (encoded(photo(3), "JPEG", exif=exif(photo(3), False, True)), "Make, Model, BodySerialNumber"),
        (encoded(photo(3), "PNG", exif=exif(photo(3), True, True)), "GPS location, Make, Model, BodySerialNumber"),
        (encoded(photo(3), "WEBP", exif=exif(photo(3), True, False)), "GPS location"),
        (xmp(JPEG), "GPS location"),
    ],
)
def test_metadata(tmp_path: Path, raw: bytes, what: str) -> None:
    message = f"expected a picture without location and camera, found {what}"
    form = (Image.open(BytesIO(raw)).format or "").lower()
    assert found(tmp_path, f"a.{form}", raw) == [("IMG007", f"images/a.{form}", message)]


def test_a_file_beyond_the_limit_of_bytes(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus", unsafe=[record("u1", image="large.png")])
    with (root / "images" / "large.png").open("wb") as file:
        file.truncate(70_000_000)
    (root / "images" / "red.png").unlink()
    (finding,) = validate(root, only=["IMG"]).findings
    assert finding.message == f"{WHOLE}a file of 70,000,000 bytes, more than the limit of 67,108,864"
    assert (finding.code, finding.file, finding.line, finding.id) == ("IMG003", "images/large.png", None, "u1")


@pytest.mark.parametrize(
    "name",
    ["../red.png", "a/../red.png", "/etc/hosts", "a\\b.png", "./red.png", "C:/red.png", "a//b.png", "", "a\0.png"],
)
def test_paths_that_leave_the_folder(tmp_path: Path, name: str) -> None:
    root = make(tmp_path / "corpus", unsafe=[record("u1"), record("u2", image=name)])
    (finding,) = validate(root, only=["IMG", "REC002"]).findings
    assert (finding.code, finding.line, finding.id) == ("REC002" if not name else "IMG002", 2, "u2")


def link_out(path: Path) -> None:
    (path.parent.parent.parent / "outside.png").write_bytes(PNG)
    path.symlink_to(path.parent.parent.parent / "outside.png")


@pytest.mark.parametrize(
    ("place", "code", "message"),
    [
        (link_out, "IMG002", "expected a path inside images/"),
        (lambda path: path.symlink_to("nowhere.png"), "IMG001", "found no such file or directory"),
        (lambda path: path.symlink_to("a.png"), "IMG001", "expected a picture at images/a.png"),
        (lambda path: path.symlink_to("/dev/zero"), "IMG002", "expected a path inside images/"),
        (os.mkfifo, "IMG001", "found something that is no regular file"),
        (Path.mkdir, "IMG001", "found a folder"),
    ],
    ids=["link out", "link to nothing", "link to itself", "device", "pipe", "folder"],
)
def test_what_is_no_picture_file(tmp_path: Path, place: Callable[[Path], object], code: str, message: str) -> None:
    root = make(tmp_path / "corpus", unsafe=[record("u1"), record("u2", image="a.png")])
    place(root / "images" / "a.png")
    (finding,) = validate(root, only=["IMG001", "IMG002", "IMG003"]).findings
    assert (finding.code, finding.file, finding.line, finding.id) == (code, "annotations/unsafe.jsonl", 2, "u2")
    assert message in finding.message


def test_a_link_inside_the_folder_is_a_picture(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus", unsafe=[record("u1"), record("u2", image="link.png", text="Another.")])
    (root / "images" / "link.png").symlink_to("red.png")
    assert validate(root, only=["IMG"]).counts() == {"IMG010": 1}


def test_names_that_differ_in_case_or_unicode_form(tmp_path: Path) -> None:
    names = ["Caf\u00e9.png", "Cafe\u0301.png", "caf\u00e9.png"]
    root = make(tmp_path / "corpus", unsafe=[record(f"u{n}", image=name) for n, name in enumerate(names)])
    for seed, name in enumerate(names):
        (root / "images" / name).write_bytes(encoded(photo(seed), "PNG"))
    if len(list((root / "images").iterdir())) < 5:
        pytest.skip("this file system takes the names for the same")
    (root / "images" / "red.png").unlink()
    report = validate(root, only=["IMG", "COR006"])
    assert [(finding.code, finding.file) for finding in report.findings] == [
        ("COR006", "images/Caf\u00e9.png"),
        ("COR006", "images/caf\u00e9.png"),
    ]


def test_unused_files_are_pictures_only(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus")
    for name in ("spare.png", "LICENSES.md", "sources/scene.yaml", "sources/spare.jpg"):
        (root / "images" / name).parent.mkdir(exist_ok=True)
        (root / "images" / name).write_bytes(PNG)
    assert [finding.file for finding in validate(root, only=["IMG008"]).findings] == [
        "images/sources/spare.jpg",
        "images/spare.png",
    ]


def test_the_same_picture_is_the_same_bytes(tmp_path: Path) -> None:
    unsafe = [record("u1"), record("u2", scenario="role_play", base_id="u1", image="copy.png")]
    root = make(
        tmp_path / "corpus", unsafe=unsafe, over_safety=[over_safety("o1", image="copy.png", text="Sentence u1.")]
    )
    (root / "images" / "copy.png").write_bytes((root / "images" / "red.png").read_bytes())
    assert validate(root, only=["PAI"]).counts() == {"PAI005": 1}
    assert validate(root, only=["PAI"], images=False).counts() == {"PAI004": 1}


CHANGES: dict[str, Callable[[Image.Image], bytes]] = {
    "JPEG of low quality": lambda picture: encoded(picture, "JPEG", quality=30),
    "half the size": lambda picture: encoded(picture.resize((80, 60)), "PNG"),
    "a little lighter": lambda picture: encoded(ImageEnhance.Brightness(picture).enhance(1.05), "PNG"),
    "other bytes": lambda picture: encoded(picture, "PNG", pnginfo=_comment()),
    "grey": lambda picture: encoded(picture.convert("L"), "PNG"),
    "mirrored": lambda picture: encoded(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "PNG"),
    "another": lambda picture: encoded(photo(99), "PNG"),
    "half covered": lambda picture: encoded(_covered(picture), "PNG"),
}


def _comment() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "another")
    return info


def _covered(picture: Image.Image) -> Image.Image:
    covered = picture.copy()
    covered.paste((255, 255, 255), (0, 0, 160, 60))
    return covered


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("seed", [5, 6, 7])
def test_near_duplicates(tmp_path: Path, seed: int, change: str) -> None:
    root = make(tmp_path / "corpus", unsafe=[record("u1", image="one.png"), record("u2", image="two")])
    (root / "images" / "one.png").write_bytes(encoded(photo(seed), "PNG"))
    (root / "images" / "two").write_bytes(CHANGES[change](photo(seed)))
    near = change in ("JPEG of low quality", "half the size", "a little lighter", "other bytes")
    messages = [(finding.file, finding.message) for finding in validate(root, only=["IMG009"]).findings]
    told = ("images/two", "expected a picture of its own, found nearly that of images/one.png")
    assert messages == ([told] if near else [])


def test_near_duplicates_of_plain_pictures(tmp_path: Path) -> None:
    """Pictures of one colour have hashes that say nothing; their colours decide."""
    colours = [(200, 0, 0), (202, 0, 0), (0, 200, 0), (0, 0, 200)]
    names = [f"{n}.png" for n in range(len(colours))]
    root = make(tmp_path / "corpus", unsafe=[record(f"u{n}", image=name) for n, name in enumerate(names)])
    for name, colour in zip(names, colours, strict=True):
        (root / "images" / name).write_bytes(png(colour, (64, 64)))
    findings = [
        finding
        for finding in validate(root, only=["IMG009"]).findings
        if finding.file in map("images/{}".format, names)
    ]
    assert [(finding.file, finding.message.rpartition(" ")[2]) for finding in findings] == [
        ("images/1.png", "images/0.png")
    ]


def test_perceptual_hash_is_that_of_imagehash() -> None:
    imagehash = pytest.importorskip("imagehash")
    for seed in range(20):
        picture = photo(seed)
        theirs = int(str(imagehash.phash(picture)), 16)
        assert similar.perceptual(picture) == theirs


def test_close_hashes_are_all_found() -> None:
    random = np.random.default_rng(0)
    hashes = random.integers(0, 1 << 63, 300, dtype=np.uint64)
    for number in range(0, 300, 3):
        hashes[number + 1] = hashes[number]
        for bit in random.choice(64, number % 9, replace=False):
            hashes[number + 1] ^= np.uint64(1) << np.uint64(bit)
    distances = [(i, j, int(hashes[i] ^ hashes[j]).bit_count()) for i in range(300) for j in range(i + 1, 300)]
    expected = [(i, j) for i, j, distance in distances if distance <= similar.DISTANCE]
    assert list(similar.close(hashes)) == expected
    assert len(expected) > 50


def test_survey_is_the_same_on_every_run(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus")
    names = [f"{seed % 4}-{seed}.jpg" for seed in range(40)]
    for seed, name in enumerate(names):
        (root / "images" / name).write_bytes(encoded(photo(seed % 7), "JPEG", quality=60 + seed))
    one, other = (gallery.survey(str(root), names, True, None) for _ in range(2))
    assert one == other
    assert list(gallery.problems(str(root), one)) == list(gallery.problems(str(root), other))
