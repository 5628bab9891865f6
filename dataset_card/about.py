"""What a corpus says of itself: ``annotations/about.json``, ``canary.json`` and ``changelog.json``, each optional."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from mmsafeaware import CorpusError
from mmsafeaware.audit.reading import canary

ABOUT, CHANGELOG, SHORTCUTS = (f"annotations/{name}.json" for name in ("about", "changelog", "shortcuts"))
FIRST = "0.1.0"  # the version of a corpus that names none
_SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"
)  # https://semver.org/
LISTS = (
    "creators", "language", "source_datasets", "task_categories", "tags", "collection_type", "uses", "not_for",
    "biases", "limits", "citations",
)  # fmt: skip
TEXTS = (
    "pretty_name", "summary", "license", "license_url", "published", "homepage", "annotators", "made", "protocol",
    "social_impact", "content", "personal", "maintenance", "differs",
)  # fmt: skip


class About(NamedTuple):
    """``said``: what ``about.json`` says, empty where there is none. ``canary``: its sentence, or None.

    ``version`` and ``changes`` (newest first) are those of ``changelog.json``.
    """

    said: dict[str, Any]
    canary: str | None
    version: str
    changes: list[dict[str, Any]]

    def text(self, name: str, default: str = "") -> str:
        """A text of ``about.json``."""
        found: str = self.said.get(name, default)
        return found

    def list(self, name: str) -> list[str]:
        """A list of texts of ``about.json``."""
        found: list[str] = self.said.get(name, [])
        return found


def read(root: Path, version: str | None = None) -> About:
    """Read the three files of a corpus; ``version`` is for a corpus without a changelog.

    Raises ``CorpusError``, with the file, for what is not JSON of the expected form, and for a ``version`` that is not
    semantic or not that of the changelog.
    """
    said = _checked(root)
    changes: list[dict[str, Any]] = _json(root, CHANGELOG, list) or []
    for change in changes:
        if not isinstance(change, dict) or not _SEMVER.fullmatch(str(change.get("version"))):
            raise _wrong(CHANGELOG, 'a list of objects with a "version" such as "1.0.0", newest first')
    newest = changes[0]["version"] if changes else None
    if version is not None and not _SEMVER.fullmatch(version):
        raise CorpusError(f"--version: expected a semantic version such as 1.0.0, found {version!r}.")
    if version and newest and version != newest:
        why = f"--version: {version} is not the newest version of {CHANGELOG}, {newest}; add an entry for it there."
        raise CorpusError(why)
    return About(said, canary(str(root)), version or newest or FIRST, changes)


def _checked(root: Path) -> dict[str, Any]:
    said: dict[str, Any] = _json(root, ABOUT, dict) or {}
    for name, value in said.items():
        if name in TEXTS and not isinstance(value, str):
            raise _wrong(ABOUT, f"{name} to be a text")
        if name in LISTS and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise _wrong(ABOUT, f"{name} to be a list of texts")
        if name not in (*TEXTS, *LISTS, "synthetic", "gate", "examples"):
            raise CorpusError(f"{ABOUT}: unknown field {name}. Take it out.", file=ABOUT, field=name)
    examples = said.get("examples", {})
    if not isinstance(examples, dict) or not all(isinstance(item, str) for item in examples.values()):
        raise _wrong(ABOUT, "examples to be an object of subsets and ids")
    gate = said.get("gate", {})
    if not isinstance(gate, dict) or (gate and set(gate) != {"prompt", "fields"}):
        raise _wrong(ABOUT, "gate to be an object with prompt and fields")
    return said


def _json(root: Path, name: str, kind: type) -> Any:
    try:
        found = json.loads((root / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        raise _wrong(name, "JSON") from None
    if not isinstance(found, kind):
        raise _wrong(name, "an object" if kind is dict else "a list")
    return found


def _wrong(name: str, expected: str) -> CorpusError:
    return CorpusError(f"{name}: expected {expected}. Mend it, or take the file away.", file=name)
