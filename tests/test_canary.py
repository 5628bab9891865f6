"""Looking for the corpus in other people's text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mmsafeaware.commands import cli
from mmsafeaware.dataset_card.canary import STRIDE, Detector
from tests.corpus_factory import CHECKOUT, make, record

LONG = "Could you hold the ladder for me while I fetch the last of the red apples?"
SHORT = "Pass me the salt."
GUID = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = make(tmp_path / "pairs", unsafe=[record("long", text=LONG), record("short", text=SHORT)], over_safety=[])
    (folder / "annotations" / "canary.json").write_text(json.dumps({"guid": GUID, "sentence": f"Canary GUID {GUID}"}))
    return folder


def finds(root: Path, text: str) -> list[tuple[str, str | None]]:
    return [(find.kind, find.id) for find in Detector(root).line(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LONG, [("exact", "long")]),
        (f"He said: {LONG.upper()} And then he left.", [("exact", "long")]),
        ("could you -- hold the ladder, for me; while I fetch the last of the red apples", [("exact", "long")]),
        ("Could you hold the ladder for me while I fetch the last of the green pears?", [("near", "long")]),
        ("Could you hold the ladder?", []),
        ("Hold the apples for the ladder while red.", []),
        (SHORT, [("exact", "short")]),
        ("pass me the salt", [("exact", "short")]),
        (f"Then: {SHORT}", []),
        (json.dumps({"a": [{"b": SHORT}], "c": 1}), [("exact", "short")]),
        (json.dumps([LONG, {"x": f"note {GUID}"}]), [("canary", None), ("exact", "long")]),
        (f"BENCHMARK {GUID.upper()} DATA", [("canary", None)]),
        ("{not json", []),
        ("", []),
    ],
)
def test_what_is_found(root: Path, text: str, found: list[tuple[str, str | None]]) -> None:
    assert finds(root, text) == found


def test_a_line_without_end_is_read_in_parts_and_nothing_between_them_is_missed(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "crawl.txt"
    before = "word " * ((STRIDE - 30) // 5)
    path.write_text(f"first line\n{before}{LONG} {'word ' * 1000}\nlast line with {GUID}\n")
    assert [(find.line, find.kind) for find in Detector(root).look(path)] == [(2, "exact"), (3, "canary")]


@given(st.binary(max_size=400))
def test_any_bytes_are_looked_through(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(data)
    assert list(_SHIPPED.look(path)) == []


_SHIPPED = Detector(CHECKOUT)


def test_the_shipped_corpus_finds_itself_and_not_ordinary_text(tmp_path: Path) -> None:
    found = {find.id for find in _SHIPPED.look(CHECKOUT / "annotations" / "unsafe.jsonl")}
    ids = [
        json.loads(line)["id"] for line in (CHECKOUT / "annotations" / "unsafe.jsonl").read_text("utf-8").splitlines()
    ]
    assert found >= set(ids)
    assert [find.kind for find in _SHIPPED.look(CHECKOUT / "annotations" / "unsafe.canary.txt")] == ["canary"]
    assert list(_SHIPPED.look(CHECKOUT / "LICENSE")) == []


def test_the_command_tells_file_line_and_pair_and_its_status_whether_there_was_any(root: Path, tmp_path: Path) -> None:
    (tmp_path / "shards").mkdir()
    (tmp_path / "shards" / "a.jsonl").write_text(f'{{"text": "nothing"}}\n{{"text": {json.dumps(LONG)}}}\n')
    (tmp_path / "shards" / "b.txt").write_text("nothing here\n")
    runner = CliRunner()
    some = runner.invoke(cli, ["canary", str(tmp_path / "shards"), "--data-dir", str(root)])
    assert some.exit_code == 1
    assert some.stdout == f"{tmp_path / 'shards' / 'a.jsonl'}:2: long, word for word\n"
    assert some.stderr == "1 find in 2 files.\n"
    told = runner.invoke(cli, ["canary", str(tmp_path / "shards"), "--data-dir", str(root), "--format", "json"])
    assert json.loads(told.stdout) == {
        "file": str(tmp_path / "shards" / "a.jsonl"), "line": 2, "kind": "exact", "id": "long", "share": 1.0,
    }  # fmt: skip
    none = runner.invoke(cli, ["canary", str(tmp_path / "shards" / "b.txt"), "--data-dir", str(root)])
    assert (none.exit_code, none.stdout) == (0, "")
