"""``mmsafeaware audit``."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mmsafeaware.commands import options

if TYPE_CHECKING:
    from mmsafeaware.audit import Audit

REPORT = Path("report.html")


@click.command(short_help="Measure how good the annotation is.")
@click.argument(
    "directory", metavar="[DIR]", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write; by default report.html, and JSON on standard output.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["html", "json"]),
    default="html",
    show_default=True,
    help="A page to look at, or every number of it.",
)
@click.option(
    "--csv", type=click.Path(file_okay=False, path_type=Path), help="Also write the tables as CSV into this folder."
)
@click.option(
    "--worst", type=click.IntRange(0, 1000), default=240, show_default=True, help="How many contested pairs to show."
)
@options.force
def audit(directory: Path | None, output: Path | None, kind: str, csv: Path | None, worst: int, force: bool) -> None:
    """Measure the annotation of the corpus DIR, by default of the embedded one.

    Agreement of the annotators, each annotator against the others, discards, contested pairs, and what could be
    guessed without looking at both halves of a pair. The page stands by itself: it opens from disk and fetches nothing.

    --force replaces the folder of --csv if it is not empty, and a file that is no report; a report is always replaced.

    \b
    Example:
      mmsafeaware audit -o report.html
      mmsafeaware audit my-corpus --format json | python -c "
      import json, sys; print(json.load(sys.stdin)['agreement']['pair']['kept']['krippendorff_alpha'])"
    """
    from mmsafeaware.audit import audit as measure
    from mmsafeaware.audit.report import available
    from mmsafeaware.audit.shortcuts import MISSING
    from mmsafeaware.audit.shortcuts import available as guessing
    from mmsafeaware.writing import refuse

    keep = {"the corpus": directory} if directory else {}
    if csv:
        refuse(csv, force, keep)
    _spare(output, kind, force)
    if kind == "html" and (missing := available()):
        raise click.ClickException(missing)
    if not guessing():
        click.echo(f"Note: what can be guessed from one half is left out, as {MISSING}", err=True)
    with options.bar("Auditing") as progress:
        measured = measure(directory, worst, progress)
    if csv:
        _tables(measured, csv, force, keep)
    _write(measured, output, kind)


def _spare(output: Path | None, kind: str, force: bool) -> None:
    """Refuse to replace a file that is no report by its name, such as annotations, unless told."""
    if force or output is None or not output.is_file() or not output.stat().st_size:
        return
    endings = (".html", ".htm") if kind == "html" else (".json",)
    if output.suffix.lower() not in endings:
        why = f"exists and is no {endings[0]} file; name another file, or give --force to replace it"
        raise FileExistsError(errno.EEXIST, why, str(output))


def _tables(measured: Audit, csv: Path, force: bool, keep: dict[str, Path]) -> None:
    from mmsafeaware.writing import whole_folder

    with whole_folder(csv, force, keep) as folder:
        names = measured.to_csv(folder)
    click.echo(f"{csv}: {len(names)} tables.", err=True)


def _write(measured: Audit, output: Path | None, kind: str) -> None:
    from mmsafeaware.writing import whole_file

    content = measured.to_html() if kind == "html" else measured.to_json()
    if kind == "json" and output is None:
        click.echo(content, nl=False)
        return
    target = output or REPORT
    whole_file(target, content.encode())
    click.echo(measured.results["summary"]["verdict"], err=kind == "json")
    click.echo(f"{target}: {len(content.encode()) / 1e6:,.1f} MB.", err=kind == "json")
