"""Each gate on load and deployment alone: which value is compared with which limit, and what is noted."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from dataclasses import replace

import pytest
from alone import PLACE, Seen, told

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.gates import deployment, infrastructure
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.waivers import Waiver


@pytest.mark.parametrize("gaps", [(), (PLACE,)])
def test_zero_downtime(gaps):
    known = {"requests": 2, "source": "probe", "slowest": 0.25, "timeline": "··", "earlier": ""}
    seen = Seen(gaps=gaps, picture="/p.svg", log="/log", **known)
    said, judge = told(deployment.zero_downtime, watched_deployment=seen)
    assert said == [
        ("gaps in service", "≤ 0", str(len(gaps)), not gaps),
        ("slowest good answer", "", "250 ms", None),
        ("timeline", "", "··", None),
    ]
    assert judge.attachments == ["/p.svg", "/log"]
    with pytest.raises(CannotMeasure, match="nothing was measured"):
        told(deployment.zero_downtime, watched_deployment=Seen(**{**vars(seen), "gaps": (), "requests": 0}))


@pytest.mark.parametrize(
    ("good", "bad", "instances", "ok"),
    [(3, (), 2, [True, True, True]), (2, (PLACE,), 2, [False, False, True]), (3, (), 1, [True, True, False])],
)
def test_staging_deployed(good, bad, instances, ok):
    releases = Seen(instances=instances, seen="a (3)", missing=lambda wanted: () if instances >= wanted else (PLACE,))
    stability = Seen(
        good=good,
        required=3,
        bad=bad,
        ill_or_unanswered=len(bad),
        samples=3,
        source="x",
        releases=releases,
        instances=2,
    )
    said, judge = told(infrastructure.staging_deployed, stability=stability)
    expected = zip(["≥ 3", "≤ 0", "≥ 2", ""], [*ok, None], strict=True)
    assert [(limit, right) for _, limit, _, right in said] == list(expected)
    assert judge.evidence[1].n == 3
    assert judge.evidence[2].found == (() if ok[2] else (PLACE,))


@pytest.mark.parametrize(
    ("endpoints", "regressions", "baseline", "broken"),
    [
        ((), (), True, []),
        ((PLACE,), (), True, ["endpoints past a limit"]),
        ((), (PLACE,), True, ["slower than the baseline"]),
        ((PLACE,), (PLACE,), True, ["endpoints past a limit", "slower than the baseline"]),
        ((PLACE,), (PLACE,), False, ["endpoints past a limit"]),
        ((), (PLACE,), False, ["slower than the baseline"]),
    ],
)
def test_performance_acceptable(endpoints, regressions, baseline, broken):
    row = Seen(name="p(95)", value=9.0, limit=Seen(bound={"below": 10}, unit=" ms"), n=60)
    shown = []
    seen = Seen(
        show=shown.append, in_total=lambda: [row], source="load", endpoints=lambda: endpoints, baseline=baseline, no_baseline=None,
        regressions=lambda: regressions, compared="then", result=Seen(names=["a"]), doubt=lambda: None,
    )  # fmt: skip
    said, judge = told(infrastructure.performance_acceptable, performance=seen)
    assert said[0] == ("p(95)", "< 10 ms", "9 ms", True)
    assert judge.evidence[0].n == 60
    assert [evidence.name for evidence in judge.breaches()] == broken
    assert [name for name, *_ in said][2:] == ([] if endpoints and not baseline else ["slower than the baseline"])
    assert all(limit == "≤ 0" for _, limit, *_ in said[1:])
    assert shown == [judge]


def uncompared():
    raise CannotMeasure("no baseline")


@pytest.mark.parametrize(("value", "endpoints", "broken"), [(9.0, (), []), (11.0, (), ["p(95)"]), (9.0, (PLACE,), ["endpoints past a limit"])])  # fmt: skip
def test_a_baseline_that_is_missing_is_waived_alone(value, endpoints, broken):
    missing = Finding("", 0, "baseline", "staging has no baseline on x", key="staging has no baseline")
    row = Seen(name="p(95)", value=value, limit=Seen(bound={"below": 10}, unit=" ms"), n=60)
    seen = Seen(
        show=lambda _: None, in_total=lambda: [row], source="load", endpoints=lambda: endpoints, baseline=None,
        no_baseline=missing, compared="", result=Seen(names=["a"]), doubt=lambda: None, regressions=uncompared,
    )  # fmt: skip
    waiver = Waiver("x", missing.fingerprint, "the first release", "ann", "ben", dt.date.max)
    judge = Judge([waiver])
    infrastructure.performance_acceptable(performance=seen, judge=judge)
    assert [evidence.name for evidence in judge.breaches()] == broken
    shown = [(each.waived, each.allowed) for each in judge.evidence if each.name == "baselines that are missing"]
    assert shown == [((missing,), "≤ 0")]
    there = Seen(**{**vars(seen), "no_baseline": None, "baseline": True, "regressions": tuple})
    judge = Judge([waiver])
    infrastructure.performance_acceptable(performance=there, judge=judge)
    assert "slower than the baseline" in [each.name for each in judge.evidence]
    for waivers in ([], [replace(waiver, expires=dt.date.min)]):
        with nullcontext() if broken else pytest.raises(CannotMeasure, match="no baseline"):
            infrastructure.performance_acceptable(performance=seen, judge=Judge(waivers))


@pytest.mark.parametrize("not_green", [(), (PLACE,)])
def test_pipeline_green(not_green):
    notes = [("left out", "x"), ("earlier", "y")]
    seen = Seen(notes=lambda: notes, not_green=not_green, total=3, source="checks", doubt=lambda: None)
    said, judge = told(infrastructure.pipeline_green, pipeline=seen)
    assert said == [
        ("left out", "", "x", None),
        ("earlier", "", "y", None),
        ("checks not green", "≤ 0", str(len(not_green)), not not_green),
    ]
    assert (judge.evidence[2].n, judge.evidence[2].source) == (3, "checks")
    doubtful = Seen(**{**vars(seen), "doubt": lambda: CannotMeasure("one still runs")})
    if not_green:
        assert told(infrastructure.pipeline_green, pipeline=doubtful)[0] == said
    else:
        with pytest.raises(CannotMeasure, match="one still runs"):
            told(infrastructure.pipeline_green, pipeline=doubtful)
    with pytest.raises(CannotMeasure, match="checks not green: nothing was measured"):
        told(infrastructure.pipeline_green, pipeline=Seen(**{**vars(seen), "not_green": (), "total": 0}))
