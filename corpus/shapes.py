"""The pen: draws primitives as SVG, keeps the transform, and notes what does not fit."""

from __future__ import annotations

import contextlib
import html
import math
import random
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from corpus import lettering, outline
from corpus.art import face, icon
from corpus.colours import SceneError, colour, ink_on, shade
from corpus.lettering import SMALLEST, Style

__all__ = ["HEIGHT", "WIDTH", "Box", "Pen", "SceneError", "colour", "ink_on", "scatter", "shade", "times", "turn"]
WIDTH, HEIGHT = 512, 384
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


class TextBox(NamedTuple):
    """Where a line of text lies on the canvas (x0, y0, x1, y1), and which item wrote it."""

    box: Box
    text: str
    item: str


def num(value: float) -> str:
    """A number as short, stable text."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def times(m: Matrix, n: Matrix) -> Matrix:
    """The transform that applies n first, then m."""
    return (
        m[0] * n[0] + m[2] * n[1],
        m[1] * n[0] + m[3] * n[1],
        m[0] * n[2] + m[2] * n[3],
        m[1] * n[2] + m[3] * n[3],
        m[0] * n[4] + m[2] * n[5] + m[4],
        m[1] * n[4] + m[3] * n[5] + m[5],
    )


def turn(degrees: float, x: float, y: float) -> Matrix:
    """Rotation about a point."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (c, s, -s, c, x - c * x + s * y, y - s * x - c * y)


def scatter(n: int, w: float, h: float, seed: int = 1) -> list[tuple[float, float]]:
    """Points (n of them) in a box that look random and are always the same."""
    chance = random.Random(seed)
    return [(round(chance.random() * w, 1), round(chance.random() * h, 1)) for _ in range(n)]


class Pen:
    """Collects SVG parts; coordinates are px of the canvas, transformed by the current groups."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.defs: list[str] = []
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.texts: list[TextBox] = []
        self.item = ""
        self.bounds: Box | None = None
        self._ids = 0
        self._matrix: Matrix = (1, 0, 0, 1, 0, 0)

    def new_id(self) -> str:
        """An id that depends on the position within the scene only."""
        self._ids += 1
        return f"i{self._ids}"

    @property
    def scale(self) -> float:
        """How much lengths grow under the current groups."""
        a, b, c, d = self._matrix[:4]
        return math.sqrt(abs(a * d - b * c))

    @property
    def least(self) -> float:
        """Smallest text size allowed here, in current units."""
        return SMALLEST / self.scale

    def note(self, *points: tuple[float, float]) -> Box:
        """Take the points into the item's bounds; returns their box on the canvas."""
        a, b, c, d, e, f = self._matrix
        xs = [a * x + c * y + e for x, y in points]
        ys = [b * x + d * y + f for x, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        old = self.bounds or box
        self.bounds = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))
        return box

    @contextlib.contextmanager
    def group(self, matrix: Matrix = (1, 0, 0, 1, 0, 0), op: float = 1, clip: str = "") -> Iterator[None]:
        """Draw under a further transform, opacity or clip (an id from `clip`)."""
        before = self._matrix
        self._matrix = times(before, matrix)
        extra = f' opacity="{num(op)}"' if op != 1 else ""
        extra += f' clip-path="url(#{clip})"' if clip else ""
        self.parts.append(f'<g transform="matrix({" ".join(f"{v:.5g}" for v in matrix)})"{extra}>')
        try:
            yield
        finally:
            self.parts.append("</g>")
            self._matrix = before

    def clip(self, x: float, y: float, w: float, h: float, rx: float = 0) -> str:
        """Id of a rounded rectangle to clip a group with."""
        name = self.new_id()
        rect = f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}" rx="{num(rx)}"/>'
        self.defs.append(f'<clipPath id="{name}">{rect}</clipPath>')
        return name

    def blend(self, first: str, second: str, across: bool = False) -> str:
        """A fill that goes from the first colour (top or left) to the second."""
        name = self.new_id()
        end = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
        stops = f'<stop stop-color="{colour(first)}"/><stop offset="1" stop-color="{colour(second)}"/>'
        self.defs.append(f'<linearGradient id="{name}" x1="0" y1="0" {end}>{stops}</linearGradient>')
        return f"url(#{name})"

    def halo(self, x: float, y: float, rx: float, ry: float, color: str, op: float = 0.8) -> None:
        """Soft light that fades outwards."""
        name = self.new_id()
        stops = "".join(
            f'<stop offset="{o}" stop-color="{colour(color)}" stop-opacity="{num(op * a)}"/>'
            for o, a in ((0, 1), (0.5, 0.55), (1, 0))
        )
        self.defs.append(f'<radialGradient id="{name}">{stops}</radialGradient>')
        self.ellipse(x, y, rx, ry, f"url(#{name})")

    def _paint(self, fill: str, stroke: str, sw: float, op: float) -> str:
        text = f' fill="{colour(fill)}"'
        if stroke != "none":
            text += f' stroke="{colour(stroke)}" stroke-width="{num(sw)}"'
            text += ' stroke-linejoin="round" stroke-linecap="round"'
        return text + (f' opacity="{num(op)}"' if op != 1 else "")

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str,
        rx: float = 0,
        stroke: str = "none",
        sw: float = 2,
        op: float = 1,
        shadow: bool = False,
    ) -> None:
        """Rectangle with its top left corner at x, y."""
        if w < 0 or h < 0:
            raise SceneError(f"width and height must be positive, found {num(w)} x {num(h)}: make the box larger")
        self.note((x, y), (x + w, y), (x, y + h), (x + w, y + h))
        where = f'width="{num(w)}" height="{num(h)}" rx="{num(rx)}"'
        if shadow:
            self.parts.append(
                f'<rect x="{num(x + 1)}" y="{num(y + 4)}" {where} fill="#000" opacity=".28" filter="url(#soft)"/>'
            )
        self.parts.append(f'<rect x="{num(x)}" y="{num(y)}" {where}{self._paint(fill, stroke, sw, op)}/>')

    def ellipse(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        fill: str,
        stroke: str = "none",
        sw: float = 2,
        op: float = 1,
        shadow: bool = False,
    ) -> None:
        """Ellipse about x, y."""
        self.note((x - rx, y - ry), (x + rx, y - ry), (x - rx, y + ry), (x + rx, y + ry))
        where = f'cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}"'
        blur = ' filter="url(#soft)"' if shadow else ""
        self.parts.append(f"<ellipse {where}{self._paint(fill, stroke, sw, op)}{blur}/>")

    def shadow(self, x: float, y: float, rx: float, ry: float = 7) -> None:
        """Soft shadow on the ground about x, y."""
        self.ellipse(x, y, rx, ry, "#000000", op=0.25, shadow=True)

    def path(
        self, d: str, fill: str = "none", stroke: str = "none", sw: float = 2, op: float = 1, shadow: bool = False
    ) -> None:
        """SVG path; its bounds are those of its end and control points."""
        found = outline.points(d)
        if not found or not re.match(r"^\s*[Mm]", d):
            raise SceneError("a path starts with M x y")
        self.note(*found)
        if shadow:
            self.parts.append(
                f'<path d="{html.escape(d)}" transform="translate(1 4)" fill="#000" opacity=".28" filter="url(#soft)"/>'
            )
        self.parts.append(f'<path d="{html.escape(d)}"{self._paint(fill, stroke, sw, op)}/>')

    def poly(
        self,
        points: list[tuple[float, float]],
        fill: str = "none",
        stroke: str = "none",
        sw: float = 2,
        op: float = 1,
        close: bool = True,
        shadow: bool = False,
    ) -> None:
        """Polygon, or with close=False a line through the points."""
        d = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + ("z" if close else "")
        self.path(d, fill, stroke, sw, op, shadow)

    def line(self, points: list[tuple[float, float]], stroke: str, sw: float = 2, op: float = 1) -> None:
        """Line through the points."""
        self.poly(points, "none", stroke, sw, op, close=False)

    def icon(self, name: str, x: float, y: float, w: float, color: str = "#333333", flip: bool = False) -> float:
        """Icon with its top left corner at x, y, w wide; returns its height."""
        art = icon(name)
        h = w * art.height / art.width
        self.note((x, y), (x + w, y), (x, y + h), (x + w, y + h))
        tag = self.new_id()
        body = re.sub(r'\bid="([^"]+)"', rf'id="{tag}-\1"', art.body)
        body = re.sub(r"url\(#([^)]+)\)", rf"url(#{tag}-\1)", body)
        body = re.sub(r'href="#([^"]+)"', rf'href="#{tag}-\1"', body).replace("currentColor", colour(color))
        k = w / art.width
        move = (
            f"translate({num(x + w)} {num(y)}) scale({-k:.5f} {k:.5f})"
            if flip
            else f"translate({num(x)} {num(y)}) scale({k:.5f})"
        )
        self.parts.append(f'<g transform="{move}">{body}</g>')
        return h

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        color: str = "#222222",
        style: Style | None = None,
        anchor: str = "middle",
        room: float | None = None,
        italic: bool = False,
    ) -> float:
        """One line with its baseline at y; shrinks to `room` px; returns the size used."""
        style = style or Style()
        wide = lettering.width(text, size, style)
        if room is not None and wide > room:
            size = max(size * room / wide, min(size, self.least))
            wide = lettering.width(text, size, style)
            if wide > room + 1:
                self.errors.append(
                    f"text '{text}' does not fit {num(room)} px at {num(self.least)} px: "
                    "shorten it or make its box wider"
                )
        if size * self.scale < SMALLEST - 0.01:
            self.errors.append(
                f"text '{text}' is {size * self.scale:.1f} px high on the canvas: "
                f"{num(SMALLEST)} is the least, make it or its group larger"
            )
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        top, low = y - 0.74 * size, y + 0.2 * size
        box = self.note((left, top), (left + wide, top), (left, low), (left + wide, low))
        if box[0] < -1 or box[1] < -1 or box[2] > WIDTH + 1 or box[3] > HEIGHT + 3:
            self.errors.append(
                f"text '{text}' leaves the canvas (it covers x {box[0]:.0f} to {box[2]:.0f}, "
                f"y {box[1]:.0f} to {box[3]:.0f}): move or shorten it"
            )
        self.texts.append(TextBox(box, text, self.item))
        font = face(style.font, style.bold)
        extra = ' font-style="italic"' if italic else ""
        extra += f' letter-spacing="{num(style.spacing)}"' if style.spacing else ""
        self.parts.append(
            f'<text x="{num(left)}" y="{num(y)}" font-size="{size:.2f}" font-family="{font.family}" '
            f'font-weight="{font.weight}" fill="{colour(color)}"{extra}>{html.escape(text)}</text>'
        )
        return size

    def block(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        value: Any,
        size: float = 18,
        color: str = "#222222",
        style: Style | None = None,
        align: str = "middle",
        valign: str = "middle",
        lead: float = 1.25,
    ) -> float:
        """Text wrapped and shrunk into a box, in the narrow font if need be; returns the height it takes."""
        style = style or Style()
        lines = lettering.lines_of(value)
        if not any(lines):
            return 0
        least = min(self.least, size)
        found = lettering.fit(lines, size, style, (w, h), lead, least)
        if found is None and style.font in ("sans", "round"):
            style = Style("narrow", True)
            found = lettering.fit(lines, size, style, (w, h), lead, least)
        if found is None:
            size, lines = least, lettering.wrap(lines, least, style, w)
            self.errors.append(
                f"text '{' / '.join(lines)}' does not fit its box of {num(w)} x {num(h)} px at "
                f"{num(least)} px: shorten it or make the component larger"
            )
        else:
            size, lines = found
        tall = size * (1 + lead * (len(lines) - 1))
        top = y + {"top": 0.0, "middle": (h - tall) / 2, "bottom": h - tall}[valign]
        at = x + {"start": 0.0, "middle": w / 2, "end": w}[align]
        for i, line in enumerate(lines):
            self.text(at, top + size * (0.86 + i * lead), line, size, color, style, align)
        return tall
