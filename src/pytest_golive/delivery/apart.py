"""Git that writes new objects into a temporary folder, so that nothing of a trial stays in the clone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace

from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.keeping.scope import SCOPE

INDEX = "index"  # in the temporary folder; a trial may need one


@contextlib.contextmanager
def apart(repository: Repository) -> Iterator[Git]:
    """Git that knows all of *repository*, and leaves its objects, its index and its work tree as they are."""
    own = repository.root / os.fsdecode(repository.git("rev-parse", "--git-path", "objects").removesuffix(b"\n"))
    with SCOPE.temporary_folder() as folder:
        places = {
            "GIT_OBJECT_DIRECTORY": str(folder),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(str(own.resolve())),
            "GIT_INDEX_FILE": str(folder / INDEX),
        }
        yield replace(repository.program, places={**repository.program.places, **places})


def _quoted(path: str) -> str:
    """A path quoted for a list that is separated by colons."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"' if set(path) & set(':"\\') else path
