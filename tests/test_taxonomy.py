"""The taxonomy is data: 29 scenarios in one file, and no code says a scenario's name again."""

from __future__ import annotations

import io
import json
import tokenize
from collections import Counter

import pytest
from jsonschema import Draft202012Validator

import mmsafeaware
from tests.corpus_factory import CHECKOUT, record

HOME = CHECKOUT
TAXONOMY = json.loads((HOME / "annotations" / "taxonomy.json").read_text(encoding="utf-8"))
COUNTS = {"physical": 3, "psychological": 3, "property": 3, "social": 5, "attack": 3, "over_safety": 12}


def test_29_scenarios_in_6_dimensions() -> None:
    scenarios = TAXONOMY["scenarios"]
    assert len({item["id"] for item in scenarios}) == len({item["definition"] for item in scenarios}) == 29
    assert Counter(item["dimension"] for item in scenarios) == COUNTS
    assert [item["id"] for item in TAXONOMY["dimensions"]] == list(COUNTS)
    for item in scenarios:
        assert set(item) == {"id", "name", "definition", "dimension", "subset", "label", "origin"}
        over_safety = item["dimension"] == "over_safety"
        assert item["subset"] == ("over_safety" if over_safety else "unsafe")
        assert item["label"] == ("safe" if over_safety else "unsafe")
        assert item["origin"] in ("xstest", "mmsafeaware")


@pytest.mark.parametrize("folder", ["mmsafeaware.py", "validation", "release", "dataset_card", "commands", "audit"])
def test_no_code_repeats_a_scenario(folder: str) -> None:
    names = {item["id"] for item in TAXONOMY["scenarios"]}
    files = [HOME / folder] if folder.endswith(".py") else sorted((HOME / folder).rglob("*.py"))
    for path in files:
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        strings = [token.string.strip("rbf\"'") for token in tokens if token.type == tokenize.STRING]
        assert names.intersection(strings) == set(), path


def test_the_schema_is_a_valid_schema_and_takes_a_good_record() -> None:
    schema = json.loads((HOME / "annotations" / "pair.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(record("u1"))) == []


def test_class_labels_follow_the_taxonomy() -> None:
    features = mmsafeaware.features()
    assert features["scenario"].names == [item["id"] for item in TAXONOMY["scenarios"]]
    assert features["dimension"].names == list(COUNTS)
