"""What changed between two corpora or built folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mmsafeaware import CorpusError
from mmsafeaware.commands import cli
from mmsafeaware.dataset_card import build, versions
from tests.corpus_factory import control, make, over_safety, png, record, votes

GONE = record("d1", discard_reason="VOT003: no majority", votes=votes("safe", "unsure", "unsafe"))


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return make(tmp_path / "before", controls=[control("c1")], discarded=[GONE])


def test_a_corpus_and_what_is_built_of_it_do_not_differ(tmp_path: Path, before: Path) -> None:
    built = build(tmp_path / "built", before).folder
    for one, other in ((before, before), (before, built), (built, before), (built, built)):
        assert not versions.diff(one, other).any


def test_what_was_added_removed_and_changed_is_told_by_id_and_field(tmp_path: Path, before: Path) -> None:
    after = make(
        tmp_path / "after", unsafe=[record("u1", text="Another."), record("u3"), record("d1")], over_safety=[over_safety("o1")],
        controls=[control("c1", votes=votes("safe", "safe", "unsafe"))],
    )  # fmt: skip
    (after / "images" / "blue.png").write_bytes(png((0, 0, 254)))
    for target in (after, build(tmp_path / "built", after).folder):
        changes = versions.diff(before, target)
        assert (changes.added, changes.removed) == (["u3"], ["u2"])
        assert {name: sorted(fields) for name, fields in changes.changed.items()} == {
            "u1": ["text"], "o1": ["picture"], "c1": ["votes"], "d1": ["discard_reason", "subset", "votes"],
        }  # fmt: skip
        assert changes.changed["u1"]["text"] == ("Sentence u1.", "Another.")
        assert changes.changed["d1"]["subset"] == ("discarded", "unsafe")


def test_the_command_tells_them_and_its_status_whether_there_were_any(tmp_path: Path, before: Path) -> None:
    after = make(
        tmp_path / "after",
        unsafe=[record("u1", label="safe"), record("u2")],
        controls=[control("c1")],
        discarded=[GONE],
    )
    runner = CliRunner()
    some = runner.invoke(cli, ["diff", str(before), str(after)])
    assert (some.exit_code, some.stdout) == (1, '~ u1\n    label: "unsafe" -> "safe"\n')
    assert some.stderr == "0 added, 0 removed, 1 changed.\n"
    told = runner.invoke(cli, ["diff", str(before), str(after), "--format", "json"])
    assert json.loads(told.stdout) == {
        "added": [], "removed": [], "changed": {"u1": {"label": {"before": "unsafe", "after": "safe"}}},
    }  # fmt: skip
    assert runner.invoke(cli, ["diff", str(before), str(before)]).exit_code == 0


def test_a_folder_that_is_neither_is_refused(tmp_path: Path, before: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="neither a corpus nor a built folder"):
        versions.diff(before, tmp_path / "empty")
    (tmp_path / "empty" / "data").mkdir()
    (tmp_path / "empty" / "data" / "x.parquet").write_bytes(b"no")
    with pytest.raises(CorpusError, match=r"x\.parquet: is no Parquet file that build wrote"):
        versions.diff(before, tmp_path / "empty")
