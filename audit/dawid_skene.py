"""What the truth probably is, and how competent each annotator, by the model of Dawid and Skene.

Each annotator has a table of errors: how often each answer is given when the truth is safe, and when it is unsafe.
Expectation maximisation finds the tables and the truths that explain the votes best. ``unsure`` is an answer, never a
truth. Pairs that the same annotators judged alike share one row of counts, so the work does not grow with the pairs.

Source: Dawid and Skene 1979, Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm,
doi 10.2307/2346806.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mmsafeaware.audit.counts import ANSWERS, Counts, Ints

Floats = npt.NDArray[np.float64]
LEAST = 1e-10  # no error is impossible: else one vote could never be outvoted
# In audits each annotator begins as if having judged twelve pairs, four of six rightly: so that no small number of
# votes makes anything certain, nor exchanges safe and unsafe.
BEFORE = np.array([[4.0, 1.0, 1.0], [1.0, 4.0, 1.0]])


class Fit(NamedTuple):
    """The model that fits the votes best.

    ``posterior``: (rows, truths). ``errors``: (annotators, truths, answers), each row sums to 1; nan where fewer than
    one unit is expected. ``prior``: (truths,). ``rounds`` of expectation maximisation; ``converged``, or stopped.
    """

    posterior: Floats
    errors: Floats
    prior: Floats
    rounds: int
    converged: bool


def fit(
    annotators: Ints,
    votes: Ints,
    count: Ints,
    truths: int = 2,
    answers: int = 3,
    rounds: int = 1000,
    tolerance: float = 1e-9,
    before: npt.ArrayLike = 0.0,
) -> Fit:
    """Fit the model to rows of votes, beginning with each row's shares of votes.

    ``annotators``, ``votes``: (rows, slots), who answered what; -1 for no vote. ``count``: (rows,), how many units
    each row stands for. The truths are the first of the answers. Stops when a round adds less than ``tolerance`` to
    the log-likelihood of a unit. ``before``: (truths, answers) votes that each annotator is taken to have given before,
    added to the sums of the tables of errors.
    """
    present = votes >= 0
    people = int(annotators.max(initial=-1)) + 1
    cell = np.where(present, annotators * answers + votes, people * answers)  # the last cell takes what is missing
    posterior = np.stack([(votes == truth).sum(axis=1) for truth in range(truths)], axis=1).astype(float)
    posterior[posterior.sum(axis=1) == 0] = 1
    posterior /= posterior.sum(axis=1, keepdims=True)
    prior, errors = _maximise(posterior, cell, count, people, answers, np.asarray(before))
    best, done, number = -np.inf, False, 0
    while number < rounds and not done:
        number += 1
        table = np.vstack([np.log(errors).transpose(0, 2, 1).reshape(-1, truths), np.zeros((1, truths))])
        joint = np.log(prior) + table[cell].sum(axis=1)
        most = joint.max(axis=1, keepdims=True)
        scaled = np.exp(joint - most)
        total = scaled.sum(axis=1, keepdims=True)
        posterior = scaled / total
        prior, errors = _maximise(posterior, cell, count, people, answers, np.asarray(before))
        likelihood = float(count @ (np.log(total) + most)[:, 0]) / max(1, count.sum())
        done, best = likelihood - best < tolerance, likelihood
    seen = _sums(posterior * count[:, None], cell, people, answers).sum(axis=2)
    errors[seen < 1] = np.nan
    return Fit(posterior, errors, prior, number, bool(done))


def _maximise(
    posterior: Floats, cell: Ints, count: Ints, people: int, answers: int, before: Floats
) -> tuple[Floats, Floats]:
    """The prior and the tables of errors that fit the posterior best."""
    weights = posterior * count[:, None]
    prior = np.maximum(weights.sum(axis=0) / max(1, count.sum()), LEAST)
    errors = np.maximum(_sums(weights, cell, people, answers) + before, LEAST)
    return prior, errors / errors.sum(axis=2, keepdims=True)


def _sums(weights: Floats, cell: Ints, people: int, answers: int) -> Floats:
    """(annotators, truths, answers): how many units of each truth each annotator answered how."""
    size = people * answers + 1
    sums = [np.bincount(cell.ravel(), np.repeat(column, cell.shape[1]), size)[:-1] for column in weights.T]
    found: Floats = np.stack(sums, axis=-1).reshape(people, answers, weights.shape[1]).transpose(0, 2, 1)
    return found


def of(counts: Counts, judgment: str) -> Fit:
    """The fit to all votes on a judgment; its rows are those of the table, nan for pairs without votes."""
    voted = counts.patterns[:, 0] >= 0
    votes, triples = counts.votes(judgment)[voted], counts.triples[voted]
    key = np.column_stack([triples, votes])
    rows, inverse = np.unique(key, axis=0, return_inverse=True)
    count = np.bincount(inverse.reshape(-1), counts.count[voted], len(rows))
    fitted = fit(rows[:, :3], rows[:, 3:], count, answers=len(ANSWERS), before=BEFORE)
    posterior = np.full((len(voted), 2), np.nan)
    posterior[voted] = fitted.posterior[inverse.reshape(-1)]
    return fitted._replace(posterior=posterior)
