"""A gap that the machine caused is not blamed on the deployment; a gap that it cannot have caused is."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.contention.contention import Contention
from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.checks import check_lead, check_result
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.doubts import Doubts
from pytest_golive.service.probing.gaps import Period, find_gaps
from pytest_golive.service.probing.probe import Probe
from pytest_golive.service.probing.result import KINDS, ProbeResult, Sample
from pytest_golive.service.target import Target

NOW = dt.datetime(2026, 11, 25, 14, 3, 7, tzinfo=dt.UTC)
BUSY = Contention(2, others=1.7, stolen=0.0, waited=0.96, throttled=0.0, queue=8.0)
QUIET = Contention(2, others=0.0, stolen=0.0, waited=0.0, throttled=0.0, queue=1.0)
EVERY, TIMEOUT = 0.05, 1.0


class Machine:
    """A machine as busy as a test sets it; it records the calls."""

    def __init__(self, seen):
        self.seen, self.asked = seen, []

    def between(self, start, end):
        self.asked.append((start, end))
        return self.seen


def watched(what="timeout", begins=2.0, lasts=0.5, length=10.0, stands=()):
    """Requests every 50 ms, some of which fail for a while; at *stands*, sending pauses for the given time."""
    samples = []
    for number in range(int(length / EVERY)):
        for shift, kind in enumerate(KINDS):
            at = number * EVERY + shift * EVERY / 2
            if any(start < at < end for start, end in stands):
                continue
            is_bad = begins <= at < begins + lasts
            took = TIMEOUT if is_bad and what == "timeout" else 0.01
            samples.append(Sample(kind, at, at, at + took, what if is_bad else ""))
    gaps = find_gaps(samples, Period(NOW, 0.0, length, EVERY))
    return ProbeResult("http://127.0.0.1/", NOW, 0.0, length, EVERY, TIMEOUT, tuple(samples), gaps)


def judged(result, seen, *, local=True):
    machine = Machine(seen)
    try:
        return bool(Doubts(machine, local).check(result).gaps), machine.asked
    except CannotMeasure as error:
        return error.what, machine.asked


def test_what_had_no_answer_in_time_on_a_busy_machine_is_not_measured():
    said, asked = judged(watched(), BUSY)
    assert said.startswith("could not measure: this machine was busy: other processes used 1.7 of 2 CPUs")
    assert "fresh connections were not served for " in said
    assert all(1.5 < start < 2.1 and 2.3 < end < 4.0 for start, end in asked), "it is asked for the time of the gap"


@pytest.mark.parametrize(
    ("result", "seen", "local"),
    [
        (watched(), QUIET, True),
        (watched(), BUSY, False),  # elsewhere nobody here takes its CPUs
        (watched("refused"), BUSY, True),  # nobody listens: that is no want of a CPU
        (watched("status 502"), BUSY, True),
        (watched(lasts=6.0), BUSY, True),  # a healthy service has its turn before that
    ],
    ids=["quiet", "elsewhere", "refused", "status", "long"],
)
def test_what_the_machine_cannot_have_done_is_a_gap(result, seen, local):
    assert judged(result, seen, local=local)[0] is True


def test_one_sure_gap_is_enough():
    both = watched()
    sure = watched("refused", begins=6.0)
    result = ProbeResult(
        both.url, NOW, 0.0, 10.0, EVERY, TIMEOUT, both.samples + sure.samples, (*both.gaps, *sure.gaps)
    )
    assert judged(result, BUSY)[0] is True


def test_without_a_gap_nobody_asks_the_machine():
    assert judged(watched(lasts=0.0), BUSY) == (False, [])


def test_a_machine_that_stood_still_saw_nothing():
    said, _ = judged(watched(stands=[(2.1, 2.9)], lasts=0.2), QUIET, local=False)
    assert said.startswith("could not measure: this machine stood still for ")
    assert judged(watched(lasts=0.2), QUIET, local=False)[0] is True


def test_a_schedule_that_was_not_kept_says_how_busy_it_was():
    late = watched(stands=[(4.0, 5.0)], lasts=0.0)
    with pytest.raises(CannotMeasure, match=r"not the service; this machine was busy: other processes used 1\.7"):
        check_result(late, BUSY)
    with pytest.raises(CannotMeasure, match="not the service; stop other programs"):
        check_result(late, QUIET)


def test_a_service_that_is_not_well_before_says_how_busy_it_was():
    with pytest.raises(CannotMeasure, match="it answered too seldom; this machine was busy: "):
        check_lead("http://127.0.0.1/", (), 10.0, BUSY)


def test_a_watch_asks_this_machine_about_its_own_time(serve):
    server = serve()
    probe = Probe(Endpoint(Target("shop", server.url), "/"), timeout=5.0)
    with probe.watching(settle=0.6) as watch:
        pass
    seen = watch._doubts.contention(watch.so_far)
    assert seen.others >= 0
    assert watch._doubts.local is True
