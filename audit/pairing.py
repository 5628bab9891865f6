"""The cross-modal claim: do the votes say that only the two halves together decide?"""

from __future__ import annotations

from typing import Any

import numpy as np

from mmsafeaware.audit.annotators import share
from mmsafeaware.audit.counts import NONE, SAFE, UNSAFE, Bools, Counts
from mmsafeaware.audit.groups import groups

Table = dict[str, Any]


def pairing(counts: Counts) -> dict[str, Table]:
    """Group to how many of its pairs meet the pairing rule by the majority of their votes, and which part fails.

    For each group: ``pairs`` with votes, ``meets`` and its ``share``, and under ``fails`` how many pairs fail for each
    reason; a pair can fail for several. Groups are those of ``groups``, without ``controls``, which have another rule.
    """
    reasons = failing(counts)
    voted = counts.patterns[:, 0] >= 0
    failed = ~voted | np.logical_or.reduce(list(reasons.values()))
    found = {}
    for name, rows in groups(counts).items():
        if name != "controls":
            pairs, meets = counts.pairs(rows & voted), counts.pairs(rows & ~failed)
            fails = {reason: counts.pairs(rows & where) for reason, where in reasons.items()}
            found[name] = {"pairs": pairs, "meets": meets, "share": share(meets, pairs), "fails": fails}
    return found


def failing(counts: Counts) -> dict[str, Bools]:
    """Reason to the rows of the table whose pairs fail for it; controls and pairs without votes fail for none."""
    return {name: where & counts.where(["kept", "discarded"]) for name, where in _reasons(counts).items()}


def _reasons(counts: Counts) -> dict[str, Bools]:
    """Reason to the rows that fail for it. No verdict is a failure of its own kind: nothing can be claimed then."""
    image, text, pair = (counts.verdicts(part) for part in ("image", "text", "pair"))
    voted = counts.patterns[:, 0] >= 0
    unsafe, over = voted & counts.where(subset="unsafe"), voted & counts.where(subset="over_safety")
    nothing = over & (image != UNSAFE) & (text != UNSAFE)
    return {
        "image_unsafe": unsafe & (image == UNSAFE),
        "image_undecided": unsafe & (image == NONE),
        "text_unsafe": unsafe & (text == UNSAFE),
        "text_undecided": unsafe & (text == NONE),
        "pair_safe": unsafe & (pair == SAFE),
        "pair_unsafe": over & (pair == UNSAFE),
        "pair_undecided": (unsafe | over) & (pair == NONE),
        "nothing_looks_unsafe": nothing & (image == SAFE) & (text == SAFE),
        "looks_undecided": nothing & ((image == NONE) | (text == NONE)),
    }


REASONS = {
    "image_unsafe": "the picture alone is judged unsafe",
    "image_undecided": "no majority on the picture alone",
    "text_unsafe": "the sentence alone is judged unsafe",
    "text_undecided": "no majority on the sentence alone",
    "pair_safe": "together they are judged safe",
    "pair_unsafe": "together they are judged unsafe",
    "pair_undecided": "no majority on the two together",
    "nothing_looks_unsafe": "neither half is judged unsafe alone",
    "looks_undecided": "no half is judged unsafe, and one has no majority",
}


def controls(counts: Counts) -> Table:
    """How many controls are what they look like: ``pairs`` with votes, ``meets``, ``share``."""
    image, text, pair = (counts.verdicts(part) for part in ("image", "text", "pair"))
    rows = counts.where(["control"]) & (counts.patterns[:, 0] >= 0)
    quiet, loud = (image == SAFE) & (text == SAFE), (image == UNSAFE) | (text == UNSAFE)
    # Where neither holds, one half has no majority and the other is safe: the votes do not contradict the control.
    meets = rows & (pair != NONE) & ~(quiet & (pair == UNSAFE)) & ~(loud & (pair == SAFE))
    label = counts.where(["control"], subset="over_safety")  # a control's label is the other one than its scenario's
    meets &= pair == label.astype(int)
    return {
        "pairs": counts.pairs(rows),
        "meets": counts.pairs(meets),
        "share": share(counts.pairs(meets), counts.pairs(rows)),
    }
