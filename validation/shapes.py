r"""The shape of a line: how a record is written, with groups for what differs from line to line.

Once ``records.check`` has accepted a line, it must accept every line that has the same bytes but for JSON strings of
the right length and alphabet in the place of its free texts, checked votes in the place of its votes, and other parts
that an accepted line has held in the same place: nothing that a rule looks at can be wrong then. So a regular
expression learned from one line reads the millions that are written like it, and no JSON parser has to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mmsafeaware.validation import records

_ESCAPE = rb'\\(?:["\\/bfnrt]|u(?:[0-9A-CE-Fa-ce-f][0-9A-Fa-f]{3}|[Dd][0-7][0-9A-Fa-f]{2}))'  # but no surrogates
_VOTE = rb"\{[^{}\r\n]*\}"
_VOTES = re.compile(rb"\[\s*(%b)\s*,\s*(%b)\s*,\s*(%b)\s*\]" % (_VOTE, _VOTE, _VOTE))
_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"(\s*:)?', re.DOTALL)
_NO_BASE = re.compile(rb'"base_id"\s*:\s*(null)')
FREE = ("id", "base_id", "image", "image_description", "text", "source")  # texts of a record's own, as a rule


class Syntax(NamedTuple):
    """Patterns of what is in a line: the inside of a string, a vote, the rest."""

    string: bytes
    vote: bytes
    rest: bytes


# Any JSON string without surrogates, and the same for lines that hold neither backslashes nor control characters. The
# second takes less than half the time; it may run over the end of a broken line, and then gives too few matches.
STRICT = Syntax(rb'[^"\\\x00-\x1f]*(?:%b[^"\\\x00-\x1f]*)*' % _ESCAPE, _VOTE, rb"[^\n]*")
QUICK = Syntax(rb'[^"]*', rb"\{[^}]*\}", rb"[^\n]*")


class Shape(NamedTuple):
    """Patterns that match any line with its end: in groups if it has the shape, else whole, in the last group.

    ``strict`` reads every line; ``quick`` those of plain characters, if it gives one match a line. ``groups``: what
    each group holds: a free text, a ``vote``, a ``part``; at last a ``line``.
    """

    strict: re.Pattern[bytes]
    quick: re.Pattern[bytes]
    groups: list[str]

    def numbers(self, kind: str) -> list[int]:
        """The numbers of the groups of a kind, from 0."""
        return [number for number, group in enumerate(self.groups) if group == kind]

    def fits(self, raw: bytes) -> bool:
        """Whether a line without its end has the shape."""
        found = self.strict.fullmatch(raw + b"\n")
        return found is not None and found[len(self.groups)] is None


class _Span(NamedTuple):
    start: int
    stop: int
    kind: str


def learn(raw: bytes, record: dict[str, Any]) -> Shape | None:
    """The shape of a line that holds an accepted record; None if it is written in too strange a way."""
    votes = _votes(raw, record)
    spans = _texts(raw, record)
    if votes is None or spans is None or len(raw) > records.MAX_LINE // 2:
        return None
    spans = [span for span in spans if not any(vote.start < span.start < vote.stop for vote in votes)]
    spans = [_Span(span.start - 1, span.stop + 1, span.kind) if span.kind == "base_id" else span for span in spans]
    marks = sorted([*spans, *votes, *(_Span(*match.span(1), "base_id") for match in _NO_BASE.finditer(raw))])
    last = max(number for number, mark in enumerate(marks) if mark.kind != "shared")
    marks = marks[: last + 1]
    strict, quick = (re.compile(_pattern(raw, marks, syntax)) for syntax in (STRICT, QUICK))
    return Shape(strict, quick, [*_groups(marks), "part", "line"])


def _pattern(raw: bytes, marks: list[_Span], syntax: Syntax) -> bytes:
    """The line with groups in the place of its free texts and votes, and of all between two that records share."""
    pattern, segment, varied, at = b"", b"", False, 0
    for mark in marks:
        segment += re.escape(raw[at : mark.start])
        at = mark.stop
        if mark.kind == "shared":
            segment, varied = segment + syntax.string, True
            continue
        pattern += b"(%b)" % segment if varied else segment
        if mark.kind == "base_id":  # a pair without a base is of the same shape as one with a base
            pattern += b'(?:null|"((?!")%b)")' % syntax.string
        else:
            pattern += b"(%b)" % (syntax.vote if mark.kind == "vote" else syntax.string)
        segment, varied = b"", False
    return rb"(?:%b(%b)|([^\n]*))\n" % (pattern, syntax.rest)


def _groups(marks: list[_Span]) -> Iterator[str]:
    for before, mark in zip([None, *marks], marks, strict=False):
        if mark.kind != "shared":
            yield from ["part"] if before and before.kind == "shared" else []
            yield mark.kind


def _texts(raw: bytes, record: dict[str, Any]) -> list[_Span] | None:
    """Where the values that are strings stand, without their quotes."""
    tokens = [token.span(1) for token in _TOKEN.finditer(raw) if token[2] is None]
    paths = [path for path, value in _walk(record) if isinstance(value, str)]
    if len(tokens) != len(paths):
        return None
    kinds = [str(path[0]) if path[0] in FREE else "shared" for path in paths]
    return [_Span(*span, kind) for span, kind in zip(tokens, kinds, strict=True)]


def _votes(raw: bytes, record: dict[str, Any]) -> list[_Span] | None:
    """Where the three votes stand; none if there are none."""
    if record["votes"] is None:
        return []
    found = list(_VOTES.finditer(raw))
    if len(found) != 1 or [_parsed(found[0][number]) for number in (1, 2, 3)] != record["votes"]:
        return None
    return [_Span(*found[0].span(number), "vote") for number in (1, 2, 3)]


def _parsed(raw: bytes) -> Any:
    try:
        return records.parse(raw)
    except ValueError:
        return None


def _walk(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The leaves of a parsed record with their paths, in the order in which they are written."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path, value
    else:
        for key, item in inner:
            yield from _walk(item, (*path, key))
