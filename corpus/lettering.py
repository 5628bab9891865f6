"""Measuring and wrapping text with the real fonts."""

from __future__ import annotations

from typing import Any, NamedTuple

from corpus.art import ArtError, face

SMALLEST = 15.0
"""No lettering of a picture is smaller than this, in px of the 512 x 384 canvas."""


class Style(NamedTuple):
    """Font of a piece of text: a family name of `art.FONTS`, bold, extra space between letters in px."""

    font: str = "sans"
    bold: bool = True
    spacing: float = 0.0


class Raw(float):
    """A number of a scene that remembers how it was written, so that `9.50` stays `9.50` as text."""

    raw: str

    def __new__(cls, raw: str) -> Raw:
        number = super().__new__(cls, raw)
        number.raw = raw
        return number


def words(value: Any) -> str:
    """The text of a value of a scene."""
    if isinstance(value, list | dict):
        raise ValueError(f"expected a text, found {value!r}")
    return "" if value is None else str(getattr(value, "raw", value))


def lines_of(value: Any) -> list[str]:
    """A text or a list of texts as lines; line breaks in a text count."""
    values = value if isinstance(value, list) else [value]
    return [line for v in values for line in words(v).rstrip("\n").split("\n")]


def width(text: str, size: float, style: Style) -> float:
    """Width in px; raises ArtError where the font lacks a character."""
    advance = face(style.font, style.bold).advance
    missing = sorted({c for c in text if c not in advance})
    if missing:
        raise ArtError(f"font '{style.font}' has no character {' '.join(missing)}: use another font or an icon")
    return sum(advance[c] for c in text) * size + style.spacing * max(len(text) - 1, 0)


def wrap(lines: list[str], size: float, style: Style, room: float) -> list[str]:
    """Break lines at spaces so that each is at most `room` px wide; a longer word stays whole."""
    out: list[str] = []
    for line in lines:
        current = ""
        for word in line.split(" "):
            longer = f"{current} {word}" if current else word
            if current and width(longer, size, style) > room:
                out.append(current)
                current = word
            else:
                current = longer
        out.append(current)
    return out


def fit(
    lines: list[str], size: float, style: Style, room: tuple[float, float], lead: float, least: float
) -> tuple[float, list[str]] | None:
    """Largest size from `size` down to `least` at which the wrapped lines fit `room` (w, h); None if none does."""
    step = size
    while step >= least - 0.001:
        wrapped = wrap(lines, step, style, room[0])
        tall = step * (1 + lead * (len(wrapped) - 1))
        if tall <= room[1] + 0.5 and all(width(line, step, style) <= room[0] + 0.5 for line in wrapped):
            return step, wrapped
        step = step - 0.5 if step - 0.5 >= least or step <= least + 0.001 else least
    return None


def common(cells: list[tuple[str, float, float]], size: float, style: Style, lead: float, least: float) -> float:
    """Largest size at which every cell (text, width, height of its box) fits; `least` where none does."""
    found = size
    for text, wide, tall in cells:
        fitted = fit([text], found, style, (wide, tall), lead, min(least, found))
        found = fitted[0] if fitted else min(least, found)
    return found
