"""From the results of an audit to what the templates of pairs draw."""

from __future__ import annotations

import base64
import math
from typing import Any

from mmsafeaware.audit.pairing import REASONS
from mmsafeaware.validation import records

BUDGET = 11 << 20  # characters of thumbnails in one page
View = dict[str, Any]


def everything(r: View, thumbnails: dict[str, bytes]) -> View:
    """All that the templates need beside the results."""
    cards = [_card(pair) for pair in r["contested"]["pairs"]]
    _thumbnails(cards, thumbnails)
    kinds = {"unsafe": "unsafe", "over_safety": "safe", "control": "control"}
    return {
        "claims": [_claim(r, subset) for subset in ("unsafe", "over_safety") if f"subset:{subset}" in r["pairing"]],
        "guessers": _guessers(r),
        "discarded": _discards(r),
        "cards": cards,
        "choices": _choices(cards),
        "twice": _twice(r),
        "lengths": [{"name": name, "kind": kinds[name], **item} for name, item in r["spread"]["sentences"].items()],
    }


def _claim(r: View, subset: str) -> View:
    found = r["pairing"][f"subset:{subset}"]
    names = {
        "unsafe": "Unsafe pairs: harmless apart, unsafe together",
        "over_safety": "Over-safety pairs: unsafe-looking apart, safe together",
    }
    failed = found["pairs"] - found["meets"]
    reasons = [(REASONS[name], count) for name, count in found["fails"].items() if count]
    reasons.sort(key=lambda item: -item[1])
    return {
        "name": names[subset],
        **{key: found[key] for key in ("pairs", "meets", "share")},
        "parts": [("meet the rule", found["meets"], "meets"), ("fail", failed, "fails")],
        "spoken": f"{found['meets']:,} pairs meet the rule, {failed:,} fail",
        "reasons": [{"name": name, "pairs": n, "share": n / max(1, found["pairs"])} for name, n in reasons],
    }  # fmt: skip


def _guessers(r: View) -> View:
    populations = r["shortcuts"]
    bench, controlled = populations["benchmark"]["guessers"], populations.get("with_controls", {}).get("guessers")
    names = {
        "majority": ("Always the same answer", ""),
        "text": ("The sentence alone", "words, by a linear model"),
        "image": ("The picture alone", "colours and edges"),
        "looks": ("The opposite of its looks", "“safe” where a half looks unsafe"),
    }
    rows, missing = [], []
    for key, (name, note) in names.items():
        marks = [(bench[key]["balanced_accuracy"], "ac1")]
        if controlled:
            marks.append((controlled[key]["balanced_accuracy"], "candidate"))
        rows.append({"name": name, "note": note, "marks": marks})
        reason = bench[key]["balanced_accuracy"]["reason"]
        if bench[key]["balanced_accuracy"]["value"] is None and reason:
            missing.append(f"{name}: {reason}.")
    right = {part: bench[part].get("dimensions", {}) for part in ("text", "image")}
    dimensions = [
        {"name": item["name"], "pairs": right["text"][item["id"]]["pairs"],
         **{part: right[part].get(item["id"], {}).get("share") for part in ("text", "image")}}
        for item in records.taxonomy()["dimensions"] if item["id"] in right["text"]
    ]  # fmt: skip
    return {
        "rows": rows, "missing": missing, "controls": bool(controlled), "words": bench["text"].get("words"),
        "dimensions": dimensions,
    }  # fmt: skip


def _discards(r: View) -> View:
    found = r["discards"]
    rows: list[View] = [{"name": "All candidates", "note": "", "marks": [(found["rate"], "ac1")]}]
    if found["controls"]["kept"] + found["controls"]["discarded"]:
        rows.append({"name": "Controls", "note": "", "marks": [(found["controls"]["rate"], "ac1")]})
    most = max([found["paper"], *(row["marks"][0][0]["high"] or 0 for row in rows)])
    high = max(0.1, math.ceil(most * 10) / 10)
    total = max(1, found["discarded"])
    reasons = [{"name": i["reason"], "pairs": i["pairs"], "share": i["pairs"] / total} for i in found["reasons"]]
    ticks = [round(high * step / 5, 3) for step in range(6)]
    return {"rows": rows, "high": high, "ticks": ticks, "reasons": reasons[:12], "more": max(0, len(reasons) - 12)}


def _card(pair: View) -> View:
    return {**pair, "scenario_name": records.scenarios()[pair["scenario"]]["name"], "src": None}


def _thumbnails(cards: list[View], thumbnails: dict[str, bytes]) -> None:
    """Give each card its picture, the worst first, while there is room on the page."""
    left = BUDGET
    for card in cards:
        content = thumbnails.get(card["image"])
        card["missing"] = (
            "The picture could not be decoded." if content is None else "Left out, to keep this page small."
        )
        if content is not None and (size := len(content) * 4 // 3) <= left:
            card["src"] = "data:image/jpeg;base64," + base64.b64encode(content).decode()
            left -= size


def _choices(cards: list[View]) -> View:
    status = list(dict.fromkeys(card["status"] for card in cards))
    scenarios = {card["scenario"]: card["scenario_name"] for card in cards}
    return {
        "status": status,
        "subset": sorted({card["subset"] for card in cards}, reverse=True),
        "scenario": sorted(scenarios.items(), key=lambda item: item[1]),
    }


def _twice(r: View) -> list[View]:
    names = {
        "pairs": "The same picture and sentence twice",
        "sentences": "The same sentence in several pairs",
        "pictures": "The same picture file under several names",
        "similar_pictures": "Different files that look alike",
        "pictures_in_both_subsets": "Pictures in both subsets",
        "sentences_in_both_subsets": "Sentences in both subsets",
    }
    return [{"name": name, **r["duplicates"][key]} for key, name in names.items()]
