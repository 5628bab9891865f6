"""People"""

from __future__ import annotations

import math
from typing import Any

from corpus.registry import Color, IconName, component
from corpus.shapes import Pen, SceneError, shade

SKINS = {
    "-medium-dark": "#8d5a3c",
    "-medium-light": "#e8bd94",
    "-medium": "#c68e5f",
    "-dark": "#4d362f",
    "-light": "#f4d3b3",
}
POSES = ("down", "arms-up", "hips", "wave", "folded", "hold")


def skin_of(name: str) -> str:
    """Skin colour of an emoji by its name."""
    return next((c for suffix, c in SKINS.items() if name.endswith(suffix)), "#ffc83d")


def arm(
    pen: Pen, shoulder: tuple[float, float], hand: tuple[float, float], bend: float, sw: float, sleeve: str, skin: str
) -> None:
    """Sleeve and forearm from shoulder to hand; `bend` shifts the elbow sideways."""
    (ax, ay), (bx, by) = shoulder, hand
    long = math.hypot(bx - ax, by - ay) or 1
    ex, ey = (ax + bx) / 2 + bend * (by - ay) / long, (ay + by) / 2 - bend * (bx - ax) / long
    pen.line([(ex, ey), (bx, by)], skin, sw * 0.78)
    pen.line([(ax, ay), (ex, ey)], sleeve, sw)
    pen.ellipse(bx, by, sw * 0.62, sw * 0.62, skin)


def hands_of(
    pose: str, reach: Any, left: float, right: float, top: float, u: float
) -> list[tuple[float, float, float, float]]:
    """Hands (x, y), elbow bend, and shoulder x for both arms; u = head width."""
    spots = {
        "down": [(left - 0.1 * u, top + 0.95 * u, 0.0), (right + 0.1 * u, top + 0.95 * u, 0.0)],
        "arms-up": [(left - 0.28 * u, top - 0.75 * u, 0.2 * u), (right + 0.28 * u, top - 0.75 * u, -0.2 * u)],
        "hips": [(left + 0.12 * u, top + 0.75 * u, -0.34 * u), (right - 0.12 * u, top + 0.75 * u, 0.34 * u)],
        "wave": [(left - 0.1 * u, top + 0.95 * u, 0.0), (right + 0.42 * u, top - 0.5 * u, -0.2 * u)],
        "folded": [(right - 0.12 * u, top + 0.5 * u, -0.42 * u), (left + 0.12 * u, top + 0.58 * u, 0.42 * u)],
        "hold": [(left + 0.28 * u, top + 0.62 * u, -0.22 * u), (right - 0.28 * u, top + 0.62 * u, 0.22 * u)],
    }
    if pose not in spots:
        raise SceneError(f"there is no pose '{pose}'; there are {', '.join(POSES)} (or reach: [x, y])")
    arms = [(x, y, bend, s) for (x, y, bend), s in zip(spots[pose], (left, right), strict=True)]
    if reach:
        both = isinstance(reach[0], list)
        for i, (x, y) in enumerate(reach if both else [reach]):
            side = i if both else int(float(x) > (left + right) / 2)
            arms[side] = (float(x), float(y), (-0.08 if side else 0.08) * u, arms[side][3])
    return arms


@component("person")
def person(
    pen: Pen,
    head: IconName,
    x: float,
    y: float,
    *,
    size: float = 90,
    shirt: Color = "#3d7d9a",
    pose: str = "down",
    reach: Any = None,
    body: float = 0,
    legs: float = 0,
    trousers: Color = "#33415c",
    skin: Color = "",
    flip: bool = False,
) -> None:
    """Emoji head (top left corner x, y, `size` wide) with a drawn torso and arms. Poses: down, arms-up, hips, wave,
    folded, hold. `reach: [x, y]` lets the nearer hand go to that point of the canvas, [[x, y], [x, y]] sets the left
    and the right one. Without legs the torso goes `body` px down from the neck (default 1.3 heads: put a desk or the
    lower edge over its end); `legs` adds legs of that length. Skin follows the head's name.

    - person: [f:woman-red-hair, 120, 80, {size: 90, shirt: "#c33", pose: arms-up}]
    - person: [f:man-bald-dark, 300, 60, {size: 80, reach: [260, 200], body: 110, legs: 90}]
    """
    u, middle, neck = size, x + size / 2, y + size * 0.9
    body = body or 1.3 * u
    skin = skin or skin_of(head)
    left, right, top = middle - 0.5 * u, middle + 0.5 * u, neck + 0.2 * u
    floor = neck + body
    if legs:
        pen.shadow(middle, floor + legs + 3, 0.62 * u)
        for s in (-1, 1):
            pen.rect(middle + s * 0.24 * u - 0.19 * u, floor - 0.15 * u, 0.38 * u, legs + 0.1 * u, trousers, 0.08 * u)
            pen.ellipse(middle + s * 0.28 * u, floor + legs - 2, 0.24 * u, 0.1 * u, "#2b2b2b")
    arms = hands_of(pose, reach, left, right, top + 0.06 * u, u)
    behind = pose == "down" and not reach
    for hx, hy, bend, sx in arms if behind else []:
        arm(pen, (sx, top + 0.1 * u), (hx, hy), bend, 0.24 * u, shade(shirt, -0.16), skin)
    wide, deep = 0.62 * u, 0.34 * u
    pen.rect(middle - 0.15 * u, neck - 0.2 * u, 0.3 * u, 0.4 * u, shade(skin, -0.12), 0.1 * u)
    pen.path(
        f"M{middle - wide} {floor}V{neck + deep}Q{middle - wide} {neck + 0.02 * u} {middle - 0.22 * u} {neck}"
        f"Q{middle} {neck + 0.16 * u} {middle + 0.22 * u} {neck}"
        f"Q{middle + wide} {neck + 0.02 * u} {middle + wide} {neck + deep}V{floor}z",
        pen.blend(shade(shirt, 0.1), shade(shirt, -0.1)),
    )
    pen.icon(head, x, y, u, flip=flip)
    for hx, hy, bend, sx in [] if behind else arms:
        inner = sx + (0.02 * u if sx == left else -0.02 * u)
        arm(pen, (inner, top + 0.08 * u), (hx, hy), bend, 0.24 * u, shade(shirt, -0.16), skin)
