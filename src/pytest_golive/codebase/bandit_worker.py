"""Run bandit's own command line on batches of files, in a process of its own: jobs in by JSON, issues out.

Only the walk through the syntax tree is ours: bandit prepares a context for every node and asks all its tests, where
most kinds of nodes have none. What is asked, with which context, and what comes of it stay bandit's.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

BATCH = 60  # files for one call of bandit's main
DEEPEST = 10_000


def main() -> None:
    """Answer for each path of the job on standard input: ``{"options": […], "paths": […]}``."""
    job = json.loads(sys.stdin.read())
    sys.setrecursionlimit(DEEPEST)  # of nested expressions, two calls for each level; bandit itself gives up at 1,000
    _hasten()
    paths: list[str] = job["paths"]
    gc.set_threshold(50_000, 20, 20)  # syntax trees are many small objects, and all of a file's die together
    for start in range(0, len(paths), BATCH):
        batch = paths[start : start + BATCH]
        report = _reported(job["options"], batch)
        for answer in _by_file(report, batch):
            sys.__stdout__.write(json.dumps(answer) + "\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]


def _reported(options: list[str], paths: list[str]) -> dict[str, Any]:
    """What ``bandit -f json`` prints about *paths*."""
    from bandit.cli.main import main as bandit

    # "./" so that a name that starts with a dash is no option.
    sys.argv = ["bandit", "-q", "-f", "json", *options, *(f"./{path}" for path in paths)]
    printed = _Kept()
    status: object = 0
    with contextlib.redirect_stdout(printed):
        try:
            bandit()
        except SystemExit as ended:
            status = ended.code
    report = json.loads(printed.getvalue()) if status in {0, 1} and printed.getvalue() else None
    if not isinstance(report, dict):
        sys.exit(f"bandit ended with exit status {status}")
    return report


class _Kept(io.StringIO):
    """Standard output that bandit may close."""

    name = "-"

    def close(self) -> None:
        """Stay readable."""


def _by_file(report: dict[str, Any], paths: list[str]) -> Iterator[dict[str, Any]]:
    issues: dict[str, list[Any]] = {}
    for raw in report["results"]:
        issue = [
            int(raw["line_number"]),
            raw["test_id"],
            raw["test_name"],
            " ".join(raw["issue_text"].split()),
            raw["issue_severity"].lower(),
            raw["issue_confidence"].lower(),
            _code(raw),
        ]
        issues.setdefault(os.path.normpath(raw["filename"]), []).append(issue)
    problems = {os.path.normpath(error["filename"]): error["reason"] for error in report["errors"]}
    metrics = {os.path.normpath(name): numbers for name, numbers in report["metrics"].items()}
    for path in paths:
        key = os.path.normpath(path)
        counted = metrics.get(key, {})
        nosec = counted.get("nosec", 0) + counted.get("skipped_tests", 0)
        yield {"path": path, "issues": issues.get(key, []), "nosec": nosec, "problem": problems.get(key, "")}


def _code(raw: dict[str, Any]) -> str:
    """A digest of the line the issue stands on, however far it is indented."""
    start = f"{raw['line_number']} "
    lines = [line.removeprefix(start) for line in raw["code"].splitlines() if line.startswith(start)]
    return hashlib.sha256(" ".join(" ".join(lines).split()).encode()).hexdigest()[:12]


def _hasten() -> None:
    """Put our walk in the place of bandit's; a bandit that is built otherwise keeps its own."""
    from bandit.core import manager, node_visitor, tester

    theirs: Any = node_visitor.BanditNodeVisitor
    expected = ("pre_visit", "visit", "post_visit", "generic_visit", "tester", "testset")
    if not all(hasattr(theirs, name) or name in theirs.__init__.__code__.co_names for name in expected):
        return

    class Visitor(theirs):  # type: ignore[misc]  # bandit has no types
        """Visits only nodes that some test, or the visitor itself, wants to see."""

        def generic_visit(self, node: ast.AST) -> None:
            wanted = self.__dict__.setdefault("golive_wanted", {})
            _walk(self, node, wanted)

    node_visitor.BanditNodeVisitor = Visitor
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
    from bandit.core.context import Context

    nothing: dict[str, list[int]] = {}

    def run_tests(self: Any, raw_context: dict[str, Any], checktype: str) -> Any:
        try:
            for test in self.testset.get_tests(checktype):
                context = Context(raw_context.copy())
                found = test(context, test._config) if hasattr(test, "_config") else test(context)
                if found is not None:
                    return theirs(self, raw_context, checktype)
        except Exception:  # noqa: BLE001 -- whatever it is, bandit reports it in its own way
            return theirs(self, raw_context, checktype)
        if not nothing:
            nothing.update(theirs(self, raw_context, "no such node"))
        return nothing

    return run_tests


class _Tokenize:
    """The module ``tokenize`` for bandit, which reads comments only to find ``nosec`` in them."""

    def __init__(self, module: Any) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def tokenize(self, readline: Any) -> Any:
        """The tokens of a file; none of a plain file without that word."""
        file = getattr(readline, "__self__", None)
        if file is not None:
            data: bytes = file.read()
            file.seek(0)
            if b"nosec" not in data and b"coding" not in data[:300]:
                return iter(())
        return self._module.tokenize(readline)


if __name__ == "__main__":
    main()
