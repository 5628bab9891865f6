"""Small corpora for the tests, written as the native layout has them."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

CHECKOUT = Path(__file__).resolve().parent.parent


def png(colour: tuple[int, int, int], size: tuple[int, int] = (8, 8)) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


def votes(image: str, text: str, pair: str) -> list[dict[str, str]]:
    """Three raters of one mind."""
    return [{"annotator": name, "image": image, "text": text, "pair": pair} for name in ("r1", "r2", "r3")]


def record(id: str, **changes: Any) -> dict[str, Any]:
    """A valid unsafe pair, or what ``changes`` make of it."""
    return {
        "id": id,
        "image": "red.png",
        "image_description": "A red square.",
        "text": f"Sentence {id}.",
        "scenario": "violence",
        "label": "unsafe",
        "votes": votes("safe", "safe", "unsafe"),
        "base_id": None,
        "source": "made for a test",
        "license": "CC-BY-4.0",
        **changes,
    }


def over_safety(id: str, **changes: Any) -> dict[str, Any]:
    """A valid over-safety pair whose sentence looks unsafe."""
    base = {"image": "blue.png", "scenario": "homonyms", "label": "safe", "votes": votes("safe", "unsafe", "safe")}
    return record(id, **{**base, **changes})


def control(id: str, **changes: Any) -> dict[str, Any]:
    """A valid safe control of the unsafe pair ``u1``: its picture, another sentence."""
    base = {"label": "safe", "votes": votes("safe", "safe", "safe"), "base_id": "u1"}
    return record(id, **{**base, **changes})


def write_lines(path: Path, records: list[Any]) -> None:
    lines = [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in records]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def make(root: Path, **files: list[Any]) -> Path:
    """A corpus with two pictures and, unless told otherwise, two unsafe pairs and one over-safety pair."""
    files = {"unsafe": [record("u1"), record("u2")], "over_safety": [over_safety("o1")], **files}
    (root / "annotations").mkdir(parents=True)
    (root / "images").mkdir()
    (root / "images" / "red.png").write_bytes(png((255, 0, 0)))
    (root / "images" / "blue.png").write_bytes(png((0, 0, 255)))
    for name, records in files.items():
        write_lines(root / "annotations" / f"{name}.jsonl", records)
    return root
