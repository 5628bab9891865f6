"""What this package knows of the authors' release: ``annotations/release/``, data without a sentence or a picture."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from mmsafeaware.validation import records

FOLDER = Path(records.HOME) / "annotations" / "release"
KEY, FOLDER_OF_PAIR, MAJORITY, UNDECIDED = "authors' key", "authors' folder", "raters' majority", "undecided"


@dataclass(frozen=True)
class Label:
    """One pair of the release; a line of ``labels.jsonl``.

    ``label`` is the authors' answer key's. ``scenario`` is null where ``scenario_source`` is "undecided".
    ``base_id`` of an attack is its typical pair. ``image`` and ``image_sha256`` are null where the picture was absent.
    ``ratings`` are three models' (null of attacks): rater to scenario, image, text and pair; null = nothing to judge.
    """

    id: int
    label: str
    label_source: str
    scenario: str | None
    scenario_source: str
    base_id: int | None
    image: str | None
    image_sha256: str | None
    text_sha256: str
    ratings: dict[str, dict[str, str | None]] | None

    def line(self) -> str:
        """As a line of ``labels.jsonl``, without its end."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def votes(self) -> list[dict[str, str | None]] | None:
        """The ratings as votes; null unless three models judged picture, sentence and pair."""
        if not self.ratings or len(self.ratings) != 3:
            return None
        votes = [
            {"annotator": name, **{part: rating[part] for part in ("image", "text", "pair")}}
            for name, rating in sorted(self.ratings.items())
        ]
        return votes if all(value is not None for vote in votes for value in vote.values()) else None


class Known(NamedTuple):
    """Labels by id, the errata in their order, the raters as ``annotators.json`` declares them (its bytes).

    ``about``: what the card of an imported corpus says, with EDITION where the edition belongs (the bytes of a file).
    """

    labels: dict[int, Label]
    errata: list[dict[str, Any]]
    annotators: bytes
    about: bytes


def load(folder: Path = FOLDER) -> Known:
    """Read the four files."""
    lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [Label(**json.loads(line)) for line in lines]
    errata = json.loads((folder / "errata.json").read_text(encoding="utf-8"))
    files = ((folder / name).read_bytes() for name in ("annotators.json", "about.json"))
    return Known({label.id: label for label in labels}, errata, *files)
