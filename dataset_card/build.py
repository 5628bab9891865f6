"""Write a corpus as a folder that plain ``load_dataset`` reads without this package."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

import mmsafeaware
from mmsafeaware.audit.reading import declared
from mmsafeaware.dataset_card.about import read
from mmsafeaware.dataset_card.card import Content, card
from mmsafeaware.dataset_card.croissant import CLASSES, croissant
from mmsafeaware.dataset_card.facts import Facts
from mmsafeaware.dataset_card.figures import write
from mmsafeaware.dataset_card.metadata import metadata
from mmsafeaware.dataset_card.parquet import Shard, schema, write_shards
from mmsafeaware.writing import whole_folder

SUMS = "SHA256SUMS"
BESIDE = ("discarded.jsonl", "annotators.json", "protocol.md", "changelog.json", "canary.json")


class Built(NamedTuple):
    """A built folder: where it is, the version of its corpus, and its files by subset."""

    folder: Path
    version: str
    shards: dict[str, list[Shard]]

    @property
    def rows(self) -> dict[str, int]:
        """Subset to number of pairs."""
        return {subset: sum(shard.rows for shard in shards) for subset, shards in self.shards.items()}


def build(
    out: Path,
    root: Path | None = None,
    force: bool = False,
    progress: Callable[[int, int], object] | None = None,
    version: str | None = None,
) -> Built:
    """Write ``out``: Parquet with the pictures inside, a card, Croissant, the taxonomy, discards, checksums.

    Args:
        out: the folder to make; refused with ``FileExistsError`` if it exists and is not empty, unless ``force``.
        root: a corpus in the native layout, by default the embedded one. ``CorpusError`` if it cannot be read.
        force: replace ``out``; until the new folder is whole, the old one stays.
        progress: called with (pairs done, pairs in all).
        version: the semantic version of a corpus without a changelog, by default 0.1.0.

    The same corpus gives the same bytes. Memory does not grow with the number of pairs.
    """
    home = mmsafeaware.__path__[0]
    corpus = mmsafeaware.Corpus(str(root.expanduser().resolve()) if root else home)
    subsets = ["unsafe", "over_safety", "control"]
    total, done = sum(_lines(Path(corpus.root, corpus.records.path_of(subset))) for subset in subsets), 0

    def counted(subset: str, tables: Iterable[tuple[str, pa.Table]]) -> Iterator[pa.Table]:
        nonlocal done
        for _, table in tables:
            yield table
            facts.add(subset, table)
            done += table.num_rows
            if progress:
                progress(done, total)

    about = read(Path(corpus.root), version)
    annotators, facts = _annotators(Path(corpus.root)), Facts(about.said.get("examples"))
    with whole_folder(out, force, {"the corpus": Path(corpus.root)} if root else None) as folder:
        features = mmsafeaware.features()
        extra = {"mmsafeaware_version": about.version, "canary": about.canary}
        form = schema(features, {name: value for name, value in extra.items() if value})
        shards: dict[str, list[Shard]] = {}
        for subset, tables in groupby(_ahead(corpus.tables(subsets)), itemgetter(0)):
            shards[subset] = write_shards(folder / "data", corpus.records.FILES[subset], counted(subset, tables), form)
        facts.finish(corpus)
        # A subset without pairs becomes no config.
        configs = {name: parts for name, (parts, _) in mmsafeaware.CONFIGS.items() if set(parts) <= set(shards)}
        head = metadata(about, facts, annotators, features, configs, shards)
        content = Content(head, about, facts, annotators, configs, write(folder, facts))
        _write_beside(folder, Path(corpus.root), content)
        known = {f"data/{shard.name}": shard.sha256 for parts in shards.values() for shard in parts}
        known = _sums(folder, known)
        _write_croissant(folder, content, known, features)
        lines = [f"{digest}  {name}\n" for name, digest in sorted(_sums(folder, known).items())]
        (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return Built(out, about.version, shards)


def _annotators(root: Path) -> list[dict[str, Any]]:
    """What ``annotators.json`` declares, as the audit reads it."""
    return list(declared(str(root)).values())


def _write_beside(folder: Path, root: Path, content: Content) -> None:
    """The card, the taxonomy, and what belongs to the annotations and no pair holds: discards, annotators, protocol."""
    (folder / "annotations").mkdir()
    for name in BESIDE:
        if (root / "annotations" / name).is_file():
            shutil.copyfile(root / "annotations" / name, folder / "annotations" / name)
    shutil.copyfile(f"{mmsafeaware.__path__[0]}/annotations/taxonomy.json", folder / "taxonomy.json")
    if (root / "images" / "LICENSES.md").is_file():
        shutil.copyfile(root / "images" / "LICENSES.md", folder / "IMAGE_LICENSES.md")
    (folder / "README.md").write_text(card(content), encoding="utf-8")


def _write_croissant(folder: Path, content: Content, files: dict[str, str], features: Any) -> None:
    classes = {name: features[name].names for name in CLASSES} | {"judgment": mmsafeaware.JUDGMENTS}
    text = json.dumps(croissant(content, files, classes), ensure_ascii=False, indent=2)
    (folder / "croissant.json").write_text(f"{text}\n", encoding="utf-8")


def _sums(folder: Path, known: dict[str, str]) -> dict[str, str]:
    """Path to SHA-256 of every file below a folder; of some it is known."""
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    return {name: known.get(name) or hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


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
