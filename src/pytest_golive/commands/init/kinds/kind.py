"""The kind of a project: a service that runs, or a library that others install."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.commands.init.guessing import ASIDE, is_source
from pytest_golive.commands.init.kinds.applications import Application, application_in
from pytest_golive.commands.init.kinds.packages import (
    calls_itself_a_library,
    offered_by,
    packaged_by,
    pyproject,
    text_at,
)
from pytest_golive.delivery.declared.formats import json_table, table_at

STARTING = re.compile(
    r"(?:Docker|Container)file|Procfile|(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml|(?:fly|railway)\.toml|app\.ya?ml"
    r"|(?:render|serverless|prometheus|alertmanager)\.ya?ml|Chart\.ya?ml|kustomization\.ya?ml|(?:manage|wsgi|asgi)\.py"
)
GATEWAY = re.compile(r"(?:w|a)sgi\.py")  # also the name of modules that only speak of the interface
APPLICATION = re.compile(r"^(?:app|application)\b[^=\n]{0,100}=(?!=)|^def application\(", re.MULTILINE)
SERVERS = frozenset(
    "bjoern daphne granian gunicorn hypercorn mod-wsgi sanic tornado uvicorn uwsgi waitress".split()  # noqa: SIM905
)
SERVING = re.compile(
    r"\.serve_forever\(|\buvicorn\.run\(|\bweb\.run_app\(|\bwaitress\.serve\("
    r"|\basyncio\.start_server\(|\b(?:app|application|server)\.run\([^)\n]{0,200}\b(?:port|host)\b"
)
IS_MAIN = re.compile(r"^if __name__ ==", re.MULTILINE)
NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class KindFound:
    """The kind of a project, and the file that shows it; both "" if unknown."""

    kind: str = ""
    why: str = ""


def kind_of(root: Path, paths: Sequence[str]) -> KindFound:
    """Guess the kind; signs of a service have priority over those of a library, since then every row may be due.

    Args:
        root: the project.
        paths: files known to git below it, POSIX and relative.
    """
    serving = next(_service(root, paths), "")
    if serving:
        return KindFound("service", serving)
    packaged = next(packaged_by(root, paths), "")
    return KindFound("library", packaged) if packaged else KindFound()


def applications(root: Path, paths: Sequence[str]) -> Iterator[tuple[str, Application]]:
    """The applications of web frameworks that the project's own code makes, each with its file.

    Where the project is a package, one counts whose framework the package requires, and, beside src, only in src.
    """
    sources = [path for path in paths if path.endswith(".py") and is_source(path)]
    is_packaged = any(packaged_by(root, paths))
    if is_packaged and any(path.startswith("src/") for path in sources):
        sources = [path for path in sources if path.startswith("src/")]
    for path in sources:
        found = application_in(text_at(root / path))
        if found is not None and (not is_packaged or _requires(root, paths, found.framework)):
            yield path, found


def _service(root: Path, paths: Sequence[str]) -> Iterator[str]:
    offered = [*offered_by(root, paths)]
    yield from (path for path in offered if _starts_something(root, path))
    yield from _servers(root, paths)
    if calls_itself_a_library(root, paths):
        return  # what it starts is its users', or shows what it can do
    scripts = _scripts(root)
    yield from (path for path in offered if is_source(path) and _serves(root, path, scripts))
    yield from (path for path, _ in applications(root, paths))


def _starts_something(root: Path, path: str) -> bool:
    *folders, name = path.split("/")
    is_aside = any(ASIDE.fullmatch(folder.lower()) for folder in folders)
    if is_aside or not STARTING.fullmatch(name):
        return False
    return not GATEWAY.fullmatch(name) or APPLICATION.search(text_at(root / path)) is not None


def _servers(root: Path, paths: Sequence[str]) -> Iterator[str]:
    """The files that show that the project needs a server or starts one."""
    for name, required in _requirements(root, paths):
        if required & SERVERS:
            yield name
    if "start" in table_at(json_table(text_at(root / "package.json")), "scripts"):
        yield "package.json"


def _scripts(root: Path) -> frozenset[str]:
    """The modules behind the programs that the project installs: "post.server"."""
    scripts = table_at(pyproject(root), "project", "scripts").values()
    return frozenset(str(value).partition(":")[0].strip() for value in scripts)


def _serves(root: Path, path: str, scripts: frozenset[str]) -> bool:
    """Whether a Python file is a program that starts a server: people run it, and it does not only offer one."""
    if not path.endswith(".py"):
        return False
    text = text_at(root / path)
    if not SERVING.search(text):
        return False
    module = path.removesuffix(".py").removesuffix("/__main__").replace("/", ".")
    is_script = any(f".{module}".endswith(f".{name}") for name in scripts)
    return is_script or path.endswith("__main__.py") or IS_MAIN.search(text) is not None


def _requires(root: Path, paths: Sequence[str], framework: str) -> bool:
    """Whether the package requires *framework*; what a program in setup.py works out is only read as text."""
    if any(framework in required for _, required in _requirements(root, paths)):
        return True
    word = re.compile(rf"(?<![\w-]){framework}(?![\w-])", re.IGNORECASE)
    return any(name in paths and word.search(text_at(root / name)) for name in ("setup.py", "setup.cfg"))


def _requirements(root: Path, paths: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The names of the packages that the project requires, by the file that says so."""
    table = pyproject(root)
    needed = table_at(table, "project").get("dependencies", [])
    poetry = table_at(table, "tool", "poetry", "dependencies")
    yield "pyproject.toml", _names([*(needed if isinstance(needed, list) else []), *poetry])
    for name in ("requirements.txt", "requirements.in"):
        if name in paths:
            yield name, _names(text_at(root / name).splitlines())


def _names(requirements: Iterable[object]) -> frozenset[str]:
    matches = (NAME.match(requirement) for requirement in requirements if isinstance(requirement, str))
    return frozenset(re.sub(r"[-_.]+", "-", match[1]).lower() for match in matches if match)
