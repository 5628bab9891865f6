"""Results of irrCAC on random tables, kept in results.json, because irrCAC needs an environment of its own.

python -m venv irr && irr/bin/pip install irrCAC==0.4.4 && irr/bin/python tests/audit_irrcac/make.py
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pandas as pd
from irrCAC.raw import CAC

ANSWERS = ["safe", "unsafe", "unsure"]


def table(seed: int) -> list[list[str | None]]:
    """Units x raters: two in three tables have missing votes, one in three a prevailing answer."""
    dice = random.Random(seed)
    raters, units = dice.choice([3, 3, 3, 4, 6]), dice.randint(5, 60)
    weights = [[5, 3, 1], [40, 2, 1], [1, 1, 1]][seed % 3]
    missing = [0.0, 0.15, 0.4][seed % 3]
    rows: list[list[str | None]] = []
    for _ in range(units):
        truth = dice.choices(ANSWERS, weights)[0]
        votes = [truth if dice.random() < 0.7 else dice.choices(ANSWERS, weights)[0] for _ in range(raters)]
        rows.append([None if dice.random() < missing else vote for vote in votes])
    return [row for row in rows if any(row)]


def main() -> None:
    results = []
    for seed in range(30):
        rows = table(seed)
        found = CAC(pd.DataFrame(rows), categories=ANSWERS, digits=12)
        values = {
            "fleiss_kappa": found.fleiss()["est"]["coefficient_value"],
            "gwet_ac1": found.gwet()["est"]["coefficient_value"],
            "krippendorff_alpha": found.krippendorff()["est"]["coefficient_value"],
            "raw_agreement": found.gwet()["est"]["pa"],
        }
        results.append({"table": rows, **values})
    lines = ",\n".join(json.dumps(item) for item in results)
    (Path(__file__).parent / "results.json").write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
