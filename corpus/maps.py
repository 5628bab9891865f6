"""Maps and gauges"""

from __future__ import annotations

import math
from typing import Any

from corpus import lettering
from corpus.lettering import Style, words
from corpus.registry import Color, IconName, Points, component, need
from corpus.shapes import Box, Pen, shade

PALETTE = ("#3a7ca5", "#e07a3f", "#6a994e", "#b5578e", "#e0b03b", "#6d6aa8", "#c8553d")
PLAIN = Style("sans", False)
BOLD = Style("sans", True)


ACROSS, DOWN = (0.0, 0.27, 0.52, 0.78, 1.0), (0.0, 0.31, 0.64, 1.0)
"""Where the streets of a map run, as shares of its box."""


def blocks_of(pen: Pen, box: Box, park: bool) -> None:
    """Blocks between the streets: houses, or green with trees."""
    x, y, w, h = box
    for i in range(4):
        for j in range(3):
            bx, by = x + ACROSS[i] * w + 9, y + DOWN[j] * h + 9
            bw, bh = (ACROSS[i + 1] - ACROSS[i]) * w - 18, (DOWN[j + 1] - DOWN[j]) * h - 18
            green = park and (i, j) in ((2, 1), (0, 2))
            pen.rect(bx, by, bw, bh, "#b9d8a3" if green else "#ded5c4", 5)
            if green:
                for k in range(3):
                    pen.ellipse(bx + bw * (0.25 + 0.25 * k), by + bh * (0.4 + 0.2 * (k % 2)), 9, 9, "#86b56f")
            elif (i + j) % 2:
                pen.rect(bx + bw * 0.1, by + bh * 0.15, bw * 0.34, bh * 0.6, "#cbbfa8", 2)
                pen.rect(bx + bw * 0.55, by + bh * 0.3, bw * 0.34, bh * 0.5, "#cbbfa8", 2)


@component("map")
def street_map(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    pin: Any = None,
    labels: Any = (),
    route: Points = [],  # noqa: B006
    park: bool = True,
    river: bool = False,
    title: str = "",
    pin_color: Color = "#d62839",
    pin_icon: IconName = "",
) -> None:
    """Street map; pin [x, y], route points and labels [text, x, y] in canvas coordinates.

    - map: [40, 30, 432, 324, {pin: [260, 150], labels: [["Elm Street", 150, 120]], route: [[80, 300], [260, 300],
          [260, 170]], river: true}]
    """
    pen.rect(x, y, w, h, "#efe9dd", 6, "#b7ad98", 2, shadow=True)
    with pen.group(clip=pen.clip(x, y, w, h, 6)):
        blocks_of(pen, (x, y, w, h), park)
        if river:
            pen.path(
                f"M{x - 10} {y + h * 0.86}C{x + w * 0.3} {y + h * 0.6} {x + w * 0.5} {y + h * 1.05} {x + w + 10} "
                f"{y + h * 0.74}",
                stroke="#8cc3e0",
                sw=24,
            )
        for i in range(1, 4):
            pen.rect(x + ACROSS[i] * w - 1, y, 2, h, "#ffffff")
        if route:
            pen.line(route, "#2b6be0", 7)
    for text, lx, ly in labels:
        wide = lettering.width(words(text), 16, BOLD)
        pen.rect(lx - wide / 2 - 6, ly - 17, wide + 12, 24, "#ffffff", 4, op=0.85)
        pen.text(lx, ly, words(text), 16, "#3b3b3b", BOLD)
    if title:
        pen.rect(x, y, w, 40, "#34495e", 6)
        pen.text(x + w / 2, y + 27, title, 21, "#ffffff", BOLD, "middle", w - 20)
    if pin:
        px, py = float(pin[0]), float(pin[1])
        pen.ellipse(px, py, 12, 5, "#000000", op=0.3)
        pen.path(
            f"M{px} {py}C{px - 8} {py - 24} {px - 26} {py - 32} {px - 26} {py - 52}"
            f"A26 26 0 0 1 {px + 26} {py - 52}"
            f"C{px + 26} {py - 32} {px + 8} {py - 24} {px} {py}z",
            pin_color,
            shade(pin_color, -0.35),
            2,
        )
        pen.ellipse(px, py - 52, 17 if pin_icon else 10, 17 if pin_icon else 10, "#ffffff")
        if pin_icon:
            pen.icon(pin_icon, px - 14, py - 66, 28, pin_color)


@component("gauge")
def gauge(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    level: float = 0.5,
    title: str = "",
    value: str = "",
    kind: str = "dial",
    color: Color = "#d9483b",
) -> None:
    """Measuring instrument: dial, thermometer or battery (`kind`), pointing to `level` 0..1, with its value.

    - gauge: [150, 60, 212, 240, {kind: dial, level: 0.9, value: "9 bar", title: PRESSURE}]
    """
    need(kind, ("dial", "thermometer", "battery"), "kind")
    low = y + h - (34 if title else 0)
    if title:
        pen.text(x + w / 2, y + h - 8, title, 21, "#222222", BOLD, "middle", w)
    if kind == "dial":
        r = min(w, low - y) / 2
        cx, cy = x + w / 2, y + r
        pen.ellipse(cx + 1, cy + 4, r, r, "#000000", op=0.25, shadow=True)
        pen.ellipse(cx, cy, r - 4, r - 4, "#fdfdfb", "#4b5560", 8)
        for k in range(11):
            a = math.radians(150 + 24 * k)
            inner = r * (0.7 if k % 5 else 0.64)
            pen.line(
                [
                    (cx + inner * math.cos(a), cy + inner * math.sin(a)),
                    (cx + r * 0.82 * math.cos(a), cy + r * 0.82 * math.sin(a)),
                ],
                "#d9483b" if k > 7 else "#333333",
                4,
            )
        a = math.radians(150 + 240 * level)
        pen.line([(cx, cy), (cx + r * 0.68 * math.cos(a), cy + r * 0.68 * math.sin(a))], color, 6)
        pen.ellipse(cx, cy, 9, 9, "#333333")
        pen.text(cx, cy + r * 0.62, value, 22, "#222222", BOLD, "middle", r)
    elif kind == "thermometer":
        cx, r = x + w * 0.35, min(w * 0.16, 26)
        pen.rect(cx - r * 0.6, y, r * 1.2, low - y - r, "#fdfdfb", r * 0.6, "#8b98a3", 3)
        pen.ellipse(cx, low - r, r, r, color, "#8b98a3", 3)
        tall = (low - y - 2 * r - 8) * level
        pen.rect(cx - r * 0.3, low - 2 * r - tall + 4, r * 0.6, tall + r, color, r * 0.3)
        for k in range(9):
            pen.rect(cx + r * 0.8, y + 10 + k * (low - y - 3 * r) / 8, 12 if k % 2 else 20, 2.5, "#555555")
        pen.block(cx + r * 1.7, low - 2 * r - tall - 16, x + w - cx - r * 1.7, 36, value, 26, "#222222", BOLD)
    else:
        pen.rect(x, y, w * 0.93, low - y, "#fdfdfb", 12, "#4b5560", 6)
        pen.rect(x + w * 0.94, y + (low - y) * 0.3, w * 0.06, (low - y) * 0.4, "#4b5560", 4)
        pen.rect(x + 9, y + 9, max((w * 0.93 - 18) * level, 4), low - y - 18, color, 6)
        pen.block(x + 10, y, w * 0.9 - 20, low - y, value, 30, "#222222", BOLD)
