"""What was committed since a release, commit by commit, whether it still exists or not."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.delivery.git.index import SUBMODULE, SYMLINK
from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

HEADER = "\x01"
NOTHING = "0"  # the hash of a file that did not exist: zeros only
CHUNK = 1 << 20
MOST_NAMED = 100  # paths on one command line
OPTIONS = (
    "-r", "--root", "--always", "--raw", "-z", "-c", "--no-abbrev", "--no-renames", "--relative", "--no-ext-diff",
    f"--format={HEADER}%H %cs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommitFiles:
    """One commit: its hash, its day, and what it changed.

    Attributes:
        new: the blob of each regular file that it wrote, by path.
        old: the blobs of what it changed or removed, by path; for a merge, those of each parent.
    """

    sha: str
    day: str
    new: dict[str, str]
    old: dict[str, tuple[str, ...]]


def count_commits(repository: Repository, since: str | None) -> int:
    """How many commits lie between *since*, or the first commit, and HEAD."""
    return int(repository.git("rev-list", "--count", _range(since), "--"))


def commits(
    repository: Repository, since: str | None, among: Sequence[str] | None = None, until: str = "HEAD"
) -> list[CommitFiles]:
    """The commits since *since* that touch the root, the oldest first.

    For a merge, only what it has from none of its parents counts.

    Args:
        repository: whose they are.
        since: a commit; None for the first.
        among: the only paths below the root that are of interest; None for all.
        until: the last commit.
    """
    if among is not None and not among:
        return []
    paths = among if among is not None and len(among) <= MOST_NAMED else (".",)
    # Without --full-history git omits branches whose work was reverted before the merge.
    names = repository.git("rev-list", "--reverse", "--topo-order", "--full-history", _range(since, until), "--", ".")
    output = repository.git("diff-tree", "--stdin", *OPTIONS, "--", *paths, feed=names)
    found: list[CommitFiles] = []
    parts = iter(os.fsdecode(output).split("\0"))
    for part in parts:
        record = part.lstrip("\n")
        if record.startswith(HEADER):
            sha, day = record[1:].split(" ")
            found.append(CommitFiles(sha, day, {}, {}))
        elif record.startswith(":"):
            # only for merges git leaves the prefix on the paths
            path = next(parts)
            _add(found[-1], record, path.removeprefix(repository.prefix) if record.startswith("::") else path)
    return found


def undone_by_merges(repository: Repository, since: str | None, until: str = "HEAD") -> dict[str, set[str]]:
    """For each merge since *since*, the paths below the root where it drops a change of one of its parents.

    `commits` omits them, because another parent has that content: merging an old commit again can undo a fix.
    """
    lines = repository.git("rev-list", "--merges", "--parents", _range(since, until), "--").decode().splitlines()
    sides: list[tuple[str, str, list[str]]] = []
    for merge, *parents in map(str.split, lines):
        bases = (repository.program.ask("merge-base", "--octopus", "--all", *parents) or b"").decode().split()
        sides += [(merge, parent, bases) for parent in parents]
    pairs = [pair for merge, parent, bases in sides for pair in ((merge, parent), *((parent, base) for base in bases))]
    different = iter(_different(repository, pairs))
    found: dict[str, set[str]] = {}
    for merge, _, bases in sides:
        left = next(different).intersection(*(next(different) for _ in bases))
        found.setdefault(merge, set()).update(left)
    return found


def _different(repository: Repository, pairs: Sequence[tuple[str, str]]) -> list[set[str]]:
    """For each pair of commits, the paths below the root that differ, from one git process."""
    if not pairs:
        return []
    options = ("-r", "--always", "--name-only", "-z", "--no-renames", "--relative", "--no-ext-diff")
    feed = "".join(f"{one} {other}\n" for one, other in pairs).encode()
    output = os.fsdecode(repository.git("diff-tree", "--stdin", *options, f"--format={HEADER}%H", "--", ".", feed=feed))
    found: list[set[str]] = []
    for part in output.split("\0"):
        if part.lstrip("\n").startswith(HEADER):
            found.append(set())
        elif part:
            found[-1].add(part.removeprefix("\n"))
    if len(found) != len(pairs):
        raise CannotMeasure("git compared fewer commits than requested", "see: git fsck")
    return found


def _add(commit: CommitFiles, record: str, path: str) -> None:
    """Read one ":mode mode blob blob status"; each further parent of a merge adds a colon, a mode and a blob."""
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


def days_of_commits(repository: Repository, since: str | None) -> dict[str, str]:
    """The days of all commits since *since*, including those that change nothing."""
    output = repository.git("rev-list", "--reverse", "--date=short", "--format=%H %cs", _range(since), "--").decode()
    return dict(line.split(" ") for line in output.splitlines() if not line.startswith("commit "))


def _range(since: str | None, until: str = "HEAD") -> str:
    return f"{since}..{until}" if since else until


@contextlib.contextmanager
def reading_objects(git: Git) -> Iterator[Callable[[str, int], bytes | None]]:
    """Read many objects by name with one git process: contents of files, or messages of commits and tags.

    Yields:
        A function that returns the content for a name and a maximum of bytes; None if this clone does not have it.
    """
    with git.streaming("cat-file", "--batch", feed=None) as process:
        yield lambda name, most: _object(process, name, most)


def _object(process: subprocess.Popen[bytes], name: str, most: int) -> bytes | None:
    if process.stdin is None or process.stdout is None:
        raise TypeError("git was started without its pipes")
    process.stdin.write(name.encode() + b"\n")
    process.stdin.flush()
    head = process.stdout.readline().split()
    if len(head) != 3:  # noqa: PLR2004 -- name, type and size; else "missing"
        return None
    kept, remaining = bytearray(), int(head[2])
    while remaining:
        piece = process.stdout.read(min(remaining, CHUNK))
        if not piece:
            raise CannotMeasure(f"git stopped while reading {name[:10]}", "see: git fsck")
        remaining -= len(piece)
        kept += piece[: max(most - len(kept), 0)]
    process.stdout.read(1)
    return bytes(kept) if head[1] == b"blob" else bytes(kept).partition(b"\n\n")[2]


def annotated_tags(repository: Repository, among: Collection[str]) -> dict[str, str]:
    """The names of the tag objects on the commits *among*, each with its tag's name."""
    output = repository.git(
        "for-each-ref", "--format=%(objecttype) %(objectname) %(*objectname) %(refname)", "refs/tags"
    )
    rows = [line.split(" ", 3) for line in os.fsdecode(output).splitlines()]
    return {row[1]: row[3] for row in rows if row[0] == "tag" and row[2] in among}
