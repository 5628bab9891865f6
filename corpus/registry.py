"""The table of components, and the calling of one from the arguments of a scene."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from corpus.art import ArtError, icon
from corpus.lettering import words
from corpus.shapes import Pen, SceneError, colour, turn

Color = str
IconName = str
Points = list[tuple[float, float]]
COMMON = ("rot", "op")


class Component(NamedTuple):
    """A drawing function with its parameters; a backdrop does not count as content of the picture."""

    name: str
    draw: Callable[..., None]
    parameters: dict[str, inspect.Parameter]
    backdrop: bool

    @property
    def example(self) -> str:
        """The example line of the docstring, as YAML."""
        found = re.search(r"^\s*(- \w.*)$", inspect.getdoc(self.draw) or "", re.M | re.S)
        return found.group(1).strip() if found else ""


COMPONENTS: dict[str, Component] = {}


def component(name: str, backdrop: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Enter a function `draw(pen, x, y, ..., *, option=...)` in the table under a name of scenes."""

    def enter(draw: Callable[..., None]) -> Callable[..., None]:
        parameters = dict(list(inspect.signature(draw).parameters.items())[1:])
        COMPONENTS[name] = Component(name, draw, parameters, backdrop)
        return draw

    return enter


def need(choice: str, allowed: tuple[str, ...], name: str) -> None:
    """Raise a clear error where an option is none of its allowed values."""
    if choice not in allowed:
        raise SceneError(f"{name} is one of {', '.join(allowed)}, not '{choice}'")


def _points(value: Any) -> Points:
    if not isinstance(value, list) or not all(isinstance(p, list) and len(p) == 2 for p in value):
        raise SceneError(f"points are a list of pairs, [[x, y], [x, y]], found {value!r}")
    return [(float(x), float(y)) for x, y in value]


def _value(name: str, kind: str, value: Any) -> Any:
    """Check one argument by the annotation of its parameter."""
    if kind.startswith("float"):
        if value is None and "None" in kind:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SceneError(f"'{name}' must be a number, found {value!r}")
        return float(value)
    if kind == "bool" and not isinstance(value, bool):
        raise SceneError(f"'{name}' must be true or false, found {value!r}")
    if kind == "Color":
        return colour(value)
    if kind == "IconName":
        if value:
            icon(words(value))
        return words(value)
    if kind == "Points":
        return _points(value)
    return words(value) if kind == "str" else value


def _bind(spec: Component, given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split what the scene gives into arguments of the function and common options."""
    listed = given if isinstance(given, list) else [given] if not isinstance(given, dict) else []
    options: dict[str, Any] = dict(given) if isinstance(given, dict) else {}
    names = [n for n, p in spec.parameters.items() if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    if listed and isinstance(listed[-1], dict):
        options, listed = dict(listed[-1]), listed[:-1]
    if len(listed) > len(names):
        raise SceneError(f"too many arguments ({len(listed)}), it takes [{', '.join(names)}, {{options}}]")
    common = {k: options[k] for k in COMMON if k in options and k not in spec.parameters}
    given_all = {**dict(zip(names, listed, strict=False)), **{k: v for k, v in options.items() if k not in common}}
    for key in given_all:
        if key not in spec.parameters:
            near = difflib.get_close_matches(str(key), list(spec.parameters), 1)
            raise SceneError(
                f"unknown option '{key}'"
                + (f", perhaps '{near[0]}'?" if near else "")
                + f" (it knows {', '.join([*spec.parameters, *COMMON])})"
            )
    missing = [n for n, p in spec.parameters.items() if p.default is p.empty and n not in given_all]
    if missing:
        raise SceneError(f"missing {', '.join(missing)}; it takes [{', '.join(names)}, {{options}}]")
    return {n: _value(n, str(spec.parameters[n].annotation), v) for n, v in given_all.items()}, common


def draw_item(pen: Pen, item: Any, place: str) -> None:
    """Draw one item of a scene; what is wrong goes to the pen's errors, with the place."""
    before, pen.item = pen.item, place
    count = len(pen.errors)
    try:
        _draw(pen, item)
    except (SceneError, ArtError) as error:
        pen.errors.append(str(error))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
        name = next(iter(item)) if isinstance(item, dict) and item else ""
        example = " ".join(COMPONENTS[name].example.split("\n- ")[0].split()) if name in COMPONENTS else ""
        pen.errors.append(f"its content has not the expected form ({error}); for example {example}")
    name = next(iter(item), "") if isinstance(item, dict) else ""
    pen.errors[count:] = [e if e.startswith("item ") else f"{place} ({name}): {e}" for e in pen.errors[count:]]
    pen.item = before


def _draw(pen: Pen, item: Any) -> None:
    if not isinstance(item, dict) or len(item) != 1:
        raise SceneError("an item is one key with its arguments, such as - icon: [f:cat, 200, 60, 120]")
    name, given = next(iter(item.items()))
    if name not in COMPONENTS:
        near = ", ".join(difflib.get_close_matches(str(name), list(COMPONENTS), 4, 0.5)) or "see --help-scenes"
        raise SceneError(f"there is no component '{name}'; nearest: {near}")
    spec = COMPONENTS[name]
    arguments, common = _bind(spec, given)
    at = {
        k: float(arguments.get(k, p.default if isinstance(p.default, int | float) else 0))
        for k, p in spec.parameters.items()
        if k in ("x", "y", "w", "h")
    }
    if common:
        x, y, w = at.get("x", 0), at.get("y", 0), at.get("w", 0)
        middle = (x + w / 2, y + at.get("h", w if name in ("icon", "g") else 0) / 2)
        with pen.group(
            turn(_value("rot", "float", common.get("rot", 0)), *middle), _value("op", "float", common.get("op", 1))
        ):
            spec.draw(pen, **arguments)
    else:
        spec.draw(pen, **arguments)
