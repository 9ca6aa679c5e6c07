"""The command that runs the project's own tests."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.testrun.project.configuration import pytest_table
from pytest_golive.testrun.project.interpreter import Interpreter, find_interpreter
from pytest_golive.testrun.project.programs import own_program

Kind = Literal["pytest", "unittest", "django", "own", "other"]
PYTHON = re.compile(r"python(\d+(\.\d+)?)?")
WITH_VALUE = frozenset({"-W", "-X"})
CURE = '[tool.golive.tests] command = ["pytest"] says how to run them; or junit = ["reports/*.xml"], if CI ran them'


@dataclass(frozen=True, slots=True)
class TestCommand:
    """How to run the tests.

    Attributes:
        args: program and arguments, without a shell, to be run in the project's root.
        interpreter: the Python of the project.
        kind: the runner that *args* starts; a program of the project's "own" in Python, and "other", may start any.
        why: the reason for this choice.
    """

    __test__ = False

    args: tuple[str, ...]
    interpreter: Interpreter
    kind: Kind
    why: str

    @property
    def split(self) -> int:
        """Where the interpreter's own options end in args; 0 if args do not start the interpreter."""
        if self.args[0] != self.interpreter.path:
            return 0
        index = 1
        while index < len(self.args) and self.args[index].startswith("-") and self.args[index] not in {"-m", "-c"}:
            index += 2 if self.args[index] in WITH_VALUE else 1
        return index


def find_command(root: Path, *, command: Sequence[str] | None = None, python: str | None = None) -> TestCommand:
    """The configured command, or the one that fits the project's files.

    Args:
        root: the project.
        command: program and arguments, or None to find them.
        python: interpreter or virtualenv of the project; this interpreter if None.

    Raises:
        NotSetUp: no command is configured, and none was found.
        CannotMeasure: the interpreter, or the runner in it, is missing.
    """
    interpreter = find_interpreter(root, python)
    if command:
        args, why = _resolve(tuple(command), interpreter), "[tool.golive.tests] command"
    else:
        args, why = _command_for_files(root, interpreter)
    kind = _kind(args, interpreter, root)
    if kind == "pytest" and "pytest" not in interpreter.has:
        raise CannotMeasure(
            f"the tests run with pytest ({why}), and {interpreter.path} has none",
            "install it there, or name the project's virtualenv in [tool.golive.tests] python",
        )
    return TestCommand(args, interpreter, kind, why)


def _resolve(command: tuple[str, ...], interpreter: Interpreter) -> tuple[str, ...]:
    first, rest = command[0], command[1:]
    if first in {"pytest", "py.test"}:
        return (interpreter.path, "-m", "pytest", *rest)
    if first == "coverage":
        return (interpreter.path, "-m", "coverage", *rest)
    if PYTHON.fullmatch(first):
        return (interpreter.path, *rest)
    return command


def _command_for_files(root: Path, interpreter: Interpreter) -> tuple[tuple[str, ...], str]:
    if pytest_table(root) is not None:
        return (interpreter.path, "-m", "pytest"), "pytest is configured"
    names = [entry.path for entry in Repository.open(root).tracked()]
    tests = list(filter(_is_test, names))
    if "manage.py" in names and _mentions(root / "manage.py", "django"):
        return (interpreter.path, "manage.py", "test"), "there is Django's manage.py"
    if not tests:
        raise NotSetUp("no tests of this project were found that are written in Python", CURE)
    if "pytest" not in interpreter.has and all(_mentions(root / test, "unittest") for test in tests):
        return (interpreter.path, "-m", "unittest", *_discover(tests, names)), "its tests use unittest"
    return (interpreter.path, "-m", "pytest"), f"there is {tests[0]!r}"


def _discover(tests: Sequence[str], names: Collection[str]) -> tuple[str, ...]:
    folders = {test.rpartition("/")[0] for test in tests}
    folder = folders.pop()
    # unittest only searches packages; a plain folder of tests must be named.
    return ("discover", "-s", folder) if folder and not folders and f"{folder}/__init__.py" not in names else ()


def _is_test(name: str) -> bool:
    base = name.rpartition("/")[2]
    return fnmatchcase(base, "test_*.py") or fnmatchcase(base, "*_test.py")


def _mentions(file: Path, word: str) -> bool:
    try:
        return word.encode() in file.read_bytes()
    except OSError:
        return False


def _kind(args: tuple[str, ...], interpreter: Interpreter, root: Path) -> Kind:
    start = TestCommand(args, interpreter, "other", "").split
    if not start:
        return "other"
    match args[start:]:
        case ("-m", "pytest", *_):
            return "pytest"
        case ("-m", "coverage", "run", *rest) if _runs(rest, "pytest"):
            return "pytest"
        case ("-m", "unittest", *_):
            return "unittest"
        case (script, "test", *_) if script.rpartition("/")[2] == "manage.py":
            return "django"
    return "own" if own_program(args, start, root) else "other"


def _runs(args: Sequence[str], module: str) -> bool:
    return any(pair == ("-m", module) for pair in pairwise(args))
