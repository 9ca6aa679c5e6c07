"""Reads the dependencies in a ``setup.py``, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from pytest_golive.codebase.audit.requirements import Wanted, one
from pytest_golive.codebase.audit.result import Unknown
from pytest_golive.errors import CannotMeasure

SETUP_PY: Final = "setup.py"
KEY: Final = "install_requires"


def of_script(text: str) -> Iterator[Wanted | Unknown]:
    """The dependencies that a ``setup.py`` with the content *text* names; those that it computes are unknown.

    Raises:
        CannotMeasure: it is no Python, or names something that is no requirement.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        raise CannotMeasure(
            f"{SETUP_PY} cannot be read, so what it declares is unknown", f"correct {SETUP_PY}"
        ) from None
    given = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == KEY:
            yield from _of(given.get(node.value.id, node.value) if isinstance(node.value, ast.Name) else node.value)
        elif isinstance(node, ast.Dict):  # setup(**{"install_requires": [...]})
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == KEY:
                    yield from _of(value)


def _of(value: ast.expr) -> Iterator[Wanted | Unknown]:
    try:
        found = ast.literal_eval(value)
    except (ValueError, TypeError, RecursionError):
        found = None
    texts = [found] if isinstance(found, str) else found
    if not isinstance(texts, list | tuple) or not all(isinstance(each, str) for each in texts):
        place = f"{SETUP_PY}:{value.lineno}"
        yield Unknown(SETUP_PY, f"{place} computes {KEY}; write them as a list, or move them to pyproject.toml")
        return
    for each in texts:
        for line in each.splitlines():
            if text := line.partition("#")[0].strip():
                yield from one(text, SETUP_PY)
