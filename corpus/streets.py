"""Houses, shops, roads and rails"""

from __future__ import annotations

from typing import Any

from corpus.lettering import Style, words
from corpus.outdoors import sky
from corpus.registry import Color, component
from corpus.shapes import HEIGHT, WIDTH, Pen, ink_on, scatter, shade

BOLD = Style("sans", True)


def facade(pen: Pen, x: float, y: float, w: float, h: float, color: str, lit: bool) -> None:
    """A house front with a roof, windows and a door."""
    pen.rect(x, y, w, h, pen.blend(shade(color, 0.08), shade(color, -0.08)))
    pen.poly([(x - 6, y), (x + w / 2, y - w * 0.34), (x + w + 6, y)], shade(color, -0.42))
    glass = "#ffe28a" if lit else "#bfe0ee"
    floors = max(int(h / 74), 1)
    for f in range(floors):
        for s in (0.14, 0.58):
            if f == floors - 1 and s == 0.58:
                continue
            pen.rect(x + w * s, y + 16 + f * 70, w * 0.28, 38, glass, 2, "#ffffff", 3)
    pen.rect(x + w * 0.6, y + h - 62, w * 0.26, 62, shade(color, -0.55), 3)
    pen.ellipse(x + w * 0.82, y + h - 30, 2.5, 2.5, "#e5c46a")


@component("houses")
def houses(
    pen: Pen,
    x: float = 0,
    y: float = 90,
    w: float = 512,
    h: float = 200,
    *,
    n: float = 4,
    lit: bool = False,
    colors: Any = (),
) -> None:
    """Row of houses; y is the eaves line, roofs rise above it; `lit` for windows at night.

    - houses: [0, 110, 512, 190, {n: 4}]
    """
    tints = list(colors) or ["#d98b6a", "#e5c07b", "#9fb8ad", "#c9a0b4", "#8fa9c4", "#dcb49a"]
    each = w / n
    for i in range(int(n)):
        up = (i * 37 % 3) * 10
        facade(pen, x + i * each, y + up, each, h - up, tints[i % len(tints)], lit)


@component("street", backdrop=True)
def street(pen: Pen, at: float = 290, *, kind: str = "day", n: float = 4, lit: bool = False) -> None:
    """Sky, a row of houses, pavement from `at` and a road below it.

    - street: [280, {kind: evening, lit: true}]
    """
    sky(pen, kind)
    houses(pen, 0, at - 180, WIDTH, 180, n=n, lit=lit)
    if kind in ("night", "evening", "storm"):
        pen.rect(0, at - 250, WIDTH, 250, "#0c1430", op=0.45 if kind == "night" else 0.22)
        for i in range(int(n) if lit else 0):
            pen.rect((i + 0.14) * WIDTH / n, at - 164 + (i * 37 % 3) * 10, WIDTH / n * 0.28, 38, "#ffe28a", 2)
    pen.rect(0, at, WIDTH, 34, "#c3c0b8")
    for i in range(9):
        pen.rect(i * 64 + 20, at, 2, 34, "#a9a69d")
    pen.rect(0, at + 34, WIDTH, HEIGHT - at - 34, pen.blend("#5d6168", "#45494f"))
    pen.rect(0, at + 30, WIDTH, 6, "#8f8c84")
    for i in range(6):
        pen.rect(i * 100 + 10, at + 34 + (HEIGHT - at - 34) * 0.5 - 3, 54, 6, "#f2efe4", 2, op=0.85)


@component("road")
def road(pen: Pen, y: float, h: float, *, color: Color = "#55595f", vanish: bool = False, zebra: float = -1) -> None:
    """Road across the canvas from y, h high; `vanish` makes it run to the horizon at y; `zebra` = x of a crossing.

    - road: [230, 154, {vanish: true}]
    """
    if vanish:
        pen.poly([(236, y), (276, y), (520, y + h), (-8, y + h)], pen.blend(shade(color, 0.15), color))
        for i in range(5):
            u, v = (i / 5) ** 1.6, ((i + 0.55) / 5) ** 1.6
            pen.poly(
                [
                    (256 - 1 - 7 * u, y + h * u),
                    (256 + 1 + 7 * u, y + h * u),
                    (256 + 1 + 7 * v, y + h * v),
                    (256 - 1 - 7 * v, y + h * v),
                ],
                "#f2efe4",
            )
        return
    pen.rect(0, y, WIDTH, h, pen.blend(shade(color, 0.08), shade(color, -0.1)))
    pen.rect(0, y, WIDTH, 5, "#d8d5ca")
    pen.rect(0, y + h - 5, WIDTH, 5, "#d8d5ca")
    for i in range(6):
        pen.rect(i * 96 + 14, y + h / 2 - 3, 52, 6, "#f2efe4", 2)
    if zebra >= 0:
        pen.rect(zebra, y + 5, 96, h - 10, color)
        for i in range(int((h - 16) / 26)):
            pen.rect(zebra, y + 12 + i * 26, 96, 14, "#f7f5ec")


@component("rails")
def rails(pen: Pen, y: float, h: float = 70, *, platform: str = "", platform_color: Color = "#b9bcc0") -> None:
    """Railway track across the canvas; with `platform` a platform edge above it and a blue sign with that text.

    - rails: [290, 80, {platform: "PLATFORM 2"}]
    """
    if platform:
        pen.rect(0, y - 62, WIDTH, 62, pen.blend(shade(platform_color, 0.1), platform_color))
        pen.rect(0, y - 14, WIDTH, 14, shade(platform_color, -0.4))
        pen.rect(0, y - 36, WIDTH, 8, "#f2d04b")
        for at in (60, 196):
            pen.rect(at, 20, 6, y - 82, "#6d757d")
        pen.rect(36, 26, 190, 50, "#1b3a6b", 5, shadow=True)
        pen.text(131, 59, platform, 23, "#ffffff", BOLD, "middle", 176)
    pen.rect(0, y, WIDTH, h, pen.blend("#8d8478", "#6f675d"))
    for i, (px, py) in enumerate(scatter(110, WIDTH, h - 10, 6)):
        pen.ellipse(px, y + 5 + py, 4, 3, ("#a79d90", "#5d564d")[i % 2], op=0.8)
    for i in range(13):
        pen.poly(
            [
                (i * 42 + 8, y + h * 0.14),
                (i * 42 + 26, y + h * 0.14),
                (i * 42 + 18, y + h * 0.9),
                (i * 42 - 4, y + h * 0.9),
            ],
            "#5a4330",
        )
    for k in (0.28, 0.7):
        pen.rect(0, y + h * k, WIDTH, 7, "#c9ced2")
        pen.rect(0, y + h * k + 6, WIDTH, 3, "#5b6268")


@component("shop")
def shop(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    name: str,
    *,
    color: Color = "#b5322d",
    wall: Color = "#e6d3b3",
    items: Any = (),
    notice: Any = "",
    door: bool = True,
) -> None:
    """Shop front: name board, striped awning, window with icons, a door, perhaps a notice on the window.

    - shop: [56, 40, 400, 300, "BAKERY", {items: [f:bread, f:croissant, f:pie], notice: "Closed today"}]
    """
    pen.rect(x, y, w, h, pen.blend(shade(wall, 0.1), shade(wall, -0.08)), 3, shade(wall, -0.35), 1.5, shadow=True)
    pen.rect(x + 8, y + 8, w - 16, 48, shade(color, -0.25), 4)
    pen.text(x + w / 2, y + 43, name, 32, ink_on(shade(color, -0.25)), Style("serif"), "middle", w - 40)
    top = y + 62
    gw = (w - 36) * (0.66 if door else 1)
    pen.rect(x + 14, top, gw, y + h - 24 - top, pen.blend("#dff1fa", "#b9dcec"), 3, shade(color, -0.4), 5)
    if items:
        side = min(gw / len(items) - 6, (y + h - top) * 0.42)
        for i, name_i in enumerate(items):
            cx = x + 14 + (i + 0.5) * gw / len(items)
            pen.icon(words(name_i), cx - side / 2, y + h - 32 - side, side)
    if door:
        dx = x + gw + 26
        dw = x + w - 12 - dx
        pen.rect(dx, top + 20, dw, y + h - top - 20, shade(color, -0.35), 3)
        pen.rect(dx + 9, top + 32, dw - 18, (y + h - top) * 0.5, "#cfe8f3", 2)
        pen.ellipse(dx + 11, y + h * 0.78, 4, 7, "#e5c46a")
    n = max(int(w / 34), 2)
    for i in range(n):
        left, wide = x - 6 + i * (w + 12) / n, (w + 12) / n
        fill = color if i % 2 else "#fff8ee"
        pen.path(
            f"M{left} {top - 4}H{left + wide}V{top + 30}A{wide / 2} 12 0 0 1 {left} {top + 30}z", fill, "#00000022", 1
        )
    if notice:
        tall = min((y + h - 24 - top) * 0.42, 84)
        pen.rect(x + 14 + gw * 0.14, top + 46, gw * 0.72, tall, "#fffdf2", 2, shadow=True)
        pen.block(x + 20 + gw * 0.14, top + 48, gw * 0.72 - 12, tall - 4, notice, 24, "#222222", BOLD, lead=1.1)
