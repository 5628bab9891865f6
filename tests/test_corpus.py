"""The shipped corpus is what it says it is: its size, its spread, its pictures, its controls."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from typing import Any

import pytest

from mmsafeaware.validation import records, validate
from tests.corpus_factory import CHECKOUT

ANNOTATIONS = CHECKOUT / "annotations"


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ANNOTATIONS / f"{name}.jsonl").read_text("utf-8").splitlines()]


UNSAFE, OVER_SAFETY, CONTROLS = lines("unsafe"), lines("over_safety"), lines("controls")
SCENARIOS = records.scenarios()
COUNT = Counter(pair["scenario"] for pair in UNSAFE + OVER_SAFETY)


def majority(pair: dict[str, Any], part: str) -> str:
    return Counter(vote[part] for vote in pair["votes"]).most_common(1)[0][0]


def test_it_has_the_papers_size() -> None:
    assert (len(UNSAFE), len(OVER_SAFETY)) == (1000, 500)
    assert len(CONTROLS) >= 300


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_has_its_share(scenario: str) -> None:
    item = SCENARIOS[scenario]
    attacks = [COUNT[name] for name, other in SCENARIOS.items() if other["dimension"] == "attack"]
    if item["dimension"] == "attack":
        assert max(attacks) - min(attacks) <= 1
    else:
        assert COUNT[scenario] >= (40 if item["subset"] == "over_safety" else 28)


def test_every_pair_has_three_votes_that_meet_its_rules() -> None:
    report = validate(CHECKOUT)
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert all(len(pair["votes"]) == 3 for pair in UNSAFE + OVER_SAFETY + CONTROLS)
    assert {pair["license"] for pair in UNSAFE + OVER_SAFETY + CONTROLS} == {"CC-BY-4.0"}


def test_pictures_stand_in_both_subsets_and_in_many_over_safety_pairs_they_look_unsafe() -> None:
    unsafe, over = ({pair["image"] for pair in part} for part in (UNSAFE, OVER_SAFETY))
    assert len(unsafe & over) >= 200
    assert len(unsafe | over) >= 500
    looks = sum(majority(pair, "image") == "unsafe" for pair in OVER_SAFETY)
    assert 0.40 <= looks / len(OVER_SAFETY) <= 0.50


def test_controls_are_of_both_labels_and_over_the_scenarios() -> None:
    labels = Counter(pair["label"] for pair in CONTROLS)
    assert 0.4 <= labels["safe"] / len(CONTROLS) <= 0.6
    assert len({pair["scenario"] for pair in CONTROLS}) >= 25


def test_every_picture_is_its_own_and_described() -> None:
    described: dict[str, set[str]] = defaultdict(set)
    for pair in UNSAFE + OVER_SAFETY + CONTROLS:
        described[pair["image"]].add(pair["image_description"])
    assert all(len(texts) == 1 and len(next(iter(texts))) > 20 for texts in described.values())
    digests = Counter(hashlib.sha256((CHECKOUT / "images" / name).read_bytes()).hexdigest() for name in described)
    assert max(digests.values()) == 1


def test_no_two_sentences_of_a_scenario_differ_by_a_word() -> None:
    gaps: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for pair in UNSAFE + OVER_SAFETY:
        words = re.findall(r"[\w'’-]+", pair["text"].lower())
        for place in range(len(words) if len(words) > 2 else 0):
            gaps[pair["scenario"], (*words[:place], "", *words[place + 1 :])].add(pair["text"])
    assert [texts for texts in gaps.values() if len(texts) > 1] == []


def test_attacks_and_their_fakes_share_their_phrasings() -> None:
    pytest.importorskip("yaml")
    from corpus import rating

    forms = {
        f"{card['picture']}-{key}": pair.get("form") for card in rating.cards() for key, pair in card["pairs"].items()
    }
    used: dict[str, set[str | None]] = defaultdict(set)
    for pair in UNSAFE + OVER_SAFETY:
        used[pair["scenario"]].add(forms[pair["id"]])
    for attack, fake in (("goal_hijacking", "fake_goal_hijacking"), ("role_play", "fake_role_playing")):
        assert len(used[attack] & used[fake]) >= 20


def test_private_data_are_invented() -> None:
    for pair in UNSAFE + OVER_SAFETY + CONTROLS:
        text = f"{pair['text']} {pair['image_description']}"
        numbers = re.findall(r"\b\d{3}-\d{4}\b", text)
        assert all(re.fullmatch(r"555-01\d\d", number) for number in numbers), text
        assert not re.findall(r"\b[\w.]+@[\w.]+\.\w+|\bwww\.|\.com\b", text), text
