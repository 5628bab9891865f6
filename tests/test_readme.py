"""Every command of the README does what it shows; ``python -m tests.test_readme`` writes the outputs anew."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mmsafeaware.commands import COMMANDS, cli
from tests.corpus_factory import CHECKOUT, control, make

README = CHECKOUT / "README.md"
RELEASE = CHECKOUT.parent / "shared" / "release"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def commands(text: str) -> list[list[str]]:
    """The commands of the console blocks, without the dollar sign."""
    lines = [line[2:] for block in CONSOLE.findall(text) for line in block.splitlines() if line.startswith("$ ")]
    return [shlex.split(line) for line in lines]


def run(command: list[str], place: Path) -> tuple[int, str]:
    """Exit status and output of a command in a folder that has what the README speaks of."""
    names = {"README.md": str(README)}
    with contextlib.chdir(place):
        result = CliRunner().invoke(cli, [names.get(word, word) for word in command[1:]])
    return result.exit_code, result.output.replace(str(README), "README.md")


def prepared(place: Path) -> Path:
    make(place / "path" / "to" / "corpus", controls=[control("c1")])
    if RELEASE.exists():
        (place / "MMSafetyAwareness").mkdir()
        (place / "MMSafetyAwareness" / "data").symlink_to(RELEASE)
    return place


def shown(text: str) -> str:
    """The README with what its commands print now, at most the first ten lines of each."""
    with tempfile.TemporaryDirectory() as folder:
        place = prepared(Path(folder))

        def block(found: re.Match[str]) -> str:
            lines = []
            for line in found[1].splitlines():
                if line.startswith("$ "):
                    words = shlex.split(line[2:])
                    lines.append(line)
                    if words[0] == "mmsafeaware" and not (words[1] == "import-release" and not RELEASE.exists()):
                        output = run(words, place)[1].splitlines()
                        lines += output[:10] + (["…"] if len(output) > 10 else [])
            return "```console\n" + "\n".join(lines) + "\n```"

        text = CONSOLE.sub(block, text)
        return PYTHON.sub(lambda found: f"```python\n{found[1]}```\n\n```text\n{printed(found[1])}```", text)


def printed(code: str) -> str:
    target = io.StringIO()
    with contextlib.redirect_stdout(target):
        exec(compile(code, "README.md", "exec"), {})
    return target.getvalue()


def test_every_command_is_in_the_readme() -> None:
    assert {words[1] for words in commands(README.read_text("utf-8")) if words[0] == "mmsafeaware"} == set(COMMANDS)


@pytest.mark.skipif(not hasattr(contextlib, "chdir"), reason="contextlib.chdir is of Python 3.11")
def test_the_readme_shows_what_its_commands_print(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jinja2")
    pytest.importorskip("sklearn")
    monkeypatch.setenv("COLUMNS", "80")
    text = README.read_text("utf-8")
    expected = shown(text)
    if not RELEASE.exists():  # what the importer prints is then not known
        text, expected = (
            re.sub(r"```console\n\$ git clone.*?```", "", part, flags=re.DOTALL) for part in (text, expected)
        )
    assert text == expected


def test_the_pairs_at_the_top_are_of_the_corpus() -> None:
    text = README.read_text("utf-8")
    pairs: dict[str, Any] = {}
    for name in ("unsafe", "over_safety"):
        for line in (CHECKOUT / "annotations" / f"{name}.jsonl").read_text("utf-8").splitlines():
            pair = json.loads(line)
            pairs[pair["text"]] = (name, pair["image"], pair["image_description"])
    sentences = re.findall(r"“(.*?)”", text)
    assert [pairs[sentence][0] for sentence in sentences] == ["unsafe", "over_safety"]
    for sentence, (alt, image) in zip(sentences, re.findall(r"!\[(.*?)\]\(images/(.*?)\)", text), strict=True):
        assert pairs[sentence][1:] == (image, alt)


def test_links_to_files_lead_somewhere() -> None:
    for name in ("README.md", "docs/audit.md", "docs/ci.md", "docs/rules.md", "corpus/WRITING.md"):
        page = CHECKOUT / name
        links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))
        assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == [], name


if __name__ == "__main__":
    os.environ["COLUMNS"] = "80"
    shutil.rmtree(Path(tempfile.gettempdir()) / "readme", ignore_errors=True)
    README.write_text(shown(README.read_text("utf-8")), "utf-8")
