"""What changed between two corpora or built folders, by id and field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import ClassLabel

from mmsafeaware import JUDGMENTS, CorpusError, features
from mmsafeaware.dataset_card.native import pairs
from mmsafeaware.validation import records

Record = dict[str, Any]
PLACE = "subset"  # the file that holds a record, beside its own fields
PICTURE = "picture"  # SHA-256 of the picture's bytes


class Changes(NamedTuple):
    """Ids only in the second, only in the first, and in both: of these, field to (before, after)."""

    added: list[str]
    removed: list[str]
    changed: dict[str, dict[str, tuple[Any, Any]]]

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.changed)


def diff(before: Path, after: Path) -> Changes:
    """Compare two corpora in the native layout, or folders that ``build`` wrote, or one of each.

    A picture counts by its bytes. What a built folder does not hold in its Parquet files (the picture of a discarded
    candidate) is not compared. Raises ``CorpusError`` if one of them cannot be read.
    """
    old, new = read(before), read(after)
    changed = {}
    for identifier in sorted(old.keys() & new.keys()):
        one, other = old[identifier], new[identifier]
        fields = [name for name in {**one, **other} if (name in one and name in other) or name == "discard_reason"]
        found = {name: (one.get(name), other.get(name)) for name in fields if one.get(name) != other.get(name)}
        if found:
            changed[identifier] = found
    return Changes(sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys()), changed)


def read(root: Path) -> dict[str, Record]:
    """Id to record of a corpus or built folder, with ``subset`` and, where it is there, ``picture``."""
    root = root.expanduser()
    native = any((root / records.path_of(subset)).is_file() for subset in ("unsafe", "over_safety"))
    shards = sorted((root / "data").glob("*.parquet")) if (root / "data").is_dir() else []
    if not native and not shards:
        raise CorpusError(
            f"{root} is neither a corpus nor a built folder: it has no annotations/ and no data/*.parquet."
        )
    found: dict[str, Record] = {}
    for record in _native(root) if native else _built(root, shards):
        if record["id"] in found:
            raise CorpusError(f"{root}: the id {record['id']} occurs twice. Validate it first.")
        found[record["id"]] = record
    return found


def _native(root: Path, subsets: tuple[str, ...] = tuple(records.FILES)) -> Iterator[Record]:
    digests: dict[str, str | None] = {}
    for subset in subsets:
        for record in pairs(root, subset):
            name = record["image"]
            if name not in digests:
                missing = records.image(str(root), name)[1]
                digests[name] = None if missing else hashlib.sha256((root / "images" / name).read_bytes()).hexdigest()
            yield {**record, PLACE: subset, **({PICTURE: digests[name]} if digests[name] else {})}


def _built(root: Path, shards: list[Path]) -> Iterator[Record]:
    """The pairs of Parquet files as records, classes by name; the discards from their file beside."""
    names = {name: column.names for name, column in features().items() if isinstance(column, ClassLabel)}
    for shard in shards:
        try:
            for batch in pq.ParquetFile(shard).iter_batches(256):
                for row in batch.to_pylist():
                    yield _record(row, names)
        except (pa.ArrowInvalid, KeyError, TypeError, IndexError):
            raise CorpusError(f"{shard}: is no Parquet file that build wrote. Build the folder again.") from None
    yield from _native(root, ("discarded",))


def _record(row: Record, names: dict[str, list[str]]) -> Record:
    votes = row["annotator_votes"]
    parts = ("image", "text", "pair")
    named = votes and [{**vote, **{part: JUDGMENTS[vote[part]] for part in parts}} for vote in votes]
    fields = ("id", "image_description", "text", "base_id", "source", "license")
    return {
        **{name: row[name] for name in fields},
        "image": row["image"]["path"],
        PICTURE: hashlib.sha256(row["image"]["bytes"]).hexdigest(),
        "scenario": names["scenario"][row["scenario"]],
        "label": names["label"][row["label"]],
        "votes": named,
        PLACE: names["subset"][row["subset"]],
    }


def as_json(changes: Changes) -> str:
    """The changes as JSON."""
    fields = {
        identifier: {name: {"before": one, "after": other} for name, (one, other) in found.items()}
        for identifier, found in changes.changed.items()
    }
    told = {"added": changes.added, "removed": changes.removed, "changed": fields}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
