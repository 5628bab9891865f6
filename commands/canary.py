"""``mmsafeaware canary``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mmsafeaware.commands import options


@click.command(short_help="Tell whether a text holds the corpus, for people who clean training data.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@options.data_dir
@click.option(
    "--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="A line for each find, or a JSON object for each.",
)  # fmt: skip
def canary(files: tuple[Path, ...], data_dir: Path | None, kind: str) -> None:
    """Look in each FILE (text or JSONL; of a folder, every file in it) for the corpus's canary and its sentences.

    A sentence is found word for word (exact) or with at least six tenths of its runs of five words (near), whatever
    the case and punctuation. Exit status: 0 nothing was found, 1 something was.

    \b
    Example:
      mmsafeaware canary crawl.jsonl
      mmsafeaware canary shards/ --format json | python -c "
      import json, sys; print(sorted({json.loads(line)['file'] for line in sys.stdin}))"
    """
    import mmsafeaware
    from mmsafeaware.audit.wording import plural
    from mmsafeaware.dataset_card.canary import Detector

    detector = Detector(data_dir or Path(mmsafeaware.__path__[0]))
    paths = [path for name in files for path in (sorted(name.rglob("*")) if name.is_dir() else [name])]
    paths = [path for path in paths if not path.is_dir()]
    count = 0
    with options.bar("Looking") as progress:
        for done, path in enumerate(paths, 1):
            for find in detector.look(path):
                count += 1
                words = {
                    "canary": "the canary",
                    "exact": f"{find.id}, word for word",
                    "near": f"{find.id}, {find.share:.0%}",
                }
                told = json.dumps(find._asdict()) if kind == "json" else f"{find.file}:{find.line}: {words[find.kind]}"
                click.echo(told)
            progress(done, len(paths))
    click.echo(f"{plural(count, 'find', 'finds')} in {plural(len(paths), 'file', 'files')}.", err=True)
    raise SystemExit(1 if count else 0)
