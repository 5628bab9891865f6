"""One line of an annotations file: is it a record, and can it be read in one way only?

These are the rules that loading enforces too (``REC001`` to ``REC006``, ``VOT001``, ``VOT002``, ``IMG001``,
``IMG002``), so this module needs only the standard library, imports no sibling, and may be loaded by its path: the
loading script of ``datasets`` 3 does so.
"""

from __future__ import annotations

import errno
import functools
import io
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILES = {"unsafe": "unsafe", "over_safety": "over_safety", "control": "controls", "discarded": "discarded"}
OPTIONAL = ("control", "discarded")
MAX_LINE = 1 << 20  # bytes; the longest record that the schema allows takes a tenth of it


class Problem(NamedTuple):
    """A breach: a code of ``catalogue.json``, the field (or None), and the values that its message names."""

    code: str
    field: str | None
    values: dict[str, str]


class Line(NamedTuple):
    """A line that is not blank: number from 1, position of its first byte, its bytes without the line end."""

    number: int
    offset: int
    raw: bytes


@functools.cache
def data(name: str) -> Any:
    """A data file of the package by its path, for example ``annotations/taxonomy.json``."""
    with io.open(f"{HOME}/{name}", encoding="utf-8") as file:
        return json.load(file)


def taxonomy() -> dict[str, Any]:
    """The dimensions and scenarios of ``annotations/taxonomy.json``."""
    loaded: dict[str, Any] = data("annotations/taxonomy.json")
    return loaded


@functools.cache
def scenarios() -> dict[str, dict[str, str]]:
    """Scenario id to its entry in the taxonomy, in the taxonomy's order."""
    return {item["id"]: item for item in taxonomy()["scenarios"]}


def path_of(subset: str) -> str:
    """Where a corpus keeps a subset, relative to its folder."""
    return f"annotations/{FILES[subset]}.jsonl"


def opened(path: str) -> io.BufferedReader:
    """A regular file, open for reading; any other kind is an ``OSError``, as opening a pipe would wait for ever."""
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EINVAL, "is no regular file", path)
    return io.open(path, "rb")


def lines(path: str) -> Iterator[Line]:
    """The lines of one file; a byte order mark, CRLF and blank lines are passed over. Raises ``OSError``."""
    offset = 0
    with opened(path) as file:
        for number, raw in enumerate(file, 1):
            start, offset = offset, offset + len(raw)
            if number == 1 and raw.startswith(b"\xef\xbb\xbf"):
                start, raw = 3, raw[3:]
            if raw.strip():
                yield Line(number, start, raw.rstrip(b"\r\n"))


def show(value: Any) -> str:
    """A value as JSON of at most 60 characters, for a message."""
    try:
        text = json.dumps(value)
    except RecursionError:
        return "brackets nested too deeply"
    return text if len(text) <= 60 else text[:57] + "..."


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {show(next(key for key in keys if keys.count(key) > 1))} twice")
    return record


def _constant(name: str) -> Any:
    raise ValueError(f"{name}, which JSON does not know")


_decode = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_constant).decode


def parse(raw: bytes) -> Any:
    """A line's JSON by RFC 7493, so that no two readers understand it differently. Raises ``ValueError``."""
    if len(raw) > MAX_LINE:
        raise ValueError(f"a line of {len(raw):,} bytes")
    return decode(raw)


def decode(raw: bytes) -> Any:
    """JSON of any length by RFC 7493. Raises ``ValueError``."""
    try:
        record = _decode(raw.decode())
        if b"\\u" in raw:
            json.dumps(record, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise ValueError(f"a text that breaks at {where}column {error.colno} ({error.msg.lower()})") from None
    except UnicodeEncodeError:
        raise ValueError("half of a surrogate pair") from None
    except RecursionError:
        raise ValueError("brackets nested too deeply") from None
    return record


_TYPES: dict[str, type] = {"string": str, "array": list, "null": type(None), "object": dict}
_NAMES = {"string": "a string", "array": "a list", "null": "null", "object": "an object"}
Breach = tuple[str, str, str, str]  # field, keyword, expected, found


def breaches(value: Any, rule: dict[str, Any], field: str = "") -> Iterator[Breach]:
    """What in a value breaks a rule of ``pair.schema.json``; knows just the keywords that this schema uses.

    Loading cannot ask for ``jsonschema``; the tests hold this function against it.
    """
    if "$ref" in rule:
        rule = data("annotations/pair.schema.json")["$defs"][rule["$ref"].rpartition("/")[2]]
    types = rule.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not isinstance(value, tuple(_TYPES[name] for name in types)):
        yield field, "type", " or ".join(_NAMES[name] for name in types), show(value)
    elif "enum" in rule and value not in rule["enum"]:
        yield field, "enum", "one of " + ", ".join(map(show, rule["enum"])), show(value)
    elif isinstance(value, str):
        yield from _string(value, rule, field)
    elif isinstance(value, list):
        if not rule["minItems"] <= len(value) <= rule["maxItems"]:
            yield field, "items", "", str(len(value))
        for position, item in enumerate(value):
            yield from breaches(item, rule["items"], f"{field}[{position}]")
    elif isinstance(value, dict):
        yield from _object(value, rule, f"{field}." if field else "")


def _string(value: str, rule: dict[str, Any], field: str) -> Iterator[Breach]:
    least, most = rule.get("minLength", 0), rule.get("maxLength", sys.maxsize)
    if not least <= len(value) <= most:
        yield field, "length", f"{least} to {most:,} characters", f"{len(value):,}"
    elif not re.search(rule.get("pattern", ""), value):
        yield field, "pattern", f"a value that matches {rule['pattern']}", show(value)


def _object(value: dict[str, Any], rule: dict[str, Any], prefix: str) -> Iterator[Breach]:
    for name in rule["required"]:
        if name not in value:
            yield prefix + name, "required", "the field", "none"
    for name, item in value.items():
        if name in rule["properties"]:
            yield from breaches(item, rule["properties"][name], prefix + name)
        else:
            yield prefix + show(name)[1:-1], "unknown", "no such field", show(item)


@functools.cache
def accepts(pointer: str = "") -> Callable[[Any], bool]:
    """A quick test of a value against the schema, or a part of it (``#/$defs/vote``): true where nothing breaks it.

    Twenty times as fast as asking ``breaches`` for a list that is nearly always empty; the tests hold it to that.
    """
    rule = data("annotations/pair.schema.json")
    for key in pointer.split("/")[1:]:
        rule = rule[key]
    return _test(rule)


def _test(rule: dict[str, Any]) -> Callable[[Any], bool]:
    if "$ref" in rule:
        return accepts(rule["$ref"])
    if "enum" in rule:
        allowed = frozenset(rule["enum"])
        return lambda value: isinstance(value, str) and value in allowed
    types = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    tests = {"string": _string_test, "array": _list_test, "object": _object_test}
    test = next(tests[name](rule) for name in types if name != "null")
    return (lambda value: value is None or test(value)) if "null" in types else test


def _string_test(rule: dict[str, Any]) -> Callable[[Any], bool]:
    least, most = rule.get("minLength", 0), rule.get("maxLength", sys.maxsize)
    if "pattern" not in rule:
        return lambda value: isinstance(value, str) and least <= len(value) <= most
    search = re.compile(rule["pattern"]).search
    return lambda value: isinstance(value, str) and least <= len(value) <= most and search(value) is not None


def _list_test(rule: dict[str, Any]) -> Callable[[Any], bool]:
    least, most, test = rule["minItems"], rule["maxItems"], _test(rule["items"])
    return lambda value: isinstance(value, list) and least <= len(value) <= most and all(map(test, value))


def _object_test(rule: dict[str, Any]) -> Callable[[Any], bool]:
    required, tests = frozenset(rule["required"]), {name: _test(part) for name, part in rule["properties"].items()}

    def test(value: Any) -> bool:
        if not isinstance(value, dict) or not required <= value.keys() <= tests.keys():
            return False
        for name, part in value.items():  # noqa: SIM110 (twice as fast as all())
            if not tests[name](part):
                return False
        return True

    return test


def check(raw: bytes, subset: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """A line's record (None if it holds none) and all that makes it unreadable or ambiguous by itself."""
    try:
        record = parse(raw)
    except UnicodeDecodeError as error:
        found = f"the byte 0x{raw[error.start]:02x} at column {error.start + 1}"
        return None, [Problem("REC005", None, {"found": found})]
    except ValueError as error:
        return None, [Problem("REC001", None, {"found": str(error)})]
    if not isinstance(record, dict):
        return None, [Problem("REC001", None, {"found": show(record)})]
    fits = accepts()(record)
    broken = [] if fits else [_coded(record, b) for b in breaches(record, data("annotations/pair.schema.json"))]
    return record, [*broken, *_scenario(record, subset), *_annotators(record)]


def _coded(record: dict[str, Any], breach: Breach) -> Problem:
    field, keyword, expected, found = breach
    if keyword == "items":
        return Problem("VOT001", field, {"found": found})
    if field == "text" and (keyword == "pattern" or found == "0"):
        return Problem("REC006", field, {"found": show(record["text"])})
    return Problem("REC002", field, {"expected": expected, "found": found})


def _scenario(record: dict[str, Any], subset: str) -> Iterator[Problem]:
    name = record.get("scenario")
    if isinstance(name, str):
        bound = subset in ("unsafe", "over_safety")
        right = scenarios().get(name, {}).get("subset")
        if right is None or (bound and right != subset):
            expected = f"the subset {subset}" if bound else "the taxonomy"
            yield Problem("REC004", "scenario", {"expected": expected, "found": show(name)})


def _annotators(record: dict[str, Any]) -> Iterator[Problem]:
    votes = record.get("votes")
    names = [vote.get("annotator") for vote in votes if isinstance(vote, dict)] if isinstance(votes, list) else []
    for name in dict.fromkeys(name for name in names if isinstance(name, str) and names.count(name) > 1):
        yield Problem("VOT002", "votes", {"found": show(name)})


def repeated(identifier: str, place: str, seen: dict[str, str]) -> Problem | None:
    """A problem if the id stands in ``seen`` (id to place) already; else its place is remembered there."""
    first = seen.setdefault(identifier, place)
    return None if first == place else Problem("REC003", "id", {"found": show(identifier), "other": first})


def image(root: str, name: str) -> tuple[int, Problem | None]:
    """(size in bytes, problem) of the file that a record's ``image`` names inside the corpus's ``images/``."""
    parts = name.split("/")
    if "\\" in name or "\0" in name or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
        return 0, Problem("IMG002", "image", {"found": show(name)})
    path = f"{root}/images/{name}"
    try:
        status = os.lstat(path)
        if len(parts) > 1 or not stat.S_ISREG(status.st_mode):
            real = os.path.realpath(path)
            if not real.startswith(os.path.realpath(f"{root}/images") + os.sep):
                return 0, Problem("IMG002", "image", {"found": f"{show(name)}, a link to {show(real)}"})
            status = os.stat(path)
    except OSError as error:
        found = error.strerror.lower() if error.strerror else str(error)
        return 0, Problem("IMG001", "image", {"expected": f"images/{name}", "found": found})
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "something that is no regular file"
        return 0, Problem("IMG001", "image", {"expected": f"images/{name}", "found": kind})
    return status.st_size, None


@functools.cache
def rules() -> dict[str, dict[str, str]]:
    """Code to its entry in ``catalogue.json``, in the catalogue's order."""
    return {rule["code"]: rule for rule in data("validation/catalogue.json")}


def message(problem: Problem) -> str:
    """What was expected and what was found, without place, fix and code."""
    return rules()[problem.code]["message"].format(**problem.values)


def tell(problem: Problem, file: str, line: int) -> str:
    """One sentence for a problem: place, what was expected and found, the fix, the code."""
    field = f', field "{problem.field}"' if problem.field else ""
    return f"{file}, line {line}{field}: {message(problem)}. {rules()[problem.code]['fix']} [{problem.code}]"
