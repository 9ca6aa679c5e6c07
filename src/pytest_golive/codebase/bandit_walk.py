"""A quicker walk through syntax trees for bandit, in a process that does nothing else.

Bandit prepares a context for every node and asks all its tests, where most kinds of nodes have none. What is asked,
with which context, and what comes of it stay bandit's.
"""

from __future__ import annotations

import ast
import gc
from typing import Any, BinaryIO

COLLECTED_AFTER = 400_000  # bytes of Python; a hundred times as much memory
PLACE = ("lineno", "col_offset", "end_col_offset")


def hasten() -> None:
    """Put our walk in the place of bandit's; a bandit that is built otherwise keeps its own."""
    from bandit.core import manager, node_visitor, tester
    from bandit.core.utils import linerange

    theirs: Any = node_visitor.BanditNodeVisitor
    expected = ("pre_visit", "visit", "post_visit", "generic_visit", "tester", "testset")
    if not all(hasattr(theirs, name) or name in theirs.__init__.__code__.co_names for name in expected):
        return

    read: list[int] = []

    class Visitor(theirs):  # type: ignore[misc]  # bandit has no types
        """Visits only nodes that some test, or the visitor itself, wants to see."""

        def pre_visit(self, node: Any) -> bool:
            """Bandit's, without the log that nobody reads."""
            context = {"imports": self.imports, "import_aliases": self.import_aliases}
            context |= {name: getattr(node, name) for name in PLACE if hasattr(node, name)}
            context |= {"node": node, "linerange": linerange(node), "filename": self.fname, "file_data": self.fdata}
            self.context = context
            return True

        def process(self, data: bytes) -> Any:
            """Bandit's; a tree whose nodes know their parents is a circle that only the collector can break."""
            result = super().process(data)
            read.append(len(data))
            if sum(read) > COLLECTED_AFTER:
                read.clear()
                gc.collect()
            return result

        def generic_visit(self, node: ast.AST) -> None:
            wanted = self.__dict__.setdefault("golive_wanted", {})
            _walk(self, node, wanted)

    node_visitor.BanditNodeVisitor = Visitor
    gc.set_threshold(200_000, 50, 1000)  # while a tree grows there is nothing to collect
    gc.freeze()
    tester.BanditTester.run_tests = _running(tester.BanditTester.run_tests)
    manager.tokenize = _Tokenize(manager.tokenize)


def _walk(visitor: Any, node: ast.AST, wanted: dict[type, bool]) -> None:
    """Bandit's ``generic_visit``: parents and siblings are known, a context is made where someone looks at it."""
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            last = len(value) - 1
            for place, child in enumerate(value):
                if isinstance(child, ast.AST):
                    _step(visitor, node, child, value[place + 1] if place < last else None, wanted)
        elif isinstance(value, ast.AST):
            _step(visitor, node, value, None, wanted)


def _step(visitor: Any, parent: ast.AST, child: Any, sibling: object, wanted: dict[type, bool]) -> None:
    kind = child.__class__
    if kind not in wanted:
        name = kind.__name__
        wanted[kind] = hasattr(visitor, f"visit_{name}") or bool(visitor.testset.get_tests(name))
    child._bandit_sibling = sibling
    child._bandit_parent = parent
    if wanted[kind]:
        visitor.pre_visit(child)
        visitor.visit(child)
        _walk(visitor, child, wanted)
        visitor.post_visit(child)
    elif child._fields:
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
        known[checktype] = [(test, getattr(test, "_config", None), hasattr(test, "_config")) for test in tests]
    context = Context(raw_context.copy())
    for test, config, takes_config in known[checktype]:
        if test.__name__ == "trojansource" and _is_plain(raw_context["file_data"]):
            continue
        if not test.__module__.startswith("bandit."):
            context = Context(raw_context.copy())  # bandit's own tests only read it
        if (test(context, config) if takes_config else test(context)) is not None:
            return True
    return False


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
