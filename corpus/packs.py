"""Boxes, bags, tins and dishes"""

from __future__ import annotations

from typing import Any

from corpus.goods import gloss
from corpus.lettering import Style
from corpus.registry import Color, IconName, component, need
from corpus.shapes import Pen, ink_on, shade

BOLD = Style("sans", True)


@component("box")
def box(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: Any = "",
    *,
    text: Any = "",
    icon: IconName = "",
    color: Color = "#3867b7",
    ink: Color = "",
    size: float = 30,
    font: str = "sans",
    icon_color: Color = "#333333",
    depth: float = 22,
) -> None:
    """Pack or carton seen from the front with a side and a top face (inside the box given): title, icon, text.

    - box: [120, 60, 260, 270, "RAT POISON", {icon: f:rat, text: "Keep away from pets", color: "#b3202a"}]
    """
    d = depth
    ink = ink or ink_on(color)
    pen.shadow(x + w / 2, y + h, w * 0.54)
    fw, top = w - d, y + d * 0.7
    pen.poly([(x + fw, top), (x + w, y), (x + w, y + h - d * 0.7), (x + fw, y + h)], shade(color, -0.35))
    pen.poly([(x, top), (x + d, y), (x + w, y), (x + fw, top)], shade(color, 0.25))
    pen.rect(x, top, fw, y + h - top, pen.blend(shade(color, 0.06), shade(color, -0.08)))
    at, low = top + 8, y + h - 10
    if title:
        deep = (low - at) * (0.36 if icon and text else 0.42 if icon or text else 1)
        pen.block(x + 10, at, fw - 20, deep, title, size, ink, Style(font, True), lead=1.1)
        at += deep + 4
    if icon:
        deep = (low - at) * (0.62 if text else 1)
        side = min(fw - 20, deep)
        if ink == "#ffffff" and icon[0] in "fn":
            pen.ellipse(x + fw / 2, at + deep / 2, side * 0.56, side * 0.52, "#ffffff", op=0.92)
            side *= 0.8
        pen.icon(icon, x + (fw - side) / 2, at + (deep - side) / 2, side, icon_color if icon[0] in "fn" else ink)
        at += deep + 4
    if text:
        pen.block(x + 10, at, fw - 20, low - at, text, 18, ink, Style(font, False), lead=1.12)


@component("parcel")
def parcel(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any = "",
    *,
    color: Color = "#c99a62",
    icon: IconName = "",
    open: bool = False,
) -> None:
    """Cardboard parcel with tape and an address label; open: flaps up (put icons behind the front before it).

    - parcel: [130, 120, 250, 200, ["To: Hedda Moe", "Pier 4"], {icon: m:glass-fragile}]
    """
    pen.shadow(x + w / 2, y + h, w * 0.54)
    if open:
        pen.poly(
            [(x, y), (x - w * 0.14, y - h * 0.24), (x + w * 0.3, y - h * 0.2), (x + w * 0.42, y)],
            shade(color, 0.15),
            shade(color, -0.3),
            1.5,
        )
        pen.poly(
            [(x + w, y), (x + w * 1.14, y - h * 0.24), (x + w * 0.7, y - h * 0.2), (x + w * 0.58, y)],
            shade(color, 0.1),
            shade(color, -0.3),
            1.5,
        )
    pen.rect(x, y, w, h, pen.blend(shade(color, 0.06), shade(color, -0.12)), 3, shade(color, -0.35), 1.5)
    pen.rect(x + w * 0.43, y, w * 0.14, h * (0.2 if open else 0.3), "#e6cfa2", op=0.9)
    if text:
        pen.rect(x + w * 0.1, y + h * 0.36, w * 0.58, h * 0.5, "#fffdf7", 2)
        pen.block(x + w * 0.12, y + h * 0.38, w * 0.54, h * 0.46, text, 22, "#27315c", Style("hand"), "start", lead=1.1)
    if icon:
        pen.icon(icon, x + w * 0.74, y + h * 0.62, w * 0.2, shade(color, -0.6))


@component("tube")
def tube(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any = "",
    *,
    color: Color = "#ffffff",
    cap: Color = "#2a7f9e",
    ink: Color = "#1d4e63",
    icon: IconName = "",
    size: float = 26,
) -> None:
    """Lying tube of paste, cream or glue.

    - tube: [100, 140, 320, 110, "SUPER GLUE", {cap: "#c62828", rot: -8}]
    """
    pen.poly(
        [(x, y), (x + w * 0.82, y + h * 0.1), (x + w * 0.82, y + h * 0.9), (x, y + h)],
        pen.blend(shade(color, 0.1), shade(color, -0.14)),
        shade(color, -0.35),
        2,
        shadow=True,
    )
    pen.rect(x - 4, y, w * 0.05, h, shade(color, -0.2), 2)
    pen.rect(x + w * 0.82, y + h * 0.14, w * 0.16, h * 0.72, pen.blend(shade(cap, 0.15), shade(cap, -0.2)), 5)
    side = min(h * 0.6, w * 0.2) if icon else 0
    if icon:
        pen.icon(icon, x + w * 0.08, y + (h - side) / 2, side, ink)
    left = x + w * 0.08 + side + (6 if icon else 0)
    pen.block(left, y + h * 0.12, x + w * 0.79 - left, h * 0.76, text, size, ink, BOLD)


@component("blister")
def blister(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    rows: float = 2,
    n: float = 5,
    color: Color = "#ffffff",
    foil: Color = "#b8c1ca",
    empty: float = 0,
    text: str = "",
) -> None:
    """Blister pack with tablets; the first `empty` places are pressed out.

    - blister: [100, 120, 300, 140, {rows: 2, n: 5, color: "#f2b5c4", empty: 3, rot: -6}]
    """
    pen.rect(x, y, w, h, pen.blend(shade(foil, 0.35), foil), 10, shade(foil, -0.25), 2, shadow=True)
    low = 28 if text else 0
    cw, ch = (w - 16) / n, (h - 16 - low) / rows
    r = min(cw, ch) * 0.38
    for k in range(int(rows * n)):
        cx, cy = x + 8 + (k % int(n) + 0.5) * cw, y + 8 + (k // int(n) + 0.5) * ch
        pen.ellipse(cx, cy, r * 1.15, r * 1.15, shade(foil, 0.5), shade(foil, -0.2), 1.5)
        if k < empty:
            pen.poly(
                [
                    (cx - r * 0.8, cy - r * 0.3),
                    (cx + r * 0.2, cy - r * 0.8),
                    (cx + r * 0.7, cy + r * 0.4),
                    (cx - r * 0.3, cy + r * 0.7),
                ],
                "#6c7680",
            )
        else:
            pen.ellipse(
                cx, cy, r * 0.9, r * 0.9, pen.blend(shade(color, 0.1), shade(color, -0.12)), shade(color, -0.25), 1
            )
            pen.ellipse(cx - r * 0.3, cy - r * 0.35, r * 0.3, r * 0.2, "#ffffff", op=0.8)
    if text:
        pen.text(x + w / 2, y + h - 13, text, 18, "#31404d", BOLD, "middle", w - 20)


@component("bag")
def bag(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any = "",
    *,
    kind: str = "paper",
    color: Color = "#c99a62",
    icon: IconName = "",
    size: float = 28,
    ink: Color = "",
) -> None:
    """Bag: paper (open top, folded), shopping (handles), sack (tied), crisps (sealed), clear (zip bag).

    - bag: [170, 60, 180, 260, "FLOUR", {kind: sack, color: "#e9dcc0"}]
    """
    need(kind, ("paper", "shopping", "sack", "crisps", "clear"), "kind")
    ink = ink or ink_on(color)
    if kind == "clear":
        pen.rect(x, y, w, h, "#dfeaf0", 8, "#9fb4c0", 2, 0.75)
        pen.rect(x, y, w, 16, "#3f7fc4", 5, op=0.85)
        gloss(pen, x + w * 0.08, y + 26, w * 0.05, h - 46)
    elif kind == "sack":
        pen.shadow(x + w / 2, y + h - 2, w * 0.5)
        pen.path(
            f"M{x + w * 0.34} {y + h * 0.14}L{x + w * 0.2} {y}H{x + w * 0.8}L{x + w * 0.66} {y + h * 0.14}"
            f"Q{x + w * 1.04} "
            f"{y + h * 0.3} {x + w} {y + h * 0.8}Q{x + w} {y + h} {x + w * 0.86} {y + h}H{x + w * 0.14}Q{x} {y + h} "
            f"{x} {y + h * 0.8}Q{x - w * 0.04} {y + h * 0.3} {x + w * 0.34} {y + h * 0.14}z",
            pen.blend(shade(color, 0.1), shade(color, -0.15)),
            shade(color, -0.35),
            2,
        )
        pen.rect(x + w * 0.31, y + h * 0.115, w * 0.38, 10, shade(color, -0.45), 5)
    else:
        pen.shadow(x + w / 2, y + h - 2, w * 0.5)
        if kind == "shopping":
            pen.path(
                f"M{x + w * 0.3} {y + h * 0.2}C{x + w * 0.3} {y - h * 0.06} {x + w * 0.7} {y - h * 0.06} {x + w * 0.7} "
                f"{y + h * 0.2}",
                stroke=shade(color, -0.35),
                sw=6,
            )
        top = y + (h * 0.18 if kind == "shopping" else 0)
        pen.rect(
            x,
            top,
            w,
            y + h - top,
            pen.blend(shade(color, 0.12), shade(color, -0.12), across=True),
            3,
            shade(color, -0.3),
            1.5,
        )
        n = int(w / 12)
        if kind != "shopping":
            zig = [(x + i * w / n, top + (0 if i % 2 else 8)) for i in range(n + 1)]
            pen.poly([*zig, (x + w, top + 16), (x, top + 16)], shade(color, -0.2))
        if kind == "crisps":
            pen.rect(x, y + h - 14, w, 14, shade(color, -0.2))
    top = y + h * (0.3 if kind in ("sack", "shopping") else 0.16)
    low = y + h * 0.93
    if icon:
        side = min(w * 0.7, (low - top) * (0.58 if text else 1))
        pen.icon(icon, x + (w - side) / 2, top, side, ink)
        top += side + 2
    if text:
        pen.block(x + w * 0.1, top, w * 0.8, low - top, text, size, ink, BOLD, lead=1.1)


@component("tin")
def tin(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any = "",
    *,
    color: Color = "#c8372d",
    icon: IconName = "",
    size: float = 26,
    open: bool = False,
) -> None:
    """Tin can with a label.

    - tin: [180, 100, 140, 180, "DOG FOOD", {icon: f:dog-face, color: "#2b6cb0"}]
    """
    pen.shadow(x + w / 2, y + h, w * 0.54)
    e = w * 0.12
    metal = pen.blend("#e8edf1", "#98a3ad", across=True)
    pen.path(
        f"M{x} {y + e}V{y + h - e}Q{x} {y + h} {x + w / 2} {y + h}Q{x + w} {y + h} {x + w} {y + h - e}V{y + e}z",
        metal,
        "#7c8790",
        1.5,
    )
    pen.path(
        f"M{x} {y + e + h * 0.08}Q{x + w / 2} {y + 2 * e + h * 0.08} {x + w} {y + e + h * 0.08}V{y + h - e - h * 0.06}"
        f"Q{x + w / 2} {y + h - h * 0.06} {x} {y + h - e - h * 0.06}z",
        pen.blend(shade(color, 0.15), shade(color, -0.18), across=True),
    )
    pen.ellipse(x + w / 2, y + e, w / 2, e, "#5b646c" if open else "#d5dce2", "#7c8790", 2)
    if open:
        pen.ellipse(x + w * 0.78, y - e * 0.4, w * 0.3, e * 1.3, "#d5dce2", "#7c8790", 2)
    else:
        pen.ellipse(x + w / 2, y + e, w * 0.4, e * 0.75, "none", "#a3adb6", 1.5)
    top, low = y + 2 * e + h * 0.1, y + h - e - h * 0.08
    if icon:
        side = min(w * 0.8, (low - top) * (0.56 if text else 1))
        pen.ellipse(x + w / 2, top + side / 2, side * 0.58, side * 0.54, "#ffffff", op=0.9)
        pen.icon(icon, x + (w - side * 0.86) / 2, top + side * 0.07, side * 0.86)
        top += side + 2
    if text:
        pen.block(x + 8, top, w - 16, low - top, text, size, ink_on(color), BOLD, lead=1.05)


@component("glass")
def glass(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    liquid: Color = "#7cc4e8",
    level: float = 0.7,
    kind: str = "glass",
    text: str = "",
) -> None:
    """Drinking glass (glass) or mug filled to `level` (0..1); `text` on it.

    - glass: [200, 120, 90, 150, {liquid: "#e8a33d", level: 0.8}]
    """
    need(kind, ("glass", "mug"), "kind")
    pen.shadow(x + w / 2, y + h - 1, w * 0.5)
    if kind == "mug":
        pen.ellipse(x + w, y + h * 0.5, w * 0.22, h * 0.26, "none", shade(liquid, -0.1), w * 0.1)
        pen.path(
            f"M{x} {y + 6}V{y + h - 16}Q{x} {y + h} {x + 16} {y + h}H{x + w - 16}Q{x + w} {y + h} {x + w} "
            f"{y + h - 16}V{y + 6}z",
            pen.blend(shade(liquid, 0.12), shade(liquid, -0.15), across=True),
        )
        pen.ellipse(x + w / 2, y + 6, w / 2, w * 0.1, shade(liquid, -0.35), shade(liquid, 0.1), 3)
        pen.block(x + 6, y + h * 0.24, w - 12, h * 0.6, text, 26, ink_on(liquid), BOLD)
        return

    def edge(v: float) -> float:
        return w * 0.14 * v

    full = y + h * (1 - level)
    v = 1 - level
    pen.poly(
        [(x + edge(v), full), (x + w - edge(v), full), (x + w - edge(1), y + h - 4), (x + edge(1), y + h - 4)],
        pen.blend(shade(liquid, 0.2), liquid),
        op=0.9,
    )
    pen.ellipse(x + w / 2, full, w / 2 - edge(v), 5, shade(liquid, 0.35))
    pen.poly([(x, y), (x + w, y), (x + w - edge(1), y + h), (x + edge(1), y + h)], "#ffffff22", "#8fa9b3", 3)
    pen.block(x + 10, y + h * 0.3, w - 20, h * 0.6, text, 22, "#22445a", BOLD)


@component("plate")
def dish(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    icon: IconName = "",
    *,
    color: Color = "#ffffff",
    n: float = 1,
    ring: Color = "#9cb7c9",
) -> None:
    """Plate seen obliquely (half as high as wide) with `n` icons on it.

    - plate: [130, 200, 250, f:mushroom, {n: 3}]
    """
    h = w * 0.5
    pen.shadow(x + w / 2, y + h * 0.94, w * 0.48, 9)
    pen.ellipse(x + w / 2, y + h / 2, w / 2, h / 2, pen.blend(shade(color, 0.2), shade(color, -0.1)), "#b9c3cb", 1.5)
    pen.ellipse(x + w / 2, y + h / 2, w * 0.36, h * 0.34, "none", ring, 2.5)
    side = w * (0.52 if n == 1 else 0.34)
    for i in range(int(n)):
        cx = x + w / 2 + (i - (n - 1) / 2) * w * 0.56 / max(n, 2)
        pen.icon(icon, cx - side / 2, y + h * 0.6 - side * 0.86 + (i % 2) * h * 0.08, side)
