"""``annotators.json`` and ``accepted.json``: who voted, and which findings a corpus accepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from mmsafeaware.validation import records
from mmsafeaware.validation.records import Problem, show
from mmsafeaware.validation.report import Accepted, Finding, finding

ANNOTATORS, ACCEPTED = "annotations/annotators.json", "annotations/accepted.json"
MAX_BYTES = 16 << 20


class BrokenFileError(ValueError):
    """A side file that is not what it should be; the message says what was found."""


def read(root: str, file: str) -> Any:
    """The file's JSON, None if there is no such file. Raises ``BrokenFileError``."""
    try:
        with records.opened(f"{root}/{file}") as opened:
            raw = opened.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise BrokenFileError(f"more than {MAX_BYTES:,} bytes")
        return records.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BrokenFileError((error.strerror or str(error)).lower()) from None
    except UnicodeDecodeError as error:
        raise BrokenFileError(f"the byte 0x{raw[error.start]:02x}, which is no UTF-8") from None
    except ValueError as error:
        raise BrokenFileError(str(error)) from None


def annotators(root: str) -> frozenset[str] | None:
    """The ids of ``annotators.json``, a list of objects; None without the file. Raises ``BrokenFileError``."""
    content = read(root, ANNOTATORS)
    if content is None:
        return None
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise BrokenFileError(show(content))
    for item in content:
        if not isinstance(item.get("id"), str):
            raise BrokenFileError(show(item))
    return frozenset(item["id"] for item in content)


class Waiver(NamedTuple):
    """An entry of ``accepted.json``: findings of a code, of one record or file if it names one, and why they stay."""

    code: str
    reason: str
    id: str | None = None
    file: str | None = None

    def covers(self, found: Finding) -> bool:
        """Whether it accepts a finding."""
        return self.code == found.code and self.id in (None, found.id) and self.file in (None, found.file)

    def __str__(self) -> str:
        return ", ".join([self.code, *(part for part in (self.id, self.file) if part)])


def waivers(root: str) -> list[Waiver]:
    """The entries of ``accepted.json``. Raises ``BrokenFileError``."""
    content = read(root, ACCEPTED)
    if content is None:
        return []
    if not isinstance(content, list):
        raise BrokenFileError(show(content))
    found = []
    for item in content:
        texts = isinstance(item, dict) and all(isinstance(value, str) and value.strip() for value in item.values())
        if not texts or not {"code", "reason"} <= item.keys() <= set(Waiver._fields):
            raise BrokenFileError(show(item))
        if item["code"] not in records.rules():
            raise BrokenFileError(f"the unknown code {show(item['code'])}")
        found.append(Waiver(**item))
    return found


def accept(root: str, found: list[Finding], checked: frozenset[str]) -> tuple[list[Finding], list[Accepted]]:
    """Findings that stand and findings that are accepted; a broken file (COR007) or a spare entry (COR008) is one too.

    ``checked``: the codes that were looked for; an entry for another code is not called spare.
    """
    try:
        entries = waivers(root)
    except BrokenFileError as broken:
        values = {"found": str(broken), "expected": ACCEPTED_FORM}
        return [*found, finding(Problem("COR007", None, values), ACCEPTED)], []
    by_code: dict[str, list[Waiver]] = {}
    for entry in entries:
        by_code.setdefault(entry.code, []).append(entry)
    standing, accepted, used = [], [], set()
    for item in found:
        covering = [entry for entry in by_code.get(item.code, ()) if entry.covers(item)]
        used.update(covering)
        if covering:
            accepted.append(Accepted(item, covering[0].reason))
        else:
            standing.append(item)
    standing += _spare([entry for entry in entries if entry not in used and entry.code in checked])
    return standing, accepted


def _spare(entries: list[Waiver]) -> Iterator[Finding]:
    return (finding(Problem("COR008", None, {"found": str(entry)}), ACCEPTED) for entry in entries)


ACCEPTED_FORM = 'a list of objects with "code", "reason" and, if they are to accept less, "id" or "file"'
ANNOTATORS_FORM = 'a list of objects with an "id" each'
