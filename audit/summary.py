"""What the numbers say, in plain sentences: what this corpus is, how far to trust it, and why."""

from __future__ import annotations

from typing import Any

from mmsafeaware.audit import agreement
from mmsafeaware.audit.pairing import REASONS
from mmsafeaware.audit.wording import number, percent, plural

# Krippendorff 2004, Reliability in Content Analysis, Human Communication Research 30(3): the customary limits.
RELIABLE, TENTATIVE = 0.8, 2 / 3
FEW = 30  # pairs below which no verdict is given
SHORTCUT = 0.6  # balanced accuracy from which half of a pair gives the answer away noticeably

TONES = ("bad", "caution", "good", "unknown")  # in the order in which they are told

Results = dict[str, Any]
Sentence = dict[str, str]  # tone (good, caution, bad, unknown), text


def summary(results: Results) -> dict[str, Any]:
    """``verdict`` and ``tone``; ``what``: sentences on what this is; ``why``: sentences with a tone each."""
    tone, verdict = _verdict(results)
    why = [*_agreement(results), *_labels(results), *_cross_modal(results), *_shortcuts(results), *_rest(results)]
    if tone == "good" and any(sentence["tone"] == "bad" for sentence in why):
        tone, verdict = "caution", f"{verdict.removesuffix('.')}, but read what speaks against the corpus below."
    why.sort(key=lambda sentence: list(TONES).index(sentence["tone"]))
    return {"tone": tone, "verdict": verdict, "what": _what(results), "why": why}


def _say(tone: str, text: str) -> Sentence:
    return {"tone": tone, "text": text}


def _what(results: Results) -> list[str]:
    corpus = results["corpus"]
    pairs, voted = corpus["pairs"], corpus["voted"]["kept"]
    sentences = [
        f"{corpus['name']} holds {plural(pairs['kept'], 'pair', 'pairs')} of a picture and a sentence, in "
        f"{plural(corpus['scenarios'], 'scenario', 'scenarios')}: {pairs['unsafe']:,} that are unsafe only together, "
        f"and {pairs['over_safety']:,} that look unsafe and are safe."
    ]
    if pairs["control"]:
        sentences.append(
            f"Beside them: {plural(pairs['control'], 'control', 'controls')}, pairs that are what they look like."
        )
    people = corpus["annotators"]
    kinds = {item["kind"] for item in people.values()}
    who = {"model": "language-model raters", "human": "people"}.get(
        kinds.pop() if len(kinds) == 1 else "", "annotators"
    )
    three = f"the same three {who}" if len(people) == 3 else f"three of {len(people):,} {who}"
    if not voted:
        sentences.append("No votes on them were published.")
    elif voted == pairs["kept"]:
        sentences.append(f"Each was judged by {three}: the picture alone, the sentence alone, the pair.")
    else:
        share = f"{voted:,} of them ({percent(voted / pairs['kept'], 0)})"
        sentences.append(f"{share} were judged by {three}; on the others no votes were published.")
    return sentences


def _verdict(results: Results) -> tuple[str, str]:
    measured, labels, pairs = (
        results["agreement"]["pair"]["kept"],
        results["labels"],
        results["corpus"]["pairs"]["kept"],
    )
    if not labels["voted"]:
        return "unknown", "Nobody can say from this corpus how far to trust its labels: it has no votes."
    if labels["voted"] < FEW:
        return "caution", f"{plural(labels['voted'], 'pair', 'pairs')} with votes are too few to judge the labels by."
    alpha, unanimous = measured["krippendorff_alpha"], measured["unanimous"]["value"]
    wrong = (labels["other"] + labels["no_verdict"]) / labels["voted"]
    scope = "" if labels["voted"] == pairs else " of the pairs that were voted on"
    least = alpha["low"] if alpha["low"] is not None else alpha["value"]
    if wrong > 0.1:
        return (
            "bad",
            f"Do not trust these labels as they are: {percent(wrong, 0)} of them are not what the annotators say.",
        )
    if least is not None and least >= RELIABLE:
        if wrong > 0.02:
            text = f"{percent(wrong)} of the labels they judged are not their verdict."
            return "caution", f"The annotators agree with one another, but {text}"
        models = {item["kind"] for item in results["corpus"]["annotators"].values()} == {"model"}
        among = "agreement among language models" if models else "agreement"
        return "good", f"The labels{scope} can be trusted as far as {among} can show it."
    if alpha["value"] is None or agreement.paradox(measured):
        return "caution", (
            f"The annotators agree on {percent(unanimous, 0)} of the pairs, but nearly all answers are alike: "
            "this says little about how well they can tell safe from unsafe."
        )
    if alpha["value"] >= TENTATIVE:
        return "caution", f"The labels{scope} carry tentative conclusions: the annotators agree clearly, not firmly."
    return "bad", "Do not build on these labels yet: the annotators disagree about too many pairs."


def _agreement(results: Results) -> list[Sentence]:
    found, said = results["agreement"], []
    names = {"pair": "the pairs", "image": "the pictures alone", "text": "the sentences alone"}
    for judgment, name in names.items():
        kept = found[judgment]["kept"]
        if not kept["pairs"]:
            continue
        alpha = kept["krippendorff_alpha"]
        text = f"On {name}, {percent(kept['unanimous']['value'])} of the judgments are unanimous"
        if alpha["value"] is None:
            said.append(_say("caution", f"{text}; alpha is undefined, as everyone gave one answer."))
            continue
        interval = f" ({number(alpha['low'])} to {number(alpha['high'])})" if alpha["low"] is not None else ""
        text += f", alpha is {number(alpha['value'])}{interval}, AC1 {number(kept['gwet_ac1']['value'])}."
        strange = agreement.paradox(kept)
        tone = (
            "good"
            if (alpha["low"] or 0) >= RELIABLE
            else "caution"
            if alpha["value"] >= TENTATIVE or strange
            else "bad"
        )
        said.append(_say(tone, text + (" Alpha is low because one answer prevails." if strange else "")))
    kept, every = found["pair"]["kept"], found["pair"]["candidates"]
    if every["pairs"] > kept["pairs"] > 0 and every["krippendorff_alpha"]["value"] is not None:
        shown = percent(every["unanimous"]["value"]), number(every["krippendorff_alpha"]["value"])
        text = f"on all candidates, discards included, {shown[0]} are unanimous and alpha is {shown[1]}."
        said.append(_say("unknown", f"Kept pairs were chosen by their votes; {text}"))
    kinds = {item["kind"] for item in results["corpus"]["annotators"].values()}
    if kinds == {"model"}:
        text = (
            "All annotators are language models: they may share their mistakes, and no person has confirmed the labels."
        )
        said.append(_say("caution", text))
    return said


def _labels(results: Results) -> list[Sentence]:
    labels = results["labels"]
    if not labels["voted"]:
        return []
    if labels["same"] == labels["voted"]:
        return [_say("good", f"Every label is the verdict of its votes ({labels['voted']:,} pairs).")]
    text = f"{labels['other']:,} of {labels['voted']:,} labels contradict the majority of their votes"
    text += f"; {labels['no_verdict']:,} have no majority." if labels["no_verdict"] else "."
    return [_say("bad" if labels["other"] > 0.02 * labels["voted"] else "caution", text)]


def _cross_modal(results: Results) -> list[Sentence]:
    kept, every = results["pairing"]["kept"], results["pairing"]["candidates"]
    if not kept["pairs"]:
        return []
    worst = max(kept["fails"], key=kept["fails"].__getitem__)
    share = percent(kept["share"]["value"])
    text = f"By the votes, {kept['meets']:,} of {kept['pairs']:,} pairs ({share}) need both halves"
    if kept["meets"] < kept["pairs"]:
        text += f"; most of the others fail because {REASONS[worst]} ({kept['fails'][worst]:,})"
    if every["pairs"] > kept["pairs"]:
        text += f" (of all candidates, {percent(every['share']['value'])})"
    tone = "good" if kept["share"]["value"] >= 0.99 else "caution" if kept["share"]["value"] >= 0.9 else "bad"
    return [_say(tone, text + ".")]


def _shortcuts(results: Results) -> list[Sentence]:
    said = []
    names = {"text": "Reading the sentence alone", "image": "Looking at the picture alone"}
    guessers = results["shortcuts"]["benchmark"]["guessers"]
    for guesser, name in names.items():
        accuracy = guessers[guesser]["balanced_accuracy"]
        if accuracy["value"] is None:
            continue
        text = f"{name}, a simple model guesses the label with a balanced accuracy of {number(accuracy['value'])}"
        high = accuracy["low"] is not None and accuracy["low"] > 0.5
        tone = "good" if not high else "caution" if accuracy["value"] < 0.75 else "bad"
        said.append(_say(tone, text + (", where a coin has 0.50." if high else ", no better than a coin (0.50).")))
    looks = guessers["looks"]["balanced_accuracy"]["value"]
    if looks is not None and looks > SHORTCUT:
        text = f"By construction, answering the opposite of what one half alone looks like is right at {number(looks)}"
        controlled = results["shortcuts"].get("with_controls", {}).get("guessers", {}).get("looks")
        value = controlled["balanced_accuracy"]["value"] if controlled else None
        text += (
            f"; with the controls, at {number(value)}."
            if value is not None
            else "; only controls would show such a model up."
        )
        said.append(_say("caution", text))
    return said


def _rest(results: Results) -> list[Sentence]:
    said, discards, duplicates = [], results["discards"], results["duplicates"]
    if not discards["known"]:
        said.append(_say("unknown", "What was discarded is not published, so the selection cannot be judged."))
    elif discards["rate"]["value"] is not None:
        rate, paper = percent(discards["rate"]["value"]), percent(discards["paper"])
        said.append(_say("unknown", f"{rate} of the candidates were discarded; the paper reports {paper}."))
    both, twice = duplicates["pictures_in_both_subsets"]["groups"], duplicates["pairs"]["groups"]
    if both:
        text = plural(both, "picture occurs", "pictures occur")
        said.append(_say("good", f"{text} in both subsets, so the picture alone does not decide."))
    if twice:
        said.append(_say("bad", f"{plural(twice, 'pair stands', 'pairs stand')} in the corpus more than once."))
    return said
