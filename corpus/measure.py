"""The corpus in figures: `python -m corpus.measure` writes annotations/shortcuts.json and the tables of protocol.md.

Populations of the shortcuts: ``benchmark`` (the 1,500), ``with_controls`` (they and all controls), ``controlled`` (the
controls and the pairs whose picture or sentence they share), ``passed`` (all that met the rules, before the choice).
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import sklearn  # type: ignore[import-untyped]

from corpus.rating import ROOT
from mmsafeaware.audit import agreement, counts, pictures, reading, shortcuts
from mmsafeaware.audit.discards import control
from mmsafeaware.dataset_card.about import SHORTCUTS
from mmsafeaware.dataset_card.facts import pairs_digest
from mmsafeaware.validation import records
from mmsafeaware.writing import whole_file

PROTOCOL = ROOT / "annotations" / "protocol.md"
BETWEEN = re.compile(r"(<!-- figures -->\n).*(<!-- end of figures -->)", re.DOTALL)
NAMES = {
    "benchmark": "the benchmark", "with_controls": "the benchmark and all controls",
    "controlled": "controls and the pairs they belong to", "passed": "all that passed, before the choice",
}  # fmt: skip


def lines(name: str) -> list[dict[str, Any]]:
    """The records of a file of the annotations."""
    path = ROOT / "annotations" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def populations() -> dict[str, Any]:
    """What a classifier reaches that sees half of a pair, by population."""
    pairs, table, rows, seen = _read(str(ROOT))
    base = set(pairs.table["base_id"].filter(pairs.status == 2).to_pylist())
    has = np.array([name in base for name in pairs.table["id"].to_pylist()])
    chosen = {
        "benchmark": pairs.status == 0,
        "with_controls": np.isin(pairs.status, (0, 2)),
        "controlled": (pairs.status == 2) | (has & (pairs.status == 0)),
    }
    found = {
        name: shortcuts.population(pairs, table, rows, seen, np.flatnonzero(rows_)) for name, rows_ in chosen.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        everything = _read(_everything(Path(folder)))
        found["passed"] = shortcuts.population(*everything, np.flatnonzero(everything[0].status == 0))
    return found


def _read(root: str) -> tuple[Any, ...]:
    pairs = reading.read(root)
    table, rows = counts.of(pairs.table["votes"], pairs.strata)
    names = sorted(set(pairs.table["image"].to_pylist()))
    return pairs, table, rows, pictures.pictures(root, names, set(names), set(), None)


def _everything(folder: Path) -> str:
    """A corpus of all pairs that passed, chosen or not."""
    (folder / "annotations").mkdir()
    os.symlink(ROOT / "images", folder / "images")
    known, spare = records.scenarios(), lines("reserve")
    for subset in ("unsafe", "over_safety"):
        more = [row for row in spare if known[row["scenario"]]["subset"] == subset and not control(row)]
        content = "".join(json.dumps(row) + "\n" for row in lines(subset) + more)
        (folder / "annotations" / f"{subset}.jsonl").write_text(content, "utf-8")
    return str(folder)


def tables(found: dict[str, Any]) -> str:
    """The figures as Markdown: what became of the candidates, agreement, shortcuts, the reach of the pictures."""
    return "\n\n".join([_fate(), _agreement(), _shortcuts(found), _reach()])


def _fate() -> str:
    gone, spare, controls = lines("discarded"), lines("reserve"), lines("controls")
    kept = lines("unsafe") + lines("over_safety")
    pairs = (len(kept), sum(not control(r) for r in spare), sum(not control(r) for r in gone))
    others = (len(controls), sum(map(control, spare)), sum(map(control, gone)))
    rows = [
        f"| {name} | {sum(n):,} | {n[0]:,} | {n[1]:,} | {n[2]:,} | {n[2] / sum(n):.1%} |"
        for name, n in (("for the benchmark", pairs), ("controls", others))
    ]
    reasons = Counter(row["discard_reason"][:6] for row in gone)
    titles = {code: records.rules()[code]["title"] for code in reasons}
    why = [f"| {code} {titles[code]} | {count:,} |" for code, count in reasons.most_common()]
    return "\n".join(
        ["| candidates | rated | taken | in reserve | discarded | rate |", "|---|---:|---:|---:|---:|---:|", *rows, "",
         "| reason of a discard | candidates |", "|---|---:|", *why]
    )  # fmt: skip


def _agreement() -> str:
    pairs = reading.read(str(ROOT))
    table, _ = counts.of(pairs.table["votes"], pairs.strata)
    rows = []
    for name, status in (("taken", ["kept"]), ("candidates", ["kept", "discarded"]), ("controls", ["control"])):
        for part in counts.JUDGMENTS:
            m = agreement.measure(table.profiles(part, table.where(status)), counts.PROFILES)
            values = [m[key]["value"] for key in ("raw_agreement", "unanimous", "krippendorff_alpha", "gwet_ac1")]
            rows.append(f"| {name}, {part} | {m['pairs']:,} | " + " | ".join(f"{v:.3f}" for v in values) + " |")
    head = "| pairs, judgment | pairs | raw agreement | unanimous | Krippendorff's alpha | Gwet's AC1 |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|", *rows])


def _shortcuts(found: dict[str, Any]) -> str:
    rows = []
    for name, population in found.items():
        cells = []
        for guesser in ("text", "image", "looks"):
            value = population["guessers"][guesser]["balanced_accuracy"]
            cells.append(f"{value['value']:.3f} [{value['low']:.3f}, {value['high']:.3f}]")
        rows.append(f"| {NAMES[name]} | {population['pairs']:,} | " + " | ".join(cells) + " |")
    head = "| population | pairs | sentence alone | picture alone | what looks unsafe is called safe |"
    return "\n".join([head, "|---|---:|---:|---:|---:|", *rows])


def _reach() -> str:
    unsafe, over = ({row["image"] for row in lines(name)} for name in ("unsafe", "over_safety"))
    looks = sum(sum(vote["image"] == "unsafe" for vote in row["votes"]) > 1 for row in lines("over_safety"))
    pairs = len(lines("over_safety"))
    return (
        f"{len(unsafe | over):,} pictures stand in the benchmark, {len(unsafe & over):,} of them in an unsafe and in "
        f"an over-safety pair. In {looks:,} of {pairs:,} over-safety pairs ({looks / pairs:.0%}) the picture looks it."
    )


def main() -> None:
    """Measure, and write both files."""
    found = populations()
    record = {"pairs_sha256": pairs_digest(ROOT), "scikit_learn": sklearn.__version__, **found}
    whole_file(ROOT / SHORTCUTS, (json.dumps(record, indent=1) + "\n").encode())
    text = BETWEEN.sub(lambda match: f"{match[1]}{tables(found)}\n{match[2]}", PROTOCOL.read_text("utf-8"))
    whole_file(PROTOCOL, text.encode())
    print(tables(found))


if __name__ == "__main__":
    main()
