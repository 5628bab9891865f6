"""The audit of whole corpora: every number, from small corpora where it can be told by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mmsafeaware import CorpusError
from mmsafeaware.audit import audit
from mmsafeaware.release import import_release
from tests import audit_factory, corpus_factory
from tests.corpus_factory import control, make, over_safety, record, votes

SCHEMA = json.loads((corpus_factory.CHECKOUT / "audit" / "audit.schema.json").read_text("utf-8"))


def split(image: str = "safe", text: str = "safe", pair: tuple[str, str, str] = ("unsafe", "unsafe", "safe")) -> Any:
    return [{**vote, "pair": answer} for vote, answer in zip(votes(image, text, "x"), pair, strict=True)]


def valid(results: dict[str, Any]) -> dict[str, Any]:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(results, allow_nan=False)))
    return results


def test_a_corpus_of_some_size_meets_the_schema_and_is_the_same_each_time(tmp_path: Path) -> None:
    corpus = audit_factory.make(tmp_path / "corpus", pairs=300, people=6)
    first, second = audit(corpus), audit(corpus)
    valid(first.results)
    assert first.to_json() == second.to_json()
    assert first.thumbnails == second.thumbnails
    assert json.loads(first.to_json()) == first.results
    counts = first.results["corpus"]["pairs"]
    assert (
        counts["kept"]
        == counts["unsafe"] + counts["over_safety"]
        == first.results["agreement"]["pair"]["kept"]["pairs"]
    )
    assert counts["kept"] + counts["discarded"] == first.results["agreement"]["pair"]["candidates"]["pairs"] == 300
    assert counts["control"] == first.results["agreement"]["pair"]["controls"]["pairs"] == 30


def test_parts_add_up(tmp_path: Path) -> None:
    found = audit(audit_factory.make(tmp_path / "corpus")).results["agreement"]["pair"]
    for prefix, whole in (("", "kept"), ("candidates/", "candidates")):
        for kind in ("subset", "dimension", "scenario"):
            assert (
                sum(m["pairs"] for name, m in found.items() if name.startswith(f"{prefix}{kind}:"))
                == found[whole]["pairs"]
            )


def test_controls_are_in_no_other_group(tmp_path: Path) -> None:
    corpus = make(tmp_path / "corpus", controls=[control("c1"), control("c2")])
    found = audit(corpus).results["agreement"]["image"]
    assert {name: m["pairs"] for name, m in found.items()} == {
        "kept": 3, "candidates": 3, "controls": 2, "subset:unsafe": 2, "subset:over_safety": 1, "dimension:physical": 2,
        "dimension:over_safety": 1, "scenario:violence": 2, "scenario:homonyms": 1, "candidates/subset:unsafe": 2,
        "candidates/subset:over_safety": 1, "candidates/dimension:physical": 2, "candidates/dimension:over_safety": 1,
        "candidates/scenario:violence": 2, "candidates/scenario:homonyms": 1, "kept_once": 2,
    }  # fmt: skip


def test_a_corpus_without_votes(tmp_path: Path) -> None:
    """Nothing is filled in: every statistic is null, with the reason."""
    unsafe = [record("u1", votes=None), record("u2", votes=None)]
    corpus = make(tmp_path / "corpus", unsafe=unsafe, over_safety=[over_safety("o1", votes=None)])
    results = valid(audit(corpus).results)
    nothing = {"value": None, "low": None, "high": None, "reason": "nobody voted on these pairs"}
    kept = results["agreement"]["pair"]["kept"]
    assert (kept.pop("pairs"), list(kept.values())) == (0, [nothing] * 8)
    assert results["annotators"] == {}
    assert results["pairwise"] == []
    assert results["contested"]["total"] == 0
    assert results["pairing"]["kept"]["share"]["reason"] == "there is nothing to count"
    assert results["summary"]["verdict"] == (
        "Nobody can say from this corpus how far to trust its labels: it has no votes."
    )
    assert "No votes on them were published." in results["summary"]["what"]
    assert "there are no votes" in audit(corpus).to_html().lower()


def test_pairs_without_votes_are_left_out(tmp_path: Path) -> None:
    whole = audit(make(tmp_path / "one", unsafe=[record("u1", votes=split()), record("u2")])).results
    more = [record("u1", votes=split()), record("u2"), record("u3", votes=None), record("u4", votes=None)]
    part = audit(make(tmp_path / "two", unsafe=more)).results
    assert part["agreement"] == whole["agreement"]
    assert part["corpus"]["pairs"]["kept"] == 5
    assert part["corpus"]["voted"]["kept"] == 3
    assert (
        "3 of them (60%) were judged by the same three annotators; on the others no votes were published."
        in (part["summary"]["what"])
    )


def test_the_pairing_rule_and_which_part_fails(tmp_path: Path) -> None:
    unsafe = [
        record("u1"),
        record("u2", votes=votes("unsafe", "safe", "unsafe")),
        record("u3", votes=votes("unsafe", "unsafe", "unsafe")),
        record("u4", votes=votes("unsure", "safe", "unsafe")),
        record("u5", votes=votes("safe", "safe", "safe")),
        record("u6", votes=split(pair=("safe", "unsafe", "unsure"))),
    ]
    over = [
        over_safety("o1"),
        over_safety("o2", votes=votes("safe", "safe", "safe")),
        over_safety("o3", votes=votes("unsure", "safe", "safe")),
        over_safety("o4", votes=votes("unsafe", "unsure", "safe")),
        over_safety("o5", votes=votes("unsafe", "safe", "unsafe")),
    ]
    found = audit(make(tmp_path / "corpus", unsafe=unsafe, over_safety=over)).results
    fails = {
        name: {reason: count for reason, count in found["pairing"][name]["fails"].items() if count}
        for name in ("subset:unsafe", "subset:over_safety")
    }
    assert fails == {
        "subset:unsafe": {
            "image_unsafe": 2, "image_undecided": 1, "text_unsafe": 1, "pair_safe": 1, "pair_undecided": 1,
        },
        "subset:over_safety": {"pair_unsafe": 1, "nothing_looks_unsafe": 1, "looks_undecided": 1},
    }  # fmt: skip
    assert [found["pairing"][name]["meets"] for name in ("subset:unsafe", "subset:over_safety", "kept")] == [1, 2, 3]
    assert found["labels"] == {
        "voted": 11, "same": 8, "other": 2, "no_verdict": 1, "other_ids": ["u5", "o5"], "no_verdict_ids": ["u6"],
    }  # fmt: skip


def test_controls_that_are_what_they_look_like(tmp_path: Path) -> None:
    controls = [
        control("c1"),
        control("c2", votes=votes("safe", "safe", "unsafe")),
        control("c3", base_id="o1", scenario="homonyms", label="unsafe", votes=votes("unsafe", "safe", "unsafe")),
        control("c4", base_id="o1", scenario="homonyms", label="unsafe", votes=votes("unsafe", "safe", "safe")),
    ]
    found = audit(make(tmp_path / "corpus", controls=controls)).results["controls"]
    assert (found["pairs"], found["meets"]) == (4, 2)


def test_discards_and_discarded_controls(tmp_path: Path) -> None:
    discarded = [
        record("d1", discard_reason="PAI004: its base u77.a is discarded"),
        record("d2", discard_reason="PAI004: its base u1 is discarded"),
        record("d3", discard_reason="PAI004: its base d1 is discarded"),
        over_safety("d4", discard_reason="VOT003: expected two votes of three, found safe, unsure, unsure"),
        over_safety("d5", discard_reason="VOT003: expected two votes of three, found unsafe, unsure, unsure"),
        control("d6", discard_reason="PAI007: not what it looks like"),
    ]
    found = audit(make(tmp_path / "corpus", discarded=discarded, controls=[control("c1")])).results["discards"]
    assert (found["known"], found["kept"], found["discarded"], found["rate"]["value"]) == (True, 3, 5, 0.625)
    assert found["reasons"] == [
        {"reason": "PAI004: its base ID is discarded", "pairs": 2},
        {"reason": "VOT003: There is no majority on a judgment that the rule needs", "pairs": 2},
        {"reason": "PAI004: its base u77.a is discarded", "pairs": 1},
    ]
    assert (found["scenarios"]["homonyms"]["kept"], found["scenarios"]["homonyms"]["discarded"]) == (1, 2)
    assert (found["controls"]["kept"], found["controls"]["discarded"], found["controls"]["rate"]["value"]) == (
        1,
        1,
        0.5,
    )


def test_what_was_discarded_may_be_unknown(corpus: Path) -> None:
    found = audit(corpus).results["discards"]
    assert not found["known"]
    reason = "the corpus has no annotations/discarded.jsonl, so what was left out is not known"
    assert found["rate"] == {"value": None, "low": None, "high": None, "reason": reason}
    (corpus / "annotations" / "discarded.jsonl").touch()
    assert audit(corpus).results["discards"]["rate"]["value"] == 0


def test_contested_pairs_come_worst_first(tmp_path: Path) -> None:
    unsafe = [record(f"u{number}") for number in range(1, 40)]
    unsafe += [record("wrong", votes=votes("safe", "safe", "safe")), record("split", votes=split())]
    over = [over_safety(f"o{number}") for number in range(20)]
    discarded = [record(f"d{n}", votes=split(pair=("safe", "unsafe", "unsure")), discard_reason="x") for n in range(4)]
    corpus = make(tmp_path / "corpus", unsafe=unsafe, over_safety=over, discarded=discarded)
    found = audit(corpus).results["contested"]
    assert [pair["id"] for pair in found["pairs"]] == ["wrong", "split", "d0", "d1", "d2", "d3"]
    wrong = found["pairs"][0]
    assert wrong["against_label"] > 0.99
    assert wrong["verdicts"] == {"image": "safe", "text": "safe", "pair": "safe"}
    assert wrong["why"] == ["together they are judged safe"]
    assert wrong["blur"] is None
    fewer = audit(corpus, worst=3).results["contested"]
    assert (fewer["total"], fewer["shown"], fewer["left_out"]) == (6, 3, 3)
    assert fewer["statuses"]["discarded"] == {"total": 4, "left_out": 3}


def test_pictures_that_were_judged_unsafe_or_not_at_all_are_to_be_blurred(tmp_path: Path) -> None:
    unsafe = [record("u1", votes=split(image="unsafe")), record("u2", image="blue.png", votes=None)]
    corpus = make(tmp_path / "corpus", unsafe=unsafe, over_safety=[over_safety("o1", votes=split("unsure", "unsafe"))])
    found = {pair["id"]: pair["blur"] for pair in audit(corpus).results["contested"]["pairs"]}
    assert found == {"u1": "judged unsafe alone", "o1": "not judged alone"}


def test_duplicates_and_pictures_in_both_subsets(tmp_path: Path) -> None:
    unsafe = [
        record("u1", text="Shall we?"),
        record("u2", text="  SHALL WE "),
        record("u3", image="copy.png", text="No."),
    ]
    corpus = make(tmp_path / "corpus", unsafe=unsafe, over_safety=[over_safety("o1", image="red.png", text="no")])
    (corpus / "images" / "copy.png").write_bytes((corpus / "images" / "red.png").read_bytes())
    found = audit(corpus).results["duplicates"]
    assert {name: item["examples"] for name, item in found.items()} == {
        "pictures": [["copy.png", "red.png"]],
        "similar_pictures": [],
        "sentences": [["u1", "u2"], ["u3", "o1"]],
        "pairs": [["u1", "u2"], ["u3", "o1"]],
        "pictures_in_both_subsets": [["u1", "u2", "u3", "o1"]],
        "sentences_in_both_subsets": [["u3", "o1"]],
    }


def test_spread(tmp_path: Path) -> None:
    corpus = make(tmp_path / "corpus", unsafe=[record("u1", text="one two"), record("u2", text="x" * 90)])
    (corpus / "images" / "blue.png").write_bytes(corpus_factory.png((0, 0, 255), (40, 20)))
    found = audit(corpus).results["spread"]
    assert found["sentences"]["unsafe"]["characters"] == {
        "least": 7, "quarter": 27.75, "median": 48.5, "three_quarters": 69.25, "p95": 85.85, "greatest": 90,
    }  # fmt: skip
    assert found["sentences"]["unsafe"]["words"]["greatest"] == 2
    pictures = found["pictures"]
    assert (pictures["files"], pictures["formats"], pictures["wrong_endings"]) == (2, {"PNG": 2}, 0)
    assert (pictures["width"]["least"], pictures["width"]["greatest"]) == (8, 40)


def test_a_picture_that_cannot_be_decoded_does_not_stop_the_audit(tmp_path: Path) -> None:
    corpus = make(tmp_path / "corpus", unsafe=[record("u1", votes=split()), record("u2", image="blue.png")])
    (corpus / "images" / "red.png").write_bytes(b"no picture")
    measured = audit(corpus)
    assert measured.results["spread"]["pictures"]["formats"] == {"not readable": 1, "PNG": 1}
    assert "The picture could not be decoded." in measured.to_html()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda root: (root / "annotations" / "unsafe.jsonl").unlink(),
            "annotations/unsafe.jsonl: the file is missing",
        ),
        (lambda root: (root / "images" / "red.png").unlink(), "[IMG001]"),
        (
            lambda root: corpus_factory.write_lines(
                root / "annotations" / "unsafe.jsonl", [record("u1"), record("u1")]
            ),
            "[REC003]",
        ),
        (lambda root: corpus_factory.write_lines(root / "annotations" / "unsafe.jsonl", ["{"]), "[REC001]"),
        (lambda root: (root / "annotations" / "annotators.json").write_text("7"), "annotators.json: expected a list"),
    ],
)
def test_what_cannot_be_loaded_is_refused_in_the_same_words(corpus: Path, change: Any, message: str) -> None:
    change(corpus)
    with pytest.raises(CorpusError) as refused:
        audit(corpus)
    assert message in str(refused.value)


def test_guessers_find_what_gives_the_label_away(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    found = audit(audit_factory.make(tmp_path / "corpus", pairs=400)).results["shortcuts"]
    bench = found["benchmark"]["guessers"]
    assert bench["majority"]["balanced_accuracy"]["value"] == 0.5
    assert bench["looks"]["balanced_accuracy"]["value"] == 1.0
    assert bench["text"]["balanced_accuracy"]["low"] > 0.9
    assert bench["text"]["words"]["safe"][0] == "knife"
    assert bench["text"]["words"]["unsafe"][0] == "please"
    assert bench["image"]["balanced_accuracy"]["low"] < 0.6  # the pictures are of random colours
    assert found["with_controls"]["guessers"]["looks"]["balanced_accuracy"]["value"] < 1


def test_too_few_pairs_to_learn_from(corpus: Path) -> None:
    pytest.importorskip("sklearn")
    found = audit(corpus).results["shortcuts"]["benchmark"]["guessers"]["text"]["balanced_accuracy"]
    assert found["reason"] == "fewer than 5 independent groups of pairs with one of the labels"


def test_the_authors_release(tmp_path: Path) -> None:
    """Its raters agree about the pairs, less so about the sentences; the sentence alone gives most labels away."""
    pytest.importorskip("sklearn")
    source = corpus_factory.CHECKOUT.parent / "shared" / "release"
    if not source.is_dir():
        pytest.skip("the authors' release is not beside this checkout")
    import_release(source, tmp_path / "release")
    results = valid(audit(tmp_path / "release").results)
    assert results["agreement"]["pair"]["kept"]["krippendorff_alpha"]["low"] > 0.9
    assert results["agreement"]["text"]["kept"]["krippendorff_alpha"]["high"] < 0.8
    assert results["shortcuts"]["benchmark"]["guessers"]["text"]["balanced_accuracy"]["low"] > 0.9
    assert results["pairing"]["kept"]["share"]["high"] < 0.7
    assert not results["discards"]["known"]
