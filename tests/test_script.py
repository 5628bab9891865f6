"""``datasets`` 3 runs ``mmsafeaware.py`` of a checkout as a loading script, where the package is not installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import datasets
import pytest

from tests.corpus_factory import CHECKOUT, make

pytestmark = pytest.mark.skipif(
    int(datasets.__version__.split(".")[0]) > 3, reason="datasets 4 and later run no loading scripts"
)
CODE = """
import sys
from datasets import load_dataset
for config in ("all", "unsafe", "over_safety"):
    data = load_dataset("./mmsafeaware", config, split="test", trust_remote_code=True, **{arguments})
    print(config, list(data["id"]), data[0]["image"].size)
print("mmsafeaware" in sys.modules)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the code with a small corpus in it."""
    home, folder = CHECKOUT, tmp_path / "mmsafeaware"
    make(folder)
    shutil.copy(home / "mmsafeaware.py", folder)
    shutil.copytree(home / "validation", folder / "validation")
    for name in ("taxonomy.json", "pair.schema.json"):
        shutil.copy(home / "annotations" / name, folder / "annotations")
    return folder


def load(folder: Path, arguments: str = "{}") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HF_HOME": str(folder / "home"), "HF_HUB_OFFLINE": "1"}
    code = CODE.replace("{arguments}", arguments)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_checkout_loads_as_a_script(checkout: Path) -> None:
    done = load(checkout.parent)
    assert done.stdout.splitlines() == [
        "all ['u1', 'u2', 'o1'] (8, 8)",
        "unsafe ['u1', 'u2'] (8, 8)",
        "over_safety ['o1'] (8, 8)",
        "False",
    ], done.stderr


def test_another_corpus_and_its_defects(checkout: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other", over_safety=["{"])
    done = load(checkout.parent, f"{{'data_dir': {str(other)!r}}}")
    assert "annotations/over_safety.jsonl, line 1: expected one JSON object" in done.stderr.splitlines()[-1]
