"""Masked people, hands and crowds"""

from __future__ import annotations

from typing import Any

from corpus.people import arm, hands_of
from corpus.registry import Color, component
from corpus.shapes import Pen, SceneError, shade

SKINS = {
    "-medium-dark": "#8d5a3c",
    "-medium-light": "#e8bd94",
    "-medium": "#c68e5f",
    "-dark": "#4d362f",
    "-light": "#f4d3b3",
}
POSES = ("down", "arms-up", "hips", "wave", "folded", "hold")


@component("masked")
def masked(
    pen: Pen,
    x: float,
    y: float,
    size: float = 90,
    *,
    color: Color = "#24262b",
    skin: Color = "#e8bd94",
    reach: Any = None,
    body: float = 0,
) -> None:
    """Person in dark clothes and a balaclava; x, y, size and reach as for person.

    - masked: [60, 80, 100, {reach: [260, 200]}]
    """
    u, middle, neck = size, x + size / 2, y + size * 0.9
    floor, wide = neck + (body or 1.4 * u), 0.64 * u
    pen.path(
        f"M{middle - wide} {floor}V{neck + 0.4 * u}Q{middle - wide} {neck} {middle} {neck - 0.08 * u}"
        f"Q{middle + wide} {neck} {middle + wide} {neck + 0.4 * u}V{floor}z",
        pen.blend(shade(color, 0.12), color),
    )
    pen.ellipse(middle, y + 0.48 * u, 0.46 * u, 0.5 * u, pen.blend(shade(color, 0.16), shade(color, -0.2)))
    pen.rect(middle - 0.34 * u, y + 0.3 * u, 0.68 * u, 0.24 * u, skin, 0.12 * u)
    for s in (-1, 1):
        pen.ellipse(middle + s * 0.15 * u, y + 0.42 * u, 0.075 * u, 0.075 * u, "#ffffff")
        pen.ellipse(middle + s * 0.15 * u, y + 0.42 * u, 0.042 * u, 0.042 * u, "#222222")
        pen.line([(middle + s * 0.07 * u, y + 0.34 * u), (middle + s * 0.25 * u, y + 0.29 * u)], color, 0.05 * u)
    pen.rect(middle - 0.2 * u, y + 0.7 * u, 0.4 * u, 0.07 * u, shade(color, 0.3), 0.03 * u)
    for hx, hy, bend, sx in hands_of("down", reach, middle - 0.52 * u, middle + 0.52 * u, neck + 0.22 * u, u):
        arm(pen, (sx, neck + 0.28 * u), (hx, hy), bend, 0.26 * u, shade(color, 0.08), "#111111")


@component("hand")
def hand(
    pen: Pen,
    x: float,
    y: float,
    w: float = 150,
    *,
    skin: Color = "#e8bd94",
    sleeve: Color = "#3d6b9a",
    side: str = "left",
) -> None:
    """Forearm that comes from the left, right or bottom edge; the fingertips are at x, y, the hand about w / 2 wide.
    Draw the thing it holds before it, and the hand overlaps it.

    - hand: [240, 200, 160, {side: right, sleeve: "#444"}]
    """
    if side not in ("left", "right", "bottom"):
        raise SceneError(f"side is left, right or bottom, not '{side}'")
    way = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "bottom": (0.0, 1.0)}[side]
    k, dark = w / 150, shade(skin, -0.12)
    a, b = way[0], way[1]
    with pen.group((a * k, b * k, -b * k, a * k if b == 0 else 0, x, y) if b == 0 else (0, k, -k, 0, x, y)):
        pen.rect(100, -34, 700, 68, pen.blend(shade(sleeve, 0.1), shade(sleeve, -0.15)), 10)
        pen.rect(78, -27, 50, 54, skin, 14)
        pen.rect(92, -37, 20, 74, shade(sleeve, -0.25), 6)
        pen.rect(26, -38, 74, 76, skin, 26)
        for i in range(4):
            pen.rect(2 + abs(i - 1) * 4, -38 + i * 19, 56, 18, skin, 9, dark, 1.2)
        pen.rect(30, 20, 58, 20, skin, 10, dark, 1.2)


@component("crowd")
def crowd(
    pen: Pen, x: float, y: float, w: float, rows: float = 2, *, size: float = 56, dark: bool = False, heads: Any = None
) -> None:
    """Crowd of people from the chest up, in rows; dark: black outlines seen from behind.

    - crowd: [0, 250, 512, 2, {size: 60}]
    """
    names = heads or [
        "f:woman-medium",
        "f:man-light",
        "f:old-woman",
        "f:man-dark",
        "f:woman-blonde-hair-light",
        "f:boy-medium-light",
        "f:man-beard",
        "f:woman-dark",
        "f:old-man-medium",
        "f:girl-light",
        "f:man-bald-medium-dark",
        "f:woman-red-hair-light",
    ]
    shirts = ["#c8553d", "#3d7d9a", "#6a994e", "#8e5a9b", "#e0a23b", "#4a5a78", "#b5838d"]
    k = 0
    for row in range(int(rows)):
        count = max(int(w / (size * 1.05)), 1)
        step, top = w / count, y + row * size * 0.62
        for i in range(count):
            middle = x + step * (i + (0.5 if row % 2 else 0.35)) + step * 0.1
            shirt = "#15161c" if dark else shirts[k % 7]
            pen.path(
                f"M{middle - 0.56 * size} {top + 2.1 * size}V{top + 1.3 * size}Q{middle - 0.5 * size} "
                f"{top + 0.9 * size} {middle} {top + 0.88 * size}Q{middle + 0.5 * size} {top + 0.9 * size} "
                f"{middle + 0.56 * size} {top + 1.3 * size}V{top + 2.1 * size}z",
                shirt,
            )
            if dark:
                pen.ellipse(middle, top + size * 0.5, size * 0.4, size * 0.46, "#15161c")
            else:
                pen.icon(names[k % len(names)], middle - size / 2, top, size)
            k += 1
