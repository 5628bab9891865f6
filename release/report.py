"""What an import did, as data (``import-report.json``) and as a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from mmsafeaware.release import source as files
from mmsafeaware.release.findings import ranges
from mmsafeaware.release.known import FOLDER_OF_PAIR, MAJORITY, UNDECIDED, Known
from mmsafeaware.release.pictures import Picture
from mmsafeaware.release.plan import Fate, Plan
from mmsafeaware.release.source import Source
from mmsafeaware.validation import records

FILE = "import-report.json"
COMMIT = "500b595"  # for which annotations/release/ was made
_HOW = {
    "clean": "Labels of the authors' key, sentences of prompt.txt, both after annotations/release/errata.json.",
    "raw": "As published: labels of the authors' key, sentences of prompt.txt; no erratum applied.",
}


def report(source: Source, pictures: dict[int, Picture], known: Known, made: Plan) -> dict[str, Any]:
    """Everything that is to be known about an import; ids are the authors' numbers."""
    fates, kept = made.fates.values(), made.kept
    names = records.scenarios()
    scenarios = Counter(fate.record["scenario"] for fate in kept)
    dimensions = Counter(names[fate.record["scenario"]]["dimension"] for fate in kept)
    excluded = [
        {"id": fate.id, "subset": fate.subset, "kinds": [kind for kind, _ in fate.reasons], "why": _why(fate)}
        for fate in fates
        if fate.reasons
    ]
    against = [fate.id for fate in kept if fate.record["label"] != names[fate.record["scenario"]]["label"]]
    return {
        "release": {"repository": files.REPOSITORY, "labels_made_for_commit": COMMIT},
        "edition": made.edition,
        "how": _HOW[made.edition],
        "pairs": {"published": len(fates), "imported": len(kept), "excluded": len(excluded)},
        "by_subset": _counts(("unsafe", "over_safety"), Counter(fate.subset for fate in kept)),
        "by_dimension": _counts((item["id"] for item in records.taxonomy()["dimensions"]), dimensions),
        "by_scenario": _counts(names, scenarios),
        "by_label": _counts(("unsafe", "safe"), Counter(fate.record["label"] for fate in kept)),
        "label_sources": Counter(_label_source(fate, made) for fate in kept),
        "scenario_sources": {
            "imported": _sources(kept),
            "excluded": _sources(fate for fate in fates if fate.reasons),
            "by_scenario": {name: _sources(fate for fate in kept if fate.record["scenario"] == name) for name in names},
        },
        "votes": {
            "three_model_raters": sum(fate.record["votes"] is not None for fate in kept),
            "null": sum(fate.record["votes"] is None for fate in kept),
        },
        "undecided": [fate.id for fate in fates if fate.known.scenario is None],
        "labels_against_subset": against,
        "remarks": list(_remarks(made, against)),
        "excluded": excluded,
        "errata": {"applied": made.applied, "noted": made.noted, "not_applied": made.refused},
        "differences": _differences(source, pictures, known, made),
    }


def _counts(names: Iterable[str], found: Counter[str]) -> dict[str, int]:
    return {name: found[name] for name in names}


def _sources(fates: Iterable[Fate]) -> dict[str, int]:
    return _counts((FOLDER_OF_PAIR, MAJORITY, UNDECIDED), Counter(fate.known.scenario_source for fate in fates))


def _label_source(fate: Fate, made: Plan) -> str:
    relabelled = any(entry["id"] == fate.id and entry["action"] == "relabel" for entry in made.applied)
    return "erratum" if relabelled else fate.known.label_source


def _why(fate: Fate) -> str:
    return "; ".join(why for _, why in fate.reasons)


def _remarks(made: Plan, against: list[int]) -> Iterator[str]:
    for id in against:
        record = made.fates[id].record
        yield (
            f"id {id}: the answer key says {record['label']}, but the authors' folder, {record['scenario']}, belongs "
            f"to the subset {made.fates[id].subset}. The pair stands in that subset's file, because a scenario "
            "of the other subset cannot be loaded, and keeps the published label; the clean edition relabels it."
        )
    lost = {fate.id: fate for fate in made.fates.values() if fate.reasons}
    orphans = [fate.id for fate in made.kept if fate.known.base_id in lost]
    if orphans:
        yield f"ids {ranges(orphans)}: attacks whose typical pair (base_id) is left out."
    if made.edition == "clean":
        yield "Model ratings never change a label or the authors' folder; where they contradict, an erratum notes it."


def _differences(source: Source, pictures: dict[int, Picture], known: Known, made: Plan) -> dict[str, Any]:
    labels = known.labels
    texts = [(id, labels[id].text_sha256, sentence.sha256) for id, sentence in sorted(source.sentences.items())]
    images = [(id, label.image_sha256, pictures[id].sha256) for id, label in sorted(labels.items()) if id in pictures]
    gone = [id for id, label in sorted(labels.items()) if label.image_sha256 and id not in pictures]
    strange = [path for id, path in source.pictures.items() if id not in labels]
    return {
        "sentences": [_pair(*item) for item in texts if item[1] != item[2]],
        "pictures": [_pair(*item) for item in images if item[1] != item[2]],
        "pictures_gone": gone,
        "sentences_gone": [id for id in sorted(labels) if id not in source.sentences],
        "pictures_unlike_base": _unlike_base(made, pictures),
        "answer_key": _key(source, known),
        "files_not_read": sorted(source.unread + [path.relative_to(source.root).as_posix() for path in strange]),
    }


def _pair(id: int, recorded: str | None, found: str) -> dict[str, Any]:
    return {"id": id, "recorded_sha256": recorded, "found_sha256": found}


def _unlike_base(made: Plan, pictures: dict[int, Picture]) -> list[int]:
    found = []
    for fate in made.kept:
        base = fate.known.base_id
        if base in pictures and pictures[base].sha256 != pictures[fate.id].sha256:
            found.append(fate.id)
    return found


def _key(source: Source, known: Known) -> str:
    """Does the release's own answer key still say what the labels were taken from?"""
    path = source.root / "readme.txt"
    text = path.read_bytes().decode(errors="replace") if path.is_file() else ""
    key = files.key(text)
    if key is None:
        return "readme.txt has no answer key to compare with; the recorded labels were used"
    first, last, after = key
    said = {id: "safe" if first <= id <= last or id > after else "unsafe" for id in known.labels}
    other = [id for id, label in known.labels.items() if label.label != said[id]]
    return f"differs on ids {ranges(other)}; the recorded labels were used" if other else "as recorded"


def table(report: dict[str, Any]) -> str:
    """The report as plain text in columns, without hashes."""
    return "\n".join(line.rstrip() for line in [*_table_counts(report), "", *_table_lists(report)])


def _table_counts(report: dict[str, Any]) -> Iterator[str]:
    pairs = report["pairs"]
    yield f"MMSafeAware authors' release, edition {report['edition']}"
    yield f"{pairs['published']:,} pairs published, {pairs['imported']:,} imported, {pairs['excluded']:,} left out"
    for title in ("subset", "dimension"):
        yield ""
        yield f"{title:<36}{'pairs':>6}"
        yield from (f"{name:<36}{count:>6,}" for name, count in report[f"by_{title}"].items())
    yield ""
    yield f"{'scenario':<36}{'pairs':>6}  {FOLDER_OF_PAIR:>16}  {MAJORITY:>16}"
    by = report["scenario_sources"]["by_scenario"]
    rows = [(name, report["by_scenario"][name], by[name]) for name in by]
    rows.append(("all", pairs["imported"], report["scenario_sources"]["imported"]))
    for name, count, sources in rows:
        yield f"{name:<36}{count:>6,}  {sources[FOLDER_OF_PAIR]:>16,}  {sources[MAJORITY]:>16,}"
    yield ""
    votes = report["votes"]
    yield f"votes of three model raters: {votes['three_model_raters']:,} pairs; null: {votes['null']:,}"


def _table_lists(report: dict[str, Any]) -> Iterator[str]:
    left_out = _grouped((kind, entry["id"]) for entry in report["excluded"] for kind in entry["kinds"])
    yield from _rows("left out because of", left_out)
    for title, entries in report["errata"].items():
        grouped = _grouped((f"{entry['kind']} ({entry['action']})", entry["id"]) for entry in entries)
        yield from _rows(f"errata {title.replace('_', ' ')}", grouped)
    differences = report["differences"]
    ids = {name: [item["id"] if isinstance(item, dict) else item for item in found]
           for name, found in differences.items() if isinstance(found, list) and name != "files_not_read"}  # fmt: skip
    yield from _rows(
        "differences from what is recorded", {name.replace("_", " "): found for name, found in ids.items()}
    )
    yield f"  answer key: {differences['answer_key']}"
    for name in differences["files_not_read"]:
        yield f"  not read: {name}"
    for remark in report["remarks"]:
        yield f"\n{remark}"


def _grouped(items: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found = defaultdict(list)
    for name, id in items:
        found[name].append(id)
    return dict(sorted(found.items()))


def _rows(title: str, groups: dict[str, list[int]]) -> Iterator[str]:
    yield f"{title:<36}{'pairs':>6}  ids"
    yield from (f"  {name:<34}{len(ids):>6,}  {ranges(ids) if ids else '-'}" for name, ids in groups.items())
    if not groups:
        yield f"  {'nothing':<34}{0:>6}"
    yield ""
