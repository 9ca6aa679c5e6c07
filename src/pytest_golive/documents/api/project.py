"""The Python API of a project, now and in the previous release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pytest_golive.documents.api import packages
from pytest_golive.documents.api.parsing import Parser, tracked_at
from pytest_golive.documents.api.tree import Tree


@dataclass(frozen=True)
class PythonApi:
    """Which modules users import, and how they are read.

    Attributes:
        parser: reads them.
        tracked: every tracked path.
        names: of the project.
        include: globs of the modules; () to find them by looking.
        exclude: globs of those that are none.
        declared: whether only what an ``__all__`` or the package at the top offers is public.
    """

    parser: Parser
    tracked: Sequence[str]
    names: Sequence[str] = ()
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    declared: bool = False
    _trees: dict[str, Tree] = field(default_factory=dict, repr=False)

    @property
    def modules(self) -> dict[str, str]:
        """The paths of the modules, by their dotted names."""
        return packages.modules(self.tracked, self.names, self.include, self.exclude)

    def now(self) -> Tree:
        """As the modules lie in the work tree.

        Raises:
            CannotMeasure: one cannot be read.
        """
        if "" not in self._trees:
            self._trees[""] = replace(self.parser.now(self.modules), declared=self.declared)
        return self._trees[""]

    def at(self, commit: str) -> Tree:
        """As *commit* has them.

        Raises:
            CannotMeasure: one cannot be read.
        """
        if commit not in self._trees:
            before = packages.modules(
                tracked_at(self.parser.repository, commit), self.names, self.include, self.exclude
            )
            self._trees[commit] = replace(self.parser.at(commit, before, self.now()), declared=self.declared)
        return self._trees[commit]
