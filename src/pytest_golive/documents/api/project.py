"""The Python API of a project, now and in the previous release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from pytest_golive.codebase.results import contents
from pytest_golive.documents.api import packages
from pytest_golive.documents.api.outline import CLASS, FUNCTION, Item, Module
from pytest_golive.documents.api.parsing import Parser, tool, tracked_at
from pytest_golive.documents.api.tree import Tree

TEST_PACKAGES: Final = frozenset({"test", "tests", "testing"})
FOR_TESTS: Final = frozenset({"testfiles", "testdata", "test_data", "test_files", "_tests"})  # whatever they hold


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
        tests = sorted(packages.folders_of_tests(self.tracked))
        return [tool(), [*self.modules], found, self.declared, compiled, tests]

    def now(self) -> Tree:
        """The modules in the work tree.

        Raises:
            CannotMeasure: a module cannot be read.
        """
        if "" not in self._trees:
            compiled = packages.compiled(self.tracked, self.modules)
            tree = self.parser.now(self.modules)
            self._trees[""] = replace(tree, modules=self._api(tree), declared=self.declared, compiled=compiled)
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
            self._trees[commit] = replace(tree, modules=self._api(tree), declared=self.declared, compiled=compiled)
        return self._trees[commit]

    def of_tests(self) -> tuple[str, ...]:
        """The folders of the packages that hold the project's own tests, and so are no API.

        Raises:
            CannotMeasure: a module cannot be read.
        """
        if self.include:
            return ()
        api = self.now().modules
        left = {path.rpartition("/")[0] for name, path in self.modules.items() if name not in api}
        return tuple(sorted(left | packages.folders_of_tests(self.tracked)))

    def _api(self, tree: Tree) -> dict[str, Module]:
        """The modules without packages of tests, unless the settings name what the API is."""
        tests = () if self.include else tuple(f"{name}." for name in test_packages(tree))
        api = {name: module for name, module in tree.modules.items() if not f"{name}.".startswith(tests)}
        now, tracked = self.modules, frozenset(self.tracked)
        # What was no package of tests and is one now is still there.
        return {
            name: module
            for name, module in api.items()
            if name in now or module.file not in tracked or TEST_PACKAGES.isdisjoint(name.split("."))
        }


def test_packages(tree: Tree) -> Iterator[str]:
    """The packages that hold a project's own tests; one like ``django.test`` helps others to write theirs."""
    for name, module in tree.modules.items():
        package = name if module.is_package else name.rpartition(".")[0]
        last = package.rpartition(".")[2] if "." in package else ""
        if last in FOR_TESTS or (last in TEST_PACKAGES and any(map(_is_test, module.own()))):
            yield package


def _is_test(item: Item) -> bool:
    """Whether pytest or unittest collects an object: a function, or a class with methods, whose names begin so."""
    if item.kind == FUNCTION:
        return item.name.startswith("test_")
    is_case = item.name.startswith("Test") or any(base.rpartition(".")[2] == "TestCase" for base in item.bases)
    return item.kind == CLASS and is_case and any(name.startswith("test_") for name in item.members)
