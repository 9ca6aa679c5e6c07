"""Tests in Python that neither pytest's configuration nor a test file at its usual place announces."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.guessing import ASIDE, is_test
from pytest_golive.commands.init.suites.suite import REPORTS, Suite, text_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.project.configuration import pytest_table

IS_MAIN: Final = re.compile(r"^if __name__ ==", re.MULTILINE)
RUNNER: Final = re.compile(r"(?:(?P<folder>.+)/)?(?:run_?tests?|tests|test_?runner)\.py")
UNITTEST: Final = re.compile(r"\bunittest\b|\bTestRunner\b|\bexecute_from_command_line\b|\bpytest\.main\b")
COVERAGE: Final = f"{REPORTS}/packages.coverage"
# pytest runs once in each folder, with the settings that it finds there; the status is that of the worst.
EACH: Final = (
    "export COVERAGE_FILE=$PWD/{coverage}; python -m coverage erase; status=0; "
    'for folder in {folders}; do (cd "$folder" && python -m coverage run -p --source=. -m pytest) || status=1; done; '
    "python -m coverage combine -q; exit $status"
)
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
    elif with_pytest:
        yield from _each_by_itself(with_pytest, list(filter(is_test, paths)))


def _each_by_itself(folders: Sequence[str], tests: Sequence[str]) -> Iterator[Suite]:
    """Packages with settings of pytest of their own: from above, pytest would take none of them."""
    tested = [folder for folder in folders if any(test.startswith(f"{folder}/") for test in tests)]
    apart = [folder for folder in tested if not any(folder.startswith(f"{other}/") for other in tested)]
    if len(apart) > 1 and all(any(test.startswith(f"{folder}/") for folder in apart) for test in tests):
        script = EACH.format(coverage=COVERAGE, folders=" ".join(map(shlex.quote, apart)))
        yield Suite(("sh", "-c", script), f"{apart[0]}/pyproject.toml and {len(apart) - 1} more", coverage=COVERAGE)


def _has_pytest(root: Path) -> bool:
    try:
        return pytest_table(root) is not None
    except CannotMeasure:
        return True  # the run reports what is wrong with it
