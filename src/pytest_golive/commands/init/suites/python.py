"""Tests in Python that neither pytest's configuration nor a test file at its usual place announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.guessing import ASIDE
from pytest_golive.commands.init.suites.suite import Suite, text_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.project.configuration import pytest_table

IS_MAIN: Final = re.compile(r"^if __name__ ==", re.MULTILINE)
RUNNER: Final = re.compile(r"(?:(?P<folder>.+)/)?(?:run_?tests?|tests|test_?runner)\.py")
UNITTEST: Final = re.compile(r"\bunittest\b|\bTestRunner\b|\bexecute_from_command_line\b|\bpytest\.main\b")
DJANGO: Final = re.compile(r"\bdjango\b")


def of_python(root: Path, paths: Sequence[str]) -> Iterator[Suite]:
    """The project's own runner; a manage.py, or pytest's configuration, in a folder of its own."""
    if _has_pytest(root):
        return  # it says how the tests run
    known = frozenset(paths)
    yield from _own_runners(root, paths, known)
    if "manage.py" not in known:
        yield from _in_folders(root, paths)


def _own_runners(root: Path, paths: Sequence[str], known: frozenset[str]) -> Iterator[Suite]:
    for path in sorted(paths, key=lambda path: (path.count("/"), path)):
        match = RUNNER.fullmatch(path)
        if match is None or path.count("/") > 2 or not _is_program(text_of(root, path)):  # noqa: PLR2004 -- at the top
            continue
        folder = match["folder"] or ""
        if folder and f"{folder}/__init__.py" in known:
            module = path.removesuffix(".py").replace("/", ".")
            is_src = module.startswith("src.")
            if not is_src and all(part.isidentifier() for part in module.split(".")):
                yield Suite(("python", "-m", module), path)
        else:
            yield Suite(("python", path), path)


def _is_program(text: str) -> bool:
    return IS_MAIN.search(text) is not None and UNITTEST.search(text) is not None


def _in_folders(root: Path, paths: Sequence[str]) -> Iterator[Suite]:
    """Where one folder holds all of the Python: the backend of a service, for example."""
    folders = {path.rpartition("/")[0] for path in paths if path.endswith(("/pyproject.toml", "/manage.py"))}
    inner = sorted(folder for folder in folders if not any(ASIDE.fullmatch(part) for part in folder.split("/")))
    with_pytest = [folder for folder in inner if _has_pytest(root / folder)]
    with_django = [folder for folder in inner if DJANGO.search(text_of(root, f"{folder}/manage.py"))]
    if len(with_django) == 1 and not with_pytest:
        folder = with_django[0]
        yield Suite(("python", f"{folder}/manage.py", "test", folder), f"{folder}/manage.py")
    if len(with_pytest) == 1:
        folder = with_pytest[0]
        yield Suite(("pytest", folder), f"{folder}/pyproject.toml")


def _has_pytest(root: Path) -> bool:
    try:
        return pytest_table(root) is not None
    except CannotMeasure:
        return True  # the run reports what is wrong with it
