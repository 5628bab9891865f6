"""Signs, boards, bubbles"""

from __future__ import annotations

import math
from typing import Any

from corpus.lettering import Style, words
from corpus.registry import Color, IconName, component, need
from corpus.shapes import HEIGHT, Pen, shade

BOLD = Style("sans", True)


def plate(pen: Pen, x: float, y: float, w: float, h: float, shape: str, fill: str, edge: str, sw: float) -> None:
    """Body of a sign."""
    if shape == "round":
        pen.ellipse(x + w / 2 + 1, y + h / 2 + 4, w / 2, h / 2, "#000000", op=0.25, shadow=True)
        pen.ellipse(x + w / 2, y + h / 2, (w - sw) / 2, (h - sw) / 2, fill, edge, sw)
    elif shape == "triangle":
        pen.poly(
            [(x + w / 2, y + sw / 2), (x + w - sw / 2, y + h - sw / 2), (x + sw / 2, y + h - sw / 2)],
            fill,
            edge,
            sw,
            shadow=True,
        )
    elif shape == "diamond":
        pen.poly([(x + w / 2, y), (x + w, y + h / 2), (x + w / 2, y + h), (x, y + h / 2)], fill, edge, sw, shadow=True)
    elif shape == "octagon":
        k = 0.29
        pen.poly(
            [
                (x + w * k, y),
                (x + w * (1 - k), y),
                (x + w, y + h * k),
                (x + w, y + h * (1 - k)),
                (x + w * (1 - k), y + h),
                (x + w * k, y + h),
                (x, y + h * (1 - k)),
                (x, y + h * k),
            ],
            fill,
            edge,
            sw,
            shadow=True,
        )
    else:
        tip = h * 0.35 if shape == "arrow" else 0
        if tip:
            pen.poly(
                [(x, y), (x + w - tip, y), (x + w, y + h / 2), (x + w - tip, y + h), (x, y + h)],
                fill,
                edge,
                sw,
                shadow=True,
            )
        else:
            pen.rect(x + sw / 2, y + sw / 2, w - sw, h - sw, fill, 8, edge, sw, shadow=True)


@component("sign")
def sign(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any = "",
    *,
    shape: str = "rect",
    icon: IconName = "",
    fill: Color = "#ffffff",
    edge: Color = "#b3202a",
    ink: Color = "#1c1c1c",
    sw: float = 8,
    posts: float = 0,
    post_to: float = HEIGHT,
    size: float = 34,
    font: str = "sans",
    ban: bool = False,
    icon_color: Color = "#1c1c1c",
) -> None:
    """Sign: shape rect, round, triangle, diamond, octagon or arrow; icon and/or text; `ban` adds the red bar;
    `posts` 1 or 2 put it on posts that go down to `post_to`. Warning: {shape: triangle, fill: "#ffd23f", edge: "#222"}.

    - sign: [156, 40, 200, 180, "THIN ICE", {shape: triangle, fill: "#ffd23f", edge: "#1c1c1c", posts: 1}]
    - sign: [60, 40, 392, 150, ["NO FISHING", "from the bridge"], {icon: f:fishing-pole, posts: 2, edge: "#1b5e3a"}]
    """
    need(shape, ("rect", "round", "triangle", "diamond", "octagon", "arrow"), "shape")
    for i in range(int(posts)):
        at = x + w * ((i + 0.5) if posts == 1 else (0.15 + 0.7 * i / (posts - 1)))
        pen.rect(at - 6, y + h * 0.5, 12, post_to - y - h * 0.5, pen.blend("#a6adb4", "#6d757d", across=True), 2)
    plate(pen, x, y, w, h, shape, fill, edge, sw)
    inner = {
        "rect": (0.04, 0.08, 0.92, 0.84),
        "round": (0.16, 0.2, 0.68, 0.6),
        "triangle": (0.27, 0.46, 0.46, 0.46),
        "diamond": (0.22, 0.25, 0.56, 0.5),
        "octagon": (0.08, 0.2, 0.84, 0.6),
        "arrow": (0.04, 0.08, 0.8, 0.84),
    }
    a, b, c, d = inner[shape]
    left, top, wide, tall = x + a * w, y + b * h, c * w, d * h
    if icon:
        along = shape in ("rect", "arrow") and bool(text) and wide > 1.6 * tall
        side = min(wide * (0.4 if along else 1), tall * (1 if along or not text else 0.55))
        ix = left + 6 if along else left + (wide - side) / 2
        pen.icon(icon, ix, top + ((tall - side) / 2 if along or not text else 0), side, icon_color)
        if along:
            left, wide = left + side + 14, wide - side - 16
        elif text:
            top, tall = top + side + 2, tall - side - 2
    if text:
        pen.block(left, top, wide, tall, text, size, ink, Style(font, True), lead=1.15)
    if ban:
        r = min(w, h) / 2 - sw / 2
        cx, cy, s = x + w / 2, y + h / 2, math.sqrt(0.5)
        if shape != "round":
            pen.ellipse(cx, cy, r * 0.86, r * 0.86, "none", edge, sw)
            r *= 0.86
        pen.line([(cx - r * s, cy - r * s), (cx + r * s, cy + r * s)], edge, sw)


@component("signpost")
def signpost(
    pen: Pen,
    x: float,
    y: float,
    h: float,
    arms: Any,
    *,
    w: float = 190,
    color: Color = "#b5854f",
    ink: Color = "#2b1d10",
) -> None:
    """Wooden signpost: arms are texts; "< " at the beginning makes one point to the left.

    - signpost: [256, 30, 354, ["Old Mill 2 km", "< Station", "Lake"]]
    """
    pen.rect(x - 8, y, 16, h, pen.blend(shade(color, -0.1), shade(color, -0.45), across=True), 4)
    for i, arm in enumerate(arms):
        text, top = words(arm), y + 14 + i * 62
        left = text.startswith("< ")
        s = -1 if left else 1
        pen.poly(
            [
                (x - s * 26, top),
                (x + s * (w - 26), top),
                (x + s * w, top + 24),
                (x + s * (w - 26), top + 48),
                (x - s * 26, top + 48),
            ],
            color,
            shade(color, -0.4),
            2,
            shadow=True,
        )
        pen.block(x - 20 if not left else x - w + 26, top, w - 6, 48, text[2:] if left else text, 24, ink, BOLD)
