"""Finds how the tests run: the first way that is sure, else the first that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.suites.compiled import of_go, of_java, of_rust
from pytest_golive.commands.init.suites.javascript import of_node
from pytest_golive.commands.init.suites.python import of_python
from pytest_golive.commands.init.suites.suite import NONE, Suite

OTHERS: Final = {"tox.ini": ("tox",), "noxfile.py": ("nox",), "Makefile": ("make", "test")}
NO_PYTHON: Final = "it does not run the tests in Python"
NO_COVERAGE: Final = "let the tests write coverage, and name its file in [{tests}] coverage_data"


def suite_of(root: Path, paths: Sequence[str], *, has_python_tests: bool) -> Suite:
    """How the tests of the project at *root* with these files run; `NONE` if nothing tells.

    Args:
        root: the project.
        paths: its files.
        has_python_tests: whether there are tests in Python, before which tests in other languages stand back.
    """
    own = next(of_python(root, paths), None)
    if own is not None:
        return own
    found = [*_suites(root, frozenset(paths))]
    if has_python_tests:
        return replace(found[0], lacks=found[0].lacks or NO_PYTHON) if found else NONE
    return next((suite for suite in found if suite.is_sure), found[0] if found else NONE)


def _suites(root: Path, known: frozenset[str]) -> Iterator[Suite]:
    for name, command in OTHERS.items():
        if name in known and name != "Makefile":
            yield Suite(command, name, lacks=_lacks(command), lacks_coverage=NO_COVERAGE)
    for of_language in (of_node, of_go, of_rust, of_java):
        yield from of_language(root, known)
    if "Makefile" in known:
        yield Suite(OTHERS["Makefile"], "Makefile", lacks=_lacks(OTHERS["Makefile"]), lacks_coverage=NO_COVERAGE)


def _lacks(command: Sequence[str]) -> str:
    return f"see that {command[0]} leaves JUnit files, and name command and files in [{{tests}}] command and junit"
