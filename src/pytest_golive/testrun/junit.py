"""Reads the JUnit XML that CI wrote: pytest, Maven, Gradle, gotestsum, jest and their kin."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.junit_counts import check_counts
from pytest_golive.testrun.report_time import report_time, seconds_of, time_said
from pytest_golive.testrun.result import Outcome, TestResult, TestRun

KINDS: Final[dict[str, Outcome]] = {"error": "error", "failure": "failed", "skipped": "skipped"}
NOT_RUN: Final = frozenset({"notrun", "disabled", "skipped", "ignored", "suppressed"})
LIMIT: Final = 2000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a test case stands: its suite decides how its attributes read."""

    root: Path
    suite: str
    file: str


def read_junit(paths: Sequence[Path], root: Path) -> TestRun:
    """Merge JUnit reports into one run.

    Args:
        paths: the files, at least one; absolute or relative to the current folder.
        root: the project; the files of the tests are named relative to it.

    Returns:
        The run; its `finished` is the end of the oldest suite. The exit status is not known.

    Raises:
        CannotMeasure: a file is missing, malformed, no JUnit, or holds fewer cases than it counts.
    """
    if not paths:
        raise CannotMeasure("there is no JUnit report to read", "see [tool.golive.tests] junit")
    tests: list[TestResult] = []
    finished: list[float] = []
    seconds = 0.0
    for path in paths:
        top = _top(path)
        check_counts(top, path)
        tests.extend(_results(top, root))
        finished.append(report_time(path, _ends(top)))
        seconds += sum(seconds_of(case) for case in top.iter("testcase"))
    source = ", ".join(sorted({path.name for path in paths}))
    junit = str(paths[0].absolute()) if len(paths) == 1 else ""
    return TestRun(tuple(tests), None, source=source, junit=junit, seconds=seconds, finished=min(finished))


def _top(path: Path) -> Element:
    from pytest_golive.testrun.safe_xml import read_xml

    top = read_xml(path, "JUnit report")
    if top.tag not in {"testsuites", "testsuite"}:
        raise CannotMeasure(
            f"{path} is no JUnit report: it begins with <{top.tag}>, not with <testsuites> or <testsuite>",
            "name the right files in [tool.golive.tests] junit",
            path=str(path),
        )
    return top


def _ends(top: Element) -> Iterator[float]:
    """When each suite ended, where it says so."""
    for suite in (top, *top.iter("testsuite")):
        if (began := time_said(suite.get("timestamp"))) is not None:
            yield began + seconds_of(suite)


def _results(top: Element, root: Path) -> Iterator[TestResult]:
    suites = [top, *top.iter("testsuite")] if top.tag == "testsuites" else list(top.iter("testsuite"))
    for suite in suites:
        place = _Place(root, suite.get("name", ""), suite.get("file", ""))
        for child in suite:
            if child.tag == "testcase":
                yield _case(child, place)
            elif child.tag in {"error", "failure"}:
                # Some runners say of a suite only that it broke: its tests are missing.
                yield TestResult(place.suite or "suite", place.file, 0, "error", _text(child))


def _case(case: Element, place: _Place) -> TestResult:
    classname, name = case.get("classname", ""), case.get("name", "")
    outcome: Outcome = "skipped" if case.get("status", "").lower() in NOT_RUN else "passed"
    message = ""
    for child in case:
        kind = KINDS.get(child.tag)
        if kind == "skipped" and child.get("type") == "pytest.xfail":
            kind = "xfailed"
        if kind is not None and outcome not in {"failed", "error"}:
            outcome, message = kind, _text(child)
    file, line = _file(case, classname, place)
    identity = "::".join(filter(None, (classname or place.suite, name)))
    return TestResult(identity, file, line, outcome, message, seconds=seconds_of(case))


def _file(case: Element, classname: str, place: _Place) -> tuple[str, int]:
    named = (case.get("file") or place.file).replace("\\", "/")
    line = case.get("line", "")
    number = int(line) if line.isdecimal() else 0
    if named:
        # pytest counts lines from 0, everybody else from 1.
        return _relative(named, place.root), number + (place.suite == "pytest" and line.isdecimal())
    return _module(classname, place.root), 0


def _relative(file: str, root: Path) -> str:
    for start in (root, Path(os.path.realpath(root))):
        if file.startswith(f"{start}/"):
            return file.removeprefix(f"{start}/")
    return file.removeprefix("./")


def _module(classname: str, root: Path) -> str:
    """The file of a dotted class name, if there is one: xunit2 leaves the file out."""
    parts = classname.split(".")
    for end in range(len(parts), 0, -1):
        file = "/".join(parts[:end]) + ".py"
        if "\0" not in file and (root / file).is_file():
            return file
    return ""


def _text(element: Element) -> str:
    return (element.get("message") or (element.text or "").strip())[:LIMIT]
