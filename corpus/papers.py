"""Forms, letters, books, cards and other paper"""

from __future__ import annotations

from typing import Any

from corpus import lettering
from corpus.lettering import Style, words
from corpus.registry import Color, IconName, component
from corpus.screens import pair
from corpus.shapes import Pen, ink_on, shade, turn

PLAIN = Style("sans", False)
BOLD = Style("sans", True)


def sheet(pen: Pen, x: float, y: float, w: float, h: float, fill: str = "#fffdf7") -> None:
    """A sheet of paper with a soft shadow."""
    pen.rect(x, y, w, h, fill, 2, "#00000022", 1, shadow=True)


def rows_of(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    rows: Any,
    size: float = 24,
    style: str = "sans",
    tick: bool = False,
) -> None:
    """Label and value rows with hair lines, spread over the box."""
    found = (
        [(words(k), words(v)) for k, v in rows.items()]
        if isinstance(rows, dict)
        else [pair(r) for r in (rows if isinstance(rows, list) else [rows])]
    )
    each = min(h / max(len(found), 1), size * 2.8)
    plain, bold = Style(style, False), Style(style, True)
    small = min(size, 18)
    wide = max((lettering.width(a, small, plain) for a, _ in found), default=0)
    wide = min(wide + 14, w * 0.48) if wide else 0
    size = lettering.common([(b, w - (wide if a else 0), each - 4) for a, b in found], size, bold, 1.05, pen.least)
    small = lettering.common([(a, wide - 8, each) for a, _ in found if a], min(small, size), plain, 1.05, pen.least)
    for i, (label, value) in enumerate(found):
        top = y + i * each
        if i:
            pen.rect(x, top, w, 1, "#00000022")
        if label:
            pen.block(x, top, wide - 8, each, label, small, "#5b6470", plain, "start", lead=1.05)
            pen.block(x + wide, top, w - wide, each, value, size, "#1d2733", bold, "start", lead=1.05)
        else:
            pen.block(x, top, w, each, value, size, "#1d2733", bold, "start", lead=1.05)


@component("form")
def form(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: str,
    rows: Any,
    *,
    head: Color = "#1f7a6d",
    icon: IconName = "",
    paper: Color = "#fffdf7",
    note: Any = "",
    stamp: str = "",
    size: float = 24,
    font: str = "sans",
) -> None:
    """Document or form with a title bar and rows: [label, value], "label: value" or one text; `note` below the rows,
    `stamp` in red across a corner.

    - form: [100, 12, 312, 360, "PATIENT FILE", [["Name", "Lena Brandt"], "Born: 3 April 1990", "BLOOD TEST"],
          {icon: f:syringe, stamp: PAID}]
    """
    sheet(pen, x, y, w, h, paper)
    pen.rect(x, y, w, 44, head)
    left = x + (52 if icon else 14)
    if icon:
        pen.icon(icon, x + 12, y + 6, 32, ink_on(head))
    pen.text((left + x + w - 14) / 2, y + 30, title, 22, ink_on(head), BOLD, "middle", x + w - 14 - left)
    low = y + h - 12
    if note:
        pen.block(x + 16, low - h * 0.18, w - 32, h * 0.18, note, 16, "#444444", PLAIN, "start", "bottom")
        low -= h * 0.18 + 6
    rows_of(pen, x + 16, y + 52, w - 32, low - y - 52, rows, size, font)
    if stamp:
        stamp_on(pen, x + w * 0.68, y + h * 0.86, stamp, "#c0282d", min(w * 0.5, 170))


def stamp_on(pen: Pen, x: float, y: float, text: str, color: str, w: float) -> None:
    """Rubber stamp about x, y."""
    with pen.group(turn(-10, x, y), 0.85):
        pen.rect(x - w / 2, y - 20, w, 40, "#ffffffbb", 6, color, 4)
        pen.text(x, y + 9, text, 25, color, Style("slab"), "middle", w - 16)


@component("stamp")
def stamp(pen: Pen, x: float, y: float, text: str, w: float = 170, *, color: Color = "#c0282d") -> None:
    """Rubber stamp about x, y.

    - stamp: [360, 300, "APPROVED", 170, {color: "#1f7a3d"}]
    """
    stamp_on(pen, x, y, text, color, w)


@component("clipboard")
def clipboard(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: str,
    rows: Any,
    *,
    head: Color = "#2b6cb0",
    board: Color = "#c08a4f",
    ticks: Any = None,
    size: float = 22,
    icon: IconName = "",
) -> None:
    """Clipboard with a form; `ticks` (a list of true and false) makes it a checklist.

    - clipboard: [120, 8, 272, 366, "CHECKLIST", ["Lock the gate", "Feed the hens"], {ticks: [true, false]}]
    """
    pen.rect(x, y + 10, w, h - 10, pen.blend(shade(board, 0.12), shade(board, -0.08)), 12, shadow=True)
    px, py, pw, ph = x + 14, y + 36, w - 28, h - 50
    if ticks is None:
        form(pen, px, py, pw, ph, title, rows, head=head, size=size, icon=icon)
    else:
        sheet(pen, px, py, pw, ph)
        pen.text(px + pw / 2, py + 36, title, 22, head, BOLD, "middle", pw - 24)
        each = min((ph - 56) / max(len(rows), 1), 64)
        size = lettering.common([(words(r), pw - 64, each - 4) for r in rows], size, PLAIN, 1.1, pen.least)
        for i, row in enumerate(rows):
            top = py + 50 + i * each
            pen.rect(px + 14, top + each / 2 - 12, 24, 24, "#ffffff", 4, "#556070", 2.5)
            if i < len(ticks) and ticks[i]:
                pen.line(
                    [(px + 18, top + each / 2), (px + 25, top + each / 2 + 7), (px + 40, top + each / 2 - 14)],
                    "#1f8a4c",
                    5,
                )
            pen.block(px + 50, top, pw - 64, each, row, size, "#222222", PLAIN, "start", lead=1.1)
    pen.rect(x + w / 2 - 46, y, 92, 32, pen.blend("#c3cad1", "#7f8891"), 8, "#6b737b", 1)
    pen.ellipse(x + w / 2, y + 12, 6, 6, "#5d656d")


@component("letter")
def letter(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any,
    *,
    title: str = "",
    sign: str = "",
    font: str = "serif",
    size: float = 24,
    paper: Color = "#fffaf0",
    color: Color = "#2a2a33",
    icon: IconName = "",
    ruled: bool = False,
) -> None:
    """Letter or note on a sheet: title, text, signature (handwritten). font hand + ruled for a handwritten note.

    - letter: [110, 20, 300, 344, ["Dear tenants,", "the lift is out of order until Monday."], {title: NOTICE,
          sign: R. Vale}]
    """
    sheet(pen, x, y, w, h, paper)
    top, low = y + 18, y + h - 18
    if ruled:
        for i in range(1, int((h - 30) / 26)):
            pen.rect(x + 10, y + 24 + i * 26, w - 20, 1.2, "#9cc3e6", op=0.7)
        pen.rect(x + 34, y, 1.5, h, "#e79aa0", op=0.7)
    if icon:
        pen.icon(icon, x + w - 66, y + 14, 48, color)
    if title:
        size_used = pen.text(x + 24, top + 22, title, 24, color, Style(font, True), "start", w - (96 if icon else 48))
        top += size_used + 22
    if sign:
        pen.text(x + w - 26, low - 2, sign, 24, "#27408b", Style("hand"), "end", w - 52)
        low -= 34
    left = x + (44 if ruled else 24)
    pen.block(left, top, x + w - 22 - left, low - top, text, size, color, Style(font, False), "start", "top", 1.4)


@component("newspaper")
def newspaper(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    name: str,
    headline: Any,
    *,
    icon: IconName = "",
    text: Any = "",
    date: str = "",
    photo: Color = "#d9dde0",
    paper: Color = "#f6f1e4",
) -> None:
    """Front page: name of the paper, headline, a photo (icon), text or grey lines.

    - newspaper: [90, 10, 332, 364, "THE MORNING LARK", "Bridge opens after nine years", {icon: f:bridge-at-night,
          date: Friday}]
    """
    sheet(pen, x, y, w, h, paper)
    pen.text(x + w / 2, y + 42, name, 32, "#1c1c1c", Style("serif"), "middle", w - 30)
    pen.rect(x + 14, y + 52, w - 28, 2, "#333333")
    top = y + 60
    if date:
        pen.text(x + w / 2, y + 70, date, 15, "#444444", Style("serif", False), "middle", w - 30)
        pen.rect(x + 14, y + 76, w - 28, 1, "#333333")
        top = y + 84
    tall = pen.block(
        x + 14, top, w - 28, (h - top + y) * 0.36, headline, 31, "#111111", Style("serif"), "middle", "top", 1.12
    )
    top += tall + 16
    wide = w * 0.5 - 18
    pen.rect(x + 14, top, wide, y + h - 14 - top, photo)
    if icon:
        side = min(wide, y + h - 14 - top) * 0.92
        pen.icon(icon, x + 14 + (wide - side) / 2, top + (y + h - 14 - top - side) / 2, side)
    left = x + w * 0.5 + 8
    if text:
        pen.block(left, top, w * 0.5 - 20, y + h - 14 - top, text, 18, "#222222", Style("serif", False), "start", "top")
    else:
        for i in range(int((y + h - 20 - top) / 11)):
            pen.rect(left, top + 3 + i * 11, (w * 0.5 - 22) * (0.6 if i % 6 == 5 else 1), 4, "#8b8b86", op=0.7)


@component("poster")
def poster(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: str,
    *,
    text: Any = "",
    icon: IconName = "",
    foot: Any = "",
    head: Color = "#1764a8",
    paper: Color = "#ffffff",
    color: Color = "#222222",
    font: str = "sans",
    size: float = 26,
    pins: bool = False,
    icon_color: Color = "#333333",
) -> None:
    """Notice or poster: title band, icon, text, a band at the foot. head "none" gives a title without a band.

    - poster: [140, 14, 232, 356, "SUMMER FAIR", {icon: f:ferris-wheel, text: ["Saturday", "10 to 18"],
          foot: Free entry}]
    """
    sheet(pen, x, y, w, h, paper)
    title_style = Style(font, True)
    tall = min(h * 0.3, 90.0) if w < 260 and " " in title and len(title) > 12 else min(h * 0.22, 58.0)
    if head != "none":
        pen.rect(x, y, w, tall, head)
    pen.block(
        x + 10, y + 3, w - 20, tall - 6, title, 36, ink_on(head) if head != "none" else color, title_style, lead=1.1
    )
    top, low = y + tall + 10, y + h - 12
    if foot:
        deep = min(46.0, h * 0.2)
        fill = shade(head, -0.15) if head != "none" else "none"
        pen.rect(x, y + h - deep, w, deep, fill)
        pen.block(x + 8, y + h - deep, w - 16, deep, foot, 20, ink_on(fill) if head != "none" else color, title_style)
        low = y + h - deep - 8
    if icon:
        side = min(w * 0.8, (low - top) * (0.5 if text else 1))
        pen.icon(icon, x + (w - side) / 2, top, side, icon_color)
        top += side + 8
    pen.block(x + 14, top, w - 28, low - top, text, size, color, Style(font, False))
    if pins:
        for px in (x + 12, x + w - 12):
            pen.ellipse(px, y + 10, 6, 6, "#c8102e", "#80101f", 1)
