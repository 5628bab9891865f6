"""``mmsafeaware build``."""

from __future__ import annotations

from pathlib import Path

import click

from mmsafeaware.commands import options


@click.command(short_help="Write a folder that load_dataset reads without this package.")
@click.argument("out", default="./mmsafeaware", type=click.Path(path_type=Path, file_okay=False))
@options.data_dir
@click.option(
    "--version", help="Semantic version of a corpus without annotations/changelog.json; else the newest one there."
)
@options.force
def build(out: Path, data_dir: Path | None, version: str | None, force: bool) -> None:
    """Write OUT (default ./mmsafeaware): Parquet with the pictures inside, a card, Croissant, checksums.

    The folder loads with plain datasets from 3.1 on, without this package.

    \b
    Example:
      mmsafeaware build ./mmsafeaware
      python -c 'from datasets import load_dataset; print(load_dataset("./mmsafeaware", "unsafe"))'
    """
    from mmsafeaware.dataset_card import build as write

    with options.bar("Building") as progress:
        built = write(out, data_dir, force, progress, version)
    for subset, rows in built.rows.items():
        click.echo(f"{subset:<12} {rows:>7,} pairs")
    size = sum(shard.file_bytes for shards in built.shards.values() for shard in shards)
    click.echo(f"version {built.version}")
    click.echo(f'{built.folder}: {size / 1e6:,.1f} MB. Load it with load_dataset({str(built.folder)!r}, "unsafe").')
