"""What came into the repository since a release, commit by commit, be it still there or not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.delivery.git import Repository
from pytest_golive.delivery.index import SUBMODULE, SYMLINK
from pytest_golive.errors import CannotMeasure

HEADER = "\x01"
NOTHING = "0"  # a name of zeros alone: the file was not there
CHUNK = 1 << 20
OPTIONS = (
    "-r", "--root", "--always", "--raw", "-z", "-c", "--no-abbrev", "--no-renames", "--relative", "--no-ext-diff",
    f"--format={HEADER}%H %cs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommitFiles:
    """One commit: its full name, its day, and what it changed.

    Attributes:
        new: blob of each regular file it wrote, by path.
        old: blobs of what it changed or removed, by path; of each parent, for a merge.
    """

    sha: str
    day: str
    new: dict[str, str]
    old: dict[str, tuple[str, ...]]


def count_commits(repository: Repository, since: str | None) -> int:
    """How many commits lie between *since*, or the very beginning, and HEAD."""
    return int(repository.git("rev-list", "--count", _range(since)))


def commits(repository: Repository, since: str | None) -> list[CommitFiles]:
    """The commits since *since* that touch the root, the oldest first.

    A merge counts only with what it has from none of its parents.
    """
    # Without --full-history git leaves out branches whose work was undone before they were merged.
    names = repository.git("rev-list", "--reverse", "--topo-order", "--full-history", _range(since), "--", ".")
    out = repository.git("diff-tree", "--stdin", *OPTIONS, "--", ".", feed=names)
    found: list[CommitFiles] = []
    parts = iter(os.fsdecode(out).split("\0"))
    for part in parts:
        record = part.lstrip("\n")
        if record.startswith(HEADER):
            sha, day = record[1:].split(" ")
            found.append(CommitFiles(sha, day, {}, {}))
        elif record.startswith(":"):
            # git leaves the prefix on the paths of merges alone
            path = next(parts)
            _add(found[-1], record, path.removeprefix(repository.prefix) if record.startswith("::") else path)
    return found


def _add(commit: CommitFiles, record: str, path: str) -> None:
    """Read one ":mode mode blob blob status"; a merge has as many colons, modes and blobs more as parents."""
    parents = len(record) - len(record.lstrip(":"))
    fields = record.lstrip(":").split(" ")
    modes, blobs = fields[: parents + 1], fields[parents + 1 : 2 * parents + 2]
    is_regular = modes[-1] not in {SUBMODULE, SYMLINK}
    if is_regular and blobs[-1].strip(NOTHING):
        commit.new[path] = blobs[-1]
    commit.old[path] = tuple(
        blob
        for mode, blob in zip(modes[:-1], blobs[:-1], strict=True)
        if mode not in {SUBMODULE, SYMLINK} and blob.strip(NOTHING)
    )


def _range(since: str | None) -> str:
    return f"{since}..HEAD" if since else "HEAD"


def write_blobs(repository: Repository, files: Mapping[Path, str], most: int) -> None:
    """Write the content of blobs into files, at most *most* bytes of each.

    Raises:
        CannotMeasure: git does not have one of them, as in a partial clone without its server.
    """
    with repository.program.streaming("cat-file", "--batch", feed=None) as process:
        for path, blob in files.items():
            _write_blob(process, path, blob, most)


def _write_blob(process: subprocess.Popen[bytes], path: Path, blob: str, most: int) -> None:
    if process.stdin is None or process.stdout is None:
        raise TypeError("git was started without its pipes")
    process.stdin.write(blob.encode() + b"\n")
    process.stdin.flush()
    head = process.stdout.readline().split()
    if len(head) != 3:  # noqa: PLR2004 -- name, type, size; else "missing"
        raise CannotMeasure(
            f"git does not have the object {blob[:10]} of its own history",
            "fetch it whole: git fetch --unshallow, or clone without --filter",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    left = int(head[2])
    with path.open("wb") as file:
        while left:
            piece = process.stdout.read(min(left, CHUNK))
            if not piece:
                raise CannotMeasure(f"git ended while it was asked for {blob[:10]}", "see: git fsck")
            left -= len(piece)
            file.write(piece[: max(most - file.tell(), 0)])
    process.stdout.read(1)
