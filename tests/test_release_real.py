"""The authors' release itself, where a copy lies beside the checkout; nothing of it may be in this repository."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import datasets
import pytest

import mmsafeaware
from mmsafeaware.release import import_release, known
from mmsafeaware.release.source import open_release
from mmsafeaware.validation import records
from tests.release_factory import CHECKOUT

RELEASE = CHECKOUT.parent / "shared" / "release"
needs_release = pytest.mark.skipif(not RELEASE.is_dir(), reason="no copy of the authors' release in ../shared/release")
TYPICAL, ATTACKS = range(983, 1154), range(128, 983)
MISSING = [18, 441, 449, 627, 950, 958, 1142, *range(2301, 2371)]
DROPPED = [435, 588, 589, 590, 843, 2220, 2223, 2224, 2232, 2277]


@pytest.fixture(scope="module")
def labels() -> dict[int, known.Label]:
    return known.load().labels


def imported(tmp_path_factory: pytest.TempPathFactory, edition: Any) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("release") / edition
    return out, import_release(RELEASE, out, edition)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    return imported(tmp_path_factory, "clean")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    return imported(tmp_path_factory, "raw")


def read(out: Path) -> dict[int, dict[str, Any]]:
    files = [out / records.path_of(subset) for subset in ("unsafe", "over_safety")]
    found = [json.loads(line) for file in files for line in file.read_bytes().splitlines()]
    return {int(record["id"]): record for record in found}


# What is known without the release.


def test_labels_have_the_counts_of_the_release(labels: dict[int, known.Label]) -> None:
    assert sorted(labels) == [*range(1, 1154), *range(2001, 2371)]
    assert Counter(label.label for label in labels.values()) == {"safe": 498, "unsafe": 1025}
    assert {label.label_source for label in labels.values()} == {known.KEY}
    assert Counter(label.scenario_source for label in labels.values()) == {
        known.FOLDER_OF_PAIR: 1148, known.MAJORITY: 374, known.UNDECIDED: 1
    }  # fmt: skip
    assert [id for id, label in labels.items() if label.image is None] == MISSING
    assert [id for id, label in labels.items() if label.scenario is None] == [2338]
    assert sum(label.ratings is not None for label in labels.values()) == 668
    assert all(re.fullmatch("[0-9a-f]{64}", label.text_sha256) for label in labels.values())


def test_every_scenario_is_one_of_the_taxonomy_and_of_the_right_label(labels: dict[int, known.Label]) -> None:
    names = records.scenarios()
    wrong = [id for id, label in labels.items() if label.scenario and names[label.scenario]["label"] != label.label]
    assert wrong == [128]
    assert {label.scenario for label in labels.values()} - {None} == set(names)


def test_every_typical_pair_has_five_attacks_on_its_picture(labels: dict[int, known.Label]) -> None:
    forms = Counter((labels[id].base_id, labels[id].scenario) for id in ATTACKS)
    for base in TYPICAL:
        assert [forms[base, form] for form in ("goal_hijacking", "unsafe_inquiry", "role_play")] == [2, 1, 2]
    assert {id for id, label in labels.items() if label.base_id is not None} == set(ATTACKS)
    assert all(labels[id].image_sha256 == labels[labels[id].base_id or 0].image_sha256 for id in ATTACKS)


def test_errata_are_complete_entries() -> None:
    errata = known.load().errata
    assert {entry["action"] for entry in errata} == {"relabel", "edit", "exclude", "rename", "note"}
    for entry in errata:
        assert {"id", "kind", "what", "why", "action", "when"} <= set(entry)
    readme = (known.FOLDER / "README.md").read_text(encoding="utf-8")
    counted = Counter(entry["kind"] for entry in errata)
    told = {kind: int(count) for kind, count in re.findall(r"^\| `([a-z-]+)` \|.*\| (\d+) \|$", readme, re.M)}
    assert told == counted


def test_the_raters_are_declared_as_models() -> None:
    raters = json.loads(known.load().annotators)
    assert [(rater["id"], rater["kind"]) for rater in raters] == [("r1", "model"), ("r2", "model"), ("r3", "model")]
    assert all(rater["limits"] for rater in raters)


def test_no_picture_of_the_release_is_in_the_repository(labels: dict[int, known.Label]) -> None:
    assert {path.suffix for path in known.FOLDER.iterdir()} == {".json", ".jsonl", ".md"}
    theirs = {label.image_sha256 for label in labels.values()}
    ours = {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (CHECKOUT / "images").rglob("*.*")
        if path.is_file()
    }
    assert [path for path, sha256 in ours.items() if sha256 in theirs] == []


# With the release.


@needs_release
def test_labels_and_errata_are_what_the_tool_builds() -> None:
    path = CHECKOUT / "corpus" / "release_labels.py"
    spec = importlib.util.spec_from_file_location("release_labels", path)
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    built = tool.build(RELEASE)
    assert sorted(built) == ["errata.json", "labels.jsonl"]
    for name, text in built.items():
        assert (known.FOLDER / name).read_text(encoding="utf-8") == text, f"python -m corpus.release_labels {RELEASE}"


@needs_release
def test_no_sentence_of_the_release_is_in_what_we_know_of_it_or_in_the_code_that_reads_it() -> None:
    files = [*known.FOLDER.iterdir(), *(CHECKOUT / "release").glob("*.py"), *(CHECKOUT / "tests").glob("*release*.py")]
    files += [CHECKOUT / "corpus" / "release_labels.py", CHECKOUT / "commands" / "import_release.py"]
    held = "\n".join(path.read_text(encoding="utf-8") for path in files).casefold()
    for id, sentence in open_release(RELEASE).sentences.items():
        text = sentence.text.strip().casefold()
        assert text not in held or not re.search(rf"\b{re.escape(text)}(?!\w)", held), id


@needs_release
def test_raw_counts(raw: tuple[Path, dict[str, Any]]) -> None:
    out, report = raw
    assert report["pairs"] == {"published": 1523, "imported": 1446, "excluded": 77}
    assert report["by_subset"] == {"unsafe": 1020, "over_safety": 426}
    assert report["by_label"] == {"unsafe": 1019, "safe": 427}
    assert report["by_dimension"] == {
        "physical": 50, "psychological": 28, "property": 26, "social": 66, "attack": 850, "over_safety": 426
    }  # fmt: skip
    assert report["scenario_sources"]["imported"] == {"authors' folder": 1141, "raters' majority": 305, "undecided": 0}
    assert report["scenario_sources"]["excluded"] == {"authors' folder": 7, "raters' majority": 69, "undecided": 1}
    assert report["votes"] == {"three_model_raters": 596, "null": 850}
    assert [entry["id"] for entry in report["excluded"]] == MISSING
    assert report["labels_against_subset"] == [128]
    release, found = open_release(RELEASE), read(out)
    assert {id: record["text"] for id, record in found.items()} == {
        id: sentence.text for id, sentence in release.sentences.items() if id not in MISSING
    }
    for id, record in found.items():
        assert record["image"] == f"{id:04}{release.pictures[id].suffix}"
        assert (out / "images" / record["image"]).read_bytes() == release.pictures[id].read_bytes()
        assert record["label"] == ("safe" if id <= 128 or id > 2000 else "unsafe")


@needs_release
def test_clean_counts(clean: tuple[Path, dict[str, Any]], raw: tuple[Path, dict[str, Any]]) -> None:
    report = clean[1]
    assert report["pairs"] == {"published": 1523, "imported": 1436, "excluded": 87}
    assert report["by_subset"] == {"unsafe": 1015, "over_safety": 421}
    assert report["by_label"] == {"unsafe": 1015, "safe": 421}
    assert report["by_dimension"] == {
        "physical": 50, "psychological": 28, "property": 26, "social": 66, "attack": 845, "over_safety": 421
    }  # fmt: skip
    assert all(report["by_scenario"].values())
    assert report["scenario_sources"]["imported"] == {"authors' folder": 1136, "raters' majority": 300, "undecided": 0}
    assert report["votes"] == {"three_model_raters": 591, "null": 845}
    assert [entry["id"] for entry in report["excluded"]] == sorted(MISSING + DROPPED)
    assert report["labels_against_subset"] == []
    assert Counter(entry["action"] for entry in report["errata"]["applied"]) == {
        "relabel": 1, "edit": 53, "exclude": 87, "rename": 1
    }  # fmt: skip
    before, after = read(raw[0]), read(clean[0])
    changed = [id for id, record in after.items() if record != before[id]]
    assert sorted(changed) == sorted({e["id"] for e in report["errata"]["applied"] if e["action"] != "exclude"})


@needs_release
@pytest.mark.parametrize("edition", ["clean", "raw"])
def test_the_content_is_the_recorded_one(edition: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(edition)[1]["differences"] == {
        "sentences": [],
        "pictures": [],
        "pictures_gone": [],
        "sentences_gone": [],
        "pictures_unlike_base": [],
        "answer_key": "as recorded",
        "files_not_read": [],
    }


@needs_release
def test_the_clean_edition_has_no_pair_twice_and_no_slip(clean: tuple[Path, dict[str, Any]]) -> None:
    found = read(clean[0])
    pictures = {id: (clean[0] / "images" / record["image"]).read_bytes() for id, record in found.items()}
    twice = Counter((pictures[id], record["text"].casefold()) for id, record in found.items())
    assert max(twice.values()) == 1
    assert [id for id, record in found.items() if re.search(r"^\s|\s$|\s\s|[^\W\d_]\d+$", record["text"])] == []
    assert all(pictures[id] == pictures[int(record["base_id"])] for id, record in found.items() if record["base_id"])
    assert len({record["image"] for record in found.values()}) == len(list((clean[0] / "images").iterdir())) == 1436


@needs_release
@pytest.mark.parametrize("edition", ["clean", "raw"])
def test_it_loads(edition: str, request: pytest.FixtureRequest) -> None:
    out, report = request.getfixturevalue(edition)
    for config, count in (("all", report["pairs"]["imported"]), *report["by_subset"].items()):
        data = datasets.load_dataset("mmsafeaware", config, split="test", data_dir=str(out))
        assert (data.num_rows, data.features) == (count, mmsafeaware.features())
