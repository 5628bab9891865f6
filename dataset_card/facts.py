"""The numbers of a card, collected while the pairs of a corpus pass by: nothing is read twice, memory stays flat."""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mmsafeaware import Corpus
from mmsafeaware.audit import counts as counting
from mmsafeaware.audit.agreement import measure
from mmsafeaware.audit.annotators import share
from mmsafeaware.audit.counts import JUDGMENTS, PROFILES, Counts
from mmsafeaware.audit.discards import CONTROL, control, spare
from mmsafeaware.dataset_card.about import SHORTCUTS
from mmsafeaware.validation import records

STATUS = {"unsafe": "kept", "over_safety": "kept", "control": "control"}


class Example(NamedTuple):
    """A pair to show: its sentence, alt text, judgments of the majority, and the picture's bytes.

    ``fits``: it was wanted, or belongs to a pair that is shown.
    """

    id: str
    text: str
    description: str
    scenario: str
    label: str
    judgments: dict[str, str] | None
    picture: bytes
    fits: bool


class Facts:
    """``scenarios``: (subset, scenario) to pairs. ``licenses``, ``sources``: value (or None) to pairs."""

    def __init__(self, examples: dict[str, str] | None = None) -> None:
        """``examples``: subset to the id of the pair to show of it."""
        self.wanted = examples or {}
        self.scenarios: Counter[tuple[str, str]] = Counter()
        self.licenses: Counter[str | None] = Counter()
        self.sources: Counter[str] = Counter()
        self.examples: dict[str, Example] = {}
        self.discarded: list[dict[str, Any]] | None = None
        self.reserve = 0
        self.shortcuts: dict[str, Any] | None = None
        self.counts: Counts | None = None  # the table of votes of all that was added

    def add(self, subset: str, table: pa.Table) -> None:
        """Count a table of ``mmsafeaware.features()``, and find the example of a subset.

        It is the pair that is wanted; of the controls one of a pair that is shown; else the first unanimous pair.
        """
        scenarios = list(records.scenarios())
        numbers = np.asarray(table["scenario"]).astype(np.int64)
        for number, pairs in enumerate(np.bincount(numbers, minlength=len(scenarios)).tolist()):
            if pairs:
                self.scenarios[subset, scenarios[number]] += pairs
        for name, counter in (("license", self.licenses), ("source", self.sources)):
            for item in pc.value_counts(table[name]).to_pylist():
                counter[item["values"]] += item["counts"]
        strata = numbers + counting.STATUSES.index(STATUS[subset]) * len(scenarios)
        counts, row_of = counting.of(table["annotator_votes"], strata)
        self.counts = counting.merge([self.counts, counts] if self.counts else [counts])
        if (row := self._row(subset, table, counts, row_of)) is not None:
            self.examples[subset] = self._example(row, table, counts, row_of)

    def _row(self, subset: str, table: pa.Table, counts: Counts, row_of: Any) -> int | None:
        """The row of the example, if it is in this table."""
        shown = pa.array([example.id for example in self.examples.values()], pa.string())
        better = pc.equal(table["id"], self.wanted.get(subset))
        if subset == "control" and not (subset in self.examples and self.examples[subset].fits):
            better = pc.or_(pc.fill_null(better, False), pc.is_in(table["base_id"], shown))
        places = np.flatnonzero(np.asarray(pc.fill_null(better, False)))
        if len(places):
            return int(places[0])
        if subset in self.examples or not table.num_rows:
            return None
        alike = np.all([(counts.votes(part) == counts.votes(part)[:, :1]).all(axis=1) for part in JUDGMENTS], axis=0)
        return int(np.argmax((alike & (counts.patterns[:, 0] >= 0))[row_of]))

    def _example(self, row: int, table: pa.Table, counts: Counts, row_of: Any) -> Example:
        voted = counts.patterns[:, 0] >= 0
        pair = table.slice(row, 1).to_pylist()[0]
        code = int(row_of[row])
        verdicts = {part: int(counts.verdicts(part)[code]) for part in JUDGMENTS}
        judged = {part: counting.ANSWERS[value] if value >= 0 else "undecided" for part, value in verdicts.items()}
        scenario = list(records.scenarios())[pair["scenario"]]
        return Example(
            pair["id"], pair["text"], pair["image_description"], scenario, ["safe", "unsafe"][pair["label"]],
            judged if voted[code] else None, pair["image"]["bytes"],
            pair["id"] in self.wanted.values() or pair["base_id"] in {e.id for e in self.examples.values()},
        )  # fmt: skip

    def finish(self, corpus: Corpus) -> None:
        """Read what no table holds: the discards, and what was measured of shortcuts, if of just this corpus."""
        path = Path(corpus.root, records.path_of("discarded"))
        if path.exists():
            self.discarded = [json.loads(line.raw) for line in records.lines(str(path))]
        spared = spare(corpus.root)
        self.reserve = sum(spared.values()) - spared[CONTROL]
        try:
            measured = json.loads(Path(corpus.root, SHORTCUTS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if isinstance(measured, dict) and measured.get("pairs_sha256") == pairs_digest(Path(corpus.root)):
            self.shortcuts = measured

    def pairs(self, subset: str) -> int:
        """How many pairs a subset has."""
        return sum(count for (of, _), count in self.scenarios.items() if of == subset)

    def votes_published(self) -> int:
        """How many kept pairs have votes."""
        counts = self.counts
        return 0 if counts is None else counts.pairs(counts.where(["kept"]) & (counts.patterns[:, 0] >= 0))

    @functools.cached_property
    def agreement(self) -> dict[str, dict[str, Any]]:
        """Judgment to what ``audit.agreement.measure`` says of the kept pairs, once all is added; {} without votes."""
        counts = self.counts
        if counts is None or not self.votes_published():
            return {}
        kept = counts.where(["kept"])
        return {part: measure(counts.profiles(part, kept), PROFILES) for part in JUDGMENTS}

    def discard_rate(self) -> dict[str, Any] | None:
        """Discarded of all candidates for the benchmark, with its interval; None where discards are not known."""
        if self.discarded is None:
            return None
        gone = sum(not control(record) for record in self.discarded)
        passed = self.pairs("unsafe") + self.pairs("over_safety") + self.reserve
        return {"discarded": gone, "candidates": gone + passed, **share(gone, gone + passed)}

    def discard_reasons(self) -> list[tuple[str, str, int]]:
        """(code, rule in words, candidates), the most frequent first; a reason of no rule has the code ''."""
        found: Counter[tuple[str, str]] = Counter()
        for record in self.discarded or ():
            if not control(record):
                code = record["discard_reason"][:6]
                known = records.rules().get(code)
                found[(code, known["title"]) if known else ("", record["discard_reason"])] += 1
        return [(code, title, count) for (code, title), count in found.most_common()]


def pairs_digest(root: Path) -> str:
    """SHA-256 of the kept pairs and controls, as their files stand: it ties figures to what they were measured on."""
    digest = hashlib.sha256()
    for subset in ("unsafe", "over_safety", "control"):
        path = root / records.path_of(subset)
        digest.update(hashlib.sha256(path.read_bytes() if path.exists() else b"").digest())
    return digest.hexdigest()
