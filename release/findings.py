"""What the rules over the release share: the pairs that they read, and the entries that they give."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import Any, NamedTuple

from mmsafeaware.release.known import Label
from mmsafeaware.release.pictures import Picture
from mmsafeaware.validation import records

ALWAYS, SENTENCE, PICTURE, NO_PICTURE, SAME_PAIR = (
    "always",
    "the sentence is as recorded",
    "the picture is as recorded",
    "there is no picture",
    "it is the same picture and sentence as the other's",
)
Entry = dict[str, Any]


class Pair(NamedTuple):
    """All that is known of one pair; ``picture`` is None where the release has none."""

    label: Label
    text: str
    picture: Picture | None

    @property
    def id(self) -> int:
        """The authors' id."""
        return self.label.id


Release = dict[int, Pair]


def entry(pair: Pair, kind: str, what: str, why: str, action: str, when: str, **more: Any) -> Entry:
    """An entry; ``more`` is what the action needs."""
    return {"id": pair.id, "kind": kind, "what": what, "why": why, "action": action, "when": when, **more}


def edit(pair: Pair, kind: str, what: str, why: str, **change: Any) -> Entry:
    """An entry that changes the sentence; ``change`` is one change that ``editing.apply`` knows."""
    return entry(pair, kind, what, why, "edit", SENTENCE, edit=change)


def bare(text: str) -> str:
    """A sentence without what does not tell it from another: white space, case, closing marks, a stray digit."""
    text = re.sub(r"([^\W\d_][?!.]*)\d+$", r"\1", " ".join(text.split()))
    return text.rstrip("?!. ").casefold()


def words(text: str) -> list[str]:
    """The words of a sentence in lower case."""
    return re.findall(r"[^\W_]+", text.casefold())


def subset(pair: Pair) -> str:
    """The subset of a pair's scenario; where that is undecided, of its label."""
    if pair.label.scenario:
        return records.scenarios()[pair.label.scenario]["subset"]
    return "over_safety" if pair.label.label == "safe" else "unsafe"


def form(pair: Pair) -> str | None:
    """The pattern that the sentences of an attack's form have; None for a pair that is no attack."""
    forms = records.data("annotations/release/folders.json")["attack"].values()
    return next((item["form"] for item in forms if item["scenario"] == pair.label.scenario), None)


def majority(values: list[str | None]) -> str | None:
    """What at least two of three say; None if there is no such value."""
    value, count = Counter(values).most_common(1)[0] if values else (None, 0)
    return value if count >= 2 else None


def ranges(ids: Any) -> str:
    """Numbers in ascending order as text, runs of three and more shortened: "1, 2, 5-9"."""
    runs = groupby(enumerate(sorted(ids)), key=lambda item: item[1] - item[0])
    parts = [[number for _, number in run] for _, run in runs]
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 2 else ", ".join(map(str, part)) for part in parts)
