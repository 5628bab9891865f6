"""``mmsafeaware push``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from mmsafeaware.commands import options


@click.command(short_help="Upload a built folder to the Hub.")
@click.argument("repo_id")
@click.argument("folder", default="./mmsafeaware", type=click.Path(path_type=Path, file_okay=False))
@options.data_dir
@click.option("--private", is_flag=True, help="Make a repository that is created private.")
@click.option("--replace", is_flag=True, help="Delete other files of a repository that exists already.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only show what would be uploaded.")
@options.force
def push(
    repo_id: str,
    folder: Path,
    data_dir: Path | None,
    private: bool,
    replace: bool,
    yes: bool,
    dry_run: bool,
    force: bool,
) -> None:
    """Upload FOLDER (default ./mmsafeaware), which is built first if it does not exist, as the data set REPO_ID.

    Shows what would be uploaded and where, asks, creates the repository if there is none, uploads, and tags the
    version. An upload that broke off goes on where it stopped. --force builds FOLDER anew.

    \b
    Example:
      mmsafeaware push my-name/mmsafeaware --dry-run
      mmsafeaware push my-name/mmsafeaware --private --yes
    """
    from huggingface_hub import HfApi
    from huggingface_hub.utils._validators import validate_repo_id
    from huggingface_hub.utils.tqdm import disable_progress_bars

    from mmsafeaware.dataset_card import push as pushing

    if not sys.stderr.isatty():
        disable_progress_bars()
    with _told(repo_id), tempfile.TemporaryDirectory() as spare:
        validate_repo_id(repo_id)
        if dry_run and not (folder.is_dir() and any(folder.iterdir()) and not force):
            folder = Path(spare) / "mmsafeaware"  # a dry run leaves nothing behind
        made = pushing.plan(_built(folder, data_dir, force))
        api = HfApi(library_name="mmsafeaware")
        _show(made, repo_id, api.endpoint, private)
        if dry_run:
            click.echo("Nothing was uploaded, as --dry-run says.")
            return
        api.whoami()
        remote = pushing.look(api, repo_id, made)
        if remote.others and not replace:
            some = ", ".join(remote.others[:3]) + (", …" if len(remote.others) > 3 else "")
            why = f"{repo_id} exists and holds other files ({some}). Name another, or give --replace to delete them."
            raise click.ClickException(why)
        if remote.taken:
            why = f"{repo_id} has another version {made.version} already. Give the change a new one (build --version)."
            raise click.ClickException(why)
        if not yes:
            click.confirm("Upload?", abort=True)
        address = pushing.upload(api, repo_id, made, remote, private)
    click.echo(f'{address}: uploaded. Load it with load_dataset("{repo_id}", revision="v{made.version}").')


def _built(folder: Path, data_dir: Path | None, force: bool) -> Path:
    if folder.is_dir() and any(folder.iterdir()) and not force:
        if data_dir:
            why = f"{folder} exists; give --force to build it anew from {data_dir}, or leave --data-dir out."
            raise click.ClickException(why)
        return folder
    from mmsafeaware.dataset_card import build

    with options.bar("Building") as progress:
        build(folder, data_dir, force, progress)
    return folder


def _show(made: Any, repo_id: str, endpoint: str, private: bool) -> None:
    for name, size in made.files.items():
        click.echo(f"{size:>12,}  {name}")
    where = f"{endpoint}/datasets/{repo_id}" + (" (private if it is created)" if private else "")
    click.echo(
        f"{len(made.files)} files, {made.size / 1e6:,.1f} MB, {made.pairs:,} pairs, version {made.version} -> {where}"
    )


@contextmanager
def _told(repo_id: str) -> Iterator[None]:
    """Every way in which the Hub can say no, as one sentence."""
    from huggingface_hub.errors import (
        HfHubHTTPError,
        HFValidationError,
        LocalTokenNotFoundError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
    )

    token = "Log in with hf auth login, or set HF_TOKEN to a token with write permission"
    try:
        yield
    except LocalTokenNotFoundError:
        raise click.ClickException(f"There is no token for the Hub. {token}.") from None
    except HFValidationError:
        why = (
            f"{repo_id!r} is no name of a repository; expected NAME or OWNER/NAME of letters, digits, '-', '_' and '.'."
        )
        raise click.ClickException(why) from None
    except OfflineModeIsEnabled:
        raise click.ClickException("HF_HUB_OFFLINE is set, so the Hub is out of reach. Unset it to push.") from None
    except (RepositoryNotFoundError, HfHubHTTPError) as error:
        status = error.response.status_code if error.response is not None else 0
        if status == 401:
            raise click.ClickException(f"The Hub does not accept the token. {token}.") from None
        if status in (403, 404):
            raise click.ClickException(f"The token has no permission to write to {repo_id}. {token}.") from None
        raise click.ClickException(f"The Hub answered {status or 'an error'}: try again later.") from None
    except BrokenPipeError:
        raise SystemExit(141) from None  # as the shell has it for a program whose reader went away
    except OSError as error:
        # The clients of the versions of huggingface_hub have errors of their own for a network that is not there.
        raise click.ClickException(_network(error)) from None
    except RuntimeError as error:  # what upload_folder says when a file could not be sent
        raise click.ClickException(f"{error} Run the command again: it goes on where it stopped.") from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("httpx", "httpx2", "requests", "httpcore", "httpcore2"):
            raise click.ClickException(_network(error)) from None
        raise


def _network(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror or error}."
    return "The Hub cannot be reached. Check the network, and run the command again: it goes on where it stopped."
