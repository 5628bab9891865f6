"""``import mmsafeaware`` against ``import datasets``, each in a fresh interpreter, in turn.

python -m benchmarks.bench_import [ROUNDS]
"""

from __future__ import annotations

import sys

from benchmarks.measure import side_by_side


def import_datasets() -> None:
    import datasets  # noqa: F401


def import_mmsafeaware() -> None:
    import mmsafeaware  # noqa: F401


if __name__ == "__main__":
    calls = {"import datasets": (import_datasets,), "import mmsafeaware": (import_mmsafeaware,)}
    datasets, ours = side_by_side(calls, int(sys.argv[1]) if len(sys.argv) > 1 else 15).values()
    print(f"import mmsafeaware costs {ours / datasets - 1:+.1%} over import datasets")
