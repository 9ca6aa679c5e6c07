"""The Python API of a project, now and in the previous release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pytest_golive.codebase.results import contents
from pytest_golive.documents.api import packages
from pytest_golive.documents.api.parsing import Parser, tool, tracked_at
from pytest_golive.documents.api.tree import Tree


@dataclass(frozen=True)
class PythonApi:
    """Which modules users import, and how they are read.

    Attributes:
        parser: reads the modules.
        tracked: all tracked paths.
        names: the names of the project.
        include: globs of the modules; () to find them automatically.
        exclude: globs of modules that do not belong to the API.
        declared: whether only the names in an ``__all__`` or in the top package are public.
    """

    parser: Parser
    tracked: Sequence[str]
    names: Sequence[str] = ()
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    declared: bool = False
    _trees: dict[str, Tree] = field(default_factory=dict, repr=False)

    @cached_property
    def modules(self) -> dict[str, str]:
        """The paths of the modules, by dotted name."""
        return packages.modules(self.tracked, self.names, self.include, self.exclude)

    @property
    def contents(self) -> list[object] | None:
        """Everything that the tree of now is made of, as JSON has it; None if a module cannot be read."""
        found = contents(self.parser.repository.root, self.modules.values())
        if found is None:
            return None
        compiled = sorted(packages.compiled(self.tracked, self.modules))
        return [tool(), [*self.modules], found, self.declared, compiled]

    def now(self) -> Tree:
        """The modules in the work tree.

        Raises:
            CannotMeasure: a module cannot be read.
        """
        if "" not in self._trees:
            compiled = packages.compiled(self.tracked, self.modules)
            self._trees[""] = replace(self.parser.now(self.modules), declared=self.declared, compiled=compiled)
        return self._trees[""]

    def at(self, commit: str) -> Tree:
        """The modules at *commit*.

        Raises:
            CannotMeasure: a module cannot be read.
        """
        if commit not in self._trees:
            tracked = tracked_at(self.parser.repository, commit)
            before = packages.modules(tracked, self.names, self.include, self.exclude)
            tree = self.parser.at(commit, before, self.now())
            compiled = packages.compiled(tracked, before)
            self._trees[commit] = replace(tree, declared=self.declared, compiled=compiled)
        return self._trees[commit]
