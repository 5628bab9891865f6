"""The small table of counts: what it holds, that parts add up, and that order does not matter."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmsafeaware.audit import annotators, counts, dawid_skene, groups, pairing

SCENARIOS = ["violence", "crime", "role_play", "homonyms", "definitions"]
VOTE = pa.struct([("annotator", pa.string()), *((part, pa.int8()) for part in counts.JUDGMENTS)])


def corpus(seed: int, pairs: int, people: int = 6) -> tuple[list[Any], list[int]]:
    """Votes and groups of random pairs; some have no votes."""
    dice = random.Random(seed)
    votes: list[Any] = []
    for _ in range(pairs):
        names = dice.sample([f"r{number}" for number in range(people)], 3)
        answers = {part: dice.choices([0, 1, 2], [5, 4, 1])[0] for part in counts.JUDGMENTS}
        given = [
            {"annotator": name, **{p: a if dice.random() < 0.8 else dice.randrange(3) for p, a in answers.items()}}
            for name in names
        ]
        votes.append(None if dice.random() < 0.1 else given)
    statuses = dice.choices(counts.STATUSES, [8, 1, 1, 0.3], k=pairs)
    return votes, [counts.stratum(status, dice.choice(SCENARIOS)) for status in statuses]


def table(votes: list[Any], strata: list[int]) -> tuple[counts.Counts, Any]:
    return counts.of(pa.array(votes, pa.list_(VOTE)), np.array(strata, dtype=np.int64))


def same(one: counts.Counts, other: counts.Counts) -> bool:
    columns = ("strata", "triples", "patterns", "count")
    return one.annotators == other.annotators and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in columns
    )


def test_one_pair() -> None:
    votes = [
        {"annotator": "zoe", "image": 0, "text": 1, "pair": 2},
        {"annotator": "ann", "image": 0, "text": 0, "pair": 1},
        {"annotator": "max", "image": 2, "text": 0, "pair": 1},
    ]
    found, rows = table([votes, None], [counts.stratum("kept", "violence"), counts.stratum("discarded", "crime")])
    assert found.annotators == ("ann", "max", "zoe")
    assert found.triples.tolist() == [[0, 1, 2], [-1, -1, -1]]
    assert {part: found.votes(part).tolist() for part in counts.JUDGMENTS} == {
        "image": [[0, 2, 0], [-1, -1, -1]],
        "text": [[0, 0, 1], [-1, -1, -1]],
        "pair": [[1, 1, 2], [-1, -1, -1]],
    }
    assert {part: found.verdicts(part).tolist() for part in counts.JUDGMENTS} == {
        "image": [0, -1],
        "text": [0, -1],
        "pair": [1, -1],
    }
    assert (found.count.tolist(), rows.tolist()) == ([1, 1], [0, 1])
    assert found.where(["kept"]).tolist() == found.where(scenario="violence").tolist() == [True, False]
    assert found.where(subset="unsafe").tolist() == [True, True]
    assert found.where(dimension="social").tolist() == [False, True]


def test_a_pair_points_at_the_row_that_holds_its_votes() -> None:
    votes, strata = corpus(1, 500)
    found, rows = table(votes, strata)
    assert np.bincount(rows, minlength=len(found.count)).tolist() == found.count.tolist()
    for pair, row in zip(votes, rows.tolist(), strict=True):
        names = [found.annotators[number] for number in found.triples[row] if number >= 0]
        given = {vote["annotator"]: vote for vote in pair or []}
        assert names == sorted(given)
        for part in counts.JUDGMENTS:
            assert found.votes(part)[row].tolist() == ([given[name][part] for name in names] or [-1, -1, -1])


def test_parts_of_a_corpus_add_up_to_the_whole() -> None:
    """Tables, statistics, intervals and competence of merged shards equal those of the corpus."""
    votes, strata = corpus(2, 900, people=9)
    whole, _ = table(votes, strata)
    shards = [table(votes[start::4], strata[start::4])[0] for start in range(4)]
    assert len({shard.annotators for shard in shards[:1]}) == 1
    merged = counts.merge(shards)
    assert same(merged, whole)
    assert groups.agreements(merged) == groups.agreements(whole)
    assert pairing.pairing(merged) == pairing.pairing(whole)
    assert annotators.annotators(merged, {}) == annotators.annotators(whole, {})
    assert annotators.pairwise(merged) == annotators.pairwise(whole)


def test_shards_with_other_annotators_add_up() -> None:
    one, _ = table(*corpus(3, 50, people=4))
    votes, strata = corpus(4, 50, people=4)
    for pair in votes:
        for vote in pair or []:
            vote["annotator"] = "a" + vote["annotator"]
    other, _ = table(votes, strata)
    merged = counts.merge([one, other])
    assert merged.annotators == ("ar0", "ar1", "ar2", "ar3", "r0", "r1", "r2", "r3")
    assert merged.count.sum() == 100
    assert same(counts.merge([other, one]), merged)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_order_does_not_matter(seed: int, dice: random.Random) -> None:
    votes, strata = corpus(seed, 60)
    whole, _ = table(votes, strata)
    order = dice.sample(range(60), 60)
    shuffled = [votes[number] and dice.sample(votes[number], 3) for number in order]
    assert same(table(shuffled, [strata[number] for number in order])[0], whole)


def test_columns_as_datasets_has_them() -> None:
    """Chunked, with wide integers, or with the annotators as a dictionary: the same table."""
    votes, strata = corpus(5, 80)
    plain = pa.array(votes, pa.list_(VOTE))
    wide = pa.list_(pa.struct([("annotator", pa.string()), *((part, pa.int64()) for part in counts.JUDGMENTS)]))
    chunked = pa.chunked_array([pa.array(votes[:30], wide), pa.array(votes[30:], wide)])
    numbers = np.array(strata)
    assert same(counts.of(chunked, numbers)[0], counts.of(plain, numbers)[0])


def test_other_than_three_votes_are_refused() -> None:
    votes, strata = corpus(6, 3)
    votes[0] = [{"annotator": "r1", "image": 0, "text": 0, "pair": 0}]
    with pytest.raises(ValueError, match="expected three votes for each pair, or null"):
        table(votes, strata)


def test_no_pair_and_no_votes() -> None:
    empty, rows = table([], [])
    assert (empty.annotators, empty.count.tolist(), rows.tolist()) == ((), [], [])
    silent, _ = table([None, None], [counts.stratum("kept", "crime")] * 2)
    assert silent.count.tolist() == [2]
    assert silent.profiles("pair").sum() == 0
    assert annotators.annotators(silent, {}) == {}
    assert annotators.pairwise(silent) == []
    assert np.isnan(dawid_skene.of(silent, "pair").posterior).all()
