"""What git says when it fails, each reason with a cure of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import quotable
from pytest_golive.processes.children import ASIDE

MOVED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")


def missing(folder: Path | None = None, error: OSError | None = None) -> CannotMeasure:
    """There is no git, or the folder to start it in is gone."""
    if folder is not None and not folder.is_dir():
        return CannotMeasure(f"{folder} is not a folder, so git cannot look into it", "run it inside a clone")
    if error is not None and not isinstance(error, FileNotFoundError):
        return CannotMeasure(f"git does not start: {error.strerror}", "see: git --version")
    return CannotMeasure("git is not on the PATH, and git decides what is tracked", "install git")


def took_too_long(folder: Path, args: Sequence[str], seconds: float) -> CannotMeasure:
    """It was ended."""
    return CannotMeasure(
        f"git {' '.join(args[:2])} did not end within {seconds:g} s in {folder}",
        "run it by hand to see what it waits for",
    )


def failed(
    folder: Path, args: Sequence[str], stderr: bytes, environment: Mapping[str, str] = os.environ
) -> CannotMeasure:
    """It ended with an exit status that is no answer."""
    said = _reason(stderr)
    if "dubious ownership" in said or "unsafe repository" in said:
        return CannotMeasure(
            f"git refuses {folder}: it belongs to another user than the one who runs this",
            f"git config --global --add safe.directory {folder}",
        )
    if "not a git repository" in said:
        return _nowhere(folder, said, environment)
    if "must be run in a work tree" in said or "cannot be used without a working tree" in said:
        return CannotMeasure(
            f"git sees no work tree in {folder}: it lies in a .git folder, or the repository is bare",
            "run it inside a clone; if this is one, see: git config core.bare",
        )
    if "unable to read" in said or "bad object" in said or "missing blob" in said or "Could not read" in said:
        return CannotMeasure(
            f"git lacks an object of the repository around {folder}: {said}",
            "fetch it whole (git fetch --unshallow, or clone without --filter), or see: git fsck",
        )
    said = said or "it said nothing"
    return CannotMeasure(f"git {' '.join(args[:2])} failed in {folder}: {said}", "run it by hand to see why")


def _nowhere(folder: Path, said: str, environment: Mapping[str, str]) -> CannotMeasure:
    # A linked work tree or a submodule whose repository is gone says the same words of another folder.
    if (folder / ".git").is_file():
        return CannotMeasure(f"{folder / '.git'} points to a repository that is gone: {said}", "git worktree repair")
    moved = [name for name in MOVED if environment.get(name) or ASIDE.get(name)]
    hint = f" ({' and '.join(moved)} of the environment would name one, and are not followed)" if moved else ""
    return CannotMeasure(
        f"{folder} is not in a git repository, and git decides what is tracked{hint}",
        "run it inside a clone, or make one: git init && git add --all && git commit",
    )


def _reason(stderr: bytes) -> str:
    """The first line that says what is wrong; warnings and traces may come before it."""
    lines = [line.strip() for line in quotable(stderr.decode("utf-8", "replace")).splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (fatal or lines or [""])[0]
