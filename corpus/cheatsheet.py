"""The cheat sheet of the scene format, made from the docstrings of the components."""

from __future__ import annotations

import inspect

from corpus.art import FONTS
from corpus.registry import COMPONENTS, Component

INTRODUCTION = """\
# Scenes

One scene = one YAML file, a list of items, each `- component: [arguments, {options}]`; later items lie in front.
Canvas 512 x 384 px, x to the right, y down. Boxes are x, y (top left corner), w, h; `text` has its baseline at y.
- All arguments can be given by name: `- bottle: {x: 80, y: 60, w: 120, label: BLEACH}`. Options go last, in { }.
- Each component also takes `rot` (degrees, about its middle) and `op` (opacity 0..1).
- Colours ALWAYS in quotes: "#c33", "#1b6ca8", "#00000055" (with opacity), "white", "none". Text with : , # [ ] { }
  in double quotes. `8:10`, `NO`, `9.50` stay text as written.
- Icons are `set:name`: f = Fluent emoji (coloured), n = Noto emoji (coloured), g = game-icons and m = mdi
  (silhouettes, take `color`). Look names up: `python -m corpus.draw --icons knife`. People of f: and their skins:
  f:woman-red-hair-dark, -medium-dark, -medium, -medium-light, -light; f:man-bald, f:old-woman, f:boy, f:girl, f:child.
- Text in components wraps by itself at spaces and shrinks to fit, down to 15 px, then it is an error. A text may also
  be a list of lines. Fonts: FONTS.
- `icon` as an option of a component draws an icon inside it. More things on top (a photo in a frame, an icon on a
  screen): just draw them as later items.
- `group` moves, scales and turns items together; text in it must still be 15 px after scaling.
- Recipes: evidence board = `board` (cork) + `photo` + `sticky` + `string`; cage = icons, then `bars` in front;
  cars, animals, food, tools, trophies, weapons = icons (f: in colour, g: as menacing silhouettes); night = `sky` night,
  or `shade` over a day scene; two rows of pupils = `school_desks` twice, the back row smaller and first; a held thing =
  the thing, then `hand` in front of it, or `person` with `reach` to it.

A whole scene:

    - room: {wall: "#dcebe8", floor: "#b9c5c2", at: 290, kind: tiles}
    - window: [330, 30, 150, 130, {icon: f:sun}]
    - person: [f:woman-medium, 300, 60, {size: 110, shirt: "#6a994e", reach: [236, 200]}]
    - table: [30, 250, 452, 120, {kind: counter, color: "#9c6d43"}]
    - bottle: [90, 50, 140, 200, "DRAIN CLEANER", {cap: "#e08a00", size: 24}]

"""


def entry(spec: Component) -> str:
    """Signature, description and example of a component."""
    required: list[str] = []
    options: list[str] = []
    for name, parameter in spec.parameters.items():
        default = parameter.default
        shown = name if default is parameter.empty else f"{name}={default!r}".replace("'", '"').replace(".0", "")
        (options if parameter.kind is parameter.KEYWORD_ONLY else required).append(shown)
    text = " ".join((inspect.getdoc(spec.draw) or "").split("\n- ")[0].split())
    head = f"**{spec.name}** [{', '.join(required)}" + (f", {{{', '.join(options)}}}" if options else "") + "]"
    example = "\n".join("    " + line for line in spec.example.split("\n"))
    return f"{head}\n{text}\n\n{example}\n"


def cheat_sheet() -> str:
    """The whole cheat sheet as Markdown."""
    parts = [INTRODUCTION.replace("FONTS", ", ".join(FONTS))]
    module = ""
    for spec in COMPONENTS.values():
        if spec.draw.__module__ != module:
            module = spec.draw.__module__
            parts.append("## " + (inspect.getdoc(inspect.getmodule(spec.draw)) or "").split("\n")[0].rstrip(".") + "\n")
        parts.append(entry(spec))
    return "\n".join(parts)
