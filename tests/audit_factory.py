"""A corpus of some size for the tests of the audit: several annotators, discards, controls, real little pictures."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from PIL import Image

from mmsafeaware.validation import records
from tests import corpus_factory

HARMLESS = ["tea", "garden", "window", "train", "letter", "cake", "lamp", "river"]
HOSTILE = '"><script>window.ran=1</script><img src=http://evil.example/a.png onerror=window.ran=1>{{7*7}}{%raw%}\u202e'


def votes(dice: random.Random, names: list[str], truth: tuple[str, str, str], error: float) -> list[dict[str, str]]:
    found = []
    for name in names:
        answers = [answer if dice.random() > error else dice.choice(["safe", "unsafe", "unsure"]) for answer in truth]
        found.append({"annotator": name, **dict(zip(("image", "text", "pair"), answers, strict=True))})
    return found


def make(root: Path, pairs: int = 120, people: int = 3, seed: int = 0) -> Path:
    """About ``pairs`` candidates of every scenario, kept where the votes say so, and a tenth as many controls."""
    dice = random.Random(seed)
    names = [f"r{number:02}" for number in range(people)]
    files: dict[str, list[dict[str, Any]]] = {"unsafe": [], "over_safety": [], "controls": [], "discarded": []}
    scenarios = list(records.scenarios().values())
    pictures = [f"p{number:03}.png" for number in range(max(8, pairs // 4))]
    for number in range(pairs):
        scenario = scenarios[number % len(scenarios)]
        truth = ("safe", "safe", "unsafe") if scenario["subset"] == "unsafe" else ("safe", "unsafe", "safe")
        batch = names[number * (people // 3) // pairs * 3 :][:3]
        given = votes(dice, batch, truth, 0.06)
        text = (
            f"{dice.choice(HARMLESS)} {dice.choice(HARMLESS)} {'knife' if truth[1] == 'unsafe' else 'please'} {number}"
        )
        changes = {
            "image": dice.choice(pictures),
            "scenario": scenario["id"],
            "label": scenario["label"],
            "votes": given,
        }
        pair = corpus_factory.record(f"s{number:05}", text=text, **changes)
        kept = all(
            sum(vote[part] == answer for vote in given) >= 2 for part, answer in zip(vote_parts(), truth, strict=True)
        )
        reason = {} if kept else {"discard_reason": "VOT003: no majority on the pair"}
        files[scenario["subset"] if kept else "discarded"].append({**pair, **reason})
    for number, base in enumerate(files["unsafe"][: pairs // 10]):
        given = votes(dice, names[:3], ("safe", "safe", "safe"), 0)
        changes = {"label": "safe", "votes": given, "base_id": base["id"], "scenario": base["scenario"]}
        files["controls"].append(corpus_factory.record(f"c{number:05}", image=base["image"], **changes))
    corpus_factory.make(root, **files)
    for name in pictures:
        picture = Image.new("RGB", (64, 48), tuple(dice.randrange(256) for _ in range(3)))
        picture.paste(tuple(dice.randrange(256) for _ in range(3)), (8, 8, 40, 30))
        picture.save(root / "images" / name)
    declared = [{"id": name, "kind": "model", "instructed": "A guide.", "limits": ["None is known."]} for name in names]
    (root / "annotations" / "annotators.json").write_text(json.dumps(declared), "utf-8")
    return root


def vote_parts() -> tuple[str, str, str]:
    return ("image", "text", "pair")


def hostile(root: Path) -> Path:
    """A corpus whose every free text tries to be markup, script or template syntax."""
    split = [
        {**vote, "pair": answer}
        for vote, answer in zip(
            corpus_factory.votes("unsafe", "safe", "safe"), ("safe", "unsafe", "unsafe"), strict=True
        )
    ]
    texts = {
        "text": "safe " + HOSTILE,
        "image_description": HOSTILE,
        "source": HOSTILE,
        "license": HOSTILE[:90],
        "votes": split,
    }
    name = '"><svg onload=window.ran=1>{{7*7}}.png'
    unsafe = [corpus_factory.record("u1", **texts, image=name), corpus_factory.record("u2", **texts)]
    discarded = [corpus_factory.record("d1", **texts, discard_reason=HOSTILE)]
    corpus_factory.make(root, unsafe=unsafe, discarded=discarded)
    (root / "images" / name).write_bytes(corpus_factory.png((1, 2, 3)))
    declared = [{"id": "r1", "kind": HOSTILE, "instructed": HOSTILE, "limits": [HOSTILE]}]
    (root / "annotations" / "annotators.json").write_text(json.dumps(declared), "utf-8")
    return root
