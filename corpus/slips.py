"""Tickets, badges, notes and money"""

from __future__ import annotations

from typing import Any

from corpus.lettering import Style
from corpus.papers import rows_of
from corpus.registry import Color, IconName, component
from corpus.shapes import Pen, ink_on, shade, turn

PLAIN = Style("sans", False)
BOLD = Style("sans", True)


@component("ticket")
def ticket(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: str,
    *,
    rows: Any = (),
    stub: Any = "",
    color: Color = "#f4c95d",
    ink: Color = "#3a2a10",
    icon: IconName = "",
) -> None:
    """Ticket, voucher or boarding pass: title, rows (label, value), a stub at the right.

    - ticket: [50, 100, 412, 180, "NIGHT TRAIN", {rows: [["To", "Lund"], ["Seat", "14 B"]], stub: ["No.", "0417"],
          icon: f:train}]
    """
    pen.rect(x, y, w, h, color, 10, shadow=True)
    cut = x + w * 0.74 if stub else x + w
    pen.rect(x, y, cut - x, h * 0.26 + 8, shade(color, -0.25), 10)
    pen.text(x + 18, y + h * 0.13 + 13, title, 24, ink_on(shade(color, -0.25)), Style("round"), "start", cut - x - 34)
    side = min(h * 0.5, w * 0.2) if icon else 0
    if icon:
        pen.icon(icon, x + 16, y + h * 0.28 + 8 + (h * 0.72 - 8 - side) / 2, side, ink)
    left = x + 20 + (side + 14 if icon else 0)
    rows_of(pen, left, y + h * 0.28 + 10, cut - left - 14, h * 0.72 - 16, rows, 24, "round")
    if stub:
        for i in range(int(h / 14)):
            pen.rect(cut - 2, y + 5 + i * 14, 3, 7, "#ffffff", op=0.9)
        pen.block(cut + 8, y + 8, x + w - cut - 16, h - 44, stub, 22, ink, Style("round"))
        for i in range(13):
            pen.rect(cut + 14 + i * (x + w - cut - 28) / 13, y + h - 34, 2 + (i * 5 % 3) * 1.6, 24, ink)


@component("badge")
def badge(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    name: Any,
    *,
    icon: IconName = "f:woman",
    title: str = "STAFF",
    rows: Any = (),
    head: Color = "#23527c",
    lanyard: bool = True,
) -> None:
    """Name badge or identity card with a portrait: upright with a lanyard, lying when wider than high.

    - badge: [170, 90, 180, 270, "Ines Koch", {icon: f:woman-light, title: VISITOR, rows: ["Room 12"]}]
    - badge: [70, 90, 372, 220, "Tom Arden", {icon: f:man, title: LIBRARY CARD, rows: [["No.", "55-01"], ["Valid",
          "2031"]]}]
    """
    upright = h > w
    if upright and lanyard:
        pen.line([(x + w * 0.5, y + 10), (x + w * 0.2, -10)], shade(head, -0.2), 12)
        pen.line([(x + w * 0.5, y + 10), (x + w * 0.8, -10)], head, 12)
    pen.rect(x, y, w, h, "#ffffff", 14, "#b5bec8", 1.5, shadow=True)
    with pen.group(clip=pen.clip(x, y, w, h, 14)):
        pen.rect(x, y, w, 46, head)
    if upright and lanyard:
        pen.rect(x + w / 2 - 20, y + 5, 40, 7, "#ffffff", 3)
    pen.text(x + w / 2, y + 35, title, 22, ink_on(head), BOLD, "middle", w - 24)
    side = min(w * 0.6, h * 0.4) if upright else min(w * 0.34, h - 66)
    px, py = (x + (w - side) / 2, y + 56) if upright else (x + 16, y + 56)
    pen.rect(px, py, side, side, "#dbe7f1", 6)
    pen.icon(icon, px + side * 0.06, py + side * 0.06, side * 0.88)
    left, top = (x + 12, py + side + 4) if upright else (px + side + 16, y + 54)
    wide, low = x + w - 14 - left, y + h - 10
    tall = (low - top) * (0.42 if rows else 1)
    pen.block(left, top, wide, tall, name, 24, "#1d2733", BOLD, "middle" if upright else "start", lead=1.1)
    rows_of(pen, left, top + tall, wide, low - top - tall, rows, 17)


@component("price_tag")
def price_tag(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any,
    *,
    color: Color = "#ffe066",
    ink: Color = "#222222",
    size: float = 34,
    string: bool = True,
) -> None:
    """Price tag or luggage label with a hole at the left.

    - price_tag: [180, 120, 160, 70, "4.50", {rot: -8}]
    """
    cut = min(h / 2, w * 0.2)
    if string:
        pen.path(f"M{x + cut * 0.7} {y + h / 2}q-30 -10 -26 -50", stroke="#8a7a5a", sw=3)
    pen.poly(
        [(x, y + h / 2), (x + cut, y), (x + w, y), (x + w, y + h), (x + cut, y + h)],
        color,
        shade(color, -0.3),
        2,
        shadow=True,
    )
    pen.ellipse(x + cut * 0.8, y + h / 2, 6, 6, "#ffffff", shade(color, -0.4), 2)
    pen.block(x + cut + 12, y + 4, w - cut - 20, h - 8, text, size, ink, BOLD, lead=1.05)


@component("sticky")
def sticky(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any,
    *,
    color: Color = "#ffe873",
    ink: Color = "#2c2a20",
    font: str = "hand",
    size: float = 34,
    pin: bool = False,
) -> None:
    """Sticky note in handwriting.

    - sticky: [60, 60, 140, 130, "Call Ann before 9", {rot: -4, pin: true}]
    """
    pen.rect(x, y, w, h, pen.blend(shade(color, 0.15), shade(color, -0.06)), 2, shadow=True)
    pen.poly([(x + w, y + h), (x + w - 22, y + h), (x + w, y + h - 22)], shade(color, -0.18))
    pen.block(x + 10, y + 10, w - 20, h - 22, text, size, ink, Style(font), lead=1.1)
    if pin:
        pen.ellipse(x + w / 2 + 2, y + 10, 8, 8, "#00000044")
        pen.ellipse(x + w / 2, y + 7, 8, 8, "#d62839", "#8a1020", 1)


@component("envelope")
def envelope(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    address: Any,
    *,
    sender: Any = "",
    color: Color = "#f3e6cb",
    stamp: IconName = "f:national-park",
    font: str = "hand",
) -> None:
    """Envelope with an address and a postage stamp.

    - envelope: [70, 90, 372, 220, ["Mrs Vera Holt", "9 Quince Lane", "Oldbury"], {sender: J. Wren}]
    """
    pen.rect(x, y, w, h, color, 4, shade(color, -0.2), 1.5, shadow=True)
    pen.rect(x + w - 78, y + 14, 62, 72, "#ffffff", 2, "#b7aa8a", 1.5)
    pen.icon(stamp, x + w - 72, y + 22, 50)
    pen.path(
        f"M{x + w - 140} {y + 40}q20 -12 40 0t40 0M{x + w - 140} {y + 56}q20 -12 40 0t40 0", stroke="#55667788", sw=2.5
    )
    if sender:
        pen.block(x + 14, y + 10, w * 0.45, h * 0.24, sender, 20, "#4a4436", Style(font), "start", "top", 1.1)
    pen.block(x + w * 0.3, y + h * 0.42, w * 0.64, h * 0.52, address, 34, "#27315c", Style(font), "start", lead=1.15)


@component("banknotes")
def banknotes(
    pen: Pen, x: float, y: float, w: float = 160, n: float = 3, *, value: str = "50", color: Color = "#7fb58a"
) -> None:
    """Fanned banknotes of no country.

    - banknotes: [60, 200, 170, 4, {value: "20"}]
    """
    h = w * 0.48
    for i in range(int(n)):
        with pen.group(turn(-7 * (n - 1) / 2 + 7 * i, x + w / 2, y + h * 2)):
            pen.rect(x, y, w, h, pen.blend(shade(color, 0.2), color), 4, shade(color, -0.35), 2)
            pen.rect(x + 7, y + 7, w - 14, h - 14, "none", 3, shade(color, -0.25), 1.5)
            pen.ellipse(x + w / 2, y + h / 2, h * 0.3, h * 0.3, shade(color, 0.45), shade(color, -0.3), 1.5)
            if i == int(n) - 1:
                pen.text(x + w / 2, y + h / 2 + 7, value, 20, shade(color, -0.6), BOLD, "middle", h * 0.56)
