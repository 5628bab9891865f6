"""Books, calendars and cards"""

from __future__ import annotations

from typing import Any

from corpus.lettering import Style, words
from corpus.papers import sheet
from corpus.registry import Color, IconName, component
from corpus.shapes import Pen, ink_on, shade

PLAIN = Style("sans", False)
BOLD = Style("sans", True)


@component("book")
def book(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: Any,
    *,
    author: str = "",
    icon: IconName = "",
    color: Color = "#7a2740",
    ink: Color = "#f6e7c1",
    note: Any = "",
    font: str = "serif",
    icon_color: Color = "#f6e7c1",
) -> None:
    """Closed book seen from the front: title, icon, author, a note at the foot of the cover.

    - book: [150, 20, 220, 320, "The Salt Road", {author: Ada Finch, icon: f:sailboat, color: "#1f4e5f"}]
    """
    pen.rect(x + 8, y + 6, w, h, "#efe6d2", 4, "#b9ab8c", 1, shadow=True)
    for i in range(3):
        pen.rect(x + w + 1 + i * 2.2, y + 10, 0.8, h - 8, "#b9ab8c")
    pen.rect(x, y, w, h, pen.blend(shade(color, 0.08), shade(color, -0.12)), 5)
    pen.rect(x, y, w * 0.08, h, shade(color, -0.3), 4)
    left, wide = x + w * 0.12, w * 0.84
    pen.rect(left + 2, y + 10, wide - 6, h - 20, "none", 4, ink, 1.5, op=0.6)
    pen.block(left + 8, y + 16, wide - 18, h * 0.3, title, 34, ink, Style(font, True), lead=1.1)
    low = y + h - 22
    if note:
        pen.block(left + 8, low - h * 0.17, wide - 18, h * 0.17, note, 16, ink, Style(font, False), lead=1.1)
        low -= h * 0.17 + 4
    if author:
        pen.text(left + wide / 2, low - 4, author, 20, ink, Style(font, False), "middle", wide - 18)
        low -= 28
    if icon:
        top = y + 18 + h * 0.3
        side = min(wide * 0.8, low - top)
        if side > 8:
            pen.icon(icon, left + (wide - side) / 2, top + (low - top - side) / 2, side, icon_color)


@component("open_book")
def open_book(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    left: Any,
    right: Any,
    *,
    size: float = 26,
    font: str = "serif",
    cover: Color = "#6b3f2a",
    paper: Color = "#fdf8ea",
    icon: IconName = "",
    color: Color = "#2a2a2a",
) -> None:
    """Open book, diary or notebook: text of the left and the right page; `icon` on the upper half of the right one.

    - open_book: [40, 60, 432, 260, ["Monday", "Two eggs, a walk."], "Tuesday: rain", {font: hand, icon: f:umbrella}]
    """
    pen.rect(x, y + 6, w, h, cover, 10, shadow=True)
    mid = x + w / 2
    for s, fold in ((0, "left"), (1, "right")):
        a, b = (x + 10, mid) if s == 0 else (mid, x + w - 10)
        tint = (paper, shade(paper, -0.12)) if fold == "left" else (shade(paper, -0.12), paper)
        pen.path(
            f"M{a} {y + 8}Q{(a + b) / 2} {y - 8} {b} {y + 8}V{y + h - 4}Q{(a + b) / 2} {y + h - 18} {a} {y + h - 4}z",
            pen.blend(*tint, across=True),
            "#00000022",
            1,
        )
    pen.block(x + 26, y + 20, w / 2 - 44, h - 46, left, size, color, Style(font, False), "start", "top", 1.35)
    top = y + 20
    if icon:
        side = min(h * 0.42, w / 2 - 50)
        pen.icon(icon, mid + (w / 2 - side) / 2 - 4, top - 2, side, color)
        top += side + 6
    pen.block(mid + 20, top, w / 2 - 44, y + h - 26 - top, right, size, color, Style(font, False), "start", "top", 1.35)


@component("calendar")
def calendar(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    month: str,
    day: Any = "",
    *,
    head: Color = "#c8372d",
    note: Any = "",
    marks: Any = (),
    crossed: float = 0,
) -> None:
    """Calendar page. With `day` a tear-off page with a big number and a note; without, a month of days, `marks` circled
    and the first `crossed` days crossed out.

    - calendar: [160, 20, 200, 240, "MARCH", 14, {note: Dentist 9:00}]
    - calendar: [80, 20, 350, 330, "MAY", {marks: [12, 20], crossed: 8}]
    """
    sheet(pen, x, y, w, h)
    pen.rect(x, y, w, 48, head, 3)
    pen.text(x + w / 2, y + 34, month, 26, ink_on(head), BOLD, "middle", w - 30)
    for i in (0.2, 0.4, 0.6, 0.8):
        pen.rect(x + w * i - 3, y - 9, 6, 20, "#6b737b", 3)
    if words(day):
        low = y + h - (h * 0.26 if note else 8)
        pen.block(x + 10, y + 52, w - 20, low - y - 52, words(day), 130, "#222222", BOLD)
        pen.block(x + 10, low, w - 20, y + h - low - 8, note, 26, "#333333", PLAIN)
        return
    cw, ch = (w - 20) / 7, (h - 60) / 5
    for k in range(31):
        cx, cy = x + 10 + (k % 7 + 0.5) * cw, y + 54 + (k // 7 + 0.5) * ch
        if k + 1 in marks:
            pen.ellipse(cx, cy, min(cw, ch) * 0.48, min(cw, ch) * 0.48, "#ffe39c", head, 3)
        pen.text(cx, cy + 6, str(k + 1), 17, "#333333", BOLD if k + 1 in marks else PLAIN)
        if k < crossed:
            r = min(cw, ch) * 0.3
            pen.line([(cx - r, cy - r), (cx + r, cy + r)], head, 3)
            pen.line([(cx - r, cy + r), (cx + r, cy - r)], head, 3)


@component("card")
def card(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: Any = "",
    *,
    text: Any = "",
    icon: IconName = "",
    color: Color = "#f7f0dc",
    edge: Color = "#8a5a2b",
    ink: Color = "#2a2320",
    font: str = "serif",
    icon_color: Color = "#333333",
    suit: str = "",
) -> None:
    """Game, party or greeting card with a frame: title, icon, text; `suit` (such as "7♥") makes it a playing card.

    - card: [150, 20, 212, 340, "The Baker", {icon: f:bread, text: "Gives everyone a roll."}]
    """
    pen.rect(x, y, w, h, color, 14, shadow=True)
    pen.rect(x + 8, y + 8, w - 16, h - 16, "none", 9, edge, 3)
    if suit:
        ink = "#c8102e" if suit[-1] in "♥♦" else "#1b1b1b"
        pen.block(x + 12, y + 12, w * 0.34, h * 0.16, suit, 40, ink, BOLD)
        pen.block(x + w * 0.66 - 12, y + h * 0.84 - 12, w * 0.34, h * 0.16, suit, 40, ink, BOLD)
        if not icon and not text:
            pen.block(x + 20, y + h * 0.2, w - 40, h * 0.6, suit[-1], 130, ink, BOLD)
            return
    top, low = y + 20, y + h - 20
    if words(title):
        deep = (low - top) * (0.24 if icon or text else 1)
        pen.block(x + 20, top, w - 40, deep, title, 30, ink, Style(font, True), lead=1.1)
        top += deep + 4
    if icon:
        side = min(w - 48, (low - top) * (0.56 if text else 0.96))
        pen.icon(icon, x + (w - side) / 2, top, side, icon_color)
        top += side + 6
    pen.block(x + 20, top, w - 40, low - top, text, 24, ink, Style(font, False))


@component("certificate")
def certificate(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: str,
    *,
    name: str = "",
    text: Any = "",
    color: Color = "#a8842c",
    paper: Color = "#fffaf0",
    seal: IconName = "",
) -> None:
    """Certificate or diploma with an ornamental frame and a seal.

    - certificate: [50, 30, 412, 310, "CERTIFICATE", {name: Ola Berg, text: "has passed the swimming test"}]
    """
    sheet(pen, x, y, w, h, paper)
    pen.rect(x + 10, y + 10, w - 20, h - 20, "none", 4, color, 6)
    pen.rect(x + 19, y + 19, w - 38, h - 38, "none", 2, color, 1.5)
    pen.text(x + w / 2, y + h * 0.26, title, 34, color, Style("serif"), "middle", w - 60)
    if name:
        pen.text(x + w / 2, y + h * 0.46, name, 38, "#22304a", Style("hand"), "middle", w - 70)
        pen.rect(x + w * 0.2, y + h * 0.5, w * 0.6, 1.5, "#998855")
    pen.block(x + 40, y + h * 0.52, w - 80, h * 0.22, text, 22, "#333333", Style("serif", False))
    sx, sy, r = x + w * 0.82, y + h * 0.8, min(w, h) * 0.09
    pen.poly(
        [(sx - r * 0.6, sy), (sx - r, sy + r * 1.6), (sx, sy + r * 1.1), (sx + r, sy + r * 1.6), (sx + r * 0.6, sy)],
        "#b3282d",
    )
    pen.ellipse(sx, sy, r, r, "#d4a72c", "#a8842c", 3)
    if seal:
        pen.icon(seal, sx - r * 0.7, sy - r * 0.7, r * 1.4, "#7a5a10")
    pen.path(f"M{x + w * 0.14} {y + h * 0.84}q14 -22 24 -4t22 -8t26 2t24 -6", stroke="#27408b", sw=2.5)
    pen.rect(x + w * 0.12, y + h * 0.88, w * 0.34, 1.5, "#998855")
