"""What was left out, and why."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from mmsafeaware import CorpusError
from mmsafeaware.audit.annotators import share
from mmsafeaware.audit.counts import Counts
from mmsafeaware.audit.reading import Pairs
from mmsafeaware.validation import records

PAPER = 0.047  # Wang et al. 2025, section 3: share of candidates without a majority of the right kind
RESERVE, CONTROL = "annotations/reserve.jsonl", "control"
_WORD = re.compile(r"([A-Za-z0-9._-]+)")


def discards(pairs: Pairs, counts: Counts) -> dict[str, Any]:
    """The share of candidates that were discarded, by reason and by scenario; controls are counted apart.

    ``known`` is false where the corpus has no ``discarded.jsonl``: then nothing is known, and the rates are null.
    ``kept`` are all candidates that passed: those of the corpus and, where it has one, of its ``reserve.jsonl``.
    Reasons that differ in nothing but the id of a pair, or in what was found, are counted together.
    """
    reserve = spare(pairs.root)
    rate = _rate(counts, "kept", "discarded", pairs.discards_known, sum(reserve.values()) - reserve[CONTROL])
    reasons: Counter[str] = Counter()
    ids = set(pairs.table["id"].to_pylist())
    for status, reason in zip(pairs.status.tolist(), pairs.table["discard_reason"].to_pylist(), strict=True):
        if status == 1:
            words = _WORD.split(_rule(reason) or "none given")
            reasons["".join("ID" if word in ids else word for word in words)] += 1
    return {
        "known": pairs.discards_known,
        **rate,
        "paper": PAPER,
        "reasons": [{"reason": name, "pairs": count} for name, count in reasons.most_common()],
        "scenarios": {
            name: _rate(counts, "kept", "discarded", pairs.discards_known, reserve[name], scenario=name)
            for name in records.scenarios()
        },
        "controls": _rate(counts, "control", "discarded control", pairs.discards_known, reserve[CONTROL]),
    }


def control(record: dict[str, Any]) -> bool:
    """Whether a record is a control: only they have another label than their scenario, and a base."""
    return bool(record["base_id"]) and record["label"] != records.scenarios()[record["scenario"]]["label"]


def spare(root: str) -> Counter[str]:
    """How many candidates passed and were not taken, by scenario, the controls together as ``CONTROL``."""
    found: Counter[str] = Counter()
    try:
        for line in records.lines(f"{root}/{RESERVE}"):
            record = json.loads(line.raw)
            found[CONTROL if control(record) else record["scenario"]] += 1
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError):
        raise CorpusError(f"{RESERVE}: expected pair records. Mend it, or take it away.", file=RESERVE) from None
    return found


def _rate(counts: Counts, kept: str, gone: str, known: bool, more: int, **about: str) -> dict[str, Any]:
    left, out = (counts.pairs(counts.where([status], **about)) for status in (kept, gone))
    left += more
    rate = share(out, left + out)
    if not known:
        reason = "the corpus has no annotations/discarded.jsonl, so what was left out is not known"
        rate = {"value": None, "low": None, "high": None, "reason": reason}
    return {"kept": left, "discarded": out, "rate": rate}


def _rule(reason: str | None) -> str | None:
    """A reason that validation worded ("expected …, found …"), as the title of its rule; others as they stand."""
    rule = records.rules().get(reason[:6]) if reason else None
    return f"{rule['code']}: {rule['title']}" if rule and reason and reason[6:16] == ": expected" else reason
