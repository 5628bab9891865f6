"""croissant.json, by the library of its makers."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from mmsafeaware.dataset_card import build
from tests.corpus_factory import CHECKOUT

mlc = pytest.importorskip("mlcroissant")
pytestmark = pytest.mark.filterwarnings("ignore")  # of mlcroissant's own dependencies


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("shipped") / "out", CHECKOUT).folder


@pytest.fixture(scope="module")
def described(shipped: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shipped / "croissant.json").read_text("utf-8"))
    return found


def test_it_validates_with_no_error_and_no_warning(shipped: Path, caplog: pytest.LogCaptureFixture) -> None:
    dataset = mlc.Dataset(str(shipped / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    assert dataset.metadata.ctx.issues.warnings == set()
    assert dataset.metadata.ctx.conforms_to.value == "http://mlcommons.org/croissant/1.1"
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []


def test_every_record_set_streams_its_first_records(shipped: Path) -> None:
    dataset = mlc.Dataset(str(shipped / "croissant.json"))
    names = [item.id for item in dataset.metadata.record_sets]
    assert names[-4:] == ["all", "unsafe", "over_safety", "controls"]
    for name in names:
        rows = list(itertools.islice(dataset.records(name), 3))
        assert rows, name
        if name.startswith("class/"):
            assert rows[0][f"{name}/code"] == 0
            continue
        lines = (CHECKOUT / "annotations" / f"{name if name != 'all' else 'over_safety'}.jsonl").read_text("utf-8")
        first = json.loads(lines.splitlines()[0])
        assert rows[0][f"{name}/id"].decode() == first["id"]
        assert rows[0][f"{name}/text"].decode() == first["text"]
        assert rows[0][f"{name}/image"].size == (512, 384)
        votes = rows[0][f"{name}/annotator_votes"]
        assert [vote[f"{name}/annotator_votes/annotator"].decode() for vote in votes] == [
            v["annotator"] for v in first["votes"]
        ]
        codes = [("safe", "unsafe", "unsure").index(vote["pair"]) for vote in first["votes"]]
        assert [vote[f"{name}/annotator_votes/pair"] for vote in votes] == codes


@pytest.mark.parametrize(
    "field",
    [
        "rai:dataLimitations", "rai:dataBiases", "rai:personalSensitiveInformation", "rai:dataUseCases",
        "rai:dataSocialImpact", "rai:hasSyntheticData", "prov:wasDerivedFrom", "prov:wasGeneratedBy",
        "rai:annotationsPerItem", "rai:dataAnnotationProtocol", "rai:dataAnnotationPlatform",
        "rai:dataAnnotationAnalysis", "rai:machineAnnotationTools", "rai:annotatorDemographics",
        "rai:dataReleaseMaintenancePlan", "rai:dataCollection", "license", "version", "citeAs", "datePublished",
    ],
)  # fmt: skip
def test_the_fields_that_reviewers_require_are_there(described: dict[str, Any], field: str) -> None:
    assert described[field] not in (None, "", [])


def test_demographics_are_said_to_be_not_applicable_and_why(described: dict[str, Any]) -> None:
    assert described["rai:annotatorDemographics"] == [
        "Not applicable: the annotators are language models, so they have none."
    ]


def test_the_checksums_are_those_of_the_folder(shipped: Path, described: dict[str, Any]) -> None:
    sums = dict(reversed(line.split("  ", 1)) for line in (shipped / "SHA256SUMS").read_text().splitlines())
    told = {item["contentUrl"]: item["sha256"] for item in described["distribution"] if "sha256" in item}
    assert told == {name: digest for name, digest in sums.items() if name != "croissant.json"}
