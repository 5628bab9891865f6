"""The tables of an audit as CSV, one file each; empty cells are null."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmsafeaware.audit.agreement import STATISTICS
from mmsafeaware.audit.counts import ANSWERS, JUDGMENTS, STATUSES
from mmsafeaware.validation import records
from mmsafeaware.writing import whole_file

if TYPE_CHECKING:
    from mmsafeaware.audit.measures import Audit

Row = dict[str, Any]
EDGES = ("value", "low", "high", "reason")


def write(audit: Audit, folder: Path) -> list[str]:
    """Write every table that has rows; the names of the files. The folder must exist."""
    r = audit.results
    tables: dict[str, Iterable[Row]] = {
        "counts": _counts(audit),
        "agreement": _agreement(r),
        "annotators": _annotators(r),
        "pairwise": _pairwise(r),
        "pairing": _pairing(r),
        "discards": _discards(r),
        "shortcuts": _shortcuts(r),
        "contested": _contested(r),
        "duplicates": _duplicates(r),
        "sentence_lengths": _lengths(r),
    }
    written = []
    for name, rows in tables.items():
        content = _csv(list(rows))
        if content:
            whole_file(folder / f"{name}.csv", content)
            written.append(f"{name}.csv")
    return written


def _csv(rows: list[Row]) -> bytes:
    if not rows:
        return b""
    target = io.StringIO()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(target, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def _edges(estimate: Row, prefix: str = "") -> Row:
    return {f"{prefix}{edge}": estimate[edge] for edge in EDGES}


def _counts(audit: Audit) -> Iterator[Row]:
    """The table that every statistic comes from: one row for each way in which pairs of one group were judged."""
    table, scenarios = audit.counts, list(records.scenarios())
    votes = {judgment: table.votes(judgment) for judgment in JUDGMENTS}
    for row, count in enumerate(table.count.tolist()):
        status, scenario = divmod(int(table.strata[row]), len(scenarios))
        cells: Row = {"status": STATUSES[status], "scenario": scenarios[scenario]}
        for slot, number in enumerate(table.triples[row].tolist()):
            cells[f"annotator_{slot + 1}"] = table.annotators[number] if number >= 0 else None
        for judgment in JUDGMENTS:
            for slot, answer in enumerate(votes[judgment][row].tolist()):
                cells[f"{judgment}_{slot + 1}"] = ANSWERS[answer] if answer >= 0 else None
        yield {**cells, "pairs": count}


def _agreement(r: Row) -> Iterator[Row]:
    for judgment, groups in r["agreement"].items():
        for group, measured in groups.items():
            for name in (*STATISTICS, "alpha_pooled"):
                if name in measured:
                    row = {"judgment": judgment, "group": group, "pairs": measured["pairs"], "statistic": name}
                    yield {**row, **_edges(measured[name])}


def _annotators(r: Row) -> Iterator[Row]:
    measures = [(key, edge) for key in ("with_others", "when_others_agree", "lean") for edge in EDGES[:3]]
    for name, item in r["annotators"].items():
        for judgment, m in item["judgments"].items():
            row = {"annotator": name, "kind": item["kind"], "judgment": judgment, "votes": m["votes"]}
            row |= {answer: m["answers"][answer]["votes"] for answer in ANSWERS}
            row |= {"unsure_rate": m["unsure"]["value"]}
            row |= {f"{key}_{edge}": m[key][edge] for key, edge in measures}
            row |= {f"alone_{answer}": m["alone"][answer] for answer in ANSWERS}
            hits = {f"hits_{truth}": chance for truth, chance in m["hits"].items()}
            yield {**row, "competence": m["competence"], **hits}


def _pairwise(r: Row) -> Iterator[Row]:
    for item in r["pairwise"]:
        row = {key: item[key] for key in ("judgment", "first", "second", "pairs", "kappa")} | _edges(item["agreement"])
        for first, cells in zip(ANSWERS, item["confusion"], strict=True):
            row |= {f"{first}_{second}": cell for second, cell in zip(ANSWERS, cells, strict=True)}
        yield row


def _pairing(r: Row) -> Iterator[Row]:
    for group, item in r["pairing"].items():
        yield {"group": group, "pairs": item["pairs"], "meets": item["meets"], **_edges(item["share"]), **item["fails"]}


def _discards(r: Row) -> Iterator[Row]:
    found = r["discards"]
    for name, item in {"all": found, "controls": found["controls"], **found["scenarios"]}.items():
        yield {"what": name, "kept": item["kept"], "discarded": item["discarded"], **_edges(item["rate"])}
    for item in found["reasons"]:
        yield {"what": f"reason: {item['reason']}", "discarded": item["pairs"]}


def _shortcuts(r: Row) -> Iterator[Row]:
    for population, item in r["shortcuts"].items():
        for name, guesser in item["guessers"].items():
            row = {
                "population": population,
                "guesser": name,
                "pairs": guesser.get("pairs"),
                "groups": guesser.get("groups"),
            }
            yield {**row, **_edges(guesser["balanced_accuracy"])}


def _contested(r: Row) -> Iterator[Row]:
    for rank, pair in enumerate(r["contested"]["pairs"], 1):
        row = {"rank": rank}
        row |= {
            key: pair[key] for key in ("id", "status", "subset", "scenario", "label", "against_label", "text", "image")
        }
        for part in JUDGMENTS:
            row[f"{part}_verdict"] = pair["verdicts"][part]
            row[f"{part}_unsafe"] = pair["posterior_unsafe"][part]
        for slot, vote in enumerate(pair["votes"], 1):
            row |= {f"annotator_{slot}": vote["annotator"], **{f"{part}_{slot}": vote[part] for part in JUDGMENTS}}
        yield {**row, "why": "; ".join(pair["why"])}


def _duplicates(r: Row) -> Iterator[Row]:
    for kind, item in r["duplicates"].items():
        for number, members in enumerate(item["examples"], 1):
            for member in members:
                yield {"kind": kind, "group": number, "member": member}


def _lengths(r: Row) -> Iterator[Row]:
    edges = r["spread"]["histogram_edges"]
    for subset, item in r["spread"]["sentences"].items():
        for low, high, pairs in zip(edges, edges[1:], item["histogram"], strict=False):
            yield {"subset": subset, "characters_from": low, "characters_below": high, "pairs": pairs}
