"""The records of a corpus in the native layout, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mmsafeaware import CorpusError
from mmsafeaware.validation import records


def pairs(root: Path, subset: str) -> Iterator[dict[str, Any]]:
    """The records of one file; none where the file is missing.

    Raises ``CorpusError``, with file and line, for the first that cannot be read.
    """
    file = records.path_of(subset)
    try:
        for line in records.lines(str(root / file)):
            record, problems = records.check(line.raw, subset)
            if problems or record is None:
                raise CorpusError(records.tell(problems[0], file, line.number), problems[0].code, file, line.number)
            yield record
    except FileNotFoundError:
        return
