"""Texts of a corpus inside Markdown: shown as they are, never as markup."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+!|~&$@:=^-]")


def plain(text: str) -> str:
    """A text on one line in which no character is markup, a link, a mention or HTML."""
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))


def table(head: list[str], rows: list[list[str]], right: tuple[int, ...] = ()) -> str:
    """A Markdown table; the columns numbered in ``right`` stand to the right."""
    rule = ["---:" if number in right else "---" for number in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def bullets(items: list[str]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {item}" for item in items)
