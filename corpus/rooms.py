"""Rooms, furniture, shops"""

from __future__ import annotations

from typing import Any

from corpus.lettering import Style, words
from corpus.registry import Color, IconName, component, need
from corpus.shapes import HEIGHT, WIDTH, Pen, shade

BOLD = Style("sans", True)
SPINES = ("#7a2740", "#274b7a", "#2d6a45", "#b5792a", "#5b3f7a", "#8c4a2f", "#33606b", "#a33b3b")


@component("room", backdrop=True)
def room(pen: Pen, wall: Color = "#f3ead7", floor: Color = "#c79f6c", at: float = 280, *, kind: str = "plain") -> None:
    """Wall and floor with a skirting board; kind plain, tiles, planks, paper (striped wallpaper) or brick.

    - room: {wall: "#dcebe8", floor: "#b9c5c2", at: 270, kind: tiles}
    """
    need(kind, ("plain", "tiles", "planks", "paper", "brick"), "kind")
    pen.rect(0, 0, WIDTH, at, pen.blend(shade(wall, 0.18), wall))
    dark = shade(wall, -0.08)
    if kind == "tiles":
        for i in range(1, 11):
            pen.rect(i * 48 - 1, 0, 2, at, dark)
        for i in range(1, int(at / 48) + 1):
            pen.rect(0, i * 48 - 1, WIDTH, 2, dark)
    elif kind == "paper":
        for i in range(0, 11, 2):
            pen.rect(i * 48, 0, 48, at, dark, op=0.6)
    elif kind == "planks":
        for i in range(1, int(at / 34) + 1):
            pen.rect(0, i * 34, WIDTH, 2, dark)
    elif kind == "brick":
        brick(pen, 0, 0, WIDTH, at, wall)
    pen.rect(0, at, WIDTH, HEIGHT - at, pen.blend(floor, shade(floor, -0.14)))
    pen.rect(0, at - 9, WIDTH, 9, shade(wall, -0.22))
    pen.rect(0, at, WIDTH, 8, "#000000", op=0.1)


def brick(pen: Pen, x: float, y: float, w: float, h: float, color: str) -> None:
    """Rows of bricks."""
    with pen.group(clip=pen.clip(x, y, w, h)):
        pen.rect(x, y, w, h, shade(color, 0.32))
        for row in range(int(h / 24) + 1):
            for i in range(int(w / 54) + 2):
                tone = (0.0, -0.07, 0.06, -0.03)[(row * 3 + i * 5) % 4]
                pen.rect(x + i * 54 - (27 if row % 2 else 0), y + row * 24, 51, 21, shade(color, tone), 2)


@component("wall")
def wall(pen: Pen, x: float, y: float, w: float, h: float, color: Color = "#b5654a") -> None:
    """Brick wall (in front of what is drawn before).

    - wall: [0, 60, 512, 240, "#b5654a"]
    """
    brick(pen, x, y, w, h, color)
    pen.rect(x - 3, y - 8, w + 6, 12, shade(color, -0.25), 2)


@component("desk", backdrop=True)
def desk(pen: Pen, color: Color = "#b98a5a", *, top: float = 0) -> None:
    """Wooden table top seen from above as the whole background (or from `top` down).

    - desk: ["#b98a5a"]
    """
    pen.rect(0, top, WIDTH, HEIGHT - top, pen.blend(shade(color, 0.1), shade(color, -0.1)))
    for i, v in enumerate((0.12, 0.3, 0.47, 0.66, 0.84)):
        at = top + (HEIGHT - top) * v
        pen.path(
            f"M0 {at:.1f}C140 {at + 10 - i * 5:.1f} 320 {at - 12 + i * 5:.1f} 512 {at + 6:.1f}",
            stroke=shade(color, -0.16),
            sw=2.5,
            op=0.6,
        )


@component("table")
def table(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    color: Color = "#9c6d43",
    kind: str = "table",
    cloth: Color = "none",
    text: str = "",
) -> None:
    """Table from the front, its top edge at y, legs down to y + h. Kinds: table, counter (closed front, with `text`),
    desk (drawers at the right). Things on it stand at y.

    - table: [60, 250, 392, 120, {kind: counter, text: TICKETS}]
    """
    need(kind, ("table", "counter", "desk"), "kind")
    pen.shadow(x + w / 2, y + h, w * 0.5)
    dark = shade(color, -0.25)
    if kind == "counter":
        pen.rect(x + 8, y + 10, w - 16, h - 10, pen.blend(color, shade(color, -0.2)))
        pen.rect(x + 22, y + 28, w - 44, h - 42, "none", 4, dark, 3)
        pen.block(x + 30, y + 30, w - 60, h - 46, text, 30, "#fff8e7", BOLD)
    else:
        for at in (x + 16, x + w - 32):
            pen.rect(at, y + 8, 16, h - 8, pen.blend(color, dark, across=True), 2)
        if kind == "desk":
            pen.rect(x + w * 0.62, y + 10, w * 0.32, h * 0.66, color, 3, dark, 2)
            for k in (0.12, 0.42):
                pen.rect(x + w * 0.65, y + 10 + h * k, w * 0.26, h * 0.2, shade(color, 0.08), 3, dark, 1.5)
                pen.rect(x + w * 0.74, y + 10 + h * (k + 0.08), w * 0.08, 6, "#d8b25a", 3)
    if cloth != "none":
        n = 12
        zig = [(x + w - i * w / n, y + (34 if i % 2 else 44)) for i in range(n + 1)]
        pen.poly([(x, y), (x + w, y), *zig], pen.blend(cloth, shade(cloth, -0.12)))
    pen.rect(x - 6, y, w + 12, 14, cloth if cloth != "none" else shade(color, 0.14), 4, shade(color, -0.3), 1)


@component("door")
def door(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    color: Color = "#7d4a2a",
    open: bool = False,
    inside: Color = "#2c2622",
    text: str = "",
    knocker: IconName = "",
) -> None:
    """Door with a frame; `open` shows what is inside (dark by default), text stands on a plate.

    - door: [180, 60, 150, 250, {color: "#2d5f6b", text: "STAFF ONLY"}]
    """
    pen.rect(x - 10, y - 10, w + 20, h + 10, shade(color, 0.3), 2, shade(color, -0.3), 1.5)
    if open:
        pen.rect(x, y, w, h, inside)
        pen.poly(
            [(x, y), (x + w * 0.36, y + h * 0.06), (x + w * 0.36, y + h * 1.04), (x, y + h)],
            pen.blend(color, shade(color, -0.25), across=True),
            shade(color, -0.4),
            1.5,
        )
        pen.ellipse(x + w * 0.3, y + h * 0.55, 5, 6, "#d8b25a")
        return
    pen.rect(x, y, w, h, pen.blend(shade(color, 0.05), shade(color, -0.1)))
    for k, tall in ((0.06, 0.36), (0.5, 0.42)):
        for s in (0.1, 0.55):
            pen.rect(x + w * s, y + h * k, w * 0.35, h * tall, shade(color, -0.12), 3, shade(color, -0.3), 1.5)
    pen.ellipse(x + w * 0.9, y + h * 0.52, 7, 7, "#d8b25a", "#8f7330", 1.5)
    if knocker:
        pen.icon(knocker, x + w * 0.3, y + h * 0.08, w * 0.4)
    if text:
        pen.rect(x + w * 0.08, y + h * 0.2, w * 0.84, h * 0.2, "#f7f3e6", 4, "#8f7f5f", 2)
        pen.block(x + w * 0.1, y + h * 0.2, w * 0.8, h * 0.2, text, 26, "#222222", BOLD, lead=1.05)


@component("window")
def window(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    sky: Color = "#a9d8f5",
    icon: IconName = "",
    frame: Color = "#ffffff",
    curtains: Color = "none",
    broken: bool = False,
    sill: bool = True,
) -> None:
    """Window with a view (icon), curtains, perhaps broken.

    - window: [180, 40, 170, 160, {icon: f:crescent-moon, sky: "#1d2a4d", curtains: "#c8553d"}]
    """
    pen.rect(x, y, w, h, frame, 3, shade(frame, -0.3), 1.5, shadow=True)
    pen.rect(x + 10, y + 10, w - 20, h - 20, pen.blend(sky, shade(sky, 0.35)))
    if icon:
        side = min(w, h) * 0.5
        pen.icon(icon, x + w * 0.5 - side / 2, y + h * 0.5 - side / 2, side)
    pen.rect(x + w / 2 - 4, y + 8, 8, h - 16, frame)
    pen.rect(x + 8, y + h / 2 - 4, w - 16, 8, frame)
    if broken:
        cx, cy = x + w * 0.3, y + h * 0.3
        pen.poly(
            [
                (cx - 26, cy - 6),
                (cx - 8, cy - 10),
                (cx - 2, cy - 28),
                (cx + 8, cy - 8),
                (cx + 28, cy - 12),
                (cx + 12, cy + 6),
                (cx + 20, cy + 26),
                (cx, cy + 12),
                (cx - 18, cy + 24),
                (cx - 12, cy + 4),
            ],
            "#1c2530",
        )
        for dx, dy in ((-46, -30), (50, -34), (44, 40), (-40, 44)):
            pen.line([(cx + dx * 0.4, cy + dy * 0.4), (cx + dx, cy + dy)], "#ffffff", 2)
    if curtains != "none":
        for s in (0, 1):
            a, b = (x - 14, x + w * 0.27) if s == 0 else (x + w + 14, x + w * 0.73)
            pen.path(
                f"M{a} {y - 6}H{b}Q{b} {y + h * 0.5} {(a + b) / 2} {y + h + 16}H{a}z",
                pen.blend(shade(curtains, 0.12), shade(curtains, -0.15)),
            )
        pen.rect(x - 26, y - 14, w + 52, 8, "#7a5a3a", 4)
    if sill:
        pen.rect(x - 10, y + h - 4, w + 20, 12, shade(frame, -0.08), 3, shade(frame, -0.3), 1)


@component("shelf")
def shelf(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    rows: float = 3,
    kind: str = "books",
    color: Color = "#a2764a",
    items: Any = (),
    tags: Any = (),
    each: float = 5,
) -> None:
    """Shelf with `rows` boards. Kinds: books (filled with spines), goods (each row filled with one icon of `items`,
    `each` times, price `tags` below), empty (put things on it yourself; a row is (h - 12) / rows high).

    - shelf: [30, 30, 220, 300, {kind: books, rows: 3}]
    - shelf: [20, 20, 472, 340, {kind: goods, rows: 3, items: [f:red-apple, f:bread, f:cheese-wedge], tags: ["1.20",
          "2.50", "4.00"]}]
    """
    need(kind, ("books", "goods", "empty"), "kind")
    pen.rect(x, y, w, h, shade(color, -0.3), 3, shade(color, -0.45), 2, shadow=True)
    deep = (h - 12) / rows
    for r in range(int(rows)):
        low = y + 6 + (r + 1) * deep
        pen.rect(x + 7, low - deep + 4, w - 14, deep - 10, shade(color, -0.42))
        if kind == "books":
            at, k = x + 11.0, r * 3
            while at < x + w - 26:
                wide = 11 + (k * 7) % 12
                tall = deep * (0.62 + ((k * 5) % 7) * 0.035)
                pen.rect(at, low - 8 - tall, wide, tall, SPINES[(k * 3 + r) % 8], 1.5)
                pen.rect(at + 2, low - 8 - tall * 0.85, wide - 4, 3, "#ffffff", op=0.55)
                at, k = at + wide + 1.5, k + 1
        elif kind == "goods" and items:
            tag = words(tags[r % len(tags)]) if tags else ""
            room_h = deep - 14 - (16 if tag else 0)
            side = min(room_h, (w - 24) / each)
            for i in range(int(each)):
                cx = x + 12 + (i + 0.5) * (w - 24) / each
                pen.icon(words(items[r % len(items)]), cx - side / 2, low - (20 if tag else 9) - side, side)
        pen.rect(x + 3, low - 9, w - 6, 9, shade(color, 0.1), 2)
        if kind == "goods" and tags:
            tag = words(tags[r % len(tags)])
            pen.rect(x + w / 2 - 40, low - 21, 80, 23, "#fff4b8", 3, "#b99a2b", 1.5)
            pen.text(x + w / 2, low - 4, tag, 17, "#222222", BOLD, "middle", 72)


@component("cupboard")
def cupboard(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    color: Color = "#dfe7ea",
    open: bool = False,
    text: str = "",
    rows: float = 2,
    lock: bool = False,
) -> None:
    """Cupboard or locker; open shows its `rows` boards and two open doors (the inside is the box given).

    - cupboard: [160, 60, 200, 240, {open: true, rows: 2}]
    """
    pen.shadow(x + w / 2, y + h, w * 0.54)
    edge = shade(color, -0.35)
    pen.rect(x, y, w, h, color, 4, edge, 2.5)
    if open:
        pen.rect(x + 8, y + 8, w - 16, h - 16, pen.blend(shade(color, -0.55), shade(color, -0.4)))
        for r in range(1, int(rows)):
            pen.rect(x + 8, y + 4 + r * (h - 12) / rows, w - 16, 9, shade(color, -0.1))
        for s, a in ((-1, x), (1, x + w)):
            b = a + s * w * 0.3
            pen.poly([(a, y), (b, y + h * 0.05), (b, y + h * 1.03), (a, y + h)], shade(color, -0.06), edge, 2)
            pen.ellipse(b - s * 9, y + h * 0.52, 4, 7, "#8f7330")
    else:
        for s in (0, 1):
            pen.rect(x + 8 + s * (w / 2 - 4), y + 8, w / 2 - 12, h - 16, shade(color, 0.1), 3, edge, 1.5)
            pen.ellipse(x + w / 2 + (s * 2 - 1) * 12, y + h / 2, 5, 8, "#8f7330")
    if lock:
        pen.icon("f:locked", x + w / 2 - 20, y + h * 0.55, 40)
    if text:
        pen.rect(x + w * 0.12, y + h * 0.1, w * 0.76, 36, "#fffbe8", 4, edge, 1.5)
        pen.text(x + w / 2, y + h * 0.1 + 25, text, 21, "#222222", BOLD, "middle", w * 0.7)
