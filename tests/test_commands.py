"""The command line: help for every command, one sentence for what goes wrong, and the promised exit status."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mmsafeaware.commands import COMMANDS, cli
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
