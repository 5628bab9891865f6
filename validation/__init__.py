"""What makes a corpus valid: ``validate(path)`` gives a ``Report`` with every finding.

The names below are imported when they are asked for: loading a corpus needs only ``records`` of this package.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mmsafeaware.validation.corpus import validate
    from mmsafeaware.validation.report import Accepted, Finding, Report
    from mmsafeaware.validation.votes import breaches, verdicts

_PLACES = {
    "validate": "corpus",
    "Accepted": "report",
    "Finding": "report",
    "Report": "report",
    "breaches": "votes",
    "verdicts": "votes",
}
__all__ = ["Accepted", "Finding", "Report", "breaches", "validate", "verdicts"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)
