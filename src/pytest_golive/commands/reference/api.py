"""The page about what a team's own gates may import, and which fixtures they may request."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from types import ModuleType

import pytest_golive
from pytest_golive.sections import OURS, modules_in, sections

WIDTH = 118
ABOUT_NAMES = (
    "`from pytest_golive import …` gives these names. They stay where they are; all other modules may move from one "
    "release to the next."
)
ABOUT_FIXTURES = (
    "Gates ask for these by the names of their parameters, a team's own as well as the built-in ones. What is measured "
    "is measured once in a run. Types that are not public are shown with the module that they are in today."
)
YIELDS = re.compile(r"Iterator\[(.*)\]")  # the value that the fixture yields
GATE = '`@gate("title")` makes a function a row of the checklist'


def api_page() -> str:
    """docs/api.md."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# Public API"
    yield "\n<!-- Written by: golive explain --markdown api > docs/api.md -->\n"
    yield textwrap.fill(ABOUT_NAMES, WIDTH)
    yield "\n| name | what it is |\n|---|---|"
    for name in pytest_golive.__all__:
        yield f"| `{name}` | {GATE if name == 'gate' else _summary(getattr(pytest_golive, name))} |"
    yield "\n## Fixtures\n"
    yield textwrap.fill(ABOUT_FIXTURES, WIDTH)
    names = sections()
    home = None
    for module in sorted(modules_in("fixtures"), key=lambda one: _place(one, names)):
        if _section(module) != home:
            home = _section(module)
            yield f"\n### {home or 'For every gate'}\n\n| fixture | gives | what it is |\n|---|---|---|"
        yield from _rows(module)


def _section(module: ModuleType) -> str:
    name = module.__name__.removeprefix(f"{OURS}.fixtures.").partition(".")[0]
    return name if name in sections() else ""


def _place(module: ModuleType, names: tuple[str, ...]) -> tuple[int, str]:
    section = _section(module)
    return names.index(section) if section else -1, module.__name__


def _rows(module: ModuleType) -> Iterator[str]:
    tree = ast.parse(inspect.getsource(module))
    homes = dict(_imported(tree))
    for name, function in vars(module).items():
        if hasattr(function, "__golive_scope__") and function.__module__ == module.__name__:
            yielded_type = _public_type(inspect.get_annotations(function)["return"], homes).replace("|", "\\|")
            yield f"| `{name}` | `{yielded_type}` | {_summary(function)} |"


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that a module imports, also for types only, and the modules they come from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _public_type(annotation: str, homes: dict[str, str]) -> str:
    """A type with the public name of each part, or else with its present module."""
    public = {f"{OURS}.{home}": name for name, home in pytest_golive.HOMES.items()}
    tree = ast.parse(YIELDS.sub(r"\1", annotation), mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in homes and homes[node.id].startswith(OURS):
            node.id = public.get(homes[node.id], homes[node.id])
    return ast.unparse(tree)


def _summary(thing: object) -> str:
    return (inspect.getdoc(thing) or "").partition("\n\n")[0].replace("\n", " ").replace("``", "`").rstrip(".")
