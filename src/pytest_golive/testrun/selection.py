"""Those of the project's tests that guard its security."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.errors import NotSetUp
from pytest_golive.findings import Finding
from pytest_golive.testrun.result import TestResult, TestRun


@dataclass(frozen=True, slots=True)
class SecurityTests:
    """The tests chosen by marker or by file, in the order they ran."""

    tests: tuple[TestResult, ...]

    @property
    def ran(self) -> int:
        """How many of them were not skipped."""
        return sum(test.outcome != "skipped" for test in self.tests)

    def not_passed(self) -> tuple[Finding, ...]:
        """Those that failed, ended in an error or were skipped: none of them proves anything."""
        return tuple(
            Finding(test.file, test.line, "security test", f"{test.id} {test.outcome}: {test.message}", "high", test.id)
            for test in self.tests
            if test.outcome != "passed"
        )


def choose_security_tests(run: TestRun, marker: str, paths: Sequence[str]) -> SecurityTests:
    """The security tests of *run*.

    Raises:
        NotSetUp: no test carries the marker, and none lies under one of the paths.
    """
    tests = run.carrying(marker, paths)
    if not tests and not paths:
        raise NotSetUp(
            f"none of {len(run.tests):,} tests carries the marker {marker!r}",
            f"mark security tests with @pytest.mark.{marker}, or name their files in [tool.golive.security] test_paths",
        )
    return SecurityTests(tuple(tests))
