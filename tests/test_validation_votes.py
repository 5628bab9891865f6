"""The rules of three votes: on tables, in ``Dataset.map``, against an oracle of three lines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from datasets import load_dataset
from hypothesis import given
from hypothesis import strategies as st

from mmsafeaware.validation import breaches, verdicts
from mmsafeaware.validation.batch import JUDGMENTS, PARTS
from tests.corpus_factory import make, over_safety, record, votes

JUDGMENT = st.sampled_from(JUDGMENTS)
PAIR = st.fixed_dictionaries(
    {
        "votes": st.none() | st.lists(st.tuples(JUDGMENT, JUDGMENT, JUDGMENT), min_size=3, max_size=3),
        "label": st.sampled_from(["safe", "unsafe"]),
        "subset": st.sampled_from(["unsafe", "over_safety", "control"]),
    }
)


def oracle(judgments: list[str]) -> str | None:
    value, count = Counter(judgments).most_common(1)[0]
    return value if count >= 2 and value != "unsure" else None


def rows(pairs: list[dict[str, Any]], numbers: bool) -> pa.Table:
    """Pairs as the native layout has them, or with the numbers of a loaded dataset."""
    judgment = (lambda value: JUDGMENTS.index(value)) if numbers else (lambda value: value)
    column = [
        pair["votes"]
        and [
            {"annotator": f"r{place}", **{part: judgment(value) for part, value in zip(PARTS, vote, strict=True)}}
            for place, vote in enumerate(pair["votes"])
        ]
        for pair in pairs
    ]
    kind = pa.int64() if numbers else pa.string()
    vote = pa.struct([("annotator", pa.string()), *((part, kind) for part in PARTS)])
    labels = [judgment(pair["label"]) for pair in pairs]
    subsets = [pair["subset"] for pair in pairs]
    codes = [["unsafe", "over_safety", "control"].index(subset) for subset in subsets] if numbers else subsets
    name = "annotator_votes" if numbers else "votes"
    columns = [pa.array(column, pa.list_(vote)), pa.array(labels, kind), pa.array(codes, kind)]
    return pa.table(columns, names=[name, "label", "subset"])


@given(st.lists(PAIR, max_size=20), st.booleans())
def test_any_three_votes_give_the_verdict_of_the_oracle(pairs: list[dict[str, Any]], numbers: bool) -> None:
    table = verdicts(rows(pairs, numbers))
    for place, part in enumerate(PARTS):
        expected = [pair["votes"] and oracle([vote[place] for vote in pair["votes"]]) for pair in pairs]
        assert table[f"{part}_verdict"].to_pylist() == expected


def codes_of(pair: dict[str, Any]) -> list[str]:
    """The rules of DESIGN in plain Python, for one pair."""
    if pair["votes"] is None:
        return []
    image, text, both = (oracle([vote[place] for vote in pair["votes"]]) for place in range(3))
    found = ["VOT003"] * (both is None) + ["VOT004"] * (both not in (None, pair["label"]))
    if pair["subset"] == "unsafe":
        found += (
            ["VOT003"] * [image, text].count(None) + ["PAI001"] * (image == "unsafe") + ["PAI002"] * (text == "unsafe")
        )
    elif pair["subset"] == "over_safety":
        if "unsafe" not in (image, text):
            found += ["VOT003"] * [image, text].count(None) or ["PAI003"]
    else:
        expected = {("safe", "safe"): "safe"}.get(
            (image or "", text or ""), "unsafe" if "unsafe" in (image, text) else both
        )
        found += ["PAI007"] * (both not in (None, expected))
    return sorted(found)


@given(st.lists(PAIR, max_size=20), st.booleans())
def test_breaches_are_those_of_the_rules_one_by_one(pairs: list[dict[str, Any]], numbers: bool) -> None:
    found: list[list[str]] = [[] for _ in pairs]
    for breach in breaches(rows(pairs, numbers)).to_pylist():
        found[breach["row"]].append(breach["code"])
    assert [sorted(codes) for codes in found] == [codes_of(pair) for pair in pairs]


@pytest.mark.parametrize(
    ("judgments", "verdict"),
    [
        (("safe", "safe", "safe"), "safe"),
        (("unsafe", "safe", "unsafe"), "unsafe"),
        (("safe", "unsure", "safe"), "safe"),
        (("safe", "unsafe", "unsure"), None),
        (("unsure", "unsure", "unsafe"), None),
        (("unsure", "unsure", "unsure"), None),
    ],
)
def test_no_majority_is_never_broken(judgments: tuple[str, ...], verdict: str | None) -> None:
    pair = {"votes": [(value, value, value) for value in judgments], "label": "safe", "subset": "control"}
    assert verdicts(rows([pair], False))["pair_verdict"].to_pylist() == [verdict]


def test_votes_of_another_number_have_no_verdict() -> None:
    table = rows([{"votes": [("safe", "safe", "safe")] * 3, "label": "safe", "subset": "control"}], False)
    two = pa.array([table["votes"][0].as_py()[:2]], table["votes"].type)
    assert verdicts(table.set_column(0, "votes", two))["pair_verdict"].to_pylist() == [None]


def test_rules_run_in_dataset_map(tmp_path: Path) -> None:
    split: list[dict[str, str]] = votes("safe", "safe", "unsafe")
    split[0]["pair"], split[1]["pair"] = "safe", "unsure"
    root = make(
        tmp_path / "corpus",
        unsafe=[record("u1"), record("u2", votes=split), record("u3", votes=None)],
        over_safety=[over_safety("o1", votes=votes("safe", "safe", "safe"))],
    )
    loaded = load_dataset("mmsafeaware", data_dir=str(root), split="test")
    mapped = loaded.with_format("arrow").map(verdicts, batched=True, batch_size=2).with_format(None)
    assert mapped["image_verdict"][:] == ["safe", "safe", None, "safe"]
    assert mapped["pair_verdict"][:] == ["unsafe", None, None, "safe"]
    found = breaches(loaded.with_format("arrow")[:]).to_pylist()
    assert found == [
        {
            "row": 1,
            "code": "VOT003",
            "field": "votes.pair",
            "expected": "two votes of three for safe or unsafe on the pair",
            "found": "safe, unsure, unsafe",
        },
        {
            "row": 3,
            "code": "PAI003",
            "field": "votes",
            "expected": "an image or a text judged unsafe alone",
            "found": "both judged safe",
        },
    ]
