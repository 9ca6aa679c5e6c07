"""What only people can tell of the time after the deployment; they sign it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.context.signing.of_gates import SignedRow

pytestmark = pytest.mark.post_deploy


@gate("Monitoring dashboards reviewed", signed=True, after="day", kind="service")
def dashboards_reviewed(signed: SignedRow, judge: Judge) -> None:
    """A machine sees that a panel has data; only people see that its shape has changed."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("Team feedback collected", signed=True, after="day")
def team_feedback_collected(signed: SignedRow, judge: Judge) -> None:
    """Who released and who was on call knows what no metric shows."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("User feedback collected", signed=True, after="day")
def user_feedback_collected(signed: SignedRow, judge: Judge) -> None:
    """Users notice what is slower, gone or confusing, and most of them report it to nobody."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("Team acknowledged", signed=True, after="day")
def team_acknowledged(signed: SignedRow, judge: Judge) -> None:
    """Whose work is not seen does not do it twice."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("Performance optimised where needed", signed=True, after="week")
def performance_optimised(signed: SignedRow, judge: Judge) -> None:
    """What is a little slower stays so once everybody is used to it."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("Bugs that users report fixed", signed=True, after="week")
def user_bugs_fixed(signed: SignedRow, judge: Judge) -> None:
    """Who reports a bug and sees it in the next release, too, does not report a second one."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("Documentation refined", signed=True, after="week")
def documentation_refined(signed: SignedRow, judge: Judge) -> None:
    """The first week shows which questions the documentation does not answer."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("Improvement measured", signed=True, after="month")
def improvement_measured(signed: SignedRow, judge: Judge) -> None:
    """A release that nobody measures has reached its purpose by opinion only."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("Next cycle planned", signed=True, after="month")
def next_cycle_planned(signed: SignedRow, judge: Judge) -> None:
    """What this release has taught is lost unless the next one is planned with it."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)


@gate("Roadmap updated", signed=True, after="month")
def roadmap_updated(signed: SignedRow, judge: Judge) -> None:
    """A roadmap that still promises what is out has stopped being one."""
    judge("signatures", signed.count, at_least=signed.needed, source=signed.words)
