"""From the authors' release to a corpus in the native layout."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from mmsafeaware import CorpusError
from mmsafeaware.release import known as knowledge
from mmsafeaware.release import report as reporting
from mmsafeaware.release.known import Known
from mmsafeaware.release.pictures import Picture, look
from mmsafeaware.release.plan import Edition, Fate, Plan, plan
from mmsafeaware.release.source import FOLDERS, Source, open_release
from mmsafeaware.validation import records
from mmsafeaware.writing import refuse, whole_folder

Progress = Callable[[int, int], object]


def import_release(
    src: Path, out: Path, edition: Edition = "clean", force: bool = False, progress: Progress | None = None
) -> dict[str, Any]:
    """Write the authors' release at ``src`` as a corpus in the native layout at ``out``; return the report.

    Args:
        src: a clone of the authors' repository, or its ``data`` folder.
        out: the folder to make. ``FileExistsError`` if it exists and is not empty, unless ``force``.
        edition: "clean" applies ``annotations/release/errata.json``; "raw" leaves labels and sentences as published.
        force: replace ``out``; until the new folder is whole, the old one stays.
        progress: called with (steps done, steps in all).

    The report is what ``out/import-report.json`` holds. Raises ``FileNotFoundError`` if ``src`` holds no release and
    ``CorpusError``, with file and line, if the release is malformed. The same release gives the same bytes.
    """
    return run(Path(src), Path(out), knowledge.load(), edition, force, progress)


def run(
    src: Path, out: Path, known: Known, edition: Edition, force: bool = False, progress: Progress | None = None
) -> dict[str, Any]:
    """``import_release`` with the labels and errata given."""
    if edition not in get_args(Edition):
        raise ValueError(f"edition: expected one of {', '.join(get_args(Edition))}, found {edition!r}.")
    src, out = src.expanduser(), out.expanduser()
    keep = {"SRC": src}
    refuse(out, force, keep)  # before any work
    source = open_release(src)
    _check(source, out, known)
    steps, total = 0, 2 * len(source.pictures)

    def step() -> None:
        nonlocal steps
        steps += 1
        if progress:
            progress(steps, total)

    pictures = {}
    for id, path in source.pictures.items():
        recorded = known.labels[id].image_sha256 if id in known.labels else None
        pictures[id] = look(path, recorded, path.relative_to(source.root).as_posix())
        step()
    made = plan(source, pictures, known, edition)
    if not made.kept:
        why = "not one sentence of prompt.txt has a picture in images/ or images2/; take the whole repository"
        raise FileNotFoundError(errno.ENOENT, why, str(source.root))
    report = reporting.report(source, pictures, known, made)
    with whole_folder(out, force, keep) as folder:
        _write(folder, source, pictures, known, made, report, step)
    if progress and steps < total:
        progress(total, total)  # pairs that are left out were not copied
    return report


def _check(source: Source, out: Path, known: Known) -> None:
    """Every sentence has a label, and OUT is not where the release keeps its pictures."""
    for id, sentence in source.sentences.items():
        if id not in known.labels:
            fix = "The labels were made without it; take the pair out of prompt.txt, or update mmsafeaware"
            why = f"prompt.txt, line {sentence.line}: the id {id} has no label in annotations/release. {fix}."
            raise CorpusError(why, None, "prompt.txt", sentence.line)
    if any(out.resolve().is_relative_to((source.root / folder).resolve()) for folder in FOLDERS):
        raise FileExistsError(errno.EEXIST, "is in SRC's own folder of pictures; name another folder", str(out))


def _write(
    folder: Path,
    source: Source,
    pictures: dict[int, Picture],
    known: Known,
    made: Plan,
    report: dict[str, Any],
    step: Callable[[], None],
) -> None:
    (folder / "annotations").mkdir()
    (folder / "images").mkdir()
    (folder / "annotations" / "annotators.json").write_bytes(known.annotators)
    (folder / "annotations" / "about.json").write_bytes(known.about.replace(b"EDITION", made.edition.encode()))
    for subset in ("unsafe", "over_safety"):
        lines = [_line(fate, source) for fate in made.kept if fate.subset == subset]
        (folder / records.path_of(subset)).write_bytes(b"".join(lines))
    for fate in made.kept:
        content = source.pictures[fate.id].read_bytes()
        if hashlib.sha256(content).hexdigest() != pictures[fate.id].sha256:
            why = f"{source.pictures[fate.id]} changed while it was read; import again."
            raise CorpusError(why, None, source.pictures[fate.id].name)
        (folder / "images" / fate.record["image"]).write_bytes(content)
        step()
    text = json.dumps(report, ensure_ascii=False, indent=2)
    (folder / reporting.FILE).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _line(fate: Fate, source: Source) -> bytes:
    """A record's line; what a corpus may not hold (a sentence of 3,000 characters, say) is an error at its source."""
    raw = json.dumps(fate.record, ensure_ascii=False).encode()
    problems = records.check(raw, fate.subset)[1]
    if problems:
        line = source.sentences[fate.id].line
        why = records.tell(problems[0], f"prompt.txt, id {fate.id}", line)
        raise CorpusError(why, problems[0].code, "prompt.txt", line, problems[0].field)
    return raw + b"\n"
