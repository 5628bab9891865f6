"""What the rules over a whole corpus need to know of each record: some forty bytes, however long the record is."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mmsafeaware import CorpusError
from mmsafeaware.validation import records
from mmsafeaware.validation.batch import EMPTY, Batch, Bools, Ints

SUBSETS = list(records.FILES)
FIELDS = ("id", "image", "text", "base_id")
Columns = dict[str, npt.NDArray[Any]]


def columns(batch: Batch, subset: str) -> Columns:
    """The index's columns of some records; ``has_id`` and so on say where a field is not null.

    Of a text Python's keyed hash is kept: it differs from run to run, and nobody can make two texts collide.
    """
    found: Columns = {"subset": np.full(len(batch.lines), SUBSETS.index(subset), np.int8)}
    found |= {"line": batch.lines.astype(np.int32), "offset": batch.offsets, "length": batch.lengths.astype(np.int32)}
    for name, texts in zip(FIELDS, (batch.ids, batch.images, batch.texts, batch.bases), strict=True):
        lacking = texts.count(None)
        if lacking == len(texts):
            found[f"has_{name}"], found[name] = np.zeros(len(texts), bool), np.zeros(len(texts), np.int64)
            continue
        found[name] = np.fromiter(map(hash, texts), np.int64, len(texts))
        found[f"has_{name}"] = np.array([text is not None for text in texts] if lacking else np.ones(len(texts)), bool)
    found |= {"scenario": batch.scenario, "label": batch.label, "reason": batch.reason, "whole": batch.whole}
    return found


class Index:
    """Records by their row, in the order of the files and lines."""

    def __init__(self, root: str, parts: list[Columns]) -> None:
        self.root = root
        parts = parts or [columns(EMPTY, "unsafe")]
        joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        place = joined["subset"].astype(np.int64) << 40 | joined["line"]
        if not (place[1:] > place[:-1]).all():
            order = np.argsort(place, kind="stable")
            joined = {name: column[order] for name, column in joined.items()}
        self.columns, self.rows = joined, len(place)

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.columns[name]

    def where(self, *subsets: str) -> Bools:
        """Which rows belong to some subsets."""
        return np.isin(self["subset"], [SUBSETS.index(subset) for subset in subsets])

    def place(self, row: int) -> tuple[str, int]:
        """File and line of a row."""
        return records.path_of(SUBSETS[self["subset"][row]]), int(self["line"][row])

    def record(self, row: int) -> dict[str, Any]:
        """A row's record, read once more."""
        file, line = self.place(row)
        try:
            with open(f"{self.root}/{file}", "rb") as opened:
                opened.seek(int(self["offset"][row]))
                record = records.parse(opened.read(int(self["length"][row])))
        except (OSError, ValueError):
            record = None
        if not isinstance(record, dict):
            raise changed(self.root, file, line)
        return record

    def find(self, keys: Ints, among: Bools) -> Ints:
        """For each key the first row among some whose id has this hash; -1 where there is none."""
        rows = np.flatnonzero(among & self["has_id"])
        if not len(rows):
            return np.full(len(keys), -1, np.int64)
        order = rows[np.argsort(self["id"][rows], kind="stable")]
        known = self["id"][order]
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[at] == keys, order[at], -1)


def changed(root: str, file: str, line: int | None = None) -> CorpusError:
    """The error for a corpus that somebody writes to while it is read."""
    return CorpusError(f"{root} changed while it was read ({file}); validate it again.", None, file, line)
