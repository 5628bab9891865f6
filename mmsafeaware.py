"""MMSafeAware: image-text pairs whose safety only shows when both are read together.

Importing this module registers the name with ``datasets``::

    import mmsafeaware
    from datasets import load_dataset
    pairs = load_dataset("mmsafeaware", "unsafe", split="test")

Paper: Wang et al., ACL 2025, arXiv 2502.11184.

``datasets`` before 4 also runs this one file as a loading script, away from its folder, so it needs nothing but
``datasets`` and the standard library. Instantiating a builder makes ``datasets`` replace ``open``, ``os.path`` and
``pathlib.Path`` in the builder's own module: files are opened with ``io.open``, and paths are joined as text.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import importlib.util
import io
import itertools
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import datasets
import pyarrow as pa

__version__ = "0.1.0"
__all__ = ["Corpus", "CorpusError", "MMSafeAware", "features", "table"]

# The root of a checkout *is* the package: with a search path of its own, this file finds its sub-packages there too.
__path__ = [os.path.dirname(os.path.abspath(__file__))]

NAME = "mmsafeaware"
CONFIGS = {
    "all": (["unsafe", "over_safety"], "Both subsets of the benchmark."),
    "unsafe": (["unsafe"], "Image and text are each harmless and unsafe together."),
    "over_safety": (["over_safety"], "The image or the text looks unsafe; together they are safe."),
    "controls": (["control"], "Pairs that are what they look like; no part of the benchmark."),
}
JUDGMENTS = ["safe", "unsafe", "unsure"]
CHUNK_ROWS, CHUNK_BYTES = 256, 64 << 20  # of one Arrow table: memory stays flat, no binary column nears 2 GiB


class CorpusError(ValueError):
    """A corpus that cannot be read; the message names file, line and field, what is expected and found, and the fix.

    Attributes: ``code`` of the rule, ``file`` relative to the corpus, ``line`` from 1, ``field``; each may be None.
    """

    def __init__(
        self,
        message: str,
        code: str | None = None,
        file: str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code, self.file, self.line, self.field = code, file, line, field

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.args[0], self.code, self.file, self.line, self.field)


class Chunk(NamedTuple):
    """A run of lines of one subset's file: its bytes ``start`` to ``end``, which hold ``rows`` records."""

    subset: str
    start: int
    end: int
    rows: int


class Row(NamedTuple):
    """A good line: its first byte and bytes, the record, and the size of its picture in bytes."""

    offset: int
    raw: bytes
    record: dict[str, Any]
    weight: int


@functools.cache
def _records(home: str) -> Any:
    """``validation.records``: imported where this is the package, else (a loading script) loaded from its folder."""
    if __name__ == NAME:
        return importlib.import_module(f"{NAME}.validation.records")
    spec = importlib.util.spec_from_file_location(f"{__name__}_records", f"{home}/validation/records.py")
    if spec is None or spec.loader is None or not os.path.isfile(f"{home}/validation/records.py"):
        raise CorpusError(f"{home} lacks validation/records.py; load from a whole checkout of {NAME}.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def features(home: str = __path__[0]) -> datasets.Features:
    """The features of the loaded dataset, the same for every config, so that configs concatenate."""
    records, label = _records(home), datasets.ClassLabel
    text, judgment = datasets.Value("string"), label(names=JUDGMENTS)
    return datasets.Features(
        {
            "id": text,
            "image": datasets.Image(),
            "image_description": text,
            "text": text,
            "scenario": label(names=list(records.scenarios())),
            "dimension": label(names=[item["id"] for item in records.taxonomy()["dimensions"]]),
            "subset": label(names=["unsafe", "over_safety", "control"]),
            "label": label(names=["safe", "unsafe"]),
            # In brackets it is a list of dicts on every version; ``Sequence`` and ``List`` are not.
            "annotator_votes": [{"annotator": text, "image": judgment, "text": judgment, "pair": judgment}],
            "base_id": text,
            "source": text,
            "license": text,
        }
    )


def table(pairs: list[dict[str, Any]], subset: str, images: list[bytes], home: str = __path__[0]) -> pa.Table:
    """Records of one subset and the bytes of their pictures as a table with ``features()``; votes may be null."""
    columns, known = features(home), _records(home).scenarios()
    names = {
        **{name: [pair.get(name) for pair in pairs] for name in columns},
        "dimension": [known[pair["scenario"]]["dimension"] for pair in pairs],
        "subset": [subset] * len(pairs),
    }
    data = {name: columns[name].str2int(names[name]) for name in ("scenario", "dimension", "subset", "label")}
    data["image"] = pa.StructArray.from_arrays(
        [pa.array(images, pa.binary()), pa.array(names["image"])], ["bytes", "path"]
    )
    data["annotator_votes"] = _votes([pair["votes"] for pair in pairs])
    return pa.table({**names, **data}, schema=pa.schema([pa.field(f.name, f.type) for f in columns.arrow_schema]))


def _votes(lists: list[list[dict[str, str]] | None]) -> pa.ListArray:
    """Votes as Arrow has them: the judgments of all votes column by column, and where each pair's votes begin."""
    flat = [vote for votes in lists for vote in votes or ()]
    codes = {name: code for code, name in enumerate(JUDGMENTS)}
    parts = {part: pa.array([codes[vote[part]] for vote in flat], pa.int64()) for part in ("image", "text", "pair")}
    columns = {"annotator": pa.array([vote["annotator"] for vote in flat], pa.string()), **parts}
    starts = [0, *itertools.accumulate(len(votes or ()) for votes in lists)]
    # A start that is null makes a null of the pair's votes, which an empty list would not be.
    offsets = [None if votes is None else start for votes, start in zip(lists, starts[:-1], strict=True)]
    return pa.ListArray.from_arrays(
        pa.array([*offsets, starts[-1]], pa.int32()), pa.StructArray.from_arrays(list(columns.values()), list(columns))
    )


class Corpus:
    """A folder in the native layout, read as Arrow tables; ``home`` is the package that says what a record may hold."""

    def __init__(self, root: str = __path__[0], home: str = __path__[0]) -> None:
        self.root, self.home = root, home

    @property
    def records(self) -> Any:
        """``validation.records``; no attribute, as worker processes are sent a copy of what is."""
        return _records(self.home)

    def digest(self) -> str:
        """A hash of all that a load depends on: the annotations' contents, and each picture's name and status.

        Of a picture size, times and inode are taken, as git's index does: no rewrite leaves the change time as it was.
        """
        digest = hashlib.sha256(__version__.encode())
        annotations = [f"{self.root}/{self.records.path_of(subset)}" for subset in self.records.FILES]
        for path in [f"{self.home}/annotations/taxonomy.json", *annotations]:
            try:
                with io.open(path, "rb") as file:
                    digest.update(hashlib.sha256(file.read()).digest())
            except OSError:
                digest.update(b"none")
        for folder, _, names in sorted(os.walk(f"{self.root}/images")):
            for name in sorted(names):
                with contextlib.suppress(OSError):
                    status = os.stat(f"{folder}/{name}")
                    stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
                    digest.update(f"{folder}/{name} {stamp}".encode(errors="surrogateescape"))
        return digest.hexdigest()[:32]

    def chunks(self, needed: list[str]) -> list[Chunk]:
        """The needed subsets in runs of lines that make one table each. Checks the whole corpus on the way.

        Raises ``CorpusError`` for the first line that is unreadable or ambiguous, for a file that is missing and if
        the needed subsets have no pair at all.
        """
        chunks = []
        for subset, rows in self._runs(needed):
            end = rows[-1].offset + len(rows[-1].raw)
            chunks.append(Chunk(subset, rows[0].offset, end, len(rows)))
        return chunks

    def table(self, chunk: Chunk) -> pa.Table:
        """A chunk's pairs, with the bytes of their pictures, as a table of ``features()``."""
        with io.open(f"{self.root}/{self.records.path_of(chunk.subset)}", "rb") as file:
            file.seek(chunk.start)
            pairs = [json.loads(line) for line in file.read(chunk.end - chunk.start).split(b"\n") if line.strip()]
        return self._with_pictures(pairs, chunk.subset)

    def tables(self, needed: list[str]) -> Iterator[tuple[str, pa.Table]]:
        """(subset, table) of the needed subsets one after the other, each line read once; raises as ``chunks`` does.

        An error may come after tables that were good: use them only when all have come.
        """
        for subset, rows in self._runs(needed):
            yield subset, self._with_pictures([row.record for row in rows], subset)

    def _with_pictures(self, pairs: list[dict[str, Any]], subset: str) -> pa.Table:
        images = []
        for pair in pairs:
            with io.FileIO(f"{self.root}/images/{pair['image']}") as file:
                images.append(file.readall())
        return table(pairs, subset, images, self.home)

    def _runs(self, needed: list[str]) -> Iterator[tuple[str, list[Row]]]:
        """Runs of rows for one table each, of the needed subsets; the other files are checked, too."""
        seen: dict[str, str] = {}
        empty = True
        for subset in self.records.FILES:
            run: list[Row] = []
            size = 0
            for row in self._checked(subset, seen, needed):
                if run and (len(run) == CHUNK_ROWS or size + row.weight > CHUNK_BYTES):
                    yield subset, run
                    run, size = [], 0
                if subset in needed:
                    run.append(row)
                    size, empty = size + row.weight, False
            if run:
                yield subset, run
        if empty:
            files = " and ".join(map(self.records.path_of, needed))
            raise CorpusError(
                f"{files}: no pair there in {self.root}. Write one record a line, or load another config."
            )

    def _checked(self, subset: str, seen: dict[str, str], needed: list[str]) -> Iterator[Row]:
        records, file = self.records, self.records.path_of(subset)
        try:
            for number, offset, raw in records.lines(f"{self.root}/{file}"):
                record, problems = records.check(raw, subset)
                weight = 0
                if not problems:
                    twice = records.repeated(record["id"], f"{file}, line {number}", seen)
                    weight, missing = records.image(self.root, record["image"])
                    problems = [problem for problem in (twice, missing) if problem]
                if problems:
                    code, field, _ = problems[0]
                    raise CorpusError(records.tell(problems[0], file, number), code, file, number, field)
                yield Row(offset, raw, record, weight)
        except FileNotFoundError:
            if subset not in records.OPTIONAL or needed == [subset]:
                fix = "A corpus is a folder with annotations/ and images/; name one that has this file."
                raise CorpusError(f"{file}: the file is missing in {self.root}. {fix}", None, file) from None
        except OSError as error:
            why = f"{file}: cannot be read in {self.root} ({error.strerror}). Mend that and load again."
            raise CorpusError(why, None, file) from None


class MMSafeAware(datasets.ArrowBasedBuilder):
    """Reads a corpus in the native layout: the embedded one, or the folder given as ``data_dir``."""

    BUILDER_CONFIGS = [  # noqa: RUF012
        datasets.BuilderConfig(name=name, version=datasets.Version("1.0.0"), description=text)
        for name, (_, text) in CONFIGS.items()
    ]
    DEFAULT_CONFIG_NAME = "all"

    def __init__(self, *args: Any, hash: str | None = None, base_path: str | None = None, **kwargs: Any) -> None:
        packaged = os.path.isfile(f"{__path__[0]}/annotations/taxonomy.json")
        home = __path__[0] if packaged else os.path.abspath(base_path or ".")
        self.corpus = Corpus(os.path.abspath(os.path.expanduser(kwargs.get("data_dir") or home)), home)
        # Without a hash of the data the cache would go on serving the rows of before a change.
        super().__init__(*args, hash=self.corpus.digest(), base_path=base_path, **kwargs)

    def _info(self) -> datasets.DatasetInfo:
        return datasets.DatasetInfo(
            description=f"Multimodal safety awareness, judged by three annotators. {self.config.description}",
            features=features(self.corpus.home),
            homepage="https://arxiv.org/abs/2502.11184",
        )

    def _split_generators(self, dl_manager: Any) -> list[datasets.SplitGenerator]:
        # The corpus is checked here, as datasets wraps what a generator raises in an error that says nothing.
        chunks = self.corpus.chunks(CONFIGS[self.config.name][0])
        return [datasets.SplitGenerator("test", {"chunks": chunks, "digest": self.hash})]

    def _generate_tables(self, chunks: list[Chunk], digest: str) -> Iterator[tuple[str, pa.Table]]:
        for chunk in chunks:
            yield f"{chunk.subset}-{chunk.start}", self.corpus.table(chunk)
        if self.corpus.digest() != digest:
            raise CorpusError(f"{self.corpus.root} changed while it was read; load it again.")


def _module(data_dir: str | None) -> datasets.load.DatasetModule:
    """What ``datasets`` needs to know of a corpus: the builder, and the configs that the corpus has files for."""
    root = os.path.abspath(os.path.expanduser(data_dir or __path__[0]))
    controls = os.path.exists(f"{root}/{_records(__path__[0]).path_of('control')}")
    configs = [config for config in MMSafeAware.BUILDER_CONFIGS if controls or config.name != "controls"]
    parameters = datasets.load.BuilderConfigsParameters(builder_configs=configs, default_config_name="all")
    return datasets.load.DatasetModule(NAME, "", {"dataset_name": NAME}, builder_configs_parameters=parameters)


def _register() -> None:
    """Make ``datasets`` know the name, wherever it has already imported the function that looks names up."""
    original = datasets.load.dataset_module_factory
    if getattr(original, "_knows", None) == NAME:
        return

    @functools.wraps(original)
    def factory(path: str, *args: Any, **kwargs: Any) -> Any:
        if path != NAME:
            return original(path, *args, **kwargs)
        if kwargs.get("data_files"):
            raise ValueError(f"{NAME} takes data_dir=, the folder of a corpus; leave data_files= out.")
        return _module(kwargs.get("data_dir"))

    factory._knows = NAME  # type: ignore[attr-defined]
    for module in [module for name, module in sys.modules.items() if name.partition(".")[0] == "datasets"]:
        if vars(module).get("dataset_module_factory") is original:
            vars(module)["dataset_module_factory"] = factory


if __name__ == NAME:
    _register()
