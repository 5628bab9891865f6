"""The audit: a corpus in, every number of the report out."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import mmsafeaware
from mmsafeaware.audit import (
    agreement,
    annotators,
    contested,
    counts,
    dawid_skene,
    discards,
    groups,
    pairing,
    pictures,
    reading,
    shortcuts,
    summary,
    surface,
)  # fmt: skip
from mmsafeaware.audit.counts import ANSWERS, JUDGMENTS, NONE, STATUSES, Counts, Ints
from mmsafeaware.audit.reading import Pairs

SCHEMA = 1  # of ``Audit.results``; audit/audit.schema.json says what it holds
WORST = 240  # contested kept pairs that are shown
HOME = mmsafeaware.__path__[0]  # of the embedded corpus
COMPARED = 4_000  # pictures whose pixels are read, of more a sample

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Audit:
    """What was measured.

    ``results``: every number, as ``--format json`` has it. ``counts``: the table of votes that the statistics come
    from. ``thumbnails``: JPEG bytes of the pictures of the contested pairs, by name.
    """

    results: dict[str, Any]
    counts: Counts
    thumbnails: dict[str, bytes]

    def to_json(self) -> str:
        """``results`` as indented JSON with a line end; what is undefined is null."""
        return json.dumps(self.results, indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    def to_html(self) -> str:
        """The report, one page that fetches nothing. Raises ``ImportError`` where jinja2 is missing."""
        from mmsafeaware.audit import report

        return report.html(self)

    def to_csv(self, folder: str | Path) -> list[str]:
        """Write the tables as CSV into a folder, which must exist; the names of the files."""
        from mmsafeaware.audit import tables

        return tables.write(self, Path(folder))


def audit(path: str | Path | None = None, worst: int = WORST, progress: Progress | None = None) -> Audit:
    """Measure the annotation quality of a corpus in the native layout; of the embedded one if no path is given.

    ``worst``: how many contested kept pairs to show. ``progress`` is called with (pictures read, pictures). Raises
    ``CorpusError`` for what cannot be loaded. The same corpus gives the same numbers.
    """
    root = HOME if path is None else os.path.abspath(os.fspath(path))
    shortcuts.warm_up()
    pairs = reading.read(root)
    table, rows = counts.of(pairs.table["votes"], pairs.strata)
    disputed = contested.contested(pairs, table, rows, worst)
    show = {pair["image"] for pair in disputed["pairs"]}
    seen = pictures.pictures(root, *_chosen(pairs, show), progress)
    agreements = groups.agreements(
        table, contested.once(pairs, table, rows, {name: p.digest for name, p in seen.items()})
    )
    results: dict[str, Any] = {
        "schema": SCHEMA,
        "version": mmsafeaware.__version__,
        "corpus": _corpus(pairs, table),
        "agreement": agreements,
        "notes": groups.notes(agreements),
        "labels": _labels(pairs, table, rows),
        "annotators": annotators.annotators(table, pairs.annotators),
        "pairwise": annotators.pairwise(table),
        "dawid_skene": {judgment: _fit(table, judgment) for judgment in JUDGMENTS},
        "discards": discards.discards(pairs, table),
        "pairing": pairing.pairing(table),
        "controls": pairing.controls(table),
        "shortcuts": shortcuts.shortcuts(pairs, table, rows, seen),
        "contested": disputed,
        "duplicates": surface.duplicates(pairs, seen),
        "spread": surface.spread(pairs, seen),
    }
    results["summary"] = summary.summary(results)
    thumbnails = {name: picture.thumbnail for name, picture in seen.items() if name in show and picture.thumbnail}
    return Audit(results, table, thumbnails)


def _chosen(pairs: Pairs, show: set[str]) -> tuple[list[str], set[str], set[str]]:
    """All pictures of the corpus; at most ``COMPARED`` of kept pairs and controls, to compare; those to show."""
    every = sorted(set(pairs.table["image"].to_pylist()))
    compare = sorted(set(pairs.table["image"].filter(np.isin(pairs.status, (0, 2))).to_pylist()))
    if len(compare) > COMPARED:
        compare = np.random.default_rng(agreement.SEED).choice(compare, COMPARED, replace=False).tolist()
    return every, set(compare), show


def _corpus(pairs: Pairs, table: Counts) -> dict[str, Any]:
    kept = pairs.status == 0
    subsets = Counter(name for name, here in zip(surface.subsets(pairs), kept, strict=True) if here)
    voted = table.patterns[:, 0] >= 0
    return {
        "name": mmsafeaware.NAME if pairs.root == HOME else os.path.basename(pairs.root) or "corpus",
        "pairs": {"unsafe": subsets["unsafe"], "over_safety": subsets["over_safety"]}
        | {name.replace(" ", "_"): int((pairs.status == number).sum()) for number, name in enumerate(STATUSES)},
        "voted": {
            name.replace(" ", "_"): table.pairs(table.where([name]) & voted) for name in STATUSES
        },
        "scenarios": len(set(pairs.table["scenario"].filter(kept).to_pylist())),
        "pictures": len(set(pairs.table["image"].filter(kept).to_pylist())),
        "sentences": len(set(pairs.table["text"].filter(kept).to_pylist())),
        "canary": reading.canary(pairs.root),
        "licenses": dict(Counter(name or "none granted" for name in pairs.table["license"].to_pylist()).most_common()),
        "annotators": {
            name: {key: pairs.annotators.get(name, {}).get(key) for key in ("kind", "instructed", "limits")}
            for name in table.annotators
        },
    }  # fmt: skip


def _labels(pairs: Pairs, table: Counts, rows: Ints) -> dict[str, Any]:
    """Kept pairs whose label is their verdict, is the other one, or has no verdict to stand on."""
    chosen = (pairs.status == 0) & (table.patterns[rows, 0] >= 0)
    label = np.asarray(pairs.table["label"])[chosen]
    verdict = table.verdicts("pair")[rows][chosen]
    ids = np.array(pairs.table["id"].to_pylist(), dtype=object)[chosen]
    other = (verdict != NONE) & (verdict != label)
    return {
        "voted": len(label),
        "same": int((verdict == label).sum()),
        "other": int(other.sum()),
        "no_verdict": int((verdict == NONE).sum()),
        "other_ids": ids[other].tolist()[: surface.EXAMPLES],
        "no_verdict_ids": ids[verdict == NONE].tolist()[: surface.EXAMPLES],
    }


def _fit(table: Counts, judgment: str) -> dict[str, Any]:
    fit = dawid_skene.of(table, judgment)
    prior = dict(zip(ANSWERS, map(float, fit.prior), strict=False)) if table.annotators else None
    return {"prior": prior, "rounds": fit.rounds, "converged": fit.converged}
