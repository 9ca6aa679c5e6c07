"""Decide by paths alone which Python files are modules that users import, and under which names.

The same rules apply to the files of an older commit, so that no module appears or disappears because of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from pytest_golive.codebase.inventory.globs import matches_any

COMPILED: Final = (".pyx", ".pyi", ".c", ".cc", ".cpp")
LAYOUTS: Final = frozenset({"src", "lib", "python"})  # folders that contain packages but are not packages
# Never imported from an installed package, at any depth …
APART: Final = frozenset({
    "tests", "__tests__", "migrations", "node_modules", "_vendor", "vendor", "vendored", "_vendored",
    "third_party", "thirdparty", "site-packages", "conftest",
})  # fmt: skip
# … or if they are at the top.
TOP_APART: Final = frozenset({
    "test", "testing", "docs", "doc", "documentation", "examples", "example", "samples", "demo", "demos", "benchmarks",
    "benchmark", "bench", "scripts", "script", "tools", "tool", "ci", "tasks", "requirements", "utils", "build", "dist",
    "packaging_tools", "newsfragments", "changelog.d", "fuzz",
    "fuzzing", "artwork", "profiling", "perf", "typing-examples",
})  # fmt: skip
FILES_APART: Final = re.compile(
    r"(?:.*/)?(?:test_[^/]*|[^/]*_tests?|tests|conftest|__main__|_version|version_info)\.py|(?:setup|noxfile|tasks|manage|fabfile|wscript"
    r"|dodo|duties|release|build|toxfile|make|hatch_build|gunicorn_conf|gunicorn\.conf|test)\.py"
)
TEST_FILE: Final = re.compile(r"test_[^/]*\.py|[^/]*_test\.py")
PACKAGE: Final = "__init__.py"
MANIFESTS: Final = ("pyproject.toml", "setup.py", "setup.cfg")


def modules(
    paths: Iterable[str], names: Sequence[str] = (), api: Sequence[str] = (), exclude: Sequence[str] = ()
) -> dict[str, str]:
    """The paths of the modules, by dotted name.

    Args:
        paths: all tracked files, relative to the project's root.
        names: the names of the project; a module at the top counts if it has one of them, or if it is the only one.
        api: globs of the files that are the API; () to decide by names.
        exclude: globs of files that do not belong to it.
    """
    paths = [*paths]
    python = sorted(path for path in paths if path.endswith(".py"))
    projects = {path.rpartition("/")[0] for path in paths if path.rpartition("/")[2] in MANIFESTS}
    packages = {path.rpartition("/")[0] for path in python if path.rpartition("/")[2] == PACKAGE}
    tests = folders_of_tests(python)
    found: dict[str, str] = {}
    alone: dict[str, str] = {}
    for path in python:
        if not api and any(path.startswith(f"{folder}/") for folder in tests):
            continue
        if matches_any(path, exclude) or not (matches_any(path, api) if api else _is_imported(path)):
            continue
        name = _name(path, packages, projects)
        if name:
            (found if "." in name or path.rpartition("/")[2] == PACKAGE else alone).setdefault(name, path)
    if not api and any(_is_in_layout(path, packages) for path in found.values()):
        # Next to "src" there are only helpers for builds and tests.
        found = {name: path for name, path in found.items() if _is_in_layout(path, packages)}
    ours = {_plain(name) for name in names}
    chosen = {name: path for name, path in alone.items() if api or _plain(name) in ours}
    return {**found, **(chosen or ({} if found else alone))}


def folders_of_tests(paths: Collection[str]) -> frozenset[str]:
    """The packages inside other packages that are named for tests, and hold files that pytest collects.

    Args:
        paths: all tracked files, relative to the project's root.
    """
    packages = {path.rpartition("/")[0] for path in paths if path.rpartition("/")[2] == PACKAGE}
    folders = (path.rpartition("/")[0] for path in paths if _is_of_tests(path))
    return frozenset(folder for folder in folders if _is_inside(folder, packages))


def compiled(paths: Iterable[str], found: Mapping[str, str]) -> frozenset[str]:
    """The dotted names of the modules that a compiler makes, or that only a stub tells of.

    Args:
        paths: all tracked files, relative to the project's root.
        found: the modules in Python, as `modules` finds them.
    """
    packages = {path.rpartition("/")[0]: name for name, path in found.items() if path.rpartition("/")[2] == PACKAGE}
    sources = (path.rpartition("/") for path in paths if path.endswith(COMPILED))
    names = (f"{packages[folder]}.{name.partition('.')[0]}" for folder, _, name in sources if folder in packages)
    return frozenset(names) - {*found}


def _is_imported(path: str) -> bool:
    folders = path.split("/")[:-1]
    if FILES_APART.fullmatch(path) or not APART.isdisjoint(folders):
        return False
    # "utils" and "build" may be real packages, but only inside another package or below src.
    return not (folders and folders[0] in TOP_APART) and not any(folder.startswith(".") for folder in folders)


def _is_of_tests(path: str) -> bool:
    """Whether pytest collects a file in a folder that is named for tests."""
    folder, _, name = path.rpartition("/")
    return TEST_FILE.fullmatch(name) is not None and folder.rpartition("/")[2] in {"test", "testing"}


def _is_inside(folder: str, packages: Collection[str]) -> bool:
    """Whether a package is part of another one."""
    return folder in packages and folder.rpartition("/")[0] in packages


def _is_in_layout(path: str, packages: Collection[str]) -> bool:
    parts = path.split("/")[:-1]
    tops = ("/".join(parts[: n + 1]) for n, part in enumerate(parts) if part in LAYOUTS)
    return any(top not in packages for top in tops)


def _name(path: str, packages: Collection[str], projects: Collection[str]) -> str:
    """The dotted name of the file; "" for a script in a folder that is not a package."""
    parts = path.removesuffix(".py").split("/")
    start = next((n for n in range(1, len(parts)) if "/".join(parts[:n]) in packages), None)
    if start is None:
        in_layout = next((n for n, part in enumerate(parts[:-1]) if part in LAYOUTS), None)
        start = in_layout + 2 if in_layout is not None else len(parts) if len(parts) == 1 else 0
    elif parts[0] in LAYOUTS and parts[0] not in packages:
        start = _below_project(parts, start, projects)  # a namespace package above it has no file of its own
    else:
        start = _below_src(parts, start, packages) or start
    if not start:
        return ""
    names = parts[start - 1 :]
    if names[-1] == "__init__":
        names.pop()
    return ".".join(names) if names and all(part.isidentifier() for part in names) else ""


def _below_project(parts: Sequence[str], start: int, projects: Collection[str]) -> int:
    """Where names begin below a layout: behind it, or in a project that lies there (src/shop/core)."""
    at = next((n for n in range(start - 1, 1, -1) if "/".join(parts[:n]) in projects), 1)
    return at + (2 if at > 1 and parts[at] in LAYOUTS else 1)


def _below_src(parts: Sequence[str], start: int, packages: Collection[str]) -> int:
    """Where names begin below the "src" of one of several projects: namespace packages have no file of their own."""
    at = next((n for n in range(start - 2, -1, -1) if parts[n] == "src"), -1)
    return 0 if at < 0 or "/".join(parts[: at + 1]) in packages else at + 2


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()
