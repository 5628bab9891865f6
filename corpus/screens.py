"""Phones, computers, screens"""

from __future__ import annotations

from typing import Any

from corpus import lettering
from corpus.lettering import Style, lines_of, words
from corpus.registry import Color, IconName, component
from corpus.shapes import Pen, ink_on, shade

PLAIN = Style("round", False)
BOLD = Style("round", True)


def pair(row: Any) -> tuple[str, str]:
    """A row written [label, value], {label: value}, "label: value" or as a single text."""
    if isinstance(row, dict) and len(row) == 1:
        row = list(next(iter(row.items())))
    if isinstance(row, list) and len(row) == 2:
        return words(row[0]), words(row[1])
    text = words(row)
    left, mark, right = text.partition(": ")
    return (left, right) if mark else ("", text)


def handset(pen: Pen, x: float, y: float, w: float, h: float, face: str, case: str) -> tuple[float, float, float]:
    """Body and glass of a phone; returns the left and top edge and the width of the glass."""
    pen.rect(x, y, w, h, case, 26, shade(case, 0.3), 2, shadow=True)
    pen.rect(x + 8, y + 10, w - 16, h - 20, face, 18)
    return x + 8, y + 10, w - 16


def title_bar(pen: Pen, x: float, y: float, w: float, name: str, head: str, icon: str, h: float = 46) -> None:
    """Coloured bar at the top of a phone's glass."""
    clip = pen.clip(x, y, w, h + 40, 18)
    with pen.group(clip=clip):
        pen.rect(x, y, w, h, head)
    ink = ink_on(head)
    pen.ellipse(x + 28, y + h / 2, 15, 15, "#ffffff", op=0.9)
    pen.icon(icon or "m:account", x + 15, y + h / 2 - 13, 26, head)
    pen.text(x + 52, y + h / 2 + 6, name, 18, ink, BOLD, "start", w - 66)


@component("phone")
def phone(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    messages: Any,
    *,
    name: str = "Chat",
    head: Color = "#2b6cb0",
    icon: IconName = "",
    mine: Color = "#c9ecc4",
    theirs: Color = "#ffffff",
    face: Color = "#e9eef3",
    size: float = 18,
    case: Color = "#1b1b1f",
    input: str = "",
) -> None:
    """Phone with a chat. Messages: a text that starts with "> " is mine (right), "-- " a small line in the middle,
    else theirs (left). Usual box: [116, 6, 280, 372].

    - phone: [116, 6, 280, 372, ["Are you at home?", "> Not before six", "-- today"], {name: Mara, icon: f:woman}]
    """
    gx, gy, gw = handset(pen, x, y, w, h, face, case)
    title_bar(pen, gx, gy, gw, name, head, icon)
    at, low = gy + 58, y + h - 14 - (36 if input else 0)
    size = max(size, pen.least)
    for value in messages if isinstance(messages, list) else [messages]:
        text = words(value)
        side = "right" if text.startswith("> ") else "middle" if text.startswith("-- ") else "left"
        text = text[2:] if side == "right" else text[3:] if side == "middle" else text
        rows = lettering.wrap(lines_of(text), size, PLAIN, gw - 54)
        wide = max(lettering.width(r, size, PLAIN) for r in rows) + 22
        tall = len(rows) * size * 1.25 + 13
        left = {"left": gx + 8, "right": gx + gw - 8 - wide, "middle": gx + (gw - wide) / 2}[side]
        fill = {"left": theirs, "right": mine, "middle": "#d5dde5"}[side]
        pen.rect(left, at, wide, tall, fill, 12, "#00000018", 1)
        for i, row in enumerate(rows):
            pen.text(left + 11, at + 5 + size * (1 + i * 1.25), row, size, ink_on(fill), PLAIN, "start", gw - 38)
        at += tall + 8
    if at - 8 > low:
        pen.errors.append(
            f"the messages need {at - 8 - low:.0f} px more than the phone is high: "
            "shorten them, make the phone wider or leave one out"
        )
    if input:
        pen.rect(gx + 8, y + h - 46, gw - 16, 30, "#ffffff", 15, "#c5cdd5", 1)
        pen.text(gx + 22, y + h - 25, input, 16, "#555555", PLAIN, "start", gw - 44)


@component("app")
def app(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    rows: Any,
    *,
    title: str = "",
    head: Color = "#5b4fcf",
    icon: IconName = "",
    button: str = "",
    button_color: Color = "#2e9e5b",
    face: Color = "#f6f7fb",
    case: Color = "#1b1b1f",
    picture: IconName = "",
) -> None:
    """Phone with an app: title bar, a big icon (`picture`), rows (a text, or [label, value]), a button below.

    - app: [116, 6, 280, 372, [["Steps", "4,210"], "Goal: 10,000"], {title: My Day, picture: f:running-shoe,
          button: SHARE}]
    """
    gx, gy, gw = handset(pen, x, y, w, h, face, case)
    top, low = gy + 12, y + h - 20
    if title:
        title_bar(pen, gx, gy, gw, title, head, icon)
        top = gy + 56
    if button:
        pen.rect(gx + 18, low - 40, gw - 36, 40, button_color, 20)
        pen.text(gx + gw / 2, low - 13, button, 19, ink_on(button_color), BOLD, "middle", gw - 56)
        low -= 50
    if picture:
        side = min(gw * 0.5, (low - top) * 0.5)
        pen.icon(picture, gx + (gw - side) / 2, top + 4, side, head)
        top += side + 12
    rows = rows if isinstance(rows, list) else [rows]
    each = min((low - top) / max(len(rows), 1), 56)
    for i, row in enumerate(rows):
        label, value = pair(row)
        pen.rect(gx + 12, top + i * each, gw - 24, each - 7, "#ffffff", 9, "#00000014", 1)
        list_row(pen, gx + 24, top + i * each, gw - 48, each - 7, label, value)


def list_row(pen: Pen, x: float, y: float, w: float, h: float, label: str, value: str) -> None:
    """Label at the left and value at the right, or one text over the whole width."""
    if label:
        wide = lettering.width(label, 16, PLAIN)
        pen.block(x, y, wide + 1, h, label, 16, "#5d6672", PLAIN, "start")
        pen.block(x + wide + 8, y, w - wide - 8, h, value, 18, "#222222", BOLD, "end")
    else:
        pen.block(x, y, w, h, value, 18, "#222222", BOLD)
