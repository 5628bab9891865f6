"""``mmsafeaware diff``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

PLACE = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(short_help="List what changed between two corpora or built folders.")
@click.argument("before", metavar="A", type=PLACE)
@click.argument("after", metavar="B", type=PLACE)
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True)
def diff(before: Path, after: Path, kind: str) -> None:
    """List by id and field what changed from A to B, each a corpus in the native layout or a built folder.

    Exit status: 0 nothing differs, 1 something does.

    \b
    Example:
      mmsafeaware diff corpus-of-last-week corpus
      mmsafeaware diff ./mmsafeaware corpus --format json
    """
    from mmsafeaware.dataset_card import versions

    changes = versions.diff(before, after)
    if kind == "json":
        click.echo(versions.as_json(changes), nl=False)
    else:
        for sign, ids in (("+", changes.added), ("-", changes.removed)):
            for identifier in ids:
                click.echo(f"{sign} {identifier}")
        for identifier, fields in changes.changed.items():
            click.echo(f"~ {identifier}")
            for name, (one, other) in fields.items():
                click.echo(f"    {name}: {_short(one)} -> {_short(other)}")
        counts = (len(changes.added), len(changes.removed), len(changes.changed))
        click.echo("{:,} added, {:,} removed, {:,} changed.".format(*counts), err=True)
    raise SystemExit(1 if changes.any else 0)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 400 else f"{text[:397]}..."
