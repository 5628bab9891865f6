"""``croissant.json``: the built folder in Croissant 1.1 (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html)

with the vocabulary of responsible AI (https://docs.mlcommons.org/croissant/docs/croissant-rai-spec.html).
"""

from __future__ import annotations

import mimetypes
from typing import Any

from mmsafeaware.audit.wording import number, percent
from mmsafeaware.dataset_card.card import Content
from mmsafeaware.validation import records

Json = dict[str, Any]
PARQUET = "application/x-parquet"
CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{
        name: f"cr:{name}"
        for name in (
            "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileProperty",
            "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5",
            "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
            "separator", "source", "subField", "transform",
        )
    },
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "prov": "http://www.w3.org/ns/prov#",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}  # fmt: skip
CLASSES = ("scenario", "dimension", "subset", "label")  # columns that are numbers of a class


def croissant(content: Content, files: dict[str, str], class_names: dict[str, list[str]]) -> Json:
    """The JSON-LD of a built folder.

    Args:
        content: what the card is made from.
        files: path of every file of the folder (but this one) to its SHA-256.
        class_names: the names of each class of ``features()``, in order; ``judgment`` are those of a vote.
    """
    about = content.about
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": "mmsafeaware",
        "alternateName": about.text("pretty_name", "A corpus in the layout of mmsafeaware"),
        "description": about.text("summary", "Image-text pairs whose safety only shows when both are read together."),
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "version": about.version,
        "datePublished": about.text("published", "1970-01-01"),
        "license": about.text("license_url") or _licences(content),
        "url": about.text("homepage", "https://arxiv.org/abs/2502.11184"),
        "inLanguage": about.list("language") or ["en"],
        "isLiveDataset": False,
        "keywords": about.list("tags") or ["safety", "multimodal"],
        "creator": [
            {"@type": "sc:Organization", "name": name} for name in about.list("creators") or ["Not named by the corpus"]
        ],
        "citeAs": "\n\n".join(text.replace("VERSION", about.version) for text in about.list("citations"))
        or "arXiv:2502.11184 (the design that the corpus follows)",
        **responsible(content),
        "distribution": [*_files(files), *_file_sets(content)],
        "recordSet": [
            *(_enumeration(name, names) for name, names in class_names.items()),
            *(_records(config, subsets, class_names) for config, subsets in content.configs.items()),
        ],
    }


def _licences(content: Content) -> str:
    names = sorted(str(name) for name in content.facts.licenses if name)
    return ", ".join(names) if names and None not in content.facts.licenses else "No licence was granted"


def responsible(content: Content) -> Json:
    """The fields of the RAI vocabulary and of provenance; what a corpus does not say is left out, never made up."""
    about, facts = content.about, content.facts
    kinds = {str(item.get("kind")) for item in content.annotators}
    said: Json = {
        "rai:dataCollection": about.text("made"),
        "rai:dataCollectionType": about.list("collection_type"),
        "rai:dataLimitations": [*about.list("limits"), *about.list("not_for")],
        "rai:dataBiases": about.list("biases"),
        "rai:dataUseCases": about.list("uses"),
        "rai:dataSocialImpact": about.text("social_impact"),
        "rai:personalSensitiveInformation": [text for text in (about.text("personal"), about.text("content")) if text],
        "rai:dataReleaseMaintenancePlan": about.text("maintenance"),
        "rai:dataAnnotationProtocol": [about.text("protocol")] if about.text("protocol") else [],
        "rai:dataAnnotationAnalysis": _analysis(content),
    }
    if facts.votes_published():
        said["rai:annotationsPerItem"] = (
            "Three: three annotators each judge the image alone, the sentence alone and the pair. All votes are there."
        )
    if kinds == {"model"}:
        models = sorted({str(item["model"]) for item in content.annotators if item.get("model")})
        said |= {
            "rai:machineAnnotationTools": models[:1] or ["Language-model raters, as annotators.json declares them."],
            "rai:dataAnnotationPlatform": ["None: sheets of pictures and lists of sentences, answered in CSV files."],
            "rai:annotatorDemographics": ["Not applicable: the annotators are language models, so they have none."],
        }
    if "synthetic" in about.said:
        said["rai:hasSyntheticData"] = bool(about.said["synthetic"])
    if about.list("source_datasets") == ["original"]:
        said |= {
            "prov:wasDerivedFrom": {
                "@id": "https://arxiv.org/abs/2502.11184",
                "description": "The design and the taxonomy of the paper; none of its data.",
            },
            "prov:wasGeneratedBy": [
                {"@type": "prov:Activity", "name": "Writing and drawing", "description": about.text("made")},
                {"@type": "prov:Activity", "name": "Annotation", "description": about.text("protocol")},
            ],
        }
    return {name: value for name, value in said.items() if value not in ("", [])}


def _analysis(content: Content) -> list[str]:
    lines = []
    for part, values in content.facts.agreement.items():
        alpha, raw = values["krippendorff_alpha"], values["raw_agreement"]
        interval = f" (95 % interval {number(alpha['low'], 3)} to {number(alpha['high'], 3)})" if alpha["low"] else ""
        lines.append(
            f"Judgment of the {part}: raw agreement {number(raw['value'], 3)}, Krippendorff's alpha "
            f"{number(alpha['value'], 3)}{interval}, over {values['pairs']:,} kept pairs."
        )
    rate = content.facts.discard_rate()
    if rate:
        lines.append(f"{rate['discarded']:,} candidates were discarded ({percent(rate['value'])}).")
    return lines


def _files(files: dict[str, str]) -> list[Json]:
    return [
        {
            "@type": "cr:FileObject",
            "@id": f"file/{path}",
            "name": path,
            "contentUrl": path,
            "encodingFormat": _format(path),
            "sha256": digest,
        }
        for path, digest in sorted(files.items())
    ]


def _format(path: str) -> str:
    if path.endswith(".parquet"):
        return PARQUET
    if path.endswith(".jsonl"):
        return "application/jsonlines"
    if path.endswith(".md"):
        return "text/markdown"
    return mimetypes.guess_type(path)[0] or "text/plain"


def _file_sets(content: Content) -> list[Json]:
    return [
        {
            "@type": "cr:FileSet",
            "@id": f"files/{config}",
            "name": f"Parquet files of the config {config}",
            "encodingFormat": PARQUET,
            "includes": [f"data/{records.FILES[subset]}-*.parquet" for subset in subsets],
        }
        for config, subsets in content.configs.items()
    ]


def _enumeration(name: str, names: list[str]) -> Json:
    """A class as a record set of numbers and names."""
    fields = {"code": "sc:Integer", "name": "sc:Text"}
    return {
        "@type": "cr:RecordSet",
        "@id": f"class/{name}",
        "name": f"Values of {name}",
        "dataType": "sc:Enumeration",
        "key": {"@id": f"class/{name}/code"},
        "field": [
            {"@type": "cr:Field", "@id": f"class/{name}/{field}", "name": field, "dataType": kind}
            for field, kind in fields.items()
        ],
        "data": [{f"class/{name}/code": code, f"class/{name}/name": value} for code, value in enumerate(names)],
    }


def _records(config: str, subsets: list[str], class_names: dict[str, list[str]]) -> Json:
    described = records.data("annotations/pair.schema.json")["properties"]
    texts = ("id", "image_description", "text", "base_id", "source", "license")

    def field(name: str, kind: str, what: str, **more: Any) -> Json:
        source = {"fileSet": {"@id": f"files/{config}"}, "extract": {"column": name}}
        source |= more.pop("source", {})
        return {
            "@type": "cr:Field", "@id": f"{config}/{name}", "name": name, "description": what, "dataType": kind,
            "source": source, **more,
        }  # fmt: skip

    fields = {name: field(name, "sc:Text", described[name]["description"]) for name in texts}
    fields["image"] = field("image", "sc:ImageObject", "The picture.", source={"transform": {"jsonPath": "bytes"}})
    for name in CLASSES:
        what = f"A number of the class {name}."
        fields[name] = field(name, "sc:Integer", what, references={"field": {"@id": f"class/{name}/code"}})
    order = ("id", "image", "image_description", "text", *CLASSES, "base_id", "source", "license")
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": f"The pairs of {' and '.join(subsets)}.",
        "key": {"@id": f"{config}/id"},
        "field": [*(fields[name] for name in order), _votes(config)],
    }


def _votes(config: str) -> Json:
    """The votes: a list of objects."""

    def part(name: str, kind: str) -> Json:
        return {
            "@type": "cr:Field",
            "@id": f"{config}/annotator_votes/{name}",
            "name": name,
            "dataType": kind,
            "source": {
                "fileSet": {"@id": f"files/{config}"},
                "extract": {"column": "annotator_votes"},
                "transform": {"jsonPath": name},
            },
        }

    return {
        "@type": "cr:Field",
        "@id": f"{config}/annotator_votes",
        "name": "annotator_votes",
        "description": "Three votes; each judgment is a number of the class judgment.",
        "isArray": True,
        "arrayShape": "3",
        "subField": [part("annotator", "sc:Text"), *(part(name, "sc:Integer") for name in ("image", "text", "pair"))],
    }
