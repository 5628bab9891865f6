"""The YAML at the head of a card: what the Hub and ``datasets`` read."""

from __future__ import annotations

from typing import Any

from datasets import Features

from mmsafeaware.dataset_card.about import About
from mmsafeaware.dataset_card.facts import Facts
from mmsafeaware.dataset_card.parquet import Shard, old_form

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
CREATORS = {"model": "machine-generated", "human": "expert-generated"}  # kinds of annotators.json, as the Hub has them


def yaml_features(features: Features) -> list[dict[str, Any]]:
    """The features as the Hub's YAML has them, in the form that every ``datasets`` reads."""
    return [{"name": name, **_yaml_feature(feature)} for name, feature in old_form(features.to_dict()).items()]


def _yaml_feature(feature: Any) -> dict[str, Any]:
    if isinstance(feature, list):
        return {"list": [{"name": name, **_yaml_feature(part)} for name, part in feature[0].items()]}
    if feature["_type"] == "ClassLabel":
        return {"dtype": {"class_label": {"names": {str(i): name for i, name in enumerate(feature["names"])}}}}
    return {"dtype": feature.get("dtype") or feature["_type"].lower()}


def configs_and_infos(
    features: Features, configs: dict[str, list[str]], shards: dict[str, list[Shard]]
) -> dict[str, Any]:
    """``configs`` and ``dataset_info``: a config maps to the subsets it holds, a subset to its files."""
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
    return {"configs": described, "dataset_info": infos}


def metadata(
    about: About,
    facts: Facts,
    annotators: list[dict[str, Any]],
    features: Features,
    configs: dict[str, list[str]],
    shards: dict[str, list[Shard]],
) -> dict[str, Any]:
    """The whole YAML. What a corpus does not say of itself, and the data do not show, is left out."""
    pairs = sum(facts.pairs(subset) for subset in ("unsafe", "over_safety"))
    kinds = sorted({CREATORS[item["kind"]] for item in annotators if item.get("kind") in CREATORS})
    head: dict[str, Any] = {
        "pretty_name": about.text("pretty_name", "A corpus in the layout of mmsafeaware"),
        "license": licence(about, facts),
        "language": about.list("language") or None,
        "size_categories": [next((name for limit, name in SIZES if pairs < limit), "1M<n<10M")],
        "task_categories": about.list("task_categories") or ["image-text-to-text"],
        "annotations_creators": kinds or None,
        "language_creators": ["machine-generated"] if about.said.get("synthetic") else None,
        "source_datasets": about.list("source_datasets") or None,
        "tags": about.list("tags") or ["safety", "multimodal", "not-for-all-audiences"],
    }
    if gate := about.said.get("gate"):
        head |= {"extra_gated_prompt": gate["prompt"], "extra_gated_fields": gate["fields"]}
    head |= {"version": about.version, **configs_and_infos(features, configs, shards)}
    return {name: value for name, value in head.items() if value is not None}


def licence(about: About, facts: Facts) -> str:
    """The Hub's name of the licence that all records name; ``unknown`` where one has none, ``other`` for several."""
    if None in facts.licenses:
        return "unknown"
    if len(facts.licenses) > 1:
        return "other"
    return about.text("license") or str(next(iter(facts.licenses), "unknown")).lower()
