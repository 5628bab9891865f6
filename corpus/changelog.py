"""A new version of the corpus: `python -m corpus.changelog VERSION DATE NOTES [BEFORE]` adds it to changelog.json.

BEFORE is the corpus or built folder of the version before; without it every pair counts as added. An entry that has the
version already is replaced, so that a version can be prepared until it is published.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from corpus.rating import ROOT
from mmsafeaware.dataset_card import versions
from mmsafeaware.dataset_card.about import CHANGELOG
from mmsafeaware.writing import whole_file

PLACE = "subset"


def entry(version: str, date: str, notes: str, before: Path | None) -> dict[str, object]:
    """The ids that a version added, changed and discarded."""
    now = versions.read(ROOT)
    gone = {name for name, record in now.items() if record[PLACE] == "discarded"}
    if before is None:
        return {"version": version, "date": date, "notes": notes, "added": sorted(now.keys() - gone), "changed": [],
                "discarded": sorted(gone)}  # fmt: skip
    found = versions.diff(before, ROOT)
    moved = {name for name in found.changed if name in gone}
    return {
        "version": version, "date": date, "notes": notes,
        "added": [name for name in found.added if name not in gone],
        "changed": [name for name in found.changed if name not in moved],
        "discarded": sorted({*found.removed, *moved, *(name for name in found.added if name in gone)}),
    }  # fmt: skip


def main() -> None:
    """Add or replace the entry, newest first."""
    version, date, notes, *before = sys.argv[1:]
    path = ROOT / CHANGELOG
    entries = json.loads(path.read_text("utf-8")) if path.exists() else []
    entries = [item for item in entries if item["version"] != version]
    made = entry(version, date, notes, Path(before[0]) if before else None)
    whole_file(path, (json.dumps([made, *entries], indent=1) + "\n").encode())
    print({name: len(made[name]) if isinstance(made[name], list) else made[name] for name in made})  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
