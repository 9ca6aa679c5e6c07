"""Combines the coverage data of the processes of one test run, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pytest_golive.masking.foreign import quotable
from pytest_golive.testrun.coverage.formats.data import COVERAGE
from pytest_golive.testrun.measuring import NOTHING, Measuring, Missing
from pytest_golive.testrun.project.command import TestCommand

TIMEOUT: Final = 300.0
# HOST.pidNUMBER.Xletters, coverage's name for the data of one process; before 7.3 it was HOST.NUMBER.NUMBER.
OURS: Final = re.compile(r"\.coverage\..+\.(?:pid)?(?P<pid>\d+)\.\w+(?:\.\w+)?")
NO_DATA: Final = "No data to report"
SHOWN: Final = 3
ASIDE: Final = "not-combined"
CURE: Final = (
    "let tests that write data of coverage's own write it elsewhere: monkeypatch.delenv('COVERAGE_FILE', raising=False)"
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The coverage data of a test run.

    Attributes:
        report: absolute path of the JSON report, or "".
        missing: why there is none.
        foreign: names of data files that were not combined, since no measuring process has such a name.
        others: names of combined files from processes that ran no tests: their origin is uncertain.
    """

    report: str = ""
    missing: Missing = NOTHING
    foreign: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def gather(
    measuring: Measuring, command: TestCommand, root: Path, env: Mapping[str, str], pids: Collection[int]
) -> Gathered:
    """Combine the data and write a JSON report, with the project's own coverage.

    The project's plugins and its versions of Python and of coverage decide what counts as a line.

    Args:
        measuring: how coverage was measured.
        command: the test command.
        root: the project.
        env: of the command.
        pids: of the processes that ran tests.
    """
    if measuring.data is None:
        return Gathered(missing=measuring.missing)
    parts, foreign = _sort(measuring, pids)
    if twice := _twice(parts, pids):
        why = f"two data files, {' and '.join(twice)}, bear the number of the one process that ran the tests"
        return Gathered(missing=Missing(why, CURE), foreign=foreign)
    if parts:
        problem = _coverage(command, root, env, "combine", "--append", "-q", *(str(part) for part in parts))
        if problem:
            cure = "measure all of its processes alike, with branches or without, by one version of coverage"
            return Gathered(missing=Missing(f"its data could not be combined: {problem}", cure), foreign=foreign)
    if not measuring.data.is_file():
        cure = "let it write where COVERAGE_FILE says, or name the file it writes in [tool.golive.tests] coverage_data"
        nothing = Missing("the run left no coverage data", cure)
        return Gathered(missing=measuring.missing if measuring.missing.why else nothing, foreign=foreign)
    without_tests = tuple(part.name for part in parts if _pid(part) not in pids) if _ran_tests(parts, pids) else ()
    return replace(_report(measuring.data, command, root, env), foreign=foreign, others=without_tests)


def _report(data: Path, command: TestCommand, root: Path, env: Mapping[str, str]) -> Gathered:
    report = data.with_name("coverage.json")
    # Files that it cannot read are found later by comparison with the tracked source, and count as not run.
    problem = _coverage(command, root, env, "json", "--ignore-errors", "-q", "-o", str(report))
    if _is_json(report):
        return Gathered(str(report))
    cure = f"see why: {command.interpreter.path} -m coverage json"
    if problem.startswith(NO_DATA):
        cure = (
            "check that the tests run the code in this folder: an installed copy is not measured (pip install -e .), "
            "and [tool.coverage.run] source must name it"
        )
    return Gathered(missing=Missing(f"coverage could not report on its data: {problem or 'it wrote nothing'}", cure))


def _pid(part: Path) -> int:
    match = OURS.fullmatch(part.name)
    return int(match["pid"]) if match else -1


def _ran_tests(parts: Sequence[Path], pids: Collection[int]) -> bool:
    return any(_pid(part) in pids for part in parts)


def _sort(measuring: Measuring, pids: Collection[int]) -> tuple[list[Path], tuple[str, ...]]:
    """The data files of measuring processes, and the names of other files beside them."""
    data = measuring.data
    if data is None:
        return [], ()
    beside = sorted(data.parent.glob(f"{data.name}.*"))
    parts = [path for path in beside if OURS.fullmatch(path.name) and not path.is_symlink() and path.is_file()]
    if not measuring.measures_others and _ran_tests(parts, pids):  # then no other process measured
        parts = [path for path in parts if _pid(path) in pids]
    plain = [data] if measuring.parallel and data.exists() else []
    foreign = [*plain, *(path for path in beside if path not in parts)]
    for path in foreign:  # coverage combines files beside its data whenever it reports
        aside = path.parent / ASIDE
        aside.mkdir(exist_ok=True)
        path.rename(aside / path.name)
    return parts, tuple(path.name for path in foreign)


def _twice(parts: Sequence[Path], pids: Collection[int]) -> list[str]:
    """Names of several data files of one process that ran tests: measuring writes one, so a test wrote the others."""
    numbers = {part.name: _pid(part) for part in parts}
    often = Counter(number for number in numbers.values() if number in pids)
    return [name for name, number in numbers.items() if often[number] > 1][:SHOWN]


def _coverage(command: TestCommand, root: Path, env: Mapping[str, str], *args: str) -> str:
    """Run the project's coverage; return its error message, or "" (also for a total below its own fail_under)."""
    try:
        done = subprocess.run(
            (command.interpreter.path, "-c", COVERAGE, *args),
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
    text = quotable(done.stdout.decode("utf-8", "replace")).strip()
    lines = text.splitlines()
    return "" if done.returncode in {0, 2} else (lines or ["it failed"])[-1]


def _is_json(report: Path) -> bool:
    try:
        return isinstance(json.loads(report.read_bytes()), dict)
    except (OSError, ValueError):
        return False
