"""Upload a built folder to the Hub: what it says it is, and nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from huggingface_hub import HfApi
from huggingface_hub.errors import EntryNotFoundError

from mmsafeaware import CorpusError
from mmsafeaware.dataset_card.build import SUMS

# Files that the Hub itself puts into a repository.
HUBS_OWN = {".gitattributes"}


class Plan(NamedTuple):
    """What would be uploaded: the files (path to bytes), the version, and the pairs."""

    folder: Path
    files: dict[str, int]
    version: str
    pairs: int

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(self.files.values())


class Remote(NamedTuple):
    """The repository as it is: whether it exists, the files in it that are not ours, and whether the version is taken.

    ``taken``: the tag of the version is there and stands for other files than ours.
    """

    exists: bool
    others: list[str]
    taken: bool


def plan(folder: Path) -> Plan:
    """Check a built folder against its own checksums and that every record has a licence.

    Raises ``CorpusError`` for a folder that ``build`` did not write or that was changed since, for one that holds a
    script, and for records without a licence: what nobody licensed may not be passed on.
    """
    sums = folder / SUMS
    if not sums.is_file():
        why = f"{folder}: has no {SUMS}, so it is no folder that build wrote; name one, or leave it out to build one."
        raise CorpusError(why)
    lines = [line.partition("  ") for line in sums.read_text("utf-8").splitlines() if line]
    digests = {name: digest for digest, _, name in lines}
    for name, digest in digests.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise CorpusError(f"{path}: is not what {SUMS} says. Build the folder again.", file=name)
        if path.suffix == ".py":
            # On datasets 4 and later a repository that holds a script of its own name cannot be loaded.
            raise CorpusError(f"{path}: a script must not be uploaded. Build the folder again.", file=name)
    version, pairs = _parquet(folder, [name for name in digests if name.endswith(".parquet")])
    sizes = {name: (folder / name).stat().st_size for name in sorted([*digests, SUMS])}
    return Plan(folder, sizes, version, pairs)


def _parquet(folder: Path, shards: list[str]) -> tuple[str, int]:
    version, pairs, without = "", 0, 0
    for name in shards:
        try:
            file = pq.ParquetFile(folder / name)
            version = (file.schema_arrow.metadata or {}).get(b"mmsafeaware_version", b"").decode() or version
            for batch in file.iter_batches(columns=["license"]):
                pairs += batch.num_rows
                without += pc.sum(pc.is_null(batch["license"])).as_py() or 0
        except (pa.ArrowInvalid, KeyError):
            raise CorpusError(
                f"{folder / name}: is no Parquet file that build wrote. Build the folder again."
            ) from None
    if without:
        why = (
            f"{folder}: {without:,} of {pairs:,} records have no licence, so nobody may pass them on, and they are not "
            "uploaded. The authors' release is such a corpus; push one whose records name a licence."
        )
        raise CorpusError(why, code="LICENSE")
    if not version:
        raise CorpusError(f"{folder}: names no version. Build it again with this version of mmsafeaware.")
    return version, pairs


def look(api: HfApi, repo_id: str, made: Plan) -> Remote:
    """What is in the repository now. Errors of ``huggingface_hub`` pass through."""
    if not api.repo_exists(repo_id, repo_type="dataset"):
        return Remote(False, [], False)
    there = set(api.list_repo_files(repo_id, repo_type="dataset"))
    tags = {ref.name for ref in api.list_repo_refs(repo_id, repo_type="dataset").tags}
    tag = f"v{made.version}"
    taken = tag in tags and _sums(api, repo_id, tag) != (made.folder / SUMS).read_bytes()
    return Remote(True, sorted(there - set(made.files) - HUBS_OWN), taken)


def _sums(api: HfApi, repo_id: str, revision: str) -> bytes | None:
    """The checksums that a revision of the repository holds; None if it has none."""
    try:
        return Path(api.hf_hub_download(repo_id, SUMS, repo_type="dataset", revision=revision)).read_bytes()
    except EntryNotFoundError:
        return None


def upload(api: HfApi, repo_id: str, made: Plan, remote: Remote, private: bool) -> str:
    """Create the repository if needed, upload, tag ``vVERSION``; the address of the data set.

    ``upload_folder`` is resumable: what the Hub has of an earlier try is not sent again. Other files of a repository
    that exists are deleted in the same commit.
    """
    if not remote.exists:
        api.create_repo(repo_id, repo_type="dataset", private=private)
    api.upload_folder(
        repo_id=repo_id,
        repo_type="dataset",
        folder_path=made.folder,
        allow_patterns=list(made.files),
        delete_patterns=remote.others or None,
        commit_message=f"mmsafeaware {made.version}",
    )
    api.create_tag(repo_id, tag=f"v{made.version}", repo_type="dataset", exist_ok=True)
    return f"{api.endpoint}/datasets/{repo_id}"
