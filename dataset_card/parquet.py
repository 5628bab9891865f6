"""Parquet that every ``datasets`` from 3.1 on reads: pictures inside, features in the form that all know."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Features

from mmsafeaware import CHUNK_BYTES

SHARD_BYTES = 500_000_000  # of Arrow data, the Hub's own measure for a shard
PIECES = 64  # that wait to be hashed


class Shard(NamedTuple):
    """One Parquet file as written."""

    name: str
    rows: int
    arrow_bytes: int
    file_bytes: int
    sha256: str


def old_form(feature: Any) -> Any:
    """A feature's JSON with ``{"_type": "List"}`` as ``[…]``, which 3.x knows and 4.x and later still read."""
    if isinstance(feature, dict):
        if feature.get("_type") == "List":
            return [old_form(feature["feature"])]
        return {name: old_form(value) for name, value in feature.items()}
    return [old_form(item) for item in feature] if isinstance(feature, list) else feature


def schema(features: Features, extra: dict[str, str]) -> pa.Schema:
    """The Arrow schema with the features in the metadata that ``datasets`` looks at, and ``extra`` beside them."""
    described = json.dumps({"info": {"features": old_form(features.to_dict())}})
    return features.arrow_schema.with_metadata({"huggingface": described, **extra})


class _Hashed:
    """A file to write to that hashes and counts what passes, so that no file is read again for its checksum.

    A thread hashes while the next piece is made; few pieces wait for it, so that memory stays flat.
    """

    closed = False

    def __init__(self, file: IO[bytes], hasher: ThreadPoolExecutor) -> None:
        self.file, self.hasher, self.size = file, hasher, 0
        self.sha256 = hashlib.sha256()
        self.waiting: deque[Future[None]] = deque()

    def write(self, data: bytes) -> int:
        while len(self.waiting) >= PIECES:
            self.waiting.popleft().result()
        self.waiting.append(self.hasher.submit(self.sha256.update, data))
        self.size += len(data)
        return self.file.write(data)

    def digest(self) -> str:
        while self.waiting:
            self.waiting.popleft().result()
        return self.sha256.hexdigest()

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        self.file.flush()


def write_shards(folder: Path, stem: str, tables: Iterable[pa.Table], schema: pa.Schema) -> list[Shard]:
    """Write tables as ``STEM-00000-of-0000N.parquet`` below ``folder``; holds one table in memory at a time."""
    shards: list[Shard] = []
    folder.mkdir(parents=True, exist_ok=True)
    rest = iter(tables)
    for first in rest:
        shards.append(_write_shard(folder / f"{stem}-{len(shards)}", first, rest, schema))
    named = []
    for number, shard in enumerate(shards):
        name = f"{stem}-{number:05d}-of-{len(shards):05d}.parquet"
        (folder / shard.name).rename(folder / name)
        named.append(shard._replace(name=name))
    return named


def _write_shard(path: Path, first: pa.Table, rest: Iterator[pa.Table], schema: pa.Schema) -> Shard:
    rows = size = 0
    # Pictures are compressed already; only the other columns gain.
    others = [name for name in _paths(schema) if name != "image.bytes"]
    compression = dict.fromkeys(others, "ZSTD") | {"image.bytes": "NONE"}
    # Pairs of one picture stand together: a dictionary holds its bytes once in a row group. It costs time otherwise.
    repeated = len(first["image"].combine_chunks().field("path").unique()) < 0.8 * first.num_rows
    dictionary = [*others, "image.bytes"] if repeated else others
    with path.open("wb") as file, ThreadPoolExecutor(1) as hasher:
        hashed = _Hashed(file, hasher)
        with pq.ParquetWriter(pa.PythonFile(hashed, "w"), schema, compression=compression,
                              use_dictionary=dictionary, dictionary_pagesize_limit=CHUNK_BYTES,
                              write_statistics=False) as writer:  # fmt: skip
            table: pa.Table | None = first
            while table is not None:
                writer.write_table(table.replace_schema_metadata(schema.metadata))
                rows, size = rows + table.num_rows, size + table.nbytes
                table = next(rest, None) if size < SHARD_BYTES else None
        digest = hashed.digest()
    return Shard(path.name, rows, size, hashed.size, digest)


def _paths(fields: Iterable[pa.Field], prefix: str = "") -> list[str]:
    """Dotted names of the leaf columns as Parquet has them."""
    found = []
    for field in fields:
        name = prefix + field.name
        if pa.types.is_struct(field.type):
            found += _paths(field.type, f"{name}.")
        elif pa.types.is_list(field.type):
            found += _paths(field.type.value_type, f"{name}.list.element.")
        else:
            found.append(name)
    return found
