"""Annotations of every kind of badness: findings or none, never a trace; the fast way reads as the careful way does."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mmsafeaware import CorpusError
from mmsafeaware.validation import blocks, corpus, reading, records, scan, validate
from mmsafeaware.validation.batch import Batch
from tests.corpus_factory import make, over_safety, png, record, votes

SCHEMA = Draft202012Validator(records.data("annotations/pair.schema.json"))
RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def corpus_of(root: Path, unsafe: bytes) -> Path:
    make(root, unsafe=[], over_safety=[over_safety("o1"), over_safety("o2", image="red.png")])
    (root / "annotations" / "annotators.json").write_text('[{"id": "r1"}, {"id": "r2"}, {"id": "r3"}]')
    (root / "annotations" / "unsafe.jsonl").write_bytes(unsafe)
    return root


def found(root: Path, **options: Any) -> list[tuple[str, int | None, str]]:
    report = validate(root, ignore=["COR001"], **options)
    return [(finding.code, finding.line, finding.message) for finding in report.findings]


def line(**changes: Any) -> bytes:
    return json.dumps(record(changes.pop("id", "u1"), **changes), ensure_ascii=False).encode()


GOOD = line()


@pytest.mark.parametrize(
    "raw",
    [
        GOOD,
        GOOD + b"\n",
        GOOD + b"\r\n",
        b"\n\n" + GOOD + b"\n \t\n\r\n",
        b"\r\n" + GOOD + b"\r\n\r\n" + line(id="u2") + b"\r\n",
        b"   " + GOOD + b"   \n",
        line(text="caf\u00e9 \U0001f600 \u4e2d\u6587") + b"\n",
        json.dumps(record("u1", text='\U0001f600 \u00e9 "quoted" and \\ and \n a second line')).encode(),
        GOOD + b"\n" + GOOD.replace(b'"u1"', b'"u2"').replace(b'"text": "Sentence u1."', b'"text": "\\"Hm.\\""'),
        b"",
    ],
)
def test_lines_that_are_good(tmp_path: Path, raw: bytes) -> None:
    assert found(corpus_of(tmp_path, raw)) == []


NOT_JSON = "expected one JSON object, found "


@pytest.mark.parametrize(
    ("raw", "code", "message"),
    [
        (b"{}", "REC002", 'field "base_id": expected the field, found none'),
        (b"null", "REC001", f"{NOT_JSON}null"),
        (b"[" * 100_000 + b"]" * 100_000, "REC001", f"{NOT_JSON}brackets nested too deeply"),
        (b'{"id": ' + b"[" * 100_000, "REC001", f"{NOT_JSON}brackets nested too deeply"),
        (GOOD.replace(b"null", b"NaN"), "REC001", f"{NOT_JSON}NaN, which JSON does not know"),
        (GOOD.replace(b"null", b"-Infinity"), "REC001", f"{NOT_JSON}-Infinity, which JSON does not know"),
        (GOOD.replace(b"null", b"1e999"), "REC002", 'field "base_id": expected a string or null, found Infinity'),
        (GOOD[:-1] + b', "id": "u2"}', "REC001", f'{NOT_JSON}the key "id" twice'),
        (GOOD[:-1] + b', "\\u0069d": "u2"}', "REC001", f'{NOT_JSON}the key "id" twice'),
        (GOOD.replace(b'"image": "safe"', b'"image": "safe", "image": "unsafe"'), "REC001", f'{NOT_JSON}the key "image" twice'),
        (GOOD.replace(b"Sentence", b"\\ud800"), "REC001", f"{NOT_JSON}half of a surrogate pair"),
        (GOOD.replace(b"Sentence", b"\\udc00\\ud800"), "REC001", f"{NOT_JSON}half of a surrogate pair"),
        (GOOD.replace(b"Sentence", b"\xed\xa0\x80"), "REC005", "expected UTF-8, found the byte 0xed at column 81"),
        (GOOD.replace(b"Sentence", b"\xff"), "REC005", "expected UTF-8, found the byte 0xff at column 81"),
        (GOOD.replace(b"Sentence", b"\0"), "REC001", f"{NOT_JSON}a text that breaks at column 81 (invalid control character at)"),
        (GOOD.replace(b"Sentence", b"\\u0000"), "REC007", 'field "text": expected only characters that can be seen, '
         "found U+0000 a control character at character 1"),
        (GOOD + GOOD, "REC001", f"{NOT_JSON}a text that breaks at column 435 (extra data)"),
        (GOOD[:-1], "REC001", f"{NOT_JSON}a text that breaks at column 434 (expecting ',' delimiter)"),
        (line(text="zero\u200bwidth"), "REC007", 'field "text": expected only characters that can be seen, '
         "found U+200B ZERO WIDTH SPACE at character 5"),
        (line(text="\u202eturned"), "REC007", 'field "text": expected only characters that can be seen, '
         "found U+202E RIGHT-TO-LEFT OVERRIDE at character 1"),
        (line(text="\u00a0\u200b\u3000"), "REC006",
         'field "text": expected a sentence with at least one visible character, found "\\u00a0\\u200b\\u3000"'),
        (line(text="x" * 2001), "REC002", 'field "text": expected 1 to 2,000 characters, found 2,001'),
        (line(id="x" * 65), "REC002",
         r'field "id": expected a value that matches ^(?![\s\S]*\s)[A-Za-z0-9._-]{1,64}$, found "' + "x" * 56 + "..."),
        (line(votes=[None] * 3), "REC002", 'field "votes[0]": expected an object, found null'),
    ],
)  # fmt: skip
def test_lines_that_are_bad(tmp_path: Path, raw: bytes, code: str, message: str) -> None:
    first = next(item for item in found(corpus_of(tmp_path, raw + b"\n" + line(id="u9"))) if item[0] == code)
    assert first == (code, 1, message)


def test_joiners_of_emoji_and_of_scripts_are_let_through(tmp_path: Path) -> None:
    raw = line(text="\U0001f469\u200d\U0001f692 and \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")
    assert found(corpus_of(tmp_path, raw)) == []
    (tmp_path / "annotations" / "unsafe.jsonl").write_bytes(line(text="pass\u200dword"))
    assert [code for code, *_ in found(tmp_path)] == ["REC007"]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf" + GOOD + b"\n"])
def test_a_line_of_100_mb(tmp_path: Path, before: bytes, end: bytes) -> None:
    root = corpus_of(
        tmp_path, before + b'{"id": "' + b"x" * 100_000_000 + b'"}' + end + (line(id="u2") if end else b"")
    )
    number = 2 if before else 1
    bad = ("REC001", number, f"{NOT_JSON}a line of 100,000,010 bytes")
    bom = [("REC008", 1, "expected the first record, found a byte order mark before it")] if before else []
    assert found(root) == [*bom, bad]


def test_a_line_of_a_million_spaces_is_blank(tmp_path: Path) -> None:
    assert found(corpus_of(tmp_path, b" " * 3_000_000 + b"\n" + GOOD)) == []


def test_all_findings_of_a_broken_record(tmp_path: Path) -> None:
    raw = line(image="../x.png", license=5, votes=votes("unsafe", "safe", "safe")) + b"\n" + line(id="u1", label="safe")
    assert [(code, number) for code, number, _ in found(corpus_of(tmp_path, raw))] == [
        ("IMG002", 1),
        ("PAI001", 1),
        ("REC002", 1),
        ("VOT004", 1),
        ("COR004", 2),
        ("REC003", 2),
        ("VOT004", 2),
    ]


@RELAXED
@given(raw=st.binary(max_size=300))
def test_any_bytes_give_findings_or_none(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    report = validate(corpus_of(tmp_path_factory.mktemp("corpus"), raw))
    assert report.findings == sorted(
        report.findings, key=lambda f: (f.file, f.line or 0, f.code, f.id or "", f.message)
    )
    json.loads(report.to_json())


TEXTS = st.text(max_size=20) | st.sampled_from(
    ["u1", "safe", "red.png", "violence", "\u200b", " ", '"', "\\", "\ud800"]
)
JSONS = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | TEXTS, lambda s: st.lists(s, max_size=4))
VOTES = st.lists(
    st.fixed_dictionaries(
        {"annotator": st.sampled_from(["r1", "r2", "r3"]) | TEXTS},
        optional={part: st.sampled_from(["safe", "unsafe", "unsure", "maybe"]) for part in ("image", "text", "pair")},
    ),
    max_size=4,
)


@st.composite
def record_lines(draw: st.DrawFn) -> bytes:
    """Lines near to good ones: a field changed, keys in another order, other spacing, a byte changed or cut off."""
    value: dict[str, Any] = record(draw(st.sampled_from(["u1", "u2", "a.b-c_d", "u 1", ""])))
    value["votes"] = draw(st.sampled_from([None, value["votes"], votes("unsure", "safe", "unsafe")]) | VOTES)
    value["text"] = draw(st.just("A text.") | TEXTS)
    for name in draw(st.lists(st.sampled_from(sorted(value)), max_size=2)):
        value[name] = draw(JSONS)
    for name in draw(st.lists(st.sampled_from(sorted(value)), max_size=1)):
        del value[name]
    value.update(draw(st.dictionaries(st.sampled_from(["discard_reason", "extra"]), JSONS, max_size=1)))
    separators = draw(st.sampled_from([(", ", ": "), (",", ":"), (" ,\t", " : ")]))
    ascii_only = draw(st.booleans())
    text = json.dumps(value, separators=separators, ensure_ascii=ascii_only, sort_keys=draw(st.booleans()))
    raw = text.encode("utf-8", "surrogatepass")
    at = draw(st.integers(0, len(raw)))
    change = draw(st.sampled_from(["", "", "", "cut", "byte"]))
    if change == "byte":
        raw = raw[:at] + draw(st.binary(min_size=1, max_size=2)).replace(b"\n", b" ") + raw[at + 1 :]
    return raw[:at] if change == "cut" else raw


def columns(batches: list[Batch]) -> list[tuple[Any, ...]]:
    """What is read of each record, in the order of the lines, without the numbers that only one batch understands."""
    rows = []
    for batch in batches:
        for row in range(len(batch.lines)):
            names = [batch.names[number] if number >= 0 else None for number in batch.annotators[row]]
            values = [column[row] for name, column in batch._asdict().items() if name not in ("names", "annotators")]
            rows.append((*(value.tolist() if hasattr(value, "tolist") else value for value in values), names))
    return sorted(rows, key=lambda row: row[0])


def in_blocks(data: bytes, size: int) -> Iterator[blocks.Block]:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        yield from blocks.blocks(file, size)


@RELAXED
@given(
    st.lists(st.sampled_from([b"", b"\r", GOOD]) | record_lines(), max_size=12),
    st.sampled_from(["unsafe", "discarded"]),
)
def test_the_fast_way_reads_as_the_careful_way(raws: list[bytes], subset: str) -> None:
    fast, careful = reading.Reader(subset), reading.Reader(subset, fast=False)
    data = b"\n".join([*raws, GOOD, GOOD.replace(b"u1", b"u2"), *raws])
    for block in in_blocks(data, 1000):
        one, other = fast.read(block), careful.read(block)
        assert columns(one[0]) == columns(other[0])
        assert sorted(one[1], key=str) == sorted(other[1], key=str)


def test_good_lines_are_read_the_fast_way() -> None:
    reader = reading.Reader("unsafe")
    raw = b"".join(line(id=f"u{n}", text=f'Say "{n}".', base_id="u1" if n % 2 else None) + b"\n" for n in range(100))
    batches, failures = reader.read(blocks.Block(1, 0, raw))
    assert failures == []
    assert sorted(len(batch.lines) for batch in batches) == [1, 99]


@RELAXED
@given(record_lines())
def test_a_record_passes_when_it_passes_the_schema(raw: bytes) -> None:
    try:
        value = records.parse(raw)
    except ValueError:
        return
    breaches = list(records.breaches(value, records.data("annotations/pair.schema.json")))
    assert SCHEMA.is_valid(value) == (not breaches) == records.accepts()(value)


@RELAXED
@given(order=st.permutations(range(8)))
def test_validate_is_independent_of_the_order_of_lines(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    lines = [
        line(id="u1"),
        line(id="u2", votes=votes("unsafe", "safe", "unsafe")),
        line(id="u3", scenario="role_play", base_id="u1"),
        line(id="u4", scenario="role_play", base_id="u9"),
        line(id="u5", votes=None),
        line(id="u 6"),
        line(id="u7", text="\u200bodd"),
        b"{",
    ]
    root = corpus_of(tmp_path_factory.mktemp("corpus"), b"\n".join(lines[place] for place in order))
    told = [
        (f.code, order[f.line - 1] if f.line else None, f.message)
        for f in validate(root).findings
        if f.code != "COR001"
    ]
    assert sorted(told, key=str) == sorted(
        [
            ("PAI001", 1, 'field "votes.image": expected an image that is judged safe alone, found unsafe'),
            (
                "PAI004",
                3,
                'field "base_id": expected the id of the typical pair that the attack was derived from, '
                'found "u9", which is the id of no such pair',
            ),
            (
                "REC002",
                5,
                r'field "id": expected a value that matches ^(?![\s\S]*\s)[A-Za-z0-9._-]{1,64}$, found "u 6"',
            ),
            (
                "REC007",
                6,
                'field "text": expected only characters that can be seen, found U+200B ZERO WIDTH SPACE at character 1',
            ),
            (
                "REC001",
                7,
                "expected one JSON object, found a text that breaks at column 2 "
                "(expecting property name enclosed in double quotes)",
            ),
            ("VOT006", None, "expected three votes a pair, found null in 1 pair"),
        ],
        key=str,
    )


def test_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line(id=f"u{n}", text=f"Sentence {n}.") for n in range(9000)]
    lines[10], lines[5000], lines[8999] = b"{", line(id="u7", votes=votes("unsafe", "safe", "safe")), line(id="x" * 80)
    root = corpus_of(tmp_path, b"\n".join(lines))
    alone = validate(root, images=False)
    monkeypatch.setattr(scan, "MANY", 0)
    monkeypatch.setattr(blocks.blocks, "__defaults__", (1 << 18,))
    assert validate(root, images=False) == alone
    assert alone.counts() == {"REC001": 1, "REC002": 1, "REC003": 1, "VOT004": 1, "PAI001": 1, "COR001": 28 - 1}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_in_place_of_the_file(tmp_path: Path) -> None:
    root = corpus_of(tmp_path, b"")
    (root / "annotations" / "unsafe.jsonl").unlink()
    os.mkfifo(root / "annotations" / "unsafe.jsonl")
    with pytest.raises(CorpusError, match=r"unsafe\.jsonl: cannot be read .*\(is no regular file\)"):
        validate(root)


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    root = corpus_of(tmp_path, b"")
    (root / "annotations" / "unsafe.jsonl").unlink()
    (root / "annotations" / "unsafe.jsonl").mkdir()
    with pytest.raises(CorpusError, match=r"unsafe\.jsonl: cannot be read .*\(is a directory\)"):
        validate(root)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_an_unreadable_folder(tmp_path: Path) -> None:
    root = corpus_of(tmp_path, b"")
    (root / "annotations").chmod(0)
    try:
        with pytest.raises(CorpusError, match=r"cannot be read .*\(permission denied\)"):
            validate(root)
    finally:
        (root / "annotations").chmod(0o755)


def test_a_folder_that_changes_while_it_is_read(tmp_path: Path) -> None:
    root = corpus_of(tmp_path, GOOD + b"\n")

    def grow(what: str, done: int, total: int) -> None:
        with (root / "annotations" / "unsafe.jsonl").open("ab") as file:
            file.write(line(id="u2") + b"\n")

    with pytest.raises(
        CorpusError, match=r"changed while it was read \(annotations/unsafe\.jsonl\); validate it again\."
    ):
        validate(root, progress=grow)


def test_records_that_change_before_they_are_read_again(tmp_path: Path) -> None:
    root = corpus_of(tmp_path, GOOD + b"\n" + GOOD + b"\n")

    def shorten(what: str, done: int, total: int) -> None:
        if what == "Pictures":
            (root / "annotations" / "unsafe.jsonl").write_bytes(b"\n")

    with pytest.raises(CorpusError, match="changed while it was read"):
        validate(root, progress=shorten)


def test_a_picture_that_goes_away_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = corpus_of(tmp_path, GOOD)
    look = records.image

    def gone(root: str, name: str) -> Any:
        seen = look(root, name)
        if name == "red.png":
            os.unlink(f"{root}/images/red.png")
        return seen

    monkeypatch.setattr(records, "image", gone)
    assert [code for code, *_ in found(root)] == ["IMG001", "IMG001"]


def test_missing_folders_and_files(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"none does not exist\. Name the folder of a corpus"):
        validate(tmp_path / "none")
    (tmp_path / "file").write_bytes(png((0, 0, 0)))
    with pytest.raises(CorpusError, match=r"file is no folder\. Name the folder of a corpus"):
        validate(tmp_path / "file")
    with pytest.raises(
        CorpusError, match="is no corpus: it lacks annotations/unsafe.jsonl and annotations/over_safety.jsonl"
    ):
        validate(tmp_path)


def test_unknown_codes() -> None:
    with pytest.raises(ValueError, match=r"'XYZ' is no code of a rule"):
        corpus.select(["XYZ"], [])
    assert corpus.select(["vot"], ["VOT006"]) == {"VOT001", "VOT002", "VOT003", "VOT004", "VOT005"}
