"""An annotations file in blocks of whole lines, so that memory does not grow with the file, nor with one long line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO, NamedTuple

import numpy as np

from mmsafeaware.validation import records
from mmsafeaware.validation.batch import Bools, Ints

BLOCK = 1 << 20  # bytes; what is made of so many fits into the cache of a processor
BOM = b"\xef\xbb\xbf"


class Block(NamedTuple):
    """Whole lines of a file: the number of the first (from 1), the position of its first byte, the bytes.

    ``excess`` is the length of a line that is too long to be kept; then ``raw`` is empty.
    """

    number: int
    offset: int
    raw: bytes
    excess: int = 0


def blocks(file: IO[bytes], size: int = BLOCK) -> Iterator[Block]:
    """The blocks of a regular file that is open for reading, up to where it ends now: it may grow meanwhile."""
    end = os.fstat(file.fileno()).st_size
    number, offset, rest = 1, 0, b""
    while chunk := file.read(min(size, end - file.tell())):
        rest += chunk
        if number == 1 and offset == 0 and rest.startswith(BOM):
            offset, rest = 3, rest[3:]
        cut = rest.rfind(b"\n") + 1
        if cut == 0 and len(rest) > records.MAX_LINE + 2:
            excess, length, rest = _skip(file, rest, size, end)
            if excess:
                yield Block(number, offset, b"", excess)
            number, offset = number + 1, offset + length
        elif cut:
            yield Block(number, offset, rest[:cut])
            number, offset, rest = number + rest.count(b"\n", 0, cut), offset + cut, rest[cut:]
    if rest:
        yield Block(number, offset, rest)


def _skip(file: IO[bytes], start: bytes, size: int, stop: int) -> tuple[int, int, bytes]:
    """The rest of an endless line: its length (0 if blank), its length with its end, and what follows in the chunk."""
    length, blank, last = len(start), not start.strip(), start[-1:]
    while chunk := file.read(min(size, stop - file.tell())):
        part, end, rest = chunk.partition(b"\n")
        length, blank, last = length + len(part), blank and not part.strip(), part[-1:] or last
        if end:
            return 0 if blank else length - (last == b"\r"), length + 1, rest
    return 0 if blank else length, length, b""


def edges(raw: bytes) -> tuple[Ints, Ints]:
    """Where each line of a block starts, and where it stops without its end."""
    data = np.frombuffer(raw, np.uint8)
    ends = np.flatnonzero(data == ord("\n"))
    if not raw.endswith(b"\n"):
        ends = np.append(ends, len(raw))
    starts = np.append(0, ends[:-1] + 1)
    return starts, ends - ((ends > starts) & (data[ends - 1] == ord("\r")))


def decodable(raw: bytes, starts: Ints) -> Bools:
    """Which lines of a block are UTF-8."""
    good = np.ones(len(starts), dtype=bool)
    if raw.isascii():
        return good
    view, begin = memoryview(raw), 0
    while begin < len(raw):
        try:
            str(view[begin:], "utf-8")
        except UnicodeDecodeError as error:
            line = int(np.searchsorted(starts, begin + error.start, side="right")) - 1
            good[line] = False
            begin = int(starts[line + 1]) if line + 1 < len(starts) else len(raw)
        else:
            break
    return good


def simple(raw: bytes, starts: Ints, stops: Ints) -> Bools:
    """Which lines of a block end with a brace, and hold neither backslashes nor control characters."""
    data = np.frombuffer(raw, np.uint8)
    good: Bools = data[stops - 1] == ord("}")
    strange = data < ord(" ")
    if np.count_nonzero(strange) > len(starts):
        places = np.flatnonzero(strange)
        lines = np.searchsorted(starts, places, side="right") - 1
        good[lines[places < stops[lines]]] = False
    if b"\\" in raw:
        good[np.searchsorted(starts, np.flatnonzero(data == ord("\\")), side="right") - 1] = False
    return good
