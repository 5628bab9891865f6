"""Bubbles, boards and pictures"""

from __future__ import annotations

from typing import Any

from corpus.lettering import Style
from corpus.registry import Color, IconName, component, need
from corpus.shapes import Pen, ink_on, shade

BOLD = Style("sans", True)


@component("bubble")
def bubble(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any,
    *,
    to: Any = None,
    fill: Color = "#ffffff",
    ink: Color = "#222222",
    size: float = 26,
    font: str = "round",
    think: bool = False,
    icon: IconName = "",
    icon_color: Color = "#333333",
) -> None:
    """Speech bubble whose tail points to `to` [x, y]; `think` for a thought.

    - bubble: [40, 30, 200, 90, "Is the shop open?", {to: [260, 160]}]
    """
    cx, cy = x + w / 2, y + h / 2
    pen.rect(x + 1, y + 4, w, h, "#000000", 22, op=0.18)
    if to and think:
        for k, r in ((0.62, 11.0), (0.78, 8.0), (0.92, 5.0)):
            pen.ellipse(cx + (to[0] - cx) * k, cy + (to[1] - cy) * k, r, r * 0.85, fill, "#444444", 2)
    elif to:
        tx, ty = float(to[0]), float(to[1])
        upright = abs(ty - cy) / h >= abs(tx - cx) / w
        bx = min(max(tx, x + 34), x + w - 34)
        by = min(max(ty, y + 24), y + h - 24)
        ends = [(bx - 14, cy), (bx + 14, cy)] if upright else [(cx, by - 12), (cx, by + 12)]
        pen.poly([ends[0], (tx, ty), ends[1]], fill, "#444444", 2)
    pen.rect(x, y, w, h, fill, 22, "#444444", 2)
    if to and not think:
        pen.rect(x + 2, y + 2, w - 4, h - 4, fill, 20)
        inner = [(cx + (p[0] - cx) * 0.98, p[1]) for p in ends]
        edge = [(p[0] + (tx - p[0]) * 0.35, p[1] + (ty - p[1]) * 0.35) for p in inner]
        pen.poly([inner[0], edge[0], edge[1], inner[1]], fill)
    left, wide = x + 12, w - 24
    if icon:
        side = min(h - 16, w * 0.4) if text else min(h - 16, w - 20)
        pen.icon(icon, left if text else cx - side / 2, cy - side / 2, side, icon_color)
        left, wide = left + side + 8, wide - side - 8
    if text:
        pen.block(left, y + 7, wide, h - 14, text, size, ink, Style(font, True), lead=1.15)


@component("board")
def board(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: str = "",
    *,
    text: Any = "",
    kind: str = "black",
    size: float = 36,
    icon: IconName = "",
    align: str = "middle",
    ink: Color = "",
) -> None:
    """Blackboard (black), whiteboard (white) or pin board (cork) with title, text, icon.

    - board: [50, 20, 412, 240, "LESSON 4", {text: ["Frogs", "Toads"], kind: black}]
    """
    need(kind, ("black", "white", "cork"), "kind")
    face, frame, pencil, font = {
        "black": ("#27503f", "#8a5a2b", "#f4f6ee", "hand"),
        "white": ("#fbfcfd", "#aab4bd", "#24418c", "hand"),
        "cork": ("#cf9f66", "#7c4f26", "#2b1d10", "hand"),
    }[kind]
    pen.rect(x, y, w, h, frame, 6, shadow=True)
    pen.rect(x + 9, y + 9, w - 18, h - 18, face, 2)
    if kind == "cork":
        for i in range(int(w * h / 900)):
            px, py = x + 14 + (i * 97.3) % (w - 30), y + 14 + (i * 61.7) % (h - 30)
            pen.ellipse(px, py, 2.2, 1.4, "#a87840" if i % 2 else "#e3bb85", op=0.8)
    else:
        pen.rect(x + 20, y + h - 5, w - 40, 10, shade(frame, -0.2), 3)
        for i, c in enumerate(("#ffffff", "#f2c14e") if kind == "black" else ("#c8102e", "#2456a6")):
            pen.rect(x + 50 + i * 40, y + h - 10, 26, 6, c, 3)
    ink = ink or pencil
    top, low = y + 18, y + h - 20
    if title:
        pen.text(x + w / 2, top + 34, title, 42, ink, Style(font), "middle", w - 50)
        top += 46
    left, wide = x + 24, w - 48
    if icon:
        side = min(low - top, wide * (0.45 if text else 1))
        pen.icon(icon, left if text else x + (w - side) / 2, top + (low - top - side) / 2, side, ink)
        left, wide = left + side + 10, wide - side - 10
    if text:
        pen.block(left, top, wide, low - top, text, size, ink, Style(font), align)


@component("photo")
def photo(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    icon: IconName = "",
    *,
    caption: str = "",
    fill: Color = "#bfe0ee",
    ground: Color = "",
    pin: bool = False,
    icon_color: Color = "#333333",
) -> None:
    """Instant photo with a white edge, handwritten caption and perhaps a pin.

    - photo: [60, 50, 130, 150, f:dog, {caption: Rex, pin: true, rot: -5}]
    """
    pen.rect(x, y, w, h, "#fffefa", 2, "#00000022", 1, shadow=True)
    edge = 8
    deep = 32 if caption else 12
    iw, ih = w - 2 * edge, h - edge - deep
    pen.rect(x + edge, y + edge, iw, ih, pen.blend(fill, shade(fill, 0.4)))
    if ground:
        pen.rect(x + edge, y + edge + ih * 0.7, iw, ih * 0.3, ground)
    if icon:
        side = min(iw, ih) * 0.88
        pen.icon(icon, x + (w - side) / 2, y + edge + (ih - side) * 0.6, side, icon_color)
    if caption:
        pen.text(x + w / 2, y + h - 9, caption, 22, "#333333", Style("hand"), "middle", w - 12)
    if pin:
        pen.ellipse(x + w / 2, y + 4, 7, 7, "#d62839", "#8a1020", 1)


@component("frame")
def frame(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    icon: IconName = "",
    *,
    fill: Color = "#dcebf2",
    color: Color = "#a8842c",
    caption: str = "",
    ground: Color = "",
    icon_color: Color = "#333333",
) -> None:
    """Framed picture on a wall, with a small plate for the caption below.

    - frame: [150, 30, 200, 170, f:sailboat, {caption: "Harbour, 1902", ground: "#4a90c2"}]
    """
    pen.rect(x, y, w, h, pen.blend(shade(color, 0.2), shade(color, -0.25)), 3, shadow=True)
    pen.rect(x + 12, y + 12, w - 24, h - 24, "#fffdf6", 0, shade(color, -0.4), 1.5)
    iw, ih = w - 44, h - 44
    pen.rect(x + 22, y + 22, iw, ih, pen.blend(fill, shade(fill, 0.35)))
    if ground:
        pen.rect(x + 22, y + 22 + ih * 0.66, iw, ih * 0.34, ground)
    if icon:
        side = min(iw, ih) * 0.86
        pen.icon(icon, x + (w - side) / 2, y + 22 + (ih - side) * 0.6, side, icon_color)
    if caption:
        wide = max(w * 0.8, 120.0)
        pen.rect(x + (w - wide) / 2, y + h + 8, wide, 28, "#e8d9a8", 3, "#8f7a3a", 1.5)
        pen.text(x + w / 2, y + h + 28, caption, 17, "#3a2f14", Style("serif"), "middle", wide - 12)


@component("banner")
def banner(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any,
    *,
    fill: Color = "#c8372d",
    ink: Color = "",
    size: float = 34,
    font: str = "slab",
    ribbon: bool = False,
) -> None:
    """Cloth banner hung between two strings, or a ribbon with folded ends.

    - banner: [60, 40, 392, 80, "HARVEST FEAST", {fill: "#6a994e"}]
    """
    ink = ink or ink_on(fill)
    if ribbon:
        for a, b in ((x - 26, x + 22), (x + w + 26, x + w - 22)):
            pen.poly(
                [(a, y + 14), (b, y + 14), (b, y + h + 12), (a, y + h + 12), (a + (b - a) * 0.3, y + h / 2 + 12)],
                shade(fill, -0.3),
            )
        pen.rect(x, y, w, h, fill, 0, shadow=True)
    else:
        pen.line([(x - 40, y - 20), (x + 4, y + 4)], "#776655", 3)
        pen.line([(x + w + 40, y - 20), (x + w - 4, y + 4)], "#776655", 3)
        pen.path(
            f"M{x} {y}Q{x + w / 2} {y + 14} {x + w} {y}V{y + h}Q{x + w / 2} {y + h + 14} {x} {y + h}z",
            pen.blend(shade(fill, 0.1), shade(fill, -0.1)),
            shadow=True,
        )
    pen.block(x + 14, y + (2 if ribbon else 8), w - 28, h - 4, text, size, ink, Style(font), lead=1.1)
