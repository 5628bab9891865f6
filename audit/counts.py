"""The one small table that every statistic comes from: annotators x votes x group, with a count of pairs.

A million pairs by three annotators make a table of a few hundred rows. Tables of shards add up to the table of the
whole, row by row, so statistics of merged tables equal those of the whole corpus, intervals included.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mmsafeaware.validation import records, votes

ANSWERS = ("safe", "unsafe", "unsure")
JUDGMENTS = ("image", "text", "pair")
STATUSES = ("kept", "discarded", "control", "discarded control")
SAFE, UNSAFE, UNSURE, NONE = 0, 1, 2, -1  # NONE: no vote, or no verdict; never a class of its own
MAX_ANNOTATORS = 10_000  # so that a row of the table fits into one number

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@functools.cache
def _profiles() -> tuple[Ints, Ints]:
    """(the ways in which three votes can fall, as counts of answers: 10 x 3; which of them each of 27 patterns is)."""
    votes = np.stack(np.unravel_index(np.arange(27), (3, 3, 3)), axis=1)
    tallies = np.stack([(votes == answer).sum(axis=1) for answer in range(3)], axis=1)
    profiles, number = np.unique(tallies, axis=0, return_inverse=True)
    return profiles.astype(np.int64), number.reshape(-1).astype(np.int64)


PROFILES, PROFILE_OF = _profiles()


def stratum(status: str, scenario: str) -> int:
    """The number of a group of pairs that are of one status and one scenario; the same in every corpus."""
    return STATUSES.index(status) * len(records.scenarios()) + list(records.scenarios()).index(scenario)


@dataclass(frozen=True, eq=False)
class Counts:
    """``count[i]`` pairs of group ``strata[i]`` were judged ``patterns[i]`` by the annotators ``triples[i]``.

    ``annotators``: names, sorted. ``strata``: (rows,) as ``stratum`` numbers them. ``triples``: (rows, 3), indices
    into ``annotators``, ascending. ``patterns``: (rows, 3) for image, text, pair, each 0 to 26: the three annotators'
    answers as digits of base 3. Where votes were not published, both are -1.
    """

    annotators: tuple[str, ...]
    strata: Ints
    triples: Ints
    patterns: Ints
    count: Ints

    def where(self, status: Sequence[str] = STATUSES, **about: str) -> Bools:
        """The rows of some statuses, and of a ``scenario``, ``dimension`` or ``subset`` of the taxonomy if named."""
        scenarios = list(records.scenarios().values())
        chosen = [
            all(item["id" if key == "scenario" else key] == value for key, value in about.items()) for item in scenarios
        ]
        statuses = np.array([name in status for name in STATUSES])
        rows: Bools = statuses[self.strata // len(scenarios)] & np.array(chosen)[self.strata % len(scenarios)]
        return rows

    def take(self, rows: Ints | Bools) -> Counts:
        """Some rows, in some order, as a table."""
        columns = (self.strata, self.triples, self.patterns, self.count)
        return Counts(self.annotators, *(column[rows] for column in columns))

    def pairs(self, rows: Bools) -> int:
        """How many pairs some rows stand for."""
        return int(self.count[rows].sum())

    def profiles(self, judgment: str, rows: Bools | None = None) -> Ints:
        """How many pairs of some rows (all if None) have each of ``PROFILES``; pairs without votes are left out."""
        chosen = self.patterns[:, 0] >= 0 if rows is None else rows & (self.patterns[:, 0] >= 0)
        numbers = PROFILE_OF[self.patterns[chosen, JUDGMENTS.index(judgment)]]
        # Counts below 2^53 are exact in floating point.
        return np.bincount(numbers, self.count[chosen], len(PROFILES)).astype(np.int64)

    def votes(self, judgment: str) -> Ints:
        """(rows, 3): the answer of each annotator of ``triples``; -1 where votes were not published."""
        pattern = self.patterns[:, JUDGMENTS.index(judgment)]
        digits = np.stack([pattern // 9, pattern // 3 % 3, pattern % 3], axis=1)
        return np.where(pattern[:, None] < 0, NONE, digits)

    def verdicts(self, judgment: str) -> Ints:
        """(rows,): what at least two of three say, if that is safe or unsafe; else -1, never broken toward a label."""
        return votes.majority(self.votes(judgment).astype(np.int8)).astype(np.int64)


def of(column: pa.Array | pa.ChunkedArray, strata: Ints) -> tuple[Counts, Ints]:
    """The table of a column of votes, and the row of the table that each pair is in.

    ``column``: list<struct<annotator: string, image, text, pair: integer>> with three entries or null a pair, answers
    as numbers in the order of ``ANSWERS``, as ``annotator_votes`` of the loaded dataset has them. ``strata``: the
    group of each pair. Raises ``ValueError`` if a pair has other than three votes.
    """
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    voted = np.asarray(column.is_valid())
    entries = column.flatten()
    if len(entries) != 3 * voted.sum():
        raise ValueError("expected three votes for each pair, or null")
    names, triples = _annotators(entries.field("annotator"))
    if len(names) > MAX_ANNOTATORS:
        raise ValueError(f"expected at most {MAX_ANNOTATORS:,} annotators, found {len(names):,}")
    answers = [np.asarray(entries.field(part)).astype(np.int8, copy=False).reshape(-1, 3) for part in JUDGMENTS]
    if not ((triples[:, 0] < triples[:, 1]) & (triples[:, 1] < triples[:, 2])).all():
        order = np.argsort(triples, axis=1, kind="stable")
        triples = np.take_along_axis(triples, order, axis=1)
        answers = [np.take_along_axis(part, order, axis=1) for part in answers]
    width = max(1, len(names))
    # As narrow as it may be: what is read a million times from memory costs what it weighs.
    wide = np.int32 if len(records.scenarios()) * len(STATUSES) * width**3 * 27**3 < 2**31 else np.int64
    key = (strata if voted.all() else strata[voted]).astype(wide)
    for slot in range(3):
        key *= wide(width)
        key += triples[:, slot].astype(wide, copy=False)
    for part in answers:
        key *= wide(27)
        key += part[:, 0] * np.int8(9) + part[:, 1] * np.int8(3) + part[:, 2]
    return _table(names, strata, voted, key, width)


def _annotators(column: pa.Array) -> tuple[tuple[str, ...], Ints]:
    """The names, sorted, and (pairs, 3) numbers of them."""
    encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
    found: list[str] = encoded.dictionary.to_pylist()
    rank = np.argsort(np.argsort(np.array(found, dtype=object))) if found else np.zeros(0, np.int64)
    numbers = np.asarray(encoded.indices)
    if (rank != np.arange(len(rank))).any():
        numbers = rank[numbers]
    return tuple(sorted(found)), numbers.reshape(-1, 3)


def _table(names: tuple[str, ...], strata: Ints, voted: Bools, key: Any, width: int) -> tuple[Counts, Ints]:
    """The table of the groups and keys, in the order of its columns, and the row of each pair."""
    encoded = pa.array(key).dictionary_encode()
    rest = np.asarray(encoded.dictionary).astype(np.int64)
    digits = []
    for base in (27, 27, 27, width, width, width):
        rest, digit = np.divmod(rest, base)
        digits.append(digit)
    where = np.asarray(encoded.indices)
    silent = np.zeros(0, dtype=np.int64)
    if not voted.all():
        silent, without = np.unique(strata[~voted], return_inverse=True)
        where = np.empty(len(strata), dtype=np.int64)
        where[voted] = np.asarray(encoded.indices)
        where[~voted] = len(rest) + without
    digits = [np.concatenate([digit, np.full(len(silent), NONE)]) for digit in digits]
    triples, patterns = np.stack(digits[:2:-1], axis=1), np.stack(digits[2::-1], axis=1)
    table = Counts(
        names, np.concatenate([rest, silent]), triples, patterns, np.bincount(where, minlength=len(digits[0]))
    )
    order = np.lexsort([*table.patterns.T[::-1], *table.triples.T[::-1], table.strata])
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return table.take(order), rank[where]


def merge(tables: Sequence[Counts]) -> Counts:
    """The table of several corpora, or of the shards of one, together: counts of equal rows are added.

    An annotator is known by the name, so shards must not use one name for two people.
    """
    names = tuple(sorted({name for table in tables for name in table.annotators}))
    number = {name: index for index, name in enumerate(names)}
    triples = []
    for table in tables:
        new = np.array([*(number[name] for name in table.annotators), NONE], dtype=np.int64)
        triples.append(new[table.triples])
    columns = np.concatenate(
        [
            np.column_stack([table.strata, triple, table.patterns, table.count])
            for table, triple in zip(tables, triples, strict=True)
        ]
    )
    keys, inverse = np.unique(columns[:, :-1], axis=0, return_inverse=True)
    count = np.zeros(len(keys), dtype=np.int64)
    np.add.at(count, inverse.reshape(-1), columns[:, -1])
    return Counts(names, keys[:, 0], keys[:, 1:4], keys[:, 4:7], count)
