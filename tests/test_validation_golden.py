"""One folder a finding: a minimal corpus, and the exact report of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import mmsafeaware
from mmsafeaware.validation import records, rulebook, validate

HERE = Path(__file__).parent
ROOT = HERE.parent
CORPORA = sorted(path.name for path in (HERE / "corpora").iterdir())
ERRORS = (
    "REC001 REC002 REC003 REC004 REC005 REC006 VOT001 VOT002 VOT003 VOT004 PAI001 PAI002 PAI003 PAI004 PAI005 PAI006"
)
ERRORS += " PAI007 IMG001 IMG002 IMG003 IMG004 COR002"
WARNINGS = "REC007 VOT005 IMG005 IMG006 IMG007 IMG008 IMG009 IMG010 COR001"
MINIMUM = {**dict.fromkeys(ERRORS.split(), "error"), **dict.fromkeys(WARNINGS.split(), "warning"), "VOT006": "info"}
REFUSED = {"REC001", "REC002", "REC003", "REC004", "REC005", "REC006", "VOT001", "VOT002", "IMG001", "IMG002", "COR003"}


def test_every_code_of_the_design_has_its_severity() -> None:
    assert {code: records.rules()[code]["severity"] for code in MINIMUM} == MINIMUM


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    assert sorted(records.rules()) == CORPORA


def test_no_code_is_raised_that_the_catalogue_does_not_have() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "validation").glob("*.py"))
    raised = set(re.findall(r'"((?:REC|VOT|PAI|IMG|COR)\d{3})"', sources))
    assert raised <= records.rules().keys()
    assert records.rules().keys() <= raised


@pytest.mark.parametrize("code", CORPORA)
def test_report_is_exact(code: str) -> None:
    if code == "COR006" and (HERE / "corpora" / "cor006").exists():
        pytest.skip("this file system takes names that differ in case for the same")
    folder = HERE / "corpora" / code
    report = validate(folder, ignore=[] if code == "COR001" else ["COR001"])
    assert report.to_json() == (folder / "expected.json").read_text("utf-8")
    assert code in report.counts()


@pytest.mark.parametrize("code", CORPORA)
def test_loading_gives_the_same_verdict(code: str) -> None:
    folder = HERE / "corpora" / code
    found = {finding.code: finding for finding in reversed(validate(folder).findings) if finding.code in REFUSED}
    try:
        mmsafeaware.Corpus(str(folder)).chunks(["unsafe", "over_safety"])
    except mmsafeaware.CorpusError as error:
        assert (error.code or "COR003") in found, str(error)
        if error.code:
            finding = found[error.code]
            assert finding.message.rpartition('": ')[2] in str(error)
            assert str(error).endswith(f"{finding.fix} [{error.code}]")
    else:
        assert not found


@pytest.mark.parametrize("rule", records.rules().values(), ids=list(records.rules()))
def test_catalogue_entry_is_whole(rule: dict[str, str]) -> None:
    assert list(rule) == ["code", "severity", "title", "explanation", "message", "fix", "example"]
    assert all(rule.values())
    expected = json.loads((HERE / "corpora" / rule["code"] / "expected.json").read_text("utf-8"))
    findings = [finding for finding in expected["findings"] if finding["code"] == rule["code"]]
    places = [f["file"] + (f", line {f['line']}" if f["line"] else "") + f": {f['message']}" for f in findings]
    assert rule["example"] in places
    assert {finding["fix"] for finding in findings} == {rule["fix"]}


def test_page_of_rules_is_fresh() -> None:
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == rulebook.page(), (
        "run python -m mmsafeaware.validation.rulebook > docs/rules.md"
    )
