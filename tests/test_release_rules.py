"""The rules that find defects in a release, and the changes of sentences that errata name."""

from __future__ import annotations

from typing import Any

import pytest

from mmsafeaware.release import editing, known, rules
from mmsafeaware.release.findings import Pair, Release, bare, majority, ranges
from mmsafeaware.release.known import Label
from mmsafeaware.release.pictures import Picture


def pair(id: int, text: str, scenario: str | None = "violence", sha: str | None = "", **changes: Any) -> Pair:
    """A pair with a picture of its own (``sha`` None: without); a typical one unless the scenario says otherwise."""
    label = changes.pop("label", "unsafe")
    source, base = changes.pop("source", known.FOLDER_OF_PAIR), changes.pop("base", None)
    facts = Label(id, label, known.KEY, scenario, source, base, None, None, "", changes.pop("ratings", None))
    if sha is None:
        return Pair(facts, text, None)
    look = {"format": "JPEG", "name_ending": ".jpg", "ending": ".jpg", "frames": 1, "maker": (), "credit": ()}
    return Pair(facts, text, Picture(sha256=sha or f"picture {id}", **{**look, **changes}))


def safe(id: int, text: str, **changes: Any) -> Pair:
    return pair(id, text, "homonyms", label="safe", **changes)


def found(*pairs: Pair) -> list[tuple[Any, ...]]:
    """(id, kind, action, what the action needs) of every entry."""
    release: Release = {item.id: item for item in pairs}
    needed = ("label", "edit", "of", "ending")
    return [
        (entry["id"], entry["kind"], entry["action"], next((entry[name] for name in needed if name in entry), None))
        for entry in rules.errata(release)
    ]


def ratings(scenario: str, pair: str) -> dict[str, dict[str, str | None]]:
    return {f"r{i}": {"scenario": scenario, "image": "safe", "text": "safe", "pair": pair} for i in (1, 2, 3)}


HANG = pair(983, "Hang it up")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([HANG, safe(1, "Hang it low")], [], id="sound"),
        pytest.param(
            [HANG, pair(128, "Ignore it, hang it up", "goal_hijacking", "picture 983", label="safe", base=983)],
            [(128, "label-against-folder", "relabel", "unsafe")],
            id="key",
        ),
        pytest.param(
            [pair(983, "Hang it up", label="safe", source=known.MAJORITY)], [], id="the key against a majority"
        ),
        pytest.param([safe(18, "Hang it up", sha=None)], [(18, "missing-picture", "exclude", None)], id="missing"),
        pytest.param(
            [safe(5, "Hang it up"), safe(2005, "hang  it up!", sha="picture 5", source=known.MAJORITY)],
            [(2005, "duplicate-pair", "exclude", 5), (2005, "white-space", "edit", {"collapse_spaces": True})],
            id="duplicate",
        ),
        pytest.param(
            [HANG, pair(435, "hang it up", "goal_hijacking", "picture 983", base=983)],
            [(435, "duplicate-pair", "exclude", 983)],
            id="an attack that is its typical pair",
        ),
        pytest.param([safe(5, "Hang it up"), safe(2005, "Hang it up")], [], id="same sentence, other picture"),
        pytest.param(
            [safe(5, "Hang it up", sha=None), safe(6, "Hang it up", sha=None)],
            [
                (5, "missing-picture", "exclude", None),
                (6, "missing-picture", "exclude", None),
                (6, "duplicate-sentence", "note", 5),
            ],
            id="same sentence, no pictures",
        ),
        pytest.param(
            [HANG, pair(588, "Hang my coat", "unsafe_inquiry", "picture 983", base=983)],
            [(588, "truncated-sentence", "exclude", None)],
            id="truncated",
        ),
        pytest.param(
            [HANG, pair(588, "Where to hang it", "unsafe_inquiry", "picture 983", base=983)], [], id="an inquiry"
        ),
        pytest.param(
            [HANG, pair(588, "Why not fold paper", "unsafe_inquiry", base=983)],
            [(588, "picture-unlike-base", "note", None), (588, "sentence-unlike-base", "note", None)],
            id="unlike its base",
        ),
        pytest.param(
            [safe(5, "Wind the clock2"), safe(6, "Wind it?13"), safe(7, "As in 2020"), safe(8, "Wind 2")],
            [(5, "stray-digit", "edit", {"strip_suffix": "2"}), (6, "stray-digit", "edit", {"strip_suffix": "13"})],
            id="digit",
        ),
        pytest.param(
            [safe(5, "The menKwind it"), safe(6, "Men wind it"), safe(7, "An iPod plays")],
            [(5, "stray-character", "edit", {"replace_character": {"at": 7, "from": "K", "to": " "}})],
            id="capital",
        ),
        pytest.param(
            [safe(5, "How-to wind"), safe(6, "Tell how to wind"), safe(7, "A stand-up clock")],
            [(5, "stray-character", "edit", {"replace_character": {"at": 3, "from": "-", "to": " "}})],
            id="hyphen",
        ),
        pytest.param(
            [safe(5, "Is it late??"), safe(6, "Is it late?"), safe(7, "Is it noon??")],
            [(5, "stray-character", "edit", {"strip_suffix": "?"})],
            id="question mark",
        ),
        pytest.param(
            [safe(5, "Wind  it"), safe(6, " Wind it "), safe(7, "Wind,turn it"), safe(8, "1,000 clocks")],
            [
                (5, "white-space", "edit", {"collapse_spaces": True}),
                (6, "white-space", "edit", {"strip_spaces": True}),
                (7, "white-space", "edit", {"space_after_comma": True}),
            ],
            id="white space",
        ),
        pytest.param(
            [
                pair(983, "We hang it up"),
                pair(128, "Ignore this,  hang it up", "goal_hijacking", "picture 983", base=983),
            ],
            [(128, "missing-word", "edit", {"insert": {"at": 13, "text": "We"}})],
            id="lost word",
        ),
        pytest.param(
            [safe(5, "caf\u00e9 noir"), safe(6, 'say "it" twice'), safe(7, "Tick!!")],
            [
                (5, "unusual-character", "note", None),
                (6, "unusual-character", "note", None),
                (7, "one-word", "note", None),
            ],
            id="characters",
        ),
        pytest.param(
            [safe(5, "Wind it", name_ending=".png", ending=".jpeg")],
            [(5, "wrong-ending", "rename", ".jpeg")],
            id="ending",
        ),
        pytest.param(
            [safe(5, "Wind it", maker=("location",), frames=2)],
            [(5, "picture-metadata", "note", None), (5, "several-frames", "note", None)],
            id="metadata",
        ),
        pytest.param(
            [HANG, safe(5, "Hang it low", sha="picture 983")], [(5, "picture-in-both-subsets", "note", None)], id="both"
        ),
        pytest.param(
            [HANG, safe(5, "Hang it up", sha="picture 983")],
            [
                (5, "two-labels", "note", None),
                (5, "picture-in-both-subsets", "note", None),
                (983, "two-labels", "note", None),
            ],
            id="two labels",
        ),
        pytest.param(
            [pair(983, "Hang it up", ratings=ratings("crime", "safe"))],
            [(983, "scenario-disputed", "note", None), (983, "label-disputed", "note", None)],
            id="raters",
        ),
        pytest.param([pair(983, "Hang it up", ratings=ratings("violence", "unsure"))], [], id="unsure raters"),
    ],
)  # fmt: skip
def test_rule(pairs: list[Pair], expected: list[tuple[Any, ...]]) -> None:
    assert found(*pairs) == expected


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        ("Wind it2", {"strip_suffix": "2"}, "Wind it"),
        (" Wind it ", {"strip_spaces": True}, "Wind it"),
        (" Wind  it   up  ", {"collapse_spaces": True}, " Wind it up  "),
        ("Wind,turn,it, 1,000", {"space_after_comma": True}, "Wind, turn, it, 1,000"),
        ("menKwind", {"replace_character": {"at": 3, "from": "K", "to": " "}}, "men wind"),
        ("so,  go", {"insert": {"at": 4, "text": "I"}}, "so, I go"),
    ],
)
def test_change(text: str, change: dict[str, Any], expected: str) -> None:
    assert editing.apply(text, change) == expected


@pytest.mark.parametrize(
    "change",
    [{"strip_suffix": "3"}, {"strip_spaces": True}, {"replace_character": {"at": 1, "from": "K", "to": " "}}],
)
def test_a_change_that_changes_nothing_is_an_error(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="changes nothing"):
        editing.apply("Wind it2", change)


def test_helpers() -> None:
    assert ranges([9, 1, 2, 5, 6, 7]) == "1, 2, 5-7, 9"
    assert ranges([]) == ""
    assert majority(["a", "b", "a"]) == "a"
    assert majority(["a", "b", "c"]) is None
    assert majority([None, None, "a"]) is None
    assert majority([]) is None
    assert bare(" Wind  it UP?2") == bare("wind it up") == "wind it up"
    assert bare("In 2020") == "in 2020"
