"""What the first day after the deployment was like, as metrics remember it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate
from pytest_golive.judging.doubting import tell
from pytest_golive.settings.monitoring import Monitoring
from pytest_golive.settings.post_deploy import PostDeploy
from pytest_golive.settings.values.quantities import percent

if TYPE_CHECKING:
    from pytest_golive import Settings
    from pytest_golive.observability.alerts.answering.result import Answers
    from pytest_golive.observability.ranges.days import Against, Day

pytestmark = pytest.mark.post_deploy
KIND = "service"


@gate("Error rate of the first day is within its limit", after="day")
def error_rate_of_the_day(errors_of_the_day: Day, settings: Settings, judge: Judge) -> None:
    """What fails once an hour is in no five minutes that anybody watched."""
    day, limit = errors_of_the_day, percent(settings.of(Monitoring).error_rate)
    judge("error rate of the day", day.whole.high, below=limit, unit=day.unit, n=day.n, source=day.source)
    if one := day.worst_part:
        judge(f"error rate of the day of the worst instance: {one.name}", one.high, below=limit, unit=day.unit)
    for name, value in day.notes():
        judge.note(name, value)


@gate("Performance is within its baseline", after="day")
def performance_within_baseline(times_of_the_day: Against, settings: Settings, judge: Judge) -> None:
    """A release that is a tenth slower passes every limit, and the tenth such release does not."""
    against, most = times_of_the_day, percent(settings.of(PostDeploy).slower)
    for one in against.compared():
        judge(one.name, round(one.percent, 2), at_most=most, unit=" %", n=one.n)
    for name, value in against.notes():
        judge.note(name, value)


@gate("Alerts since the deployment are answered", after="day")
def alerts_answered(answers_of_the_day: Answers, judge: Judge) -> None:
    """An alert that nobody answers teaches everybody to overlook the next one."""
    found = answers_of_the_day
    judge("unanswered alerts", found.unanswered, at_most=0, n=found.rules, source=found.source)
    for name, value in found.notes():
        judge.note(name, value)
    tell(found.doubt, judge)
