"""Which Python files are modules that users import, and by which names; told by their paths alone.

The files of an older commit are sorted by the same words, so that nothing seems to come or go between two rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from pytest_golive.codebase.inventory.globs import matches_any

LAYOUTS: Final = frozenset({"src", "lib", "python"})  # folders that hold packages and are none
# Nobody imports these from an installed package, at any depth …
APART: Final = frozenset({
    "tests", "__tests__", "migrations", "node_modules", "_vendor", "vendor", "vendored", "_vendored",
    "third_party", "thirdparty", "site-packages", "conftest",
})  # fmt: skip
# … or where they lie at the top.
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
PACKAGE: Final = "__init__.py"


def modules(
    paths: Iterable[str], names: Sequence[str] = (), api: Sequence[str] = (), exclude: Sequence[str] = ()
) -> dict[str, str]:
    """The paths of the modules, by their dotted names.

    Args:
        paths: everything that is tracked, relative to the project's root.
        names: of the project; a single module at the top counts if it has one of them, or if there is nothing else.
        api: globs of the files that are the API; () to go by their names.
        exclude: globs of files that are none.
    """
    python = sorted(path for path in paths if path.endswith(".py"))
    packages = {path.rpartition("/")[0] for path in python if path.rpartition("/")[2] == PACKAGE}
    found: dict[str, str] = {}
    alone: dict[str, str] = {}
    for path in python:
        if matches_any(path, exclude) or not (matches_any(path, api) if api else _is_imported(path)):
            continue
        name = _name(path, packages)
        if name:
            (found if "." in name or path.rpartition("/")[2] == PACKAGE else alone).setdefault(name, path)
    if not api and any(_is_in_layout(path, packages) for path in found.values()):
        # Beside "src" lies what helps to build and to test.
        found = {name: path for name, path in found.items() if _is_in_layout(path, packages)}
    ours = {_plain(name) for name in names}
    chosen = {name: path for name, path in alone.items() if api or _plain(name) in ours}
    return {**found, **(chosen or ({} if found else alone))}


def _is_imported(path: str) -> bool:
    folders = path.split("/")[:-1]
    if FILES_APART.fullmatch(path) or not APART.isdisjoint(folders):
        return False
    # "utils" and "build" may be packages of that name, but only inside another one or below src.
    return not (folders and folders[0] in TOP_APART) and not any(folder.startswith(".") for folder in folders)


def _is_in_layout(path: str, packages: Collection[str]) -> bool:
    parts = path.split("/")[:-1]
    tops = ("/".join(parts[: n + 1]) for n, part in enumerate(parts) if part in LAYOUTS)
    return any(top not in packages for top in tops)


def _name(path: str, packages: Collection[str]) -> str:
    """Its dotted name; "" for a script in a folder that is no package."""
    parts = path.removesuffix(".py").split("/")
    start = next((n for n in range(1, len(parts)) if "/".join(parts[:n]) in packages), None)
    if start is None:
        in_layout = next((n for n, part in enumerate(parts[:-1]) if part in LAYOUTS), None)
        start = in_layout + 2 if in_layout is not None else len(parts) if len(parts) == 1 else 0
    elif parts[0] in LAYOUTS and parts[0] not in packages:
        start = 2  # a namespace package above it has no file of its own
    if not start:
        return ""
    names = parts[start - 1 :]
    if names[-1] == "__init__":
        names.pop()
    return ".".join(names) if names and all(part.isidentifier() for part in names) else ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()
