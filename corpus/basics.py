"""Backgrounds, shapes, lettering, groups."""

from __future__ import annotations

import itertools
import math
from typing import Any

from corpus.lettering import Style, lines_of
from corpus.registry import Color, IconName, Points, component, draw_item
from corpus.shapes import HEIGHT, WIDTH, Pen, SceneError, times, turn


@component("bg", backdrop=True)
def bg(pen: Pen, top: Color, bottom: Color = "") -> None:
    """Plain background, or a gradient from top to bottom.

    - bg: ["#cfe8ff", "#ffffff"]
    """
    pen.rect(0, 0, WIDTH, HEIGHT, pen.blend(top, bottom) if bottom else top)


@component("icon")
def icon(
    pen: Pen, name: IconName, x: float, y: float, w: float, *, flip: bool = False, color: Color = "#333333"
) -> None:
    """Icon with its top left corner at x, y, w wide; `color` for silhouettes only.

    - icon: [f:cat, 200, 60, 120, {flip: true, rot: 10, op: 0.5}]
    """
    pen.icon(name, x, y, w, color, flip)


@component("g")
def silhouette(
    pen: Pen, name: IconName, x: float, y: float, w: float, *, color: Color = "#1c1c1c", flip: bool = False
) -> None:
    """The same as icon, for silhouettes (almost black without `color`).

    - g: [g:hooded-figure, 20, 170, 180, {color: "#111"}]
    """
    pen.icon(name, x, y, w, color, flip)


@component("rect")
def rect(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    fill: Color,
    *,
    rx: float = 0,
    stroke: Color = "none",
    sw: float = 2,
    shadow: bool = False,
) -> None:
    """Rectangle, rx rounds the corners.

    - rect: [40, 60, 200, 90, "#f4c95d", {rx: 8, stroke: "#333", sw: 3, rot: 3, shadow: true}]
    """
    pen.rect(x, y, w, h, fill, rx, stroke, sw, shadow=shadow)


@component("ellipse")
def ellipse(
    pen: Pen,
    x: float,
    y: float,
    rx: float,
    ry: float = 0,
    fill: Color = "#cccccc",
    *,
    stroke: Color = "none",
    sw: float = 2,
) -> None:
    """Ellipse about the middle x, y.

    - ellipse: [256, 200, 60, 40, "#c33", {stroke: "#611", sw: 3}]
    """
    pen.ellipse(x, y, rx, ry or rx, fill, stroke, sw)


@component("line")
def line(
    pen: Pen, points: Points, color: Color = "#333333", sw: float = 3, *, dash: bool = False, arrow: bool = False
) -> None:
    """Line through points; `arrow` puts a head at its end.

    - line: [[[40, 40], [200, 90]], "#c00", 4, {arrow: true}]
    """
    if dash:
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            n = max(int(math.hypot(bx - ax, by - ay) / (sw * 4)), 1)
            for i in range(n):
                a, b = i / n, (i + 0.55) / n
                pen.line(
                    [(ax + (bx - ax) * a, ay + (by - ay) * a), (ax + (bx - ax) * b, ay + (by - ay) * b)], color, sw
                )
    else:
        pen.line(points, color, sw)
    if arrow:
        (ax, ay), (bx, by) = points[-2:]
        way, size = math.atan2(by - ay, bx - ax), sw * 3 + 4
        pen.poly(
            [(bx + size * 0.6 * math.cos(way), by + size * 0.6 * math.sin(way))]
            + [(bx - size * math.cos(way + d), by - size * math.sin(way + d)) for d in (0.5, -0.5)],
            color,
        )


@component("poly")
def poly(pen: Pen, points: Points, fill: Color, *, stroke: Color = "none", sw: float = 2, shadow: bool = False) -> None:
    """Polygon.

    - poly: [[[40, 300], [120, 200], [200, 300]], "#888", {stroke: "#333"}]
    """
    pen.poly(points, fill, stroke, sw, shadow=shadow)


@component("path")
def path(
    pen: Pen, d: str, fill: Color = "none", *, stroke: Color = "none", sw: float = 3, shadow: bool = False
) -> None:
    """SVG path.

    - path: ["M60 300 q20 -80 130 -70 t130 60", "none", {stroke: "#345", sw: 6}]
    """
    pen.path(d, fill, stroke, sw, shadow=shadow)


@component("text")
def text(
    pen: Pen,
    x: float,
    y: float,
    text: str,
    size: float = 20,
    *,
    color: Color = "#222222",
    font: str = "sans",
    bold: bool = True,
    anchor: str = "middle",
    fit: float | None = None,
    italic: bool = False,
    spacing: float = 0,
) -> None:
    """One line about x, baseline at y; anchor start, middle or end; fit = widest, in px.

    - text: [256, 60, "CITY WATER NOTICE", 24, {color: "#fff", font: serif, fit: 300, rot: -3}]
    """
    if anchor not in ("start", "middle", "end"):
        raise SceneError(f"anchor is start, middle or end, not '{anchor}'")
    pen.text(x, y, text, size, color, Style(font, bold, spacing), anchor, fit, italic)


@component("lines")
def lines(
    pen: Pen,
    x: float,
    y: float,
    lines: Any,
    size: float = 18,
    *,
    color: Color = "#222222",
    font: str = "sans",
    bold: bool = False,
    anchor: str = "start",
    fit: float | None = None,
    lead: float = 1.35,
) -> None:
    """Lines of text, the first baseline at y, by default left-aligned at x.

    - lines: [60, 120, ["first line", "second line"], 17, {color: "#333", font: hand}]
    """
    for i, value in enumerate(lines_of(lines)):
        pen.text(x, y + i * size * lead, value, size, color, Style(font, bold), anchor, fit)


@component("block")
def block(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any,
    size: float = 20,
    *,
    color: Color = "#222222",
    font: str = "sans",
    bold: bool = True,
    align: str = "middle",
    valign: str = "middle",
) -> None:
    """Text wrapped and shrunk into a box; align start, middle, end; valign top, middle, bottom.

    - block: [60, 60, 200, 120, "Please keep off the grass", 26, {align: start}]
    """
    pen.block(x, y, w, h, text, size, color, Style(font, bold), align, valign)


@component("group")
def group(
    pen: Pen, items: Any, *, at: Any = (0, 0), scale: float = 1, flip: bool = False, clip: Any = None, rot: float = 0
) -> None:
    """Items in their own coordinates: moved to `at`, scaled, turned by rot about `at`; clip [w, h] cuts them off.

    - group: {at: [300, 120], scale: 0.8, rot: 5, items: [{icon: [f:cat, 0, 0, 60]}, {text: [30, 80, "Tom", 20]}]}
    """
    x, y = at
    matrix = times(
        (1, 0, 0, 1, float(x), float(y)), times(turn(rot, 0, 0), (-scale if flip else scale, 0, 0, scale, 0, 0))
    )
    with pen.group(matrix, clip=pen.clip(0, 0, float(clip[0]), float(clip[1])) if clip else ""):
        for i, item in enumerate(items, 1):
            draw_item(pen, item, f"{pen.item}.{i}")
