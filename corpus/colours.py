"""Colours: checking, shading, readable ink; and the error that a wrong value of a scene raises."""

from __future__ import annotations

import colorsys
import re
from typing import Any

from PIL import ImageColor


class SceneError(Exception):
    """An item cannot be drawn as written; the message is one sentence with the way out."""


def colour(value: Any) -> str:
    """Check a colour (#rgb, #rrggbb, #rrggbbaa, CSS name, none) and return it."""
    text = str(value)
    if value is None:
        raise SceneError('a colour is missing: write colours in quotes, "#c33" (without quotes # starts a comment)')
    if text == "none" or text.startswith("url(") or text.lower() in ImageColor.colormap:
        return text
    if not re.fullmatch(r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})", text):
        raise SceneError(f'\'{text}\' is no colour: write "#rgb", "#rrggbb", a CSS name or none')
    return text


def shade(value: str, by: float) -> str:
    """The colour darker (by < 0) or lighter (by > 0), by in -1..1."""
    if not colour(value).startswith("#") and value.lower() not in ImageColor.colormap:
        return value
    r, g, b = ImageColor.getrgb(value)[:3]
    hue, light, sat = colorsys.rgb_to_hls(r / 255, g / 255, b / 255)
    light = light * (1 + by) if by < 0 else light + (1 - light) * by
    return "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, light, sat))


def ink_on(value: str) -> str:
    """A readable text colour (dark or white) on the given colour."""
    if value == "none" or value.startswith("url("):
        return "#222222"
    r, g, b = ImageColor.getrgb(value)[:3]
    return "#222222" if 0.3 * r + 0.59 * g + 0.11 * b > 150 else "#ffffff"
