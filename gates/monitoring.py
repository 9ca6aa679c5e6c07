"""Monitoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.observability.slos.result import Slos
    from pytest_golive.observability.traces.success import TraceSuccess
    from pytest_golive.settings.monitoring import Monitoring

pytestmark = pytest.mark.post_deploy
KIND = "service"


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
    if (doubt := slos.doubt()) and not judge.breaches():
        raise doubt
