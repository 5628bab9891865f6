"""Agreement statistics against published answers, other libraries and themselves."""

from __future__ import annotations

import json
import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmsafeaware.audit import agreement
from mmsafeaware.audit.counts import PROFILES

# Fleiss 1971, table 1: thirty patients, six psychiatrists each, five diagnoses.
FLEISS = [
    "00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006",
    "10050", "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203",
    "00006", "01050", "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006",
]  # fmt: skip
# Krippendorff 2011, section C: four observers, twelve units, nominal, with missing data.
KRIPPENDORFF = ["123321412***", "1233224125*3", "*3332342251*", "12332441251*"]


def tallies(rows: list[str], answers: str) -> Any:
    return np.array([[row.count(answer) for answer in answers] for row in rows])


def estimates(profiles: Any) -> dict[str, float]:
    return {name: float(value) for name, value in agreement.statistics(np.ones(len(profiles)), profiles).items()}


def test_fleiss_1971() -> None:
    found = estimates(np.array([[int(count) for count in row] for row in FLEISS]))
    assert {name: round(found[name], 4) for name in ("fleiss_kappa", "krippendorff_alpha", "gwet_ac1")} == {
        "fleiss_kappa": 0.4302,
        "krippendorff_alpha": 0.4334,
        "gwet_ac1": 0.4479,
    }


def test_krippendorff_2011_with_missing_votes() -> None:
    columns = ["".join(votes) for votes in zip(*KRIPPENDORFF, strict=True)]
    assert round(estimates(tallies(columns, "12345"))["krippendorff_alpha"], 3) == 0.743


def random_table(seed: int, missing: float) -> Any:
    """Units x raters of answers 0 to 2, nan for no vote."""
    dice = np.random.default_rng(seed)
    units, raters = int(dice.integers(8, 80)), int(dice.integers(3, 6))
    truth = dice.choice(3, units, p=[[0.6, 0.3, 0.1], [0.97, 0.02, 0.01]][seed % 2])
    votes = np.where(dice.random((raters, units)) < 0.8, truth, dice.integers(0, 3, (raters, units))).T.astype(float)
    votes[dice.random(votes.shape) < missing] = np.nan
    return votes


def counted(votes: Any) -> Any:
    return np.stack([(votes == answer).sum(axis=1) for answer in range(3)], axis=1)


@pytest.mark.parametrize("seed", range(20))
def test_alpha_is_that_of_krippendorff(seed: int) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    votes = random_table(seed, missing=[0.0, 0.2, 0.5][seed % 3])
    right = krippendorff.alpha(reliability_data=votes.T, level_of_measurement="nominal")
    assert estimates(counted(votes))["krippendorff_alpha"] == pytest.approx(right, abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_kappa_is_that_of_statsmodels(seed: int) -> None:
    """Without missing votes, which statsmodels takes for a table of its own without a word."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what importing it brings up is not ours
        inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    profiles = counted(random_table(seed, missing=0))
    right = inter_rater.fleiss_kappa(profiles, method="fleiss")
    assert estimates(profiles)["fleiss_kappa"] == pytest.approx(right, abs=1e-12)


RESULTS = json.loads((Path(__file__).parent / "audit_irrcac" / "results.json").read_text("utf-8"))


@pytest.mark.parametrize("case", RESULTS, ids=range(len(RESULTS)))
def test_all_three_are_those_of_irrcac(case: dict[str, Any]) -> None:
    profiles = np.array([[row.count(answer) for answer in ("safe", "unsafe", "unsure")] for row in case["table"]])
    found = estimates(profiles)
    for name in ("raw_agreement", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1"):
        assert found[name] == pytest.approx(case[name], abs=1e-9), name


def test_a_missing_vote_is_no_answer() -> None:
    """A unit with one vote, or none, tells nothing about agreement; it must not change alpha."""
    full = [[3, 0, 0], [2, 1, 0], [0, 3, 0], [0, 2, 0]]
    alpha = estimates(np.array(full))["krippendorff_alpha"]
    assert estimates(np.array([*full, [1, 0, 0], [0, 0, 0]]))["krippendorff_alpha"] == alpha


WEIGHTS = [40, 3, 0, 11, 1, 2, 25, 0, 6, 1]


def test_what_votes_can_be_adds_up_to_one() -> None:
    found = agreement.statistics(WEIGHTS, PROFILES)
    shares = [float(found[name]) for name in ("unanimous", "two_to_one", "no_majority")]
    assert math.isclose(sum(shares), 1)


def test_two_of_three_unsure_are_no_majority() -> None:
    kinds = {
        "unanimous": [[3, 0, 0], [0, 3, 0], [0, 0, 3]],
        "two_to_one": [[2, 1, 0], [2, 0, 1], [1, 2, 0], [0, 2, 1]],
        "no_majority": [[1, 1, 1], [1, 0, 2], [0, 1, 2]],
    }
    for kind, profiles in kinds.items():
        for profile in profiles:
            found = agreement.statistics([1], np.array([profile]))
            assert {name: float(found[name]) for name in kinds} == {name: float(name == kind) for name in kinds}


def test_measures_of_weights_are_those_of_single_units() -> None:
    single = np.repeat(PROFILES, WEIGHTS, axis=0)
    assert estimates(single) == pytest.approx(
        {name: float(value) for name, value in agreement.statistics(WEIGHTS, PROFILES).items()}
    )


def test_intervals_are_the_same_each_time_and_hold_the_value() -> None:
    first, second = (agreement.measure(WEIGHTS, PROFILES) for _ in range(2))
    assert first == second
    for name in agreement.STATISTICS:
        assert first[name]["low"] < first[name]["value"] < first[name]["high"]


def test_the_bootstrap_is_that_of_drawing_pairs() -> None:
    """The interval from the small table is that of drawing the units themselves, one by one, but for chance."""
    dice, single = np.random.default_rng(1), np.repeat(np.arange(10), WEIGHTS)
    draws = np.stack([np.bincount(dice.choice(single, len(single)), minlength=10) for _ in range(4000)])
    alpha = agreement.statistics(draws, PROFILES)["krippendorff_alpha"]
    found = agreement.measure(WEIGHTS, PROFILES)["krippendorff_alpha"]
    assert [found["low"], found["high"]] == pytest.approx(np.quantile(alpha, [0.025, 0.975]), abs=0.02)


def test_where_everybody_gave_one_answer_kappa_and_alpha_are_null_with_the_reason() -> None:
    found = agreement.measure([0, 0, 0, 0, 0, 0, 0, 0, 0, 30], PROFILES)
    assert PROFILES[9].tolist() == [3, 0, 0]
    reason = "undefined: every vote is the same answer, so chance alone would agree as well"
    nothing = {"value": None, "low": None, "high": None, "reason": reason}
    assert found["fleiss_kappa"] == found["krippendorff_alpha"] == nothing
    alike = "all 30 pairs are alike, so resampling shows no spread; up to 10.0% may differ unseen"
    assert found["gwet_ac1"] == found["unanimous"] == {"value": 1.0, "low": 1.0, "high": 1.0, "reason": alike}


def test_nobody_voted() -> None:
    found = agreement.measure([0] * 10, PROFILES, pooled=0.4)
    nothing = {"value": None, "low": None, "high": None, "reason": "nobody voted on these pairs"}
    assert found == {"pairs": 0, **dict.fromkeys((*agreement.STATISTICS, "alpha_pooled"), nothing)}


def test_one_pair_has_no_interval() -> None:
    found = agreement.measure([0, 0, 0, 0, 0, 0, 0, 0, 1, 0], PROFILES)
    assert PROFILES[8].tolist() == [2, 1, 0]
    assert found["raw_agreement"] == {
        "value": pytest.approx(1 / 3),
        "low": None,
        "high": None,
        "reason": "one pair has no spread",
    }


def test_too_few_disagreements_for_an_interval() -> None:
    found = agreement.measure([0, 0, 0, 0, 0, 0, 0, 0, 1, 29], PROFILES)["fleiss_kappa"]
    assert (found["value"], found["low"], found["high"]) == (pytest.approx(-1 / 89), None, None)
    assert found["reason"] == "no interval: in more than one of twenty resamples everyone gave one answer"


def test_the_paradox_is_told_in_a_sentence() -> None:
    """The issue's example: 97 % unanimous can be kappa -0.01 and AC1 0.98."""
    found = agreement.measure([0, 0, 0, 0, 0, 0, 0, 0, 3, 97], PROFILES)
    assert agreement.paradox(found) == (
        "97% of the pairs are unanimous, yet kappa is −0.01 and AC1 0.98: nearly all votes are one answer, so kappa "
        "and alpha credit chance with almost all of the agreement. Read the three together."
    )
    assert agreement.paradox(agreement.measure([0, 0, 0, 0, 0, 0, 48, 0, 3, 49], PROFILES)) is None


def test_alpha_by_the_expectation_of_a_larger_group() -> None:
    weights = [0, 0, 0, 0, 0, 0, 0, 0, 3, 97]
    expected = float(agreement.statistics(WEIGHTS, PROFILES)["expected"])
    found = agreement.measure(weights, PROFILES, expected)["alpha_pooled"]
    assert found["value"] == pytest.approx(1 - 0.02 / expected)
    assert found["low"] < found["value"] < found["high"] <= 1
    unanimous = agreement.measure([0, 0, 0, 0, 0, 0, 0, 0, 0, 5], PROFILES, expected)["alpha_pooled"]
    assert unanimous["value"] == 1.0
