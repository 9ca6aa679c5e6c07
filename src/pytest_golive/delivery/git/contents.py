"""What a few files held in another commit."""

from __future__ import annotations

import os
from collections.abc import Sequence

from pytest_golive.delivery.git.index import SYMLINK
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

LARGEST = 20_000_000  # bytes


def contents(repository: Repository, commit: str, paths: Sequence[str]) -> dict[str, bytes]:
    """The content of those *paths*, relative to the root, that *commit* has.

    Raises:
        CannotMeasure: one of them is no file there, or is far too large; or git failed.
    """
    if not paths:
        return {}  # to git, none would mean all
    blobs: dict[str, str] = {}
    for record in repository.git("ls-tree", "-z", "--long", commit, "--", *paths).split(b"\0")[:-1]:
        meta, _, name = record.partition(b"\t")
        mode, kind, blob, size = meta.decode().split()
        path = os.fsdecode(name)
        if kind != "blob" or mode == SYMLINK or int(size) > LARGEST:
            raise CannotMeasure(f"{path} is no ordinary file in {commit}", "make it one", path=path)
        blobs[path] = blob
    fed = "".join(f"{blob}\n" for blob in blobs.values()).encode()
    answers = repository.git("cat-file", "--batch", feed=fed) if blobs else b""
    found = {}
    for path in blobs:
        head, _, answers = answers.partition(b"\n")
        size_ = int(head.split()[2])
        found[path], answers = answers[:size_], answers[size_ + 1 :]
    return found
