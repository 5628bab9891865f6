"""From the results of an audit to what the template of the annotators draws."""

from __future__ import annotations

import math
from typing import Any

from mmsafeaware.audit.counts import ANSWERS

NAMES = {"pair": "The pair", "image": "The picture alone", "text": "The sentence alone"}
ORDER = ("pair", "image", "text")
MATRIX, VALUES, EACH = 40, 14, 6  # annotators in the matrix; with numbers in it; with a confusion of their own
View = dict[str, Any]


def everything(r: View) -> View:
    """All that the template needs beside the results."""
    judgments = [_annotators(r, part) for part in ORDER] if r["annotators"] else []
    return {"people": r["annotators"], "limits": _limits(r), "judgments": judgments}


def _limits(r: View) -> list[View]:
    """What the corpus declares of its annotators: each text once, with those whom it is about."""
    told: dict[str, list[str]] = {}
    for name, item in r["corpus"]["annotators"].items():
        text = " ".join(str(part) for part in [item["instructed"] or "", *(item["limits"] or [])]).strip()
        if text:
            told.setdefault(text, []).append(name)
    rows = [{"names": ", ".join(names), "text": text} for text, names in told.items()]
    return rows if len(rows) <= EACH else []


def _annotators(r: View, part: str) -> View:
    people = []
    for name, item in r["annotators"].items():
        m = item["judgments"][part]
        parts = [(answer, m["answers"][answer]["votes"], answer) for answer in ANSWERS]
        spoken = ", ".join(f"{count} {answer}" for answer, count, _ in parts)
        people.append(
            {
                "name": name,
                "kind": item["kind"],
                "m": m,
                "parts": parts,
                "spoken": spoken,
                "alone": sum(m["alone"].values()),
            }
        )
    leans = [abs(p["m"]["lean"][edge] or 0) for p in people for edge in ("value", "low", "high")]
    least = min([p["m"]["with_others"]["low"] or p["m"]["with_others"]["value"] or 0 for p in people])
    return {
        "name": NAMES[part],
        "people": people,
        "low": math.floor(least * 10) / 10 if least < 1 else 0.9,
        "reach": max(0.05, math.ceil(max(leans) * 20) / 20),
        "matrix": _matrix(r, part),
        "confusions": _confusions(people),
        "more": len(people) > EACH,
    }


def _matrix(r: View, part: str) -> View:
    """Who agrees with whom; of many annotators those with the most votes, those who share pairs side by side."""
    names = sorted(r["annotators"], key=lambda name: (-r["annotators"][name]["judgments"][part]["votes"], name))
    every = len(names)
    names = sorted(names[:MATRIX])
    rows = {(row["first"], row["second"]): row for row in r["pairwise"] if row["judgment"] == part}
    shares = [row["agreement"]["value"] for row in rows.values()]
    low = math.floor(min(shares) * 10) / 10 if shares else 0.0

    def cell(first: str, second: str) -> View | None:
        row = rows.get((first, second)) or rows.get((second, first))
        if not row:
            return None
        share = row["agreement"]["value"]
        kappa = "undefined" if row["kappa"] is None else f"{row['kappa']:.2f}"
        title = f"{first} and {second}: {share:.1%} of {row['pairs']:,} pairs, Cohen's kappa {kappa}"
        return {
            "text": f"{share:.0%}",
            "title": title,
            "depth": round(0.12 + 0.6 * (share - low) / max(0.01, 1 - low), 3),
        }

    caption = f"Share of common pairs with the same answer; the palest colour is {low:.0%}."
    caption += f" The {MATRIX} annotators with the most votes, of {every:,}." if every > MATRIX else ""
    caption += " Point at a field for its numbers." if len(names) > VALUES else ""
    size = 58 if len(names) <= 4 else 40 if len(names) <= VALUES else 20
    cells = [[cell(first, second) for second in names] for first in names]
    return {"names": names, "cells": cells, "size": size, "inside": len(names) <= VALUES, "caption": caption}


def _confusions(people: list[View]) -> list[View]:
    named = [(p["name"], p["m"]["confusion"]) for p in people]
    if len(named) > EACH:
        total = [[sum(table[i][j] for _, table in named) for j in range(3)] for i in range(3)]
        named = [("all annotators", total)]
    return [{"name": name, "cells": [_shares(row) for row in table]} for name, table in named]


def _shares(row: list[int]) -> list[View | None]:
    total = sum(row)
    return [
        {
            "text": f"{count / total:.0%}",
            "title": f"{count:,} of {total:,}",
            "depth": round(0.06 + 0.66 * count / total, 3),
        }
        if total
        else None
        for count in row
    ]
