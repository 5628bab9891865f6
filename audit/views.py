"""From the results of an audit to what the templates draw: the first screen, agreement, scenarios."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mmsafeaware.audit import views_pairs, views_people
from mmsafeaware.audit.counts import JUDGMENTS
from mmsafeaware.audit.views_people import NAMES, ORDER
from mmsafeaware.audit.wording import number, percent, plural
from mmsafeaware.validation import records

if TYPE_CHECKING:
    from mmsafeaware.audit.measures import Audit

SHORT = {"pair": "Pair", "image": "Picture", "text": "Sentence"}
KINDS = {"ac1": "", "alpha": "alpha", "kappa": "kappa", "candidate": "with controls"}
SAME = ("dimension:over_safety",)  # holds the same pairs as the subset
SCALE = -0.4  # where the axes of the scenarios begin; what lies beyond is drawn as an arrow, its number stands beside
View = dict[str, Any]


def everything(audit: Audit) -> View:
    """All that the templates need beside the results."""
    r = audit.results
    voted = r["agreement"]["pair"]["kept"]["pairs"] > 0
    return {
        "voted": voted,
        "tiles": _tiles(r),
        "scale": SCALE,
        "kind_names": KINDS,
        "overview": _overview(r),
        "strange": _strange(r),
        "numbers": _numbers(r),
        "scenarios": _scenarios(r),
        **views_people.everything(r),
        **views_pairs.everything(r, audit.thumbnails),
    }


def _tiles(r: View) -> list[View]:
    pair, rule = r["agreement"]["pair"]["kept"], r["pairing"]["kept"]
    text = r["shortcuts"]["benchmark"]["guessers"]["text"]["balanced_accuracy"]
    every = r["agreement"]["pair"]["candidates"]["unanimous"]["value"]
    others = f"{percent(every)} of all candidates" if every is not None else "no votes"
    judged = plural(rule["pairs"], "pair with votes", "pairs with votes")
    return [
        _tile("Krippendorff's alpha, pairs", pair["krippendorff_alpha"], "alpha", 0.0, "0.8 is reliable", [0.8]),
        _tile("Unanimous about the pair", pair["unanimous"], "ac1", 0.0, others, [], share=True),
        _tile("Need both halves, by the votes", rule["share"], "ac1", 0.0, judged, [], share=True),
        _tile("Guessed from the sentence alone", text, "kappa", 0.0, "balanced accuracy; a coin has 0.50", [0.5]),
    ]  # fmt: skip


def _tile(name: str, estimate: View, kind: str, low: float, hint: str, ticks: list[float], share: bool = False) -> View:
    value = estimate["value"]
    shown = "–" if value is None else percent(value) if share else number(value)
    hint = hint if value is not None else estimate["reason"] or hint
    return {"name": name, "value": shown, "estimate": estimate, "kind": kind, "low": low, "hint": hint, "ticks": ticks}


def _overview(r: View) -> View:
    """The three judgments on one axis from a multiple of 0.2 up to 1 that holds every interval."""
    rows = [_forest_row(r, part) for part in ORDER]
    edges = [estimate[edge] for row in rows for estimate, _ in row["marks"] for edge in ("value", "low")]
    low = max(-1.0, math.floor(min([0.0, *(edge for edge in edges if edge is not None)]) * 5) / 5)
    steps = round((1 - low) * 5)
    return {"rows": rows, "low": low, "ticks": [round(low + step / 5, 1) for step in range(steps + 1)]}


def _forest_row(r: View, part: str) -> View:
    m = r["agreement"][part]["kept"]
    marks = [(m["gwet_ac1"], "ac1"), (m["krippendorff_alpha"], "alpha"), (m["fleiss_kappa"], "kappa")]
    unanimous = m["unanimous"]["value"]
    return {
        "name": NAMES[part],
        "note": f"{percent(unanimous)} unanimous" if unanimous is not None else "",
        "marks": marks,
    }


def _group(name: str) -> str:
    known = {item["id"]: item["name"] for item in (*records.taxonomy()["dimensions"], *records.scenarios().values())}
    prefix, _, rest = name.rpartition(":")
    words = {"kept": "kept", "kept_once": "kept, each once", "candidates": "candidates", "controls": "controls"}
    label = words.get(name) or known.get(rest) or rest
    label = f"subset {rest.replace('_', '-')}" if prefix.endswith("subset") else label
    return f"{label}, candidates" if prefix.startswith("candidates") else label


def _strange(r: View) -> list[View]:
    """The sentences on collapsed kappas, those of the large groups first."""
    notes = [note for note in r["notes"] if not note["group"].startswith(("candidates", *SAME))]
    notes.sort(key=lambda note: ":" in note["group"])
    return [{"name": f"{NAMES[n['judgment']]}, {_group(n['group'])}", "sentence": n["sentence"]} for n in notes]


def _numbers(r: View) -> list[View]:
    """The tables of agreement: of all pairs, and (folded) of subsets and dimensions."""
    tables = []
    for name, chosen in (
        ("All pairs", ["kept", "kept_once", "candidates", "controls"]),
        ("Subsets and dimensions", []),
    ):
        rows = []
        for part in ORDER:
            found = r["agreement"][part]
            parts = [group for group in found if group.startswith(("subset:", "dimension:")) and group not in SAME]
            rows += [
                {"judgment": SHORT[part], "group": _group(g), "m": found[g]} for g in chosen or parts if g in found
            ]
        tables.append({"name": f"Agreement in numbers: {name.lower()}", "rows": rows, "folded": not chosen})
    return tables


def _scenarios(r: View) -> list[View]:
    dimensions = {item["id"]: item["name"] for item in records.taxonomy()["dimensions"]}
    rows = []
    for name, item in records.scenarios().items():
        found = r["agreement"]["pair"].get(f"scenario:{name}")
        if found:
            gone = r["discards"]["scenarios"][name]
            rows.append(
                {
                    "name": item["name"],
                    "dimension": dimensions[item["dimension"]],
                    "subset": item["subset"],
                    "pairs": gone["kept"],
                    "voted": found["pairs"],
                    "m": {part: r["agreement"][part][f"scenario:{name}"] for part in JUDGMENTS},
                    "rule": r["pairing"][f"scenario:{name}"]["share"],
                    "gone": gone,
                }
            )
    return rows
