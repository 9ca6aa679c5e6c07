"""Coverage from the same run: who measures it, and where the data goes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.testrun.command import TestCommand
from pytest_golive.testrun.project import addopts, coverage_settings

TIMEOUT: Final = 300.0
XDIST: Final = re.compile(r"(^|\s)(-n|--numprocesses|--dist|--tx)(\W|\d|auto|logical|$)")
TESTS: Final = "test/*,tests/*,*/tests/*,test_*.py,*/test_*.py,*_test.py,conftest.py,*/conftest.py,setup.py"

NOT_CODE: Final = frozenset({"test", "tests", "testing", "docs", "doc", "examples", "example", "benchmarks"})


@dataclass(frozen=True, slots=True)
class Measuring:
    """How one command is made to measure coverage.

    Attributes:
        args: the command to run instead.
        data: where coverage will be told to write, or None.
        why_not: why this command measures nothing by our doing.
        by_us: whether it runs under a ``coverage run`` that does not see the processes of pytest-xdist.
    """

    args: tuple[str, ...]
    data: Path | None
    why_not: str = ""
    by_us: bool = False


def arrange(command: TestCommand, root: Path, folder: Path, source: Sequence[str]) -> Measuring:
    """Decide how *command* measures coverage, and make *folder* ready for the data.

    Args:
        command: how the tests run.
        root: the project.
        folder: for data files; what lies there of an older run is removed.
        source: folders to measure, relative to the root; used where the project's configuration names none.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    data = folder / ".coverage"
    split, options = command.split, _options(command, root)
    program = command.args[split : split + 2]
    if "--cov" in options or program == ("-m", "coverage"):
        return Measuring(command.args, data)  # the project does it its own way
    if not split or program[:1] == ("-c",):
        return Measuring(command.args, data, "the test command is not Python, and left no coverage")
    if "coverage" not in command.interpreter.has:
        return Measuring(command.args, None, f"{command.interpreter.path} has no coverage installed")
    if "pytest_cov" in command.interpreter.has and program == ("-m", "pytest") and XDIST.search(options):
        return Measuring((*command.args, *_cov_options(root, source)), data)
    run = ("-m", "coverage", "run", *_run_options(root, source))
    args = (*command.args[:split], *run, *command.args[split:])
    return Measuring(args, data, by_us=not coverage_settings(root).subprocesses)


def _options(command: TestCommand, root: Path) -> str:
    """All options that we can see, as text."""
    always = addopts(root) if command.kind == "pytest" else ""
    return f"{' '.join(command.args)} {always}"


def gather(measuring: Measuring, command: TestCommand, root: Path, env: Mapping[str, str]) -> tuple[str, str]:
    """Combine what was measured and put it down as JSON, by the project's own coverage.

    It is the project's because its plugins, its version of Python and of coverage decide what a line is.

    Returns:
        The absolute path of the JSON file and "", or "" and the reason why there is none.
    """
    if measuring.data is None:
        return "", measuring.why_not
    folder = measuring.data.parent
    # A report of coverage's own lies in the run; nothing of it must look like coverage of this command.
    parts = list(folder.glob(".coverage.*"))
    if parts and (said := _coverage(command, root, env, "combine", "--append", "-q")):
        return "", f"its data could not be combined: {said}"
    if not measuring.data.is_file():
        return "", measuring.why_not or "the run left no coverage data"
    report = folder / "coverage.json"
    said = _coverage(command, root, env, "json", "-q", "-o", str(report))
    if not _is_json(report):
        return "", f"coverage could not report on its data: {said or 'it wrote nothing'}"
    return str(report), ""


def _cov_options(root: Path, source: Sequence[str]) -> list[str]:
    return [*([f"--cov={place}" for place in _sources(root, source)] or ["--cov"]), "--cov-report="]


def _run_options(root: Path, source: Sequence[str]) -> list[str]:
    places = _sources(root, source)
    if not places:
        return []
    options = [f"--source={','.join(places)}"]
    if not source and not coverage_settings(root).omits:
        options.append(f"--omit={TESTS}")  # tests run themselves: counted as code, they would flatter the rest
    return options


def _sources(root: Path, source: Sequence[str]) -> tuple[str, ...]:
    if coverage_settings(root).names_source:
        return ()
    # Without a source, coverage counts only what was imported: a module without any test would not exist.
    return tuple(source) or _packages(root)


def _packages(root: Path) -> tuple[str, ...]:
    if (root / "src").is_dir():
        return ("src",)
    found = sorted(file.parent.name for file in root.glob("*/__init__.py"))
    return tuple(name for name in found if name not in NOT_CODE) or (".",)


def _coverage(command: TestCommand, root: Path, env: Mapping[str, str], *args: str) -> str:
    """Run the project's coverage; what it says against it, or "" (also for a total under its own fail_under)."""
    try:
        done = subprocess.run(
            (command.interpreter.path, "-m", "coverage", *args),
            cwd=root,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{type(error).__name__} in coverage {args[0]}"
    lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
    return "" if done.returncode in {0, 2} else (lines or ["it failed"])[-1]


def _is_json(report: Path) -> bool:
    try:
        return isinstance(json.loads(report.read_bytes()), dict)
    except (OSError, ValueError):
        return False
