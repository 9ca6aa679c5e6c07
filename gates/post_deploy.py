"""After the deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.forge.bugs.judging import Bugs

pytestmark = pytest.mark.post_deploy


@gate("No critical bugs are open")
def no_critical_bugs(critical_bugs: Bugs, judge: Judge) -> None:
    """What customers report in the first hours shows what all tests have missed."""
    judge("open critical bugs", critical_bugs.found, at_most=0, source=critical_bugs.source)
    if critical_bugs.advisories is not None:
        judge("open security advisories", critical_bugs.open_advisories, at_most=0)
    for name, value in critical_bugs.notes():
        judge.note(name, value)
