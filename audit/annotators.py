"""Each annotator against the others: agreement, bias, confusion, competence."""

from __future__ import annotations

from typing import Any

import numpy as np

from mmsafeaware.audit import agreement, dawid_skene
from mmsafeaware.audit.agreement import Interval
from mmsafeaware.audit.counts import ANSWERS, JUDGMENTS, SAFE, UNSAFE, Counts, Ints

LEANING = np.array([-1, 1, 0])  # of safe, unsafe, unsure
Table = dict[str, Any]


def annotators(counts: Counts, declared: dict[str, dict[str, Any]]) -> dict[str, Table]:
    """Name to kind and measures for each judgment, over all pairs with votes: kept, discarded and controls.

    For each judgment: ``votes``; ``answers`` and their shares; ``unsure`` rate; ``with_others``, the share of the
    other two's votes that are the same, leaving the annotator out; ``when_others_agree``, the same where the other two
    are of one mind for safe or unsafe; ``alone``, how often the annotator stood against two such, by answer;
    ``lean``, -1 (always safe where the others say unsafe) to 1 (the reverse); ``confusion``, own answer x answers of
    the others; ``competence``, by Dawid and Skene: the mean chance to name a safe and an unsafe truth.
    """
    found: dict[str, Table] = {
        name: {"kind": declared.get(name, {}).get("kind"), "judgments": {}} for name in counts.annotators
    }
    for judgment in JUDGMENTS:
        fit = dawid_skene.of(counts, judgment)
        seats = _seats(counts, judgment)
        for number, name in enumerate(counts.annotators):
            measured = _measure(*(column[seats[0] == number] for column in seats[1:]))
            found[name]["judgments"][judgment] = {**measured, **_competence(fit, number)}
    return found


def _seats(counts: Counts, judgment: str) -> tuple[Ints, Ints, Ints, Ints]:
    """Every vote: annotator, answer, the two others' answers (votes, 2), how many pairs."""
    voted = counts.patterns[:, 0] >= 0
    votes, triples, count = counts.votes(judgment)[voted], counts.triples[voted], counts.count[voted]
    others = np.concatenate([np.delete(votes, slot, axis=1) for slot in range(3)])
    return triples.T.ravel(), votes.T.ravel(), others, np.tile(count, 3)


def _measure(own: Ints, others: Ints, count: Ints) -> Table:
    answers = np.bincount(own, count, len(ANSWERS)).astype(int)
    total = int(answers.sum())
    same = (others == own[:, None]).sum(axis=1)
    united = (others[:, 0] == others[:, 1]) & (others[:, 0] != ANSWERS.index("unsure"))
    against = united & (own != others[:, 0])
    lean = 2 * LEANING[own] - LEANING[others].sum(axis=1)  # quarters of the way from always safe to always unsafe
    confusion = np.zeros((len(ANSWERS), len(ANSWERS)), dtype=int)
    for column in others.T:
        np.add.at(confusion, (own, column), count)
    return {
        "votes": total,
        "answers": {
            name: {"votes": int(number), "share": number / total if total else None}
            for name, number in zip(ANSWERS, answers, strict=True)
        },
        "unsure": share(int(answers[ANSWERS.index("unsure")]), total),
        "with_others": mean(same, count, [0.0, 0.5, 1.0]),
        "when_others_agree": share(int(count[united & ~against].sum()), int(count[united].sum())),
        "alone": {name: int(count[against & (own == number)].sum()) for number, name in enumerate(ANSWERS)},
        "lean": mean(lean + 4, count, [step / 4 for step in range(-4, 5)]),
        "confusion": confusion.tolist(),
    }


def _competence(fit: dawid_skene.Fit, number: int) -> Table:
    """``hits``: the chance to name each truth; null where the annotator met no pair of that truth."""
    errors = [[None if np.isnan(chance) else float(chance) for chance in row] for row in fit.errors[number]]
    hits = errors[SAFE][SAFE], errors[UNSAFE][UNSAFE]
    return {
        "competence": None if None in hits else float(np.mean(np.array(hits, dtype=float))),
        "hits": dict(zip(ANSWERS, hits, strict=False)),
        "errors": {truth: dict(zip(ANSWERS, row, strict=True)) for truth, row in zip(ANSWERS, errors, strict=False)},
    }


def mean(values: Ints, count: Ints, scale: list[float]) -> Interval:
    """The mean of ``scale[value]`` over ``count`` units of each value, with its bootstrap interval."""
    weights = np.bincount(values, count, len(scale)).astype(np.int64)
    units = int(weights.sum())
    if not units:
        return {"value": None, "low": None, "high": None, "reason": "no pair was voted on"}
    draws = agreement.resample(weights) @ np.array(scale) / units
    return agreement.estimate(float(weights @ np.array(scale) / units), draws, units, "")


def share(part: int, whole: int) -> Interval:
    """A share with its 95 % interval by Wilson 1927 (doi 10.1080/01621459.1927.10502953), good near 0 and 1 too."""
    if not whole:
        return {"value": None, "low": None, "high": None, "reason": "there is nothing to count"}
    z2 = 1.959963984540054**2
    p = part / whole
    centre = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = (z2 * (p * (1 - p) / whole + z2 / (4 * whole**2))) ** 0.5 / (1 + z2 / whole)
    low, high = (0.0 if part == 0 else centre - half), (1.0 if part == whole else centre + half)
    return {"value": p, "low": low, "high": high, "reason": None}


def pairwise(counts: Counts) -> list[Table]:
    """For each judgment and each two annotators who share pairs: ``pairs``, ``agreement``, ``kappa`` (Cohen's) and
    ``confusion`` (3 x 3, the first annotator's answer in rows).
    """  # fmt: skip
    voted = counts.patterns[:, 0] >= 0
    triples, count, people = counts.triples[voted], counts.count[voted], max(1, len(counts.annotators))
    found = []
    for judgment in JUDGMENTS:
        votes = counts.votes(judgment)[voted]
        seats = [(0, 1), (0, 2), (1, 2)]
        keys = np.concatenate(
            [(triples[:, a] * people + triples[:, b]) * 9 + votes[:, a] * 3 + votes[:, b] for a, b in seats]
        )
        known, inverse = np.unique(keys // 9, return_inverse=True)
        cells = np.bincount(inverse.reshape(-1) * 9 + keys % 9, np.tile(count, 3), 9 * len(known))
        for key, confusion in zip(known.tolist(), cells.reshape(-1, 3, 3).astype(int), strict=True):
            first, second = counts.annotators[key // people], counts.annotators[key % people]
            row = {"judgment": judgment, "first": first, "second": second}
            found.append({**row, **_agreement(confusion), "confusion": confusion.tolist()})
    return found


def _agreement(confusion: Ints) -> Table:
    total = int(confusion.sum())
    observed = float(np.trace(confusion)) / total
    chance = float(confusion.sum(axis=0) @ confusion.sum(axis=1)) / total**2
    return {
        "pairs": total,
        "agreement": share(int(np.trace(confusion)), total),
        "kappa": (observed - chance) / (1 - chance) if chance < 1 - 1e-12 else None,
    }
