"""The card's figures: a pair of each subset, and how the pairs are spread over the scenarios."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from mmsafeaware.dataset_card.facts import Example, Facts
from mmsafeaware.validation import records

FOLDER = "figures"
COMPOSITION = f"{FOLDER}/composition.png"
# Okabe and Ito's colours, which people with any colour vision tell apart; one for each dimension.
COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#E69F00", "#D55E00", "#CC79A7")
WIDTH, LINE, HEAD, NAMES, BARS = 1280, 34, 46, 470, 640
TOO_LARGE = 20_000_000  # pixels; what is larger is not opened for a figure


def write(folder: Path, facts: Facts) -> dict[str, str]:
    """Write the figures below ``folder``; subset to the path of its example, as far as its picture can be shown."""
    (folder / FOLDER).mkdir()
    composition(facts).quantize(64).save(folder / COMPOSITION)
    shown = {}
    for subset, example in facts.examples.items():
        if (content := small(example)) is not None:
            shown[subset] = f"{FOLDER}/example-{subset.replace('_', '-')}.png"
            (folder / shown[subset]).write_bytes(content)
    return shown


def small(example: Example) -> bytes | None:
    """The picture as a PNG of at most 640 pixels; None if it cannot be decoded."""
    try:
        with Image.open(io.BytesIO(example.picture)) as image:
            if image.width * image.height > TOO_LARGE:
                return None
            shown = image.convert("RGB")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    shown.thumbnail((640, 640))
    target = io.BytesIO()
    shown.save(target, "PNG", optimize=True)
    return target.getvalue()


def composition(facts: Facts) -> Image.Image:
    """A bar for each scenario that has pairs, in the taxonomy's order, coloured by dimension, with its count."""
    taxonomy = records.taxonomy()
    rows: list[tuple[str, int, str]] = []  # name, pairs (-1: a heading), colour
    most = max([1, *(facts.scenarios[item["subset"], item["id"]] for item in taxonomy["scenarios"])])
    for dimension, colour in zip(taxonomy["dimensions"], COLOURS, strict=True):
        part = [item for item in taxonomy["scenarios"] if item["dimension"] == dimension["id"]]
        found = [(item["name"], facts.scenarios[item["subset"], item["id"]], colour) for item in part]
        if total := sum(count for _, count, _ in found):
            rows += [(f"{dimension['name']}: {total:,} pairs", -1, colour), *found]
    height = sum(HEAD if count < 0 else LINE for _, count, _ in rows) + 40
    image = Image.new("RGB", (WIDTH, height), "white")
    pen, font, bold = ImageDraw.Draw(image), ImageFont.load_default(22), ImageFont.load_default(25)
    top = 16
    for name, count, colour in rows:
        if count < 0:
            pen.text((24, top + HEAD / 2), name, "#222222", bold, anchor="lm")
            pen.line((24, top + HEAD - 2, WIDTH - 24, top + HEAD - 2), colour, 2)
            top += HEAD
            continue
        end = NAMES + round(BARS * count / most)
        pen.text((NAMES - 14, top + LINE / 2), name, "#222222", font, anchor="rm")
        pen.rectangle((NAMES, top + 5, max(end, NAMES + 1), top + LINE - 5), fill=colour)
        pen.text((max(end, NAMES + 1) + 10, top + LINE / 2), f"{count:,}", "#222222", font, anchor="lm")
        top += LINE
    return image
