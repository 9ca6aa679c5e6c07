"""The gates that a team's source files define: each must have a row, or the run reports it.

The source counts, not what pytest collects: a method of a class that pytest ignores, the first of two functions with
one name, or a function that a hook removes leaves no other trace.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_golive.settings.own_gates import python_files

HELPERS = {"conftest.py", "__init__.py"}
GATE = "gate"
BRANCHES = (ast.If, ast.Try)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
Function = ast.FunctionDef | ast.AsyncFunctionDef
CLASS = "a class of gates is called Test…, has no __init__, and its methods are called test_…; or write a function"
HELPER = "pytest looks for no gates in this file: move it to a module of its own, without an underscore before its name"
LOOP = "only the last that a loop defines has a row: write one function, with @pytest.mark.parametrize"
NESTED = "a function inside a function has a row only under a name of the module: write it at the top"
TAKEN = "another of that name in this file replaces it, a condition or a hook takes it away, or pytest was told to"


@dataclass(frozen=True, slots=True)
class Promise:
    """One gate in a source file.

    Attributes:
        path: as given, absolute.
        name: with its class: "Invoices.two".
        lines: where its definition begins, decorators included, and the line of its ``def``.
        reason: why it may have no row.
        in_loop: whether a loop defines it, perhaps more than once.
        branches: the conditions around it, each as the line of its ``if`` or ``try`` and the number of the branch.
        title: what its ``@gate`` says; "" without.
    """

    path: Path
    name: str
    lines: tuple[int, int]
    reason: str
    in_loop: bool
    branches: tuple[tuple[int, int], ...]
    title: str = ""

    @property
    def is_helped(self) -> bool:
        """Whether its file is a helper, in which pytest looks for no gates."""
        return self.reason == HELPER


@dataclass(frozen=True, slots=True)
class Collected:
    """A row that pytest collected: its file and name, and where its function begins; both paths are resolved."""

    path: str
    name: str
    code_path: str
    code_line: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that cannot be parsed: its path and why."""

    path: Path
    why: str


def holds_gates(path: Path) -> bool:
    """Whether a file of the team's folder is a module in which pytest looks for gates."""
    return path.suffix == ".py" and path.name not in HELPERS and not path.name.startswith("_")


def promises_in(folder: Path) -> tuple[list[Promise], list[Unread]]:
    """All gates below *folder*, in the order of the files; and the files that cannot be read or parsed."""
    promises: list[Promise] = []
    unread: list[Unread] = []
    for path in sorted(python_files(folder)):
        try:
            source = path.read_bytes()
            tree = ast.parse(source, str(path))
        except OSError as error:
            unread.append(Unread(path, error.strerror or "cannot be read"))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            if holds_gates(path) or GATE.encode() in source:
                line = getattr(error, "lineno", None)
                unread.append(Unread(path, f"{f'line {line}: ' if line else ''}{getattr(error, 'msg', error)}"))
        else:
            promises += _Reader(path, tree).promises()
    return promises, unread


def without_row(promises: Sequence[Promise], rows: Iterable[Collected]) -> list[Promise]:
    """The promises for which pytest made no row; of two branches of one condition, one is enough."""
    by_line: dict[tuple[str, int], int] = {}
    by_name: set[tuple[str, str]] = set()
    lines = {(os.path.realpath(promise.path), line) for promise in promises for line in promise.lines}
    for row in rows:
        place = (row.code_path, row.code_line)
        by_line[place] = by_line.get(place, 0) + 1
        if place not in lines:  # wrapped by a decorator that does not set __wrapped__
            by_name.add((row.path, row.name))

    def lacks(promise: Promise) -> bool:
        path = os.path.realpath(promise.path)
        found = sum(by_line.get((path, line), 0) for line in set(promise.lines))
        return found < (2 if promise.in_loop else 1) and (path, promise.name) not in by_name

    missing = [promise for promise in promises if lacks(promise)]
    found = [promise for promise in promises if promise not in missing]
    return [promise for promise in missing if not any(_are_alternatives(promise, other) for other in found)]


def _are_alternatives(promise: Promise, other: Promise) -> bool:
    if (promise.path, promise.name) != (other.path, other.name):
        return False
    other_branches = dict(other.branches)
    return any(line in other_branches and other_branches[line] != branch for line, branch in promise.branches)


@dataclass(frozen=True, slots=True)
class _Place:
    """The position of a reader: the enclosing names, the enclosing function or class, its loops and conditions."""

    names: tuple[str, ...] = ()
    inside: ast.AST | None = None
    branches: tuple[tuple[int, int], ...] = ()
    in_loop: bool = False


class _Reader:
    """Finds the gates of one module."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        self._path = path
        self._tree = tree
        self._is_helper = not holds_gates(path)
        self._aliases = {GATE}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "pytest_golive":
                self._aliases.update(name.asname or name.name for name in node.names if name.name == GATE)
            if isinstance(node, ast.Assign) and self._is_gate(node.value):
                self._aliases.update(target.id for target in node.targets if isinstance(target, ast.Name))

    def promises(self) -> Iterator[Promise]:
        """All gates of the module, in the order of the file."""
        yield from self._in(self._tree, _Place())

    def _in(self, node: ast.AST, place: _Place) -> Iterator[Promise]:
        for child, branch in _children(node):
            under = (*place.branches, (node.lineno, branch)) if isinstance(node, BRANCHES) else place.branches
            here = replace(place, branches=under, in_loop=place.in_loop or isinstance(node, LOOPS))
            if isinstance(child, Function) and self._is_promise(child, here.inside):
                yield self._promise(child, here)
            if isinstance(child, Function | ast.ClassDef):
                yield from self._in(child, _Place((*place.names, child.name), child))
            else:
                yield from self._in(child, here)

    def _is_promise(self, function: Function, inside: ast.AST | None) -> bool:
        if any(self._is_gate(decorator) for decorator in function.decorator_list):
            return True
        is_fixture = any("fixture" in ast.dump(decorator) for decorator in function.decorator_list)
        if self._is_helper or is_fixture or not function.name.startswith("test_"):
            return False
        return inside is None or (isinstance(inside, ast.ClassDef) and inside.name.startswith("Test"))

    def _is_gate(self, node: ast.AST) -> bool:
        node = node.func if isinstance(node, ast.Call) else node
        if isinstance(node, ast.Attribute):
            return node.attr == GATE
        return isinstance(node, ast.Name) and node.id in self._aliases

    def _promise(self, function: Function, place: _Place) -> Promise:
        in_class = isinstance(place.inside, ast.ClassDef)
        reason = LOOP if place.in_loop else CLASS if in_class else NESTED if place.inside else TAKEN
        name = ".".join((*place.names, function.name))
        lines = (min([function.lineno, *(one.lineno for one in function.decorator_list)]), function.lineno)
        reason = HELPER if self._is_helper else reason
        return Promise(self._path, name, lines, reason, place.in_loop, place.branches, self._title(function))

    def _title(self, function: Function) -> str:
        titles = (d.args[0] for d in function.decorator_list if isinstance(d, ast.Call) and d.args and self._is_gate(d))
        return next((str(text.value) for text in titles if isinstance(text, ast.Constant)), "")


def _children(node: ast.AST) -> Iterator[tuple[ast.AST, int]]:
    """The child nodes of *node*, each with the number of its branch: ``else`` and each ``except`` have their own."""
    for name, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        for number, part in enumerate(parts):
            if isinstance(part, ast.AST):
                branch = 0 if name in {"body", "test"} else number + 1 if name == "handlers" else -1
                yield part, branch
