"""The contents of a few files in another commit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pytest_golive.delivery.git.index import SYMLINK
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

LARGEST = 20_000_000  # bytes
MOST_NAMED: Final = 60_000  # characters of paths in one command; systems allow about twice as many


def contents(repository: Repository, commit: str, paths: Sequence[str]) -> dict[str, bytes]:
    """The contents of those *paths*, relative to the root, that exist in *commit*.

    Raises:
        CannotMeasure: one of them is not a file there, or is far too large; or git failed.
    """
    blobs = {}
    for path, blob in _listed(repository, commit, paths):
        if not blob:
            raise CannotMeasure(
                f"{path} is not a regular file in {commit}", "replace it with a regular file", path=path
            )
        blobs[path] = blob
    return contents_of(repository, blobs)


def ordinary_contents(repository: Repository, commit: str, paths: Sequence[str]) -> dict[str, bytes]:
    """The contents of those *paths* that are regular files there, without links and files that are far too large.

    Raises:
        CannotMeasure: git failed.
    """
    return contents_of(repository, names_of_contents(repository, commit, paths))


def names_of_contents(repository: Repository, commit: str, paths: Sequence[str]) -> dict[str, str]:
    """The blob of each of those *paths* that is a regular file there.

    Raises:
        CannotMeasure: git failed.
    """
    return {path: blob for path, blob in _listed(repository, commit, paths) if blob}


def followed(
    repository: Repository, commits: Sequence[str], names: Sequence[str], folder: str | None = None
) -> dict[tuple[str, str], bytes]:
    """The contents of *names*, relative to the root, in each of *commits*; links lead to where they lead there.

    Args:
        repository: around the project.
        commits: full hashes.
        names: of files.
        folder: of the repository, with a slash behind it, that they lie in; the root if None.

    Returns:
        What exists, by commit and name.

    Raises:
        CannotMeasure: a link leads nowhere, or out of the repository; or git failed.
    """
    wanted = [(commit, name) for commit in commits for name in names]
    prefix = repository.prefix if folder is None else folder
    fed = b"".join(os.fsencode(f"{commit}:{prefix}{name}\n") for commit, name in wanted)
    answers = repository.git("cat-file", "--batch", "--follow-symlinks", feed=fed) if wanted else b""
    found, start = {}, 0
    for commit, name in wanted:
        end = answers.index(b"\n", start)
        head, start = answers[start:end], end + 1
        if head.endswith(b" missing"):
            continue
        kind, size = head.split()[-2:]
        if kind != b"blob":  # "dangling", "loop", "symlink", "notdir", or a folder
            cure = "put a regular file there, or a link to one that git tracks"
            raise CannotMeasure(f"{name} is not a regular file in {commit[:10]}", cure, path=name)
        found[commit, name] = answers[start : start + int(size)]
        start += int(size) + 1
    return found


def contents_of(repository: Repository, blobs: Mapping[str, str]) -> dict[str, bytes]:
    """The contents of *blobs* by path, read with one git process."""
    fed = "".join(f"{blob}\n" for blob in blobs.values()).encode()
    answers = repository.git("cat-file", "--batch", feed=fed) if blobs else b""
    found, start = {}, 0
    for path in blobs:
        end = answers.index(b"\n", start)
        first = end + 1
        start = first + int(answers[start:end].split()[2])
        found[path] = answers[first:start]
        start += 1
    return found


def _listed(repository: Repository, commit: str, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each path that exists, with the name of its blob; "" if it is not a regular file."""
    for some in _in_pieces(paths):  # without a path, git takes all
        for record in repository.git("ls-tree", "-z", "--long", commit, "--", *some).split(b"\0")[:-1]:
            meta, _, name = record.partition(b"\t")
            mode, kind, blob, size = meta.decode().split()
            path = os.fsdecode(name)
            is_ordinary = kind == "blob" and mode != SYMLINK and bytes_of(size, path, commit) <= LARGEST
            yield path, blob if is_ordinary else ""


def bytes_of(size: str, path: str, commit: str) -> int:
    """The size of a file, as ``git ls-tree --long`` writes it.

    Raises:
        CannotMeasure: git has no content for it, as in a clone that left some out.
    """
    if not size.isdigit():
        raise CannotMeasure(
            f"the repository lacks the content of {path} in {commit[:10]}",
            "fetch it: git fetch --refetch, or clone the repository again without --filter",
            path=path,
        )
    return int(size)


def _in_pieces(paths: Sequence[str]) -> Iterator[list[str]]:
    piece: list[str] = []
    length = 0
    for path in paths:
        if piece and length + len(path) > MOST_NAMED:
            yield piece
            piece, length = [], 0
        piece.append(path)
        length += len(path) + 1
    if piece:
        yield piece
