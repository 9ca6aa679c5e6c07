"""How a Python process that runs our own code is started: what lies in the project takes no module's place in it."""

from __future__ import annotations

import json
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from importlib.machinery import PathFinder
from pathlib import Path

# What is imported into the process that the user started.
IMPORTED = (
    "coverage", "durationpy", "filelock", "h11", "httpcore", "httpx", "idna", "packaging", "pydantic", "pygments",
    "pytest_golive", "radon", "tomllib",
)  # fmt: skip
HERE = Path(__file__).parent
# They say what runs before or beside our code; PYTHONHOME stays, for a Python that needs it has started us, too.
OF_OTHERS = ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONBREAKPOINT", "PYTHONSAFEPATH")


def python_of_ours(root: Path, module: str, *arguments: str, also: Iterable[str] = ()) -> tuple[str, ...]:
    """The command that runs *module* of ours, wherever it is started.

    Args:
        root: the project, from which nothing is imported.
        module: its whole name.
        arguments: its own; no secrets, for everybody can read them.
        also: folders to import from when all others have been looked through.
    """
    paths = [*trusted(sys.path, root), str(HERE.parents[1]), *also]
    return (sys.executable, *_flags(), str(HERE / "begin.py"), json.dumps(paths), module, *arguments)


def _flags() -> list[str]:
    """No folder that a script lies in, no variables that load something, UTF-8 whatever the locale; else as we are."""
    flags = ["-P", "-X", "utf8", "-W", "ignore"]
    flags += [] if "PYTHONHOME" in os.environ else ["-E"]
    flags += ["-s"] if sys.flags.no_user_site else []
    return flags + (["-B"] if sys.dont_write_bytecode else [])


def without_paths(environment: Mapping[str, str]) -> dict[str, str]:
    """*environment* without what has Python import from elsewhere."""
    return {name: value for name, value in environment.items() if name not in OF_OTHERS}


def trusted(paths: Iterable[str], root: Path) -> list[str]:
    """Those of *paths*, as of ``sys.path``, in which Python and its packages are installed, or which lie elsewhere.

    What lies in the work tree around *root*, or around the current folder, is the project's; but a virtualenv may, too.
    """
    projects = [_top(Path(os.path.realpath(folder))) for folder in (root, Path.cwd())]
    installed = [Path(os.path.realpath(place)) for place in _installed()]
    kept = []
    for path in paths:
        place = Path(os.path.realpath(path))
        is_installed = any(place.is_relative_to(folder) for folder in installed)
        if path and (is_installed or not any(place.is_relative_to(project) for project in projects)):
            kept.append(path)
    return kept


def shadows(root: Path) -> list[str]:
    """What of the project this process would take for a package that we need, in words.

    A project that is such a package itself, and has no other installed, is not in its own way.
    """
    ours, theirs = trusted(sys.path, root), list(sys.path)
    said = []
    for name in IMPORTED:
        found, meant = (PathFinder.find_spec(name, paths) for paths in (theirs, ours))
        if found and meant and found.origin != meant.origin and name not in sys.modules:
            said.append(
                f"{found.origin or name} would be taken for the package {name}, which the checklist needs: run pytest "
                "instead of python -m pytest, take its folder out of pythonpath and PYTHONPATH, or rename it"
            )
    return said


def _installed() -> set[str]:
    of_python = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    users = getattr(site, "getusersitepackages", lambda: "")()
    return {place for place in (*of_python, *getattr(site, "getsitepackages", list)(), users) if place}


def _top(folder: Path) -> Path:
    """The top of the work tree around *folder*, or itself."""
    return next((place for place in (folder, *folder.parents) if os.path.lexists(place / ".git")), folder)
