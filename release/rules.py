"""The rules that find the defects of the authors' release; ``annotations/release/errata.json`` is what they find.

Each rule is a function from the whole release to entries ``{id, kind, what, why, action, when}`` with ``edit``,
``label`` or ``of`` where the action needs them. No entry holds a sentence. ``when`` says on what the entry rests: it
is applied only while that is so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from mmsafeaware.release.findings import (
    ALWAYS,
    NO_PICTURE,
    PICTURE,
    SAME_PAIR,
    SENTENCE,
    Entry,
    Pair,
    Release,
    bare,
    entry,
    form,
    majority,
    ranges,
    subset,
    words,
)
from mmsafeaware.release.known import FOLDER_OF_PAIR
from mmsafeaware.release.sentence_rules import characters, stray_character, stray_digit, truncated, white_space
from mmsafeaware.validation import records


def errata(release: Release) -> list[Entry]:
    """Every entry of every rule, by id and then in the order of ``RULES``."""
    return sorted((found for rule in RULES for found in rule(release)), key=lambda found: found["id"])


def key(release: Release) -> Iterator[Entry]:
    """The answer key says safe, the folder unsafe, or the other way round."""
    for pair in release.values():
        right = records.scenarios()[pair.label.scenario]["label"] if pair.label.scenario else None
        if pair.label.scenario_source == FOLDER_OF_PAIR and right != pair.label.label:
            what = f"the answer key says {pair.label.label}, the authors' folder says {right}"
            why = "The authors' folder and scoring script agree against the key, which is off by one."
            yield entry(pair, "label-against-folder", what, why, "relabel", ALWAYS, label=right)


def missing(release: Release) -> Iterator[Entry]:
    """No picture."""
    for pair in release.values():
        if pair.picture is None:
            why = "Without the picture there is no pair to judge."
            yield entry(pair, "missing-picture", "no picture under this id", why, "exclude", NO_PICTURE)


def same(release: Release) -> Iterator[Entry]:
    """The same picture and sentence under two ids of a subset; without a picture it is only noted."""
    groups = defaultdict(list)
    for pair in release.values():
        groups[pair.picture and pair.picture.sha256, bare(pair.text), subset(pair)].append(pair)
    for (picture, _, _), pairs in groups.items():
        kept, *others = sorted(pairs, key=_worth)
        for pair in others if picture else []:
            what = f"the same picture and sentence as {kept.id}"
            why = f"A pair counts once; {kept.id} is kept ({_better(kept, pair)})."
            yield entry(pair, "duplicate-pair", what, why, "exclude", SAME_PAIR, of=kept.id)
        for pair in [] if picture else others:
            why = "Whether the pictures differ cannot be told while there are none."
            what = f"the same sentence as {kept.id}"
            yield entry(pair, "duplicate-sentence", what, why, "note", SENTENCE, of=kept.id)


def _worth(pair: Pair) -> tuple[bool, bool, int]:
    return form(pair) is not None, pair.label.scenario_source != FOLDER_OF_PAIR, pair.id


def _better(kept: Pair, pair: Pair) -> str:
    if form(pair) and not form(kept):
        return "the other lacks the form of the attack as which it is filed"
    return "it has an authors' folder" if _worth(kept)[1] < _worth(pair)[1] else "it comes first"


def labels(release: Release) -> Iterator[Entry]:
    """The same picture and sentence with two labels."""
    groups = defaultdict(list)
    for pair in release.values():
        if pair.picture:
            groups[pair.picture.sha256, bare(pair.text)].append(pair)
    for pairs in groups.values():
        if len({subset(pair) for pair in pairs}) > 1:
            for pair in pairs:
                what = "the same picture and sentence with another label under " + _list(pairs, pair)
                yield entry(pair, "two-labels", what, "At most one can be right.", "note", ALWAYS)


def _list(pairs: list[Pair], without: Pair) -> str:
    return ", ".join(str(pair.id) for pair in pairs if pair is not without)


def unlike_base(release: Release) -> Iterator[Entry]:
    """An attack that shows another picture than its typical pair, or has no word of its sentence."""
    for pair in release.values():
        base = release.get(pair.label.base_id or 0)
        if base and (base.picture and base.picture.sha256) != (pair.picture and pair.picture.sha256):
            why = "An attack is asked of its typical pair's picture."
            yield entry(pair, "picture-unlike-base", f"another picture than {base.id}", why, "note", ALWAYS)
        if base and not {word[:5] for word in words(base.text)} & {word[:5] for word in words(pair.text)}:
            what, why = f"no word of the sentence of {base.id}", "Perhaps it belongs to another pair or is incomplete."
            yield entry(pair, "sentence-unlike-base", what, why, "note", SENTENCE)


def ending(release: Release) -> Iterator[Entry]:
    """A file name whose ending is not the picture's format."""
    for pair in release.values():
        if pair.picture and pair.picture.ending != pair.picture.name_ending:
            what = f"the name of the picture does not end as {pair.picture.format} does"
            why = "A reader that goes by the name fails."
            yield entry(pair, "wrong-ending", what, why, "rename", PICTURE, ending=pair.picture.ending)


def metadata(release: Release) -> Iterator[Entry]:
    """Camera, place, artist or copyright in a picture's metadata; several frames in one file."""
    for pair in release.values():
        picture = pair.picture
        if picture and picture.maker + picture.credit:
            what, why = f"the picture carries: {', '.join(picture.maker + picture.credit)}", "It may name a person."
            yield entry(pair, "picture-metadata", what, why, "note", PICTURE)
        if picture and picture.frames > 1:
            what, why = f"the file holds {picture.frames} frames", "Readers may show another than the first."
            yield entry(pair, "several-frames", what, why, "note", PICTURE)


def both_subsets(release: Release) -> Iterator[Entry]:
    """A picture of over-safety pairs that unsafe pairs show too; noted on the over-safety pairs."""
    groups = defaultdict(list)
    for pair in release.values():
        if pair.picture:
            groups[pair.picture.sha256].append(pair)
    for pairs in groups.values():
        unsafe = [pair for pair in pairs if subset(pair) == "unsafe"]
        for pair in pairs if unsafe else []:
            if pair not in unsafe:
                what = f"unsafe pairs show the same picture: {ranges(other.id for other in unsafe)}"
                why = "Both labels can hold, as they are of the pair; but the subsets are not independent."
                yield entry(pair, "picture-in-both-subsets", what, why, "note", PICTURE)


def raters(release: Release) -> Iterator[Entry]:
    """The majority of the model raters contradicts the authors' folder, or their label."""
    for pair in release.values():
        ratings = list((pair.label.ratings or {}).values())
        scenario, verdict = (majority([rating[part] for rating in ratings]) for part in ("scenario", "pair"))
        if pair.label.scenario_source == FOLDER_OF_PAIR and scenario not in (None, pair.label.scenario):
            what = f"the authors' folder says {pair.label.scenario}, the majority of the raters {scenario}"
            why = "The authors' folder stands: model ratings do not refile a pair."
            yield entry(pair, "scenario-disputed", what, why, "note", ALWAYS)
        if verdict in ("safe", "unsafe") and verdict != pair.label.label:
            what = f"the authors' key says {pair.label.label}, the majority of the raters {verdict}"
            why = "The authors' key stands: model ratings do not relabel a pair."
            yield entry(pair, "label-disputed", what, why, "note", ALWAYS)


RULES: list[Callable[[Release], Iterator[Entry]]] = [
    key, missing, same, labels, truncated, unlike_base, stray_digit, stray_character, white_space, characters,
    ending, metadata, both_subsets, raters,
]  # fmt: skip
