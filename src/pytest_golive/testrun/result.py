"""The result of a test run, by any runner."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from pytest_golive.codebase.inventory.globs import matches_any
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.masking.foreign import quotable
from pytest_golive.testrun.project.lacking import lacking

Outcome = Literal["passed", "failed", "error", "skipped", "xfailed"]
BAD: Final = frozenset({"failed", "error"})
NO_TESTS: Final = 5  # pytest's exit status if nothing was collected
SHOWN = 300


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test, with all phases and repetitions merged into one outcome.

    Attributes:
        id: the runner's own name for the test.
        file: POSIX path relative to the project's root; "" if unknown.
        line: the line of the test, from 1; 0 if unknown.
        outcome: "failed" is the test's own verdict; "error" is an error around it, or a test that never ended.
        message: the first lines of the failure, or the reason of a skip.
        markers: names of its pytest markers.
        seconds: how long all its phases took.
        tries: how often it was tried, if known; the last attempt counts.
        collected: whether it is a test, and not a file that could not be collected.
    """

    __test__ = False

    id: str
    file: str
    line: int
    outcome: Outcome
    message: str = ""
    markers: frozenset[str] = frozenset()
    seconds: float = 0.0
    tries: int = 1
    collected: bool = True

    @property
    def ran(self) -> bool:
        """Whether the test ran at all."""
        return self.outcome != "skipped"

    @property
    def finding(self) -> Finding:
        """The result as a finding."""
        first_line = next((line.strip() for line in self.message.splitlines() if line.strip()), "")
        text = f"{self.id} {self.outcome}" + (f": {quotable(first_line)[:SHOWN]}" if first_line else "")
        return Finding(self.file, self.line, "test", text, "high", self.id)


@dataclass(frozen=True, slots=True)
class TestRun:
    """The project's own tests, run here or read from reports of CI.

    Attributes:
        tests: one result for each test that ran, was skipped, or could not be collected.
        exit_status: of the command; negative for a signal; None if only reports are known.
        command: the command, its first word the program.
        source: where the results are from: "pytest 9.2.0", or the names of the reports.
        log, junit: absolute paths of the command's output and of the JUnit file of this run, or "".
        coverage_data: absolute path of the coverage measured by this run, or "".
        seconds: how long it took.
        finished: when the oldest part of the results was complete, in seconds since the epoch.
        expected: how many tests were collected; 0 if unknown.
        complete: whether the runner reported a normal end.
        no_coverage: why there is no coverage_data; coverage_cure: what to do about that.
        choices, deselected: options that selected tests, as given; how many tests they deselected.
        commits: the commits that the reports name.
        foreign_data: names of coverage data that no process of the run measured.
        other_data: names of coverage data that counts, but seems to be from processes without tests.
    """

    __test__ = False

    tests: tuple[TestResult, ...]
    exit_status: int | None
    command: tuple[str, ...] = ()
    source: str = ""
    log: str = ""
    junit: str = ""
    coverage_data: str = ""
    seconds: float = 0.0
    finished: float = 0.0
    expected: int = 0
    complete: bool = True
    no_coverage: str = ""
    choices: tuple[str, ...] = ()
    deselected: int = 0
    commits: tuple[str, ...] = ()
    coverage_cure: str = ""
    foreign_data: tuple[str, ...] = ()
    other_data: tuple[str, ...] = ()

    @property
    def ran(self) -> int:
        """How many tests ran."""
        return sum(test.ran for test in self.tests)

    @property
    def passed(self) -> int:
        """How many passed."""
        return self._count("passed")

    @property
    def failed(self) -> int:
        """How many failed."""
        return self._count("failed")

    @property
    def errors(self) -> int:
        """How many had an error outside the test itself."""
        return self._count("error")

    @property
    def skipped(self) -> int:
        """How many did not run."""
        return self._count("skipped")

    @property
    def xfailed(self) -> int:
        """How many failed as expected."""
        return self._count("xfailed")

    @property
    def repeated(self) -> int:
        """How many passed only when retried."""
        return sum(test.tries > 1 and test.outcome == "passed" for test in self.tests)

    @property
    def missing(self) -> int:
        """How many collected tests have no result."""
        return max(0, self.expected - len(self.tests))

    def remarks(self) -> tuple[tuple[str, int | str], ...]:
        """What makes a green run incomplete, by name; () if it is complete."""
        counts: dict[str, int | str] = {
            "skipped tests": self.skipped,
            "tests expected to fail (xfail)": self.xfailed,
            "tests that passed at another try only": self.repeated,
            "modules that the tests did not find": lacking(test.message for test in self.tests if test.outcome in BAD),
        }
        return tuple((name, value) for name, value in counts.items() if value)

    def failures(self) -> tuple[Finding, ...]:
        """Everything that makes this run not green."""
        found = [test.finding for test in self.tests if test.outcome in BAD]
        if self.missing:
            found.append(self._gap(f"{self.missing} of {self.expected} tests never ran", "missing tests"))
        if not self.complete:
            found.append(self._gap(f"the test run stopped in the middle ({self._status})", "incomplete"))
        if not found and self.exit_status not in {0, None, NO_TESTS}:
            found.append(self._gap(f"no test failed, yet the test command did ({self._status})", "exit status"))
        return tuple(found)

    def carrying(self, marker: str, path_globs: Collection[str] = ()) -> tuple[TestResult, ...]:
        """The tests with the *marker*, or in a file that matches one of the globs."""
        return tuple(
            test
            for test in self.tests
            if (marker and marker in test.markers) or (test.file and matches_any(test.file, path_globs))
        )

    def coverage_file(self) -> str:
        """The path of the coverage that this run measured.

        Raises:
            CannotMeasure: it measured none.
        """
        if not self.coverage_data:
            raise CannotMeasure(
                f"the test run measured no coverage: {self.no_coverage or 'it was not requested'}",
                self.coverage_cure or "let the tests be run with coverage, or name a report in coverage_data",
            )
        return self.coverage_data

    @property
    def _status(self) -> str:
        status = self.exit_status
        return f"signal {-status}" if status is not None and status < 0 else f"exit status {status}"

    def _gap(self, text: str, key: str) -> Finding:
        return Finding("", 0, "test", f"{text}; see {self.log or self.source}", "high", key)

    def _count(self, outcome: Outcome) -> int:
        return sum(test.outcome == outcome for test in self.tests)
