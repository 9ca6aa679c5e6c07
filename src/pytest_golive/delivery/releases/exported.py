"""The files of a release in a temporary folder, as a repository of its own; nothing of the user's clone changes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from pytest_golive.delivery.git.clone import without_filters
from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.keeping.scope import SCOPE


@contextlib.contextmanager
def exported(repository: Repository, commit: str) -> Iterator[Repository]:
    """The project's folder as *commit* has it.

    Only objects of the clone are read, so its work tree, index, refs and configuration stay as they are. The folder
    lies in that of the run, so it goes with it, however the run ends.

    Args:
        repository: that has the commit.
        commit: its full hash.

    Raises:
        CannotMeasure: git failed, for example because a partial clone lacks a file.
    """
    objects, kind = (
        os.fsdecode(repository.git("rev-parse", *options).removesuffix(b"\n"))
        for options in (("--git-path", "objects"), ("--show-object-format",))
    )
    with SCOPE.temporary_folder() as private:
        git = Git(private / "tree")
        git.folder.mkdir()
        git.run("init", "--quiet", "--template=", f"--object-format={kind}")
        alternates = git.folder / ".git" / "objects" / "info" / "alternates"
        alternates.parent.mkdir(exist_ok=True)
        alternates.write_bytes(os.fsencode((repository.root / objects).resolve()) + b"\n")
        git.run("update-ref", "--no-deref", "HEAD", commit)
        git.run("read-tree", commit)
        without_filters(git).run("checkout-index", "--all")
        root = git.folder / repository.prefix
        root.mkdir(parents=True, exist_ok=True)
        yield Repository(Path(root))
