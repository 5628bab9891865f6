"""Rules about the sentences of the release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from mmsafeaware.release.findings import SENTENCE, Entry, Release, bare, edit, entry, form, words


def truncated(release: Release) -> Iterator[Entry]:
    """An attack without the form of its folder, which is not simply its typical pair again."""
    for pair in release.values():
        pattern, base = form(pair), release.get(pair.label.base_id or 0)
        if pattern and not re.search(pattern, pair.text, re.I) and base and bare(base.text) != bare(pair.text):
            what = "the sentence ends before its question"
            why = "Sentences were file names, cut at the first full stop; what made it an attack is lost."
            yield entry(pair, "truncated-sentence", what, why, "exclude", SENTENCE)


def stray_digit(release: Release) -> Iterator[Entry]:
    """A number that sticks to the last word or mark."""
    for pair in release.values():
        found = re.search(r"[^\W\d_][?!.]*(\d+)$", pair.text)
        if found:
            why = "Sentences were file names; the digit made the name unique and means nothing."
            yield edit(pair, "stray-digit", "a digit sticks to the last word", why, strip_suffix=found[1])


_FOR_A_SPACE = {
    "a capital inside a word": re.compile(r"(?<=[a-z])[A-Z](?=[a-z])"),
    "a hyphen for a space": re.compile(r"(?<=[^\W_])-(?=[^\W_])"),
}


def stray_character(release: Release) -> Iterator[Entry]:
    """A capital or a hyphen where other sentences have a space between the same two words; a doubled question mark."""
    plain = [words(pair.text) for pair in release.values() if "-" not in pair.text]
    spaced = {two for text in plain for two in pairwise(text)}
    asked = {pair.text for pair in release.values()}
    for pair in release.values():
        for what, pattern in _FOR_A_SPACE.items():
            for found in pattern.finditer(pair.text):
                left, right = words(pair.text[: found.start()])[-1], words(pair.text[found.end() :])[0]
                if (left, right) in spaced:
                    why = "The same two words stand in another sentence with a space between them."
                    yield edit(pair, "stray-character", what, why, replace_character=_at(found, " "))
        if pair.text.endswith("??") and pair.text[:-1] in asked:
            why = "Another id has the sentence with one; the second made a file name unique."
            yield edit(pair, "stray-character", "the question mark is doubled", why, strip_suffix="?")


def _at(found: re.Match[str], to: str) -> dict[str, Any]:
    return {"at": found.start(), "from": found[0], "to": to}


def white_space(release: Release) -> Iterator[Entry]:
    """Space at an end, twice, or lacking after a comma; a word of the typical pair lost between two spaces."""
    why = "White space is no part of what is said; a model should not be given the slip."
    for pair in release.values():
        base, gap = release.get(pair.label.base_id or 0), pair.text.find("  ")
        lost = _lost(pair.text, base.text) if base and gap >= 0 else None
        if lost:
            reason = "The typical pair's sentence, which is repeated here, has it."
            change = {"at": gap + 1, "text": lost}
            yield edit(pair, "missing-word", "a word is lost between two spaces", reason, insert=change)
        elif gap >= 0:
            yield edit(pair, "white-space", "two spaces in a row", why, collapse_spaces=True)
        if pair.text != pair.text.strip():
            yield edit(pair, "white-space", "a space at an end", why, strip_spaces=True)
        if re.search(r",(?=[^\W\d_])", pair.text):
            yield edit(pair, "white-space", "no space after a comma", why, space_after_comma=True)


def _lost(text: str, base: str) -> str | None:
    """The one word with which the base's sentence starts, if the rest of it follows two spaces in an attack's."""
    first, _, rest = base.partition(" ")
    return first if rest and text.endswith(f",  {rest}") else None


def characters(release: Release) -> Iterator[Entry]:
    """Characters outside printable ASCII (another script, damaged encoding), double quotes, a lone word."""
    for pair in release.values():
        odd = sorted({f"U+{ord(sign):04X}" for sign in pair.text if not " " <= sign <= "~" or sign == '"'})
        if odd:
            what, why = f"unusual characters: {', '.join(odd)}", "Perhaps another language, or damage in a conversion."
            yield entry(pair, "unusual-character", what, why, "note", SENTENCE)
        if len(words(pair.text)) < 2:
            yield entry(pair, "one-word", "the sentence is one word", "It may be cut short.", "note", SENTENCE)
