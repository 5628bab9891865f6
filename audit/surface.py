"""What can be said of a corpus without reading it: duplicates, pictures in both subsets, lengths, sizes, formats."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np

from mmsafeaware.audit.counts import STATUSES
from mmsafeaware.audit.pictures import Picture
from mmsafeaware.audit.reading import Pairs
from mmsafeaware.validation import records, similar
from mmsafeaware.validation.pictures import FORMATS

Table = dict[str, Any]
EXAMPLES = 200  # groups of each kind of duplicate that are named; the rest is counted
LENGTHS = [*range(0, 401, 20), 2001]  # edges of the histogram of sentence lengths, in characters


def subsets(pairs: Pairs) -> list[str]:
    """``unsafe`` or ``over_safety`` of each kept or discarded pair, by its scenario; ``control`` of each control."""
    known = {name: item["subset"] for name, item in records.scenarios().items()}
    scenarios = pairs.table["scenario"].to_pylist()
    control = ["control" in name for name in STATUSES]
    return ["control" if control[s] else known[name] for s, name in zip(pairs.status.tolist(), scenarios, strict=True)]


def plain(text: str) -> str:
    """A sentence without what does not change it: case, punctuation, white space, forms of one character."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def duplicates(pairs: Pairs, seen: dict[str, Picture]) -> Table:
    """Kept pairs that share what they should not, each kind as ``groups`` (how many) and ``examples`` (lists of ids).

    ``pictures``: files of the same bytes under several names; ``similar_pictures``: other files that look alike;
    ``sentences``: the same words in several pairs; ``pairs``: the same picture and words; ``pictures_in_both_subsets``
    and ``sentences_in_both_subsets``, each once, with the pairs that have it.
    """
    kept = np.flatnonzero(pairs.status == 0).tolist()
    ids, names, texts = (pairs.table[name].to_pylist() for name in ("id", "image", "text"))
    subset, plains = subsets(pairs), {row: plain(texts[row]) for row in kept}
    digests = {row: seen[names[row]].digest for row in kept}
    used = sorted({names[row] for row in kept})

    def shared(keys: dict[int, Any], both: bool = False) -> Table:
        groups = _groups((keys[row], row) for row in kept)
        if both:
            groups = [group for group in groups if len({subset[row] for row in group}) > 1]
        return _found([[ids[row] for row in group] for group in groups])

    return {
        "pictures": _found(_groups((seen[name].digest, name) for name in used)),
        "similar_pictures": _found(_similar(used, seen)),
        "sentences": shared(plains),
        "pairs": shared({row: (digests[row], plains[row]) for row in kept}),
        "pictures_in_both_subsets": shared(digests, both=True),
        "sentences_in_both_subsets": shared(plains, both=True),
    }


def _groups(items: Iterable[tuple[Hashable, Any]]) -> list[list[Any]]:
    """The values of each key that has several, the largest group first."""
    found: dict[Hashable, list[Any]] = defaultdict(list)
    for key, value in items:
        found[key].append(value)
    return sorted((group for group in found.values() if len(group) > 1), key=len, reverse=True)


def _found(groups: list[list[str]]) -> Table:
    return {"groups": len(groups), "members": sum(map(len, groups)), "examples": groups[:EXAMPLES]}


def _similar(names: list[str], seen: dict[str, Picture]) -> list[list[str]]:
    """Couples of files that look alike and are not the same bytes."""
    known = [name for name in names if seen[name].hash is not None]
    hashes = np.array([seen[name].hash for name in known], dtype=np.uint64)
    couples = []
    for one, other in similar.close(hashes):
        first, second = seen[known[one]], seen[known[other]]
        if first.digest == second.digest or first.small is None or second.small is None:
            continue
        if similar.alike(first.small.astype(np.int16), second.small.astype(np.int16)):
            couples.append([known[one], known[other]])
    return couples


def spread(pairs: Pairs, seen: dict[str, Picture]) -> Table:
    """Lengths of sentences (characters, words) by subset; sizes (pixels, bytes) and formats of pictures, each once."""
    kept = pairs.status == 0
    texts, subset = pairs.table["text"].to_pylist(), np.array(subsets(pairs))
    characters = np.array([len(text) for text in texts])
    words = np.array([len(text.split()) for text in texts])
    sentences = {}
    for name in ("unsafe", "over_safety", "control"):
        rows = (subset == name) & ((pairs.status == 2) if name == "control" else kept)
        if rows.any():
            bars = np.histogram(characters[rows], LENGTHS)[0].tolist()
            sentences[name] = {
                "characters": quantiles(characters[rows]), "words": quantiles(words[rows]), "histogram": bars,
            }  # fmt: skip
    used = sorted(set(pairs.table["image"].filter(kept).to_pylist()))
    sizes = np.array([seen[name].size for name in used if seen[name].size]).reshape(-1, 2)
    formats = Counter(seen[name].format or "not readable" for name in used)
    return {
        "sentences": sentences,
        "histogram_edges": LENGTHS,
        "pictures": {
            "files": len(used),
            "width": quantiles(sizes[:, 0]),
            "height": quantiles(sizes[:, 1]),
            "bytes": quantiles(np.array([seen[name].length for name in used])),
            "formats": dict(formats.most_common()),
            "wrong_endings": sum(_wrong(name, seen[name].format) for name in used),
            "sizes": [
                {"width": w, "height": h, "files": n}
                for (w, h), n in Counter(map(tuple, sizes.tolist())).most_common(20)
            ],
        },
    }


def _wrong(name: str, format: str | None) -> bool:
    return format is not None and name.rpartition(".")[2].lower() not in FORMATS[format]


def quantiles(values: Any) -> Table:
    """Least, quartiles, 95th percentile and greatest of some numbers; null where there are none."""
    names = {"least": 0, "quarter": 0.25, "median": 0.5, "three_quarters": 0.75, "p95": 0.95, "greatest": 1}
    if not len(values):
        return dict.fromkeys(names)
    return {name: float(value) for name, value in zip(names, np.quantile(values, list(names.values())), strict=True)}
