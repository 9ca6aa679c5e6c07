"""Coverage from the test run: which tool measures it, and where the data is written."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

from pytest_golive.testrun.project.command import TestCommand
from pytest_golive.testrun.project.configuration import addopts, coverage_settings

XDIST: Final = ("-n", "--numprocesses", "--maxprocesses", "--dist", "--tx")
SHORT: Final = re.compile(r"-n(\d+|auto|logical)")
# Options of `coverage run` that conflict with --parallel-mode, or are the same.
PLAIN_NAME: Final = ("-a", "--append", "-p", "--parallel-mode", "--data-file")
REPORT_CURE: Final = (
    "let it measure by itself and name the file it writes in [tool.golive.tests] coverage_data; or start pytest with "
    "Python: command = ['python', '-m', 'pytest']"
)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no coverage, and what to do about it."""

    why: str = ""
    cure: str = ""


NOTHING: Final = Missing()


@dataclass(frozen=True, slots=True)
class Measuring:
    """How a command measures coverage.

    Attributes:
        args: the command to run instead.
        data: where coverage will write, or None.
        missing: why this command measures nothing for us.
        by_us: whether it runs under our own ``coverage run``, with a separate data file for each process.
        parallel: whether each process has a data file of its own, so that the plain name is unused.
        sees_workers: whether it measures the workers of pytest-xdist.
        measures_others: whether it measures processes that run no tests.
    """

    args: tuple[str, ...]
    data: Path | None
    missing: Missing = NOTHING
    by_us: bool = False
    parallel: bool = False
    sees_workers: bool = True
    measures_others: bool = False


def arrange(command: TestCommand, root: Path, folder: Path, source: Sequence[str]) -> Measuring:
    """Decide how *command* measures coverage, and prepare *folder* for the data.

    Args:
        command: how the tests run.
        root: the project.
        folder: for data files; those of an older run are removed.
        source: folders to measure, relative to the root; used if the project's configuration names none.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    data = folder / ".coverage"
    split, options = command.split, _options(command, root)
    program, python = command.args[split : split + 2], command.interpreter
    rules = coverage_settings(root)
    if _asks_pytest_cov(options):
        return Measuring(command.args, data, measures_others=True)  # the recorder reads it before pytest-cov does
    if program == ("-m", "coverage"):
        return _own_way(command, data, measures_others=rules.others)
    if not split or program[:1] == ("-c",):
        return Measuring(
            command.args, data, Missing("the test command is not Python, and left no coverage", REPORT_CURE)
        )
    if "coverage" not in python.has:
        cure = f"install it: {python.path} -m pip install coverage"
        return Measuring(command.args, None, Missing(f"{python.path} has no coverage installed", cure))
    places = () if rules.names_source else tuple(source) or (".",)
    if "pytest_cov" in python.has and program == ("-m", "pytest") and _asks_xdist(options):
        named = [f"--cov={place}" for place in places] or ["--cov"]
        return Measuring((*command.args, *named, "--cov-report="), data, measures_others=True)
    # Without a source, coverage counts only imported modules: one without any test would be ignored.
    run = ("-m", "coverage", "run", "--parallel-mode", *([f"--source={','.join(places)}"] if places else []))
    args = (*command.args[:split], *run, *command.args[split:])
    return Measuring(
        args, data, by_us=True, parallel=True, sees_workers=rules.subprocesses, measures_others=rules.others
    )


def _own_way(command: TestCommand, data: Path, *, measures_others: bool) -> Measuring:
    """The project's own ``coverage run``, with separate data files for each process if possible."""
    at = command.split + 2
    options = takewhile(lambda word: word != "-m" and not word.endswith(".py"), command.args[at + 1 :])
    if command.args[at : at + 1] != ("run",) or any(word.startswith(PLAIN_NAME) for word in options):
        return Measuring(command.args, data, measures_others=measures_others)
    args = (*command.args[: at + 1], "--parallel-mode", *command.args[at + 1 :])
    return Measuring(args, data, parallel=True, measures_others=measures_others)


def _options(command: TestCommand, root: Path) -> tuple[str, ...]:
    """All options visible to us, as pytest gets them."""
    always = addopts(root) if command.kind == "pytest" else ""
    try:
        words = shlex.split(always)
    except ValueError:  # pytest will report what is wrong with it
        words = always.split()
    return (*words, *command.args)


def _asks_pytest_cov(options: Sequence[str]) -> bool:
    """Whether pytest-cov measures; ``--cov-report`` and the like do not enable it."""
    return "--no-cov" not in options and any(word == "--cov" or word.startswith("--cov=") for word in options)


def _asks_xdist(options: Sequence[str]) -> bool:
    return any(word.partition("=")[0] in XDIST or SHORT.fullmatch(word) for word in options)
