"""Lines of one shape as a batch, their values checked a column at a time."""

from __future__ import annotations

import json
import re
import string
from collections import deque
from collections.abc import Callable

import numpy as np

from mmsafeaware.validation.batch import Batch, Bools, Ints, Text
from mmsafeaware.validation.knowledge import BAD, Knowledge

# Bytes that a free text may have as it is written; so it has no more characters either.
LIMITS = {"id": (1, 64), "base_id": (1, 64), "image": (1, 255), "image_description": (0, 2000), "text": (1, 2000)}
LIMITS["source"] = (1, 500)
IN_NAMES = string.ascii_letters.encode() + string.digits.encode() + b"._-"
# How texts begin, in UTF-8, with a character that the schema takes for visible; others are read one by one.
VISIBLE = {bytes([byte]) for byte in (*range(0x21, 0x7F), *range(0xC3, 0xE0), *range(0xE4, 0xEF)) if byte != 0x5C}
_SEEN = re.compile(
    rb' *(?:[!#-\[\]-~\xc3-\xdf\xe4-\xee\xf0-\xf4]|\\["\\/]|\xc2[\xa1-\xbf]|\xe1[\x80-\x99\x9b-\x9f\xa1-\xbf]'
    rb"|\xe2(?:[\x82-\xbf]|\x80[\x90-\xa7\xb0-\xbf])|\xe3[\x81-\xbf]|\xef[\x80-\xba\xbc-\xbf])"
)


class Values:
    """The groups of lines that have a shape, by column.

    ``rows`` is what the shape's pattern finds, ``raw`` gives the bytes of the line in a row. ``good`` says which lines
    the schema accepts so far: a false no is allowed, as the line is read once more by itself, a false yes is not.
    """

    def __init__(
        self, known: Knowledge, shape: int, rows: list[tuple[bytes, ...]], raw: Callable[[int], bytes], escapes: bool
    ) -> None:
        self.known, self.number, self.raw, self.escapes = known, shape, raw, escapes
        self.shape = known.shapes[shape]
        self.columns: list[tuple[bytes, ...]] = list(zip(*rows, strict=True))
        self.good: Bools = np.ones(len(rows), dtype=bool)

    def batch(self, lines: Ints, offsets: Ints, lengths: Ints) -> tuple[Batch, Bools]:
        """The good lines as a batch, and which they are."""
        texts = {name: self.text(name) for name in LIMITS}
        numbers, silent = self.votes()
        facts = self.parts()
        annotators, judgments, scenario, label, reason = self.known.looked_up(numbers, facts)
        if not silent:
            first, second, third = annotators.T
            self.good &= (first != second) & (first != third) & (second != third)
        self.good &= facts != BAD
        described = texts["image_description"]
        batch = Batch(
            lines=lines,
            offsets=offsets,
            lengths=lengths,
            ids=texts["id"],
            images=texts["image"],
            texts=texts["text"],
            bases=texts["base_id"],
            scenario=scenario,
            label=label,
            judgments=judgments,
            annotators=annotators,
            names=list(self.known.names),
            bare=np.array([not text for text in described] if not all(described) else np.zeros(len(lines)), bool),
            reason=reason.astype(bool),
            silent=np.full(len(lines), silent),
            whole=np.ones(len(lines), bool),
        )
        return batch.where(self.good), self.good

    def text(self, name: str) -> list[Text]:
        """A free text of each line, in UTF-8; None where the shape has none."""
        numbers = self.shape.numbers(name)
        if not numbers:
            return [None] * len(self.good)
        column = self.columns[numbers[0]]
        if name == "base_id" and not all(column):
            return self.bases(column)
        lengths = list(map(len, column))
        low, high = LIMITS[name]
        if min(lengths) < low or max(lengths) > high:
            self.good &= np.array([low <= length <= high for length in lengths])
        if name in ("id", "base_id"):
            if b"".join(column).translate(None, IN_NAMES):
                self.good &= np.array([not text.translate(None, IN_NAMES) for text in column])
            return list(column)
        if name == "text" and not {text[:1] for text in column} <= VISIBLE:
            self.good &= np.array([_SEEN.match(text) is not None for text in column])
        if self.escapes:
            return [_unescaped(text) if b"\\" in text else text for text in column]
        return list(column)

    def bases(self, column: tuple[bytes, ...]) -> list[Text]:
        """Of pairs some of which have no base: an empty text is null."""
        if not any(column):
            return [None] * len(column)
        self.good &= np.array([len(text) <= 64 and not text.translate(None, IN_NAMES) for text in column])
        return [text or None for text in column]

    def votes(self) -> tuple[Ints, bool]:
        """The numbers of three votes a line, and whether the shape has none."""
        numbers = self.shape.numbers("vote")
        votes: Ints = np.full((len(self.good), 3), BAD, np.int64)
        for place, number in enumerate(numbers):
            column = self.columns[number]
            if not self.known.votes.keys() >= set(column):
                deque(map(self.known.vote, set(column)), 0)
            votes[:, place] = list(map(self.known.votes.__getitem__, column))
        if numbers:
            self.good &= (votes != BAD).all(axis=1)
        return votes, not numbers

    def parts(self) -> Ints:
        """The number of the facts of each line; ``BAD`` where the line has to be read by itself."""
        columns = [self.columns[number] for number in self.shape.numbers("part")]
        keys = list(zip([self.number] * len(self.good), *columns, strict=True))
        known = self.known.parts
        found: list[int] = [known.get(key, BAD) for key in keys]
        if BAD in found:
            for row in np.flatnonzero((np.array(found) == BAD) & self.good).tolist():
                found[row] = known.get(keys[row], BAD)
                if found[row] == BAD:
                    found[row] = self.known.part(keys[row], self.raw(row))
        return np.array(found, np.int64)


def _unescaped(text: bytes) -> bytes:
    """What JSON's escapes in a text stand for."""
    value: str = json.loads(b'"%b"' % text)
    return value.encode()
