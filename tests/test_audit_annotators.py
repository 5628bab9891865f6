"""Annotators against each other, by hand and by another library."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mmsafeaware.audit import annotators, dawid_skene
from mmsafeaware.audit.counts import ANSWERS, JUDGMENTS
from tests.test_audit_counts import corpus, table


def random_votes(seed: int, units: int, people: int, missing: float) -> tuple[Any, Any]:
    """(who, what) of units x 4 seats; -1 for no vote, and at least one vote in each unit."""
    dice = np.random.default_rng(seed)
    truth = dice.choice(3, units, p=[0.5, 0.35, 0.15])
    who = np.stack([dice.choice(people, 4, replace=False) for _ in range(units)])
    what = np.where(dice.random((units, 4)) < 0.7, truth[:, None], dice.integers(0, 3, (units, 4)))
    gone = dice.random((units, 4)) < missing
    gone[:, 0] = False
    return np.where(gone, -1, who), np.where(gone, -1, what)


@pytest.mark.parametrize("seed", range(6))
def test_dawid_skene_is_that_of_crowd_kit(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what importing it brings up is not ours
        aggregation = pytest.importorskip("crowdkit.aggregation")
    who, what = random_votes(seed, 120, 7, missing=[0.0, 0.3][seed % 2])
    unit, seat = np.nonzero(what >= 0)
    frame = pd.DataFrame({"task": unit, "worker": who[unit, seat], "label": what[unit, seat]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        right = aggregation.DawidSkene(n_iter=20, tol=-np.inf).fit(frame)
    found = dawid_skene.fit(who, what, np.ones(120, dtype=int), truths=3, rounds=20, tolerance=-np.inf)
    assert found.rounds == 20
    np.testing.assert_allclose(found.posterior, right.probas_.sort_index()[[0, 1, 2]].to_numpy(), atol=1e-6)
    np.testing.assert_allclose(found.prior, right.priors_.sort_index().to_numpy(), atol=1e-6)
    errors = right.errors_[[0, 1, 2]].reindex(pd.MultiIndex.from_product([range(7), range(3)]), fill_value=0).to_numpy()
    np.testing.assert_allclose(found.errors, errors.reshape(7, 3, 3).transpose(0, 2, 1), atol=1e-6)


def test_units_that_were_judged_alike_may_be_counted() -> None:
    who, what = random_votes(9, 40, 5, missing=0.2)
    single = dawid_skene.fit(np.repeat(who, 3, axis=0), np.repeat(what, 3, axis=0), np.ones(120, dtype=int))
    counted = dawid_skene.fit(who, what, np.full(40, 3))
    np.testing.assert_allclose(counted.errors, single.errors, atol=1e-9)
    np.testing.assert_allclose(counted.posterior, single.posterior[::3], atol=1e-9)


def test_it_finds_the_truth_and_the_careless_annotator() -> None:
    dice = np.random.default_rng(3)
    truth = dice.integers(0, 2, 3000)
    chances = [0.95, 0.9, 0.6]
    what = np.stack([np.where(dice.random(3000) < chance, truth, 1 - truth) for chance in chances], axis=1)
    found = dawid_skene.fit(np.tile([0, 1, 2], (3000, 1)), what, np.ones(3000, dtype=int), answers=2, rounds=5000)
    assert found.converged
    hits = found.errors[:, [0, 1], [0, 1]].mean(axis=1)
    np.testing.assert_allclose(hits, chances, atol=0.03)
    assert ((found.posterior[:, 1] > 0.5) == truth).mean() > 0.93


def test_unsure_is_an_answer_but_never_a_truth() -> None:
    found = dawid_skene.fit(np.array([[0, 1, 2]]), np.array([[2, 2, 2]]), np.array([1]))
    np.testing.assert_allclose(found.posterior, [[0.5, 0.5]])


def test_an_annotator_who_met_no_pair_of_a_truth_has_no_hits_there() -> None:
    votes = [[{"annotator": name, "image": 0, "text": 0, "pair": 1} for name in ("a", "b", "c")]] * 5
    found = annotators.annotators(table(votes, [0] * 5)[0], {})["a"]["judgments"]["image"]
    assert (found["competence"], found["hits"]["unsafe"]) == (None, None)
    assert found["errors"]["unsafe"] == dict.fromkeys(ANSWERS)
    assert found["hits"]["safe"] == pytest.approx(9 / 11)  # five votes for safe, and six to begin with


def test_each_annotator_is_compared_with_the_others_alone() -> None:
    """Leave-one-out by hand, over every vote."""
    votes, strata = corpus(11, 300)
    found = annotators.annotators(table(votes, strata)[0], {"r1": {"kind": "human"}})
    assert found["r1"]["kind"] == "human"
    assert found["r2"]["kind"] is None
    for name in found:
        for part in JUDGMENTS:
            mine, same, united, agreed, lean = [], 0, 0, 0, 0
            confusion = np.zeros((3, 3), dtype=int)
            for pair in votes:
                own = [vote[part] for vote in pair or [] if vote["annotator"] == name]
                others = [vote[part] for vote in pair or [] if vote["annotator"] != name]
                if own:
                    mine += own
                    same += others.count(own[0])
                    for other in others:
                        confusion[own[0], other] += 1
                    if others[0] == others[1] != 2:
                        united, agreed = united + 1, agreed + (own[0] == others[0])
                    score = {0: -1, 1: 1, 2: 0}
                    lean += (score[own[0]] - (score[others[0]] + score[others[1]]) / 2) / 2
            m = found[name]["judgments"][part]
            assert m["votes"] == len(mine)
            assert {a: m["answers"][a]["votes"] for a in ANSWERS} == {a: mine.count(i) for i, a in enumerate(ANSWERS)}
            assert m["unsure"]["value"] == pytest.approx(mine.count(2) / len(mine))
            assert m["with_others"]["value"] == pytest.approx(same / (2 * len(mine)))
            assert m["when_others_agree"]["value"] == pytest.approx(agreed / united)
            assert sum(m["alone"].values()) == united - agreed
            assert m["lean"]["value"] == pytest.approx(lean / len(mine))
            assert m["confusion"] == confusion.tolist()


def test_pairwise_agreement_is_that_of_the_common_pairs() -> None:
    votes, strata = corpus(12, 200, people=4)
    rows = {(row["judgment"], row["first"], row["second"]): row for row in annotators.pairwise(table(votes, strata)[0])}
    assert len(rows) == 3 * 6
    for (part, first, second), row in rows.items():
        confusion = np.zeros((3, 3), dtype=int)
        for pair in votes:
            by = {vote["annotator"]: vote[part] for vote in pair or []}
            if first in by and second in by:
                confusion[by[first], by[second]] += 1
        assert row["confusion"] == confusion.tolist()
        assert row["pairs"] == confusion.sum()
        observed = np.trace(confusion) / confusion.sum()
        chance = confusion.sum(axis=0) @ confusion.sum(axis=1) / confusion.sum() ** 2
        assert row["agreement"]["value"] == pytest.approx(observed)
        assert row["kappa"] == pytest.approx((observed - chance) / (1 - chance))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (47, 1000, 0.0355, 0.0619)],
)
def test_intervals_of_shares_are_those_of_wilson(part: int, whole: int, low: float, high: float) -> None:
    found = annotators.share(part, whole)
    assert (found["value"], round(found["low"], 4), round(found["high"], 4)) == (part / whole, low, high)


def test_a_share_of_nothing_is_null() -> None:
    assert annotators.share(0, 0) == {"value": None, "low": None, "high": None, "reason": "there is nothing to count"}
