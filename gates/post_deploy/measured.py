"""What is measured after the deployment, at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate
from pytest_golive.judging.doubting import tell

if TYPE_CHECKING:
    from pytest_golive.forge.bugs.judging import Bugs
    from pytest_golive.observability.dashboards.result import Dashboards

pytestmark = pytest.mark.post_deploy


@gate("No critical bugs are open")
def no_critical_bugs(critical_bugs: Bugs, judge: Judge) -> None:
    """What customers report in the first hours shows what all tests have missed."""
    judge("open critical bugs", critical_bugs.found, at_most=0, source=critical_bugs.source)
    if critical_bugs.advisories is not None:
        judge("open security advisories", critical_bugs.open_advisories, at_most=0)
    for name, value in critical_bugs.notes():
        judge.note(name, value)


@gate("Dashboards show this service", kind="service")
def dashboards_live(dashboards: Dashboards, judge: Judge) -> None:
    """A dashboard that shows nothing looks healthy until the night it is needed."""
    judge("dashboards missing", dashboards.missing, at_most=0, n=dashboards.wanted, source=dashboards.source)
    judge("datasources that do not work", dashboards.ill, at_most=0)
    judge("panels that show nothing", dashboards.broken, at_most=0)
    judge("files that are no dashboard", dashboards.faults, at_most=0)
    judge("differences from the repository", dashboards.unequal, at_most=0)
    for name, value in dashboards.notes():
        judge.note(name, value)
    tell(dashboards.doubt(), judge)
