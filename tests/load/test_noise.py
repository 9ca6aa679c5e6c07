"""On a busy machine nothing is called slow that the machine may have caused, and nothing good that may be slow."""

from __future__ import annotations

import random

import pytest

from pytest_golive.contention.contention import Contention
from pytest_golive.load.baselines.baseline import Baseline
from pytest_golive.load.limits import parse
from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.results.acceptance import Performance
from pytest_golive.load.results.noise import Noise
from pytest_golive.load.results.result import LoadResult, LoadRun

HERE, ELSEWHERE = "http://127.0.0.1:1", "https://192.0.2.1"
QUIET = Contention(
    2, others=0.02, stolen=0.0, waited=0.5, throttled=0.0, queue=1.0
)  # whoever waits, waits for the service itself
BUSY = Contention(2, others=1.7, stolen=0.0, waited=0.96, throttled=0.0, queue=8.0)
LIMITS = ("p(95)<200ms", "error_rate<1%")


def loaded(median, *machines, url=HERE, error="", seed=1):
    generator, runs = random.Random(seed), []
    plan = Plan(url, rate=40.0, warm_up=0.0, duration=10.0, endpoints=(Endpoint("a", "GET", "/a"),))
    for machine in machines:
        run = LoadRun.of(plan)
        for number in range(400):
            failed = error if number % 20 == 0 else ""
            run.add(number / 40, median * generator.lognormvariate(0, 0.2), 0.1, "a", failed)
        run.contention = machine
        runs.append(run)
    return LoadResult(runs)


def judged(result, before=30.0, limits=LIMITS):
    known = Baseline.of(loaded(before, QUIET, seed=2), target="t", machine="m", recorded="now", commit="")
    return Performance(result, [parse(text) for text in limits], {}, known, None)


def said(performance):
    """What is a breach, and what cannot be decided."""
    rows = [row.name for row in performance.in_total() if not row.limit.holds(row.value)]
    found = [finding.key for finding in (*performance.endpoints(), *performance.regressions())]
    doubt = performance.doubt()
    return [*rows, *found], doubt.what if doubt else ""


def test_a_healthy_service_is_fine_wherever_it_is_measured():
    assert said(judged(loaded(30.0, QUIET))) == ([], "")
    assert said(judged(loaded(30.0, BUSY))) == ([], "")


def test_what_may_be_the_machines_doing_is_not_measured():
    breaches, doubt = said(judged(loaded(180.0, BUSY), before=150.0))
    assert breaches == []
    assert doubt.startswith(
        "could not measure: this machine was busy: other processes used 1.7 of 2 CPUs, processes waited for one 96% of "
        "the time, up to 8 ran or waited at once; p(95) in total: "
    )
    assert "must be p(95)<200ms may be this machine's doing" in doubt
    assert doubt.endswith(" more")
    assert "run it while less else runs here" in judged(loaded(180.0, BUSY), before=150.0).doubt().cure


def test_a_small_slowdown_on_a_busy_machine_is_never_fine():
    breaches, doubt = said(judged(loaded(39.0, BUSY)))
    assert breaches == []
    assert "it is unknown whether it became slower: in total: p(50) 3" in doubt


def test_what_is_clearly_more_than_the_machine_can_add_is_found():
    breaches, _ = said(judged(loaded(900.0, BUSY)))
    assert "p(95) in total" in breaches
    assert "in total p(50)" in breaches


def test_a_service_elsewhere_competes_with_nothing_here():
    breaches, doubt = said(judged(loaded(39.0, BUSY, url=ELSEWHERE)))
    assert "in total p(50)" in breaches
    assert doubt == ""


def test_on_a_quiet_machine_all_is_judged():
    breaches, doubt = said(judged(loaded(180.0, QUIET)))
    assert "p(95) in total" in breaches
    assert "in total p(95)" in breaches
    assert doubt == ""


@pytest.mark.parametrize(
    ("machines", "is_busy"),
    [((QUIET, QUIET, BUSY), False), ((QUIET, BUSY, BUSY), True), ((QUIET, BUSY), True), ((None, None), False)],
)
def test_the_median_of_runs_is_judged_so_half_of_them_decide(machines, is_busy):
    assert (Noise(loaded(30.0, *machines)).busy is not None) is is_busy


@pytest.mark.parametrize(
    ("error", "is_breach"), [("timeout", False), ("status 500", True), ("connection refused", True)]
)
def test_a_busy_machine_makes_timeouts_but_no_answers(error, is_breach):
    performance = judged(loaded(30.0, BUSY, error=error))
    breaches, doubt = said(performance)
    assert ("error rate in total" in breaches) is is_breach
    assert ("error rate in total: 5 %, must be error_rate<1% may be this machine's doing" in doubt) is not is_breach
    assert "error rate in total" in said(judged(loaded(30.0, QUIET, error=error)))[0]


def test_requests_a_second_are_fewer_on_a_busy_machine():
    assert said(judged(loaded(30.0, BUSY), limits=("rps>=100",)))[0] == []
    assert said(judged(loaded(30.0, QUIET), limits=("rps>=100",)))[0] == ["requests a second in total"]
    assert said(judged(loaded(30.0, BUSY), limits=("rps>=1000",)))[0] == ["requests a second in total"]


def test_what_answers_were_noticed_late_is_no_slowness():
    result = loaded(30.0, QUIET, url=ELSEWHERE)
    for _ in range(100):
        result.runs[0].lag.add(7.0)
    assert Noise(result).resolution(95) == 14.0
    assert Noise(result).least(20.0, 95) == 6.0
