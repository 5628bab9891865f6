"""Sheets of pictures for looking at them: `python -m corpus.sheets contact OUT.png p0101 p0102 ...`.

`contact`: up to 20 pictures of 250 px on 1,250 px, the name under each (more than 20: OUT.png, OUT-2.png, ...).
`pairs`: `python -m corpus.sheets pairs OUT.png PAIRS.yaml`, a YAML list of {picture, code, text}: 12 a sheet.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from PIL import Image, ImageDraw, ImageFont

from corpus.art import FONTS, MODULES, ROOT

WIDTH = 1250
PICTURES = ROOT / "images"
PER_CONTACT, PER_PAIRS = 20, 12
TEXT_LIMIT = 400


class RatedPair(NamedTuple):
    """One cell of a rating sheet: file of the picture, code shown in red, sentence (up to 400 characters)."""

    picture: Path
    code: str
    text: str


def _font(size: float, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(MODULES / FONTS["sans"][int(bold)]), size)


def _shrunk(path: Path, width: int) -> Image.Image:
    with Image.open(path) as image:
        size = (width, round(width * image.height / image.width))
        small: Image.Image = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        return small


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def contact_sheet(pictures: Sequence[Path], labels: Sequence[str] | None = None) -> Image.Image:
    """Up to 20 pictures, five in a row of 250 px each, a label (by default the name) under each."""
    if len(pictures) > PER_CONTACT:
        raise ValueError(f"a contact sheet holds {PER_CONTACT} pictures, found {len(pictures)}")
    names = labels or [p.stem for p in pictures]
    rows = -(-len(pictures) // 5)
    sheet = Image.new("RGB", (WIDTH, rows * 212), "white")
    pen, font = ImageDraw.Draw(sheet), _font(17, bold=True)
    for i, (path, name) in enumerate(zip(pictures, names, strict=True)):
        left, top = i % 5 * 250, i // 5 * 212
        sheet.paste(_shrunk(path, 244), (left + 3, top + 3))
        pen.text((left + 125, top + 198), name, "black", font, anchor="mm")
    return sheet


def _sentence(pen: ImageDraw.ImageDraw, text: str, left: int, top: int, room: int, tall: int) -> None:
    """The sentence in the largest size from 19 px that fits its box."""
    for size in (19, 18, 17, 16, 15, 14):
        font = _font(size)
        lines = _wrapped(text, font, room)
        if len(lines) * size * 1.25 <= tall:
            break
    for i, line in enumerate(lines):
        pen.text((left, top + i * size * 1.25), line, "black", font)


def pair_sheet(pairs: Sequence[RatedPair]) -> Image.Image:
    """Up to 12 pairs, four in a row: picture of 290 px, code in red, the sentence wrapped below."""
    if len(pairs) > PER_PAIRS:
        raise ValueError(f"a rating sheet holds {PER_PAIRS} pairs, found {len(pairs)}")
    for pair in pairs:
        if len(pair.text) > TEXT_LIMIT:
            raise ValueError(f"{pair.code}: the sentence has {len(pair.text)} characters, at most {TEXT_LIMIT}")
    cell, picture = WIDTH // 4, 290
    deep = 218 + 30 + 290
    rows = -(-len(pairs) // 4)
    heights = []
    for row in range(rows):
        longest = max(len(p.text) for p in pairs[row * 4 : row * 4 + 4])
        heights.append(deep if longest > 250 else 218 + 30 + 190 if longest > 120 else 218 + 30 + 110)
    sheet = Image.new("RGB", (WIDTH, sum(heights)), "white")
    pen, font = ImageDraw.Draw(sheet), _font(20, bold=True)
    for i, pair in enumerate(pairs):
        left, top = i % 4 * cell + 11, sum(heights[: i // 4])
        pen.rectangle((left - 11, top, left + cell - 12, top + heights[i // 4] - 1), outline="#b0b0b0")
        sheet.paste(_shrunk(pair.picture, picture), (left, top + 6))
        pen.text((left, top + 228), pair.code, "#c00000", font)
        _sentence(pen, pair.text, left, top + 256, picture, heights[i // 4] - 262)
    return sheet


def save_pages(pages: Sequence[Image.Image], out: Path) -> list[Path]:
    """Write OUT.png, OUT-2.png, ...; returns the paths."""
    out.parent.mkdir(parents=True, exist_ok=True)
    paths = [out if i == 0 else out.with_name(f"{out.stem}-{i + 1}{out.suffix}") for i in range(len(pages))]
    for page, path in zip(pages, paths, strict=True):
        page.save(path)
    return paths


def main(argv: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="corpus.sheets", description=__doc__)
    parser.add_argument("kind", choices=("contact", "pairs"))
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="+", help="names of pictures (contact) or a YAML file of pairs (pairs)")
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="folder of the pictures")
    args = parser.parse_args(argv)
    try:
        if args.kind == "contact":
            paths = [args.pictures / f"{name.removesuffix('.png')}.png" for name in args.names]
            missing = [p.name for p in paths if not p.exists()]
            if missing:
                print(f"not drawn yet, left out: {', '.join(missing)}", file=sys.stderr)
            paths = [p for p in paths if p.exists()]
            pages = [contact_sheet(paths[i : i + PER_CONTACT]) for i in range(0, len(paths), PER_CONTACT)]
        else:
            rows = yaml.safe_load(Path(args.names[0]).read_text("utf-8"))
            pairs = [RatedPair(args.pictures / f"{r['picture']}.png", str(r["code"]), str(r["text"])) for r in rows]
            pages = [pair_sheet(pairs[i : i + PER_PAIRS]) for i in range(0, len(pairs), PER_PAIRS)]
        print("\n".join(str(p) for p in save_pages(pages, args.out)))
    except (OSError, ValueError, KeyError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
