"""Whether a command has changed the repository under us: what is checked out, and the contents of tracked files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.delivery.git.repository import Repository

MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment of the work tree.

    Attributes:
        head: the commit that is checked out; "" before the first.
        branch: the ref that it is checked out by; "" for none.
        index: digest of what is staged.
        differing: digests of the tracked files that differ from HEAD, by path.
    """

    head: str
    branch: str
    index: str
    differing: Mapping[str, str]

    def changes_to(self, after: Snapshot) -> tuple[str, ...]:
        """What has changed since, in words; nothing if nothing has."""
        found = []
        if self.head != after.head:
            found.append(f"HEAD is {_short(after.head)} now, and was {_short(self.head)}")
        if self.branch != after.branch:
            found.append(f"{after.branch or 'no branch'} is checked out now, and was {self.branch or 'none'}")
        if self.index != after.index and self.head == after.head:
            found.append("what is staged differs")
        paths = sorted(
            path
            for path in {*self.differing, *after.differing}
            if self.differing.get(path) != after.differing.get(path)
        )
        more = f" and {len(paths) - MOST_NAMED:,} more" if len(paths) > MOST_NAMED else ""
        return (*found, *([f"tracked files differ: {', '.join(paths[:MOST_NAMED])}{more}"] if paths else []))


def snapshot(root: Path) -> Snapshot | None:
    """The part of the work tree below *root* now; None outside of a repository.

    Raises:
        CannotMeasure: git failed, so that nobody could tell what a command has changed.
    """
    if not any(os.path.lexists(folder / ".git") for folder in (root.absolute(), *root.absolute().parents)):
        return None
    repository = Repository.open(root)
    head, git = repository.head, repository.program
    branch = (git.ask("symbolic-ref", "--quiet", "HEAD") or b"").decode(errors="replace").strip()
    staged = hashlib.sha256(git.run("ls-files", "--stage", "-z"))
    differing = {path: _digest(root / path) for path in repository.changed_tracked()}
    return Snapshot(head.sha if head else "", branch, staged.hexdigest(), differing)


def _digest(file: Path) -> str:
    try:
        if file.is_symlink():
            return f"link to {file.readlink()}"
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable: {error.strerror}"


def _short(commit: str) -> str:
    return commit[:12] or "no commit"
