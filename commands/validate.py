"""``mmsafeaware validate``."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable

import click

from mmsafeaware.commands import options


class CannotRun(click.ClickException):
    """What keeps the command from running."""

    exit_code = 2


def _codes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """Codes or beginnings of codes, which may be separated by commas too."""
    from mmsafeaware.validation.corpus import select

    codes = [code.strip() for value in values for code in value.split(",") if code.strip()]
    try:
        select(codes, ())
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return codes


@click.command(short_help="Check a corpus against the rules of three votes and two modalities.")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--only", multiple=True, metavar="CODES", callback=_codes, help="Look for these, as in VOT003,IMG.")
@click.option("--ignore", multiple=True, metavar="CODES", callback=_codes, help="Leave these out.")
@click.option("--no-images", is_flag=True, help="Do not look at the pictures.")
@click.option("--max-findings", type=click.IntRange(min=0), metavar="N", help="List at most so many; all count.")
def validate(
    folder: str | None,
    form: str,
    only: list[str],
    ignore: list[str],
    no_images: bool,
    max_findings: int | None,
) -> None:
    """Check DIR, a corpus in the native layout, or the embedded corpus if DIR is left out.

    Lists every finding with its code, its place, what was expected and found, and the way out. Exit status: 0 valid,
    1 the corpus has errors, 2 it could not be read.

    \b
    Example:
      mmsafeaware validate my-corpus --ignore IMG007 --max-findings 20
      mmsafeaware validate my-corpus --format json > findings.json
    """
    from mmsafeaware import CorpusError
    from mmsafeaware.validation import output
    from mmsafeaware.validation import validate as check

    with contextlib.ExitStack() as stack:
        bars: dict[str, Callable[[int, int], None]] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in bars:
                stack.close()
                bars[what] = stack.enter_context(options.bar(what))
            bars[what](done, total)

        try:
            report = check(folder, images=not no_images, only=only, ignore=ignore, progress=progress)
        except CorpusError as error:
            raise CannotRun(str(error)) from None
    if form == "json":
        click.echo(report.to_json(max_findings), nl=False)
    else:
        lines = output.text(report, max_findings)
        if form == "github":
            lines = output.github(report, _relative(folder), max_findings)
        colour = False if os.environ.get("NO_COLOR") else None
        for line in lines:
            click.echo(line, color=colour)
    sys.exit(0 if report.valid else 1)


def _relative(folder: str | None) -> str:
    """The corpus as GitHub names files: relative to the working folder, which is the repository's root."""
    from mmsafeaware.validation.records import HOME

    return os.path.relpath(folder or HOME).replace(os.sep, "/")
