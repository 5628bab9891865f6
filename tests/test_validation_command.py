"""``mmsafeaware validate`` and the report: formats, options, exit status, accepted findings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from mmsafeaware import CorpusError
from mmsafeaware.commands.validate import validate as command
from mmsafeaware.validation import Finding, output, validate
from tests.corpus_factory import make, over_safety, record, votes

ROOT = Path(__file__).parent.parent
FIX = "Move the pair to discarded.jsonl with this code as its reason."


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    """A corpus with two images that are unsafe alone, a text with a hidden character, and votes that are missing."""
    root = make(
        tmp_path / "flawed",
        unsafe=[
            record("u1", votes=votes("unsafe", "safe", "unsafe")),
            record("u2", votes=votes("unsafe", "safe", "unsafe")),
            record("u3", text="Hid\u200bden."),
        ],
        over_safety=[over_safety("o1", votes=None)],
    )
    (root / "annotations" / "annotators.json").write_text('[{"id": "r1"}, {"id": "r2"}, {"id": "r3"}]')
    return root


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


TEXT = f"""\
warning REC007  The text holds characters that nobody sees (1)
  annotations/unsafe.jsonl:3 (u3): field "text": expected only characters that can be seen, \
found U+200B ZERO WIDTH SPACE at character 4
  Fix: Take the characters out, unless the sentence is about them.
info VOT006  Votes were not published (1)
  annotations/over_safety.jsonl: expected three votes a pair, found null in 1 pair
  Fix: Nothing, if the votes are lost: unknown votes are never filled in.
error PAI001  The image of an unsafe pair is unsafe alone (2)
  annotations/unsafe.jsonl:1 (u1): field "votes.image": expected an image that is judged safe alone, found unsafe
  annotations/unsafe.jsonl:2 (u2): field "votes.image": expected an image that is judged safe alone, found unsafe
  Fix: {FIX}
3 unsafe, 1 over_safety, 0 control, 0 discarded: not valid, 2 errors, 1 warning, 1 info.
"""


def test_text(flawed: Path) -> None:
    result = run(flawed, "--ignore", "COR001")
    assert result.output == TEXT
    assert result.exit_code == 1


def test_text_lists_few_of_each(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus", unsafe=[record(f"u{n}", text="A\u200bB") for n in range(9)])
    lines = run(root, "--only", "REC007").output.splitlines()
    assert len(lines) == 1 + output.FEW + 2 + 1
    assert lines[-3] == "  … and 4 more"


def test_json(flawed: Path) -> None:
    result = run(flawed, "--format", "json", "--only", "PAI001")
    assert json.loads(result.output) == {
        "valid": False,
        "pairs": {"unsafe": 3, "over_safety": 1, "control": 0, "discarded": 0},
        "findings": [
            {
                "code": "PAI001",
                "severity": "error",
                "file": "annotations/unsafe.jsonl",
                "line": line,
                "id": f"u{line}",
                "message": 'field "votes.image": expected an image that is judged safe alone, found unsafe',
                "fix": FIX,
            }
            for line in (1, 2)
        ],
    }
    assert result.exit_code == 1


def test_github(flawed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(flawed.parent)
    result = run("flawed", "--format", "github", "--ignore", "COR001", "--max-findings", "2")
    assert result.output.splitlines() == [
        "::notice file=flawed/annotations/over_safety.jsonl,title=VOT006 Votes were not published::"
        "expected three votes a pair, found null in 1 pair. "
        "Nothing, if the votes are lost: unknown votes are never filled in.",
        "::error file=flawed/annotations/unsafe.jsonl,line=1,title=PAI001 The image of an unsafe pair is unsafe alone::"
        f'u1: field "votes.image": expected an image that is judged safe alone, found unsafe. {FIX}',
    ]
    assert result.exit_code == 1


def test_github_escapes_what_would_end_a_command(tmp_path: Path) -> None:
    report = validate(make(tmp_path / "corpus"), only=["IMG008"])
    finding = Finding("IMG008", "warning", "images/a,b:c%.png", None, None, "one\ntwo", "50 %")
    (line,) = output.github(report._replace(findings=[finding]), ".")
    assert line == "::warning file=images/a%2Cb%3Ac%25.png,title=IMG008 No record uses the image::one%0Atwo. 50 %25"


def test_what_cannot_be_printed_does_not_steer_the_terminal() -> None:
    assert output.visible("a\x1b[2Jb\u202ec\u00e9") == "a\\x1b[2Jb\\u202ec\u00e9"


def test_valid_corpus(corpus: Path) -> None:
    result = run(corpus, "--ignore", "COR001,VOT005")
    assert result.output == "2 unsafe, 1 over_safety, 1 control, 0 discarded: valid.\n"
    assert result.exit_code == 0


def test_max_findings_cuts_the_list_and_not_the_verdict(flawed: Path) -> None:
    result = run(flawed, "--format", "json", "--max-findings", "0")
    content = json.loads(result.output)
    assert (content["valid"], content["findings"]) == (False, [])
    assert content["notes"] == ["0 of 31 findings are listed."]
    assert result.exit_code == 1
    assert "… and 2 more" in run(flawed, "--max-findings", "0", "--only", "PAI").output


def test_only_and_ignore(flawed: Path) -> None:
    assert validate(flawed, only=["VOT", "REC007"]).counts() == {"REC007": 1, "VOT006": 1}
    assert validate(flawed, only=["VOT", "PAI"], ignore=["PAI"]).counts() == {"VOT006": 1}
    assert run(flawed, "--ignore", "PAI", "--ignore", "COR001,REC007").exit_code == 0
    result = run(flawed, "--only", "PAI01")
    assert result.exit_code == 2
    assert "'PAI01' is no code of a rule; name one such as VOT003, or a beginning such as VOT" in result.output


def test_no_images(flawed: Path) -> None:
    (flawed / "images" / "red.png").write_bytes(b"")
    report = validate(flawed, ignore=["COR001"], images=False)
    assert report.counts() == {"REC007": 1, "VOT006": 1, "PAI001": 2}
    assert run(flawed, "--no-images").output.splitlines()[-2] == report.notes[0]
    assert validate(flawed, only=["IMG"]).counts() == {"IMG003": 1}


@pytest.mark.parametrize("arguments", [["none"], ["."]])
def test_what_cannot_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {tmp_path}")
    assert result.output.count("\n") == 1


def test_exit_status_of_the_program(flawed: Path) -> None:
    code = "import sys, mmsafeaware.commands as c; sys.argv[0] = 'mmsafeaware'; c.main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for arguments, status in ((["--only", "PAI"], 1), (["--only", "COR"], 0), (["--only", "NO"], 2)):
        call = [sys.executable, "-c", code, "validate", str(flawed), *arguments]
        done = subprocess.run(call, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == status, done
        assert "Traceback" not in done.stderr


def test_report_as_a_frame(flawed: Path) -> None:
    frame = validate(flawed, ignore=["COR001"]).to_pandas()
    assert list(frame.columns) == ["code", "severity", "file", "line", "id", "message", "fix"]
    assert frame["code"].tolist() == ["VOT006", "PAI001", "PAI001", "REC007"]
    assert frame["line"].tolist() == [pd.NA, 1, 2, 3]
    assert len(validate(flawed, only=["IMG"]).to_pandas()) == 0


def test_same_report_on_every_run(flawed: Path) -> None:
    assert validate(flawed).to_json() == validate(flawed).to_json()


def test_progress(flawed: Path) -> None:
    told: list[tuple[str, int, int]] = []
    validate(flawed, progress=lambda *step: told.append(step))
    sizes = [(flawed / "annotations" / f"{name}.jsonl").stat().st_size for name in ("unsafe", "over_safety")]
    assert told == [*(("Annotations", size, size) for size in sizes), ("Pictures", 1, 2), ("Pictures", 2, 2)]


def accepted(root: Path, content: Any) -> None:
    (root / "annotations" / "accepted.json").write_text(content if isinstance(content, str) else json.dumps(content))


def test_accepted_findings_do_not_fail(flawed: Path) -> None:
    accepted(
        flawed, [{"code": "PAI001", "id": "u1", "reason": "Shows the rule."}, {"code": "COR001", "reason": "Small."}]
    )
    report = validate(flawed)
    assert [(item.finding.code, item.finding.id, item.reason) for item in report.accepted if item.finding.id] == [
        ("PAI001", "u1", "Shows the rule.")
    ]
    assert len(report.accepted) == 28
    assert report.counts() == {"REC007": 1, "VOT006": 1, "PAI001": 1}
    assert not report.valid
    accepted(flawed, [{"code": "PAI001", "file": "annotations/unsafe.jsonl", "reason": "Shows the rule."}])
    result = run(flawed, "--ignore", "COR001")
    assert "accepted PAI001 (2): Shows the rule." in result.output.splitlines()
    assert result.exit_code == 0
    content = json.loads(run(flawed, "--format", "json").output)
    assert [(item["code"], item["id"], item["reason"]) for item in content["accepted"]] == [
        ("PAI001", "u1", "Shows the rule."),
        ("PAI001", "u2", "Shows the rule."),
    ]


def test_spare_entries_are_told_if_they_were_looked_for(flawed: Path) -> None:
    accepted(flawed, [{"code": "IMG007", "reason": "Old."}])
    assert validate(flawed, ignore=["COR001"]).counts()["COR008"] == 1
    assert "COR008" not in validate(flawed, images=False).counts()
    assert "COR008" not in validate(flawed, ignore=["IMG007"]).counts()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "found a text that breaks at column 2 (expecting property name enclosed in double quotes)"),
        ("[\n[]]", "found []"),
        ({}, "found {}"),
        ([{"code": "PAI001"}], 'found {"code": "PAI001"}'),
        ([{"code": "PAI001", "reason": " "}], 'found {"code": "PAI001", "reason": " "}'),
        ([{"code": "PAI999", "reason": "None."}], 'found the unknown code "PAI999"'),
        ([{"code": "PAI001", "reason": "x", "line": "1"}], 'found {"code": "PAI001", "reason": "x", "line": "1"}'),
    ],
)
def test_accepted_json_that_is_broken(flawed: Path, content: Any, message: str) -> None:
    accepted(flawed, content)
    (finding,) = validate(flawed, only=["COR007"]).findings
    assert finding.file == "annotations/accepted.json"
    assert finding.message.endswith(message)


@pytest.mark.parametrize("content", ["\ufeff[]", "[]\n"])
def test_annotators_that_are_not_described(flawed: Path, content: str) -> None:
    (flawed / "annotations" / "annotators.json").write_text(content, encoding="utf-8")
    assert [finding.message for finding in validate(flawed, only=["VOT005"]).findings] == [
        f'field "votes": expected an annotator of annotations/annotators.json, found "{name}" in 3 pairs'
        for name in ("r1", "r2", "r3")
    ]
    (flawed / "annotations" / "annotators.json").unlink()
    findings = validate(flawed, only=["VOT005"]).findings
    assert [(finding.line, finding.id) for finding in findings] == [(1, "u1")] * 3
    assert all(finding.message.endswith("in 3 pairs (there is no such file)") for finding in findings)


def test_the_shipped_corpus_is_valid() -> None:
    try:
        report = validate()
    except CorpusError as error:
        pytest.skip(f"this checkout holds no corpus yet: {error}")
    assert report.valid, [finding for finding in report.findings if finding.severity == "error"][:5]


@pytest.mark.parametrize("edition", ["clean", "raw"])
def test_the_imported_release_gives_only_what_is_true_of_it(tmp_path: Path, edition: Any) -> None:
    source = ROOT.parent / "shared" / "release"
    if not source.is_dir():
        pytest.skip("the authors' release is not beside this checkout")
    from mmsafeaware.release import import_release

    import_release(source, tmp_path / "out", edition)
    assert validate(tmp_path / "out").counts() == RELEASE[edition]


JUDGED = {"VOT004": 2, "VOT006": 1, "PAI001": 5, "PAI002": 9}
RELEASE: dict[str, dict[str, int]] = {
    "clean": {**JUDGED, "REC009": 2, "VOT003": 147, "PAI003": 64, "IMG006": 5, "IMG007": 5, "IMG010": 992},
    "raw": {
        **JUDGED,
        "REC009": 2,
        "VOT003": 148,
        "PAI003": 66,
        "PAI006": 7,
        "IMG005": 1,
        "IMG006": 6,
        "IMG007": 6,
        "IMG010": 1002,
        "COR004": 1,  # 128, which the key of the release labels safe and its folder files under attacks
    },
}
