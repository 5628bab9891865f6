"""A report as text for people, and as annotations of a GitHub workflow."""

from __future__ import annotations

from collections.abc import Iterator

import click

from mmsafeaware.validation import records
from mmsafeaware.validation.report import Accepted, Finding, Report

FEW = 5  # findings of one code that the text lists, unless it is told how many
COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}
LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def text(report: Report, limit: int | None = None) -> Iterator[str]:
    """Lines grouped by code, the first few of each; the last line sums up. ``limit``: findings listed in all."""
    left = limit if limit is not None else len(report.findings)
    for code, count in report.counts().items():
        rule = records.rules()[code]
        head = click.style(f"{rule['severity']} {code}", fg=COLOURS[rule["severity"]], bold=True)
        yield f"{head}  {rule['title']} ({count:,})"
        found = [finding for finding in report.findings if finding.code == code]
        shown = found[: min(left, len(found) if limit is not None else FEW)]
        left -= len(shown)
        yield from (f"  {place(finding)}: {visible(finding.message)}" for finding in shown)
        if count > len(shown):
            yield f"  … and {count - len(shown):,} more"
        yield f"  Fix: {rule['fix']}"
    yield from _accepted(report.accepted)
    yield from report.notes
    yield _sum(report)


def place(finding: Finding) -> str:
    """File, line and id, as far as they are known."""
    line = f":{finding.line}" if finding.line else ""
    return visible(f"{finding.file}{line}") + (f" ({finding.id})" if finding.id else "")


def visible(value: str) -> str:
    """A text of a corpus with escapes for what cannot be printed, so that it cannot steer a terminal."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in value)


def _accepted(items: list[Accepted]) -> Iterator[str]:
    reasons: dict[tuple[str, str], int] = {}
    for item in items:
        key = item.finding.code, item.reason
        reasons[key] = reasons.get(key, 0) + 1
    for (code, reason), count in reasons.items():
        yield f"accepted {code} ({count:,}): {visible(reason)}"


def _sum(report: Report) -> str:
    pairs = ", ".join(f"{count:,} {subset}" for subset, count in report.pairs.items())
    severities = [finding.severity for finding in report.findings]
    counts = [(severities.count(name), name) for name in COLOURS]
    found = ", ".join(f"{count:,} {_many(name, count)}" for count, name in counts if count)
    verdict = click.style("valid", fg="green") if report.valid else click.style("not valid", fg="red")
    return f"{pairs}: {verdict}{', ' + found if found else ''}."


def _many(name: str, count: int) -> str:
    return name if count == 1 or name == "info" else f"{name}s"


def github(report: Report, folder: str, limit: int | None = None) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the lines. ``folder``: the corpus, relative to the repository."""
    for finding in report.findings[:limit]:
        path = f"{folder}/{finding.file}" if folder not in ("", ".") else finding.file
        line = f",line={finding.line}" if finding.line else ""
        who = f"{finding.id}: " if finding.id else ""
        title = f"{finding.code} {records.rules()[finding.code]['title']}"
        message = _data(f"{who}{finding.message}. {finding.fix}")
        yield f"::{LEVELS[finding.severity]} file={_property(path)}{line},title={_property(title)}::{message}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
