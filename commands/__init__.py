"""The ``mmsafeaware`` command: each command is a module of this folder, imported when it is called."""

from __future__ import annotations

import importlib
import signal
import sys

import click

COMMANDS = {
    "build": "Write a folder that load_dataset reads without this package.",
    "import-release": "Read the authors' release into the native layout.",
    "validate": "Check a corpus against the rules of three votes and two modalities.",
    "audit": "Measure how good the annotation is.",
    "diff": "List what changed between two corpora or built folders.",
    "canary": "Tell whether a text holds the corpus, for people who clean training data.",
    "push": "Upload a built folder to the Hub.",
}


class Lazy(click.Group):
    """Imports a command's module when it is needed, so that ``--help`` does not wait for ``datasets``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(importlib.import_module(f"mmsafeaware.commands.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mmsafeaware")
def cli() -> None:
    """Multimodal safety awareness: build, check and measure a corpus of image-text pairs.

    Exit status: 0 done, 1 the data has errors, 2 it could not run.
    """


def main() -> None:
    """Run the command line; what a user can mend ends in one sentence on standard error, never in a trace."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that a stopped run cleans up, too
    if hasattr(signal, "SIGPIPE") and "push" not in sys.argv[1:2]:
        # A reader who has seen enough, as head has, ends a command as it ends any other program: in silence, and not
        # with a status that says that the data are wrong. A push writes to sockets, too, whose end is not its own.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        from mmsafeaware import CorpusError
    except KeyboardInterrupt:
        sys.exit(130)
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(_say("interrupted; nothing was left half-written", 130))
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except CorpusError as error:
        sys.exit(_say(str(error), 1 if error.line or error.code else 2))  # the data are wrong, or there are none
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.exit(_say(f"{where}{error.strerror or error}", 2))


def _say(sentence: str, status: int) -> int:
    click.echo(f"Error: {sentence.removesuffix('.')}.", err=True)
    return status
