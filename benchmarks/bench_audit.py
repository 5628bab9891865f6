"""The audit against other libraries on a million pairs, and the report of a corpus.

python -m benchmarks.bench_audit [CORPUS] [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.measure import side_by_side
from mmsafeaware.audit import agreement, audit, counts, dawid_skene

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import krippendorff
    import pandas as pd
    from crowdkit.aggregation import DawidSkene

PAIRS = 1_000_000


def votes() -> tuple[np.ndarray, np.ndarray]:
    """(pairs, 3) annotators of 24, in batches of three, and (3, pairs, 3) answers, four fifths of them the truth."""
    dice = np.random.default_rng(0)
    batch = np.arange(PAIRS) * 8 // PAIRS
    truth = dice.choice(3, (3, PAIRS, 1), p=[0.5, 0.45, 0.05])
    answers = np.where(dice.random((3, PAIRS, 3)) < 0.8, truth, dice.integers(0, 3, (3, PAIRS, 3)))
    return 3 * batch[:, None] + np.arange(3), answers.astype(np.int8)


def prepare(folder: Path) -> None:
    """Write the votes as each library likes them."""
    people, answers = votes()
    names = pa.array([f"r{number:02}" for number in range(24)])
    struct = pa.StructArray.from_arrays(
        [names.take(pa.array(people.ravel())), *(pa.array(part.ravel()) for part in answers)],
        names=["annotator", *counts.JUDGMENTS],
    )
    ends = pa.array(np.arange(0, 3 * PAIRS + 1, 3, dtype=np.int32))
    table = pa.table({"annotator_votes": pa.ListArray.from_arrays(ends, struct)})
    with pa.OSFile(str(folder / "votes.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    np.save(folder / "pair.npy", answers[2].T.astype(float))
    long = {"task": np.repeat(np.arange(PAIRS), 3), "worker": people.ravel(), "label": answers[2].ravel()}
    pd.DataFrame(long).to_parquet(folder / "long.parquet")


def counted(folder: str) -> counts.Counts:
    column = pa.ipc.open_file(pa.memory_map(f"{folder}/votes.arrow")).read_all()["annotator_votes"]
    return counts.of(column, np.zeros(PAIRS, dtype=np.int64))[0]


def ours_counting(folder: str) -> None:
    counted(folder)


def ours_agreement(folder: str) -> None:
    """All statistics of all three judgments, each with 2,000 resamples, counting included."""
    table = counted(folder)
    for judgment in counts.JUDGMENTS:
        agreement.measure(table.profiles(judgment), counts.PROFILES)


def krippendorff_alpha(folder: str) -> None:
    """Alpha of one judgment, without an interval."""
    krippendorff.alpha(reliability_data=np.load(f"{folder}/pair.npy"), level_of_measurement="nominal")


def ours_dawid_skene(folder: str) -> None:
    dawid_skene.of(counted(folder), "pair")


def crowd_kit_dawid_skene(folder: str) -> None:
    DawidSkene(n_iter=100).fit(pd.read_parquet(f"{folder}/long.parquet"))


def report(corpus: str | None) -> None:
    audit(corpus).to_html()


def main() -> None:
    corpus = sys.argv[1] if len(sys.argv) > 1 else None
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        agreements = {
            "counting alone": (ours_counting, name),
            "all agreement, ours": (ours_agreement, name),
            "alpha alone, krippendorff": (krippendorff_alpha, name),
        }
        counting, ours, theirs = side_by_side(agreements, rounds).values()
        print(
            f"all statistics with intervals: {ours / theirs:.0%} of krippendorff's alpha alone; beside counting:",
            end=" ",
        )
        print(f"{(ours - counting) / theirs:.0%}\n")
        fits = {"Dawid-Skene, ours": (ours_dawid_skene, name), "Dawid-Skene, crowd-kit": (crowd_kit_dawid_skene, name)}
        ours, theirs = side_by_side(fits, min(rounds, 2)).values()
        print(f"Dawid-Skene: {theirs / ours:.0f} times as fast as crowd-kit\n")
    side_by_side({"report of the corpus, imports left out": (report, corpus)}, rounds)


if __name__ == "__main__":
    main()
