"""The command line: help for every command, one sentence for what goes wrong, and the promised exit status."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mmsafeaware.commands import COMMANDS, cli
from tests import corpus_factory
from tests.corpus_factory import CHECKOUT


def shell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mmsafeaware.commands", *arguments],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help_with_a_worked_example(name: str, flag: str) -> None:
    result = CliRunner().invoke(cli, [name, flag])
    assert result.exit_code == 0, result.output
    assert f"Example:\n    mmsafeaware {name}" in result.output or "Example:\n    git clone" in result.output, (
        result.output
    )


def test_the_list_of_commands_says_what_each_does() -> None:
    output = CliRunner().invoke(cli, ["-h"]).output
    assert [name for name, what in COMMANDS.items() if name not in output or what.split()[0] not in output] == []
    assert all(isinstance(cli.get_command(click.Context(cli), name), click.Command) for name in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "OUT", "--data-dir", "nowhere"], ["--data-dir", "nowhere", "does not exist"]),
        (["build", "OUT", "--data-dir", "EMPTY"], ["annotations/unsafe.jsonl", "missing", "EMPTY"]),
        (["import-release", "EMPTY", "OUT"], ["EMPTY", "prompt.txt"]),
        (["nonsense"], ["No such command", "nonsense"]),
        (["build", "--nonsense"], ["No such option", "--nonsense"]),
    ],
)
def test_what_could_not_run_ends_with_2_and_a_sentence(tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    (tmp_path / "EMPTY").mkdir()
    places = {"EMPTY": str(tmp_path / "EMPTY"), "OUT": str(tmp_path / "out")}
    done = shell(*[places.get(word, word) for word in arguments])
    assert done.returncode == 2, done.stderr
    assert [word for word in words if word not in done.stderr] == []
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_corpus_with_errors_ends_with_1(corpus: Path, tmp_path: Path) -> None:
    (corpus / "images" / "red.png").unlink()
    done = shell("build", str(tmp_path / "out"), "--data-dir", str(corpus))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith('Error: annotations/unsafe.jsonl, line 1, field "image": ')
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_reader_that_went_away_ends_a_command_in_silence(tmp_path: Path) -> None:
    lines = "".join(f'{{"id": "{n}"}}\n' for n in range(3000))
    root = corpus_factory.make(tmp_path / "corpus")
    (root / "annotations" / "unsafe.jsonl").write_text(lines)
    process = subprocess.Popen(
        [sys.executable, "-m", "mmsafeaware.commands", "validate", str(root), "--format", "json"],
        cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    process.stdout.read(1)
    process.stdout.close()
    assert (process.wait(), process.stderr.read()) == (-signal.SIGPIPE, b"")
    process.stderr.close()


@pytest.mark.parametrize("command", ["build", "audit"])
def test_force_deletes_neither_the_corpus_nor_where_the_user_is(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"build": ["build", "{}", "--data-dir", "corpus"], "audit": ["audit", "corpus", "--csv", "{}"]}[command]
    (tmp_path / "clone" / ".git").mkdir(parents=True)
    for target, what in (("corpus", "the corpus"), (".", "the current folder"), ("clone", "a repository of git")):
        result = CliRunner().invoke(cli, [word.format(target) for word in given] + ["--force"])
        if target == ".":
            what = "the c"  # the corpus is in the current folder, too
        assert f"holds {what}" in str(result.exception), (target, result.output)
    assert (corpus / "annotations" / "unsafe.jsonl").stat().st_size
    assert (tmp_path / "clone" / ".git").exists()


def test_a_report_does_not_replace_annotations(corpus: Path) -> None:
    target = corpus / "annotations" / "unsafe.jsonl"
    before = target.read_bytes()
    result = CliRunner().invoke(cli, ["audit", str(corpus), "-o", str(target)])
    assert "exists and is no .html file" in str(result.exception)
    assert target.read_bytes() == before
