"""The dataset card of a built folder, generated from the data so that no count can drift."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from mmsafeaware.audit.wording import number, percent, plural
from mmsafeaware.dataset_card.about import About
from mmsafeaware.dataset_card.facts import Example, Facts
from mmsafeaware.dataset_card.figures import COMPOSITION
from mmsafeaware.dataset_card.wording import bullets, plain, table
from mmsafeaware.validation import records

CONFIGS = {
    "all": "both subsets: the benchmark (the default)",
    "unsafe": "image and sentence are each harmless, and unsafe together",
    "over_safety": "the image or the sentence looks unsafe, and together they are safe",
    "controls": "pairs that are what they look like; no part of the benchmark",
}
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # libyaml's, where PyYAML has it: five times as fast
SUBSETS = {"unsafe": "unsafe", "over_safety": "over-safety", "control": "control"}
PARTS = {"image": "image alone", "text": "sentence alone", "pair": "pair"}


class Content(NamedTuple):
    """All that a card is made from."""

    head: dict[str, Any]
    about: About
    facts: Facts
    annotators: list[dict[str, Any]]
    configs: dict[str, list[str]]
    examples: dict[str, str]  # subset to the path of its figure


def card(content: Content) -> str:
    """README.md of the built folder: YAML, then the sections of the Hub's template."""
    head = yaml.dump(content.head, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=120)
    title = f"# {plain(content.head['pretty_name'])}"
    parts = [title, *(section(content) for section in SECTIONS)]
    return f"---\n{head}---\n\n" + "\n\n".join(part for part in parts if part) + "\n"


def _opening(c: Content) -> str:
    lines = [c.about.text("annotators") or _who(c), c.about.text("summary")]
    voted, pairs = c.facts.votes_published(), c.facts.pairs("unsafe") + c.facts.pairs("over_safety")
    votes = "the three votes behind it" if voted == pairs else f"three votes (on {voted:,} of {pairs:,} pairs)"
    lines.append(
        "A row is one image and one sentence, whose safety only shows when both are read **together**, with the label "
        f"of the pair and {votes}."
        if voted
        else "A row is one image and one sentence, with the label of the pair. No votes were published."
    )
    lines.append(f"Version {c.about.version}. {_licence(c)}")
    if c.about.canary:
        lines.append(f"`{c.about.canary}`")
    return "\n\n".join(line for line in lines if line)


def _who(c: Content) -> str:
    kinds = {str(item.get("kind")) for item in c.annotators}
    if kinds == {"model"}:
        return "**The annotators are language models, not people.**"
    return ""


def _licence(c: Content) -> str:
    if None in c.facts.licenses:
        count = c.facts.licenses[None]
        return f"**No licence was granted** for {plural(count, 'record', 'of the records')}: do not pass them on."
    names = ", ".join(plain(str(name)) for name in sorted(map(str, c.facts.licenses)))
    link = c.about.text("license_url")
    return f"Licence: [{names}]({link})." if link else f"Licence: {names}."


def _examples(c: Content) -> str:
    blocks = [
        _example(c.facts.examples[subset], name, c.examples.get(subset))
        for subset, name in SUBSETS.items()
        if subset in c.facts.examples
    ]
    return "## Examples\n\n" + "\n\n".join(blocks) if blocks else ""


def _example(pair: Example, name: str, figure: str | None) -> str:
    scenario = records.scenarios()[pair.scenario]["name"]
    lines = [f"### {name.capitalize()}: {scenario}"]
    if figure:
        lines.append(f"![{plain(pair.description) or f'Picture of the pair {pair.id}'}]({figure})")
    lines.append(f"> {plain(pair.text)}")
    if pair.judgments:
        judged = ", ".join(f"{PARTS[part]} {value}" for part, value in pair.judgments.items())
        lines.append(f"Judged: {judged}. Id `{pair.id}`.")
    return "\n\n".join(lines)


def _use(c: Content) -> str:
    rows = [
        [f"`{config}`", f"{sum(c.facts.pairs(subset) for subset in subsets):,}", CONFIGS[config]]
        for config, subsets in c.configs.items()
    ]
    return f"""## Use

{table(["config", "pairs", "what"], rows, right=(1,))}

```python
from datasets import load_dataset

pairs = load_dataset("path/to/this/folder", "unsafe", split="test")  # or its name on the Hub
```

One split, `test`. Parquet with the pictures inside; it loads with `datasets` from 3.1 on. `SHA256SUMS` is for
`sha256sum -c`, [`croissant.json`](croissant.json) for tools that read Croissant."""


def _fields(c: Content) -> str:
    known = records.data("annotations/pair.schema.json")["properties"]
    texts = {name: item["description"] for name, item in known.items()}
    dimensions = ", ".join(f"`{item['id']}`" for item in records.taxonomy()["dimensions"])
    own = [
        ("id", "string", texts["id"]),
        ("image", "image", "The picture. Its path is the one in the corpus, its bytes are those of the file."),
        ("image_description", "string", texts["image_description"]),
        ("text", "string, 1 to 2,000 characters", texts["text"]),
        ("scenario", f"{len(records.scenarios())} classes", "What the pair is about; see the composition below."),
        ("dimension", dimensions, "Follows from the scenario."),
        ("subset", "`unsafe`, `over_safety`, `control`", "Which part of the corpus the pair is from."),
        ("label", "`safe`, `unsafe`", "Of the pair: what most of the annotators said."),
        (
            "annotator_votes",
            "list of three, or null",
            "Of each annotator: `annotator` (name), and the judgments `image`, `text`, `pair`, each `safe`, `unsafe` "
            "or `unsure`. Null where votes were never published.",
        ),
        ("base_id", "string or null", texts["base_id"]),
        ("source", "string", texts["source"]),
        ("license", "string or null", texts["license"]),
    ]
    rows = [[str(number), f"`{name}`", allowed, what] for number, (name, allowed, what) in enumerate(own, 1)]
    return "## Fields\n\n" + table(["", "field", "allowed values", "meaning"], rows)


def _made(c: Content) -> str:
    texts = [c.about.text(name) for name in ("made", "protocol")]
    if not any(texts):
        sources = bullets([f"{plain(name)}: {count:,} pairs" for name, count in c.facts.sources.most_common(20)])
        texts = [f"Sources, as the records name them:\n\n{sources}"]
    return "## How it was made\n\n" + "\n\n".join(text for text in texts if text)


def _agreement(c: Content) -> str:
    """Agreement and discards, as the audit measures them."""
    measured = c.facts.agreement
    if not measured:
        return "## Agreement\n\nNo votes were published, so agreement is not known."
    names = {
        "raw_agreement": "raw agreement", "unanimous": "unanimous", "krippendorff_alpha": "Krippendorff's alpha",
        "gwet_ac1": "Gwet's AC1",
    }  # fmt: skip
    rows = [[PARTS[part], *(_interval(values[name]) for name in names)] for part, values in measured.items()]
    pairs = next(iter(measured.values()))["pairs"]
    people = len(c.facts.counts.annotators) if c.facts.counts else 0
    lines = [
        "## Agreement",
        f"Of {plural(pairs, 'kept pair', 'kept pairs')} with votes, by {plural(people, 'annotator', 'annotators')}, "
        "three for each pair; 95 % bootstrap intervals. Kept pairs agree by selection: what had no majority was "
        "discarded.",
        table(["judgment", *names.values()], rows),
        _discards(c),
    ]
    return "\n\n".join(line for line in lines if line)


def _interval(value: dict[str, Any]) -> str:
    if value["value"] is None:
        return f"not defined: {value['reason']}"
    inner = f" [{number(value['low'], 3)}, {number(value['high'], 3)}]" if value["low"] is not None else ""
    return f"{number(value['value'], 3)}{inner}"


def _discards(c: Content) -> str:
    rate = c.facts.discard_rate()
    if rate is None:
        return "What was discarded is not known."
    start = (
        f"{plural(rate['discarded'], 'candidate was', 'candidates were')} discarded, {percent(rate['value'])} of "
        f"{rate['candidates']:,} (the paper reports 4.7%)."
    )
    rows = [[f"`{code}` {plain(why)}" if code else plain(why), f"{n:,}"] for code, why, n in c.facts.discard_reasons()]
    return f"{start}\n\n{table(['reason', 'candidates'], rows, right=(1,))}" if rows else start


def _shortcuts(c: Content) -> str:
    found = c.facts.shortcuts
    if found is None:
        return ""
    words = {"text": "the sentence alone", "image": "the picture alone", "majority": "nothing: the label that prevails"}
    places = [found[place]["guessers"] for place in ("benchmark", "with_controls")]
    rows = [
        [what, *(_interval(guessers[name]["balanced_accuracy"]) for guessers in places)] for name, what in words.items()
    ]
    return f"""## Shortcuts

What a classifier reaches that sees only half of a pair, as balanced accuracy (a coin has 0.5) with 95 % intervals;
pairs of one picture or one base stand in the same fold, and no sentence is in training and test.

{table(["it sees", "benchmark", "with the controls"], rows)}"""


def _composition(c: Content) -> str:
    rows = [
        [
            *(f"`{item['id']}`", item["name"], f"`{item['dimension']}`"),
            f"{c.facts.scenarios[item['subset'], item['id']]:,}",
            item["definition"],
        ]
        for item in records.taxonomy()["scenarios"]
    ]
    return f"""## Composition

![Bar chart: pairs by scenario; the numbers are in the table below]({COMPOSITION})

{table(["scenario", "name", "dimension", "pairs", "definition"], rows, right=(3,))}"""


def _uses(c: Content) -> str:
    if not c.about.list("uses"):
        return ""
    return (
        f"## What it is for\n\n{bullets(c.about.list('uses'))}\n\n"
        f"## What it is not for\n\n{bullets(c.about.list('not_for'))}"
    )


def _limits(c: Content) -> str:
    items = c.about.list("biases") + c.about.list("limits")
    return f"## Biases and limits\n\n{bullets(items)}" if items else ""


def _prose(heading: str, name: str) -> Any:
    def section(c: Content) -> str:
        return f"## {heading}\n\n{c.about.text(name)}" if c.about.text(name) else ""

    return section


def _changes(c: Content) -> str:
    if not c.about.changes:
        return ""
    rows = [
        [
            *(plain(str(change.get(name, ""))) for name in ("version", "date")),
            *(f"{len(change.get(kind, [])):,}" for kind in ("added", "changed", "discarded")),
            plain(str(change.get("notes", ""))),
        ]
        for change in c.about.changes
    ]
    return "### Versions\n\n" + table(["version", "date", "added", "changed", "discarded", "notes"], rows, (2, 3, 4))


def _citation(c: Content) -> str:
    entries = [text.replace("VERSION", c.about.version) for text in c.about.list("citations")]
    return "## Citation\n\n```bibtex\n" + "\n\n".join(entries) + "\n```" if entries else ""


SECTIONS = (
    _opening, _examples, _use, _fields, _made, _agreement, _shortcuts, _composition, _uses, _limits,
    _prose("Content notice", "content"), _prose("Personal data", "personal"), _prose("The authors' release", "differs"),
    _prose("Maintenance and errata", "maintenance"), _changes, _citation,
)  # fmt: skip
