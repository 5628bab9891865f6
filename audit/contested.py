"""The pairs that the annotators argue about, worst first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from mmsafeaware.audit import dawid_skene, pairing
from mmsafeaware.audit.counts import ANSWERS, JUDGMENTS, NONE, STATUSES, UNSAFE, Counts, Ints, of
from mmsafeaware.audit.reading import Pairs
from mmsafeaware.validation import records

Row = dict[str, Any]


def contested(pairs: Pairs, counts: Counts, rows: Ints, worst: int) -> Row:
    """The worst pairs: ``total`` contested of each status, how many are ``shown`` and ``left_out``, and ``pairs``.

    Contested is a pair whose annotators are not of one mind about it, whose label is not their verdict, whose label
    Dawid and Skene's model finds less likely than the other, or which fails the pairing rule. Worst is what the model
    is surest of against the label, then what most votes are at odds on. ``rows``: the row of ``counts`` that each
    pair is in. At most ``worst`` kept pairs are shown, a third as many discarded ones, a sixth as many controls.
    """
    posterior = {judgment: dawid_skene.of(counts, judgment).posterior[:, UNSAFE] for judgment in JUDGMENTS}
    fails = pairing.failing(counts)
    label = np.asarray(pairs.table["label"]).astype(np.int64)
    unsafe = posterior["pair"][rows]
    against = np.where(label == UNSAFE, 1 - unsafe, unsafe)
    dissent = {part: _dissent(counts, part)[rows] for part in JUDGMENTS}
    verdict = counts.verdicts("pair")[rows]
    broken = np.logical_or.reduce(list(fails.values()))[rows]
    voted = (counts.patterns[:, 0] >= 0)[rows]
    chosen = np.flatnonzero(voted & ((against > 0.5) | (verdict != label) | (dissent["pair"] > 0) | broken))
    order = np.lexsort([-(dissent["image"] + dissent["text"]), -dissent["pair"], -np.round(against, 6)])
    order = order[np.isin(order, chosen)]
    shown, totals = [], {}
    limits = {"kept": worst, "discarded": worst // 3, "control": worst // 6, "discarded control": worst // 6}
    for number, status in enumerate(STATUSES):
        of_status = order[pairs.status[order] == number]
        shown += of_status[: limits[status]].tolist()
        kept_back = max(0, len(of_status) - limits[status])
        totals[status] = {"total": len(of_status), "left_out": kept_back}
    facts: dict[str, Any] = {
        "against": against,
        **{f"{part}_unsafe": values[rows] for part, values in posterior.items()},
    }
    facts |= {f"{part}_verdict": counts.verdicts(part)[rows] for part in JUDGMENTS}
    facts |= {"sensitive": pictures_to_blur(pairs, counts, rows), "fails": {name: f[rows] for name, f in fails.items()}}
    told = pairs.table.take(pa.array(shown, pa.int64())).to_pylist()
    return {
        **_totals(totals),
        "pairs": [_pair(pairs, record, row, facts) for record, row in zip(told, shown, strict=True)],
    }


def _totals(totals: dict[str, dict[str, int]]) -> Row:
    total = sum(item["total"] for item in totals.values())
    left = sum(item["left_out"] for item in totals.values())
    return {"total": total, "shown": total - left, "left_out": left, "statuses": totals}


def _dissent(counts: Counts, judgment: str) -> Ints:
    """(rows,): how many of three votes are not the most frequent one: 0, 1 or 2."""
    votes = counts.votes(judgment)
    most = np.max([(votes == answer).sum(axis=1) for answer in range(len(ANSWERS))], axis=0)
    return np.where(counts.patterns[:, 0] >= 0, 3 - most, 0)


def pictures_to_blur(pairs: Pairs, counts: Counts, rows: Ints) -> dict[str, str]:
    """Picture to why it is blurred until asked for: a majority judged it unsafe alone, or nobody judged it."""
    verdict = counts.verdicts("image")[rows]
    names = pairs.table["image"].combine_chunks().dictionary_encode()
    codes, known = np.asarray(names.indices), names.dictionary.to_pylist()
    worst = np.full(len(known), NONE, dtype=np.int64)
    np.maximum.at(worst, codes, verdict)
    found = {name: "judged unsafe alone" for name, value in zip(known, worst, strict=True) if value == UNSAFE}
    return found | {name: "not judged alone" for name, value in zip(known, worst, strict=True) if value == NONE}


def _pair(pairs: Pairs, record: Row, row: int, facts: Row) -> Row:
    """One pair with all that a reader needs to judge it."""
    status = STATUSES[pairs.status[row]]
    verdicts = {part: int(facts[f"{part}_verdict"][row]) for part in JUDGMENTS}
    votes = [
        {"annotator": vote["annotator"], **{part: ANSWERS[vote[part]] for part in JUDGMENTS}}
        for vote in record["votes"]
    ]
    return {
        "id": record["id"],
        "status": status,
        "subset": "control" if "control" in status else records.scenarios()[record["scenario"]]["subset"],
        "scenario": record["scenario"],
        "label": ANSWERS[record["label"]],
        "text": record["text"],
        "image": record["image"],
        "image_description": record["image_description"],
        "votes": votes,
        "verdicts": {part: None if value == NONE else ANSWERS[value] for part, value in verdicts.items()},
        "posterior_unsafe": {part: float(facts[f"{part}_unsafe"][row]) for part in JUDGMENTS},
        "against_label": float(facts["against"][row]),
        "why": [pairing.REASONS[name] for name, where in facts["fails"].items() if where[row]],
        "discard_reason": record["discard_reason"],
        "blur": facts["sensitive"].get(record["image"]),
    }


def once(pairs: Pairs, counts: Counts, rows: Ints, digests: dict[str, str]) -> dict[str, Counts]:
    """Tables of kept pairs in which each picture counts once (for ``image``), and each sentence once (for ``text``).

    Annotators may have judged a picture once for all of its pairs; counted once a pair, such votes look like more
    evidence than they are. A picture that was judged in different ways counts once for each. ``digests``: of the bytes
    of each picture, by name.
    """
    kept = np.flatnonzero(pairs.status == 0)
    items = {
        "image": pa.array([digests[name] for name in pairs.table["image"].to_pylist()]),
        "text": pairs.table["text"].combine_chunks(),
    }
    found = {}
    for judgment, column in items.items():
        codes = np.asarray(column.dictionary_encode().indices)
        key = np.column_stack([codes, counts.triples[rows], counts.patterns[rows, JUDGMENTS.index(judgment)]])
        first = kept[np.sort(np.unique(key[kept], axis=0, return_index=True)[1])]
        found[judgment] = of(pairs.table["votes"].take(pa.array(first)), pairs.strata[first])[0]
    return found
