"""What was measured over a time that began before the deployment proves nothing yet; what is of now counts at once."""

from __future__ import annotations

import dataclasses

import pytest

from pytest_golive.collecting.evaluating.evaluated import Evaluated
from pytest_golive.collecting.evaluating.measurements import measurement_of
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.judging.doubting import tell
from pytest_golive.judging.judge import Judge
from pytest_golive.observability.signals.judging import Cap, Signal
from pytest_golive.observability.signals.readings import Early, Part, Reading, TooFew
from pytest_golive.observability.signals.seeing.early import early_of, early_signal, looks_back
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.triggers.trigger import Trigger, Triggers
from pytest_golive.observability.watch.measured import Phase

CAP = Cap("error rate", 1.0, "<", " %")
FAILING = Reading("own", "query", Part.exact("in total", 100.0, 500.0), ())


def signal(**more):
    return Signal(CAP, [FAILING], "Prometheus", window=300.0, **more)


@pytest.mark.parametrize(
    ("wanted", "seconds"),
    [
        (Wanted("error_rate", 300.0), 300.0),
        (Wanted("cpu", 300.0), 300.0),
        (Wanted("memory", 300.0), 0.0),
        (Wanted("queue_depth", 300.0), 0.0),
        (Wanted("queue_depth", 300.0, "max_over_time(jobs[$window])"), 300.0),
        (Wanted("latency", 300.0, "sum(rate(a[10m])) / sum(rate(b[1m]))"), 600.0),
        (Wanted("latency", 300.0, "shop:latency:p95"), 0.0),
    ],
)
def test_how_far_a_signal_looks_back(wanted, seconds):
    assert looks_back(wanted) == seconds


def test_a_window_since_the_deployment_is_not_early():
    assert early_of("error rate", 300.0, 300.0) is None
    early = early_of("error rate", 300.0, 60.0)
    assert early.what == (
        "error rate: not proven yet: its window of 5 min reaches back before the deployment, which was 1 min ago"
    )
    assert early.cure.startswith("measure again in 4 min, ")


def test_an_early_signal_judges_nothing_and_says_why():
    early = early_of("error rate", 300.0, 60.0)
    found = early_signal(signal(), early)
    assert list(signal().rows())
    assert not list(found.rows())
    assert found.doubt() is early
    assert not list(dataclasses.replace(found).in_total().rows())


def test_values_that_are_too_old_are_told_first():
    found = early_signal(signal(old=("10.0.0.1: 5 min old",)), Early("early"))
    assert not isinstance(found.doubt(), TooFew)


@pytest.mark.parametrize(("is_breached", "phase"), [(False, Phase.INCONCLUSIVE), (True, Phase.FAILED)])
def test_a_shorter_window_that_is_past_its_limit_fails_all_the_same(is_breached, phase):
    judge = Judge(())
    judge("error rate (trigger)", 50.0 if is_breached else 0.0, at_most=5)
    error = None
    try:
        tell(early_of("error rate", 300.0, 60.0), judge)
    except CannotMeasure as doubt:
        error = doubt
    found = Evaluated("monitoring::error_rate", "Errors", tuple(judge.evidence), tuple(judge.breaches()), error)
    measured = measurement_of(found, 100)
    assert (measured.phase, measured.is_early) == (phase, not is_breached)


@pytest.mark.parametrize(
    ("doubts", "kind"),
    [
        ((Early("a"), Early("b")), Early),
        ((Early("a"), TooFew("b")), TooFew),
        ((Early("a"), CannotMeasure("b")), CannotMeasure),
        ((Early("a"), NotSetUp("b")), Early),
    ],
)
def test_triggers_are_early_if_nothing_else_is_in_doubt(doubts, kind):
    triggers = Triggers([Trigger.unmeasured("latency", each) for each in doubts])
    assert type(triggers.doubt()) is kind
