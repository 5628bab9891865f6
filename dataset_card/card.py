"""The dataset card of a built folder, generated from the data so that no count can drift."""

from __future__ import annotations

from typing import Any

import yaml
from datasets import Features

from mmsafeaware.dataset_card.parquet import Shard, old_form


def yaml_features(features: Features) -> list[dict[str, Any]]:
    """The features as the Hub's YAML has them, in the form that every ``datasets`` reads."""
    return [{"name": name, **_yaml_feature(feature)} for name, feature in old_form(features.to_dict()).items()]


def _yaml_feature(feature: Any) -> dict[str, Any]:
    if isinstance(feature, list):
        return {"list": [{"name": name, **_yaml_feature(part)} for name, part in feature[0].items()]}
    if feature["_type"] == "ClassLabel":
        return {"dtype": {"class_label": {"names": {str(i): name for i, name in enumerate(feature["names"])}}}}
    return {"dtype": feature.get("dtype") or feature["_type"].lower()}


def metadata(features: Features, configs: dict[str, list[str]], shards: dict[str, list[Shard]]) -> dict[str, Any]:
    """The card's YAML: ``configs`` maps a config to the subsets it holds, ``shards`` a subset to its files."""
    described, infos = [], []
    for config, subsets in configs.items():
        files = [f"data/{shard.name}" for subset in subsets for shard in shards[subset]]
        default = {"default": True} if config == "all" else {}
        described.append({"config_name": config, **default, "data_files": [{"split": "test", "path": files}]})
        parts = [shard for subset in subsets for shard in shards[subset]]
        size = sum(part.arrow_bytes for part in parts)
        split = {"name": "test", "num_bytes": size, "num_examples": sum(part.rows for part in parts)}
        infos.append(
            {
                "config_name": config,
                "features": yaml_features(features),
                "splits": [split],
                "download_size": sum(part.file_bytes for part in parts),
                "dataset_size": size,
            }
        )
    return {"pretty_name": "MMSafeAware", "language": ["en"], "configs": described, "dataset_info": infos}


def card(features: Features, configs: dict[str, list[str]], shards: dict[str, list[Shard]]) -> str:
    """README.md of the built folder."""
    head = yaml.safe_dump(metadata(features, configs, shards), sort_keys=False, allow_unicode=True, width=120)
    rows = {subset: sum(shard.rows for shard in parts) for subset, parts in shards.items()}
    counts = "\n".join(f"| `{config}` | {sum(rows[s] for s in subsets):,} |" for config, subsets in configs.items())
    return f"""---
{head}---

# MMSafeAware

Image-text pairs whose safety only shows when image and text are read together, judged by three annotators.

| config | pairs |
|---|---|
{counts}

```python
from datasets import load_dataset

pairs = load_dataset("path/to/this/folder", "unsafe", split="test")
```
"""
