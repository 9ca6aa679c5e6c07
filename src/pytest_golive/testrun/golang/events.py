"""Reads what ``go test -json`` prints: one event a line, between lines that go itself prints."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.golang.module import module_of
from pytest_golive.testrun.result import Outcome, TestResult

ENDS: Final[dict[str, Outcome]] = {"pass": "passed", "fail": "failed", "skip": "skipped"}
# Events that say nothing about how a test ends.
ON_THE_WAY: Final = frozenset(
    ("start", "run", "pause", "cont", "output", "bench", "attr", "artifacts", "build-output", "build-fail")
)
WORSE: Final[dict[Outcome, int]] = {"passed": 0, "xfailed": 1, "skipped": 1, "failed": 2, "error": 2}
FUNCTION: Final = re.compile(r"^func (?:Test|Fuzz|Example|Benchmark)\w*", re.MULTILINE)
NOISE: Final = ("=== ", "--- ", "PASS", "FAIL", "ok ")
KEPT: Final = 2000  # characters of a test's output
MOST: Final = 2_000_000
LONGEST: Final = 10_000_000  # characters of a line


def writes_events(args: Sequence[str]) -> bool:
    """Whether the command *args* is ``go test -json``."""
    is_go = Path(args[0]).name in {"go", "go.exe"} and "test" in args[1:]
    return is_go and any(word in {"-json", "--json", "-json=true", "--json=true"} for word in args)


@dataclass(slots=True)
class _Test:
    outcome: Outcome | None = None
    seconds: float = 0.0
    output: str = ""
    has_begun: bool = False
    runs: int = 0
    ends: int = 0

    def end(self, outcome: Outcome, seconds: float) -> None:
        if self.outcome is None or WORSE[outcome] > WORSE[self.outcome]:
            self.outcome = outcome
        self.seconds += seconds
        self.ends += 1


@dataclass(slots=True)
class _Package:
    tests: dict[str, _Test] = field(default_factory=dict)
    itself: _Test = field(default_factory=_Test)


def read_events(log: Path, root: Path) -> tuple[TestResult, ...]:
    """The tests of all packages; a package that failed without a failed test is an error, as one that never ended is.

    Args:
        log: all that the command printed.
        root: the project, which is a module of Go.

    Raises:
        CannotMeasure: it holds no event, or one that cannot be understood.
    """
    packages: dict[str, _Package] = {}
    with log.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("{"):
                _take(_event(line, log, number), packages, f"{log}:{number}")
    if not packages:
        return ()
    places = _Places(root)
    return tuple(result for name, package in packages.items() for result in _results(name, package, places))


def _event(line: str, log: Path, number: int) -> dict[str, Any]:
    try:
        event = json.loads(line) if len(line) <= LONGEST else None
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, dict) or not isinstance(event.get("Action"), str):
        raise CannotMeasure(f"{log}:{number} is no event of go test -json: {line[:60]!r}", "run the tests again")
    return event


def _take(event: dict[str, Any], packages: dict[str, _Package], place: str) -> None:
    action, name, test = event["Action"], event.get("Package"), event.get("Test", "")
    if name is None and action in {"build-output", "build-fail"}:
        return  # the packages that need what was not built say so themselves
    elapsed = event.get("Elapsed", 0)
    if action not in {*ENDS, *ON_THE_WAY} or not isinstance(name, str) or not isinstance(test, str):
        what = f"{place} has an event that nobody here knows: {str(action)[:40]!r}"
        raise CannotMeasure(what, "run the tests with another version of Go, or name JUnit files in junit")
    package = packages.setdefault(name, _Package())
    one = package.tests.setdefault(test, _Test()) if test else package.itself
    if len(package.tests) > MOST:
        raise CannotMeasure(f"{place}: there are more than {MOST:,} tests", "run them in parts, and name JUnit files")
    one.runs += action == "run"
    if action == "output" and len(one.output) < KEPT:
        one.output += str(event.get("Output", ""))
    elif action in ENDS:
        one.end(ENDS[action], float(elapsed) if isinstance(elapsed, (int, float)) else 0.0)


def _results(name: str, package: _Package, places: _Places) -> Iterator[TestResult]:
    has_failed = False
    for test, one in package.tests.items():
        outcome = one.outcome if one.outcome is not None and one.ends >= one.runs else "error"
        has_failed = has_failed or outcome in {"failed", "error"}
        message = "" if outcome == "passed" else _message(one.output) or "it never ended"
        file, line = places.of(name, test)
        yield TestResult(f"{name}.{test}", file, line, outcome, message, seconds=one.seconds)
    itself = package.itself.outcome
    if itself is None:
        yield TestResult(name, "", 0, "error", "its tests never ended", collected=False)
    elif itself == "failed" and not has_failed:
        message = _message(package.itself.output) or "it failed outside of its tests, or could not be built"
        yield TestResult(name, "", 0, "error", message, collected=False)


def _message(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return "\n".join([line for line in lines if not line.startswith(NOISE)] or lines[:1])[:KEPT]


class _Places:
    """Where the tests of packages are: packages are folders, and tests are functions there."""

    def __init__(self, root: Path) -> None:
        self._root, self._module = root, module_of(root)
        self._known: dict[str, dict[str, tuple[str, int]]] = {}

    def of(self, package: str, test: str) -> tuple[str, int]:
        """File, relative to the root, and line of a test; ("", 0) if it was not found."""
        if package not in self._known:
            self._known[package] = dict(self._functions(package))
        return self._known[package].get(test.partition("/")[0], ("", 0))

    def _functions(self, package: str) -> Iterator[tuple[str, tuple[str, int]]]:
        if not self._module or not f"{package}/".startswith(f"{self._module}/"):
            return
        folder = package[len(self._module) :].strip("/")
        for file in sorted((self._root / folder).glob("*_test.go")):
            try:
                text = file.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # the row that reads the files reports it
            for found in FUNCTION.finditer(text):
                path = f"{folder}/{file.name}".lstrip("/")
                yield found[0].removeprefix("func "), (path, text.count("\n", 0, found.start()) + 1)
