"""Points of an SVG path, for its bounds."""

from __future__ import annotations

import re

_SIZES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?"


def points(d: str) -> list[tuple[float, float]]:
    """End and control points of all segments, absolute; an arc counts with its end points only."""
    found: list[tuple[float, float]] = []
    x = y = start_x = start_y = 0.0
    for letter, rest in re.findall(r"([MLHVCSQTAZmlhvcsqtaz])([^MLHVCSQTAZmlhvcsqtaz]*)", d):
        kind, values = letter.upper(), [float(n) for n in re.findall(_NUMBER, rest)]
        if kind == "Z":
            x, y = start_x, start_y
            continue
        for i in range(0, len(values) - _SIZES[kind] + 1, _SIZES[kind]):
            part = values[i : i + _SIZES[kind]]
            dx, dy = (x, y) if letter.islower() else (0.0, 0.0)
            if kind == "H":
                pairs = [(part[0] + dx, y)]
            elif kind == "V":
                pairs = [(x, part[0] + dy)]
            else:
                part = part[-2:] if kind == "A" else part
                pairs = [(part[k] + dx, part[k + 1] + dy) for k in range(0, len(part) - 1, 2)]
            found += pairs
            x, y = pairs[-1]
            if kind == "M" and i == 0:
                start_x, start_y = x, y
    return found
