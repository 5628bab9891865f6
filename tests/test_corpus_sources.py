"""The corpus follows from its sources: candidates, raw ratings, the release's sentences kept out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.corpus_factory import CHECKOUT

ANNOTATIONS = CHECKOUT / "annotations"
FILES = ("unsafe", "over_safety", "controls", "discarded", "reserve")
PROMPT = CHECKOUT.parent / "shared" / "release" / "prompt.txt"


def corpus() -> list[dict[str, object]]:
    files = [(ANNOTATIONS / f"{name}.jsonl").read_text(encoding="utf-8") for name in FILES]
    return [json.loads(line) for text in files for line in text.splitlines()]


def words(sentence: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", sentence.lower()))


@pytest.mark.skipif(not PROMPT.exists(), reason="the authors' release is not beside the checkout")
def test_no_sentence_of_the_release() -> None:
    theirs = {words(text) for text in re.findall(r'^"(.*)"$', PROMPT.read_text(encoding="utf-8"), re.MULTILINE)}
    assert len(theirs) > 1000
    ours = [words(str(pair["text"])) for pair in corpus()]
    assert [sentence for sentence in ours if sentence in theirs and len(sentence) > 4] == []


def test_the_corpus_is_what_the_ratings_say() -> None:
    pytest.importorskip("yaml")
    from corpus import derive

    for name, content in derive.contents(derive.corpus()).items():
        assert (ANNOTATIONS / name).read_bytes() == content, name


def test_every_answer_of_a_rater_is_one_of_three() -> None:
    raw = sorted((ANNOTATIONS / "ratings").glob("*.csv"))
    assert raw
    for path in raw:
        key = json.loads(Path(str(path).split("-")[0] + "-key.json").read_text(encoding="utf-8"))
        rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines() if line]
        assert {row[0] for row in rows} == set(key[path.stem.split("-")[2]])
        assert {row[1] for row in rows} <= {"safe", "unsafe", "unsure"}


def test_the_recorded_shortcuts_are_those_of_the_corpus() -> None:
    pytest.importorskip("sklearn")
    pytest.importorskip("yaml")
    from corpus import measure
    from mmsafeaware.dataset_card.facts import pairs_digest

    recorded = json.loads((ANNOTATIONS / "shortcuts.json").read_text(encoding="utf-8"))
    assert recorded["pairs_sha256"] == pairs_digest(CHECKOUT)
    found = measure.populations()
    for name, population in found.items():
        for guesser in ("text", "image", "looks"):
            value = population["guessers"][guesser]["balanced_accuracy"]["value"]
            told = recorded[name]["guessers"][guesser]["balanced_accuracy"]["value"]
            assert value == pytest.approx(told, abs=0.02), (name, guesser)  # scikit-learn may differ in the last digits
    benchmark, controlled = (found[name]["guessers"] for name in ("benchmark", "controlled"))
    assert benchmark["text"]["balanced_accuracy"]["value"] <= 0.77
    assert benchmark["image"]["balanced_accuracy"]["value"] <= 0.65
    assert max(controlled[name]["balanced_accuracy"]["value"] for name in ("text", "image")) <= 0.62
