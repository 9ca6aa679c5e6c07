"""Whether a test run was complete: the coverage of a part of the tests proves nothing."""

from __future__ import annotations

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.result import TestRun


def uncollected(run: TestRun) -> list[str]:
    """The ids of the files that could not be collected, so that nobody knows their tests."""
    return [test.id for test in run.tests if test.outcome == "error" and not test.collected]


def require_all(run: TestRun) -> None:
    """Check that all tests ran.

    Raises:
        CannotMeasure: some did not.
    """
    if broken := uncollected(run):
        why = f"{broken[0]} could not be collected" + (f", nor {len(broken) - 1} more" if len(broken) > 1 else "")
    elif not run.complete:
        why = "the test run stopped in the middle"
    elif run.missing:
        why = f"{run.missing} of {run.expected} tests never ran"
    else:
        return
    raise CannotMeasure(
        f"not all tests were run, so their coverage says too little: {why}",
        f"repair that first; the row of the tests tells more, and {run.log or run.source}",
    )
