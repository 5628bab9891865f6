"""Numbers as people read them."""

from __future__ import annotations

import math


def number(value: float | None, digits: int = 2) -> str:
    """A number with its digits; a dash for what is not defined."""
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:.{digits}f}"
    return text.replace("-", "−") if float(text) else text.replace("-", "")


def percent(value: float | None, digits: int = 1) -> str:
    """A share in per cent; a share that is not nil or whole never reads as if it were."""
    if value is None:
        return "–"
    text = f"{100 * value:.{digits}f}%"
    step = 10**-digits
    if 0 < value < 1 and float(text[:-1]) == 0:
        return f"<{step:.{digits}f}%"
    if 0 < value < 1 and float(text[:-1]) == 100:
        return f">{100 - step:.{digits}f}%"
    return text


def signed(value: float | None) -> str:
    """A number with its sign."""
    return "–" if value is None else f"{value:+.3f}".replace("-", "−")


def plural(count: int, one: str, many: str) -> str:
    """A count with the right form of its noun."""
    return f"{count:,} {one if count == 1 else many}"
