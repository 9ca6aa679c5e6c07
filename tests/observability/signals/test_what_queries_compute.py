"""What a query of the team's own computes is taken apart: what is no error rate, and no percentile, never passes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Sample, Values

TEXT = '# TYPE http_requests_total counter\nhttp_requests_total{status="200"} 90\nhttp_requests_total{status="500"} 1\n'
E = 'http_requests_total{status=~"5.."}'
A = "sum(rate(http_requests_total[$window]))"
R = f"sum(rate({E}[$window])) / {A}"
B = "http_request_duration_seconds_bucket"
P95 = f"histogram_quantile(0.95, sum by (le) (rate({B}[$window])))"
CAPS = {
    "error_rate": Cap("error rate", 1.0, "<", " %"),
    "latency": Cap("p(95)", 200.0, "<", " ms"),
    "memory": Cap("memory", 80.0, "<", " %"),
    "queue_depth": Cap("queue depth", 1000.0),
}
UNITS = {"error_rate": "ratio", "latency": "s", "memory": "ratio", "queue_depth": ""}


def judged(signal, query, value=0.0, *, told=None, all_failed=(1.0,), **more):
    wanted = replace(Wanted(signal, 300.0, query=query, unit=UNITS[signal]), **more)
    metrics = Recorded(TEXT, asked={wanted.asked: [({}, value)], **(told or {})})
    metrics.all_failed = all_failed
    return measure(metrics, wanted, CAPS[signal], longest_age=60)


@pytest.mark.parametrize(
    ("signal", "query"),
    [
        ("error_rate", R),
        ("error_rate", f"(sum(rate({E}[$window])) or vector(0)) / {A}"),
        ("error_rate", f"{R} or vector(0)"),
        ("error_rate", f"max(sum by (instance) (rate({E}[$window])) / ({A} > 0))"),
        ("error_rate", f"1 - {R}".replace("=~", "!~")),
        ("error_rate", f"sum(increase({E}[$window])) / sum(increase(http_requests_total[$window]))"),
        ("error_rate", "sum(rate(shop_failed_total[$window])) / sum(rate(shop_total[$window]))"),
        ("error_rate", "sum(rate(shop_declined_total[$window])) / sum(rate(shop_total[$window]))"),
        ("latency", P95),
        ("latency", "max(shop_response_time_p95)"),
        ("error_rate", "max(shop_error_ratio)"),
        ("latency", P95.replace("0.95", "0.99")),
        ("memory", "max(process_resident_memory_bytes) / 536870912"),
    ],
)
def test_usual_queries_are_taken(signal, query):
    assert judged(signal, query).doubt() is None


@pytest.mark.parametrize(
    ("signal", "query", "said"),
    [
        ("error_rate", f"1 - {R}".replace('=~"5.."', '!="404"'), "a rate of all by a rate of all"),
        ("error_rate", f"1 - {R}".replace("5..", "[245].."), "a rate of all by a rate of all"),
        ("error_rate", f"sum(rate({E}[5s])) / {A}", "a rate over 5 s by one over 300 s"),
        ("error_rate", f"(sum(rate({E}[$window] offset 1d)) or vector(0)) / {A}", "looks at another time"),
        ("error_rate", f"sum(rate({E}[$window])) / sum(http_requests_total)", "is a counter as it stands"),
        ("error_rate", R.replace(A, f"sum(increase({A[9:-1]})"), "it divides a number of requests by a rate"),
        ("error_rate", f"min(rate({E}[$window])) / {A}", r"min\(\) does not keep the highest value"),
        ("error_rate", f"avg(rate({E}[$window])) / {A}", "takes the avg of rates"),
        ("error_rate", f"{R} > bool 0.5", "gives 0 or 1 in place of the value"),
        ("error_rate", f"{R} > 0.5 or vector(0)", "leaves out values"),
        ("error_rate", f"0 * {R}", "it is not known what"),
        ("error_rate", f"{R} / 3", "gives 0.333333 where all are meant"),
        ("error_rate", f"clamp_max({R}, 0.005)", "clamp_max"),
        ("error_rate", f"sum(rate({E}[$window]))", "it is a rate, and no share of failed requests"),
        ("error_rate", R.replace("=~", "!~"), "share of requests that do not fail: subtract it from 1"),
        ("latency", P95.replace("0.95", "0.5"), r"it is p\(50\), and the limit is for p\(95\)"),
        ("latency", P95.replace("0.95", "95"), r"histogram_quantile\(95, …\) is infinite"),
        ("latency", "sum(rate(x_seconds_sum[$window])) / sum(rate(x_seconds_count[$window]))", "it is the mean"),
        ("latency", P95.replace(B, f'{B}{{le=~"0.1|0.2"}}'), "which boundary"),
        ("error_rate", "max(shop_load)", "nothing says that shop_load is the error_rate"),
        ("latency", "max(up)", "nothing says that up is the latency"),
        ("memory", "min(process_resident_memory_bytes) / 1e9", r"min\(\) does not keep the highest value"),
        ("queue_depth", "delta(shop_queue_length[1m])", r"what delta\(\) makes of a value"),
        ("queue_depth", "shop_queue_length < 5 or vector(0)", "leaves out values"),
        ("queue_depth", "shop_queue_length / 1000", "times 0.001"),
        ("latency", f"{P95} or vector(0)", r"it makes up vector\(0\) where a value is missing"),
        ("latency", P95.replace("le)", "le, instance)").replace("hist", "avg(hist") + ")", "it takes the mean"),
    ],
)
def test_what_is_something_else_is_refused_unless_the_team_answers_for_it(signal, query, said):
    with pytest.raises(CannotMeasure, match=f"cannot be taken for the {signal} of the service.*{said}") as caught:
        judged(signal, query)
    assert f"{signal} = {{ query = '…', trusted = true }}" in caught.value.cure
    assert "by trusted = true" in dict(judged(signal, query, trusted=True).notes())["you answer for"]


@pytest.mark.parametrize(
    ("signal", "query", "unit", "said"),
    [
        ("error_rate", R, "%", "gives 1 where all are meant, so it is in ratio, and its unit .* is '%'"),
        ("error_rate", f"100 * {R}", "ratio", "so it is in %"),
        ("latency", P95, "ms", "is in s, by the name of its metric, and its unit .* is 'ms'"),
        ("memory", "a_memory_used_bytes / a_memory_max_bytes", "bytes", "gives a share"),
    ],
)
def test_a_unit_that_contradicts_the_query_is_refused(signal, query, unit, said):
    with pytest.raises(CannotMeasure, match=said):
        judged(signal, query, unit=unit, memory_limit=1e9)


@pytest.mark.parametrize("all_failed", [(0.0,), (0.5,), (1.0, 0.3), (), (float("nan"),)])
def test_a_query_that_would_not_see_that_all_fails_is_refused(all_failed):
    with pytest.raises(CannotMeasure, match="would not see that requests fail"):
        judged("error_rate", f"{R} or vector(0)", all_failed=all_failed)


def test_words_that_no_series_has_are_refused():
    query = R.replace('status=~"5.."', 'outcome="REJECTED"')
    with pytest.raises(CannotMeasure, match="sees no failed request"):
        judged("error_rate", f"{query} or vector(0)")


@pytest.mark.parametrize(
    ("value", "edges", "certain"), [(0.1, "0.1", False), (0.15, "0.1 0.5", False), (0.15, "0.1 0.16 0.5", True)]
)
def test_a_percentile_is_known_between_two_buckets(value, edges, certain):
    told = {f"count by (le) ({B})": [({"le": edge}, 1.0) for edge in [*edges.split(), "+Inf"]]}
    assert (judged("latency", P95, value, told=told).doubt() is None) == certain


def test_what_is_not_there_is_no_0():
    query = 'shop_queue_length{queue="x"} or vector(0)'
    told = {'count(shop_queue_length{queue="x"})': []}
    with pytest.raises(CannotMeasure, match="there is no such series now"):
        judged("queue_depth", query, told=told)


class Shared(Recorded):
    """Two services in one Prometheus: which selections have series is told."""

    def __init__(self, query, having):
        super().__init__(TEXT.replace("{", '{job="shop",'), asked={query: [({}, 0.0)]})
        self.having = having
        self.all_failed = (1.0,)

    def ask(self, expression):
        if expression.startswith("count") and "last_over_time" not in expression:
            labels = {"job": "other"} if expression.startswith("count by") else {}
            return Values((Sample(labels, 1.0, 0.0),) if expression in self.having else (), 0.0)
        return super().ask(expression)


@pytest.mark.parametrize(
    ("more", "having", "said"),
    [
        (
            "",
            ['count(x{job="shop"})', 'count by (job) (x{job!="shop",job!=""})'],
            "judges others, too: .* of job other",
        ),
        ('job="other"', ['count(x{job="other"})'], "judges others: .* none of this service"),
        ('job="shop"', ['count(x{job="shop"})'], ""),
        ("", ["count(x{})", 'count(x{job=""})'], ""),
    ],
)
def test_series_of_others_are_not_judged(more, having, said):
    query = f"sum(rate(x{{{more}}}[300s])) / sum(rate(x{{{more}}}[300s]))".replace("x{", "http_requests_total{")
    query = query.replace("http_requests_total{", 'http_requests_total{status=~"5..",', 1).replace(",}", "}")
    metrics = Shared(query, [one.replace("x{", "http_requests_total{") for one in having])
    wanted = Wanted("error_rate", 300.0, query=query, unit="ratio", labels={"job": "shop"})
    if said:
        with pytest.raises(CannotMeasure, match=said):
            measure(metrics, wanted, CAPS["error_rate"], longest_age=60)
    else:
        assert measure(metrics, wanted, CAPS["error_rate"], longest_age=60).doubt() is None
