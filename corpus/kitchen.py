"""Bed, kitchen, shop fittings, stairs, stage, classroom"""

from __future__ import annotations

from typing import Any

from corpus.lettering import Style, words
from corpus.registry import Color, IconName, component, need
from corpus.shapes import WIDTH, Pen, ink_on, shade

BOLD = Style("sans", True)
SPINES = ("#7a2740", "#274b7a", "#2d6a45", "#b5792a", "#5b3f7a", "#8c4a2f", "#33606b", "#a33b3b")


@component("bed")
def bed(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    kind: str = "home",
    color: Color = "#5b8fb9",
    head: IconName = "",
    wood: Color = "#8a5a34",
) -> None:
    """Bed from the side with a pillow at the left; `head` = who lies in it; kind home or hospital (rails, wheels).

    - bed: [80, 170, 360, 170, {kind: hospital, head: f:old-man}]
    """
    need(kind, ("home", "hospital"), "kind")
    hospital = kind == "hospital"
    frame = "#a9b4be" if hospital else wood
    low, top = y + h * 0.86, y + h * 0.5
    pen.shadow(x + w / 2, y + h, w * 0.5)
    for at in (x + 10, x + w - 22):
        pen.rect(at, top, 12, h * 0.46, shade(frame, -0.2), 3)
        if hospital:
            pen.ellipse(at + 6, y + h - 5, 8, 8, "#333333")
    pen.rect(x - 4, y, 18, h * 0.9, pen.blend(shade(frame, 0.15), frame, across=True), 8)
    pen.rect(x + w - 12, y + h * 0.24, 16, h * 0.66, pen.blend(shade(frame, 0.15), frame, across=True), 7)
    pen.rect(x + 12, top + h * 0.06, w - 24, low - top - h * 0.04, "#f4f1ea", 6, "#c9c2b3", 1.5)
    pen.rect(x + 18, top - h * 0.16, w * 0.26, h * 0.26, "#ffffff", 16, "#cfd6da", 1.5)
    if head:
        pen.icon(head, x + 30, top - h * 0.3, h * 0.42)
    pen.path(
        f"M{x + w * 0.3} {low - 4}V{top + 4}Q{x + w * 0.32} {top - h * 0.12} {x + w * 0.5} {top - h * 0.1}"
        f"Q{x + w * 0.8} {top - h * 0.16} {x + w - 14} {top + 2}V{low - 4}z",
        pen.blend(shade(color, 0.14), shade(color, -0.12)),
    )
    pen.rect(x + w * 0.3, top + h * 0.02, w * 0.07, low - top - h * 0.03, "#ffffff", 4, op=0.85)
    pen.rect(x + 8, low - 2, w - 16, 10, frame, 4)
    if hospital:
        pen.rect(x + w * 0.42, top - h * 0.08, w * 0.3, h * 0.28, "none", 8, "#8996a1", 5)


@component("fridge")
def fridge(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    open: bool = False,
    color: Color = "#eef2f4",
    notes: Any = (),
    items: Any = (),
) -> None:
    """Fridge; closed with sticky `notes` on its door, or open with `items` (icons) on its boards.

    - fridge: [160, 20, 170, 340, {notes: ["Milk!", "Vet 16:00"]}]
    """
    pen.shadow(x + w / 2, y + h, w * 0.55)
    edge = shade(color, -0.3)
    pen.rect(x, y, w, h, pen.blend(shade(color, 0.3), shade(color, -0.08), across=True), 14, edge, 2)
    cut = y + h * 0.3
    if open:
        pen.rect(x + 10, y + 12, w - 20, h - 24, pen.blend("#fdfefe", "#d9e9f0"), 6)
        for r in range(1, 4):
            pen.rect(x + 10, y + 12 + r * (h - 24) / 4, w - 20, 4, "#9fb8c4")
        pen.poly([(x + w, y), (x + w * 1.36, y + 10), (x + w * 1.36, y + h + 8), (x + w, y + h)], color, edge, 2)
        side = min((h - 24) / 4 - 8, (w - 28) / 2)
        for i, name in enumerate(list(items)[:8]):
            left = x + w / 2 + ((i % 2) - 0.5) * (w - 26) / 2 - side / 2
            pen.icon(words(name), left, y + 12 + (i // 2 + 1) * (h - 24) / 4 - side - 1, side)
        return
    pen.rect(x, cut, w, 3, edge)
    for at, tall in ((y + h * 0.14, h * 0.11), (cut + 16, h * 0.2)):
        pen.rect(x + w - 22, at, 8, tall, "#8f9aa3", 4)
    colors = ("#ffe873", "#b8e0a5", "#f5b8c4", "#a9d3f2")
    for i, note in enumerate(list(notes)[:4]):
        left, top = x + 10 + (i % 2) * (w * 0.42), cut + 14 + (i // 2) * (h * 0.25)
        wide, tall = w * (0.4 if len(notes) > 1 else 0.74), h * 0.22
        pen.rect(left, top, wide, tall, colors[i], 1, shadow=True)
        pen.block(left + 4, top + 6, wide - 8, tall - 10, note, 22, "#2c2a20", Style("hand"), lead=1.05)
        pen.ellipse(left + wide / 2, top + 3, 6, 6, "#d62839")


@component("stove")
def stove(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    pot: bool = True,
    flame: bool = False,
    steam: bool = True,
    color: Color = "#e8ebee",
    pot_color: Color = "#b5322d",
) -> None:
    """Stove from the front (its top edge at y + h * 0.35) with a steaming pot; `flame` = pan on fire.

    - stove: [150, 60, 220, 300, {pot: true}]
    """
    top = y + h * 0.35
    edge = shade(color, -0.35)
    pen.shadow(x + w / 2, y + h, w * 0.54)
    pen.rect(x, top, w, h * 0.65, pen.blend(shade(color, 0.1), shade(color, -0.12)), 5, edge, 2)
    pen.rect(x - 4, top - 4, w + 8, 10, "#3a3f45", 3)
    for i in range(4):
        pen.ellipse(x + w * (0.2 + 0.2 * i), top + h * 0.08, 9, 9, "#3a3f45", "#1f2226", 2)
    pen.rect(x + w * 0.12, top + h * 0.17, w * 0.76, h * 0.38, "#2b2f34", 8, edge, 3)
    pen.rect(x + w * 0.18, top + h * 0.21, w * 0.64, 8, "#c5ccd2", 4)
    cx = x + w / 2
    if flame:
        pen.rect(cx - w * 0.3, top - h * 0.1, w * 0.6, h * 0.08, "#33383e", 8)
        pen.rect(cx + w * 0.28, top - h * 0.09, w * 0.34, h * 0.035, "#1f2226", 4)
        pen.icon("f:fire", cx - w * 0.32, top - h * 0.1 - w * 0.6, w * 0.64)
    elif pot:
        pen.rect(
            cx - w * 0.28,
            top - h * 0.22,
            w * 0.56,
            h * 0.21,
            pen.blend(shade(pot_color, 0.15), shade(pot_color, -0.2), across=True),
            9,
        )
        pen.rect(cx - w * 0.36, top - h * 0.17, w * 0.72, h * 0.03, shade(pot_color, -0.3), 4)
        pen.rect(cx - w * 0.3, top - h * 0.24, w * 0.6, h * 0.035, "#c5ccd2", 5)
        pen.ellipse(cx, top - h * 0.255, 8, 6, "#3a3f45")
        for i in (-1, 0, 1) if steam else ():
            pen.path(f"M{cx + i * 26} {top - h * 0.28}q-10 -12 0 -24t0 -24", stroke="#ffffff", sw=6, op=0.75)


@component("sink")
def sink(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    color: Color = "#f2f5f6",
    water: bool = True,
    cabinet: Color = "#8fb0b5",
    liquid: Color = "#8ecbea",
) -> None:
    """Wash basin with a tap on a cabinet.

    - sink: [140, 120, 230, 240, {water: true}]
    """
    top, cx = y + h * 0.36, x + w / 2
    pen.rect(x + w * 0.08, top + h * 0.14, w * 0.84, h * 0.5, pen.blend(cabinet, shade(cabinet, -0.15)), 4)
    pen.rect(cx - 1.5, top + h * 0.2, 3, h * 0.4, shade(cabinet, -0.3))
    for s in (-14, 14):
        pen.ellipse(cx + s, top + h * 0.36, 4, 8, "#f0f0f0")
    if water:
        pen.rect(cx - 5, y + h * 0.16, 10, h * 0.22, liquid, 4, op=0.85)
    pen.path(
        f"M{cx + w * 0.2} {top}V{y + h * 0.14}Q{cx + w * 0.2} {y} {cx + w * 0.08} {y}Q{cx} {y} {cx} {y + h * 0.15}",
        stroke="#96a2ab",
        sw=13,
    )
    pen.ellipse(cx + w * 0.2, top - 18, 22, 7, "#7d8992")
    pen.path(
        f"M{x} {top}H{x + w}Q{x + w} {top + h * 0.2} {cx + w * 0.26} {top + h * 0.2}H{cx - w * 0.26}"
        f"Q{x} {top + h * 0.2} "
        f"{x} {top}z",
        pen.blend(shade(color, 0.4), shade(color, -0.12)),
        shade(color, -0.3),
        1.5,
        shadow=True,
    )
    pen.rect(x - 6, top - 5, w + 12, 12, color, 6, shade(color, -0.25), 1.5)


@component("vending")
def vending(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    items: Any,
    *,
    title: str = "SNACKS",
    color: Color = "#c8372d",
    note: str = "",
) -> None:
    """Vending machine with rows of icons behind glass.

    - vending: [140, 10, 230, 360, [f:chocolate-bar, f:cookie, f:bottle-with-popping-cork], {title: SNACKS}]
    """
    pen.rect(x, y, w, h, pen.blend(shade(color, 0.1), shade(color, -0.15)), 10, shade(color, -0.45), 2, shadow=True)
    pen.text(x + w / 2, y + 36, title, 27, ink_on(color), Style("slab"), "middle", w - 24)
    gw, gh = w * 0.66, h * 0.66
    pen.rect(x + 12, y + 50, gw, gh, pen.blend("#f5fbff", "#cfe0ea"), 5, "#22262b", 4)
    rows = 4
    side = min(gh / rows - 12, gw / 3 - 8)
    for r in range(rows):
        for c in range(3):
            left = x + 12 + (c + 0.5) * gw / 3 - side / 2
            pen.icon(
                words(items[(r + c) % len(items)] if len(items) > rows else items[r % len(items)]),
                left,
                y + 50 + r * gh / rows + 4,
                side,
            )
        pen.rect(x + 14, y + 46 + (r + 1) * gh / rows, gw - 4, 5, "#7e8b95")
    left = x + gw + 22
    wide = w - gw - 32
    pen.rect(left, y + 54, wide, 26, "#1c2b22", 3)
    for k in range(9):
        pen.rect(left + (k % 3) * wide / 3 + 2, y + 92 + (k // 3) * 22, wide / 3 - 4, 17, "#e5e9ec", 3)
    pen.rect(left + wide / 2 - 4, y + 176, 8, 28, "#22262b", 3)
    pen.rect(x + 18, y + h * 0.87, gw - 12, h * 0.09, "#22262b", 5)
    if note:
        pen.rect(x + 24, y + 50 + gh * 0.4, gw - 24, 44, "#fff4b8", 2, shadow=True)
        pen.block(x + 30, y + 50 + gh * 0.4, gw - 36, 44, note, 22, "#222222", Style("hand"), lead=1.0)


@component("stairs")
def stairs(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    n: float = 7,
    color: Color = "#b98a5a",
    rail: bool = True,
    flip: bool = False,
) -> None:
    """Staircase that rises to the right (flip: to the left).

    - stairs: [120, 80, 300, 260, {n: 7}]
    """
    a, b = w / n, h / n

    def at(u: float) -> float:
        return x + w - u if flip else x + u

    for i in range(int(n)):
        left = min(at(i * a), at(w))
        pen.rect(left, y + h - (i + 1) * b, w - i * a, b + 1, shade(color, -0.06 * (i % 2)))
        pen.rect(
            min(at(i * a - 5), at(i * a + a + 2)),
            y + h - (i + 1) * b - 4,
            a + 7,
            8,
            shade(color, 0.22),
            2,
            shade(color, -0.35),
            1,
        )
    if rail:
        for i in range(int(n)):
            mid = at((i + 0.5) * a)
            pen.line([(mid, y + h - (i + 1) * b), (mid, y + h - (i + 1) * b - h * 0.24)], "#6b4a2b", 4)
        pen.line([(at(0), y + h - b * 0.4 - h * 0.26), (at(w), y - h * 0.26 + b * 0.6)], "#6b4a2b", 9)


@component("stage", backdrop=True)
def stage(
    pen: Pen, curtain: Color = "#a3202f", *, back: Color = "#2d2033", floor: Color = "#8a5a34", light: bool = True
) -> None:
    """Theatre stage with curtains and a spotlight, over the whole canvas; the floor begins at y = 290.

    - stage: ["#a3202f", {light: true}]
    """
    pen.rect(0, 0, WIDTH, 300, pen.blend(back, shade(back, 0.2)))
    pen.rect(0, 290, WIDTH, 94, pen.blend(shade(floor, 0.12), shade(floor, -0.2)))
    for i in range(1, 8):
        pen.line([(256 + (i * 64 - 256) * 0.8, 290), (256 + (i * 64 - 256) * 1.3, 384)], shade(floor, -0.25), 1.5)
    if light:
        pen.poly([(226, -10), (286, -10), (400, 330), (112, 330)], "#fff3c4", op=0.16)
        pen.ellipse(256, 334, 150, 26, "#fff3c4", op=0.28)
    for s in (0, 1):
        for i in range(5):
            left = i * 17 if s == 0 else WIDTH - 17 - i * 17
            pen.rect(
                left - 2, 0, 21, 330 - i * 4, pen.blend(shade(curtain, 0.12), shade(curtain, -0.35), across=True), 8
            )
    for i in range(9):
        pen.ellipse(28 + i * 57, 16, 38, 36, pen.blend(shade(curtain, 0.1), shade(curtain, -0.25)))
    pen.rect(0, 0, WIDTH, 14, "#c9a03a")


@component("school_desks")
def school_desks(pen: Pen, y: float, heads: Any, *, size: float = 78, color: Color = "#c99a62", on: Any = ()) -> None:
    """A row of pupils at desks over the whole width: heads are icons, `on` = icons on the desks. Two rows: the back one
    first with a smaller size.

    - school_desks: [200, [f:girl-dark, f:boy, f:girl-light], {on: [f:open-book, f:pencil, f:open-book]}]
    """
    shirts = ("#c8553d", "#3d7d9a", "#6a994e", "#8e5a9b", "#e0a23b")
    each = WIDTH / len(heads)
    for i, name in enumerate(heads):
        cx = each * (i + 0.5)
        pen.path(
            f"M{cx - size * 0.56} {y + size * 1.6}V{y + size * 1.2}Q{cx - size * 0.5} {y + size * 0.88} {cx} "
            f"{y + size * 0.86}Q{cx + size * 0.5} {y + size * 0.88} {cx + size * 0.56} {y + size * 1.2}"
            f"V{y + size * 1.6}z",
            shirts[i % 5],
        )
        pen.icon(words(name), cx - size / 2, y, size)
        wide = min(each * 0.92, size * 2)
        top = y + size * 1.42
        for s in (-1, 1):
            pen.rect(cx + s * wide * 0.4 - 5, top + 10, 10, size * 0.8, "#6f7881", 2)
        pen.rect(
            cx - wide / 2,
            top,
            wide,
            size * 0.26,
            pen.blend(shade(color, 0.15), shade(color, -0.12)),
            5,
            shade(color, -0.35),
            1.5,
        )
        if i < len(on) and words(on[i]):
            pen.icon(words(on[i]), cx - size * 0.3, top - size * 0.46, size * 0.56)
