"""Browser, e-mail, computers"""

from __future__ import annotations

from typing import Any

from corpus import lettering
from corpus.lettering import Style, words
from corpus.registry import Color, IconName, component
from corpus.shapes import Pen, SceneError, ink_on

PLAIN = Style("round", False)
BOLD = Style("round", True)


@component("browser")
def browser(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    url: str = "",
    title: str = "",
    text: Any = "",
    icon: IconName = "",
    button: str = "",
    button_color: Color = "#2b6cb0",
    head: Color = "#ffffff",
    color: Color = "#222222",
    face: Color = "#ffffff",
    size: float = 26,
) -> None:
    """Browser window with address, title band (colour `head`), icon at the left, text, button. Empty parts are left
    out; draw more on top of it (the page starts 36 px below y).

    - browser: [20, 14, 472, 356, {url: shop.example, title: NIGHT SALE, icon: f:wrapped-gift,
          text: "All lamps half price", button: BUY NOW}]
    """
    pen.rect(x, y, w, h, face, 10, "#9aa5b1", 1.5, shadow=True)
    with pen.group(clip=pen.clip(x, y, w, h, 10)):
        pen.rect(x, y, w, 36, "#dde3ea")
    for i, c in enumerate(("#ee6a5f", "#f5bf4f", "#61c554")):
        pen.ellipse(x + 18 + i * 18, y + 18, 6, 6, c)
    pen.rect(x + 76, y + 6, w - 90, 24, "#ffffff", 12)
    if url:
        pen.text(x + 90, y + 24, url, 15, "#555555", PLAIN, "start", w - 120)
    page(pen, x, y + 36, w, h - 36, title, text, icon, button, button_color, head, color, size)


def page(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    title: str,
    text: Any,
    icon: str,
    button: str,
    button_color: str,
    head: str,
    color: str,
    size: float,
) -> None:
    """Contents of a window or screen: title, icon, text, button."""
    top, low = y + 10, y + h - 12
    if title:
        if head != "none":
            pen.rect(x + 1, y, w - 2, 52, head)
        pen.text(x + w / 2, y + 36, title, 27, ink_on(head), BOLD, "middle", w - 30)
        top = y + 60
    if button:
        wide = min(lettering.width(button, 20, BOLD) + 44, w - 30)
        pen.rect(x + (w - wide) / 2, low - 40, wide, 38, button_color, 8)
        pen.text(x + w / 2, low - 14, button, 20, ink_on(button_color), BOLD, "middle", wide - 16)
        low -= 50
    left, wide = x + 16, w - 32
    if icon:
        side = min(low - top, w * 0.4) if text else min(low - top, wide)
        pen.icon(icon, left if text else x + (w - side) / 2, top + (low - top - side) / 2, side, color)
        left, wide = left + side + 14, wide - side - 14
    if text:
        pen.block(left, top, wide, low - top, text, size, color, PLAIN, "start" if icon else "middle")


@component("email")
def email(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any,
    *,
    sender: str = "",
    subject: str = "",
    to: str = "",
    icon: IconName = "m:account-circle",
    head: Color = "#3b6fb5",
    size: float = 22,
    button: str = "",
) -> None:
    """E-mail window: sender, subject, text, perhaps a button.

    - email: [40, 20, 432, 344, ["Dear team,", "the room is booked for Friday."], {sender: Ida Holm, subject: Friday}]
    """
    pen.rect(x, y, w, h, "#ffffff", 10, "#9aa5b1", 1.5, shadow=True)
    with pen.group(clip=pen.clip(x, y, w, h, 10)):
        pen.rect(x, y, w, 34, head)
    pen.icon("m:email-outline", x + 10, y + 5, 24, ink_on(head))
    pen.text(x + 42, y + 23, "Inbox", 17, ink_on(head), BOLD, "start")
    at = y + 46
    pen.icon(icon, x + 14, at, 44, head)
    for label, value, bold in (("From", sender, True), ("To", to, False), ("Subject", subject, True)):
        if value:
            pen.text(x + 68, at + 18, f"{label}:", 16, "#6b7480", PLAIN, "start")
            pen.text(x + 136, at + 18, value, 17, "#222222", Style("round", bold), "start", w - 150)
            at += 24
    at = max(at, y + 94) + 6
    pen.rect(x + 14, at, w - 28, 1.5, "#d5dbe1")
    low = y + h - 14
    if button:
        wide = lettering.width(button, 19, BOLD) + 40
        pen.rect(x + 20, low - 38, wide, 38, head, 6)
        pen.text(x + 20 + wide / 2, low - 12, button, 19, ink_on(head), BOLD)
        low -= 46
    pen.block(x + 20, at + 10, w - 40, low - at - 12, text, size, "#222222", PLAIN, "start", "top", 1.4)


@component("screen")
def screen(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    kind: str = "monitor",
    face: Color = "#eaf1f8",
    title: str = "",
    text: Any = "",
    icon: IconName = "",
    button: str = "",
    button_color: Color = "#2b6cb0",
    head: Color = "#2f4a6d",
    color: Color = "#222222",
    size: float = 26,
) -> None:
    """Monitor, laptop, tv or tablet (`kind`) with title, icon, text, button; the box is the whole device.

    - screen: [60, 30, 392, 300, {kind: laptop, title: Exam results, icon: f:bar-chart, text: "Group B: 12 points"}]
    """
    foot = {"monitor": 0.2 * h, "laptop": 0.16 * h, "tv": 0.07 * h, "tablet": 0.0}.get(kind)
    if foot is None:
        raise SceneError(f"kind is monitor, laptop, tv or tablet, not '{kind}'")
    tall = h - foot
    if kind == "monitor":
        pen.shadow(x + w / 2, y + h - 3, w * 0.24)
        pen.poly(
            [(x + w * 0.43, y + tall), (x + w * 0.57, y + tall), (x + w * 0.6, y + h - 8), (x + w * 0.4, y + h - 8)],
            "#8a949e",
        )
        pen.rect(x + w * 0.33, y + h - 12, w * 0.34, 10, "#aab3bc", 5)
    if kind == "tv":
        for s in (0.2, 0.8):
            pen.line([(x + w * s, y + tall), (x + w * (s + (-0.05 if s < 0.5 else 0.05)), y + h)], "#22262b", 8)
    inset = 4 if kind == "laptop" else 0
    left, wide = x + inset * w / 60, w - inset * w / 30
    pen.rect(left, y, wide, tall, "#20242a", 12, "#454c55", 2, shadow=True)
    pen.rect(left + 11, y + 11, wide - 22, tall - 22, face, 4)
    if kind == "laptop":
        pen.poly(
            [(left, y + tall - 2), (left + wide, y + tall - 2), (x + w + 6, y + h - 8), (x - 6, y + h - 8)],
            "#b9c1ca",
            shadow=True,
        )
        pen.rect(x - 6, y + h - 9, w + 12, 8, "#8d96a0", 4)
        for i in range(3):
            pen.line(
                [
                    (left + 16 - i * 5, y + tall + foot * (0.2 + i * 0.16)),
                    (left + wide - 16 + i * 5, y + tall + foot * (0.2 + i * 0.16)),
                ],
                "#6d7680",
                3,
            )
    with pen.group(clip=pen.clip(left + 11, y + 11, wide - 22, tall - 22, 4)):
        page(pen, left + 11, y + 11, wide - 22, tall - 22, title, text, icon, button, button_color, head, color, size)


@component("window_dialog")
def dialog(
    pen: Pen,
    x: float,
    y: float,
    w: float,
    h: float,
    text: Any,
    *,
    title: str = "",
    icon: IconName = "",
    buttons: Any = ("OK",),
    head: Color = "#3c5a80",
    size: float = 24,
) -> None:
    """Dialog box of a program with a title bar, icon, text and buttons.

    - window_dialog: [90, 90, 332, 200, "Delete all 48 photos?", {title: Photos, icon: f:wastebasket,
          buttons: [DELETE, KEEP]}]
    """
    pen.rect(x, y, w, h, "#f5f7fa", 10, "#7c8794", 2, shadow=True)
    with pen.group(clip=pen.clip(x, y, w, h, 10)):
        pen.rect(x, y, w, 34, head)
    pen.text(x + 14, y + 23, title, 17, ink_on(head), BOLD, "start", w - 60)
    pen.icon("m:close", x + w - 30, y + 7, 20, ink_on(head))
    side = min(64.0, h - 110) if icon else 0
    if icon:
        pen.icon(icon, x + 18, y + 44 + (h - 100 - side) / 2, side, head)
    left = x + 20 + (side + 12 if icon else 0)
    pen.block(left, y + 42, x + w - 18 - left, h - 98, text, size, "#222222", BOLD)
    each = (w - 24) / max(len(buttons), 1)
    for i, label in enumerate(buttons):
        fill = head if i == 0 else "#dde3ea"
        pen.rect(x + 18 + i * each, y + h - 48, each - 12, 36, fill, 7, "#00000033", 1)
        pen.text(x + 12 + (i + 0.5) * each, y + h - 24, words(label), 18, ink_on(fill), BOLD, "middle", each - 24)
