"""From candidates and raw ratings to the corpus: votes, verdicts, what is kept and what is discarded, and why.

    python -m corpus.derive            writes annotations/*.jsonl
    python -m corpus.derive --check    exits with 1 if they differ from what the ratings say

Nothing is decided by hand: a candidate that three raters judged is kept where it meets every rule of its kind, and
goes to ``discarded.jsonl`` with the first rule that it breaks where it does not. Of what is kept the benchmark takes
what ``selection.json`` names (see ``corpus.choose``); the rest waits in ``reserve.jsonl``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from typing import Any

import pyarrow as pa

from corpus import rating
from mmsafeaware.validation import records, votes
from mmsafeaware.writing import whole_file

ANNOTATIONS = rating.ROOT / "annotations"
SELECTION = ANNOTATIONS / "selection.json"
PARTS = {"image": "pictures", "text": "sentences", "pair": "pairs"}
SOURCE, LICENSE = "mmsafeaware corpus", "CC-BY-4.0"
Record = dict[str, Any]


Ballots = dict[str, dict[str, dict[str, dict[str, str]]]]


def ballots() -> Ballots:
    """Batch to rater to part to what was judged (picture, sentence, id) to the judgment, from the raw answers."""
    found: Ballots = {}
    for path in sorted(rating.RATINGS.glob("*-key.json")):
        rater, key = path.name.removesuffix("-key.json"), json.loads(path.read_text("utf-8"))
        parts = found.setdefault(key["batch"], {})[rater] = {}
        for number, (part, name) in enumerate(PARTS.items(), 1):
            with (rating.RATINGS / f"{rater}-{number}-{name}.csv").open(encoding="utf-8", newline="") as file:
                rows = [row for row in csv.reader(file) if row]
            parts[part] = {judged(part, key[name][row[0].strip()]): row[1].strip() for row in rows}
    return found


def judged(part: str, item: Any) -> str:
    """What a code of a key stands for; a picture counts as the name and the bytes that the rater saw."""
    return " ".join(item) if part == "image" else str(item)


def candidates(cards: list[Record], given: Ballots) -> dict[str, tuple[str, Record]]:
    """Id to (subset, record) of every candidate that has been rated.

    A scenario of which nothing has been kept yet is shown by its first unrated candidate, whose votes are null.
    """
    known = records.scenarios()
    texts = {identifier: text for identifier, _, text in rating.pairs(cards)}
    pairs = {f"{card['picture']}-{key}": pair for card in cards for key, pair in card["pairs"].items()}
    named = {card["picture"] for card in cards}
    drawn = [picture for picture in named if (rating.ROOT / "images" / f"{picture}.png").exists()]
    digests = {picture: rating.digest(picture) for picture in drawn}
    found: dict[str, tuple[str, Record]] = {}
    waiting: dict[str, tuple[str, Record]] = {}
    for card in (card for card in cards if card["picture"] in digests):
        for key, pair in card["pairs"].items():
            identifier = f"{card['picture']}-{key}"
            base = rating.base_of(card, pair)
            scenario = pairs[base if base and "control" in pair else identifier]["scenario"]
            label = known[scenario]["label"]
            label = {"safe": "unsafe", "unsafe": "safe"}[label] if "control" in pair else label
            image, text = card["picture"], texts[identifier]
            seen = {"image": judged("image", [image, digests[image]]), "text": text, "pair": identifier}
            judgments = ballot(seen, given)
            subset = "control" if "control" in pair else known[scenario]["subset"]
            (waiting if judgments is None else found)[identifier] = (
                subset,
                {
                    "id": identifier,
                    "image": f"{image}.png",
                    "image_description": card["alt"],
                    "text": text,
                    "scenario": scenario,
                    "label": label,
                    "votes": judgments,
                    "base_id": base,
                    "source": SOURCE,
                    "license": LICENSE,
                },
            )
    broken = breaches(found)
    shown = {
        record["scenario"] for name, (subset, record) in found.items() if subset != "control" and name not in broken
    }
    for identifier, (subset, record) in sorted(waiting.items()):
        if subset != "control" and record["scenario"] not in shown:
            shown.add(record["scenario"])
            found[identifier] = subset, record
    return found


def ballot(seen: dict[str, str], given: Ballots) -> list[Record] | None:
    """The votes of the first batch of three raters who judged just this; None if there is none (yet)."""
    for raters in given.values():
        judges = {name: parts for name, parts in raters.items() if all(seen[part] in parts[part] for part in PARTS)}
        if len(judges) == 3:
            return [{"annotator": r, **{p: parts[p][seen[p]] for p in PARTS}} for r, parts in judges.items()]
    return None


def breaches(found: dict[str, tuple[str, Record]]) -> dict[str, str]:
    """Id to the first rule that a candidate's own votes break, as code and words, by the validator's own rules."""
    columns = {part: [record[part] for _, record in found.values()] for part in ("label", "votes")}
    table = pa.table({**columns, "subset": [subset for subset, _ in found.values()]})
    broken: dict[str, str] = {}
    names = list(found)
    for row in votes.breaches(table).to_pylist() if found else []:
        why = f"{row['code']}: expected {row['expected']}, found {row['found']}"
        broken.setdefault(names[row["row"]], why)
    return broken


def sort(found: dict[str, tuple[str, Record]]) -> dict[str, list[Record]]:
    """File name to its records; what rests on a discarded base is discarded with it, on an unrated one it waits."""
    found = {id: item for id, item in found.items() if not item[1]["base_id"] or item[1]["base_id"] in found}
    reasons = breaches(found)
    for identifier, (subset, record) in found.items():
        base = record["base_id"]
        if base and identifier not in reasons and base in reasons:
            reasons[identifier] = f"{'PAI007' if subset == 'control' else 'PAI004'}: its base {base} is discarded"
    files: dict[str, list[Record]] = {name: [] for name in records.FILES.values()}
    for identifier in sorted(found):
        subset, record = found[identifier]
        if reason := reasons.get(identifier):
            files["discarded"].append({**record, "discard_reason": reason})
        else:
            files[records.FILES[subset]].append(record)
    return files


def select(files: dict[str, list[Record]]) -> dict[str, list[Record]]:
    """Move what ``selection.json`` does not name, and the controls of it, to ``reserve``; without one, keep all."""
    if not SELECTION.exists():
        return {**files, "reserve": []}
    chosen = set(json.loads(SELECTION.read_text("utf-8"))["benchmark"])
    sorted_out: dict[str, list[Record]] = {name: [] for name in (*files, "reserve")}
    for name, rows in files.items():
        for row in rows:
            key = {"discarded": None, "controls": row["base_id"]}.get(name, row["id"])
            sorted_out[name if key is None or key in chosen else "reserve"].append(row)
    return sorted_out


def corpus() -> dict[str, list[Record]]:
    """File name to its records, all from the cards, the raw ratings and the selection."""
    return select(sort(candidates(rating.cards(), ballots())))


def contents(files: dict[str, list[Record]]) -> dict[str, bytes]:
    """Path below the annotations to the bytes of each file; pictures of the reserve alone are accepted as unused."""
    found = {
        f"{name}.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        for name, rows in files.items()
    }
    used = {row["image"] for name, rows in files.items() if name != "reserve" for row in rows}
    spare = sorted({row["image"] for row in files["reserve"]} - used)
    accepted = [
        {"code": "IMG008", "file": f"images/{image}", "reason": "Its pairs wait in reserve.jsonl."} for image in spare
    ]
    return found | {"accepted.json": (json.dumps(accepted, indent=1) + "\n").encode()}


def main() -> None:
    """Derive the files, write or compare them, and print the counts."""
    files = corpus()
    differ = []
    for name, content in contents(files).items():
        path = ANNOTATIONS / name
        if "--check" not in sys.argv:
            whole_file(path, content)
        elif not path.exists() or path.read_bytes() != content:
            differ.append(path.name)
    for name, rows in files.items():
        print(f"{name:12} {len(rows):5}")
    total = sum(map(len, files.values()))
    print(f"discarded {len(files['discarded']) / max(total, 1):.1%} of {total:,} candidates, controls included")
    for reason, count in Counter(row["discard_reason"][:60] for row in files["discarded"]).most_common():
        print(f"  {count:4} {reason}")
    if differ:
        sys.exit(f"differ from the ratings: {', '.join(differ)}")


if __name__ == "__main__":
    main()
