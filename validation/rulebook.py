"""The page of rules in the documentation, from the catalogue: ``python -m mmsafeaware.validation.rulebook``."""

from __future__ import annotations

from mmsafeaware.validation import records

FAMILIES = {
    "REC": "Records",
    "VOT": "Votes",
    "PAI": "Pairs",
    "IMG": "Images",
    "COR": "Corpus",
}
HEAD = """# The rules

`mmsafeaware validate` looks for these findings in a corpus. An **error** makes it invalid (exit status 1); a
**warning** and an **info** do not. Loading refuses every REC error, VOT001, VOT002, IMG001 and IMG002; the other rules
are about judgments and pictures, and a corpus that breaks them can still be loaded and studied.

A verdict is the value with at least two of three votes, if that value is `safe` or `unsafe`. Three different votes, or
two `unsure`, are no verdict.

To accept findings, list them with a reason in `annotations/accepted.json`. They are shown as accepted and do not fail.
`id` and `file` are optional and narrow an entry down:

```json
[{"code": "IMG009", "file": "images/cat-2.png", "reason": "The second frame of a series, on purpose."}]
```

This page is made from `validation/catalogue.json` by `python -m mmsafeaware.validation.rulebook`.
"""


def page() -> str:
    """The page as Markdown."""
    rules = records.rules()
    lines = [HEAD, "| code | severity | finding |", "|---|---|---|"]
    lines += [f"| [{code}](#{code.lower()}) | {rule['severity']} | {rule['title']} |" for code, rule in rules.items()]
    for family, name in FAMILIES.items():
        lines += ["", f"## {name}"]
        for code, rule in rules.items():
            if code.startswith(family):
                lines += ["", f"### {code}", "", f"**{rule['title']}** ({rule['severity']}). {rule['explanation']}"]
                lines += ["", "```text", rule["example"], "```", "", rule["fix"]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
