"""The parents of commits, and what each commit changed against them; asked for many at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.delivery.git.repository import Repository

FIRST, TIMES, MOST = 8, 4, 512  # commits that one question covers: few at first, for most walks end soon
OPTIONS: Final = ("-r", "-z", "--name-status", "--no-renames", "--relative", "--always", "--root")


@dataclass
class Parents:
    """Answers about the commits of one repository.

    Git is asked for a commit together with those before it: two processes for each question, not for each commit.
    """

    repository: Repository
    _known: dict[str, list[tuple[str, list[str]]]] = field(default_factory=dict)
    _next: int = FIRST

    def of(self, commit: str) -> list[tuple[str, list[str]]]:
        """Each parent of *commit*, with the paths below the root that differ between the two.

        Raises:
            CannotMeasure: git failed.
        """
        if commit not in self._known:
            self._ask(commit)
            self._next = min(self._next * TIMES, MOST)
        return self._known[commit]

    def _ask(self, commit: str) -> None:
        said = self.repository.git("rev-list", "--parents", f"--max-count={self._next}", commit, "--").decode()
        families = [line.split() for line in said.splitlines()]
        pairs = [(child, parent) for child, *parents in families for parent in parents if child not in self._known]
        feed = "".join(f"{child} {parent}\n" for child, parent in pairs).encode()
        told = self.repository.git("diff-tree", "--stdin", *OPTIONS, "--", ".", feed=feed) if pairs else b""
        changed = iter(_each(told))
        for child, *parents in families:
            if child not in self._known:
                self._known[child] = [(parent, next(changed)) for parent in parents]


def _each(told: bytes) -> list[list[str]]:
    """The paths of each pair, in their order: git prints the child's hash, then a letter before each path."""
    found: list[list[str]] = []
    fields = iter(told.split(b"\0")[:-1])
    for word in fields:
        if len(word) == 1:
            found[-1].append(os.fsdecode(next(fields)))
        else:
            found.append([])
    return found
