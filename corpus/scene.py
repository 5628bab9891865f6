"""A scene file: YAML in, PNG bytes and findings out."""

from __future__ import annotations

import difflib
import io
import re
from pathlib import Path
from typing import Any, NamedTuple

import resvg_py
import yaml
from PIL import Image, ImageChops

from corpus import components  # noqa: F401  (enters all components in the table)
from corpus.art import FONTS, face, font_files
from corpus.lettering import Raw
from corpus.registry import COMPONENTS, draw_item
from corpus.shapes import HEIGHT, WIDTH, Pen, SceneError

FULL_ENOUGH = 0.45
"""Least share of the frame that something other than background should cover."""


class Drawing(NamedTuple):
    """SVG of a scene and of its backdrop alone, with sentences on what is wrong (errors) or doubtful (warnings)."""

    svg: str
    backdrop: str
    errors: list[str]
    warnings: list[str]


class _Loader(yaml.SafeLoader):
    """YAML where only plain numbers, true, false and null are not text (no dates, no yes/no, no 8:10 = 490)."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("!n", re.compile(r"^-?(?:0|[1-9][0-9]*|[0-9]*\.[0-9]+)$"), list("-.0123456789"))
_Loader.add_constructor("!n", lambda loader, node: Raw(node.value))


def load(path: Path) -> list[Any]:
    """The items of a scene file; SceneError names the line that cannot be read."""
    try:
        items = yaml.load(path.read_text("utf-8"), _Loader)
    except yaml.YAMLError as error:
        hint = "put texts with : # [ ] { } , in double quotes"
        raise SceneError(f"cannot be read as YAML: {' '.join(str(error).split())}; {hint}") from error
    if not isinstance(items, list) or not items:
        raise SceneError('a scene is a list of items, - bg: ["#cfe8ff", "#ffffff"] first')
    return items


def _svg(pen: Pen) -> str:
    soft = '<filter id="soft" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="5"/></filter>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" '
        f'height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"><defs>{soft}{"".join(pen.defs)}</defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(pen.parts)}</svg>'
    )


def _overlaps(pen: Pen) -> list[str]:
    """Sentences on lines of text that lie on one another."""
    found = []
    for i, a in enumerate(pen.texts):
        for b in pen.texts[:i]:
            w = min(a.box[2], b.box[2]) - max(a.box[0], b.box[0])
            h = min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])
            areas = [(t.box[2] - t.box[0]) * (t.box[3] - t.box[1]) for t in (a, b)]
            if w > 0 and h > 0 and w * h > 0.2 * min(areas):
                found.append(f"{a.item}: text '{a.text}' lies on '{b.text}' of {b.item}: move one of them")
    return found


def draw(items: list[Any]) -> Drawing:
    """Draw the items of a scene in order."""
    pen, behind = Pen(), Pen()
    for i, item in enumerate(items, 1):
        pen.bounds = None
        draw_item(pen, item, f"item {i}")
        name = next(iter(item), "") if isinstance(item, dict) else ""
        if name in COMPONENTS and COMPONENTS[name].backdrop:
            draw_item(behind, item, f"item {i}")
        box = pen.bounds
        if box is not None and (box[0] >= WIDTH or box[1] >= HEIGHT or box[2] <= 0 or box[3] <= 0):
            pen.warnings.append(f"item {i} ({name}) lies wholly off the canvas of {WIDTH} x {HEIGHT}: move it")
    return Drawing(_svg(pen), _svg(behind), pen.errors, pen.warnings + _overlaps(pen))


def render(svg: str) -> bytes:
    """PNG bytes of an SVG, with the bundled fonts only."""
    family = face("sans", False).family
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=font_files(),
            font_family=family,
            sans_serif_family=family,
        )
    )


def covered(png: bytes, backdrop: bytes) -> float:
    """Share of the frame that differs from its backdrop."""
    images = [Image.open(io.BytesIO(data)).convert("RGB") for data in (png, backdrop)]
    counts = ImageChops.difference(*images).convert("L").histogram()
    return sum(counts[6:]) / sum(counts)


def picture(path: Path) -> tuple[bytes | None, list[str], list[str]]:
    """PNG bytes (None where there are errors), errors and warnings of a scene file, each with the file's name."""
    try:
        drawing = draw(load(path))
    except (SceneError, OSError) as error:
        return None, [f"{path.name}: {error}"], []
    warnings = list(drawing.warnings)
    png = None
    if not drawing.errors:
        png = render(drawing.svg)
        share = covered(png, render(drawing.backdrop))
        if share < FULL_ENOUGH:
            warnings.append(
                f"only {share:.0%} of the frame is covered by anything but background "
                f"({FULL_ENOUGH:.0%} wanted): draw the main things larger"
            )
    return png, [f"{path.name}: {e}" for e in drawing.errors], [f"{path.name}: {w}" for w in warnings]


def fonts() -> str:
    """Names of the fonts, for the help."""
    return ", ".join(FONTS)


def near_file(name: str, names: list[str]) -> str:
    """Nearest existing scene names, for messages."""
    return ", ".join(difflib.get_close_matches(name, names, 3)) or "none"
