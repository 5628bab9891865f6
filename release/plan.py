"""What becomes of each pair of a release: kept or left out and why, with which label, sentence and votes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Literal

from mmsafeaware.release import editing
from mmsafeaware.release.findings import NO_PICTURE, PICTURE, SAME_PAIR, SENTENCE, Entry
from mmsafeaware.release.known import Known, Label
from mmsafeaware.release.pictures import Picture
from mmsafeaware.release.source import REPOSITORY, Sentence, Source
from mmsafeaware.validation import records

Edition = Literal["clean", "raw"]


@dataclass
class Fate:
    """One pair: its record, or why it has none. ``reasons`` are (kind, why); no reason means that it is kept."""

    id: int
    known: Label
    record: dict[str, Any]
    subset: str
    reasons: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Plan:
    """The fates by id, and what was done with each erratum: ``refused`` holds entries with "because" added."""

    edition: Edition
    fates: dict[int, Fate]
    applied: list[Entry] = field(default_factory=list)
    noted: list[Entry] = field(default_factory=list)
    refused: list[Entry] = field(default_factory=list)

    @property
    def kept(self) -> list[Fate]:
        """What goes into the corpus, by id."""
        return [fate for fate in self.fates.values() if not fate.reasons]


def plan(source: Source, pictures: dict[int, Picture], known: Known, edition: Edition) -> Plan:
    """Decide over every id of the labels; ``source`` has no id without a label."""
    state = _State(source.sentences, pictures, known.labels)
    made = Plan(edition, {id: _fate(id, state, edition) for id in sorted(known.labels)})
    if edition == "clean":
        errata = defaultdict(list)
        for entry in known.errata:
            errata[entry["id"]].append(entry)
        for fate in made.fates.values():
            # What leaves a pair out comes first: there is nothing to mend in a pair that is not there.
            for entry in sorted(errata[fate.id], key=lambda entry: entry["action"] != "exclude"):
                _apply(entry, fate, state, made)
    return made


@dataclass(frozen=True)
class _State:
    sentences: dict[int, Sentence]
    pictures: dict[int, Picture]
    labels: dict[int, Label]

    def sentence(self, id: int) -> bool:
        """Is the sentence the recorded one?"""
        return id in self.sentences and self.sentences[id].sha256 == self.labels[id].text_sha256

    def picture(self, id: int) -> bool:
        """Is the picture the recorded one?"""
        return id in self.pictures and self.pictures[id].sha256 == self.labels[id].image_sha256

    def fails(self, entry: Entry) -> str | None:
        """Why the condition on which an erratum rests does not hold; None if it does."""
        id, when = entry["id"], entry["when"]
        if when == SENTENCE and not self.sentence(id):
            return "the sentence differs from the recorded one"
        if when == PICTURE and not self.picture(id):
            return "the picture is missing or differs from the recorded one"
        if when == NO_PICTURE and id in self.pictures:
            return "there is a picture"
        if when == SAME_PAIR:
            two = [self.pictures.get(one) for one in (id, entry["of"])]
            if not (two[0] and two[1] and two[0].sha256 == two[1].sha256):
                return f"picture or sentence of {entry['of']} are missing or differ"
            if not (self.sentence(id) and self.sentence(entry["of"])):
                return f"the sentence of {id} or {entry['of']} differs from the recorded one"
        return None


def _fate(id: int, state: _State, edition: Edition) -> Fate:
    label, sentence, picture = state.labels[id], state.sentences.get(id), state.pictures.get(id)
    reasons = []
    if sentence is None:
        reasons.append(("missing-sentence", "prompt.txt has no sentence under this id"))
    if picture is None:
        reasons.append(("missing-picture", "the release has no picture under this id"))
    if label.scenario is None:
        reasons.append(
            ("undecided-scenario", "no folder of the authors and no majority of the raters gives a scenario")
        )
    scenario = records.scenarios().get(label.scenario or "", {})
    subset = scenario.get("subset") or ("over_safety" if label.label == "safe" else "unsafe")
    ending = (picture.ending if edition == "clean" else picture.name_ending) if picture else ""
    record = {
        "id": str(id),
        "image": f"{id:04}{ending}",
        "image_description": "",
        "text": sentence.text if sentence else "",
        "scenario": label.scenario,
        "label": label.label,
        "votes": label.votes() if state.sentence(id) and state.picture(id) else None,
        "base_id": None if label.base_id is None else str(label.base_id),
        "source": f"MMSafeAware authors' release ({REPOSITORY}), id {id}",
        "license": None,
    }
    return Fate(id, label, record, subset, reasons)


def _apply(entry: Entry, fate: Fate, state: _State, made: Plan) -> None:
    because = state.fails(entry)
    if because is None and fate.reasons and entry["action"] != "exclude":
        because = "the pair is left out"
    if because:
        made.refused.append({**entry, "because": because})
        return
    if entry["action"] == "exclude":
        if all(kind != entry["kind"] for kind, _ in fate.reasons):
            fate.reasons.append((entry["kind"], f"{entry['what']}. {entry['why']}"))
    elif entry["action"] == "edit":
        fate.record["text"] = editing.apply(fate.record["text"], entry["edit"])
    elif entry["action"] == "relabel":
        fate.record["label"] = entry["label"]
    (made.noted if entry["action"] == "note" else made.applied).append(entry)
