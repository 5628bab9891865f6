"""The builder on the installed ``datasets``: the same file runs on 3.6, 4.x and 5.x."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import datasets
import pytest
from datasets import concatenate_datasets, get_dataset_config_names, get_dataset_split_names, load_dataset

import mmsafeaware
from tests.corpus_factory import control, make, over_safety, png, record, votes, write_lines

ROW = {
    "id": "u1",
    "image_description": "A red square.",
    "text": "Sentence u1.",
    "scenario": 2,
    "dimension": 0,
    "subset": 0,
    "label": 1,
    "annotator_votes": [{"annotator": f"r{i}", "image": 0, "text": 0, "pair": 1} for i in (1, 2, 3)],
    "base_id": None,
    "source": "made for a test",
    "license": "CC-BY-4.0",
}


def ids(data: datasets.Dataset) -> list[str]:
    return list(data["id"])


def test_bare_name_gives_both_subsets(corpus: Path) -> None:
    loaded = load_dataset("mmsafeaware", data_dir=str(corpus))
    assert list(loaded) == ["test"]
    assert ids(loaded["test"]) == ["u1", "u2", "o1"]


@pytest.mark.parametrize("streaming", [False, True])
def test_a_row_has_every_field_typed(corpus: Path, streaming: bool) -> None:
    data = load_dataset("mmsafeaware", "unsafe", split="test", data_dir=str(corpus), streaming=streaming)
    row = next(iter(data))
    image = row.pop("image")
    assert (image.size, image.getpixel((0, 0)), image.format) == ((8, 8), (255, 0, 0), "PNG")
    assert row == ROW
    assert data.features == mmsafeaware.features()


@pytest.mark.parametrize(
    ("config", "expected"),
    [("all", ["u1", "u2", "o1"]), ("unsafe", ["u1", "u2"]), ("over_safety", ["o1"]), ("controls", ["c1"])],
)
@pytest.mark.parametrize("streaming", [False, True])
def test_configs(corpus: Path, config: str, expected: list[str], streaming: bool) -> None:
    data = load_dataset("mmsafeaware", config, split="test", data_dir=str(corpus), streaming=streaming)
    assert [row["id"] for row in data] == expected


def test_names_of_configs_and_splits(corpus: Path) -> None:
    assert get_dataset_config_names("mmsafeaware", data_dir=str(corpus)) == ["all", "unsafe", "over_safety", "controls"]
    assert get_dataset_split_names("mmsafeaware", "unsafe") == ["test"]


def test_controls_only_where_the_corpus_has_them(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus")
    assert get_dataset_config_names("mmsafeaware", data_dir=str(root)) == ["all", "unsafe", "over_safety"]
    with pytest.raises(ValueError, match="'controls' not found"):
        load_dataset("mmsafeaware", "controls", data_dir=str(root))


def test_embedded_corpus_is_the_default() -> None:
    home = Path(mmsafeaware.__path__[0], "annotations")
    files = [(home / f"{name}.jsonl").read_text(encoding="utf-8") for name in ("unsafe", "over_safety")]
    expected = [json.loads(line)["id"] for text in files for line in text.splitlines()]
    assert ids(load_dataset("mmsafeaware", split="test")) == expected
    builder = datasets.load_dataset_builder("mmsafeaware", "unsafe")
    assert builder.info.features == mmsafeaware.features()


def test_slices_processes_and_concatenation(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus", unsafe=[record(f"u{i}") for i in range(600)])
    sliced = load_dataset("mmsafeaware", "unsafe", split="test[:10]", data_dir=str(root))
    assert ids(sliced) == [f"u{i}" for i in range(10)]
    parallel = load_dataset("mmsafeaware", split="test", data_dir=str(root), num_proc=2, cache_dir=str(tmp_path / "2"))
    assert ids(parallel) == [f"u{i}" for i in range(600)] + ["o1"]
    both = [load_dataset("mmsafeaware", name, split="test", data_dir=str(root)) for name in ("unsafe", "over_safety")]
    assert len(concatenate_datasets(both)) == 601


def test_null_votes_stay_null(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus", unsafe=[record("u1", votes=None), record("u2")])
    data = load_dataset("mmsafeaware", "unsafe", split="test", data_dir=str(root))
    assert [row["annotator_votes"] for row in data] == [None, ROW["annotator_votes"]]


def test_an_empty_subset_is_said(tmp_path: Path) -> None:
    root = make(tmp_path / "corpus", unsafe=[])
    assert ids(load_dataset("mmsafeaware", split="test", data_dir=str(root))) == ["o1"]
    with pytest.raises(mmsafeaware.CorpusError, match=r"annotations/unsafe\.jsonl: no pair there"):
        load_dataset("mmsafeaware", "unsafe", split="test", data_dir=str(root))


def test_changed_annotations_show_at_once(corpus: Path) -> None:
    def text() -> str:
        return str(load_dataset("mmsafeaware", "unsafe", split="test", data_dir=str(corpus))[0]["text"])

    assert text() == "Sentence u1."
    write_lines(corpus / "annotations" / "unsafe.jsonl", [record("u1", text="Sentence uX.")])
    assert text() == "Sentence uX."


def test_a_changed_picture_shows_even_with_its_old_size_and_time(corpus: Path) -> None:
    def pixel() -> object:
        data = load_dataset("mmsafeaware", "unsafe", split="test", data_dir=str(corpus))
        return data[0]["image"].getpixel((0, 0))

    path = corpus / "images" / "red.png"
    path.write_bytes(png((255, 0, 0)) + b"padding")
    before = path.stat()
    assert pixel() == (255, 0, 0)
    path.write_bytes(png((0, 255, 0)).ljust(before.st_size, b" "))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert pixel() == (0, 255, 0)


def test_pictures_open_after_the_source_is_gone(corpus: Path) -> None:
    data = load_dataset("mmsafeaware", split="test", data_dir=str(corpus))
    shutil.rmtree(corpus)
    assert [row["image"].getpixel((0, 0)) for row in data] == [(255, 0, 0), (255, 0, 0), (0, 0, 255)]


UNSAFE, OVER = "annotations/unsafe.jsonl", "annotations/over_safety.jsonl"
BROKEN = {
    "no annotations": (lambda c: shutil.rmtree(c / "annotations"), [UNSAFE, "missing", "annotations/ and images/"]),
    "missing file": (lambda c: (c / OVER).unlink(), [OVER, "missing"]),
    "missing picture": (lambda c: (c / "images" / "red.png").unlink(), [f"{UNSAFE}, line 1", '"image"', "IMG001"]),
    "no JSON": (lambda c: write_lines(c / UNSAFE, [record("u1"), "{,}"]), [f"{UNSAFE}, line 2", "REC001"]),
    "no object": (lambda c: write_lines(c / UNSAFE, ["[1]"]), [f"{UNSAFE}, line 1", "[1]", "REC001"]),
    "scenario": (
        lambda c: write_lines(c / UNSAFE, [record("u1", scenario="war")]),
        [UNSAFE, '"scenario"', '"war"', "REC004"],
    ),
    "other subset": (lambda c: write_lines(c / UNSAFE, [record("u1", scenario="homonyms")]), ["REC004", "unsafe"]),
    "label": (
        lambda c: write_lines(c / UNSAFE, [record("u1", label="bad")]),
        [UNSAFE, '"label"', '"safe", "unsafe"', '"bad"'],
    ),
    "two votes": (
        lambda c: write_lines(c / UNSAFE, [record("u1", votes=votes("safe", "safe", "unsafe")[:2])]),
        ["VOT001"],
    ),
    "one voter": (
        lambda c: write_lines(c / UNSAFE, [record("u1", votes=[votes("safe", "safe", "unsafe")[0]] * 3)]),
        ["VOT002", '"r1"'],
    ),
    "twice": (
        lambda c: write_lines(c / OVER, [over_safety("u2")]),
        [f"{OVER}, line 1", '"u2"', f"{UNSAFE}, line 2", "REC003"],
    ),
    "way out": (lambda c: write_lines(c / UNSAFE, [record("u1", image="../red.png")]), ["IMG002", "../red.png"]),
    "bytes": (lambda c: (c / UNSAFE).write_bytes(b'{"id": "\xff"}\n'), [f"{UNSAFE}, line 1", "0xff", "REC005"]),
    "in the discards": (lambda c: write_lines(c / "annotations/discarded.jsonl", ["{"]), ["discarded", "REC001"]),
}


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_corpus_is_refused_in_one_sentence(corpus: Path, name: str, streaming: bool) -> None:
    spoil, words = BROKEN[name]
    spoil(corpus)
    for _ in range(2):  # nothing half-built may serve the second try
        with pytest.raises(mmsafeaware.CorpusError) as caught:
            load_dataset("mmsafeaware", "over_safety", data_dir=str(corpus), streaming=streaming)
        assert [word for word in words if word not in str(caught.value)] == []
        assert "\n" not in str(caught.value)


def test_after_the_repair_it_loads(corpus: Path) -> None:
    good = (corpus / UNSAFE).read_text()
    write_lines(corpus / UNSAFE, [record("u1", label="bad")])
    with pytest.raises(mmsafeaware.CorpusError):
        load_dataset("mmsafeaware", data_dir=str(corpus))
    (corpus / UNSAFE).write_text(good)
    assert ids(load_dataset("mmsafeaware", split="test", data_dir=str(corpus))) == ["u1", "u2", "o1"]


def test_a_byte_order_mark_crlf_blank_lines_and_no_last_newline(corpus: Path) -> None:
    lines = [json.dumps(record("u1")), "", json.dumps(record("u2"))]
    (corpus / UNSAFE).write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert ids(load_dataset("mmsafeaware", "unsafe", split="test", data_dir=str(corpus))) == ["u1", "u2"]


def test_broken_judgment_rules_load(corpus: Path) -> None:
    """People load a corpus to study it: only ``validate`` speaks of these."""
    write_lines(corpus / UNSAFE, [record("u1", votes=votes("unsafe", "unsafe", "safe"))])
    write_lines(corpus / "annotations/controls.jsonl", [control("c1", label="unsafe", base_id="nowhere")])
    assert ids(load_dataset("mmsafeaware", "unsafe", split="test", data_dir=str(corpus))) == ["u1"]
    assert ids(load_dataset("mmsafeaware", "controls", split="test", data_dir=str(corpus))) == ["c1"]


def test_data_files_are_refused() -> None:
    with pytest.raises(ValueError, match="takes data_dir="):
        load_dataset("mmsafeaware", data_files="x.jsonl")


def test_other_names_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"a": 1}\n')
    assert load_dataset("json", data_files=str(tmp_path / "x.jsonl"), split="train")[0] == {"a": 1}
