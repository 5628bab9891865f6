"""Shading, light, pins and other effects"""

from __future__ import annotations

from corpus.registry import Color, Points, component
from corpus.shapes import HEIGHT, WIDTH, Pen, shade


@component("shade")
def shade_over(pen: Pen, op: float = 0.35, color: Color = "#000022") -> None:
    """Darkens (or tints) all that was drawn so far: dusk, night, fog.

    - shade: [0.35, "#000022"]
    """
    pen.rect(0, 0, WIDTH, HEIGHT, color, op=op)


@component("glow")
def glow(pen: Pen, x: float, y: float, r: float, color: Color = "#ffdd77") -> None:
    """Soft light about x, y.

    - glow: [256, 120, 110, "#ffdd77"]
    """
    pen.halo(x, y, r, r, color)


@component("string")
def string(pen: Pen, points: Points, color: Color = "#c8102e") -> None:
    """Thread from pin to pin, as on an evidence board.

    - string: [[[90, 60], [250, 120], [400, 70]]]
    """
    pen.line(points, color, 2.5)
    for x, y in points:
        pen.ellipse(x + 1.5, y + 2.5, 7, 7, "#000000", op=0.25)
        pen.ellipse(x, y, 7, 7, color, shade(color, -0.4), 1)
        pen.ellipse(x - 2, y - 2, 2, 2, "#ffffff", op=0.7)


@component("puddle")
def puddle(pen: Pen, x: float, y: float, w: float, h: float = 60, color: Color = "#a80f16") -> None:
    """Spilled liquid on the ground, in a box.

    - puddle: [140, 280, 220, 70, "#7fb7d9"]
    """

    def p(u: float, v: float) -> str:
        return f"{x + u * w:.1f} {y + v * h:.1f}"

    d = (
        f"M{p(0, 0.55)}C{p(-0.02, 0.2)} {p(0.16, 0.22)} {p(0.3, 0.12)}C{p(0.45, -0.08)} {p(0.6, 0.06)} {p(0.68, 0.12)}"
        f"C{p(0.9, 0.1)} {p(1.03, 0.3)} {p(0.98, 0.5)}C{p(1.02, 0.82)} {p(0.8, 0.8)} {p(0.7, 0.9)}"
        f"C{p(0.5, 1.08)} {p(0.4, 0.9)} {p(0.28, 0.92)}C{p(0.1, 0.95)} {p(0, 0.8)} {p(0, 0.55)}z"
    )
    pen.path(d, color)
    pen.path(
        f"M{p(0.14, 0.5)}C{p(0.2, 0.3)} {p(0.34, 0.34)} {p(0.44, 0.26)}", stroke=shade(color, 0.35), sw=h / 12, op=0.8
    )
    pen.ellipse(x + w * 1.06, y + h * 0.3, h / 10, h / 12, color)
    pen.ellipse(x - w * 0.04, y + h * 0.9, h / 12, h / 14, color)


@component("crosshair")
def crosshair(pen: Pen, x: float, y: float, r: float, color: Color = "#d40000", *, dark: float = 0) -> None:
    """Target cross about x, y; `dark` (0..1) darkens all outside it, as through a scope.

    - crosshair: [256, 150, 110, {dark: 0.7}]
    """
    if dark:
        ring = r * 1.5
        pen.path(
            f"M0 0H{WIDTH}V{HEIGHT}H0zM{x - ring} {y}a{ring} {ring} 0 1 0 {2 * ring} 0"
            f"a{ring} {ring} 0 1 0 {-2 * ring} 0z",
            "#000000",
            op=dark,
        )
        pen.parts[-1] = pen.parts[-1].replace("<path", '<path fill-rule="evenodd"')
    pen.ellipse(x, y, r, r, "none", color, r / 16)
    pen.ellipse(x, y, r * 0.5, r * 0.5, "none", color, r / 28)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        pen.line([(x + dx * r * 0.2, y + dy * r * 0.2), (x + dx * r * 1.25, y + dy * r * 1.25)], color, r / 22)
    pen.ellipse(x, y, r / 18, r / 18, color)


@component("bars")
def bars(pen: Pen, x: float, y: float, w: float, h: float, *, n: float = 7, color: Color = "#4b5560") -> None:
    """Upright bars with a rail above and below: a cage, a cell, a grating, in front of what is drawn before.

    - bars: [150, 60, 220, 260, {n: 8, color: "#555"}]
    """
    light = shade(color, 0.35)
    for i in range(int(n)):
        at = x + 6 + i * (w - 22) / max(n - 1, 1)
        pen.rect(at, y, 10, h, pen.blend(light, color, across=True), 4)
    for at in (y - 6, y + h - 10):
        pen.rect(x - 6, at, w + 12, 16, pen.blend(light, color), 5)
