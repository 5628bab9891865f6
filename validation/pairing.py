"""The rules that look at more than one record: ids, bases, pairs that occur twice, controls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from mmsafeaware.validation import records
from mmsafeaware.validation.batch import Bools, Ints
from mmsafeaware.validation.index import Index
from mmsafeaware.validation.records import Problem, show

KEPT = ("unsafe", "over_safety", "control")


class Breach(NamedTuple):
    """A problem of the record in a row of the index."""

    row: int
    problem: Problem


def breaches(index: Index, content: Ints) -> Iterator[Breach]:
    """All of REC003, COR002, COR004, COR005, PAI004 to PAI008 that a corpus breaks.

    ``content`` says for each row which picture it has: the same number for the same bytes.
    """
    yield from _ids(index)
    yield from _files(index)
    yield from _twice(index, content)
    yield from _bases(index, content)


def _name(index: Index, row: int) -> str:
    return "{}, line {}".format(*index.place(row))


def _repeats(keys: Ints, rows: Ints) -> Iterator[Ints]:
    """The rows of each key that occurs more than once, in their order."""
    order = rows[np.argsort(keys[rows], kind="stable")]
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    starts, stops = np.append(0, edges), np.append(edges, len(order))
    for start, stop in zip(starts[stops - starts > 1], stops[stops - starts > 1], strict=True):
        yield order[start:stop]


def _ids(index: Index) -> Iterator[Breach]:
    """REC003: an id twice; COR002: it is kept and discarded."""
    gone = index.where("discarded")
    for rows in _repeats(index["id"], np.flatnonzero(index["has_id"])):
        first, *others = rows.tolist()
        known = {"found": show(index.record(first)["id"]), "other": _name(index, first)}
        for row in others:
            yield Breach(row, Problem("REC003", "id", known))
            if gone[row] and not gone[first]:
                expected = {"expected": "an id that is either kept or discarded"}
                found = f"{known['found']}, which is kept in {known['other']}"
                yield Breach(row, Problem("COR002", "id", {**expected, "found": found}))


def _files(index: Index) -> Iterator[Breach]:
    """COR002: a discard without a reason; COR004: another label than the subset's; COR005: a reason without discard."""
    gone = index.where("discarded")
    missing = {"expected": "the rule that the candidate broke", "found": "none"}
    for row in np.flatnonzero(gone & index["whole"] & ~index["reason"]).tolist():
        yield Breach(row, Problem("COR002", "discard_reason", missing))
    for row in np.flatnonzero(~gone & index["reason"]).tolist():
        yield Breach(row, Problem("COR005", "discard_reason", {"found": show(index.record(row)["discard_reason"])}))
    for subset, label, other in (("unsafe", 1, "safe"), ("over_safety", 0, "unsafe")):
        wrong = index.where(subset) & (index["label"] >= 0) & (index["label"] != label)
        for row in np.flatnonzero(wrong).tolist():
            expected = f"{'unsafe' if label else 'safe'}, the label of the subset {subset}"
            yield Breach(row, Problem("COR004", "label", {"expected": expected, "found": other}))


def _twice(index: Index, content: Ints) -> Iterator[Breach]:
    """PAI005 and PAI006: the same picture with the same sentence, under two labels or one."""
    complete = index.where(*KEPT) & index["has_image"] & index["has_text"] & (index["label"] >= 0)
    keys = content * np.int64(1000003) ^ index["text"]
    for rows in _repeats(keys, np.flatnonzero(complete)):
        groups: dict[tuple[int, str], dict[int, int]] = {}
        for row in rows.tolist():
            label = int(index["label"][row])
            firsts = groups.setdefault((int(content[row]), index.record(row)["text"]), {})
            for other, first in sorted(firsts.items()):
                found = {"other": _name(index, first)}
                if other == label:
                    yield Breach(row, Problem("PAI006", None, found))
                else:
                    yield Breach(row, Problem("PAI005", "label", {**found, "found": "unsafe" if label else "safe"}))
            firsts.setdefault(label, row)


def _bases(index: Index, content: Ints) -> Iterator[Breach]:
    """PAI004 of attack pairs, PAI007 of controls, PAI008 of pairs that have no base."""
    dimensions = [item["dimension"] == "attack" for item in records.scenarios().values()]
    attack = index.where("unsafe") & np.append(dimensions, False)[index["scenario"]]
    control, based = index.where("control"), index["has_base_id"]
    spare = index.where("unsafe", "over_safety") & ~attack & based & (index["scenario"] >= 0)
    for row in np.flatnonzero(spare).tolist():
        yield Breach(row, Problem("PAI008", "base_id", {"found": show(index.record(row)["base_id"])}))
    base = np.full(index.rows, -1, np.int64)
    base[based] = index.find(index["base_id"][based], index.where("unsafe", "over_safety"))
    typical = index.where("unsafe") & ~attack
    yield from _attacks(index, attack, base, typical, content)
    yield from _controls(index, control, base, content)


def _unbased(index: Index, row: int, code: str, expected: str) -> Breach:
    """No base, or one that no benchmark pair has for an id."""
    name = index.record(row).get("base_id")
    found = show(name) if name is None else f"{show(name)}, which is the id of no such pair"
    return Breach(row, Problem(code, "base_id", {"expected": expected, "found": found}))


def _attacks(index: Index, attack: Bools, base: Ints, typical: Bools, content: Ints) -> Iterator[Breach]:
    expected = "the id of the typical pair that the attack was derived from"
    usable = attack & (index["whole"] | index["has_base_id"])
    for row in np.flatnonzero(usable & (base < 0)).tolist():
        yield _unbased(index, row, "PAI004", expected)
    rows = np.flatnonzero(attack & (base >= 0))
    for row in rows[~typical[base[rows]]].tolist():
        found = f"{show(index.record(row)['base_id'])}, which is no typical pair ({_name(index, int(base[row]))})"
        yield Breach(row, Problem("PAI004", "base_id", {"expected": expected, "found": found}))
    other = (content[rows] != content[base[rows]]) & index["has_image"][rows] & index["has_image"][base[rows]]
    for row in rows[other & typical[base[rows]]].tolist():
        expects = f"the picture of its base, {show(index.record(int(base[row]))['image'])}"
        found = show(index.record(row)["image"])
        yield Breach(row, Problem("PAI004", "image", {"expected": expects, "found": found}))


def _controls(index: Index, control: Bools, base: Ints, content: Ints) -> Iterator[Breach]:
    expected = "the id of the benchmark pair whose picture or sentence it shares"
    for row in np.flatnonzero(control & (index["whole"] | index["has_base_id"]) & (base < 0)).tolist():
        yield _unbased(index, row, "PAI007", expected)
    complete = index["has_image"] & index["has_text"]
    rows = np.flatnonzero(control & (base >= 0) & complete & complete[base])
    compared = (index["label"], content, index["text"], index["scenario"])
    label, image, text, scenario = (column[rows] for column in compared)
    other, picture, sentence, its = (column[base[rows]] for column in compared)
    names = list(records.scenarios())
    for row in rows[(label == other) & (label >= 0)].tolist():
        wrong = "unsafe" if index["label"][row] else "safe"
        expects = f"the other label than its base's ({_name(index, int(base[row]))})"
        yield Breach(row, Problem("PAI007", "label", {"expected": expects, "found": wrong}))
    for row in rows[(image != picture) & (text != sentence)].tolist():
        expects = f"the picture or the sentence of its base ({_name(index, int(base[row]))})"
        yield Breach(row, Problem("PAI007", "base_id", {"expected": expects, "found": "neither"}))
    for row in rows[(scenario != its) & (scenario >= 0) & (its >= 0)].tolist():
        expects = f"the scenario of its base, {show(names[index['scenario'][base[row]]])}"
        found = show(names[index["scenario"][row]])
        yield Breach(row, Problem("PAI007", "scenario", {"expected": expects, "found": found}))
