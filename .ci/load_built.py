"""Loads built folders with plain ``datasets``, streaming or not, and prints what is in them.

python .ci/load_built.py FOLDER …
"""

from __future__ import annotations

import sys

from datasets import __version__, get_dataset_config_names, load_dataset

for folder in sys.argv[1:]:
    counts = {}
    for config in get_dataset_config_names(folder):
        seen = []
        for streaming in (False, True):
            data = load_dataset(folder, config, split="test", streaming=streaming)
            seen.append([(row["id"], row["image"].size, row["label"]) for row in data])
        assert seen[0] == seen[1]
        counts[config] = len(seen[0])
    print(f"datasets {__version__}: {folder} {counts}")
