"""The security tests among the project's tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.findings import Finding
from pytest_golive.testrun.partial import uncollected
from pytest_golive.testrun.result import TestResult, TestRun


@dataclass(frozen=True, slots=True)
class SecurityTests:
    """The project's security tests."""

    tests: tuple[TestResult, ...]

    @property
    def ran(self) -> int:
        """How many ran."""
        return sum(test.ran for test in self.tests)

    def not_passed(self) -> tuple[Finding, ...]:
        """Those that did not pass; a skip proves nothing."""
        return tuple(test.finding for test in self.tests if test.outcome != "passed")


def choose_security_tests(run: TestRun, marker: str, paths: Sequence[str]) -> SecurityTests:
    """The tests of *run* with the *marker* or under one of *paths* (globs).

    Raises:
        CannotMeasure: some tests could not be collected, and they may be security tests.
        NotSetUp: no test has the marker, and the settings name no path.
    """
    if broken := uncollected(run):
        more = f", nor {len(broken) - 1:,} more" if len(broken) > 1 else ""
        raise CannotMeasure(
            f"{broken[0]} could not be collected{more}, so it is unknown which security tests there are",
            f"repair that first; the row of the tests tells more, and {run.log or run.source}",
        )
    tests = run.carrying(marker, paths)
    if not tests and not paths:
        raise NotSetUp(
            f"none of {len(run.tests):,} tests carries the marker {marker!r}",
            f"mark security tests with @pytest.mark.{marker}, or name their files in [tool.golive.security] test_paths",
        )
    return SecurityTests(tests)
