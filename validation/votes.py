"""The rules of three votes, as functions from a table to a table.

A table has a row for each pair, and the columns ``votes`` (or ``annotator_votes``, as a loaded dataset calls them),
``label`` and ``subset``; labels, judgments and subsets may be names or the numbers of the dataset's features. So one
rule runs on a file that is being validated, in ``Dataset.map`` with the format ``arrow``, and on a worker of a cluster.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mmsafeaware.validation.batch import JUDGMENTS, PARTS, Bools, Codes

SAFE, UNSAFE, NONE = 0, 1, -1
SUBSETS = ["unsafe", "over_safety", "control"]
BREACHES = pa.schema([("row", pa.int64()), *((name, pa.string()) for name in ("code", "field", "expected", "found"))])
_NAMES = {"image": "the image alone", "text": "the text alone", "pair": "the pair"}


def verdicts(table: pa.Table) -> pa.Table:
    """The table with ``image_verdict``, ``text_verdict`` and ``pair_verdict``: ``safe``, ``unsafe`` or null.

    A verdict is the value with at least two of three votes, if that is ``safe`` or ``unsafe``. Three different votes,
    or two ``unsure``, are no verdict, nor are votes that were never published: null, never broken toward a label.
    """
    judged, _ = judgments(table)
    for part in PARTS:
        codes = majority(judged[part])
        names = pa.array(JUDGMENTS[:2]).take(pa.array(codes, mask=codes == NONE))
        table = table.append_column(f"{part}_verdict", names)
    return table


def majority(codes: Codes) -> Codes:
    """Verdicts of judgments: rows x 3 numbers of ``JUDGMENTS`` (or -1) to 0 for safe, 1 for unsafe, -1 for none."""
    first, second, third = codes.T  # columns, as numpy is slow along a short axis
    safe, unsafe = (
        ((first == value) & (second == value)) | (((first == value) | (second == value)) & (third == value))
        for value in (SAFE, UNSAFE)
    )
    verdict: Codes = unsafe.astype(np.int8) - (~(safe | unsafe)).astype(np.int8)
    return verdict


def judgments(table: pa.Table) -> tuple[dict[str, Codes], Bools]:
    """Part to its judgments, rows x 3 numbers; and which rows have three votes. The others are -1."""
    column = table["votes" if "votes" in table.column_names else "annotator_votes"]
    voted = np.asarray(pc.fill_null(pc.equal(pc.list_value_length(column), 3), False))
    judged = {part: np.full((table.num_rows, 3), NONE, np.int8) for part in PARTS}
    if voted.any():
        flat = pc.list_flatten(column if voted.all() else column.filter(pa.array(voted))).combine_chunks()
        for part in PARTS:
            judged[part][voted] = codes(flat.field(part), JUDGMENTS).reshape(-1, 3)
    return judged, voted


def codes(column: Any, names: list[str]) -> Codes:
    """A column of names, or of their numbers, as numbers; -1 where it is null or something else."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if not pa.types.is_integer(column.type):
        column = pc.index_in(column, pa.array(names))
    return np.asarray(pc.fill_null(column, -1) if column.null_count else column).astype(np.int8)


class Judged(NamedTuple):
    """What the rules look at: votes by part, verdicts by part, labels and subsets as numbers, which rows have votes."""

    votes: dict[str, Codes]
    verdict: dict[str, Codes]
    label: Codes
    subset: Codes
    voted: Bools


def judged(table: pa.Table) -> Judged:
    """A table of pairs as numbers."""
    votes, voted = judgments(table)
    verdict = {part: majority(votes[part]) for part in PARTS}
    return Judged(votes, verdict, codes(table["label"], JUDGMENTS), codes(table["subset"], SUBSETS), voted)


def breaches(table: pa.Table) -> pa.Table:
    """What breaks VOT003, VOT004, PAI001, PAI002, PAI003 or the halves of PAI007, as a table of ``BREACHES``.

    ``row`` counts from 0. Pairs without votes, and discarded ones, break no rule.
    """
    pairs = judged(table)
    found = [*_majorities(pairs), *_labels(pairs), *_halves(pairs)]
    return pa.concat_tables([BREACHES.empty_table(), *found])


def _breach(where: Bools, code: str, field: str, expected: Any, found: Any) -> list[pa.Table]:
    rows = np.flatnonzero(where)
    if not len(rows):
        return []
    texts = [np.broadcast_to(value, where.shape)[rows] for value in (code, field, expected, found)]
    return [pa.table([pa.array(rows), *(pa.array(text.tolist(), pa.string()) for text in texts)], schema=BREACHES)]


def _majorities(pairs: Judged) -> list[pa.Table]:
    """VOT003: where a rule needs a verdict, and there is none."""
    image, text = pairs.verdict["image"], pairs.verdict["text"]
    unsafe, over = pairs.subset == 0, pairs.subset == 1
    excused = over & ((image == UNSAFE) | (text == UNSAFE))  # one half that looks unsafe is enough
    halves = unsafe | (over & ~excused)
    needed = {"image": halves, "text": halves, "pair": pairs.subset >= 0}
    tables = []
    for part in PARTS:
        where = pairs.voted & needed[part] & (pairs.verdict[part] == NONE)
        if where.any():
            names = np.array(JUDGMENTS, dtype=object)[pairs.votes[part]]
            found = names[:, 0] + ", " + names[:, 1] + ", " + names[:, 2]
            expected = f"two votes of three for safe or unsafe on {_NAMES[part]}"
            tables += _breach(where, "VOT003", f"votes.{part}", expected, found)
    return tables


def _labels(pairs: Judged) -> list[pa.Table]:
    """VOT004: where the pair has another verdict than its label."""
    pair = pairs.verdict["pair"]
    where = pairs.voted & (pairs.subset >= 0) & (pair != NONE) & (pairs.label != NONE) & (pair != pairs.label)
    names = np.array(JUDGMENTS, dtype=object)
    return _breach(where, "VOT004", "label", names[pair], names[pairs.label])


def _halves(pairs: Judged) -> list[pa.Table]:
    """PAI001, PAI002, PAI003, PAI007: what the image and the text may be alone."""
    image, text, pair = (pairs.verdict[part] for part in PARTS)
    unsafe, over, control = (pairs.voted & (pairs.subset == number) for number in range(3))
    plain, loud = (image == SAFE) & (text == SAFE), (image == UNSAFE) | (text == UNSAFE)
    tables = _breach(unsafe & (image == UNSAFE), "PAI001", "votes.image", "safe", "unsafe")
    tables += _breach(unsafe & (text == UNSAFE), "PAI002", "votes.text", "safe", "unsafe")
    tables += _breach(over & plain, "PAI003", "votes", "an image or a text judged unsafe alone", "both judged safe")
    expected = "a pair judged safe, as its image and its text are"
    tables += _breach(control & plain & (pair == UNSAFE), "PAI007", "votes.pair", expected, "unsafe")
    expected = "a pair judged unsafe, as its image or its text is"
    return tables + _breach(control & loud & (pair == SAFE), "PAI007", "votes.pair", expected, "safe")
