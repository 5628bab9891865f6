"""Outdoors, streets, weather, fire"""

from __future__ import annotations

from corpus.lettering import Style
from corpus.registry import Color, component, need
from corpus.shapes import HEIGHT, WIDTH, Pen, scatter, shade

BOLD = Style("sans", True)


def cloud(pen: Pen, x: float, y: float, w: float, color: str = "#ffffff", op: float = 0.9) -> None:
    """A small cloud, its middle at x, y."""
    with pen.group(op=op):
        for dx, dy, r in ((-0.3, 0.05, 0.2), (-0.08, -0.08, 0.27), (0.18, -0.02, 0.23), (0.36, 0.07, 0.15)):
            pen.ellipse(x + dx * w, y + dy * w, r * w, r * w * 0.8, color)


@component("sky", backdrop=True)
def sky(pen: Pen, kind: str = "day") -> None:
    """Sky over the whole canvas: day, evening, night, storm or dawn.

    - sky: [night]
    """
    need(kind, ("day", "evening", "night", "storm", "dawn"), "kind")
    top, low = {
        "day": ("#8cc8f0", "#e6f5ff"),
        "evening": ("#3b3a78", "#f49a5a"),
        "night": ("#0c1430", "#2c3a68"),
        "storm": ("#3c4654", "#8995a1"),
        "dawn": ("#7fb2de", "#ffe0c0"),
    }[kind]
    pen.rect(0, 0, WIDTH, HEIGHT, pen.blend(top, low))
    if kind == "night":
        for i, (px, py) in enumerate(scatter(34, WIDTH, 250)):
            pen.ellipse(px, py, 1.1 + i % 3 * 0.5, 1.1 + i % 3 * 0.5, "#ffffff", op=0.8)
    elif kind == "storm":
        for i in range(5):
            cloud(pen, 40 + i * 110, 36 + (i % 2) * 22, 190, "#2f3843", 0.75)
    else:
        for cx, cy, w in ((90, 60, 110), (330, 40, 130), (460, 100, 90)):
            cloud(pen, cx, cy, w, "#ffffff", 0.85 if kind == "day" else 0.4)


@component("meadow", backdrop=True)
def meadow(pen: Pen, at: float = 250, *, kind: str = "day", grass: Color = "#7fb55d", flowers: bool = True) -> None:
    """Sky (kinds of `sky`), hills and grass from `at` down.

    - meadow: [250, {kind: evening}]
    """
    sky(pen, kind)
    dark = {"night": -0.6, "storm": -0.3, "evening": -0.25}.get(kind, 0.0)
    grass = shade(grass, dark) if dark else grass
    pen.path(f"M0 {at + 10}Q120 {at - 60} 260 {at}Q390 {at - 50} 512 {at - 4}V384H0z", shade(grass, 0.16))
    pen.path(f"M0 {at + 14}Q150 {at - 8} 300 {at + 12}T512 {at + 6}V384H0z", pen.blend(grass, shade(grass, -0.16)))
    for i, (fx, fy) in enumerate(scatter(18 if flowers else 0, WIDTH, max(HEIGHT - at - 44, 1), 4)):
        pen.ellipse(fx, fy + at + 34, 3.5, 3.5, ("#ffffff", "#ffe066", "#f29bb4")[i % 3], op=0.9)


@component("sea", backdrop=True)
def sea(pen: Pen, at: float = 170, *, kind: str = "day", water: Color = "#3a8fc0", beach: float = 0) -> None:
    """Sky, sea from `at` down, and a beach from `beach` down (0: none).

    - sea: [160, {beach: 300}]
    """
    sky(pen, kind)
    water = shade(water, {"night": -0.6, "storm": -0.45, "evening": -0.3}.get(kind, 0.0))
    pen.rect(0, at, WIDTH, HEIGHT - at, pen.blend(shade(water, 0.15), shade(water, -0.15)))
    for row in range(int((HEIGHT - at) / 30)):
        for i in range(6):
            px, py = i * 96 + (row % 2) * 48 - 20, at + 16 + row * 30
            pen.path(f"M{px} {py}q12 -8 24 0t24 0", stroke="#ffffff", sw=2.5, op=0.4)
    if beach:
        pen.path(f"M0 {beach + 10}Q130 {beach - 14} 260 {beach + 6}T512 {beach}V384H0z", "#f7f3e4", op=0.8)
        pen.path(
            f"M0 {beach + 18}Q130 {beach - 4} 260 {beach + 15}T512 {beach + 9}V384H0z", pen.blend("#ecd7a6", "#d8bd84")
        )


@component("night", backdrop=True)
def night(pen: Pen, ground: Color = "#1c2233", at: float = 300, *, moon: bool = True) -> None:
    """Night sky with a moon and dark ground from `at` down.

    - night: ["#1c2233", 300]
    """
    sky(pen, "night")
    if moon:
        pen.halo(432, 66, 90, 90, "#fff6cf", 0.5)
        pen.ellipse(432, 66, 30, 30, "#fff6cf")
        pen.ellipse(424, 60, 6, 5, "#e3d7a4")
    pen.rect(0, at, WIDTH, HEIGHT - at, pen.blend(shade(ground, 0.08), ground))


@component("fence")
def fence(pen: Pen, x: float, y: float, w: float, h: float, *, color: Color = "#c48a56", kind: str = "wood") -> None:
    """Fence: wood (pointed boards), wire (mesh with posts) or iron.

    - fence: [0, 190, 512, 130, {kind: wood}]
    """
    need(kind, ("wood", "wire", "iron"), "kind")
    edge = shade(color, -0.35)
    if kind == "wood":
        for k in (0.28, 0.74):
            pen.rect(x, y + h * k, w, h * 0.11, shade(color, -0.18))
        n = max(int(w / 36), 1)
        for i in range(n):
            left, wide = x + i * w / n, w / n - 7
            pen.poly(
                [(left, y + h), (left, y + 14), (left + wide / 2, y), (left + wide, y + 14), (left + wide, y + h)],
                shade(color, 0.06 * (i % 3)),
                edge,
                1.5,
            )
    elif kind == "wire":
        with pen.group(clip=pen.clip(x, y, w, h)):
            for i in range(int((w + h) / 20) + 1):
                pen.line([(x + i * 20 - h, y + h), (x + i * 20, y)], "#8b949c", 1.8)
                pen.line([(x + i * 20 - h, y), (x + i * 20, y + h)], "#8b949c", 1.8)
        for at in range(int(w / 120) + 1):
            pen.rect(x + at * 120, y - 8, 8, h + 8, "#6d757d", 3)
        pen.rect(x, y - 2, w, 5, "#6d757d", 2)
    else:
        for i in range(int(w / 24) + 1):
            post = x + i * 24
            pen.rect(post, y + 12, 5, h - 12, "#2b2f36")
            pen.poly([(post - 3, y + 13), (post + 2.5, y), (post + 8, y + 13)], "#2b2f36")
        for k in (0.2, 0.85):
            pen.rect(x, y + h * k, w, 6, "#2b2f36")


@component("bench")
def bench(pen: Pen, x: float, y: float, w: float, h: float = 0, *, color: Color = "#b06f3a") -> None:
    """Park bench; things on it stand at y + h * 0.55.

    - bench: [80, 210, 340, 130]
    """
    h = h or w * 0.4
    pen.shadow(x + w / 2, y + h, w * 0.5)
    for k in (0.1, 0.84):
        pen.rect(x + w * k, y + h * 0.04, w * 0.045, h * 0.96, "#3c4249", 3)
    for k in (0.0, 0.2):
        pen.rect(x, y + h * k, w, h * 0.14, pen.blend(shade(color, 0.15), color), 5, shade(color, -0.35), 1.5)
    pen.rect(x - 8, y + h * 0.53, w + 16, h * 0.14, pen.blend(shade(color, 0.22), color), 5, shade(color, -0.35), 1.5)


@component("fire")
def fire(pen: Pen, x: float, y: float, w: float, *, smoke: bool = True, n: float = 3) -> None:
    """Flames with a glow; x, y is the top left corner, about as high as wide; smoke rises above.

    - fire: [180, 140, 200, {n: 3}]
    """
    pen.halo(x + w / 2, y + w * 0.7, w * 0.95, w * 0.7, "#ff8a2a", 0.75)
    if smoke:
        smoke_cloud(pen, x + w * 0.2, y - w * 0.5, w * 0.7)
    for i in range(int(n)):
        side = w * (0.72 if i == int(n) // 2 else 0.52)
        cx = x + w * (i + 0.5) / n
        pen.icon("f:fire", cx - side / 2, y + w - side, side)


@component("smoke")
def smoke_cloud(pen: Pen, x: float, y: float, w: float, color: Color = "#4a4d52") -> None:
    """Smoke or steam that rises, in a box about w wide and 1.1 w high.

    - smoke: [200, 20, 160, "#5b5e63"]
    """
    puffs = (
        (0.3, 0.98, 0.1),
        (0.4, 0.84, 0.15),
        (0.32, 0.66, 0.2),
        (0.52, 0.48, 0.25),
        (0.38, 0.28, 0.27),
        (0.68, 0.18, 0.24),
        (0.2, 0.4, 0.16),
    )
    for grow, tone, op in ((1.0, 0.0, 0.75), (0.66, 0.14, 0.5)):
        with pen.group(op=op):
            for dx, dy, r in puffs:
                pen.ellipse(
                    x + (dx - 0.03 * (tone > 0)) * w,
                    y + (dy - 0.04 * (tone > 0)) * w,
                    r * w * grow,
                    r * w * grow * 0.9,
                    shade(color, tone),
                )


@component("tree")
def tree(pen: Pen, x: float, y: float, w: float, h: float, *, color: Color = "#5f9e4a", kind: str = "round") -> None:
    """Tree (round, fir or bare) whose trunk stands at y + h.

    - tree: [40, 60, 130, 240, {kind: round}]
    """
    need(kind, ("round", "fir", "bare"), "kind")
    cx = x + w / 2
    pen.shadow(cx, y + h, w * 0.34)
    pen.poly(
        [(cx - w * 0.05, y + h * 0.4), (cx + w * 0.05, y + h * 0.4), (cx + w * 0.09, y + h), (cx - w * 0.09, y + h)],
        "#7a5232",
    )
    if kind == "fir":
        for k in (0.42, 0.22, 0.0):
            wide = w * (0.28 + k * 0.5)
            pen.poly(
                [(cx, y + h * k), (cx + wide, y + h * (k + 0.42)), (cx - wide, y + h * (k + 0.42))],
                shade(color, -0.25 + k * 0.2),
            )
    elif kind == "round":
        for dx, dy, r in (
            (-0.24, 0.36, 0.27),
            (0.24, 0.36, 0.27),
            (0, 0.2, 0.34),
            (-0.1, 0.42, 0.3),
            (0.14, 0.44, 0.28),
        ):
            pen.ellipse(cx + dx * w, y + dy * h, r * w, r * w, shade(color, 0.12 * (dx < 0) - 0.06))
    else:
        for dx, dy in ((-0.4, 0.12), (-0.2, 0.0), (0.1, 0.02), (0.42, 0.16)):
            pen.line([(cx, y + h * 0.45), (cx + dx * w * 0.5, y + h * 0.25), (cx + dx * w, y + h * dy)], "#7a5232", 6)


@component("rain")
def rain(pen: Pen, kind: str = "rain", *, op: float = 0.6) -> None:
    """Rain or snow over the whole canvas.

    - rain: [snow]
    """
    need(kind, ("rain", "snow"), "kind")
    for i, (px, py) in enumerate(scatter(90, WIDTH, HEIGHT, 9)):
        if kind == "rain":
            pen.line([(px, py), (px - 6, py + 18)], "#dcefff", 2, op)
        else:
            pen.ellipse(px, py, 2.5 + i % 3, 2.5 + i % 3, "#ffffff", op=op)
