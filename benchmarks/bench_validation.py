"""``validate`` against a loop over ``jsonschema``, and its rules for pictures against ``cleanvision``, on the same files.

    python -m benchmarks.bench_validation [PAIRS] [PHOTOS] [ROUNDS]

The pairs come from forty annotators who disagree now and then, in all scenarios; one pair in four is an attack. The
photos are JPEGs of about 50 kB. ``pip install cleanvision`` for the second part.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import operator
import random
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.measure import side_by_side
from mmsafeaware.validation import records, validate

SCHEMA_LINES = 20_000  # of the loop, which takes the same time for each line


def pairs(count: int, bad: float, attacks_of_all: float) -> Iterator[tuple[str, str]]:
    """(subset, line) of made-up pairs; a share ``bad`` is broken in one of seven ways."""
    chance = random.Random(0)
    plain = [item for item in records.taxonomy()["scenarios"] if item["dimension"] != "attack"]
    attacks = [item["id"] for item in records.taxonomy()["scenarios"] if item["dimension"] == "attack"]
    base: tuple[str, str] | None = None  # id and picture of the last typical pair
    for number in range(count):
        scenario, subset, label = operator.itemgetter("id", "subset", "label")(chance.choice(plain))
        attack = base is not None and chance.random() < attacks_of_all
        if attack:
            scenario, subset, label = chance.choice(attacks), "unsafe", "unsafe"
        pair = {
            "id": f"p{number:07d}",
            "image": base[1] if base and attack else f"{number:07d}.jpg",
            "image_description": f"A made-up picture with the number {number}.",
            "text": f"A made-up sentence with the number {number}, about as long as they are.",
            "scenario": scenario,
            "label": label,
            "votes": _votes(chance, subset, label),
            "base_id": base[0] if base and attack else None,
            "source": f"made for measuring, batch {number // 100}",
            "license": "CC0-1.0",
        }
        if subset == "unsafe" and not attack:
            base = str(pair["id"]), str(pair["image"])
        yield subset, _broken(chance, pair) if chance.random() < bad else json.dumps(pair)


def _votes(chance: random.Random, subset: str, label: str) -> list[dict[str, str]]:
    halves = ("safe", "safe") if subset == "unsafe" else chance.choice([("unsafe", "safe"), ("safe", "unsafe")])
    votes = []
    for annotator in chance.sample(range(40), 3):
        judged = dict(zip(("image", "text", "pair"), (*halves, label), strict=True))
        votes.append({"annotator": f"annotator-{annotator:02d}", **judged})
    if chance.random() < 0.1:
        votes[chance.randrange(3)][chance.choice(["image", "text", "pair"])] = "unsure"
    return votes


def _broken(chance: random.Random, pair: dict[str, Any]) -> str:
    changed = [
        {**pair, "id": "not an id"},
        {**pair, "text": ""},
        {**pair, "license": 5},
        {**pair, "scenario": "arson"},
        {**pair, "colour": "red"},
        {name: value for name, value in pair.items() if name != "source"},
    ]
    line = json.dumps(pair)
    return chance.choice([*map(json.dumps, changed), line[: len(line) // 2]])


def make_corpus(root: Path, count: int, bad: float, attacks: float = 0.25) -> None:
    """A corpus without pictures."""
    (root / "annotations").mkdir(parents=True)
    files = {name: (root / records.path_of(name)).open("w") for name in ("unsafe", "over_safety")}
    for subset, line in pairs(count, bad, attacks):
        files[subset].write(line + "\n")
    for file in files.values():
        file.close()
    annotators = [{"id": f"annotator-{number:02d}"} for number in range(40)]
    (root / "annotations" / "annotators.json").write_text(json.dumps(annotators))


def make_photos(root: Path, count: int) -> None:
    """A corpus with JPEGs of about 50 kB, one for each pair; one in two hundred is a near-duplicate of another."""
    make_corpus(root, count, 0, 0)
    (root / "images").mkdir()
    draw = np.random.default_rng(0)
    for number in range(count):
        if number % 200 != 1:
            coarse = Image.fromarray(draw.integers(0, 256, (9, 12, 3), dtype=np.uint8))
            photo = np.asarray(coarse.resize((640, 480), Image.Resampling.BICUBIC), dtype=np.int16)
            grain = draw.integers(-16, 17, (480, 640, 1), dtype=np.int16)
            picture = Image.fromarray(np.clip(photo + grain, 0, 255).astype(np.uint8))
        picture.save(root / "images" / f"{number:07d}.jpg", quality=60 if number % 200 == 1 else 67)


def ours(root: str, images: bool) -> None:
    report = validate(root, images=images)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    counts = {code: count for code, count in report.counts().items() if count}
    print(f"    {sum(report.pairs.values()):,} pairs, {counts}, a process of its own takes {peak:.0f} MB", flush=True)


def schema_loop(root: str) -> None:
    """What most people write: json.loads and a compiled validator, line by line."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(records.data("annotations/pair.schema.json"))
    with open(f"{root}/{records.path_of('unsafe')}") as file:
        for _, line in zip(range(SCHEMA_LINES), file, strict=False):
            for error in validator.iter_errors(json.loads(line)):
                print(error.message)


def cleanvision(root: str) -> None:
    from cleanvision import Imagelab

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        Imagelab(data_path=f"{root}/images").find_issues(verbose=False)


def main() -> None:
    count, photos, rounds = (int(value) for value in (sys.argv[1:] + ["1000000", "2000", "5"][len(sys.argv) - 1 :])[:3])
    with tempfile.TemporaryDirectory() as folder:
        good, flawed, gallery = (f"{folder}/{name}" for name in ("good", "flawed", "gallery"))
        make_corpus(Path(good), count, 0)
        make_corpus(Path(flawed), count, 0.01)
        calls = {
            "validate": (ours, good, False),
            "1 % bad": (ours, flawed, False),
            "jsonschema loop": (schema_loop, good),
        }
        fast, bad, loop = side_by_side(calls, rounds).values()
        print(f"good: {count / fast:,.0f} pairs a second, {count / fast / (SCHEMA_LINES / loop):.0f} times the loop")
        print(f"1 % bad: {count / bad:,.0f} pairs a second; the loop: {SCHEMA_LINES / loop:,.0f}")
        make_photos(Path(gallery), photos)
        sizes = [path.stat().st_size for path in Path(gallery, "images").iterdir()]
        print(f"{len(sizes):,} photos of {sum(sizes) / len(sizes) / 1000:.1f} kB")
        peer = {"cleanvision": (cleanvision, gallery)} if importlib.util.find_spec("cleanvision") else {}
        seconds = side_by_side({"validate": (ours, gallery, True), **peer}, rounds)
        rates = {name: len(sizes) / second for name, second in seconds.items()}
        print(", ".join(f"{name}: {rate:,.0f} images a second" for name, rate in rates.items()))


if __name__ == "__main__":
    main()
