"""The key metrics to watch after a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate
from pytest_golive.judging.doubting import tell

if TYPE_CHECKING:
    from pytest_golive.observability.signals.judging import Signal
    from pytest_golive.observability.slos.result import Slos
    from pytest_golive.observability.traces.success import TraceSuccess
    from pytest_golive.settings.monitoring import Monitoring

pytestmark = pytest.mark.post_deploy
KIND = "service"


@gate("Error rate is below 1 %")
def error_rate(error_rates: tuple[Signal, ...], judge: Judge) -> None:
    """Customers meet errors before anybody reads a log."""
    _judge(error_rates, judge)


@gate("Response time in production is below 200 ms (p95)")
def latency(response_time: tuple[Signal, ...], judge: Judge) -> None:
    """What was fast under a test may be slow with the data and the neighbours of production."""
    _judge(response_time, judge)


@gate("Memory usage is below 80 % of its limit")
def memory(memory_usage: tuple[Signal, ...], judge: Judge) -> None:
    """A service that reaches its memory limit is killed in the middle of requests."""
    _judge(memory_usage, judge)


@gate("CPU usage is below 80 % of its limit")
def cpu(cpu_usage: tuple[Signal, ...], judge: Judge) -> None:
    """A service without spare CPU time gets slow as soon as one more customer comes."""
    _judge(cpu_usage, judge)


@gate("Queue depth is below 1,000")
def queue_depth(queue_depths: tuple[Signal, ...], judge: Judge) -> None:
    """A queue that grows shows work that nobody does, while every request still looks well."""
    _judge(queue_depths, judge)


@gate("Trace success rate is at least 99 %")
def trace_success(traces_succeeding: TraceSuccess, monitoring_limits: Monitoring, judge: Judge) -> None:
    """Work that fails behind an answer that looks well shows in traces first."""
    share, least = traces_succeeding, monitoring_limits.trace_success
    for name, value in share.notes():
        judge.note(name, value)
    judge(share.what, share.percent, at_least=least, unit=" %", n=share.n, source=share.source, where=share.failed)


@gate("Service level objectives are defined and kept")
def slos_defined(slos: Slos, judge: Judge) -> None:
    """Without an objective nobody can say whether a release is good enough, and a spent budget says that it is not."""
    judge("faults in the files", slos.faults, at_most=0, n=slos.files)
    judge("objectives that are missing", slos.missing, at_most=0)
    judge("objectives about something else", slos.misaimed, at_most=0)
    judge("objectives that are defined", slos.defined, at_least=1, source=slos.source)
    judge("error budgets spent", slos.spent, at_most=0)
    for name, value in slos.notes():
        judge.note(name, value)
    tell(slos.doubt(), judge)


def _judge(signals: tuple[Signal, ...], judge: Judge) -> None:
    """Judge each signal in total and by its worst instance; without a breach, what is not certain is an error."""
    for name, value in signals[0].notes():
        judge.note(name, value)
    for signal in signals:
        for row in signal.rows():
            judge(row.name, row.value, **row.bound, unit=row.unit, n=row.n, source=signal.source, where=row.where)
    for signal in signals:
        tell(signal.doubt(), judge)
