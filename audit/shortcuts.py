"""What a model could do without looking at both halves: text alone, picture alone, or the label that prevails.

Each guesser is trained on four fifths of the pairs and asked about the rest. Pairs of one picture, and an attack and
its base, stand in the same fifth; what shares a sentence with a pair that is asked about is left out of the training.
So none can be recognised. (Were pairs of one sentence put into one fifth too, controls that carry a sentence to another
picture would chain nearly all pairs together, and nothing would be left to learn from.) Balanced accuracy is the mean
of the shares of safe and of unsafe pairs that are guessed right; a coin has 0.5.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from mmsafeaware.audit import agreement, surface
from mmsafeaware.audit.counts import NONE, STATUSES, UNSAFE, Counts, Ints
from mmsafeaware.audit.pictures import Picture
from mmsafeaware.audit.reading import Pairs
from mmsafeaware.validation import records

FOLDS, MOST, WORDS = 5, 20_000, 12
MISSING = 'scikit-learn is not installed: pip install "mmsafeaware[audit]"'
Floats = npt.NDArray[np.float64]
Table = dict[str, Any]


def shortcuts(pairs: Pairs, counts: Counts, rows: Ints, seen: dict[str, Picture]) -> dict[str, Table]:
    """For ``benchmark`` (kept pairs) and, where the corpus has controls, ``with_controls``: each guesser's accuracy.

    Guessers: ``majority``, ``text``, ``image``, and ``looks`` (answers that a pair is safe if the annotators find one
    half of it unsafe alone, and unsafe otherwise). Each has ``balanced_accuracy`` with its interval, by resampling
    groups of pairs; ``pairs`` it was asked about, in so many ``groups``; ``text`` also the words that weigh most.
    """
    found = {}
    for name, chosen in {"benchmark": pairs.status == 0, "with_controls": np.isin(pairs.status, (0, 2))}.items():
        if name == "benchmark" or (pairs.status == 2).any():
            found[name] = population(pairs, counts, rows, seen, np.flatnonzero(chosen))
    return found


def population(pairs: Pairs, counts: Counts, rows: Ints, seen: dict[str, Picture], chosen: Ints) -> Table:
    """Each guesser's accuracy on the rows ``chosen`` of ``pairs``, as ``shortcuts`` has it of a population."""
    label = np.asarray(pairs.table["label"]).astype(np.int64)
    group = groups(pairs, seen)
    result: Table = {"pairs": len(chosen), "unsafe": int(label[chosen].sum()), "guessers": {}}
    prevailing = int(label[chosen].sum() * 2 > len(chosen))
    guess = np.full(len(chosen), prevailing)
    guessers = result["guessers"]
    guessers["majority"] = score(label[chosen], guess, group[chosen])
    looks = np.maximum(*(counts.verdicts(part)[rows] == UNSAFE for part in ("image", "text")))
    known = chosen[(counts.verdicts("image")[rows] != NONE)[chosen] & (counts.verdicts("text")[rows] != NONE)[chosen]]
    guessers["looks"] = score(label[known], 1 - looks[known].astype(np.int64), group[known])
    if not available():
        guessers["text"] = guessers["image"] = _nothing(MISSING)
        return result
    if len(chosen) > MOST:
        chosen = np.sort(np.random.default_rng(agreement.SEED).choice(chosen, MOST, replace=False))
    texts = pairs.table["text"].take(chosen).to_pylist()
    sentence = np.unique([surface.plain(text) for text in texts], return_inverse=True)[1].reshape(-1)
    fold = _folds(label[chosen], group[chosen])
    task = _Task(label[chosen], group[chosen], sentence, dimensions(pairs)[chosen], fold)
    guessers["text"] = _text(texts, task)
    names = pairs.table["image"].take(chosen).to_pylist()
    guessers["image"] = _image([seen[name] for name in names], task)
    return result


def available() -> bool:
    """Whether scikit-learn is installed."""
    return importlib.util.find_spec("sklearn") is not None


def warm_up() -> None:
    """Import scikit-learn, which takes seconds, while another thread waits for the disk and decodes pictures."""
    if available():
        threading.Thread(target=importlib.import_module, args=("sklearn.linear_model",), daemon=True).start()


def groups(pairs: Pairs, seen: dict[str, Picture]) -> Ints:
    """A number for each pair, the same for pairs of one picture (its bytes), and for an attack and its base."""
    ids = pairs.table["id"].to_pylist()
    nodes = list(range(len(ids)))

    def root(node: int) -> int:
        while nodes[node] != node:
            nodes[node] = node = nodes[nodes[node]]
        return node

    first: dict[Any, int] = {}
    place = {identifier: row for row, identifier in enumerate(ids)}
    control = np.array(["control" in name for name in STATUSES])[pairs.status].tolist()
    columns = (pairs.table[name].to_pylist() for name in ("image", "base_id"))
    for row, (image, base) in enumerate(zip(*columns, strict=True)):
        nodes[root(row)] = root(first.setdefault(seen[image].digest, row))
        if base in place and not control[row]:
            nodes[root(row)] = root(place[base])
    return np.array([root(row) for row in range(len(ids))])


def dimensions(pairs: Pairs) -> npt.NDArray[Any]:
    """The dimension of each pair's scenario."""
    known = records.scenarios()
    return np.array([known[name]["dimension"] for name in pairs.table["scenario"].to_pylist()], dtype=object)


def score(label: Ints, guess: Ints, group: Ints) -> Table:
    """Balanced accuracy with its 95 % bootstrap interval over groups, as pairs of one group stand or fall together."""
    names, member = np.unique(group, return_inverse=True)
    cells = np.zeros((len(names), 4))
    np.add.at(cells, (member.reshape(-1), 2 * label + (label == guess)), 1)
    base = {"pairs": len(label), "groups": len(names)}
    if len(set(label.tolist())) < 2:
        return {**base, **_nothing("the pairs have one label only" if len(label) else "no pair has the votes for it")}
    kinds, kind = np.unique(cells, axis=0, return_inverse=True)
    weights = np.bincount(kind.reshape(-1), minlength=len(kinds))
    value = float(_balanced(cells.sum(axis=0)))
    draws = _balanced(agreement.resample(weights) @ kinds)
    return {**base, "balanced_accuracy": agreement.estimate(value, draws, len(names), "", None)}


def _balanced(cells: Floats) -> Floats:
    """From wrong safe, right safe, wrong unsafe, right unsafe."""
    with np.errstate(invalid="ignore"):
        safe, unsafe = cells[..., 1] / cells[..., :2].sum(axis=-1), cells[..., 3] / cells[..., 2:].sum(axis=-1)
    return np.asarray((safe + unsafe) / 2)


def _nothing(reason: str) -> Table:
    return {"balanced_accuracy": {"value": None, "low": None, "high": None, "reason": reason}}


class _Task(NamedTuple):
    """Pairs to guess the label of: labels, groups, numbers of their sentences, dimensions, the fifth of each."""

    label: Ints
    group: Ints
    sentence: Ints
    dimension: npt.NDArray[Any]
    fold: Ints

    def take(self, rows: Ints | npt.NDArray[np.bool_]) -> _Task:
        return _Task(*(column[rows] for column in self))

    def parts(self) -> Iterator[tuple[Ints, Ints]]:
        """(rows to learn from, rows to be asked about), fifth by fifth; no sentence stands in both."""
        for number in range(FOLDS):
            test = np.flatnonzero(self.fold == number)
            train = np.flatnonzero((self.fold != number) & ~np.isin(self.sentence, self.sentence[test]))
            yield train, test


def _folds(label: Ints, group: Ints) -> Ints:
    """The fifth of each pair; -1 where one of the labels has fewer than five groups."""
    from sklearn.model_selection import StratifiedGroupKFold

    fold = np.full(len(label), NONE)
    if min(len(np.unique(group[label == value])) for value in (0, 1)) >= FOLDS:
        splits = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=agreement.SEED).split(label, label, group)
        for number, (_, test) in enumerate(splits):
            fold[test] = number
    return fold


def _text(texts: list[str], task: _Task) -> Table:
    """Single words and couples of words, weighed by how rare they are, in a logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"(?u)\b\w+\b|[^\w\s]")
    try:
        inputs = vectors.fit_transform(texts)  # how rare words are may be known of all sentences; labels are not
    except ValueError:
        return _nothing("no word stands in two sentences")
    model = LogisticRegression(C=10, class_weight="balanced", solver="liblinear")
    result = _asked(model, inputs, task)
    if result["balanced_accuracy"]["value"] is not None:
        names, weights = vectors.get_feature_names_out(), model.fit(inputs, task.label).coef_[0]
        order = np.argsort(weights, kind="stable")
        result["words"] = {"safe": names[order[:WORDS]].tolist(), "unsafe": names[order[: -WORDS - 1 : -1]].tolist()}
    return result


def _image(pictures: list[Picture], task: _Task) -> Table:
    """Colours, edges and where they are, of a copy of 32 x 32 pixels, in a logistic regression."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    known = {p.digest: _features(p.small.tobytes()) for p in _distinct(pictures) if p.small is not None}
    seen = np.array([picture.digest in known for picture in pictures])
    if not seen.any():
        return _nothing("no picture could be decoded")
    inputs = StandardScaler().fit_transform(np.stack([known[p.digest] for p in pictures if p.digest in known]))
    return _asked(
        LogisticRegression(C=0.01, class_weight="balanced", solver="liblinear", dual=True, random_state=0),
        inputs,
        task.take(seen),
    )


def _distinct(pictures: list[Picture]) -> list[Picture]:
    """Pictures of different bytes."""
    return list({picture.digest: picture for picture in pictures}.values())


@functools.lru_cache(4096)
def _features(small: bytes) -> Floats:
    """``features`` of the bytes of a picture, kept, as one picture is in several populations."""
    return features(np.frombuffer(small, np.uint8).reshape(32, 32, 3))


def features(small: npt.NDArray[np.uint8]) -> Floats:
    """384 numbers of a 32 x 32 picture: colours of 8 x 8 fields, a histogram of 64 colours, edges by direction."""
    pixels = small.astype(float) / 255
    fields = pixels.reshape(8, 4, 8, 4, 3).mean(axis=(1, 3)).ravel()
    bins = (small // 64).astype(int) @ np.array([16, 4, 1])
    colours = np.sqrt(np.bincount(bins.ravel(), minlength=64) / bins.size)
    down, right = np.gradient(pixels.mean(axis=2))
    direction = ((np.arctan2(down, right) + np.pi) / (2 * np.pi) * 8).astype(int) % 8
    place = (np.arange(32) // 8)[:, None] * 4 + np.arange(32) // 8
    edges = np.bincount((place * 8 + direction).ravel(), np.hypot(down, right).ravel(), 128)
    return np.concatenate([fields, colours, np.sqrt(edges)])


def _asked(model: Any, inputs: Any, task: _Task) -> Table:
    """Train and ask in folds, and count what is right in each dimension; null where a fold cannot have both labels."""
    label, dimension = task.label, task.dimension
    base = {"pairs": len(label), "groups": len(np.unique(task.group))}
    trained = [np.unique(label[train]) for train, _ in task.parts()]
    if (task.fold < 0).any() or any(len(labels) < 2 for labels in trained):
        return {**base, **_nothing(f"fewer than {FOLDS} independent groups of pairs with one of the labels")}
    guess = np.full(len(label), NONE)
    for train, test in task.parts():
        if len(test):
            guess[test] = model.fit(inputs[train], label[train]).predict(inputs[test])
    result = score(label, guess, task.group)
    result["dimensions"] = {}
    for item in records.taxonomy()["dimensions"]:
        pairs = int((dimension == item["id"]).sum())
        right = int((guess == label)[dimension == item["id"]].sum())
        if pairs:
            result["dimensions"][item["id"]] = {"pairs": pairs, "right": right, "share": right / pairs}
    return result
