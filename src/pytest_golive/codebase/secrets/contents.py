"""The contents that a worker scans: files, or versions of files and messages from the history.

A version is read from git and stays in memory. So no content of the history is ever written to a temporary folder,
however the run ends: an old secret may still be valid.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from pytest_golive.delivery.git.history import reading_objects
from pytest_golive.delivery.git.program import Git

LARGEST = 5_000_000  # bytes; the tools' patterns need minutes for one line of that length
LOOKED_AT = 8000
MISSING = "is missing in this clone"
Contents = Callable[[str], bytes]  # from a path, or "name of an object/path", to its first LARGEST + 1 bytes


class MissingError(OSError):
    """This clone lacks an object of its own history."""


@contextlib.contextmanager
def contents(*, are_objects: bool) -> Iterator[Contents]:
    """A function that reads the contents to scan."""
    known: dict[str, bytes] = {}  # the last one: a tool opens it more than once
    if not are_objects:

        def read_file(path: str) -> bytes:
            if path not in known:
                content = of_file(path)
                known.clear()
                known[path] = content
            return known[path]

        yield read_file
        return
    with reading_objects(Git(Path.cwd())) as ask:

        def read(path: str) -> bytes:
            name = path.partition("/")[0]
            if name not in known:
                content = ask(name, LARGEST + 1)
                if content is None:
                    raise MissingError(0, MISSING)
                known.clear()
                known[name] = content
            return known[name]

        yield read


def of_file(path: str) -> bytes:
    """The content of the file at *path*."""
    with open(path, "rb") as file:  # noqa: PTH123 -- the name must stay as it is
        return file.read(LARGEST + 1)
