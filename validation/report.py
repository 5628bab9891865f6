"""What validation found: findings, and a report of them for people, programs and GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from mmsafeaware.validation import records

if TYPE_CHECKING:
    import pandas as pd


class Finding(NamedTuple):
    """One breach of one rule.

    ``file`` is relative to the corpus; ``line`` counts from 1 and is null for a whole file; ``id`` is null where no
    record is meant. ``message`` says what was expected and what was found, ``fix`` what to do.
    """

    code: str
    severity: str
    file: str
    line: int | None
    id: str | None
    message: str
    fix: str


class Accepted(NamedTuple):
    """A finding that the corpus accepts, with the reason that it gives in ``annotations/accepted.json``."""

    finding: Finding
    reason: str


class Report(NamedTuple):
    """The result of ``validate``.

    ``pairs``: subset to number of records; ``findings``: sorted by file, line and code; ``accepted``: those that the
    corpus accepts; ``notes``: sentences on what was not checked.
    """

    pairs: dict[str, int]
    findings: list[Finding]
    accepted: list[Accepted]
    notes: list[str]

    @property
    def valid(self) -> bool:
        """Whether there is no finding of the severity ``error``, apart from the accepted ones."""
        return all(finding.severity != "error" for finding in self.findings)

    def counts(self) -> dict[str, int]:
        """Code to number of findings, in the order of the catalogue."""
        counts = dict.fromkeys(records.rules(), 0)
        for finding in self.findings:
            counts[finding.code] += 1
        return {code: count for code, count in counts.items() if count}

    def to_dict(self, limit: int | None = None) -> dict[str, Any]:
        """The report as JSON has it, with at most ``limit`` findings; ``accepted`` and ``notes`` if there are any."""
        content: dict[str, Any] = {"valid": self.valid, "pairs": self.pairs}
        content["findings"] = [finding._asdict() for finding in self.findings[:limit]]
        if self.accepted:
            content["accepted"] = [{**item.finding._asdict(), "reason": item.reason} for item in self.accepted]
        notes = list(self.notes)
        if limit is not None and limit < len(self.findings):
            notes.append(f"{limit:,} of {len(self.findings):,} findings are listed.")
        if notes:
            content["notes"] = notes
        return content

    def to_json(self, limit: int | None = None) -> str:
        """``to_dict`` as indented JSON with a line end."""
        return json.dumps(self.to_dict(limit), indent=2, ensure_ascii=False) + "\n"

    def to_pandas(self) -> pd.DataFrame:
        """A row for each finding that is not accepted, with the columns of ``Finding``; ``line`` may be ``<NA>``."""
        import pandas as pd

        frame: pd.DataFrame = pd.DataFrame(self.findings, columns=list(Finding._fields))
        frame["line"] = frame["line"].astype("Int64")
        return frame


def finding(problem: records.Problem, file: str, line: int | None = None, id: str | None = None) -> Finding:
    """A problem as a finding at a place."""
    rule = records.rules()[problem.code]
    field = f'field "{problem.field}": ' if problem.field else ""
    return Finding(problem.code, rule["severity"], file, line, id, field + records.message(problem), rule["fix"])


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings sorted by file, line and code, each once."""
    return sorted(set(findings), key=lambda item: (item.file, item.line or 0, item.code, item.id or "", item.message))
