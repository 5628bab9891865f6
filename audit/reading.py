"""A whole corpus, discards and controls included, as one Arrow table without its pictures' bytes."""

from __future__ import annotations

import json
import os
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mmsafeaware import Corpus, CorpusError
from mmsafeaware.audit.counts import ANSWERS, STATUSES, Ints
from mmsafeaware.validation import records

DECLARED, CANARY = "annotations/annotators.json", "annotations/canary.json"
JUDGED = ("image", "text", "pair")
VOTE = pa.struct([("annotator", pa.string()), *((part, pa.int8()) for part in JUDGED)])
TEXTS = ("id", "image", "image_description", "text", "scenario", "base_id", "source", "license", "discard_reason")
SCHEMA = pa.schema([*((name, pa.string()) for name in TEXTS), ("label", pa.int8()), ("votes", pa.list_(VOTE))])


class Pairs(NamedTuple):
    """``table``: a row for each pair, with the columns of ``SCHEMA``; labels and judgments are numbers of ``ANSWERS``.

    ``strata``: the group of each pair, as ``counts.stratum`` numbers them; ``status``: a number of ``STATUSES``.
    ``annotators``: what the corpus declares of each, by id. ``discards_known``: whether it says what it left out.
    """

    root: str
    table: pa.Table
    status: Ints
    strata: Ints
    annotators: dict[str, dict[str, Any]]
    discards_known: bool


def read(root: str) -> Pairs:
    """Read a corpus. Raises the ``CorpusError`` that loading it would raise: what loads can be audited."""
    try:
        tables = {subset: _subset(root, subset) for subset in records.FILES}
    except (OSError, ValueError):
        raise _refusal(root) from None
    table = pa.concat_tables(tables.values()).combine_chunks()
    pictures = table["image"].unique().to_pylist()
    whole = len(table["id"].unique()) == len(table) and not any(records.image(root, name)[1] for name in pictures)
    if not whole or not len(tables["unsafe"]) + len(tables["over_safety"]):
        raise _refusal(root)
    known = records.scenarios()
    status = np.repeat([0, 0, 2, 1], [len(part) for part in tables.values()])
    scenarios = pc.index_in(table["scenario"], pa.array(list(known))).to_numpy().astype(np.int64)
    usual = np.array([item["label"] == "unsafe" for item in known.values()])[scenarios]
    # Only a control has another label than its scenario, and a base for it to differ from.
    control = (np.asarray(table["label"]) != usual) & np.asarray(pc.is_valid(table["base_id"]))
    status = np.where((status == 1) & control, STATUSES.index("discarded control"), status)
    discards = os.path.exists(f"{root}/{records.path_of('discarded')}")
    return Pairs(root, table, status, status * len(known) + scenarios, declared(root), discards)


def _subset(root: str, subset: str) -> pa.Table:
    """The records of one file in their order; raises ``ValueError`` if a line is not one."""
    rows: list[dict[str, Any]] = []
    try:
        for line in records.lines(f"{root}/{records.path_of(subset)}"):
            record, problems = records.check(line.raw, subset)
            if problems or record is None:
                raise ValueError(line.number)
            rows.append(record)
    except FileNotFoundError:
        if subset not in records.OPTIONAL:
            raise
    columns = {name: [row.get(name) for row in rows] for name in TEXTS}
    code = {name: number for number, name in enumerate(ANSWERS)}
    columns["label"] = [code[row["label"]] for row in rows]
    return pa.table({**columns, "votes": _votes([row["votes"] for row in rows], code)}, SCHEMA)


def _votes(given: list[list[dict[str, str]] | None], code: dict[str, int]) -> pa.Array:
    entries = [vote for votes in given for vote in votes or ()]
    ends = np.cumsum([0, *(len(votes or ()) for votes in given)])
    parts = [pa.array([vote["annotator"] for vote in entries], pa.string())]
    parts += [pa.array([code[vote[part]] for vote in entries], pa.int8()) for part in JUDGED]
    missing = pa.array([votes is None for votes in given], pa.bool_())
    flat = pa.StructArray.from_arrays(parts, fields=list(VOTE))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), flat, mask=missing)


def _refusal(root: str) -> CorpusError:
    """Why loading refuses the corpus; it has the one wording for that."""
    try:
        Corpus(root).chunks(["unsafe", "over_safety"])
    except CorpusError as error:
        return error
    return CorpusError(f"{root} changed while it was read; audit it again.")


def canary(root: str) -> str | None:
    """The sentence of ``canary.json``, to stand wherever sentences of the corpus do; None without one."""
    try:
        with open(f"{root}/{CANARY}", encoding="utf-8") as file:
            said = json.load(file)
        if not all(isinstance(said[key], str) for key in ("guid", "sentence")):
            raise TypeError
        sentence: str = said["sentence"]
        return sentence
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        why = f'{CANARY}: expected an object with the texts "guid" and "sentence". Mend it, or take it away.'
        raise CorpusError(why, file=CANARY) from None


def declared(root: str) -> dict[str, dict[str, Any]]:
    """What ``annotators.json`` of a corpus says of each annotator, by id; nothing where there is none."""
    try:
        with open(f"{root}/{DECLARED}", encoding="utf-8") as file:
            declared = json.load(file)
        return {item["id"]: item for item in declared}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError):
        why = f"{DECLARED}: expected a list of objects with an id. Mend it, or take it away."
        raise CorpusError(why, file=DECLARED) from None
