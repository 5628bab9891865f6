"""Annotations as columns at the speed of a regular expression, with a problem for all that ``check`` refuses."""

from __future__ import annotations

import re
from itertools import compress
from typing import Any, NamedTuple

import numpy as np

from mmsafeaware.validation import blocks, records
from mmsafeaware.validation.batch import JUDGMENTS, PARTS, Batch, Bools, Ints
from mmsafeaware.validation.blocks import Block
from mmsafeaware.validation.knowledge import BAD, Knowledge
from mmsafeaware.validation.values import Values


class Failure(NamedTuple):
    """A problem of a line: its number from 1, the record's id where it can be told."""

    line: int
    id: str | None
    problem: records.Problem


class Single(NamedTuple):
    """A record that was read by itself: its place, and its fields but for those that break the schema."""

    line: int
    offset: int
    length: int
    fields: dict[str, Any]
    whole: bool


class Reader:
    """Reads blocks of one subset's file, and learns on the way how its records are written.

    ``fast`` false reads every line by ``records.check``, with the same result: the tests compare the two.
    """

    def __init__(self, subset: str, fast: bool = True) -> None:
        self.subset, self.known = subset, Knowledge(subset, fast)

    def read(self, block: Block) -> tuple[list[Batch], list[Failure]]:
        """A block's records and its problems; both are the same whatever was read before."""
        if block.excess:
            found = {"found": f"a line of {block.excess:,} bytes"}
            return [], [Failure(block.number, None, records.Problem("REC001", None, found))]
        self.known.tidy()
        return _Reading(self, block).run()


class _Reading:
    """One block on its way."""

    def __init__(self, reader: Reader, block: Block) -> None:
        self.subset, self.known, self.block = reader.subset, reader.known, block
        self.starts, self.stops = blocks.edges(block.raw)
        self.decodable = blocks.decodable(block.raw, self.starts)
        self.simple = blocks.simple(block.raw, self.starts, self.stops)
        self.batches: list[Batch] = []
        self.failures: list[Failure] = []
        self.singles: list[Single] = []

    def run(self) -> tuple[list[Batch], list[Failure]]:
        left = np.arange(len(self.starts))
        for number in range(len(self.known.shapes)):
            left = self.compare(number, left)
        at = 0
        while at < len(left):
            learned = self.check(int(left[at]))
            at += 1
            if learned:
                left, at = self.compare(len(self.known.shapes) - 1, left[at:]), 0
        if self.singles:
            self.batches.append(_batch(self.singles, self.known.scenarios))
        return self.batches, self.failures

    def raw(self, line: int) -> bytes:
        return self.block.raw[self.starts[line] : self.stops[line]].rstrip(b"\r\n")

    def check(self, line: int) -> bool:
        """Read one line by itself; whether a shape was learned from it."""
        raw, number = self.raw(line), self.block.number + line
        if not raw.strip():
            return False
        record, problems = records.check(raw, self.subset)
        identifier = record.get("id") if record else None
        identifier = identifier if isinstance(identifier, str) else None
        self.failures += [Failure(number, identifier, problem) for problem in problems]
        if record is None:
            return False
        place = (number, self.block.offset + int(self.starts[line]), len(raw))
        self.singles.append(Single(*place, _sound(record, problems), not problems))
        return not problems and self.known.learn(raw, record)

    def compare(self, number: int, lines: Ints) -> Ints:
        """Take those of some lines that have a shape and whose values are good; the others are left."""
        shape = self.known.shapes[number]
        simple = self.simple[lines]
        if simple.any():
            lines = self.find(number, shape.quick, lines, simple)
        strange = ~self.simple[lines]
        return self.find(number, shape.strict, lines, strange) if strange.any() else lines

    def find(self, number: int, pattern: re.Pattern[bytes], lines: Ints, among: Bools) -> Ints:
        """Take those lines among some that match a pattern of a shape."""
        text, looked = self.text(lines, among)
        rows = pattern.findall(text)
        shape = self.known.shapes[number]
        if len(rows) != len(looked):  # some string ran over the end of a broken line
            rows = shape.strict.findall(text)
        at = shape.numbers("id")[0]
        ids = [row[at] for row in rows]
        have = self.decodable[looked] if all(ids) else self.decodable[looked] & np.array([*map(bool, ids)])
        if not have.any():
            return lines
        taken = looked[have]
        rows = rows if have.all() else list(compress(rows, have.tolist()))
        escapes = not self.simple[taken].all()
        values = Values(self.known, number, rows, lambda row: self.raw(int(taken[row])), escapes)
        starts = self.starts[taken]
        lengths = self.stops[taken] - starts
        batch, good = values.batch(taken + self.block.number, starts + self.block.offset, lengths)
        self.batches.append(batch)
        if len(taken) == len(lines) and good.all():
            return lines[:0]
        return np.setdiff1d(lines, taken[good], assume_unique=True)

    def text(self, lines: Ints, among: Bools) -> tuple[bytes | bytearray, Ints]:
        """Some of the lines with their ends, and which they are; of a whole block the other lines are made blank."""
        raw, strange = self.block.raw, lines[~among]
        if len(lines) < len(self.starts) or len(strange) > 0.5 * len(lines):
            lines = lines[among]
            return b"".join([raw[self.starts[line] : self.stops[line]] + b"\n" for line in lines.tolist()]), lines
        text: bytes | bytearray = raw if raw.endswith(b"\n") else raw + b"\n"
        if len(strange):
            text = bytearray(text)
            for line in strange.tolist():
                start, stop = self.starts[line], self.stops[line]
                text[start:stop] = b" " * (stop - start)
        return text, lines


def _sound(record: dict[str, Any], problems: list[records.Problem]) -> dict[str, Any]:
    """A record without the fields that break the schema, so that the rest can still be checked."""
    broken = {re.split(r"[.\[]", problem.field or "")[0] for problem in problems}
    return {name: value for name, value in record.items() if name not in broken}


def _batch(singles: list[Single], scenarios: dict[str, int]) -> Batch:
    """Records that were read one by one as a batch."""
    fields = [single.fields for single in singles]
    names: dict[str, int] = {}
    judgments = np.full((len(singles), 3, 3), BAD, np.int8)
    annotators = np.full((len(singles), 3), BAD, np.int64)
    for row, record in enumerate(fields):
        for place, vote in enumerate(record.get("votes") or ()):
            annotators[row, place] = names.setdefault(vote["annotator"], len(names))
            judgments[row, place] = [JUDGMENTS.index(vote[part]) for part in PARTS]
    lines, offsets, lengths = (np.array([single[at] for single in singles], np.int64) for at in range(3))
    ids, images, texts, bases = ([_bytes(r.get(name)) for r in fields] for name in ("id", "image", "text", "base_id"))
    return Batch(
        lines=lines,
        offsets=offsets,
        lengths=lengths,
        ids=ids,
        images=images,
        texts=texts,
        bases=bases,
        scenario=np.array([scenarios.get(record.get("scenario", ""), BAD) for record in fields], np.int8),
        label=np.array([JUDGMENTS.index(record["label"]) if "label" in record else BAD for record in fields], np.int8),
        judgments=judgments,
        annotators=annotators,
        names=list(names),
        bare=np.array([record.get("image_description") == "" for record in fields]),
        reason=np.array(["discard_reason" in record for record in fields]),
        silent=np.array([single.whole and single.fields["votes"] is None for single in singles]),
        whole=np.array([single.whole for single in singles]),
    )


def _bytes(value: str | None) -> bytes | None:
    return None if value is None else value.encode()
