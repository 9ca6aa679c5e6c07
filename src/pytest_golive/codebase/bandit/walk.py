"""A faster walk through syntax trees for bandit, in a separate process.

Bandit prepares a context for every node and runs its tests on it, although most kinds of nodes have no test. Which
test runs, with which context, and its result stay bandit's.
"""

from __future__ import annotations

import ast
import gc
from typing import Any

from pytest_golive.codebase.bandit.calls import Calls
from pytest_golive.codebase.bandit.plain import Tokenize, is_plain
from pytest_golive.codebase.bandit.watched import OWN, settings_of

PLACE = ("lineno", "col_offset", "end_col_offset")
WAY, SEEN = 1, 2


def hasten() -> None:
    """Replace bandit's walk with ours; a bandit with another structure keeps its own."""
    from bandit.core import manager, metrics, node_visitor, tester

    theirs: Any = node_visitor.BanditNodeVisitor
    expected = ("pre_visit", "visit", "post_visit", "generic_visit", "tester", "testset")
    calls = Calls()
    if not all(hasattr(theirs, name) or name in theirs.__init__.__code__.co_names for name in expected):
        return

    node_visitor.BanditNodeVisitor = _visitor(theirs, calls)
    gc.set_threshold(200_000, 50, 1000)  # a growing tree has no garbage to collect
    gc.freeze()
    tester.BanditTester.run_tests = _running(tester.BanditTester.run_tests, calls)
    metrics.Metrics.count_locs = lambda *_: None  # that number is not used
    manager.tokenize = Tokenize(manager.tokenize)


def _visitor(theirs: Any, calls: Calls) -> Any:
    from bandit.core.utils import namespace_path_split

    class Visitor(theirs):  # type: ignore[misc]  # bandit has no types
        """Visits only nodes that a test, or the visitor itself, needs."""

        golive_calls = calls
        made: dict[str, Any] | None = None

        @property
        def context(self) -> dict[str, Any]:
            """Bandit's context, created when it is first used."""
            if self.made is None:
                self.made = _context(self, self.golive_node)
            return self.made

        @context.setter
        def context(self, made: dict[str, Any]) -> None:
            self.made = made

        def pre_visit(self, node: Any) -> bool:
            """Bandit's method, without the log, which is not used."""
            self.golive_node, self.made = node, None
            return True

        def post_visit(self, node: Any) -> None:
            """Bandit's method, without that log."""
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.namespace: Any = namespace_path_split(self.namespace)[0]

        def process(self, data: bytes) -> Any:
            """Bandit's method; then it removes the links to parents, so that reference counting frees the nodes."""
            self.golive_seen: list[Any] = []
            try:
                return super().process(data)
            finally:
                for node in self.golive_seen:
                    del node._bandit_parent

        def generic_visit(self, node: ast.AST) -> None:
            known_types = self.testset.__dict__.setdefault("golive_wanted", {})
            _walk(self, node, known_types)

    return Visitor


def _context(visitor: Any, node: Any) -> dict[str, Any]:
    from bandit.core.utils import linerange

    context = {"imports": visitor.imports, "import_aliases": visitor.import_aliases}
    own = node.__dict__
    context |= {name: own[name] for name in PLACE if name in own}
    return context | {
        "node": node,
        "linerange": linerange(node),
        "filename": visitor.fname,
        "file_data": visitor.fdata,
    }


def _walk(visitor: Any, node: ast.AST, known_types: dict[type, int]) -> None:
    """Bandit's ``generic_visit``: it sets parents and siblings, and creates a context only if it is used."""
    for field in node._fields:
        value: Any = getattr(node, field, None)
        kind = value.__class__
        if kind is list:
            last = len(value) - 1
            for place, child in enumerate(value):
                how = (
                    known_types[child.__class__]
                    if child.__class__ in known_types
                    else _how(visitor, child, known_types)
                )
                if how:
                    child._bandit_sibling = value[place + 1] if place < last else None
                    _step(visitor, node, child, how, known_types)
        elif how := known_types[kind] if kind in known_types else _how(visitor, value, known_types):
            value._bandit_sibling = None
            _step(visitor, node, value, how, known_types)


def _how(visitor: Any, child: Any, known_types: dict[type, int]) -> int:
    """Whether nodes of this kind are SEEN by a test or the visitor, are only on the WAY to others, or neither."""
    kind = child.__class__
    how = 0
    if isinstance(child, ast.AST):
        name = kind.__name__
        is_seen = hasattr(visitor, f"visit_{name}") or bool(visitor.testset.get_tests(name))
        how = SEEN if is_seen else WAY if child._fields else 0
    known_types[kind] = how
    return how


def _step(visitor: Any, parent: ast.AST, child: Any, how: int, known_types: dict[type, int]) -> None:
    child._bandit_parent = parent
    visitor.golive_seen.append(child)
    if how == SEEN and not (child.__class__ is ast.Call and visitor.golive_calls.are_silent(child, visitor)):
        visitor.pre_visit(child)
        visitor.visit(child)
        _walk(visitor, child, known_types)
        visitor.post_visit(child)
    else:
        _walk(visitor, child, known_types)


def _running(theirs: Any, calls: Calls) -> Any:
    """Bandit's ``run_tests``, called only if one of the tests reports something or fails."""
    nothing: dict[str, list[int]] = {}

    def run_tests(self: Any, raw_context: dict[str, Any], checktype: str) -> Any:
        try:
            finds = _finds(self.testset, raw_context, checktype, calls)
        except Exception:  # noqa: BLE001 -- bandit itself reports the error
            finds = True
        if finds:
            return theirs(self, raw_context, checktype)
        if not nothing:
            nothing.update(theirs(self, raw_context, "no such node"))
        return nothing

    return run_tests


def _finds(testset: Any, raw_context: dict[str, Any], checktype: str, calls: Calls) -> bool:
    """Whether a test reports the node."""
    from bandit.core.context import Context

    tests = testset.get_tests(checktype)
    if checktype == "Call" and not (tests := calls.to_ask(tests, raw_context)):
        return False
    context = Context(raw_context.copy())
    for test in tests:
        if test.__name__ == "trojansource" and is_plain(raw_context["file_data"]):
            continue
        if not test.__module__.startswith(OWN):
            context = Context(raw_context.copy())  # bandit's own tests only read it
        if test(context, *settings_of(test)) is not None:
            return True
    return False
