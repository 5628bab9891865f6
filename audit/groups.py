"""Agreement of every group of pairs that people ask about."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from mmsafeaware.audit import agreement
from mmsafeaware.audit.counts import JUDGMENTS, PROFILES, Bools, Counts
from mmsafeaware.validation import records

Groups = dict[str, Bools]


def groups(counts: Counts) -> Groups:
    """Name to rows of the table, in the order of the taxonomy; groups without a pair are left out.

    ``kept``, ``candidates`` (kept and discarded) and ``controls`` (no part of either); ``subset:…``, ``dimension:…``
    and ``scenario:…`` of kept pairs; the same of candidates after ``candidates/``.
    """
    kept, candidates = ["kept"], ["kept", "discarded"]
    found = {"kept": counts.where(kept), "candidates": counts.where(candidates), "controls": counts.where(["control"])}
    taxonomy = records.taxonomy()
    parts = {
        "subset": ["unsafe", "over_safety"],
        "dimension": [item["id"] for item in taxonomy["dimensions"]],
        "scenario": list(records.scenarios()),
    }
    for prefix, status in (("", kept), ("candidates/", candidates)):
        for kind, names in parts.items():
            found |= {f"{prefix}{kind}:{name}": counts.where(status, **{kind: name}) for name in names}
    always = ("kept", "candidates")
    return {name: rows for name, rows in found.items() if name in always or counts.pairs(rows)}


def agreements(counts: Counts, distinct: dict[str, Counts] | None = None) -> dict[str, dict[str, Any]]:
    """Judgment to group to what ``agreement.measure`` says; the pool of each is all kept pairs, or all candidates.

    ``distinct``: for judgment ``image`` the table in which each picture, for ``text`` that in which each sentence
    counts once; they make the group ``kept_once``.
    """
    named = groups(counts)
    wanted: dict[str, dict[str, tuple[tuple[int, ...], float]]] = {}
    for judgment in JUDGMENTS:
        weights = {name: counts.profiles(judgment, rows) for name, rows in named.items()}
        if distinct and judgment in distinct:
            table = distinct[judgment]
            weights["kept_once"] = table.profiles(judgment, table.where(["kept"]))
        pools = {
            name: float(agreement.statistics(weights[name], PROFILES)["expected"]) for name in ("kept", "candidates")
        }
        wanted[judgment] = {
            name: (tuple(weight.tolist()), pools["candidates" if name.startswith("candidates") else "kept"])
            for name, weight in weights.items()
        }
    # Groups with equal counts, as kept pairs and candidates without discards, are measured once.
    tasks = list(dict.fromkeys(task for of_judgment in wanted.values() for task in of_judgment.values()))
    with ThreadPoolExecutor() as pool:
        known = dict(zip(tasks, pool.map(_measure, tasks), strict=True))
    return {
        judgment: {name: known[task] for name, task in of_judgment.items()} for judgment, of_judgment in wanted.items()
    }


def _measure(task: tuple[tuple[int, ...], float]) -> dict[str, Any]:
    weights, pool = task
    return agreement.measure(weights, PROFILES, pool)


def notes(found: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    """A sentence for each judgment and group in which kappa and alpha collapse because one answer prevails."""
    return [
        {"judgment": judgment, "group": name, "sentence": sentence}
        for judgment, measured in found.items()
        for name, values in measured.items()
        if (sentence := agreement.paradox(values))
    ]
