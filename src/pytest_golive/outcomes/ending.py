"""How one row ended, by pytest's report and by what ended it; or why it did not run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from pytest_golive.errors import CannotMeasure, NotExecuted, NotSetUp, NotSigned, Rejected
from pytest_golive.judging.verdict import Outcome

UNMEASURED: Final = {  # what says more comes first
    Rejected: Outcome.REJECTED,
    NotSigned: Outcome.NOT_SIGNED,
    NotSetUp: Outcome.NOT_SET_UP,
    NotExecuted: Outcome.NOT_RUN,
    CannotMeasure: Outcome.ERROR,
}

ALONE: Final = (
    "run the whole checklist, without options that select rows: -k, --deselect, --lf, -x, or a plugin that selects "
    "tests"
)
# Why a row did not run that pytest left out by itself, by the exit status, and what to do.
ENDED: Final[Mapping[int, tuple[str, str]]] = {
    pytest.ExitCode.USAGE_ERROR: (
        "it did not run: the run was refused before its first row",
        "mend what the run was refused for, and run the same command again",
    ),
    pytest.ExitCode.INTERRUPTED: (
        "it did not run: the run was ended before its turn",
        "run the same command again, to its end; where steps were executed, golive journal says how to go on",
    ),
    pytest.ExitCode.INTERNAL_ERROR: (
        "it did not run: pytest itself has failed",
        "mend the error that pytest shows, and run the same command again",
    ),
}

RAISED: Final = pytest.StashKey[BaseException | None]()


@contextlib.contextmanager
def remembering(item: pytest.Item) -> Iterator[None]:
    """Remember what the body of *item* raises: a hook around it may swallow that."""
    try:
        yield
    except BaseException as error:
        item.stash[RAISED] = error
        raise


def raised_by(item: pytest.Item, report: pytest.TestReport, error: BaseException | None) -> BaseException | None:
    """What ended the body of *item*, whatever hooks have made of it; *report* says so afterwards.

    Args:
        item: the row.
        report: of its setup, its body, or its end.
        error: what pytest says.
    """
    error = error or (item.stash.get(RAISED, None) if report.when == "call" else None)
    if error is None or not report.passed:
        return error
    if isinstance(error, pytest.skip.Exception):
        report.outcome, report.longrepr = "skipped", (str(item.path), 1, f"Skipped: {error}")
    else:
        report.outcome, report.longrepr = "failed", str(error) or type(error).__name__
    return error


def ended(report: pytest.TestReport, error: BaseException | None, *, declared: bool, signed: bool) -> Outcome:
    """The outcome of a row.

    Args:
        report: of its setup, its body, or its end.
        error: what ended that.
        declared: whether the settings say that the row is not due or does not apply.
        signed: whether people sign it.
    """
    if report.passed:
        return Outcome.SIGNED if signed and report.when == "call" else Outcome.PASSED
    if report.skipped:
        return Outcome.NOT_APPLICABLE if declared and report.when == "setup" else Outcome.SKIPPED
    for kind, outcome in UNMEASURED.items():
        if isinstance(error, kind):
            return outcome
    return Outcome.FAILED if report.when == "call" else Outcome.ERROR
