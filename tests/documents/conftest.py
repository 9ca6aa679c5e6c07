"""Trees of the public API, made of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from pytest_golive.documents.api.outline import Module
from pytest_golive.documents.api.packages import modules
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.api.visiting import outline_of
from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.comparing import Comparison


def tree(files: Mapping[str, str] | str) -> Tree:
    """The tree of some files, by path; a text alone is the package shop."""
    files = {"shop/__init__.py": files} if isinstance(files, str) else files
    found = {}
    for name, path in modules(files).items():
        row = outline_of(files[path], name, is_package=path.endswith("__init__.py"), docstrings=True)
        found[name] = Module(row, name, path)
    return Tree(found)


def changes(old: Mapping[str, str] | str, new: Mapping[str, str] | str) -> list[Change]:
    """What breaks between two versions of some files."""
    return Comparison(tree(old), tree(new)).changes()


@pytest.fixture
def make_tree() -> Callable[[Mapping[str, str] | str], Tree]:
    return tree


@pytest.fixture
def compare() -> Callable[[Mapping[str, str] | str, Mapping[str, str] | str], list[str]]:
    """The rules, names and details of what is sure to break; what only may break has a question mark in front."""

    def compared(old, new):
        return [
            f"{'' if each.is_sure else '?'}{each.rule} {each.name} {each.detail}".strip() for each in changes(old, new)
        ]

    return compared


@pytest.fixture
def words() -> Callable[[Mapping[str, str] | str, Mapping[str, str] | str], list[str]]:
    """The changes in words."""
    return lambda old, new: [each.words for each in changes(old, new)]
