"""An application of a web framework that the project makes: it is there to be served."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

# The classes of applications by the module from which a project imports them.
MADE_BY: Final = {
    "aiohttp": frozenset({"Application"}),
    "bottle": frozenset({"Bottle"}),
    "connexion": frozenset({"App", "AsyncApp", "FlaskApp"}),
    "falcon": frozenset({"App", "API"}),
    "fastapi": frozenset({"FastAPI"}),
    "flask": frozenset({"Flask"}),
    "litestar": frozenset({"Litestar"}),
    "quart": frozenset({"Quart"}),
    "sanic": frozenset({"Sanic"}),
    "starlette": frozenset({"Starlette"}),
}
ASGI: Final = frozenset({"fastapi", "litestar", "quart", "starlette"})
LIKELY: Final = re.compile(rf"\b(?:{'|'.join(sorted(name for names in MADE_BY.values() for name in names))})\(")
# Only what servers are pointed at: a library that makes an application for its users keeps it in an object.
NAMES: Final = re.compile(r"_?(?:\w+_)?(?:app|application|api|server)")


@dataclass(frozen=True, slots=True)
class Application:
    """What a server is pointed at.

    Attributes:
        framework: the module of its class: "flask".
        name: the variable, or the function that makes it.
        is_made: whether *name* is a function.
    """

    framework: str
    name: str
    is_made: bool

    def start(self, path: str) -> list[str]:
        """The command that serves it on a free port for a run; [] if that needs more than the project's own packages.

        Args:
            path: the file that makes it, POSIX and relative to the project.
        """
        module = path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        place = f"{module}:{self.name}"
        if not all(part.isidentifier() for part in module.split(".")):
            return []
        if self.framework == "flask":
            return ["{python}", "-m", "flask", "--app", place, "run", "--port", "{port}"]
        if self.framework in ASGI:
            factory = ["--factory"] if self.is_made else []
            return ["{python}", "-m", "uvicorn", *factory, place, "--port", "{port}"]
        return []


def application_in(text: str) -> Application | None:
    """The application that a module makes, by a variable or by a function of the usual names; None if there is none.

    Args:
        text: the source of a module in Python.
    """
    if not LIKELY.search(text):
        return None
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # the rows about code say so
    return next(_made(tree.body), None)


def _made(body: Sequence[ast.stmt]) -> Iterator[Application]:
    classes, modules = _imported(body)
    for statement in body:
        if isinstance(statement, ast.FunctionDef) and NAMES.fullmatch(statement.name):
            calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
            yield from (Application(made, statement.name, is_made=True)
                        for call in calls if (made := _framework(call.func, classes, modules)))  # fmt: skip
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Call):
            made = _framework(statement.value.func, classes, modules)
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            yield from (Application(made, name, is_made=False) for name in names if made and NAMES.fullmatch(name))


def _imported(body: Sequence[ast.stmt]) -> tuple[dict[str, str], dict[str, str]]:
    """The frameworks by the names that a module gives to their classes, and to themselves."""
    classes: dict[str, str] = {}
    modules: dict[str, str] = {}
    for statement in body:
        if isinstance(statement, ast.Import):
            modules |= {found.asname or found.name: top for found in statement.names
                        if (top := found.name.partition(".")[0]) in MADE_BY}  # fmt: skip
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            top = (statement.module or "").partition(".")[0]
            named = [found for found in statement.names if found.name in MADE_BY.get(top, ())]
            classes |= {found.asname or found.name: top for found in named}
            modules |= {found.asname or found.name: top for found in statement.names if found.name == "web"
                        and top in MADE_BY}  # fmt: skip
    return classes, modules


def _framework(called: ast.expr, classes: dict[str, str], modules: dict[str, str]) -> str:
    if isinstance(called, ast.Name):
        return classes.get(called.id, "")
    if isinstance(called, ast.Attribute):
        top = modules.get(ast.unparse(called.value), "")
        return top if called.attr in MADE_BY.get(top, ()) else ""
    return ""
