"""A cache of its own for each test, so that no test sees what another loaded."""

from __future__ import annotations

from pathlib import Path

import datasets
import pytest

import mmsafeaware  # noqa: F401
from tests import corpus_factory


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    datasets.disable_progress_bars()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A valid corpus: u1, u2 (unsafe), o1 (over-safety), c1 (control of u1)."""
    return corpus_factory.make(tmp_path / "corpus", controls=[corpus_factory.control("c1")])
