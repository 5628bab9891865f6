"""Bottles, packs and other goods"""

from __future__ import annotations

from typing import Any

from corpus.lettering import Style
from corpus.registry import Color, IconName, component, need
from corpus.shapes import Box, Pen, ink_on, scatter, shade

BOLD = Style("sans", True)


def label(
    pen: Pen, x: float, y: float, w: float, h: float, text: Any, fill: str, icon: str, size: float, font: str = "sans"
) -> None:
    """Label with an icon above the text."""
    pen.rect(x, y, w, h, fill, 3)
    ink = ink_on(fill)
    top = y + 4
    if icon:
        side = min(w - 8, (h - 8) * (0.55 if text else 1))
        pen.icon(icon, x + (w - side) / 2, top, side, ink)
        top += side + 2
    if text:
        pen.block(x + 3, top, w - 6, y + h - 4 - top, text, size, ink, Style(font, True), lead=1.12)


def gloss(pen: Pen, x: float, y: float, w: float, h: float) -> None:
    """Narrow highlight."""
    pen.rect(x, y, w, h, "#ffffff", w / 2, op=0.35)


def flask(pen: Pen, box: Box, liquid: str) -> None:
    """Conical flask with a liquid."""
    x, y, w, h = box
    mid, neck, cap_h, r = x + w / 2, 0.26 * w, 0.06 * h, 0.12 * w
    d = (
        f"M{mid - neck / 2} {y + 4}V{y + h * 0.34}L{x} {y + h - r}Q{x} {y + h} {x + r} {y + h}H{x + w - r}"
        f"Q{x + w} {y + h} {x + w} {y + h - r}L{mid + neck / 2} {y + h * 0.34}V{y + 4}z"
    )
    pen.path(d, "#eaf4f8", "#7f97a3", 3, op=0.95)
    low = y + h * 0.62
    k = (low - y - h * 0.34) / (h * 0.66) * (w - neck) / 2
    pen.path(
        f"M{mid - neck / 2 - k + 4} {low}H{mid + neck / 2 + k - 4}L{x + w - 8} {y + h - r}Q{x + w - 8} "
        f"{y + h - 5} {x + w - r} {y + h - 5}H{x + r}Q{x + 8} {y + h - 5} {x + 8} {y + h - r}z",
        liquid,
    )
    pen.rect(mid - neck / 2 - 6, y, neck + 12, cap_h, "#c8d6dc", 4, "#7f97a3", 2)


@component("bottle")
def bottle(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any = "",
    *,
    kind: str = "jug",
    color: Color = "#f4f6f7",
    cap: Color = "#c62828",
    label_color: Color = "#0b5fb8",
    icon: IconName = "",
    size: float = 28,
    liquid: Color = "",
) -> None:
    """Bottle with a label. Kinds: jug (cleaner), round (medicine, brown by color "#9a5b25"), slim (wine, sauce),
    flask (laboratory, with `liquid`), dropper, pump.

    - bottle: [160, 40, 150, 300, ["BLEACH", "kills germs"], {kind: jug, cap: "#c62828", label_color: "#0b5fb8"}]
    - bottle: [300, 90, 110, 220, "COUGH SYRUP", {kind: round, color: "#9a5b25", label_color: "#fff8e7"}]
    """
    need(kind, ("jug", "round", "slim", "flask", "dropper", "pump"), "kind")
    pen.shadow(x + w / 2, y + h - 2, w * 0.55)
    body = pen.blend(shade(color, 0.12), shade(color, -0.16), across=True)
    edge, mid = shade(color, -0.4), x + w / 2
    neck = {"jug": 0.36, "round": 0.4, "slim": 0.26, "flask": 0.26, "dropper": 0.3, "pump": 0.24}[kind] * w
    cap_h = {"jug": 0.13, "round": 0.13, "slim": 0.1, "flask": 0.06, "dropper": 0.26, "pump": 0.2}[kind] * h
    shoulder = {"jug": 0.3, "round": 0.24, "slim": 0.42, "flask": 0.4, "dropper": 0.4, "pump": 0.34}[kind] * h
    r = 0.12 * w
    if kind == "flask":
        flask(pen, (x, y, w, h), liquid or "#6fcf97")
        if text or icon:
            label(pen, x + w * 0.14, y + h * 0.68, w * 0.72, h * 0.27, text, label_color, icon, size)
        return
    if kind == "pump":
        pen.rect(mid - 3, y + 6, 6, cap_h, shade(cap, -0.2))
        pen.path(f"M{mid + 0.22 * w} {y}H{mid - 0.4 * w}V{y + 0.07 * h}H{mid + 0.22 * w}z", cap, shade(cap, -0.3), 1.5)
    elif kind == "dropper":
        pen.ellipse(mid, y + cap_h * 0.3, neck * 0.42, cap_h * 0.3, cap)
    pen.path(
        f"M{mid - neck / 2} {y + cap_h - 4}V{y + cap_h + 0.03 * h}C{mid - neck / 2} {y + shoulder * 0.8} {x} "
        f"{y + shoulder * 0.78} {x} {y + shoulder + 0.06 * h}V{y + h - r}Q{x} {y + h} {x + r} {y + h}H{x + w - r}"
        f"Q{x + w} {y + h} {x + w} {y + h - r}V{y + shoulder + 0.06 * h}C{x + w} {y + shoulder * 0.78} "
        f"{mid + neck / 2} {y + shoulder * 0.8} {mid + neck / 2} {y + cap_h + 0.03 * h}V{y + cap_h - 4}z",
        body,
        edge,
        2,
    )
    cap_top = y + (cap_h * 0.5 if kind in ("dropper", "pump") else 0)
    pen.rect(
        mid - neck / 2 - 5,
        cap_top,
        neck + 10,
        y + cap_h - cap_top,
        pen.blend(shade(cap, 0.12), shade(cap, -0.2), across=True),
        5,
    )
    gloss(pen, x + w * 0.06, y + shoulder + h * 0.09, w * 0.06, h * 0.5 - shoulder * 0.3)
    top = y + shoulder + 0.08 * h
    if text or icon:
        label(pen, x + 3, top, w - 6, y + h - 0.08 * h - top, text, label_color, icon, size)


@component("spray")
def spray(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any = "",
    *,
    kind: str = "can",
    color: Color = "#2f9e8f",
    cap: Color = "#e9edf0",
    icon: IconName = "",
    size: float = 26,
    mist: str = "",
    mist_color: Color = "#a9d2e6",
) -> None:
    """Spray can (`kind: can`) or trigger bottle (`trigger`); `mist` left or right lets it spray.

    - spray: [180, 60, 110, 290, "HAIR SPRAY", {color: "#b5179e", mist: left}]
    """
    need(kind, ("can", "trigger"), "kind")
    mid = x + w / 2
    pen.shadow(mid, y + h - 2, w * 0.55)
    if mist:
        s = -1 if mist == "left" else 1
        sx, sy = mid + s * w * (0.14 if kind == "can" else 0.5), y + h * 0.05
        pen.poly([(sx, sy - 3), (sx + s * 150, sy - 46), (sx + s * 150, sy + 46), (sx, sy + 3)], mist_color, op=0.4)
        for u, v in scatter(60, 150, 1000, 3):
            d = 14 + u
            pen.ellipse(sx + s * d, sy + (v / 1000 - 0.5) * d * 0.62, 2 + d / 45, 2 + d / 45, mist_color, op=0.9)
    body = pen.blend(shade(color, 0.2), shade(color, -0.2), across=True)
    if kind == "can":
        pen.rect(mid - w * 0.12, y, w * 0.24, h * 0.1, cap, 4, shade(cap, -0.3), 1.5)
        pen.path(
            f"M{x + w * 0.1} {y + h * 0.22}Q{x + w * 0.14} {y + h * 0.09} {mid} {y + h * 0.09}Q{x + w * 0.86} "
            f"{y + h * 0.09} {x + w * 0.9} {y + h * 0.22}z",
            "#c3cbd2",
            "#808a93",
            1.5,
        )
        pen.rect(x, y + h * 0.2, w, h * 0.8, body, 8, shade(color, -0.4), 1.5)
        pen.rect(x, y + h * 0.2, w, 8, "#c3cbd2", 4)
        pen.rect(x, y + h - 9, w, 9, "#c3cbd2", 4)
        top, low = y + h * 0.28, y + h * 0.92
    else:
        pen.path(
            f"M{mid - w * 0.1} {y + h * 0.26}V{y + h * 0.1}H{mid - w * 0.5}V{y}H{mid + w * 0.3}Q{mid + w * 0.4} "
            f"{y + h * 0.02} {mid + w * 0.3} {y + h * 0.12}L{mid + w * 0.14} {y + h * 0.26}z",
            cap,
            shade(cap, -0.3),
            2,
        )
        pen.path(
            f"M{mid - w * 0.22} {y + h * 0.1}Q{mid - w * 0.3} {y + h * 0.18} {mid - w * 0.22} {y + h * 0.22}",
            stroke=shade(cap, -0.4),
            sw=6,
        )
        pen.path(
            f"M{mid - w * 0.14} {y + h * 0.24}H{mid + w * 0.16}Q{x + w} {y + h * 0.36} {x + w} {y + h * 0.5}"
            f"V{y + h - 8}"
            f"Q{x + w} {y + h} {x + w - 10} {y + h}H{x + 10}Q{x} {y + h} {x} {y + h - 8}V{y + h * 0.5}"
            f"Q{x} {y + h * 0.36} {mid - w * 0.14} {y + h * 0.24}z",
            body,
            shade(color, -0.4),
            1.5,
        )
        top, low = y + h * 0.48, y + h * 0.92
    gloss(pen, x + w * 0.07, top, w * 0.07, low - top)
    if text or icon:
        label(pen, x + 3, top, w - 6, low - top, text, shade(color, -0.25) if kind == "can" else "#ffffff", icon, size)


@component("jar")
def jar(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any = "",
    *,
    content: Color = "#b5322d",
    lid: Color = "#d9b44a",
    label_color: Color = "#fff8e7",
    icon: IconName = "",
    inside: IconName = "",
    n: float = 6,
    size: float = 26,
    font: str = "hand",
) -> None:
    """Glass jar with a lid and label; `inside` fills it with `n` icons instead of a plain content.

    - jar: [180, 80, 150, 220, "Plum jam", {content: "#6b1f4a"}]
    - jar: [180, 80, 150, 220, "", {inside: f:cookie, n: 7}]
    """
    pen.shadow(x + w / 2, y + h - 2, w * 0.55)
    pen.rect(x, y + h * 0.13, w, h * 0.87, "#eef6f8", 20, "#8fa9b3", 2.5)
    if inside:
        side = w * 0.36
        for i in range(int(n)):
            pen.icon(inside, x + 8 + (i % 3) * (w - 16 - side) / 2, y + h - 8 - side - (i // 3) * side * 0.8, side)
    else:
        pen.rect(x + 6, y + h * 0.25, w - 12, h * 0.75 - 6, pen.blend(shade(content, 0.15), shade(content, -0.15)), 15)
    gloss(pen, x + w * 0.08, y + h * 0.24, w * 0.06, h * 0.55)
    pen.rect(x - 2, y, w + 4, h * 0.14, pen.blend(shade(lid, 0.2), shade(lid, -0.15)), 6, shade(lid, -0.4), 1.5)
    if text or icon:
        label(pen, x + w * 0.1, y + h * 0.4, w * 0.8, h * 0.42, text, label_color, icon, size, font)
