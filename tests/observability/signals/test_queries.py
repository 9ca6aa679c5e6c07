"""A query of the team's own: its unit is never guessed, and the worst of several series is judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import Recorded

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted

CAPS = {
    "error_rate": Cap("error rate", 1.0, "<", " %"),
    "latency": Cap("p(95)", 200.0, "<", " ms"),
    "memory": Cap("memory", 80.0, "<", " %"),
    "cpu": Cap("CPU", 80.0, "<", " %"),
    "queue_depth": Cap("queue depth", 1000.0),
}
OF = Wanted("error_rate", 300.0, query="my:query")


def judged(signal, *values, unit="", **more):
    metrics = Recorded("", asked={"my:query": [({"instance": f"web-{n}"}, value) for n, value in enumerate(values)]})
    found = measure(metrics, replace(OF, signal=signal, unit=unit, trusted=True, **more), CAPS[signal], longest_age=60)
    return {row.name: round(row.value, 6) for row in found.rows()}


@pytest.mark.parametrize(
    ("signal", "unit", "value", "judged_as"),
    [
        ("error_rate", "ratio", 0.005, 0.5),
        ("error_rate", "%", 0.5, 0.5),
        ("latency", "s", 0.12, 120),
        ("latency", "ms", 120, 120),
        ("latency", "us", 120_000, 120),
        ("memory", "ratio", 0.5, 50),
        ("memory", "bytes", 256, 50),
        ("memory", "KiB", 0.25, 50),
        ("cpu", "cores", 1, 50),
        ("queue_depth", "", 7, 7),
    ],
)
def test_units(signal, unit, value, judged_as):
    assert list(judged(signal, value, unit=unit, memory_limit=512.0, cpu_limit=2.0).values()) == [judged_as]


@pytest.mark.parametrize(
    ("signal", "unit", "said"),
    [
        ("error_rate", "", "0.5 may be a half or half a percent"),
        ("latency", "", "may be seconds or milliseconds"),
        ("latency", "ratio", "'ratio' is no unit of time"),
        ("memory", "", "0.5 may be a half"),
        ("memory", "bytes", "the limit is not known"),
        ("cpu", "cores", "the limit is not known"),
        ("queue_depth", "%", "counts, so it has no unit"),
    ],
)
def test_what_the_settings_must_say(signal, unit, said):
    with pytest.raises(NotSetUp, match=said):
        judged(signal, 1, unit=unit)


def test_the_worst_of_several_series_is_judged():
    assert judged("error_rate", 0.001, 0.03, 0.002, unit="ratio") == {"error rate of the worst series: web-1": 3.0}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1])
def test_what_is_no_number_never_passes(value):
    with pytest.raises(CannotMeasure, match=r"no number to judge by|cannot be below 0"):
        judged("error_rate", value, unit="ratio")


def test_no_series_is_not_0():
    with pytest.raises(CannotMeasure, match="there is no such series with a recent value"):
        judged("error_rate", unit="ratio")


def test_the_window_stands_in_the_query():
    metrics = Recorded("", asked={"sum(rate(x[300s]))": [({}, 0.001)]})
    wanted = replace(OF, query="sum(rate(x[$window]))", unit="ratio", trusted=True)
    (row,) = measure(metrics, wanted, CAPS["error_rate"], longest_age=60).rows()
    assert (row.name, round(row.value, 6)) == ("error rate", 0.1)


@pytest.mark.parametrize("query", ["vector(0)", "0 * scalar(vector(1))", "time() - time()"])
def test_a_constant_says_nothing_of_the_service(query):
    metrics = Recorded("", asked={query: [({}, 0.0)]})
    with pytest.raises(CannotMeasure, match="selects no series: it is a constant"):
        measure(metrics, replace(OF, query=query, unit="ratio"), CAPS["error_rate"], longest_age=60)


def test_each_metric_of_the_query_must_exist():
    query = "(sum(rate(shop_failed_total[300s])) or vector(0)) / sum(rate(http_requests_total[300s]))"
    metrics = Recorded("", asked={query: [({}, 0.0)]})
    wanted = replace(OF, query=query.replace("300s", "$window"), unit="ratio")
    assert measure(metrics, wanted, CAPS["error_rate"], longest_age=60).doubt() is None
    metrics.absent = ("shop_failed_total",)
    with pytest.raises(CannotMeasure, match="selects shop_failed_total, and no series has that name") as caught:
        measure(metrics, wanted, CAPS["error_rate"], longest_age=60)
    assert "export it as 0" in caught.value.cure


def test_what_is_no_plain_promql_is_taken_only_if_the_team_answers_for_it():
    query = "sum(rate(x[5m])) keep_metric_names"
    metrics = Recorded("", asked={query: [({}, 0.001)]})
    wanted = replace(OF, query=query, unit="ratio")
    with pytest.raises(CannotMeasure, match="cannot be taken for the error_rate of the service: it cannot be parsed"):
        measure(metrics, wanted, CAPS["error_rate"], longest_age=60)
    notes = dict(measure(metrics, replace(wanted, trusted=True), CAPS["error_rate"], longest_age=60).notes())
    assert "whether the metrics of the query exist" in notes["not checked"]
    assert "what the query computes, by trusted = true: it cannot be parsed" in notes["you answer for"]
