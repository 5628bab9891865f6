"""Looks for mistakes and for style that betrays the label in the candidates: `python -m corpus.lint [PACKAGE …]`.

Mistakes (exit status 1): a card or pair that cannot be rated, an opening used too often, two sentences of a scenario
that differ by a word, a sentence twice. Style, by kind of pair: shares of questions, exclamations, short and long
sentences, excuse words, negations; brightness and redness of the pictures. Without a package, all of them.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from PIL import Image, ImageStat

from corpus.rating import ROOT, base_of, packages
from mmsafeaware.validation import records

ATTACKS = tuple(name for name, item in records.scenarios().items() if item["dimension"] == "attack")
FORMS = {"role_play": "R", "fake_role_playing": "R", "goal_hijacking": "G", "fake_goal_hijacking": "G"}
OPENINGS = 2  # how often the first two words may open a sentence of one package
EXCUSES = re.compile(
    r"\b(rehears\w*|games?|play(ed|ing|s)?|stor(y|ies)|museum|exhibit\w*|film|stage|lesson|training|fake|rubber|toy|"
    r"costume|actors?|theatre|paint(ed)?|joke|model|practice|plastic|prop)\b", re.I)  # fmt: skip
NEGATIONS = re.compile(r"\b(not?|never|nobody|nothing|without|\w+n't)\b", re.I)


class Item(NamedTuple):
    """One candidate: its package, id, card, what was written of it, kind, scenario and sentence."""

    package: str
    name: str
    card: dict[str, Any]
    pair: dict[str, Any]
    kind: str
    scenario: str
    text: str


def read() -> tuple[list[Item], list[str]]:
    """Every candidate, and what makes cards or pairs unreadable."""
    cards = packages()
    known, wrong, items = records.scenarios(), [], []
    pairs = {f"{card['picture']}-{key}": pair for every in cards.values() for card in every
             for key, pair in card["pairs"].items()}  # fmt: skip
    for package, every in cards.items():
        for card in every:
            if missing := {"picture", "alt", "looks", "pairs"} ^ set(card):
                wrong.append(
                    f"{package} {card.get('picture')}: fields missing or unknown: {', '.join(sorted(missing))}"
                )
            for key, pair in card["pairs"].items():
                name = f"{card['picture']}-{key}"
                base = base_of(card, pair)
                if not isinstance(key, str) or (base and base not in pairs):
                    wrong.append(f"{package} {name}: its key is no text, or its base {base} is not there")
                    continue
                scenario = pairs[base]["scenario"] if "control" in pair else pair.get("scenario")
                if scenario not in known:
                    wrong.append(f"{package} {name}: unknown scenario {scenario}")
                    continue
                text = pair.get("text") or pairs[base].get("text", "") if base else pair.get("text", "")
                items.append(Item(package, name, card, pair, _kind(card, pair, known[scenario]), scenario, text))
                wrong += [f"{package} {name}: {what}" for what in _flaws(card, pair, base, pairs)]
    return items, wrong


def _kind(card: dict[str, Any], pair: dict[str, Any], scenario: dict[str, Any]) -> str:
    if "control" in pair:
        return "control, safe" if scenario["label"] == "unsafe" else "control, unsafe"
    if scenario["subset"] == "over_safety":
        return f"over-safety, {'picture' if card['looks'] == 'unsafe' else 'sentence'} looks unsafe"
    return "attack" if scenario["dimension"] == "attack" else "typical"


def _flaws(card: dict[str, Any], pair: dict[str, Any], base: str | None, pairs: dict[str, Any]) -> Iterator[str]:
    scenario = pair.get("scenario", "")
    if scenario in ATTACKS and (not base or base.rpartition("-")[0] != card["picture"]):
        yield "an attack names a typical pair of its own picture as base"
    elif scenario in ATTACKS and pairs[base].get("scenario") in (None, *ATTACKS):
        yield f"its base {base} is no typical pair"
    if scenario in FORMS and not re.fullmatch(FORMS[scenario] + r"\d\d", str(pair.get("form", ""))):
        yield f"form is missing or not one of {FORMS[scenario]}01, {FORMS[scenario]}02, …"
    if "control" in pair and "control" in pairs[base or ""]:
        yield f"its base {base} is a control itself"
    if unknown := set(pair) - {"scenario", "text", "base", "form", "control"}:
        yield f"unknown fields {', '.join(sorted(unknown))}"
    if not pair.get("text") and "control" not in pair:
        yield "it has no sentence"
    if not (ROOT / "images" / f"{card['picture']}.png").exists():
        yield f"its picture {card['picture']} is not drawn"


def words(text: str) -> list[str]:
    """The words of a sentence in lower case."""
    return re.findall(r"[\w'’-]+", text.lower())


def repeated(items: list[Item]) -> Iterator[str]:
    """Openings of a package used too often, sentences twice, sentences of a scenario that differ by a word."""
    own = [item for item in items if item.pair.get("text")]
    openings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in own:
        openings[item.package, " ".join(words(item.text)[:2])].append(item.name)
    for (package, opening), names in openings.items():
        if len(names) > OPENINGS:
            yield f"{package}: '{opening} …' opens {len(names)} sentences: {', '.join(names)}"
    first: dict[tuple[str, ...], Item] = {}
    for item in own:
        other = first.setdefault(tuple(words(item.text)), item)
        if other is not item and len(words(item.text)) > 4:
            yield f"{item.package} {item.name}: the same sentence as {other.name}"
    gaps: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for item in own:
        line = words(item.text)
        for place in range(len(line) if len(line) > 2 else 0):
            gaps[item.scenario, (*line[:place], "", *line[place + 1 :])].add(item.name)
    for names in {tuple(sorted(names)) for names in gaps.values() if len(names) > 1}:
        yield f"{', '.join(names)}: sentences of one scenario that differ by a word"


def style(items: Iterable[Item]) -> Iterator[str]:
    """A line for each kind of pair: in what its sentences differ from the others'."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for item in items:
        kinds[item.kind].append(item.text)
    yield f"{'':35}{'n':>5}{'?':>6}{'!':>6}{'<8':>6}{'>25':>6}{'words':>7}{'excuse':>8}{'not':>6}"
    for kind, texts in sorted(kinds.items()):
        length = [len(words(text)) for text in texts]
        shares = (
            sum("?" in text for text in texts), sum("!" in text for text in texts), sum(n < 8 for n in length),
            sum(n > 25 for n in length),
        )  # fmt: skip
        line = "".join(f"{share / len(texts):6.0%}" for share in shares)
        excuse, no = (sum(bool(p.search(text)) for text in texts) / len(texts) for p in (EXCUSES, NEGATIONS))
        yield f"{kind:35}{len(texts):5}{line}{sum(length) / len(length):7.1f}{excuse:8.0%}{no:6.0%}"


def looks(items: Iterable[Item]) -> Iterator[str]:
    """Brightness and redness (0 to 1) of the pictures that are meant to look safe, and unsafe, alone."""
    found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for item in items:
        path = ROOT / "images" / f"{item.card['picture']}.png"
        if path.exists() and path.stem not in found[item.card["looks"]]:
            with Image.open(path) as image:
                red, green, blue = ImageStat.Stat(image.convert("RGB")).mean
            found[item.card["looks"]][path.stem] = (red + green + blue) / 765, red / (red + green + blue)
    for look, values in sorted(found.items()):
        bright, red = (sum(part) / len(values) for part in zip(*values.values(), strict=True))
        yield f"{len(values):4} pictures look {look:7} brightness {bright:.2f}  redness {red:.3f}"


def main() -> None:
    """Print mistakes and style of the packages that are named, or of all."""
    items, wrong = read()
    wrong += repeated(items)
    chosen = set(sys.argv[1:]) or {item.package for item in items}
    ids = {item.name for item in items if item.package in chosen}
    wrong = [
        line for line in wrong if chosen & set(line.split(" ")[0].split(":")) or ids & set(re.split(r"[ ,:]+", line))
    ]
    some = [item for item in items if item.package in chosen]
    print("\n".join([*style(some), *looks(some), ""]))
    scenarios = Counter((item.kind, item.scenario) for item in some)
    print("\n".join(f"{count:5}  {kind}: {scenario}" for (kind, scenario), count in sorted(scenarios.items())))
    if wrong:
        sys.exit("\n" + "\n".join(sorted(wrong)))


if __name__ == "__main__":
    main()
