"""The files that differ from an earlier commit: added, removed, changed and moved."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pytest_golive.delivery.git import index
from pytest_golive.delivery.git.repository import Repository

# A file counts as moved if half of it is unchanged; the limit of candidates suits large changes.
OPTIONS = ("--name-status", "-z", "-M50%", "-l20000", "--relative", "--no-ext-diff", "--ignore-submodules=all")


@dataclass(frozen=True)
class Comparison:
    """How the work tree differs from an earlier commit; paths are relative to the root.

    Attributes:
        added: new files.
        removed: deleted files.
        changed: files with different content, including moved ones.
        moved: the new paths of moved files, each with its old one.
    """

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def moved_to(self) -> Mapping[str, str]:
        """The new path of each moved file, by its old one."""
        return {old: new for new, old in self.moved.items()}

    @cached_property
    def gone(self) -> frozenset[str]:
        """The paths at which nothing is tracked any more."""
        return (self.removed | {*self.moved.values()}) - self.added - self.changed

    def old_path(self, path: str) -> str:
        """The earlier path of the file at *path*."""
        return self.moved.get(path, path)


def compare(repository: Repository, since: str) -> Comparison:
    """Compare the tracked files of the work tree with the commit *since*.

    Raises:
        CannotMeasure: git failed.
    """
    with index.hiding_nothing(repository.program) as git:
        parts = iter(git.run("diff-index", *OPTIONS, since, "--", ".").split(b"\0")[:-1])
    found: dict[str, set[str]] = {"A": set(), "D": set(), "M": set()}
    moved: dict[str, str] = {}
    for status in parts:
        kind = chr(status[0])
        path = os.fsdecode(next(parts))
        if kind == "R":
            moved[os.fsdecode(next(parts))] = path
        else:
            found[kind if kind in found else "M"].add(path)
    changed = found["M"] | moved.keys()
    return Comparison(frozenset(found["A"]), frozenset(found["D"]), frozenset(changed), moved)
