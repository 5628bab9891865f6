"""Build ``annotations/release/`` (labels and errata by id, no sentence, no picture) from the authors' release.

Run ``python -m corpus.release_labels RELEASE`` in the root of the checkout. RELEASE holds the release's ``prompt.txt``,
``readme.txt``, ``images/`` and ``images2/``, and beside them ``folders.csv`` (id,folder: the authors' own folders) and
``ratings.csv`` (id,rater,scenario,image,text,pair: three model raters, ``na`` = nothing to judge).
"""

from __future__ import annotations

import csv
import difflib
import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mmsafeaware.release import editing, known, rules, source
from mmsafeaware.release.findings import Pair, majority
from mmsafeaware.release.pictures import Picture, look
from mmsafeaware.validation import records
from mmsafeaware.writing import whole_file

Ratings = dict[str, dict[str, str | None]]


def build(root: Path) -> dict[str, str]:
    """The texts of ``labels.jsonl`` and ``errata.json``."""
    release = source.open_release(root)
    folders, ratings = _folders(root), _ratings(root)
    pictures = {id: look(path, None, path.name) for id, path in release.pictures.items()}
    bases = _bases(folders, {id: text.text for id, text in release.sentences.items()}, pictures)
    key = source.key((root / "readme.txt").read_text(encoding="utf-8"))
    if key is None:
        raise SystemExit(f"{root / 'readme.txt'}: no answer key.")
    first, last, after = key
    pairs = {}
    for id, sentence in release.sentences.items():
        label = "safe" if first <= id <= last or id > after else "unsafe"
        scenario, scenario_source = _scenario(folders.get(id), ratings.get(id), label)
        path, picture = release.pictures.get(id), pictures.get(id)
        facts = known.Label(
            id=id,
            label=label,
            label_source=known.KEY,
            scenario=scenario,
            scenario_source=scenario_source,
            base_id=bases.get(id),
            image=path.relative_to(release.root).as_posix() if path else None,
            image_sha256=picture.sha256 if picture else None,
            text_sha256=sentence.sha256,
            ratings=ratings.get(id),
        )
        pairs[id] = Pair(facts, sentence.text, picture)
    lines = "".join(f"{pair.label.line()}\n" for pair in pairs.values())
    errata = rules.errata(pairs)
    for entry in errata:
        if entry["action"] == "edit":
            editing.apply(pairs[entry["id"]].text, entry["edit"])  # raises if it does not fit
    entries = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in errata)
    return {"labels.jsonl": lines, "errata.json": f"[\n{entries}\n]\n"}


def _folders(root: Path) -> dict[int, list[str]]:
    with (root / "folders.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["id"]): row["folder"].split("/") for row in csv.DictReader(file)}


def _ratings(root: Path) -> dict[int, Ratings]:
    found: dict[int, Ratings] = defaultdict(dict)
    with (root / "ratings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            id, rater = int(row.pop("id")), row.pop("rater")
            found[id][rater] = {name: None if value == "na" else value for name, value in row.items()}
    return dict(found)


def _scenario(folder: list[str] | None, ratings: Ratings | None, label: str) -> tuple[str | None, str]:
    """The scenario and where it is from: the folder if it decides, else the majority within the label's scenarios."""
    names: dict[str, Any] = records.data("annotations/release/folders.json")
    found = None
    if folder:
        attack = folder[1] == "attack"
        kind = names["attack"] if attack else names["safe" if folder[0] == "safe" else "typical"]
        found = kind[folder[2]]["scenario"] if attack else kind[folder[-1]]
    if found:
        return found, known.FOLDER_OF_PAIR
    voted = majority([rating["scenario"] for rating in (ratings or {}).values()])
    if voted and records.scenarios()[voted]["label"] == label:
        return voted, known.MAJORITY
    return None, known.UNDECIDED


def _bases(folders: dict[int, list[str]], texts: dict[int, str], pictures: dict[int, Picture]) -> dict[int, int]:
    """Attack to typical pair: same harm folder, same picture; where two typical pairs share both, the nearer sentence.

    Every typical pair must get exactly as many attacks of each form as ``folders.json`` says.
    """
    forms = records.data("annotations/release/folders.json")["attack"]
    typical, attacks = defaultdict(list), defaultdict(list)
    for id, folder in folders.items():
        sha256 = pictures[id].sha256 if id in pictures else None
        if folder[1] == "typical":
            typical[folder[-1], sha256].append(id)
        elif folder[1] == "attack":
            attacks[folder[2], folder[-1], sha256].append(id)
    found: dict[int, int] = {}
    for (form, harm, sha256), ids in attacks.items():
        slots = [base for base in typical[harm, sha256] for _ in range(forms[form]["pairs_each"])]
        if len(slots) != len(ids):
            raise SystemExit(f"Attacks {ids} ({form}, {harm}) do not fit the typical pairs {slots} with their picture.")
        orders = sorted(set(itertools.permutations(slots)))
        found |= zip(ids, max(orders, key=lambda order: _likeness(ids, order, texts)), strict=True)
    return found


def _likeness(ids: Iterable[int], bases: Iterable[int], texts: dict[int, str]) -> float:
    """The sum over pairs of the share of the base's characters that the attack repeats in order."""
    total = 0.0
    for attack, base in zip(ids, bases, strict=True):
        blocks = difflib.SequenceMatcher(None, texts[attack].casefold(), texts[base].casefold(), autojunk=False)
        total += sum(block.size for block in blocks.get_matching_blocks()) / len(texts[base])
    return total


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    for name, text in build(Path(sys.argv[1])).items():
        whole_file(known.FOLDER / name, text.encode())
