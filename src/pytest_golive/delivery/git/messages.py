"""Error messages for failures of git, each reason with its own fix."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import quotable
from pytest_golive.processes.children import ASIDE

MOVED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")


def missing(folder: Path | None = None, error: OSError | None = None) -> CannotMeasure:
    """The error if git is not installed, or the folder to start it in does not exist."""
    if folder is not None and not folder.is_dir():
        return CannotMeasure(f"{folder} is not a folder, so git cannot read it", "run this command inside a clone")
    if error is not None and not isinstance(error, FileNotFoundError):
        return CannotMeasure(f"git does not start: {error.strerror}", "see: git --version")
    return CannotMeasure("git is not on the PATH, and git decides what is tracked", "install git")


def took_too_long(folder: Path, args: Sequence[str], seconds: float) -> CannotMeasure:
    """The error after a timeout."""
    return CannotMeasure(
        f"git {' '.join(args[:2])} did not end within {seconds:g} s in {folder}",
        "run it by hand to see what it waits for",
    )


def failed(
    folder: Path, args: Sequence[str], stderr: bytes, environment: Mapping[str, str] = os.environ
) -> CannotMeasure:
    """The error after an unexpected exit status."""
    reason = _reason(stderr)
    if "dubious ownership" in reason or "unsafe repository" in reason:
        return CannotMeasure(
            f"git refuses {folder}: it belongs to a different user than the one who runs this command",
            f"git config --global --add safe.directory {folder}",
        )
    if "not a git repository" in reason:
        return _nowhere(folder, reason, environment)
    if "must be run in a work tree" in reason or "cannot be used without a working tree" in reason:
        return CannotMeasure(
            f"git finds no work tree in {folder}: it is inside a .git folder, or the repository is bare",
            "run this command inside a clone; if this is one, see: git config core.bare",
        )
    if "unable to read" in reason or "bad object" in reason or "missing blob" in reason or "Could not read" in reason:
        return CannotMeasure(
            f"an object is missing from the repository around {folder}: {reason}",
            "fetch it completely (git fetch --unshallow, or clone without --filter), or see: git fsck",
        )
    reason = reason or "it said nothing"
    return CannotMeasure(f"git {' '.join(args[:2])} failed in {folder}: {reason}", "run it by hand to see why")


def _nowhere(folder: Path, reason: str, environment: Mapping[str, str]) -> CannotMeasure:
    # For a linked work tree or submodule whose repository is gone, git's message is the same but names another folder.
    if (folder / ".git").is_file():
        return CannotMeasure(
            f"{folder / '.git'} points to a repository that no longer exists: {reason}", "git worktree repair"
        )
    moved = [name for name in MOVED if environment.get(name) or ASIDE.get(name)]
    hint = f" ({' and '.join(moved)} of the environment may name one, but does not count here)" if moved else ""
    return CannotMeasure(
        f"{folder} is not in a git repository, and git decides what is tracked{hint}",
        "run this command inside a clone, or create one: git init && git add --all && git commit",
    )


def _reason(stderr: bytes) -> str:
    """The first line that says what is wrong; warnings and traces may come before it."""
    lines = [line.strip() for line in quotable(stderr.decode("utf-8", "replace")).splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (fatal or lines or [""])[0]
