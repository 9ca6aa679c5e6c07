"""Queries of the team's own that read recorded series: what their rules compute is looked into."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import Recorded

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.alerts.meaning.recordings import Recordings
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Sample, Values

TEXT = '# TYPE http_requests_total counter\nhttp_requests_total{status="200"} 90\nhttp_requests_total{status="500"} 1\n'
ERRORS = 'sum(rate(http_requests_total{status=~"5.."}[5m]))'
ALL = "sum(rate(http_requests_total[5m]))"
P95 = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))"
CAPS = {"error_rate": Cap("error rate", 1.0, "<", " %"), "latency": Cap("p(95)", 200.0, "<", " ms")}
CAPS |= {"memory": Cap("memory", 80.0, "<", " %"), "queue_depth": Cap("queue depth", 1000.0)}
UNITS = {"error_rate": "ratio", "latency": "s", "memory": "ratio", "queue_depth": ""}


class Known(Recorded):
    """Has each metric that a rule or a query names."""

    def ask(self, expression):
        if expression.startswith("count(last_over_time("):
            return Values((Sample({}, 1.0, 0.0),), 0.0)
        return super().ask(expression)


def rules(**expressions):
    """Rules by names in which "__" stands for a colon."""
    return [Rule(name.replace("__", ":"), text, records=True, group="shop") for name, text in expressions.items()]


def judged(signal, query, *loaded, all_failed=(1.0,), **more):
    wanted = Wanted(signal, 300.0, query=query, unit=UNITS[signal], longest=3600.0, **more)
    metrics = Known(TEXT, asked={query: [({}, 0.001)]})
    metrics.all_failed = all_failed
    asking = replace(wanted, recordings=lambda: Recordings(tuple(loaded)))
    return measure(metrics, asking, CAPS[signal], longest_age=60)


@pytest.mark.parametrize(
    ("signal", "query", "loaded"),
    [
        ("error_rate", "job:errors:ratio5m", rules(job__errors__ratio5m=f"{ERRORS} / {ALL}")),
        ("error_rate", "max(job:errors:ratio5m)", rules(job__errors__ratio5m=f"{ERRORS} / ({ALL} > 0)")),
        ("error_rate", "job:errors:rate5m / job:all:rate5m", rules(job__errors__rate5m=ERRORS, job__all__rate5m=ALL)),
        (
            "error_rate",
            "job:errors:ratio5m",
            rules(
                job__errors__ratio5m="job:errors:rate5m / job:all:rate5m",
                job__errors__rate5m=ERRORS,
                job__all__rate5m=ALL,
            ),
        ),
        ("error_rate", "shop_failing", rules(shop_failing=f"{ERRORS} / {ALL}")),
        ("latency", "job:latency:p95", rules(job__latency__p95=P95)),
        ("memory", "max_over_time(job:memory:used[10m])", rules(job__memory__used="max(process_resident_memory_bytes) / 1e9")),
        ("queue_depth", "job:queue:max", rules(job__queue__max="max(shop_queue_length)")),
    ],
)  # fmt: skip
def test_what_is_recorded_is_judged(signal, query, loaded):
    found = judged(signal, query, *loaded)
    assert found.doubt() is None
    assert any(name == "recorded by the server's rules" for name, _ in found.notes())


@pytest.mark.parametrize(
    ("query", "loaded", "said"),
    [
        ("job:errors:ratio5m", rules(job__errors__ratio5m=f"clamp_max({ERRORS} / {ALL}, 0.001)"), "clamp_max"),
        ("job:errors:ratio5m", rules(job__errors__ratio5m=f"0 * {ERRORS} / {ALL}"), "it is not known what"),
        ("job:errors:ratio5m", rules(job__errors__ratio5m="vector(0)"), "selects no series: it is a constant"),
        ("job:errors:ratio5m", rules(job__errors__ratio5m=ALL), "it is a rate, and no share"),
        ("job:errors:ratio5m", rules(job__errors__ratio5m=f"{ERRORS} / {ALL}".replace("5..", "5xx")), "can match nothing"),
        ("job:errors:ratio5m", rules(job__errors__ratio5m=f"{ERRORS} / {ALL}".replace("5m", "2h")), "looks back over 2 h"),
        ("job:errors:ratio5m", rules(job__errors__ratio5m="rollup(x[5m])"), "it cannot be parsed"),
        ("job:errors:ratio5m", rules(job__errors__ratio5m="job:errors:ratio5m"), "is recorded from itself"),
        ("job:errors:ratio5m offset 1h", rules(job__errors__ratio5m=f"{ERRORS} / {ALL}"), "looks at another time"),
        ("job:errors:ratio5m", [], "no loaded recording rule records job:errors:ratio5m"),
        ("job:errors:ratio5m", rules(job__errors__ratio5m=ERRORS) + rules(job__errors__ratio5m=ALL), "2 recording rules"),
        ("shop_failing", rules(shop_failing="max(shop_orders)"), "nothing says that shop_orders is the error_rate"),
    ],
)  # fmt: skip
def test_what_is_recorded_otherwise_is_no_pass(query, loaded, said):
    with pytest.raises((CannotMeasure, NotSetUp), match=said):
        judged("error_rate", query, *loaded)


def test_a_recorded_name_without_a_rule_has_a_cure_or_is_trusted():
    with pytest.raises(CannotMeasure) as caught:
        judged("memory", "job:memory:ratio")
    assert "load the rule that records it into the server" in caught.value.cure
    assert "trust it: memory = { query = '…', trusted = true }" in caught.value.cure
    found = judged("memory", "job:memory:ratio", trusted=True)
    answered = [text for name, text in found.notes() if name == "you answer for"]
    assert "no loaded recording rule records job:memory:ratio" in answered[0]


def test_what_a_rule_lacks_is_said_of_the_query_that_reads_it():
    with pytest.raises(CannotMeasure) as caught:
        judged("queue_depth", "job:queue:mean", *rules(job__queue__mean="avg(shop_queue_length)"))
    assert caught.value.what.startswith("the query job:queue:mean cannot be taken for the queue_depth of the service")
    assert caught.value.what.endswith("; the rules record job:queue:mean (group shop): avg(shop_queue_length)")


def test_rules_that_would_not_see_a_failure_are_refused():
    with pytest.raises(CannotMeasure, match="would not see that requests fail"):
        judged("error_rate", "job:errors:ratio5m", *rules(job__errors__ratio5m=f"{ERRORS} / {ALL}"), all_failed=(0.2,))


def test_rules_that_cannot_be_read_matter_for_recorded_series_alone():
    def unread():
        raise CannotMeasure("nobody answers", "start it")

    wanted = Wanted("queue_depth", 300.0, query="max(shop_queue_length)", recordings=unread)
    metrics = Known("", asked={"max(shop_queue_length)": [({}, 1.0)], "job:queue:max": [({}, 1.0)]})
    assert measure(metrics, wanted, CAPS["queue_depth"], longest_age=60).doubt() is None
    with pytest.raises(CannotMeasure, match="job:queue:max is recorded, and its rule cannot be read: nobody answers"):
        measure(metrics, replace(wanted, query="job:queue:max"), CAPS["queue_depth"], longest_age=60)
