"""``build`` and ``load_dataset`` of many pairs against imagefolder and a bare pyarrow loop, on the same files.

python -m benchmarks.bench_build [PAIRS] [ROUNDS]
"""

from __future__ import annotations

import json
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import datasets
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from datasets.table import embed_table_storage
from PIL import Image

import mmsafeaware  # noqa: F401
from benchmarks.measure import once, side_by_side
from mmsafeaware.dataset_card import build

datasets.disable_progress_bars()

HALF = {"unsafe": ("violence", "unsafe"), "over_safety": ("homonyms", "safe")}


def make_corpus(root: Path, pairs: int) -> None:
    """Pairs with distinct JPEGs of about 20 kB, and the same pictures as an imagefolder with metadata."""
    random = np.random.default_rng(0)
    (root / "annotations").mkdir(parents=True)
    (root / "images").mkdir()
    picture = random.integers(0, 256, (128, 168, 3), dtype=np.uint8)
    with (root / "images" / "metadata.jsonl").open("w") as metadata:
        for half, (subset, (scenario, label)) in enumerate(HALF.items()):
            with (root / "annotations" / f"{subset}.jsonl").open("w") as file:
                for number in range(half, pairs, 2):
                    name = f"{number:06d}.jpg"
                    target = BytesIO()
                    Image.fromarray(np.roll(picture, number * 7, axis=(0, 1)) ^ np.uint8(number % 251)).save(
                        target, "JPEG", quality=92
                    )
                    (root / "images" / name).write_bytes(target.getvalue() + number.to_bytes(4, "big"))
                    votes = [{"annotator": a, "image": "safe", "text": "safe", "pair": label} for a in ("a", "b", "c")]
                    record = {
                        "id": f"{number:06d}",
                        "image": name,
                        "image_description": "Coloured noise.",
                        "text": f"Sentence {number} of a made-up corpus for measuring.",
                        "scenario": scenario,
                        "label": label,
                        "votes": votes,
                        "base_id": None,
                        "source": "made for measuring",
                        "license": "CC0-1.0",
                    }
                    file.write(json.dumps(record) + "\n")
                    metadata.write(json.dumps({"file_name": name, **record}) + "\n")


def ours_build(root: str) -> None:
    with tempfile.TemporaryDirectory(dir=root) as out:
        build(Path(out) / "built", Path(root))


def ours_load(root: str) -> None:
    with tempfile.TemporaryDirectory(dir=root) as cache:
        datasets.load_dataset("mmsafeaware", data_dir=root, cache_dir=cache, split="test")


def imagefolder_load(root: str) -> None:
    with tempfile.TemporaryDirectory(dir=root) as cache:
        datasets.load_dataset("imagefolder", data_dir=f"{root}/images", cache_dir=cache, split="train")


def imagefolder_build(root: str) -> None:
    with tempfile.TemporaryDirectory(dir=root) as cache:
        loaded = datasets.load_dataset("imagefolder", data_dir=f"{root}/images", cache_dir=cache, split="train")
        embedded = loaded.with_format("arrow").map(embed_table_storage, batched=True, batch_size=1000)
        embedded.with_format(None).to_parquet(f"{cache}/out.parquet")


def bare_build(root: str) -> None:
    """The least that does the job: read, pair with the metadata, write."""
    with open(f"{root}/images/metadata.jsonl") as file, tempfile.TemporaryDirectory(dir=root) as out:
        writer = None
        while lines := [json.loads(line) for _, line in zip(range(500), file, strict=False)]:
            pictures = [{"bytes": Path(root, "images", r["image"]).read_bytes(), "path": r["image"]} for r in lines]
            table = pa.table({**{k: [r[k] for r in lines] for k in lines[0] if k != "image"}, "image": pictures})
            writer = writer or pq.ParquetWriter(f"{out}/out.parquet", table.schema)
            writer.write_table(table)
        if writer:
            writer.close()


def main() -> None:
    pairs, rounds = (int(value) for value in (sys.argv[1:] + ["10000", "5"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        root = f"{folder}/corpus"
        make_corpus(Path(root), pairs)
        sizes = [path.stat().st_size for path in Path(root, "images").glob("*.jpg")]
        print(f"{pairs:,} pairs, pictures of {sum(sizes) / len(sizes) / 1000:.1f} kB, datasets as installed")
        calls = {"build": ours_build, "bare pyarrow loop": bare_build, "imagefolder + embed": imagefolder_build}
        ours, bare, peer = side_by_side({name: (call, root) for name, call in calls.items()}, rounds).values()
        print(f"build: {peer / ours:.1f} times faster than imagefolder, {ours / bare:.2f} times the bare loop")
        load = side_by_side({"load_dataset": (ours_load, root), "imagefolder": (imagefolder_load, root)}, rounds)
        print(f"load: {load['imagefolder'] / load['load_dataset']:.1f} times faster than imagefolder")
        make_corpus(Path(folder, "large"), pairs * 10)
        seconds, peak = once(ours_build, f"{folder}/large")
        print(f"build of {pairs * 10:,}: {seconds:.1f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
