"""Files of the repository that a target's settings name by globs."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.codebase.inventory.taking import list_tracked
from pytest_golive.codebase.seen import read_once
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure


def kept_files(run: Run, globs: Sequence[str]) -> list[tuple[str, bytes]]:
    """The tracked files that *globs* match: paths, and what each holds.

    Raises:
        CannotMeasure: a glob matches no file, or a file cannot be read.
    """
    tracked = run.shared.once("tracked_paths", lambda: tuple(list_tracked(run.repository).paths))
    for glob in globs:
        if not any(map(ManyGlobs([glob]).any, tracked)):
            raise CannotMeasure(f"no tracked file matches {glob!r}", "correct the glob, or commit the files")
    is_wanted = ManyGlobs(globs).any
    return [(path, read_once(run.root, path)) for path in sorted(filter(is_wanted, tracked))]
