"""Which files differ from an earlier commit: new, gone, changed, and moved."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pytest_golive.delivery.git import index
from pytest_golive.delivery.git.repository import Repository

# A file is taken for moved where half of it is the same, among as many new ones as a large change brings.
OPTIONS = ("--name-status", "-z", "-M50%", "-l20000", "--relative", "--no-ext-diff", "--ignore-submodules=all")


@dataclass(frozen=True)
class Comparison:
    """What the work tree has that an earlier commit has not; paths are relative to the root.

    Attributes:
        added: files that are new.
        removed: files that are gone.
        changed: files with another content, moved ones included.
        moved: new paths of moved files, and their old ones.
    """

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def moved_to(self) -> Mapping[str, str]:
        """The new path of each moved file, by its old one."""
        return {old: new for new, old in self.moved.items()}

    def old_path(self, path: str) -> str:
        """Where the file at *path* lay before."""
        return self.moved.get(path, path)


def compare(repository: Repository, since: str) -> Comparison:
    """Hold the tracked files of the work tree against the commit *since*.

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
