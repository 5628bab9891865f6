"""Looks for a corpus in other people's text: its canary, its sentences word for word, and its sentences nearly so.

A sentence is found by its runs of ``RUN`` words, whatever the case, punctuation and white space between them. All of
its runs make an exact find, ``NEAR`` of them a near one. A shorter sentence says too little: it counts only where it is
a whole line, or a whole text of a JSON line.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mmsafeaware import CorpusError
from mmsafeaware.audit.reading import CANARY, canary
from mmsafeaware.audit.surface import plain
from mmsafeaware.dataset_card.native import pairs
from mmsafeaware.validation import records

RUN, NEAR, SHORT = 5, 0.6, 8  # words of a run; share of a sentence's runs; words from which runs are looked at
STRIDE = 1 << 20  # characters of a line that are looked at together
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)


class Find(NamedTuple):
    """``kind``: ``canary``, ``exact`` or ``near``; ``share``: of the sentence's runs of words; ``id``: of the pair."""

    file: str
    line: int
    kind: str
    id: str | None
    share: float


class Detector:
    """The sentences of a corpus (discards included), ready to be looked for."""

    def __init__(self, root: Path) -> None:
        """Raises ``CorpusError`` if the corpus has no record, or one that cannot be read."""
        sentence = canary(str(root)) or ""
        found = _GUID.search(sentence)
        self.guid = found[0].lower() if found else None
        if sentence and not self.guid:
            raise CorpusError(f"{CANARY}: the sentence holds no GUID. Mend it, or take the file away.", file=CANARY)
        self.runs: dict[str, list[str]] = {}  # run of words to the ids of the sentences that have it
        self.length: dict[str, int] = {}  # id to its number of different runs
        self.whole: dict[str, str] = {}  # short sentence to its id
        sentences: dict[str, str] = {}  # one of several pairs is told of once, by the first of them
        for subset in records.FILES:
            for pair in pairs(root, subset):
                sentences.setdefault(plain(pair["text"]), pair["id"])
        for text, identifier in sentences.items():
            words = text.split()
            if len(words) < SHORT:
                self.whole.setdefault(" ".join(words), identifier)
                continue
            runs = set(_runs(words))
            self.length[identifier] = len(runs)
            for run in runs:
                self.runs.setdefault(run, []).append(identifier)
        if not self.length and not self.whole:
            raise CorpusError(f"{root} holds no pair to look for. Name a corpus in the native layout.")

    def look(self, path: Path) -> Iterator[Find]:
        """What a text or JSONL file holds of the corpus, line by line. Raises ``OSError``; memory stays flat."""
        with records.opened(str(path)) as file:
            number, start = 0, True
            tail = ""
            while raw := file.readline(STRIDE):
                number += start
                line = raw.decode("utf-8", errors="replace")
                start = raw.endswith(b"\n")
                yield from (find._replace(file=str(path), line=number) for find in self.line(tail + line))
                # A line that is longer than a stride is cut: the next part begins with the end of this one.
                tail = "" if start else line[-2048:]

    def line(self, line: str) -> Iterator[Find]:
        """What one line holds; ``file`` and ``line`` of the finds are empty."""
        if self.guid and self.guid in line.lower():
            yield Find("", 0, "canary", None, 1.0)
        seen: set[str] = set()
        for text in _texts(line):
            words = plain(text).split()
            if (short := self.whole.get(" ".join(words))) and short not in seen:
                seen.add(short)
                yield Find("", 0, "exact", short, 1.0)
            hits = Counter(identifier for run in set(_runs(words)) for identifier in self.runs.get(run, ()))
            for identifier, count in sorted(hits.items()):
                share = count / self.length[identifier]
                if share >= NEAR and identifier not in seen:
                    seen.add(identifier)
                    yield Find("", 0, "exact" if share == 1 else "near", identifier, share)


def _runs(words: list[str]) -> Iterable[str]:
    return (" ".join(words[place : place + RUN]) for place in range(len(words) - RUN + 1))


def _texts(line: str) -> Iterator[str]:
    """The texts inside a JSON line; else the line as it is."""
    if line.lstrip().startswith(("{", "[")):
        try:
            yield from _strings(json.loads(line))
            return
        except (ValueError, RecursionError):
            pass
    yield line


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
