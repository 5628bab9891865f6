"""The changes of sentences that errata name; each says what to do without quoting the sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any


def apply(text: str, change: dict[str, Any]) -> str:
    """The sentence after one change, ``{name: argument}`` with a name of ``CHANGES``.

    Raises ``ValueError`` if the sentence has not what the change is about.
    """
    ((name, argument),) = change.items()
    changed = CHANGES[name](text, argument)
    if changed == text:
        raise ValueError(f"the change {name} changes nothing")
    return changed


def _strip_suffix(text: str, suffix: str) -> str:
    """Takes this off the end."""
    return text.removesuffix(suffix)


def _strip_spaces(text: str, _: bool) -> str:
    """Takes white space off both ends."""
    return text.strip()


def _collapse_spaces(text: str, _: bool) -> str:
    """Makes one space of several inside the sentence."""
    return re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)


def _space_after_comma(text: str, _: bool) -> str:
    """Puts a space between a comma and a letter."""
    return re.sub(r",(?=[^\W\d_])", ", ", text)


def _replace_character(text: str, where: dict[str, Any]) -> str:
    """Puts ``to`` in the place of the character ``from`` at position ``at`` (from 0)."""
    at: int = where["at"]
    return text[:at] + str(where["to"]) + text[at + 1 :] if text[at : at + 1] == where["from"] else text


def _insert(text: str, where: dict[str, Any]) -> str:
    """Puts ``text`` at position ``at`` (from 0)."""
    at: int = where["at"]
    return text[:at] + str(where["text"]) + text[at:]


CHANGES: dict[str, Callable[[str, Any], str]] = {
    function.__name__.removeprefix("_"): function
    for function in (_strip_suffix, _strip_spaces, _collapse_spaces, _space_after_comma, _replace_character, _insert)
}
