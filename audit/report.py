"""The report: one self-contained HTML page from the results of an audit."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
from typing import TYPE_CHECKING, Any

from mmsafeaware.audit import views, wording

if TYPE_CHECKING:
    import jinja2

    from mmsafeaware.audit.measures import Audit

MISSING = 'The report needs jinja2: pip install "mmsafeaware[audit]", or take --format json.'
BADGES = {"good": "● Firm agreement", "caution": "▲ With care", "bad": "■ Not as it is", "unknown": "○ Unknown"}
SIGNS = {"good": ("●", "good"), "caution": ("▲", "caution"), "bad": ("■", "bad"), "unknown": ("○", "to know")}
SECTIONS = [
    ("agreement", "Agreement"), ("scenarios", "Scenarios"), ("annotators", "Annotators"), ("claim", "Both halves"),
    ("shortcuts", "Shortcuts"), ("discards", "Discards"), ("contested", "Contested pairs"), ("surface", "Duplicates"),
    ("method", "Method"),
]  # fmt: skip


def html(audit: Audit) -> str:
    """The page. Every text of the corpus is escaped; style and script run by their hashes alone, nothing is fetched."""
    environment = _environment()
    style, script = (_source(environment, name) for name in ("style.css", "script.js"))
    page: str = environment.get_template("report.html.j2").render(
        r=audit.results,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        sections=SECTIONS,
        badges=BADGES,
        signs=SIGNS,
        answers=["safe", "unsafe", "unsure"],
        **views.everything(audit),
    )
    return page


def available() -> str | None:
    """None if a report can be made, else the sentence that says what is missing."""
    return None if importlib.util.find_spec("jinja2") else MISSING


def _environment() -> jinja2.Environment:
    if missing := available():
        raise ImportError(missing)
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mmsafeaware.audit"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "num": wording.number,
        "pct": wording.percent,
        "signed": wording.signed,
        "key": key,
        "at": at,
        "tick": lambda value: f"{value:.2g}".replace("-", "−"),
        "words": lambda name: name.replace("over_safety", "over-safety").replace("_", " "),
        "capitalise": lambda text: text[:1].upper() + text[1:],
    }
    return environment


def _source(environment: jinja2.Environment, name: str) -> Any:
    """A file of ours that goes into the page as it stands."""
    import markupsafe

    assert environment.loader is not None
    return markupsafe.Markup(environment.loader.get_source(environment, name)[0])


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def key(value: float | None) -> str:
    """What a column is sorted by; empty for what is not defined."""
    return "" if value is None else f"{value:.6f}"


def at(value: float, low: float, high: float, width: float) -> float:
    """The place of a value on an axis, in pixels; what lies beyond an end is drawn at it."""
    return round(min(1.0, max(0.0, (value - low) / (high - low))) * width, 2)
