"""One annotations file: its index, and the findings that need no other file."""

from __future__ import annotations

import errno
import os
from collections import deque
from collections.abc import Iterator
from typing import IO, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mmsafeaware import CorpusError
from mmsafeaware.validation import blocks, hidden, index, records, votes
from mmsafeaware.validation.batch import CASES, Batch
from mmsafeaware.validation.blocks import BOM, Block
from mmsafeaware.validation.parallel import Progress, can_fork, in_processes
from mmsafeaware.validation.reading import Failure, Reader
from mmsafeaware.validation.records import Problem, show
from mmsafeaware.validation.report import Finding, finding

LATER = 1 << 60  # a line after all others
MANY = 16 << 20  # bytes of a file from which on it is worth while to start processes


class Part(NamedTuple):
    """What is kept of a block of records, or, added up, of a file.

    ``names``: of pictures, in UTF-8; ``annotators``: name to (first line, id there, number of pairs); ``silent`` and
    ``bare``: how many records have no votes and no description.
    """

    columns: list[index.Columns]
    findings: list[Finding]
    names: set[bytes]
    annotators: dict[str, tuple[int, str | None, int]]
    silent: int
    bare: int


class Span(NamedTuple):
    """Where a block is: what a process needs in order to read it."""

    number: int
    offset: int
    length: int
    excess: int


class Scanner:
    """Reads blocks of a file; each process has a copy, with the same file and a memory of its own."""

    def __init__(self, subset: str, handle: int, names: bool) -> None:
        self.reader, self.handle, self.names = Reader(subset), handle, names
        self.cases = np.zeros(CASES, np.int8)  # what the rules of votes find: 0 not asked yet, 1 nothing, 2 something
        self.met: set[str] = set()

    def __call__(self, span: Span) -> Part:
        raw = os.pread(self.handle, span.length, span.offset)
        if len(raw) < span.length:
            raise OSError(errno.EIO, "is shorter than it was")
        return self.part(Block(span.number, span.offset, raw, span.excess))

    def part(self, block: Block) -> Part:
        """What is kept of a block."""
        batches, failures = self.reader.read(block)
        total = Part([], [], set(), {}, 0, 0)
        subset, file = self.reader.subset, records.path_of(self.reader.subset)
        for batch in batches:
            failures += [*self.judged(batch), *_hidden(batch, block.raw)]
            names = {name for name in batch.images if name is not None} if self.names else set()
            counts = int(batch.silent.sum()), int(batch.bare.sum())
            total = _add(total, Part([index.columns(batch, subset)], [], names, self.annotators(batch), *counts))
        total.findings.extend(finding(failure.problem, file, failure.line, failure.id) for failure in failures)
        self.met.update(total.annotators)
        return total

    def judged(self, batch: Batch) -> Iterator[Failure]:
        """What the rules of three votes find. They are asked once about each case, and then for its breaches."""
        if self.reader.subset not in votes.SUBSETS:
            return
        subset, cases = votes.SUBSETS.index(self.reader.subset), batch.cases()
        if not self.cases[cases].all():
            rows = np.flatnonzero(self.cases[cases] == 0)
            rows = rows[np.unique(cases[rows], return_index=True)[1]]
            broken = np.asarray(votes.breaches(batch.table(subset, rows))["row"])
            self.cases[cases[rows]] = 1
            self.cases[cases[rows[broken]]] = 2
        rows = np.flatnonzero(self.cases[cases] == 2)
        if not len(rows):
            return
        for breach in votes.breaches(batch.table(subset, rows)).to_pylist():
            row = int(rows[breach["row"]])
            problem = Problem(breach["code"], breach["field"], {name: breach[name] for name in ("expected", "found")})
            yield Failure(int(batch.lines[row]), batch.id(row), problem)

    def annotators(self, batch: Batch) -> dict[str, tuple[int, str | None, int]]:
        """Each annotator's number of pairs, with the first line and the id there if it was not met in another block."""
        voted = batch.annotators[batch.voted()].ravel()
        counts = np.bincount(voted, minlength=len(batch.names))
        found: dict[str, tuple[int, str | None, int]] = {}
        for number in np.flatnonzero(counts).tolist():
            name = batch.names[number]
            found[name] = (LATER, None, int(counts[number]))
            if name not in self.met:
                rows = np.flatnonzero((batch.annotators == number).any(axis=1))
                row = int(rows[np.argmin(batch.lines[rows])])
                found[name] = (int(batch.lines[row]), batch.id(row), int(counts[number]))
        return found


def scan(root: str, subset: str, names: bool, progress: Progress | None) -> Part | None:
    """Read a subset's file; None if there is none. Raises ``CorpusError`` if it cannot be read or changes meanwhile.

    ``names``: whether the names of the pictures are wanted; they are what memory grows with.
    """
    file = records.path_of(subset)
    total = Part([], [], set(), {}, 0, 0)
    try:
        with records.opened(f"{root}/{file}") as opened:
            before = os.fstat(opened.fileno())
            if opened.peek(3)[:3] == BOM:
                total.findings.append(finding(Problem("REC008", None, {}), file, 1))
            for done, part in _parts(opened, Scanner(subset, opened.fileno(), names), before.st_size):
                total = _add(total, part)
                if progress:
                    progress("Annotations", done, before.st_size)
        after = os.stat(f"{root}/{file}")
    except FileNotFoundError:
        return None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        message = f"{file}: cannot be read in {root} ({why}). Mend that and validate again."
        raise CorpusError(message, None, file) from None
    if _stamp(before) != _stamp(after):
        raise index.changed(root, file)
    return total._replace(findings=[*total.findings, *_whole_file(file, total)])


def _parts(file: IO[bytes], scanner: Scanner, size: int) -> Iterator[tuple[int, Part]]:
    """(bytes read so far, part) of each block."""
    if size < MANY or not can_fork():
        for block in blocks.blocks(file):
            yield block.offset + len(block.raw), scanner.part(block)
        return
    spans: deque[int] = deque()

    def tasks() -> Iterator[Span]:
        for block in blocks.blocks(file):
            spans.append(block.offset + len(block.raw))
            yield Span(block.number, block.offset, len(block.raw), block.excess)

    for part in in_processes(scanner, tasks()):
        yield spans.popleft(), part


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _add(total: Part, part: Part) -> Part:
    total.columns.extend(part.columns)
    total.findings.extend(part.findings)
    total.names.update(part.names)
    for name, (line, identifier, count) in part.annotators.items():
        first = total.annotators.get(name, (line, identifier, 0))
        total.annotators[name] = (*min(first[:2], (line, identifier), key=lambda item: item[0]), first[2] + count)
    return total._replace(silent=total.silent + part.silent, bare=total.bare + part.bare)


def _whole_file(file: str, part: Part) -> Iterator[Finding]:
    """VOT006 and REC009, once a file."""
    if part.silent:
        yield finding(Problem("VOT006", None, {"found": _pairs(part.silent)}), file)
    if part.bare:
        yield finding(Problem("REC009", None, {"found": _pairs(part.bare)}), file)


def _pairs(count: int) -> str:
    return f"{count:,} pair{'s' if count != 1 else ''}"


def _hidden(batch: Batch, raw: bytes) -> Iterator[Failure]:
    """REC007; a block of plain ASCII without escapes can hold nothing of the kind."""
    if raw.isascii() and b"\\" not in raw and b"\x7f" not in raw:
        return
    texts = pa.array(batch.texts, pa.binary()).cast(pa.string())
    suspects = pc.fill_null(pc.match_substring_regex(texts, hidden.RE2), False)
    for row in np.flatnonzero(np.asarray(suspects)).tolist():
        found = hidden.characters(texts[row].as_py())
        if found:
            yield Failure(int(batch.lines[row]), batch.id(row), Problem("REC007", "text", {"found": found}))


def unknown(file: str, part: Part, known: frozenset[str] | None) -> Iterator[Finding]:
    """VOT005: the annotators of a file of whom ``annotators.json`` says nothing, each where it first votes."""
    without = " (there is no such file)" if known is None else ""
    for name, (line, identifier, count) in part.annotators.items():
        if known is None or name not in known:
            values = {"found": f"{show(name)} in {_pairs(count)}{without}"}
            yield finding(Problem("VOT005", "votes", values), file, line, identifier)
