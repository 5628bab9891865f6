"""Write a corpus as a folder that plain ``load_dataset`` reads without this package."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

import mmsafeaware
from mmsafeaware.dataset_card.card import card
from mmsafeaware.dataset_card.parquet import Shard, schema, write_shards
from mmsafeaware.writing import whole_folder


class Built(NamedTuple):
    """A built folder: where it is, and its files by subset."""

    folder: Path
    shards: dict[str, list[Shard]]

    @property
    def rows(self) -> dict[str, int]:
        """Subset to number of pairs."""
        return {subset: sum(shard.rows for shard in shards) for subset, shards in self.shards.items()}


def build(
    out: Path, root: Path | None = None, force: bool = False, progress: Callable[[int, int], object] | None = None
) -> Built:
    """Write ``out``: Parquet with the pictures inside, a card, the taxonomy, checksums.

    Args:
        out: the folder to make; refused with ``FileExistsError`` if it exists and is not empty, unless ``force``.
        root: a corpus in the native layout, by default the embedded one. ``CorpusError`` if it cannot be read.
        force: replace ``out``; until the new folder is whole, the old one stays.
        progress: called with (pairs done, pairs in all).

    The same corpus gives the same bytes. Memory does not grow with the number of pairs.
    """
    home = mmsafeaware.__path__[0]
    corpus = mmsafeaware.Corpus(str(root.expanduser().resolve()) if root else home)
    subsets = ["unsafe", "over_safety", "control"]
    total, done = sum(_lines(Path(corpus.root, corpus.records.path_of(subset))) for subset in subsets), 0

    def counted(tables: Iterable[tuple[str, pa.Table]]) -> Iterator[pa.Table]:
        nonlocal done
        for _, table in tables:
            yield table
            done += table.num_rows
            if progress:
                progress(done, total)

    with whole_folder(out, force) as folder:
        features = mmsafeaware.features()
        form = schema(features, {})
        shards = {
            subset: write_shards(folder / "data", corpus.records.FILES[subset], counted(tables), form)
            for subset, tables in groupby(_ahead(corpus.tables(subsets)), itemgetter(0))
        }
        # A subset without pairs becomes no config.
        configs = {name: parts for name, (parts, _) in mmsafeaware.CONFIGS.items() if set(parts) <= set(shards)}
        shutil.copyfile(f"{home}/annotations/taxonomy.json", folder / "taxonomy.json")
        (folder / "README.md").write_text(card(features, configs, shards), encoding="utf-8")
        _write_sums(folder, {f"data/{shard.name}": shard.sha256 for parts in shards.values() for shard in parts})
    return Built(out, shards)


def _lines(path: Path) -> int:
    """Lines of a file, for the progress bar; a file that is missing is told of by who reads it."""
    try:
        with path.open("rb") as file:
            return sum(1 for line in file if line.strip())
    except OSError:
        return 0


def _ahead(tables: Iterator[tuple[str, pa.Table]]) -> Iterator[tuple[str, pa.Table]]:
    """Read the next table in a thread while the last is written: two in memory, never more."""
    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(next, tables, None)
        while (table := following.result()) is not None:
            following = reader.submit(next, tables, None)
            yield table


def _write_sums(folder: Path, known: dict[str, str]) -> None:
    """``SHA256SUMS`` in the form that ``sha256sum -c`` reads."""
    import hashlib

    for path in sorted(folder.iterdir()):
        if path.is_file():
            known[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = [f"{known[name]}  {name}\n" for name in sorted(known)]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
