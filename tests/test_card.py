"""The dataset card: what the Hub reads in it, and that no text of a corpus is more than text there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from mmsafeaware import CorpusError
from mmsafeaware.dataset_card import build
from mmsafeaware.dataset_card.facts import pairs_digest
from mmsafeaware.validation import records
from tests.corpus_factory import CHECKOUT, control, make, over_safety, record, votes


def card(folder: Path) -> tuple[dict[str, Any], str]:
    _, head, body = (folder / "README.md").read_text("utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("shipped") / "out", CHECKOUT).folder


def lines(name: str) -> list[dict[str, Any]]:
    path = CHECKOUT / "annotations" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_the_head_of_the_shipped_card_is_complete(shipped: Path) -> None:
    head, _ = card(shipped)
    assert list(head) == [
        "pretty_name", "license", "language", "size_categories", "task_categories", "annotations_creators",
        "language_creators", "source_datasets", "tags", "extra_gated_prompt", "extra_gated_fields", "version", "configs",
        "dataset_info",
    ]  # fmt: skip
    assert head["license"] == "cc-by-4.0"
    assert head["annotations_creators"] == ["machine-generated"]
    assert "not-for-all-audiences" in head["tags"]
    assert all(field.startswith("I ") and len(field.split()) > 8 for field in head["extra_gated_fields"])
    assert [config["config_name"] for config in head["configs"] if config.get("default")] == ["all"]
    assert [info["config_name"] for info in head["dataset_info"]] == ["all", "unsafe", "over_safety", "controls"]
    known = {feature["name"]: feature for feature in head["dataset_info"][0]["features"]}
    names = known["scenario"]["dtype"]["class_label"]["names"]
    assert list(names.values()) == list(records.scenarios())


def test_the_counts_of_the_shipped_card_are_those_of_the_annotations(shipped: Path) -> None:
    head, body = card(shipped)
    unsafe, over, controls, discarded = (lines(name) for name in ("unsafe", "over_safety", "controls", "discarded"))
    sizes = {info["config_name"]: info["splits"][0]["num_examples"] for info in head["dataset_info"]}
    assert sizes == {
        "all": len(unsafe) + len(over), "unsafe": len(unsafe), "over_safety": len(over), "controls": len(controls),
    }  # fmt: skip
    for scenario, item in records.scenarios().items():
        count = sum(pair["scenario"] == scenario for pair in unsafe + over)
        assert f"| `{scenario}` | {item['name']} | `{item['dimension']}` | {count:,} |" in body
    labels = {name: item["label"] for name, item in records.scenarios().items()}
    gone = [r for r in discarded if not (r["base_id"] and r["label"] != labels[r["scenario"]])]
    spare = [r for r in lines("reserve") if not (r["base_id"] and r["label"] != labels[r["scenario"]])]
    count = len(gone) + len(unsafe + over) + len(spare)
    assert f"{len(gone):,} candidates were discarded, {len(gone) / count:.1%} of {count:,} (" in body


def test_the_shipped_card_says_first_that_its_annotators_are_models(shipped: Path) -> None:
    _, body = card(shipped)
    first = [line for line in body.splitlines() if line][1]
    assert first.startswith("**The annotators are language models, not people.**")
    for heading in (
        "Examples", "Use", "Fields", "How it was made", "Agreement", "Composition", "What it is for",
        "What it is not for", "Biases and limits", "Content notice", "Personal data", "The authors' release",
        "Maintenance and errata", "Citation",
    ):  # fmt: skip
        assert f"\n## {heading}\n" in body
    assert "must not be compared" in body
    assert body.count("figures/") == 4
    assert all((shipped / name).is_file() for name in ("figures/composition.png", "figures/example-unsafe.png"))


def test_the_canary_is_in_the_card_the_parquet_and_beside_every_annotation_file(shipped: Path) -> None:
    import pyarrow.parquet as pq

    canary = json.loads((CHECKOUT / "annotations" / "canary.json").read_text("utf-8"))
    assert canary["guid"] in canary["sentence"]
    assert canary["sentence"] in card(shipped)[1]
    shards = sorted((shipped / "data").glob("*.parquet"))
    assert shards
    for shard in shards:
        assert pq.read_schema(shard).metadata[b"canary"].decode() == canary["sentence"]
    for path in (CHECKOUT / "annotations").glob("*.jsonl"):
        companion = path.with_suffix(".canary.txt")
        assert companion.read_text("utf-8") == canary["sentence"] + "\n"


HOSTILE = (
    "| </td><script>alert(1)</script> [x](javascript:alert(1)) ![i](http://a.example/i.png) **b** `c` <!-- @everyone"
)


def test_a_sentence_is_text_in_the_card(tmp_path: Path) -> None:
    texts = {"text": HOSTILE, "image_description": HOSTILE, "source": HOSTILE, "license": HOSTILE[:100]}
    root = make(tmp_path / "corpus", unsafe=[record("u1", **texts)], discarded=[
        record("d1", discard_reason=HOSTILE, votes=votes("unsafe", "safe", "unsafe"))])  # fmt: skip
    _, body = card(build(tmp_path / "out", root).folder)
    for markup in ("<script", "](javascript", "](http://a", "**b**", "<!--", "@everyone", "| </td>", "`c`"):
        assert markup not in body


def test_a_corpus_that_says_nothing_of_itself_gets_a_card_without_claims(tmp_path: Path) -> None:
    silent = [record("u1", votes=None, license=None), record("u2", votes=None, license=None)]
    root = make(tmp_path / "corpus", unsafe=silent, over_safety=[over_safety("o1", votes=None, license=None)])
    head, body = card(build(tmp_path / "out", root).folder)
    assert head["license"] == "unknown"
    assert "annotations_creators" not in head
    assert "extra_gated_prompt" not in head
    assert "**No licence was granted** for 3 of the records" in body
    assert "No votes were published" in body
    assert "What was discarded is not known" not in body
    assert "Claude" not in body
    assert "CC" not in body


def test_shortcut_figures_stand_only_where_they_were_measured_on_these_pairs(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus", controls=[control("c1")])
    value = {"value": 0.61, "low": 0.55, "high": 0.67, "reason": None}
    guessers = {name: {"balanced_accuracy": value} for name in ("text", "image", "majority")}
    measured = {
        "pairs_sha256": pairs_digest(root),
        "benchmark": {"guessers": guessers},
        "with_controls": {"guessers": guessers},
    }
    (root / "annotations" / "shortcuts.json").write_text(json.dumps(measured))
    assert "0.610 [0.550, 0.670]" in card(build(tmp_path / "out", root).folder)[1]
    with (root / "annotations" / "unsafe.jsonl").open("a") as file:
        file.write(json.dumps(record("u3")) + "\n")
    assert "Shortcuts" not in card(build(tmp_path / "again", root).folder)[1]


def test_the_version_is_that_of_the_changelog_or_the_one_that_is_named(tmp_path: Path, corpus: Path) -> None:
    assert build(tmp_path / "a", corpus).version == "0.1.0"
    assert build(tmp_path / "b", corpus, version="2.1.0-rc.1").version == "2.1.0-rc.1"
    changes = [
        {
            "version": "1.2.0",
            "date": "2026-01-01",
            "added": ["u2"],
            "changed": [],
            "discarded": ["d1"],
            "notes": "More.",
        }
    ]
    (corpus / "annotations" / "changelog.json").write_text(json.dumps(changes))
    built = build(tmp_path / "c", corpus)
    assert built.version == "1.2.0"
    assert "| 1.2.0 | 2026&#45;01&#45;01 | 1 | 0 | 1 | More. |" in card(built.folder)[1]
    with pytest.raises(CorpusError, match=r"2\.0\.0 is not the newest version .* 1\.2\.0"):
        build(tmp_path / "d", corpus, version="2.0.0")
    with pytest.raises(CorpusError, match="expected a semantic version such as 1.0.0, found 'new'"):
        build(tmp_path / "d", corpus, version="new")
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("about", "[]", "expected an object"),
        ("about", "{", "expected JSON"),
        ("about", '{"tags": "safety"}', "tags to be a list of texts"),
        ("about", '{"made": 3}', "made to be a text"),
        ("about", '{"unknown": "x"}', "unknown field unknown"),
        ("about", '{"gate": {"prompt": "x"}}', "gate to be an object with prompt and fields"),
        ("canary", "{}", '"guid" and "sentence"'),
        ("changelog", '[{"version": "one"}]', '"version" such as "1.0.0"'),
        ("changelog", "{}", "expected a list"),
    ],
)
def test_what_a_corpus_says_of_itself_must_have_its_form(
    tmp_path: Path, corpus: Path, name: str, content: str, words: str
) -> None:
    (corpus / "annotations" / f"{name}.json").write_text(content)
    with pytest.raises(CorpusError) as caught:
        build(tmp_path / "out", corpus)
    assert f"annotations/{name}.json" in str(caught.value)
    assert words in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_every_file_of_a_built_folder_has_its_checksum(shipped: Path) -> None:
    sums = dict(reversed(line.split("  ", 1)) for line in (shipped / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(shipped).as_posix() for path in shipped.rglob("*") if path.is_file()}
    assert set(sums) == files - {"SHA256SUMS"}
    assert all(hashlib.sha256((shipped / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())
    assert not [name for name in files if name.endswith(".py")]
