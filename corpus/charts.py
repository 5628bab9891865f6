"""Charts, tables, maps"""

from __future__ import annotations

import math
from typing import Any

from corpus import lettering
from corpus.lettering import Style, words
from corpus.registry import Color, component, need
from corpus.shapes import Box, Pen, ink_on, shade

PALETTE = ("#3a7ca5", "#e07a3f", "#6a994e", "#b5578e", "#e0b03b", "#6d6aa8", "#c8553d")
PLAIN = Style("sans", False)
BOLD = Style("sans", True)


def panel(pen: Pen, x: float, y: float, w: float, h: float, title: str, paper: str) -> float:
    """Background and title of a chart; returns the top of what is left."""
    if paper != "none":
        pen.rect(x, y, w, h, paper, 8, "#00000022", 1, shadow=True)
    if title:
        pen.text(x + w / 2, y + 32, title, 23, ink_on(paper), BOLD, "middle", w - 28)
    return y + (46 if title else 14)


def data(rows: Any) -> list[tuple[str, float, str]]:
    """Label, number and its text from [label, number] rows or a mapping."""
    found = list(rows.items()) if isinstance(rows, dict) else rows
    out = []
    for row in found:
        label, value = next(iter(row.items())) if isinstance(row, dict) else row
        out.append((words(label), float(value), words(value)))
    return out


@component("chart")
def chart(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    rows: Any,
    *,
    kind: str = "bar",
    title: str = "",
    unit: str = "",
    color: Color = "",
    paper: Color = "#ffffff",
    base: float = 0,
    numbers: bool = True,
    highlight: str = "",
) -> None:
    """Chart of [label, number] rows. Kinds: bar, line, pie, rank (bars lying). `base` = where the axis starts (above 0
    makes a misleading axis), `highlight` = label of the bar in red.

    - chart: [60, 30, 392, 320, [[Mon, 12], [Tue, 30], [Wed, 21]], {kind: bar, title: Visitors, unit: " kg"}]
    """
    need(kind, ("bar", "line", "pie", "rank"), "kind")
    top = panel(pen, x, y, w, h, title, paper)
    ink = ink_on(paper)
    values = data(rows)
    if kind == "pie":
        pie(pen, x, top, w, y + h - 12 - top, values, unit, ink, numbers)
        return
    fills = [
        "#c8372d" if name == highlight else color or PALETTE[0 if kind == "line" else i % len(PALETTE)]
        for i, (name, _, _) in enumerate(values)
    ]
    draw = lying_bars if kind == "rank" else upright
    labels = [shown + unit if numbers else "" for _, _, shown in values]
    draw(pen, (x, top, w, y + h - top), values, fills, base, labels, ink, color or PALETTE[0] if kind == "line" else "")


def lying_bars(
    pen: Pen,
    box: Box,
    values: list[tuple[str, float, str]],
    fills: list[str],
    base: float,
    shown: list[str],
    ink: str,
    line: str,
) -> None:
    """Bars lying one below another, names at the left."""
    x, top, w, h = box
    span = (max(v for _, v, _ in values) - base) or 1
    each = min((h - 12) / len(values), 60)
    wide = min(max(lettering.width(a, 18, PLAIN) for a, _, _ in values) + 12, w * 0.45)
    for i, (name, v, _) in enumerate(values):
        at = top + i * each
        pen.block(x + 16, at, wide - 8, each - 6, name, 18, ink, PLAIN, "start")
        room = w - wide - 36 - (70 if shown[i] else 0)
        long = max(room * (v - base) / span, 3)
        pen.rect(x + 16 + wide, at + each * 0.1, long, each * 0.7, fills[i], 4)
        if shown[i]:
            pen.text(x + 24 + wide + long, at + each * 0.55, shown[i], 18, ink, BOLD, "start", 64)


def upright(
    pen: Pen,
    box: Box,
    values: list[tuple[str, float, str]],
    fills: list[str],
    base: float,
    shown: list[str],
    ink: str,
    line: str,
) -> None:
    """Upright bars, or points joined by a line of the given colour, names below."""
    x, top, w, h = box
    span = (max(v for _, v, _ in values) - base) or 1
    low, left = top + h - 44, x + 22
    each = (w - 44) / len(values)
    for k in range(1, 4):
        pen.rect(left, low - (low - top - 22) * k / 3, w - 44, 1, "#00000022")
    tops = [
        (left + (i + 0.5) * each, low - (low - top - 22) * max(v - base, 0) / span)
        for i, (_, v, _) in enumerate(values)
    ]
    if line:
        pen.line(tops, line, 5)
    for i, ((name, _, _), (cx, at)) in enumerate(zip(values, tops, strict=True)):
        if line:
            pen.ellipse(cx, at, 7, 7, "#ffffff", fills[i], 4)
        else:
            pen.rect(cx - each * 0.34, at, each * 0.68, low - at, pen.blend(shade(fills[i], 0.15), fills[i]), 3)
        if shown[i]:
            pen.text(cx, at - (13 if line else 6), shown[i], 17, ink, BOLD, "middle", each)
        pen.block(cx - each / 2 + 1, low + 4, each - 2, 38, name, 17, ink, PLAIN, lead=1.0)
    pen.rect(left, low, w - 44, 2.5, "#555555")


def pie(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    values: list[tuple[str, float, str]],
    unit: str,
    ink: str,
    numbers: bool,
) -> None:
    """Pie at the left and its key at the right."""
    r = min(h / 2 - 6, w * 0.26)
    cx, cy, start = x + r + 20, y + h / 2, -math.pi / 2
    total = sum(v for _, v, _ in values)
    left = cx + r + 22
    each = min(h / len(values), 46)
    for i, (name, v, shown) in enumerate(values):
        turn = 2 * math.pi * v / total
        end, fill = start + turn, PALETTE[i % len(PALETTE)]
        ax, ay, bx, by = (
            cx + r * math.cos(start),
            cy + r * math.sin(start),
            cx + r * math.cos(end),
            cy + r * math.sin(end),
        )
        if len(values) == 1:
            pen.ellipse(cx, cy, r, r, fill)
        else:
            arc = f"A{r:.2f} {r:.2f} 0 {int(turn > math.pi)} 1 {bx:.2f} {by:.2f}"
            pen.path(f"M{cx:.2f} {cy:.2f}L{ax:.2f} {ay:.2f}{arc}z", fill, "#ffffff", 2)
        start = end
        top = cy - each * len(values) / 2 + i * each
        pen.rect(left, top + each / 2 - 8, 16, 16, fill, 3)
        text = f"{name} {shown}{unit}" if numbers else name
        pen.block(left + 24, top, x + w - left - 34, each, text, 18, ink, BOLD, "start", lead=1.0)


@component("table_data")
def table_data(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    rows: Any,
    *,
    title: str = "",
    head: Color = "#3c5a80",
    paper: Color = "#ffffff",
    size: float = 22,
    highlight: float = 0,
    widths: Any = None,
) -> None:
    """Table of texts; the first row is the header; `highlight` = number of the row (1 = first below the header) shown
    in yellow; `widths` = relative column widths.

    - table_data: [50, 40, 412, 280, [[Player, Goals], [Ada, 12], [Bo, 9]], {title: Season, highlight: 1}]
    """
    top = panel(pen, x, y, w, h, title, paper) if title else y
    if not title:
        pen.rect(x, y, w, h, paper, 4, "#00000022", 1, shadow=True)
    each = min((y + h - top) / len(rows), 56)
    parts = [float(v) for v in widths] if widths else [1.0] * len(rows[0])
    cells = [(words(c), w * p / sum(parts) - 14, each - 4) for r in rows for c, p in zip(r, parts, strict=True)]
    size = lettering.common(cells, size, BOLD, 1.05, pen.least)
    for i, row in enumerate(rows):
        at, left = top + i * each, x
        fill = head if i == 0 else "#ffe9a8" if i == int(highlight) else "#f1f4f7" if i % 2 == 0 else "#ffffff"
        pen.rect(x, at, w, each, fill)
        for cell, part in zip(row, parts, strict=True):
            wide = w * part / sum(parts)
            pen.block(
                left + 8,
                at,
                wide - 14,
                each,
                cell,
                size,
                ink_on(fill),
                BOLD if i in (0, int(highlight)) else PLAIN,
                "start",
                lead=1.05,
            )
            left += wide
            if left < x + w - 2:
                pen.rect(left, at, 1, each, "#00000022")


@component("ranking")
def ranking(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    names: Any,
    *,
    title: str = "",
    icons: Any = (),
    color: Color = "#e0b03b",
) -> None:
    """Winners' stand for three: names of first, second, third; `icons` = their heads.

    - ranking: [60, 60, 392, 290, [Mia, Leo, Ada], {icons: [f:girl, f:boy, f:woman], title: Spelling}]
    """
    if title:
        pen.text(x + w / 2, y + 24, title, 27, "#222222", BOLD, "middle", w)
    each = w / 3
    for place, column, tall in ((1, 1, 0.46), (2, 0, 0.34), (3, 2, 0.25)):
        left, top = x + column * each, y + h * (1 - tall)
        pen.rect(
            left, top, each, h * tall, pen.blend(shade(color, 0.2), shade(color, -0.12)), 2, shade(color, -0.35), 1
        )
        pen.block(left, top + 4, each, h * tall * 0.5, str(place), 44, "#ffffff", Style("slab"))
        pen.block(
            left + 4, top + h * tall * 0.48, each - 8, h * tall * 0.5, words(names[place - 1]), 21, "#3a2a10", BOLD
        )
        if place <= len(icons):
            side = min(each * 0.8, h * 0.34)
            pen.icon(icons[place - 1], left + (each - side) / 2, top - side, side)
