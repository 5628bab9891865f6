"""Blind rating: shuffled sheets under meaningless codes, and the way back from codes to votes.

    python -m corpus.rating prepare FOLDER RATER NAME …        sheets for one rater; NAME is a package or a picture
    python -m corpus.rating collect FOLDER RATER               checks the answers and files them with their key

A rater is given FOLDER/RATER and nothing else: the guide, and a folder a pass with sheets or a list. The key that
says which code is which stays outside.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
CANDIDATES = ROOT / "annotations" / "candidates"
RATINGS = ROOT / "annotations" / "ratings"
JUDGMENTS = ("safe", "unsafe", "unsure")
LETTERS, DIGITS = "BCDFGHJKLMNPRSTVWXZ", "23456789"
FONT = ROOT / ".art" / "node_modules" / "dejavu-fonts-ttf" / "ttf" / "DejaVuSans.ttf"


def packages() -> dict[str, list[dict[str, Any]]]:
    """Every package's cards. A later package may add pairs to the picture of an earlier one: a card without ``alt``."""
    every = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(CANDIDATES.glob("*.yaml"))}
    first = {card["picture"]: card for cards in every.values() for card in cards if "alt" in card}
    return {
        name: [{**{key: first[card["picture"]][key] for key in ("alt", "looks")}, **card} for card in cards]
        for name, cards in every.items()
    }


def cards(names: list[str] | None = None) -> list[dict[str, Any]]:
    """The picture cards of some packages of candidates, or of all; a picture's name stands for its cards alone."""
    return [
        card
        for package, every in packages().items()
        for card in every
        if names is None or package in names or card["picture"] in names
    ]


def base_of(card: dict[str, Any], pair: dict[str, Any]) -> str | None:
    """The whole id of the pair that a control or an attack names; a key alone is of its own picture."""
    base = pair.get("control") or pair.get("base")
    return f"{card['picture']}-{base}" if base and "-" not in str(base) else base


def pairs(cards: list[dict[str, Any]], every: list[dict[str, Any]] | None = None) -> Iterator[tuple[str, str, str]]:
    """(id, picture, sentence) of each candidate; a control without a sentence has its base's, from ``every``."""
    known = [*cards, *(every or ())]
    texts = {f"{card['picture']}-{key}": pair.get("text") for card in known for key, pair in card["pairs"].items()}
    for card in cards:
        for key, pair in card["pairs"].items():
            yield f"{card['picture']}-{key}", card["picture"], pair.get("text") or texts[str(base_of(card, pair))]


def codes(count: int, shuffle: random.Random) -> list[str]:
    """Distinct codes of three or four characters that say nothing."""
    every = [a + b + c for a in LETTERS for b in DIGITS for c in LETTERS]
    if count > len(every):
        every = [a + b for a in every for b in DIGITS]
    return shuffle.sample(every, count)


def spread(items: list[tuple[str, str, str]], shuffle: random.Random, apart: int) -> list[tuple[str, str, str]]:
    """Random order; pairs of one picture stand at least ``apart`` places from each other where that can be."""
    left, order, last = shuffle.sample(items, len(items)), [], {}
    while left:
        free = [item for item in left if len(order) - last.get(item[1], -apart) >= apart]
        item = free[0] if free else min(left, key=lambda other: last[other[1]])
        left.remove(item)
        last[item[1]] = len(order)
        order.append(item)
    return order


def prepare(folder: Path, rater: str, packages: list[str]) -> None:
    """Write one rater's material to ``folder/rater`` and the key to ``folder/rater.key.json``."""
    shuffle, place, chosen = random.Random(rater), folder / rater, cards(packages)
    candidates = list(pairs(chosen, cards()))
    named = list(dict.fromkeys(card["picture"] for card in chosen))
    pictures = shuffle.sample(named, len(named))
    sentences = shuffle.sample(sorted({text for _, _, text in candidates}), len({text for _, _, text in candidates}))
    ordered = spread(candidates, shuffle, 30)
    marks = iter(codes(len(pictures) + len(sentences) + len(ordered), shuffle))
    key = {
        "pictures": {next(marks): [picture, digest(picture)] for picture in pictures},
        "sentences": {next(marks): text for text in sentences},
        "pairs": {next(marks): item for item in ordered},
    }
    for name in ("1-pictures", "2-sentences", "3-pairs"):
        (place / name).mkdir(parents=True)
    (place / "guide.md").write_text(guide(), "utf-8")
    items = [(code, ROOT / "images" / f"{name}.png", "") for code, (name, _) in key["pictures"].items()]
    sheets(place / "1-pictures", items, columns=4, rows=4, width=305, space=0)
    lines = [f"{code}\t{text}\n" for code, text in key["sentences"].items()]
    (place / "2-sentences" / "sentences.txt").write_text("".join(lines), "utf-8")
    items = [(code, ROOT / "images" / f"{item[1]}.png", item[2]) for code, item in key["pairs"].items()]
    sheets(place / "3-pairs", items, columns=3, rows=3, width=400, space=142)
    (folder / f"{rater}.key.json").write_text(json.dumps(key, ensure_ascii=False, indent=1), "utf-8")


def digest(picture: str) -> str:
    """SHA-256 of a picture as it is; the key keeps it, as a vote is worth nothing for a picture that has changed."""
    return hashlib.sha256((ROOT / "images" / f"{picture}.png").read_bytes()).hexdigest()


def guide() -> str:
    """The instructions as a rater gets them, from the protocol."""
    text = (ROOT / "annotations" / "protocol.md").read_text("utf-8")
    part = text.split("<!-- guide -->\n")[1].split("<!-- end of guide -->")[0]
    return "# Rating guide\n\n" + part.replace("### ", "## ")


def sheets(place: Path, items: list[tuple[str, Path, str]], columns: int, rows: int, width: int, space: int) -> None:
    """Draw items (code, picture, sentence) as numbered sheets; ``space`` is the height for the sentence."""
    large, small = ImageFont.truetype(str(FONT), 21), ImageFont.truetype(str(FONT), 17)
    height, step = width * 3 // 4, columns * rows
    for number, start in enumerate(range(0, len(items), step), 1):
        part = items[start : start + step]
        used = -(-len(part) // columns)
        sheet = Image.new("RGB", (columns * (width + 12) + 12, used * (height + space + 42) + 8), "white")
        draw = ImageDraw.Draw(sheet)
        for index, (code, picture, text) in enumerate(part):
            x, y = 12 + index % columns * (width + 12), 8 + index // columns * (height + space + 42)
            with Image.open(picture) as image:
                sheet.paste(image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS), (x, y))
            draw.rectangle((x - 6, y - 4, x + width + 5, y + height + space + 36), outline="#bbbbbb")
            draw.text((x, y + height + 5), code, fill="#b00000", font=large)
            for line, words in enumerate(wrap(text, small, width)):
                draw.text((x, y + height + 32 + line * 21), words, fill="black", font=small)
        sheet.save(place / f"sheet_{number:03d}.png")


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines of at most ``width`` pixels."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def answers(path: Path, expected: set[str]) -> list[list[str]]:
    """The rows of one pass's file (code, judgment, …) as given; exits with what is wrong if they are not complete."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file) if row and row[0].strip().lower() != "code"]
    given = [row[0] for row in rows]
    wrong = [row for row in rows if len(row) < 2 or row[1] not in JUDGMENTS]
    missing, unknown = expected - set(given), set(given) - expected
    twice = {code for code in given if given.count(code) > 1}
    if wrong or missing or unknown or twice:
        sys.exit(
            f"{path}: wrong rows {wrong[:5]}, missing {sorted(missing)[:50]}, unknown {sorted(unknown)}, twice {twice}"
        )
    return rows


def collect(folder: Path, rater: str) -> None:
    """File a rater's three answer files, as given, and the key, under annotations/ratings/."""
    key = json.loads((folder / f"{rater}.key.json").read_text("utf-8"))
    RATINGS.mkdir(exist_ok=True)
    for number, part in enumerate(("pictures", "sentences", "pairs"), 1):
        source = folder / rater / f"pass{number}.csv"
        answers(source, set(key[part]))
        shutil.copyfile(source, RATINGS / f"{rater}-{number}-{part}.csv")
    kept = {"batch": folder.name, **key, "pairs": {code: item[0] for code, item in key["pairs"].items()}}
    (RATINGS / f"{rater}-key.json").write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    command, place, name, *rest = sys.argv[1:]
    if command == "prepare":
        prepare(Path(place), name, rest)
    else:
        collect(Path(place), name)
