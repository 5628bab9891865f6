"""The notebook runs from top to bottom, as a reader would run it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus_factory import CHECKOUT

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
NOTEBOOK = CHECKOUT / "notebooks" / "quickstart.ipynb"


@pytest.mark.filterwarnings("ignore")  # of the kernel's own
def test_every_cell_runs_and_says_what_the_text_around_it_promises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    printed = ["".join(str(out.get("text", "")) + str(out.get("data", {}).get("text/plain", "")) for out in cell.outputs)
               for cell in cells]  # fmt: skip
    everything = "\n".join(printed)
    assert all(cell.execution_count for cell in cells)
    assert "unsafe / " in printed[1]
    assert "over_safety / " in printed[2]
    assert any(out.get("data", {}).get("image/png") for out in cells[1].outputs)
    assert "['safe', 'unsafe', None, None]" in everything
    assert "torch.Size([4, 3, 384, 512])" in everything or "PyTorch is not installed" in everything
