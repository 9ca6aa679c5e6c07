"""The digest of a release's content: two trees with the same content are the same release."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

SUBMODULE = "160000"
CHUNK = 1 << 20
Entry = tuple[str, str, str]
Normal = Callable[[bytes], bytes]


def digest_of(
    repository: Repository,
    commit: str,
    counts: Callable[[str], bool] = lambda _: True,
    normal: Mapping[str, Normal] | None = None,
) -> str:
    """The SHA-256 of everything in *commit* under the root: paths, modes, and contents.

    Git's own hashes are SHA-1, for which collisions can be forged; so the contents themselves are read.

    Args:
        repository: a repository whose root is the project's folder.
        commit: the hash or name of a commit.
        counts: tells whether a path, relative to the root, belongs to the release.
        normal: by path, a function that normalizes the bytes of a file, such as removing a document's ticks.

    Returns:
        "sha256:" and 64 hexadecimal digits.

    Raises:
        CannotMeasure: no path belongs to the release, or git cannot read an object.
    """
    entries = [entry for entry in _entries(repository, commit) if counts(entry[0])]
    if not entries:
        raise CannotMeasure(f"no file in {commit[:10]} belongs to what is signed", "correct the globs in covers")
    whole = hashlib.sha256()
    for (path, mode, blob), own in zip(entries, _digests(repository, entries, normal or {}), strict=True):
        whole.update(b"%s %s\0%s\n" % (mode.encode(), os.fsencode(path), own or blob.encode()))
    return f"sha256:{whole.hexdigest()}"


def _entries(repository: Repository, commit: str) -> list[Entry]:
    """Path, mode and blob of each file of *commit* under the root, in order of paths."""
    listing = repository.git("ls-tree", "-r", "-z", "--full-tree", f"{commit}:{repository.prefix}".removesuffix("/"))
    found = []
    for record in listing.split(b"\0")[:-1]:
        about, _, path = record.partition(b"\t")
        mode, _, blob = about.decode().split()
        found.append((os.fsdecode(path), mode, blob))
    return sorted(found)


def _digests(repository: Repository, entries: Sequence[Entry], normal: Mapping[str, Normal]) -> Iterator[bytes]:
    """The SHA-256 of each entry's content; b"" for a submodule, whose content is in another repository."""
    fed = "".join(f"{blob}\n" for _, mode, blob in entries if mode != SUBMODULE).encode()
    with repository.program.streaming("cat-file", "--batch", feed=fed) as git:
        if git.stdout is None:
            return
        for path, mode, blob in entries:
            yield b"" if mode == SUBMODULE else _digest(git.stdout, blob, normal.get(path))


def _digest(pipe: IO[bytes], blob: str, normal: Normal | None) -> bytes:
    head = pipe.readline().split()
    if len(head) != 3 or head[1] != b"blob":  # noqa: PLR2004 -- name, type, size
        raise CannotMeasure(f"git cannot read the object {blob[:10]}", "run git fsck to see what is wrong")
    left, found = int(head[2]), hashlib.sha256()
    if normal is not None:
        found.update(normal(pipe.read(left)))
        left = 0
    while left:
        part = pipe.read(min(left, CHUNK))
        if not part:
            raise CannotMeasure(
                f"git stopped in the middle of the object {blob[:10]}", "run git fsck to see what is wrong"
            )
        found.update(part)
        left -= len(part)
    pipe.read(1)  # the line feed after each object
    return found.hexdigest().encode()
