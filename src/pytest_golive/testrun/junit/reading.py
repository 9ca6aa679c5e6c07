"""Reads JUnit XML from CI: pytest, Maven, Gradle, gotestsum, jest and others; of any size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.junit.counts import Suite
from pytest_golive.testrun.junit.outcomes import Case, begin, child, is_broken
from pytest_golive.testrun.junit.places import Places
from pytest_golive.testrun.junit.report_time import is_time, report_time, seconds_of, time_said
from pytest_golive.testrun.junit.safe_xml import stream_xml
from pytest_golive.testrun.result import TestResult, TestRun

LIMIT: Final = 2000
MOST_CASES: Final = 2_000_000
SUITES: Final = frozenset({"testsuites", "testsuite"})
# Properties of a suite that name the tested commit.
COMMIT: Final = re.compile(
    r"(?i)(git|vcs|scm|ci|build)?[._-]?(commit|revision)([._-]?(id|sha|hash))?|github_sha|git[._-]?sha"
)
SHA: Final = re.compile(r"[0-9a-fA-F]{7,64}")


def read_junit(paths: Sequence[Path], root: Path) -> TestRun:
    """Merge JUnit reports into one run.

    Args:
        paths: the files, at least one; absolute or relative to the current folder.
        root: the project; the files of the tests are named relative to it.

    Returns:
        The run; its `finished` is the end of the oldest suite. The exit status is unknown.

    Raises:
        CannotMeasure: a file is missing, malformed, not JUnit, or contains fewer cases than it counts.
    """
    if not paths:
        raise CannotMeasure("there is no JUnit report to read", "see [tool.golive.tests] junit")
    tests: list[TestResult] = []
    places = Places(root)
    finished: list[float] = []
    commits: dict[str, None] = {}
    seconds = 0.0
    for path in paths:
        report = _Report(path, places, tests)
        stream_xml(path, "JUnit report", report)
        finished.append(report_time(path, report.ends))
        commits.update(dict.fromkeys(report.commits))
        seconds += report.seconds
    source = ", ".join(sorted({path.name for path in paths}))
    junit = str(paths[0].absolute()) if len(paths) == 1 else ""
    return TestRun(
        tuple(tests),
        None,
        source=source,
        junit=junit,
        seconds=seconds,
        finished=min(finished),
        commits=tuple(commits),
    )


class _Report:
    """Reads one report as a stream, and adds its cases to *tests*."""

    def __init__(self, path: Path, places: Places, tests: list[TestResult]) -> None:
        self.ends: list[float] = []
        self.commits: list[str] = []
        self.seconds = 0.0
        self._path, self._places, self._tests = path, places, tests
        self._tags: list[str] = []
        self._suites: list[Suite] = []
        self._case = Case()
        self._attributes: dict[str, str] = {}
        self._broken = self._skipped = False
        self._child: dict[str, str] = {}
        self._text: list[str] = []
        self._room = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._tags and tag not in SUITES:
            raise CannotMeasure(
                f"{self._path} is no JUnit report: it begins with <{tag}>, not with <testsuites> or <testsuite>",
                "name the right files in [tool.golive.tests] junit",
                path=str(self._path),
            )
        around = self._tags[-1] if self._tags else ""
        self._tags.append(tag)
        if around in {"", *SUITES} and tag in SUITES:
            self._begin_suite(attributes)
        elif around in SUITES and tag == "testcase":
            self._case, self._attributes = begin(attributes), attributes
            self._broken, self._skipped = False, bool(attributes.get("status"))
        elif around == "testcase" or (around in SUITES and is_broken(tag)):
            self._child, self._text, self._room = attributes, [], LIMIT
        elif tag == "property":
            self.commits.extend(_commit(attributes))
        elif (is_broken(tag) or tag in {"testcase", *SUITES}) and "testcase" not in self._tags[:-1]:
            raise CannotMeasure(
                f"nobody can tell which tests {self._path} holds: "
                f"a <{tag}> in it stands in <{around[:40]}>, not in a suite",
                "let CI write the report as pytest, Maven or Gradle do",
                path=str(self._path),
            )

    def data(self, text: str) -> None:
        if self._room > 0:
            self._text.append(text[: self._room])
            self._room -= len(text)

    def end(self, tag: str) -> None:
        self._tags.pop()
        around = self._tags[-1] if self._tags else ""
        if around in {"", *SUITES} and tag in SUITES:
            suite = self._suites.pop()
            suite.close(self._suites[-1] if self._suites else None, tag, self._path)
        elif around in SUITES and tag == "testcase":
            self._end_case(self._case)
        elif around == "testcase":
            self._broken = self._broken or is_broken(tag)
            self._skipped = self._skipped or tag == "skipped"
            child(self._case, tag, self._child, self._cause())
        elif around in SUITES and is_broken(tag):
            # Some runners report only that a suite had an error: its tests are missing.
            suite = self._suites[-1]
            suite.broken += 1
            self._tests.append(TestResult(suite.name or "suite", suite.said.get("file", ""), 0, "error", self._cause()))

    def _begin_suite(self, attributes: dict[str, str]) -> None:
        self._suites.append(Suite(attributes))
        text = attributes.get("timestamp", "").strip()
        if (began := time_said(text)) is not None:
            self.ends.append(began + seconds_of(attributes))
        elif text and not is_time(text):
            raise CannotMeasure(
                f"nobody can tell how old {self._path} is: the timestamp of a suite in it is {text[:40]!r}",
                "let CI write the time in ISO 8601, or none",
                path=str(self._path),
            )

    def _end_case(self, case: Case) -> None:
        attributes, suite = self._attributes, self._suites[-1]
        classname, name = attributes.get("classname", ""), attributes.get("name", "")
        suite.add(hash((classname, name)), broken=self._broken, skipped=self._skipped)
        file, line = self._places.of(attributes, suite.said)
        identity = "::".join(filter(None, (classname or suite.name, name)))
        seconds = seconds_of(attributes)
        self.seconds += seconds
        self._tests.append(
            TestResult(identity, file, line, case.outcome, case.message, seconds=seconds, tries=case.tries)
        )
        if len(self._tests) > MOST_CASES:
            raise CannotMeasure(
                f"{self._path} holds more than {MOST_CASES:,} test cases",
                "let CI write a report of each part of the tests' run",
                path=str(self._path),
            )

    def _cause(self) -> str:
        self._room = 0
        return (self._child.get("message") or "".join(self._text).strip())[:LIMIT]


def _commit(attributes: Mapping[str, str]) -> Iterator[str]:
    """The commit in a property, if it names one."""
    value = attributes.get("value", "").strip()
    if COMMIT.fullmatch(attributes.get("name", "")) and SHA.fullmatch(value):
        yield value.lower()
