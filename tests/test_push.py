"""Pushing with the real client to a Hub on loopback, and loading back from there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mmsafeaware.dataset_card import build
from tests import corpus_factory, hub_endpoint
from tests.hub_endpoint import Hub

REPO = "somebody/pairs"
LOAD = """
import sys
from datasets import load_dataset
for streaming in (False, True):
    rows = list(load_dataset(sys.argv[1], sys.argv[2], split="test", revision=sys.argv[3], streaming=streaming))
    print(*(row["id"] for row in rows), rows[0]["image"].size, rows[0]["annotator_votes"][0]["annotator"])
"""


@pytest.fixture
def hub() -> Iterator[Hub]:
    with hub_endpoint.serving() as hub:
        yield hub


def environment(hub: Hub, home: Path, token: str | None = hub_endpoint.TOKEN) -> dict[str, str]:
    settings = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    settings |= {
        "HF_ENDPOINT": hub.url,
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }
    settings |= {"HF_HUB_DISABLE_IMPLICIT_TOKEN": "0", "NO_PROXY": "*"}
    return settings | ({"HF_TOKEN": token} if token else {})


def push(
    hub: Hub, tmp_path: Path, *arguments: object, token: str | None = hub_endpoint.TOKEN, **settings: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mmsafeaware.commands", "push", *map(str, arguments)],
        cwd=tmp_path, env=environment(hub, tmp_path / "home", token) | settings, capture_output=True, text=True,
        check=False, stdin=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip


def test_what_is_pushed_loads_back_the_same(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    result = push(hub, tmp_path, REPO, "out", "--data-dir", corpus, "--private", "--yes")
    assert result.returncode == 0, result.stderr
    assert f'load_dataset("{REPO}", revision="v0.1.0")' in result.stdout
    assert hub.private[REPO]
    assert set(hub.tags[REPO]) == {"v0.1.0"}
    built = {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
             for path in (tmp_path / "out").rglob("*") if path.is_file() and ".cache" not in path.parts}  # fmt: skip
    assert {name: data for name, data in hub.files[REPO].items() if name != ".gitattributes"} == built
    assert not [name for name in hub.files[REPO] if name.endswith(".py")]
    for config, ids in (("unsafe", "u1 u2"), ("all", "u1 u2 o1"), ("controls", "c1")):
        loaded = subprocess.run(
            [sys.executable, "-c", LOAD, REPO, config, "v0.1.0"], env=environment(hub, tmp_path / "other"),
            capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert loaded.stdout == f"{ids} (8, 8) r1\n" * 2, loaded.stderr


def test_a_second_push_sends_nothing_again_and_keeps_the_tag(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    assert push(hub, tmp_path, REPO, "out", "--data-dir", corpus, "--yes").returncode == 0
    tag, sent = hub.tags[REPO]["v0.1.0"], len(hub.uploads)
    assert sent
    result = push(hub, tmp_path, REPO, "out", "--yes")
    assert result.returncode == 0, result.stderr
    assert len(hub.uploads) == sent
    assert hub.tags[REPO]["v0.1.0"] == tag


def test_a_version_that_is_published_does_not_change(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    assert push(hub, tmp_path, REPO, "out", "--data-dir", corpus, "--yes").returncode == 0
    before = dict(hub.files[REPO])
    corpus_factory.write_lines(corpus / "annotations" / "unsafe.jsonl", [corpus_factory.record("u1", text="Another.")])
    changed = push(hub, tmp_path, REPO, "out", "--data-dir", corpus, "--yes", "--force")
    assert (changed.returncode, changed.stderr.count("\n")) == (2, 1), changed.stderr
    assert "another version 0.1.0 already" in changed.stderr
    assert hub.files[REPO] == before
    build(tmp_path / "out", corpus, force=True, version="0.2.0")
    assert push(hub, tmp_path, REPO, "out", "--yes").returncode == 0
    assert set(hub.tags[REPO]) == {"v0.1.0", "v0.2.0"}


def test_a_push_that_broke_off_goes_on(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    hub.fail_after = 2
    broken = push(hub, tmp_path, REPO, "out", "--data-dir", corpus, "--yes")
    assert broken.returncode == 2
    assert "Traceback" not in broken.stderr
    assert "data/unsafe-00000-of-00001.parquet" not in hub.files[REPO]
    hub.fail_after, kept = None, set(hub.uploads)
    hub.uploads.clear()
    assert push(hub, tmp_path, REPO, "out", "--yes").returncode == 0
    assert kept
    assert hub.uploads
    assert not kept & set(hub.uploads)


def test_a_dry_run_asks_nothing_of_the_hub(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    result = push(hub, tmp_path, REPO, "out", "--data-dir", corpus, "--dry-run", token=None)
    assert result.returncode == 0, result.stderr
    assert "data/unsafe-00000-of-00001.parquet" in result.stdout
    assert f"4 pairs, version 0.1.0 -> {hub.url}/datasets/{REPO}" in result.stdout
    assert hub.asked == []


def test_without_yes_it_asks_and_a_no_uploads_nothing(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    result = push(hub, tmp_path, REPO, "out", "--data-dir", corpus)
    assert result.returncode != 0
    assert "Upload?" in result.stdout
    assert hub.files == {}


@pytest.mark.parametrize(
    ("token", "words"),
    [(None, "no token"), ("hf_wrong", "does not accept the token"), (hub_endpoint.READER, "no permission to write")],
)
def test_a_token_that_does_not_do_is_told_in_a_sentence(
    hub: Hub, tmp_path: Path, corpus: Path, token: str | None, words: str
) -> None:
    result = push(hub, tmp_path, REPO, "out", "--data-dir", corpus, "--yes", token=token)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1), result.stderr
    assert words in result.stderr
    assert hub.files == {}


def test_no_network_is_told_in_a_sentence(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    result = push(hub, tmp_path, REPO, "out", "--data-dir", corpus, "--yes", HF_ENDPOINT="http://127.0.0.1:9")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1), result.stderr
    assert "cannot be reached" in result.stderr
    offline = push(hub, tmp_path, REPO, "out", "--yes", HF_HUB_OFFLINE="1")
    assert (offline.returncode, offline.stderr.count("\n")) == (2, 1), offline.stderr
    assert "HF_HUB_OFFLINE" in offline.stderr


def test_a_repository_with_other_files_is_left_alone_unless_told(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    assert push(hub, tmp_path, REPO, "out", "--data-dir", corpus, "--yes").returncode == 0
    hub.files[REPO]["notes.txt"] = b"mine"
    refused = push(hub, tmp_path, REPO, "out", "--yes")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
    assert "notes.txt" in refused.stderr
    assert "--replace" in refused.stderr
    assert hub.files[REPO]["notes.txt"] == b"mine"
    assert push(hub, tmp_path, REPO, "out", "--yes", "--replace").returncode == 0
    assert "notes.txt" not in hub.files[REPO]


def test_records_without_a_licence_are_refused(hub: Hub, tmp_path: Path) -> None:
    unlicensed = [corpus_factory.record("u1"), corpus_factory.record("u2", license=None)]
    root = corpus_factory.make(tmp_path / "corpus", unsafe=unlicensed)
    result = push(hub, tmp_path, REPO, "out", "--data-dir", root, "--yes")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1), result.stderr
    assert "1 of 3 records have no licence" in result.stderr
    assert hub.asked == []


def test_a_folder_that_was_changed_or_is_none_of_ours_is_refused(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    build(tmp_path / "out", corpus)
    (tmp_path / "out" / "mmsafeaware.py").write_text("print('no part of it')")
    assert push(hub, tmp_path, REPO, "out", "--yes").returncode == 0
    assert "mmsafeaware.py" not in hub.files[REPO]
    (tmp_path / "out" / "README.md").write_text("changed")
    changed = push(hub, tmp_path, REPO, "out", "--yes")
    assert changed.returncode == 2
    assert "README.md" in changed.stderr
    other = push(hub, tmp_path, REPO, corpus, "--yes")
    assert other.returncode == 2
    assert "SHA256SUMS" in other.stderr


def test_a_name_that_is_none_is_told_in_a_sentence(hub: Hub, tmp_path: Path, corpus: Path) -> None:
    result = push(hub, tmp_path, "a/b/c", "out", "--data-dir", corpus, "--yes")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1), result.stderr
    assert "'a/b/c' is no name of a repository" in result.stderr
