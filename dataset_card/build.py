"""Write a corpus as a folder that plain ``load_dataset`` reads without this package."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from mmsafeaware.dataset_card.card import card
from mmsafeaware.dataset_card.parquet import Shard, schema, write_shards
from mmsafeaware.writing import whole_folder

import mmsafeaware


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
    chunks = corpus.chunks(["unsafe", "over_safety", "control"])
    needed = list(dict.fromkeys(chunk.subset for chunk in chunks))  # a subset without pairs becomes no config
    files = {subset: corpus.records.FILES[subset] for subset in needed}
    configs = {name: subsets for name, (subsets, _) in mmsafeaware.CONFIGS.items() if set(subsets) <= set(needed)}
    total, done = sum(chunk.rows for chunk in chunks), 0

    def tables(subset: str) -> Iterator[pa.Table]:
        nonlocal done
        wanted = [chunk for chunk in chunks if chunk.subset == subset]
        with ThreadPoolExecutor(1) as reader:  # reads the next pictures while these are written
            ahead = reader.submit(corpus.table, wanted[0])
            for following in [*wanted[1:], None]:
                table = ahead.result()
                if following:
                    ahead = reader.submit(corpus.table, following)
                yield table
                done += table.num_rows
                if progress:
                    progress(done, total)

    with whole_folder(out, force) as folder:
        features = mmsafeaware.features()
        form = schema(features, {})
        shards = {subset: write_shards(folder / "data", files[subset], tables(subset), form) for subset in needed}
        shutil.copyfile(f"{home}/annotations/taxonomy.json", folder / "taxonomy.json")
        (folder / "README.md").write_text(card(features, configs, shards), encoding="utf-8")
        _write_sums(folder, {f"data/{shard.name}": shard.sha256 for parts in shards.values() for shard in parts})
    return Built(out, shards)


def _write_sums(folder: Path, known: dict[str, str]) -> None:
    """``SHA256SUMS`` in the form that ``sha256sum -c`` reads."""
    import hashlib

    for path in sorted(folder.iterdir()):
        if path.is_file():
            known[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = [f"{known[name]}  {name}\n" for name in sorted(known)]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
