"""``mmsafeaware build``: what it writes loads anywhere, whole or not at all, with the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner, Result
from datasets import get_dataset_config_names, load_dataset

import mmsafeaware
from mmsafeaware.commands import cli
from mmsafeaware.dataset_card import build, parquet
from tests.corpus_factory import make, record


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("config", ["all", "unsafe", "over_safety", "controls"])
def test_built_folder_equals_the_corpus(corpus: Path, tmp_path: Path, config: str, streaming: bool) -> None:
    build(tmp_path / "out", corpus)
    plain = load_dataset(str(tmp_path / "out"), config, split="test", streaming=streaming)
    ours = load_dataset("mmsafeaware", config, split="test", data_dir=str(corpus), streaming=streaming)
    assert plain.features == ours.features
    assert [dict(row, image=row["image"].tobytes()) for row in plain] == [
        dict(row, image=row["image"].tobytes()) for row in ours
    ]


def test_files_and_card(corpus: Path, tmp_path: Path) -> None:
    result = run("build", str(tmp_path / "out"), "--data-dir", str(corpus))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:3] == [
        "unsafe             2 pairs",
        "over_safety        1 pairs",
        "control            1 pairs",
    ]
    files = tree(tmp_path / "out")
    data = [f"data/{name}-00000-of-00001.parquet" for name in ("controls", "over_safety", "unsafe")]
    figures = [
        f"figures/{name}.png" for name in ("composition", "example-control", "example-over-safety", "example-unsafe")
    ]
    assert list(files) == ["README.md", "SHA256SUMS", "croissant.json", *data, *figures, "taxonomy.json"]
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    head = yaml.safe_load(files["README.md"].decode().split("---")[1])
    assert [config["config_name"] for config in head["configs"]] == ["all", "unsafe", "over_safety", "controls"]
    assert [config.get("default", False) for config in head["configs"]] == [True, False, False, False]
    assert [info["splits"][0]["num_examples"] for info in head["dataset_info"]] == [3, 2, 1, 1]


def test_the_default_config_holds_both_subsets(corpus: Path, tmp_path: Path) -> None:
    build(tmp_path / "out", corpus)
    assert list(load_dataset(str(tmp_path / "out"), split="test")["id"]) == ["u1", "u2", "o1"]


def test_a_subset_without_pairs_is_no_config(tmp_path: Path) -> None:
    build(tmp_path / "out", make(tmp_path / "corpus", over_safety=[]))
    assert get_dataset_config_names(str(tmp_path / "out")) == ["unsafe"]


def test_same_corpus_same_bytes(corpus: Path, tmp_path: Path) -> None:
    build(tmp_path / "one", corpus)
    build(tmp_path / "two", corpus)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_shards_by_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path / "corpus", unsafe=[record(f"u{i}") for i in range(600)])
    monkeypatch.setattr(parquet, "SHARD_BYTES", 1)
    monkeypatch.setattr(mmsafeaware, "CHUNK_ROWS", 256)
    built = build(tmp_path / "out", root)
    assert [(shard.name, shard.rows) for shard in built.shards["unsafe"]] == [
        ("unsafe-00000-of-00003.parquet", 256),
        ("unsafe-00001-of-00003.parquet", 256),
        ("unsafe-00002-of-00003.parquet", 88),
    ]
    loaded = load_dataset(str(tmp_path / "out"), "unsafe", split="test")
    assert list(loaded["id"]) == [f"u{i}" for i in range(600)]


def test_no_metadata_that_datasets_3_cannot_read(corpus: Path, tmp_path: Path) -> None:
    built = build(tmp_path / "out", corpus)
    schema = pq.read_schema(tmp_path / "out" / "data" / built.shards["unsafe"][0].name)
    assert b'"List"' not in schema.metadata[b"huggingface"]


def test_an_output_in_use_is_refused_and_force_replaces_it(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("keep me")
    refused = subprocess.run(
        [sys.executable, "-m", "mmsafeaware.commands", "build", str(out), "--data-dir", str(corpus)],
        capture_output=True, text=True, cwd=Path(mmsafeaware.__path__[0]), check=False,
    )  # fmt: skip
    assert (refused.returncode, tree(out)) == (2, {"mine.txt": b"keep me"})
    why = "exists and is not empty; name another folder, or give --force to replace it"
    assert refused.stderr == f"Error: {out}: {why}.\n"
    assert run("build", str(out), "--data-dir", str(corpus), "--force").exit_code == 0
    assert "mine.txt" not in tree(out)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".out")) == []


def test_a_broken_corpus_leaves_the_old_folder(corpus: Path, tmp_path: Path) -> None:
    build(tmp_path / "out", corpus)
    before = tree(tmp_path / "out")
    (corpus / "images" / "red.png").unlink()
    with pytest.raises(mmsafeaware.CorpusError, match="IMG001"):
        build(tmp_path / "out", corpus, force=True)
    assert tree(tmp_path / "out") == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_killed_build_leaves_the_old_folder(tmp_path: Path, sign: signal.Signals) -> None:
    root = make(tmp_path / "corpus", unsafe=[record(f"u{i}") for i in range(3000)])
    out = tmp_path / "out"
    build(out, make(tmp_path / "small"))
    before = tree(out)
    process = subprocess.Popen(
        [sys.executable, "-m", "mmsafeaware.commands", "build", str(out), "--force", "--data-dir", str(root)],
        cwd=Path(mmsafeaware.__path__[0]), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while process.poll() is None and not any(path.name.startswith(".out-") for path in tmp_path.iterdir()):
        time.sleep(0.002)
    process.send_signal(sign)
    error = process.communicate()[1].decode()
    assert "Traceback" not in error
    assert process.returncode != 0
    assert tree(out) == before
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".out-")]
    assert left == [] or sign == signal.SIGKILL


def test_a_full_disk_leaves_the_old_folder(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, corpus)
    before = tree(out)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); import signal;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from mmsafeaware.commands import main;"
        f"sys.argv[1:] = ['build', {str(out)!r}, '--force', '--data-dir', {str(corpus)!r}]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(mmsafeaware.__path__[0]), capture_output=True, text=True, check=False,
        env={**os.environ, "HF_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert (done.returncode, tree(out)) == (2, before), done.stderr
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_loads_without_the_package(corpus: Path, tmp_path: Path) -> None:
    build(tmp_path / "out", corpus)
    code = (
        f"import sys; from datasets import load_dataset; d = load_dataset({str(tmp_path / 'out')!r}, 'unsafe');"
        "print(d['test'][0]['image'].size, d['test'][0]['annotator_votes'][0], 'mmsafeaware' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, "HF_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert done.stdout == "(8, 8) {'annotator': 'r1', 'image': 0, 'text': 0, 'pair': 1} False\n"
