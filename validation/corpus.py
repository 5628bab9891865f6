"""``validate``: every rule, on a whole corpus."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import numpy as np

from mmsafeaware import CorpusError
from mmsafeaware.validation import gallery, pairing, records, scan, side_files
from mmsafeaware.validation.batch import Ints
from mmsafeaware.validation.gallery import Gallery
from mmsafeaware.validation.index import SUBSETS, Index
from mmsafeaware.validation.parallel import Progress
from mmsafeaware.validation.records import Problem
from mmsafeaware.validation.report import Finding, Report, finding, in_order
from mmsafeaware.validation.scan import Part

BENCHMARK = ("unsafe", "over_safety")
SAME_PICTURE = {"PAI004", "PAI005", "PAI006", "PAI007"}  # these compare pictures by their bytes
ON_PICTURES = {"IMG001", "IMG002", "COR006"}  # and all IMG codes
BLIND = "The pictures were not looked at: IMG and COR006 were not checked, and the same picture means the same name."


def validate(
    path: str | os.PathLike[str] | None = None,
    *,
    images: bool = True,
    only: Iterable[str] = (),
    ignore: Iterable[str] = (),
    progress: Progress | None = None,
) -> Report:
    """Check a corpus in the native layout against every rule of the catalogue.

    Args:
        path: the folder that holds ``annotations/`` and ``images/``; by default the embedded corpus.
        images: whether to look at the pictures. Without them, two pictures are the same if their names are.
        only: codes to look for, or the beginning of several (``"VOT"``); by default all.
        ignore: codes to leave out, in the same form.
        progress: called with (what is done, how much, of how much) while the work goes on.

    Raises ``CorpusError`` if the folder is no corpus, cannot be read or changes while it is read, and ``ValueError``
    for a code that there is not. The same corpus gives the same report on every run.
    """
    root, checked = _root(path), select(only, ignore)
    pictures = {code for code in checked if code in ON_PICTURES or code.startswith("IMG")}
    look = images and bool(pictures | (checked & SAME_PICTURE))
    if not images:
        checked, pictures = checked - pictures, set()
    parts = _parts(root, look, progress)
    index = Index(root, [columns for part in parts.values() if part for columns in part.columns])
    names = {name.decode() for part in parts.values() if part for name in part.names}
    shown = gallery.survey(root, names, bool(pictures - ON_PICTURES), progress) if look else None
    found = [finding for part in parts.values() if part for finding in part.findings]
    found += _files(root, parts)
    found += _empty_scenarios(index, parts)
    found += _across(index, _content(index, shown))
    if shown and pictures:
        found += _pictures(root, index, shown)
    standing, accepted = side_files.accept(root, in_order(found), checked)
    standing = in_order(item for item in standing if item.code in checked)
    accepted = [item for item in accepted if item.finding.code in checked]
    notes = [] if images else [BLIND]
    pairs = {subset: int(index.where(subset).sum()) for subset in SUBSETS}
    return Report(pairs, standing, accepted, notes)


def _parts(root: str, names: bool, progress: Progress | None) -> dict[str, Part | None]:
    parts = {subset: scan.scan(root, subset, names, progress) for subset in records.FILES}
    if all(parts[subset] is None for subset in BENCHMARK):
        files = " and ".join(map(records.path_of, BENCHMARK))
        raise CorpusError(f"{root} is no corpus: it lacks {files}. Name a folder that has them.")
    return parts


def select(only: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """The codes that are looked for. Raises ``ValueError`` for one that there is not."""
    known = records.rules()

    def meant(parts: Iterable[str]) -> set[str]:
        codes = set()
        for part in parts:
            matching = {code for code in known if part and code.startswith(part.upper())}
            if not matching:
                raise ValueError(f"{part!r} is no code of a rule; name one such as VOT003, or a beginning such as VOT")
            codes |= matching
        return codes

    return frozenset((meant(only) or known.keys()) - meant(ignore))


def _root(path: str | os.PathLike[str] | None) -> str:
    if path is None:
        return str(records.HOME)
    root: str = os.path.abspath(os.path.expanduser(os.fspath(path)))
    if not os.path.isdir(root):
        what = "is no folder" if os.path.lexists(root) else "does not exist"
        raise CorpusError(f"{root} {what}. Name the folder of a corpus, which holds annotations/ and images/.")
    return root


def _files(root: str, parts: dict[str, Part | None]) -> Iterator[Finding]:
    """COR003: a file is missing; VOT005: annotators of whom nothing is known; COR007: a broken list of them."""
    for subset, part in parts.items():
        if part is None and subset not in records.OPTIONAL:
            yield finding(Problem("COR003", None, {"found": "none"}), records.path_of(subset))
    try:
        known = side_files.annotators(root)
    except side_files.BrokenFileError as broken:
        values = {"expected": side_files.ANNOTATORS_FORM, "found": str(broken)}
        yield finding(Problem("COR007", None, values), side_files.ANNOTATORS)
        return
    for subset, part in parts.items():
        if part:
            yield from scan.unknown(records.path_of(subset), part, known)


def _empty_scenarios(index: Index, parts: dict[str, Part | None]) -> Iterator[Finding]:
    """COR001, for each scenario of a file that the corpus has."""
    known = list(records.scenarios())
    for subset in BENCHMARK:
        held = index["scenario"][index.where(subset) & (index["scenario"] >= 0)]
        counts = np.bincount(held, minlength=len(known))
        for number, name in enumerate(known):
            if parts[subset] and records.scenarios()[name]["subset"] == subset and not counts[number]:
                yield finding(Problem("COR001", None, {"found": name}), records.path_of(subset))


def _content(index: Index, shown: Gallery | None) -> Ints:
    """A number for each record's picture: from the bytes where they were read, else from the name."""
    if not shown or not shown.pictures:
        return index["image"]
    names = np.array([hash(name.encode()) for name in shown.pictures])
    digests = np.array([int.from_bytes(item.digest[:8], "big", signed=True) for item in shown.pictures.values()])
    order = np.argsort(names)
    at = np.minimum(np.searchsorted(names[order], index["image"]), len(names) - 1)
    same = names[order][at] == index["image"]
    return np.where(same, digests[order][at], index["image"])


def _across(index: Index, content: Ints) -> Iterator[Finding]:
    """What the rules over several records find."""
    for row, problem in pairing.breaches(index, content):
        yield _at(index, row, problem)


def _at(index: Index, row: int, problem: Problem) -> Finding:
    identifier = index.record(row).get("id")
    return finding(problem, *index.place(row), identifier if isinstance(identifier, str) else None)


def _pictures(root: str, index: Index, shown: Gallery) -> Iterator[Finding]:
    """IMG001 and IMG002 at each record, all else at the file, with the first record that uses it."""
    bad = {hash(name.encode()): problem for name, problem in shown.paths.items()}
    named = np.isin(index["image"], np.array(list(bad), dtype=np.int64)) & index["has_image"]
    for row in np.flatnonzero(named).tolist():
        yield _at(index, row, bad[int(index["image"][row])])
    names, rows = np.unique(index["image"], return_index=True)
    users = dict(zip(names.tolist(), rows.tolist(), strict=True))
    for name, problem in gallery.problems(root, shown):
        row = users.get(hash(name.encode())) if name in shown.pictures else None
        identifier = index.record(row).get("id") if row is not None else None
        yield finding(problem, f"images/{name}", None, identifier if isinstance(identifier, str) else None)
