"""``mmsafeaware import-release``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from mmsafeaware.commands import options


@click.command(name="import-release", short_help="Read the authors' release into the native layout.")
@click.argument("src", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--edition",
    type=click.Choice(["clean", "raw"]),
    default="clean",
    show_default=True,
    help="clean: errata applied; raw: labels and sentences as published.",
)
@options.force
def import_release(src: Path, out: Path, edition: Literal["clean", "raw"], force: bool) -> None:
    """Write the authors' research release SRC as a corpus in the native layout, the folder OUT.

    SRC is a clone of Jarviswang94/MMSafetyAwareness or its data folder. No licence was granted for its pictures and
    sentences, so they are yours to fetch and not in this package; labels, scenarios and errata are, by id.
    What was left out or changed, and why, is printed and stands in OUT/import-report.json.

    \b
    Example:
      git clone https://github.com/Jarviswang94/MMSafetyAwareness
      mmsafeaware import-release MMSafetyAwareness authors-clean
      mmsafeaware build authors-parquet --data-dir authors-clean
      python -c 'import mmsafeaware, datasets; print(datasets.load_dataset("mmsafeaware", data_dir="authors-clean"))'
    """
    from mmsafeaware.release import import_release as run
    from mmsafeaware.release.report import FILE, table

    with options.bar("Importing") as progress:
        report = run(src, out, edition, force, progress)
    click.echo(table(report))
    click.echo(f"\n{out}: {report['pairs']['imported']:,} pairs. Everything in full: {out / FILE}")
