"""Starts Python processes for our own code, in which no file of the project can replace a module."""

from __future__ import annotations

import json
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from importlib.machinery import PathFinder
from pathlib import Path

# Packages that the user's process imports.
IMPORTED = (
    "coverage", "durationpy", "filelock", "h11", "httpcore", "httpx", "idna", "packaging", "pydantic", "pygments",
    "pytest_golive", "radon", "tomllib",
)  # fmt: skip
HERE = Path(__file__).parent
# These make Python load code before or beside ours; PYTHONHOME stays, for the Python that started us may need it.
OF_OTHERS = ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONBREAKPOINT", "PYTHONSAFEPATH")


def python_of_ours(root: Path, module: str, *arguments: str, also: Iterable[str] = ()) -> tuple[str, ...]:
    """The command that runs our *module*, in any folder.

    Args:
        root: the project, from which nothing is imported.
        module: its full name.
        arguments: for the module; no secrets, since every user can read them.
        also: further folders to import from, after all others.
    """
    paths = [*trusted(sys.path, root), str(HERE.parents[1]), *also]
    return (sys.executable, *_flags(), str(HERE / "begin.py"), json.dumps(paths), module, *arguments)


def _flags() -> list[str]:
    """No script folder on the path, no variables that load code, UTF-8 in any locale; otherwise as this process."""
    flags = ["-P", "-X", "utf8", "-W", "ignore"]
    flags += [] if "PYTHONHOME" in os.environ else ["-E"]
    flags += ["-s"] if sys.flags.no_user_site else []
    return flags + (["-B"] if sys.dont_write_bytecode else [])


def without_paths(environment: Mapping[str, str]) -> dict[str, str]:
    """*environment* without variables that add import paths."""
    return {name: value for name, value in environment.items() if name not in OF_OTHERS}


def trusted(paths: Iterable[str], root: Path) -> list[str]:
    """Those of *paths*, as in ``sys.path``, that hold Python and installed packages, or lie outside the project.

    The work tree around *root*, and around the current folder, is the project's, except for a virtualenv inside it.
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
    """Messages about what in the project this process would import instead of a package that we need.

    A project that is such a package itself, with no other one installed, is not a problem.
    """
    trusted_paths, all_paths = trusted(sys.path, root), list(sys.path)
    messages = []
    for name in IMPORTED:
        if name in sys.modules:  # whatever lies in the project, it is not imported any more
            continue
        found, expected = (PathFinder.find_spec(name, paths) for paths in (all_paths, trusted_paths))
        if found and expected and found.origin != expected.origin:
            messages.append(
                f"{found.origin or name} would be taken for the package {name}, which the checklist needs: run pytest "
                "instead of python -m pytest, take its folder out of pythonpath and PYTHONPATH, or rename it"
            )
    return messages


def _installed() -> set[str]:
    of_python = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    users = getattr(site, "getusersitepackages", lambda: "")()
    return {place for place in (*of_python, *getattr(site, "getsitepackages", list)(), users) if place}


def _top(folder: Path) -> Path:
    """The top of the work tree around *folder*; *folder* itself outside a work tree."""
    return next((place for place in (folder, *folder.parents) if os.path.lexists(place / ".git")), folder)
