"""Python examples of a README: what they import from the project must be there."""

from __future__ import annotations

import ast
import difflib
import re
import sys
import textwrap
import warnings
from collections.abc import Iterator
from functools import cached_property

from pytest_golive.documents.reading.document import Block
from pytest_golive.documents.readme.project import Project

LANGUAGES = frozenset({"python", "python3", "py", "pycon", "pycon3", "doctest", "python-console"})
SESSION = re.compile(r"^[ \t]*(?:>>>|\.\.\.) ?", re.MULTILINE)


class Names:
    """The public names of the project's modules, read from their source and never run.

    Args:
        project: what there is.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def place_of(self, module: str) -> str:
        """The file of *module*, or the folder of a package without one; "" if there is none."""
        top, _, rest = module.partition(".")
        start = self._project.packages.get(top, "")
        if not start:
            return ""
        place = "/".join(filter(None, (start.removesuffix(".py"), rest.replace(".", "/"))))
        tracked = self._project.library.tracked
        for path in (f"{place}.py", f"{place}/__init__.py", f"{place}.pyi", f"{place}/__init__.pyi"):
            if path in tracked:
                return path
        if place in self._project.library.folders:
            return place
        compiled = (f"{place}{suffix}" for suffix in (".pyx", ".c", ".cpp", ".rs", ".so"))
        return next((path for path in compiled if path in tracked), "")

    def of(self, module: str, depth: int = 0) -> frozenset[str] | None:
        """The names of *module*; None where only running it would tell."""
        place = self.place_of(module)
        if not place.endswith((".py", ".pyi")):
            return frozenset() if place in self._project.library.folders else None
        if module not in self._known:
            self._known[module] = None  # whoever asks again meanwhile imports in a circle
            self._known[module] = self._read(module, place, depth)
        return self._known[module]

    @cached_property
    def _known(self) -> dict[str, frozenset[str] | None]:
        return {}

    def _read(self, module: str, place: str, depth: int) -> frozenset[str] | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(self._project.library.text(place))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        names: set[str] = set()
        for node in _statements(tree.body):
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                more = self._of_star(node, module, place, depth)
                if more is None:
                    return None
                names |= more
            else:
                names |= set(_bound(node))
        return None if "__getattr__" in names or "globals" in names else frozenset(names)

    def _of_star(self, node: ast.ImportFrom, module: str, place: str, depth: int) -> frozenset[str] | None:
        base = module.split(".") if place.endswith("__init__.py") else module.split(".")[:-1]
        outer = base[: len(base) - node.level + 1] if node.level else []
        whole = ".".join(filter(None, (*outer, node.module or "")))
        return self.of(whole, depth + 1) if depth < 5 and whole.partition(".")[0] in self._project.packages else None  # noqa: PLR2004


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that may run when the module is imported, those below ``if`` and ``try`` too."""
    for node in body:
        yield node
        for name in ("body", "orelse", "finalbody"):
            if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
                yield from _statements(getattr(node, name, []))
        if isinstance(node, ast.Try):
            for handler in node.handlers:
                yield from _statements(handler.body)


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.Expr) and "globals(" in ast.unparse(node):
        yield "globals"  # names that are made while it runs
    else:
        yield from (
            child.id for child in ast.walk(node) if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store)
        )


def faults(block: Block, project: Project, names: Names) -> Iterator[tuple[int, str]]:
    """What *block* imports from the project and is not there: line of the document and words."""
    if block.language not in LANGUAGES or block.is_fragment:
        return
    for node in _imports(block.text):
        line = block.line + node.lineno - 1
        if isinstance(node, ast.Import):
            modules = [(alias.name, "") for alias in node.names]
        else:
            modules = [(node.module or "", alias.name) for alias in node.names if not node.level]
        for module, name in modules:
            if message := _missing(module, name, project, names):
                yield line, message


def _imports(text: str) -> Iterator[ast.Import | ast.ImportFrom]:
    text = textwrap.dedent(text)
    if SESSION.search(text):
        kept = [SESSION.sub("", line) if SESSION.match(line) else "" for line in text.split("\n")]
        text = "\n".join(kept)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # another row says so
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node


def _missing(module: str, name: str, project: Project, names: Names) -> str:
    top = module.partition(".")[0]
    if not module or not project.packages:
        return ""
    if top not in project.packages:
        return _of_others(top, project)
    if not names.place_of(module):
        outer, _, last = module.rpartition(".")
        known = names.of(outer) if outer else frozenset()
        return "" if known is None or last in known else f"there is no module {module}"
    known = names.of(module)
    if not name or name == "*" or known is None or name in known or names.place_of(f"{module}.{name}"):
        return ""
    near = difflib.get_close_matches(name, sorted(known), 1, 0.6)
    return f"{module} has no name {name!r}" + (f"; the nearest is {near[0]!r}" if near else "")


def _of_others(top: str, project: Project) -> str:
    """A module that is not the project's: wrong if it looks like one of them and nobody else's."""
    if top in sys.stdlib_module_names or re.search(rf"\b{re.escape(top)}\b", project.words.replace("-", "_")):
        return ""
    near = difflib.get_close_matches(top, project.packages, 1, 0.8)
    return f"this project has no module {top!r}; the nearest is {near[0]!r}" if near else ""
