"""Records as columns: what ``reading`` gives, and what the rules take."""

from __future__ import annotations

from itertools import compress
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
Text = bytes | None
JUDGMENTS = ["safe", "unsafe", "unsure"]
PARTS = ("image", "text", "pair")


class Batch(NamedTuple):
    """Some records of one file. What breaks the schema is None or -1, so that the rest can still be checked.

    ``lines`` count from 1; ``offsets`` and ``lengths`` in bytes; ``scenario``: number in the taxonomy; ``label`` and
    ``judgments`` (records x 3 votes x image, text, pair): numbers of ``JUDGMENTS``; ``annotators`` (records x 3):
    numbers of ``names``; ``bare``: without a description; ``reason``: with a reason for its discard; ``silent``: votes
    are null; ``whole``: nothing breaks the schema.
    """

    lines: Ints
    offsets: Ints
    lengths: Ints
    ids: list[Text]
    images: list[Text]
    texts: list[Text]
    bases: list[Text]
    scenario: Codes
    label: Codes
    judgments: Codes
    annotators: Ints
    names: list[str]
    bare: Bools
    reason: Bools
    silent: Bools
    whole: Bools

    def where(self, kept: Bools) -> Batch:
        """Some of the records."""
        if kept.all():
            return self
        chosen = kept.tolist()

        def some(column: Any) -> Any:
            return list(compress(column, chosen)) if isinstance(column, list) else column[kept]

        return Batch(**{name: column if name == "names" else some(column) for name, column in self._asdict().items()})

    def id(self, row: int) -> str | None:
        """A record's id."""
        value = self.ids[row]
        return None if value is None else value.decode()

    def voted(self) -> Bools:
        """Which records have three votes that can be understood."""
        voted: Bools = self.annotators[:, 0] >= 0
        return voted

    def table(self, subset: int, rows: Ints) -> pa.Table:
        """Votes, label and subset of some records, as the rules of three votes take them."""
        voted, label = self.voted()[rows], self.label[rows]
        those = rows[voted]
        annotators = pa.DictionaryArray.from_arrays(self.annotators[those].ravel(), pa.array(self.names, pa.string()))
        judged = [pa.array(self.judgments[those, :, part].ravel()) for part in range(3)]
        votes: Any = pa.StructArray.from_arrays([annotators, *judged], names=["annotator", *PARTS])
        offsets = np.append(0, 3 * np.cumsum(voted)).astype(np.int32)
        lists = pa.ListArray.from_arrays(offsets, votes, mask=pa.array(~voted))
        subsets = np.full(len(rows), subset, np.int8)
        return pa.table({"votes": lists, "label": pa.array(label, mask=label < 0), "subset": subsets})

    def cases(self) -> Ints:
        """A number below ``CASES`` for the judgments and the label of each record, which decide the rules of votes."""
        votes = self.judgments @ np.array([9, 3, 1], np.int64)
        cases: Ints = ((votes @ np.array([729, 27, 1])) * 3 + self.label + 1) * self.voted()
        return cases


CASES = 3 * 27**3


def _empty() -> Batch:
    ints, codes, bools = np.empty(0, np.int64), np.empty(0, np.int8), np.empty(0, bool)
    votes = np.empty((0, 3, 3), np.int8), np.empty((0, 3), np.int64)
    return Batch(ints, ints, ints, [], [], [], [], codes, codes, *votes, [], bools, bools, bools, bools)


EMPTY = _empty()
