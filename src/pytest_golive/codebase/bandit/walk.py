"""A quicker walk through syntax trees for bandit, in a process that does nothing else.

Bandit prepares a context for every node and asks all its tests, where most kinds of nodes have none. What is asked,
with which context, and what comes of it stay bandit's.
"""

from __future__ import annotations

import ast
import gc
from functools import partial
from typing import Any, BinaryIO

COLLECTED_AFTER = 400_000  # bytes of Python; a hundred times as much memory
PLACE = ("lineno", "col_offset", "end_col_offset")
WAY, SEEN = 1, 2


def hasten() -> None:
    """Put our walk in the place of bandit's; a bandit that is built otherwise keeps its own."""
    from bandit.core import manager, node_visitor, tester
    from bandit.core.utils import linerange, namespace_path_split

    theirs: Any = node_visitor.BanditNodeVisitor
    expected = ("pre_visit", "visit", "post_visit", "generic_visit", "tester", "testset")
    if not all(hasattr(theirs, name) or name in theirs.__init__.__code__.co_names for name in expected):
        return

    read = 0

    class Visitor(theirs):  # type: ignore[misc]  # bandit has no types
        """Visits only nodes that some test, or the visitor itself, wants to see."""

        def pre_visit(self, node: Any) -> bool:
            """Bandit's, without the log that nobody reads."""
            context = {"imports": self.imports, "import_aliases": self.import_aliases}
            own = node.__dict__
            context |= {name: own[name] for name in PLACE if name in own}
            context |= {"node": node, "linerange": linerange(node), "filename": self.fname, "file_data": self.fdata}
            self.context = context
            return True

        def post_visit(self, node: Any) -> None:
            """Bandit's, without that log."""
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.namespace: Any = namespace_path_split(self.namespace)[0]

        def process(self, data: bytes) -> Any:
            """Bandit's; a tree whose nodes know their parents is a circle that only the collector can break."""
            nonlocal read
            result = super().process(data)
            read += len(data)
            if read > COLLECTED_AFTER:
                read = 0
                gc.collect()
            return result

        def generic_visit(self, node: ast.AST) -> None:
            wanted = self.testset.__dict__.setdefault("golive_wanted", {})
            _walk(self, node, wanted)

    node_visitor.BanditNodeVisitor = Visitor
    gc.set_threshold(200_000, 50, 1000)  # while a tree grows there is nothing to collect
    gc.freeze()
    tester.BanditTester.run_tests = _running(tester.BanditTester.run_tests)
    manager.tokenize = _Tokenize(manager.tokenize)


def _walk(visitor: Any, node: ast.AST, wanted: dict[type, int]) -> None:
    """Bandit's ``generic_visit``: parents and siblings are known, a context is made where someone looks at it."""
    for field in node._fields:
        value: Any = getattr(node, field, None)
        kind = value.__class__
        if kind is list:
            last = len(value) - 1
            for place, child in enumerate(value):
                how = wanted[child.__class__] if child.__class__ in wanted else _how(visitor, child, wanted)
                if how:
                    child._bandit_sibling = value[place + 1] if place < last else None
                    _step(visitor, node, child, how, wanted)
        elif how := wanted[kind] if kind in wanted else _how(visitor, value, wanted):
            value._bandit_sibling = None
            _step(visitor, node, value, how, wanted)


def _how(visitor: Any, child: Any, wanted: dict[type, int]) -> int:
    """Whether nodes of this kind are SEEN by a test or the visitor, are only on the WAY to others, or neither."""
    kind = child.__class__
    how = 0
    if isinstance(child, ast.AST):
        name = kind.__name__
        is_seen = hasattr(visitor, f"visit_{name}") or bool(visitor.testset.get_tests(name))
        how = SEEN if is_seen else WAY if child._fields else 0
    wanted[kind] = how
    return how


def _step(visitor: Any, parent: ast.AST, child: Any, how: int, wanted: dict[type, int]) -> None:
    child._bandit_parent = parent
    if how == SEEN:
        visitor.pre_visit(child)
        visitor.visit(child)
        _walk(visitor, child, wanted)
        visitor.post_visit(child)
    else:
        _walk(visitor, child, wanted)


def _running(theirs: Any) -> Any:
    """Bandit's ``run_tests``, called only where one of the tests finds something or fails."""
    nothing: dict[str, list[int]] = {}

    def run_tests(self: Any, raw_context: dict[str, Any], checktype: str) -> Any:
        try:
            finds = _finds(self.testset, raw_context, checktype)
        except Exception:  # noqa: BLE001 -- whatever it is, bandit reports it in its own way
            finds = True
        if finds:
            return theirs(self, raw_context, checktype)
        if not nothing:
            nothing.update(theirs(self, raw_context, "no such node"))
        return nothing

    return run_tests


def _finds(testset: Any, raw_context: dict[str, Any], checktype: str) -> bool:
    """Whether a test has something to say about the node."""
    from bandit.core.context import Context

    known = testset.__dict__.setdefault("golive_tests", {})
    if checktype not in known:
        tests = testset.get_tests(checktype)
        known[checktype] = [
            (
                partial(_with_config, test, test._config) if hasattr(test, "_config") else test,
                test.__name__ == "trojansource",
                test.__module__.startswith("bandit."),
            )
            for test in tests
        ]
    context = Context(raw_context.copy())
    for test, is_about_bytes, is_own in known[checktype]:
        if is_about_bytes and _is_plain(raw_context["file_data"]):
            continue
        if not is_own:
            context = Context(raw_context.copy())  # bandit's own tests only read it
        if test(context) is not None:
            return True
    return False


def _with_config(test: Any, config: Any, context: Any) -> Any:
    return test(context, config)


class _Tokenize:
    """The module ``tokenize`` for bandit, which reads comments only to find ``nosec`` in them."""

    def __init__(self, module: Any) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def tokenize(self, readline: Any) -> Any:
        """The tokens of a file; none of a plain file without that word."""
        file = getattr(readline, "__self__", None)
        if file is not None and b"nosec" not in _content(file) and _is_plain(file):
            return iter(())
        return self._module.tokenize(readline)


def _content(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read()
    file.seek(0)
    return content


def _is_plain(file: BinaryIO) -> bool:
    """Whether the file is ASCII and declares no encoding: nothing in it is hidden, and its words are as they look."""
    content = _content(file)
    return content.isascii() and not any(b"coding" in line for line in content.split(b"\n", 2)[:2])
