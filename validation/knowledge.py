"""What was learned from the lines of a file so far: shapes, parts that many lines share, and votes."""

from __future__ import annotations

from typing import Any

import numpy as np

from mmsafeaware.validation import records, shapes
from mmsafeaware.validation.batch import JUDGMENTS, PARTS, Codes, Ints
from mmsafeaware.validation.shapes import Shape

MAX_SHAPES = 16  # ways of writing a record that are remembered; lines of further ones are read one by one
MAX_TRIES = 64  # to learn one
MAX_KNOWN = 1 << 16  # parts and votes that are remembered
BAD = -1


class Knowledge:
    """Of one subset's file. ``shapes`` only grows; the rest is forgotten when it becomes too much."""

    def __init__(self, subset: str, fast: bool) -> None:
        self.subset, self.tries = subset, MAX_TRIES if fast else 0
        self.scenarios = {name: number for number, name in enumerate(records.scenarios())}
        self.shapes: list[Shape] = []
        self.forget()

    def forget(self) -> None:
        """Begin anew, but for the shapes."""
        self.parts: dict[tuple[Any, ...], int] = {}  # number of the shape and the parts of a line, to their facts
        self.facts: list[tuple[int, int, bool]] = []  # scenario, label, whether there is a reason for a discard
        self.votes: dict[bytes, int] = {}
        self.judged: list[tuple[int, int, int, int]] = []  # number of the annotator, three judgments
        self.names: dict[str, int] = {}

    def tidy(self) -> None:
        """Forget what is known if it takes too much memory."""
        if len(self.facts) + len(self.votes) > MAX_KNOWN:
            self.forget()

    def learn(self, raw: bytes, record: dict[str, Any]) -> bool:
        """Add the shape of a line with an accepted record; false if it is known already or cannot be learned."""
        if not self.tries or len(self.shapes) == MAX_SHAPES:
            return False
        if any(shape.fits(raw) for shape in self.shapes):
            return False
        self.tries -= 1
        shape = shapes.learn(raw, record)
        if shape is None or not shape.fits(raw):
            return False
        self.shapes.append(shape)
        return True

    def vote(self, raw: bytes) -> int:
        """The number of a vote as it is written; ``BAD`` if it is none."""
        number = self.votes.get(raw)
        if number is None:
            number = self.votes[raw] = self._vote(raw)
        return number

    def _vote(self, raw: bytes) -> int:
        try:
            value = records.parse(raw)
        except ValueError:
            return BAD
        if not records.accepts("#/$defs/vote")(value):
            return BAD
        annotator = self.names.setdefault(value["annotator"], len(self.names))
        image, text, pair = (JUDGMENTS.index(value[part]) for part in PARTS)
        self.judged.append((annotator, image, text, pair))
        return len(self.judged) - 1

    def part(self, parts: tuple[Any, ...], raw: bytes) -> int:
        """The number of the facts in the parts of a line; ``BAD`` if ``records.check`` refuses the line."""
        record, problems = records.check(raw, self.subset)
        if record is None or problems:
            return BAD
        number = self.parts[parts] = len(self.facts)
        label = JUDGMENTS.index(record["label"])
        self.facts.append((self.scenarios[record["scenario"]], label, "discard_reason" in record))
        return number

    def looked_up(self, votes: Ints, facts: Ints) -> tuple[Ints, Codes, Codes, Codes, Codes]:
        """Of numbers of votes and of facts, BAD or not: annotators, judgments, scenarios, labels, reasons."""
        judged = np.array([*self.judged, (BAD,) * 4], np.int64)[votes]
        shared = np.array([*self.facts, (BAD, BAD, False)], np.int64)[facts].astype(np.int8)
        return judged[..., 0], judged[..., 1:].astype(np.int8), shared[..., 0], shared[..., 1], shared[..., 2]
