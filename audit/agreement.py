"""Agreement of nominal votes, with bootstrap intervals, from counts of units that were answered alike.

A *profile* says how many votes of a unit fell on each answer; ``weights`` says how many units have each profile. All
statistics are functions of the two, so a million pairs cost as much as a hundred, and a resample of pairs is one
draw from a multinomial distribution over the profiles. Units may have different numbers of votes: a missing vote is
left out, never an answer.

Sources: Fleiss 1971 (doi 10.1037/h0031619), for missing votes as in Gwet 2014, Handbook of Inter-Rater Reliability;
Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; Gwet 2008 (doi 10.1348/000711006X126600).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mmsafeaware.audit import wording

Floats = npt.NDArray[np.float64]

REPLICATES, SEED, LEVEL = 2_000, 2025, 0.95
STATISTICS = (
    "raw_agreement", "unanimous", "two_to_one", "no_majority",
    "fleiss_kappa", "krippendorff_alpha", "gwet_ac1",
)  # fmt: skip
CHANCE = ("fleiss_kappa", "krippendorff_alpha", "gwet_ac1")
OFTEN, PARADOX = 0.85, 0.3  # raw agreement from which, and how far below AC1, a low kappa is explained in a sentence

ALIKE = "all {units:,} pairs are alike, so resampling shows no spread; up to {unseen:.1%} may differ unseen"

Interval = dict[str, Any]  # value, low, high, reason


def statistics(weights: npt.ArrayLike, profiles: npt.ArrayLike) -> dict[str, Floats]:
    """Every statistic of ``STATISTICS``, and ``expected``: the disagreement that alpha expects by chance.

    ``weights``: (…, profiles), numbers of units. ``profiles``: (profiles, answers), votes for each answer; answers
    that the scale offers but nobody gave count for AC1. Each result has the shape (…); undefined is nan.
    """
    w, p = np.asarray(weights, dtype=float), np.asarray(profiles, dtype=float)
    votes = p.sum(axis=1)
    pairable, some = votes >= 2, votes >= 1
    with np.errstate(divide="ignore", invalid="ignore"):
        units = w @ pairable
        shares = np.divide(p, votes[:, None], out=np.zeros_like(p), where=some[:, None])
        same = np.where(pairable, (p * (p - 1)).sum(axis=1) / (votes * (votes - 1)), 0.0)
        observed = (w @ same) / units
        prevalence = (w @ shares) / (w @ some)[..., None]
        by_chance = (prevalence**2).sum(axis=-1)
        gwet_chance = (prevalence * (1 - prevalence)).sum(axis=-1) / (p.shape[1] - 1)
        expected, disagreement = _disagreement(w, p, votes, pairable)
        result = {
            "raw_agreement": observed,
            **{name: (w @ kind) / units for name, kind in _kinds(p, votes).items()},
            "fleiss_kappa": _chance_corrected(observed, by_chance),
            "krippendorff_alpha": 1 - disagreement / np.where(expected > 1e-12, expected, np.nan),
            "gwet_ac1": _chance_corrected(observed, gwet_chance),
            "expected": expected,
        }
    return {name: np.asarray(value) for name, value in result.items()}


def _chance_corrected(observed: Floats, by_chance: Floats) -> Floats:
    return (observed - by_chance) / np.where(1 - by_chance > 1e-12, 1 - by_chance, np.nan)


def _disagreement(w: Floats, p: Floats, votes: Floats, pairable: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """(expected, observed) disagreement of Krippendorff's alpha, from the coincidences of votes that have a partner."""
    answers = w @ (p * pairable[:, None])
    total = answers.sum(axis=-1)
    expected = (total**2 - (answers**2).sum(axis=-1)) / (total * (total - 1))
    apart = np.where(pairable, (p * (votes[:, None] - p)).sum(axis=1) / np.where(pairable, votes - 1, 1), 0.0)
    return expected, (w @ apart) / total


def _kinds(p: Floats, votes: Floats) -> dict[str, Floats]:
    """Which profiles are unanimous; won by a majority for an answer other than the last (unsure); won by none."""
    most = p.max(axis=1)
    pairable, unanimous = votes >= 2, most == votes
    majority = (p[:, :-1].max(axis=1) * 2 > votes) & ~unanimous
    return {
        "unanimous": (pairable & unanimous).astype(float),
        "two_to_one": (pairable & majority).astype(float),
        "no_majority": (pairable & ~unanimous & ~majority).astype(float),
    }


def resample(weights: npt.ArrayLike, replicates: int = REPLICATES, seed: int = SEED) -> Floats:
    """(replicates, profiles): as many units again, drawn with replacement; equal weights give equal draws."""
    w = np.asarray(weights, dtype=np.int64)
    total, present = int(w.sum()), np.flatnonzero(w)
    drawn = np.zeros((replicates, len(w)))
    if total:
        drawn[:, present] = np.random.default_rng(seed).multinomial(total, w[present] / total, replicates)
    return drawn


def quantiles(values: Floats) -> tuple[float, float] | None:
    """The interval that ``LEVEL`` of the replicates lie in; None where more than one in twenty is undefined."""
    defined = values[~np.isnan(values)]
    if len(defined) < 0.95 * len(values):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def estimate(value: float, replicates: Floats, units: int, reason: str, alike: str | None = ALIKE) -> Interval:
    """A value with its interval; what is undefined is None, and ``reason`` says why.

    ``alike``: what to say where all resamples give the same.
    """
    if units == 0 or np.isnan(value):
        return {"value": None, "low": None, "high": None, "reason": reason if units else "nobody voted on these pairs"}
    interval = quantiles(replicates) if units > 1 else None
    low, high = interval or (None, None)
    note = None
    if units == 1:
        note = "one pair has no spread"
    elif interval is None:
        note = "no interval: in more than one of twenty resamples everyone gave one answer"
    elif low == high and alike:
        # The rule of three: what never happened in n trials may have a chance of 3 / n.
        note = alike.format(units=units, unseen=min(1, 3 / units))
    return {"value": float(value), "low": low, "high": high, "reason": note}


def measure(
    weights: npt.ArrayLike,
    profiles: npt.ArrayLike,
    pooled: float | None = None,
    replicates: int = REPLICATES,
    seed: int = SEED,
) -> dict[str, Any]:
    """``pairs`` (units with at least two votes), and each statistic as {value, low, high, reason}.

    ``pooled``: the ``expected`` disagreement of a larger group; then ``alpha_pooled`` is alpha by that expectation,
    which does not collapse in a group where one answer prevails.
    """
    w, p = np.asarray(weights, dtype=np.int64), np.asarray(profiles)
    pairable = p.sum(axis=1) >= 2
    units = int(w[pairable].sum())
    once, again = statistics(w, p), statistics(resample(w, replicates, seed), p)
    measured: dict[str, Any] = {"pairs": units}
    for name in STATISTICS:
        reason = "undefined: every vote is the same answer, so chance alone would agree as well"
        measured[name] = estimate(float(once[name]), again[name], units, reason)
    if pooled is not None:
        measured["alpha_pooled"] = _pooled(once, again, pooled, units)
    return measured


def _pooled(once: dict[str, Floats], again: dict[str, Floats], pooled: float, units: int) -> Interval:
    """Alpha by another group's expected disagreement."""
    draws = []
    for found in (once, again):
        observed = (1 - found["krippendorff_alpha"]) * found["expected"]
        # Where the group's own expectation is nil, so is its disagreement.
        observed = np.where(found["expected"] <= 1e-12, 0.0, observed)
        draws.append(1 - observed / (pooled if pooled > 1e-12 else np.nan))
    return estimate(float(draws[0]), draws[1], units, "undefined: every vote of the larger group is the same answer")


def paradox(measured: dict[str, Any]) -> str | None:
    """A sentence where kappa and alpha collapse because one answer prevails, else None."""
    raw, kappa, ac1 = (measured[name]["value"] for name in ("raw_agreement", "fleiss_kappa", "gwet_ac1"))
    if raw is None or kappa is None or ac1 is None or raw < OFTEN or ac1 - kappa < PARADOX:
        return None
    unanimous = wording.percent(measured["unanimous"]["value"], 0)
    return (
        f"{unanimous} of the pairs are unanimous, yet kappa is {wording.number(kappa)} and AC1 {wording.number(ac1)}: "
        "nearly all votes are one answer, so kappa and alpha credit chance with almost all of the agreement. "
        "Read the three together."
    )
