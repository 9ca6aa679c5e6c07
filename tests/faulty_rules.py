"""One fault each, planted into four rules that are right; and the words by which each is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ERRORS = (
    'sum by (job) (rate(http_requests_total{job="shop",code=~"5.."}[5m])) / '
    'sum by (job) (rate(http_requests_total{job="shop"}[5m])) > 0.02'
)
LATENCY = 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job="shop"}[5m]))) > 0.5'
MEMORY = 'container_memory_working_set_bytes{job="shop"} / container_spec_memory_limit_bytes{job="shop"} > 0.8'
QUEUE = 'shop_queue_length{job="shop"} > 1000'
# What those read of a healthy shop, which has no error yet.
SERIES = b"""\
http_requests_total{code="200"} 7
http_request_duration_seconds_bucket{le="0.5"} 7
http_request_duration_seconds_bucket{le="1"} 7
http_request_duration_seconds_bucket{le="+Inf"} 7
container_memory_working_set_bytes 1
container_spec_memory_limit_bytes 100
shop_queue_length 1
"""
GOOD = {"error_rate": ERRORS, "latency": LATENCY, "memory": MEMORY, "queue_depth": QUEUE}


@dataclass(frozen=True)
class Fault:
    """What is changed in the rule of one signal.

    Attributes:
        name: of the fault.
        signal: whose rule it is in.
        changes: pairs of old and new text of the expression.
        said: a part of the message.
        rule: further attributes of the rule.
        is_certain: whether the row must fail; otherwise it is not proven.
    """

    name: str
    signal: str
    changes: tuple[tuple[str, str], ...]
    said: str
    rule: dict[str, Any] = field(default_factory=dict)
    is_certain: bool = True

    @property
    def expression(self) -> str:
        """The expression with the fault."""
        text = GOOD[self.signal]
        for old, new in self.changes:
            assert old in text, (self.name, old)
            text = text.replace(old, new)
        return text


def fault(name: str, signal: str, old: str, new: str, said: str, **more: Any) -> Fault:
    """A fault that is one change of text."""
    return Fault(name, signal, ((old, new),), said, **more)


WEAK = (
    fault("loosened by a digit", "error_rate", "> 0.02", "> 0.2", "it fires at > 20 %, not at > 2 %"),
    fault("loosened a little", "error_rate", "> 0.02", "> 0.021", "it fires at > 2.1 %, not at > 2 %"),
    fault("wrong direction", "error_rate", "> 0.02", "< 0.02", "it fires in the wrong direction"),
    fault("sides swapped", "queue_depth", QUEUE, f"1000 > {QUEUE[:-7]}", "it fires in the wrong direction"),
    fault("percent for a ratio", "error_rate", "> 0.02", "> 2", "100 times as much: is its unit right?"),
    fault("milliseconds for seconds", "latency", "> 0.5", "> 500", "1000 times as much: is its unit right?"),
    fault("seconds for minutes", "latency", "> 0.5", "> 30", "it fires at > 30000 ms, not at > 500 ms"),
    fault("divided by 100", "memory", "> 0.8", "/ 100 > 0.8", "it fires at > 8000 %, not at > 80 %"),
    fault(
        "another job", "error_rate", 'job="shop"', 'job="till"', 'it selects job="till", and this service is job="shop"'
    ),
    fault("all jobs but this", "latency", 'job="shop"', 'job!="shop"', 'it selects job!="shop"'),
    fault("a day's window", "error_rate", "[5m]", "[1d]", "it looks back over 1d, and may over 1h"),
    fault("median", "latency", "0.95", "0.5", "it measures p50, not p95"),
    fault("percentile as a number", "latency", "(0.95", "(0.9", "it measures p90, not p95"),
    fault(
        "the mean",
        "latency",
        'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job="shop"}[5m])))',
        'rate(http_request_duration_seconds_sum{job="shop"}[5m]) / rate(http_request_duration_seconds_count{job="shop"}[5m])',
        "it measures the mean, not p95",
    ),
    fault("le is lost", "latency", "by (le)", "by (job)", "it drops the label le of the buckets"),
    fault("errors of clients", "error_rate", "5..", "4..", "it counts statuses that no error of the server has"),
    fault("one status alone", "error_rate", 'code=~"5.."', 'code="500"', "it counts only some of the server's errors"),
    fault("errors of one page", "error_rate", 'code=~"5.."', 'code=~"5..",handler="/pay"', "the numerator counts only"),
    fault("disabled for ever", "error_rate", "> 0.02", "> 0.02 unless on() vector(1)", "switches it off for ever"),
    fault("never in the evening", "latency", "> 0.5", "> 0.5 and on() hour() < 18", "at certain times only"),
    fault("silent at weekends", "memory", "> 0.8", "> 0.8 unless on() day_of_week() > 5", "at certain times only"),
    fault("bool", "queue_depth", "> 1000", "> bool 1000", "so it always fires"),
    fault("no comparison", "queue_depth", " > 1000", "", "it compares nothing, so it always fires"),
    fault("the smallest queue", "queue_depth", QUEUE, f"min({QUEUE[:-7]}) > 1000", "it takes the min of all series"),
    fault(
        "the free amount",
        "memory",
        "container_memory_working_set",
        "container_memory_available",
        "the share that is free > 0.8",
    ),
    fault("infinite", "queue_depth", "1000", "Inf", "so it never fires"),
    fault("of an hour ago", "queue_depth", '"shop"}', '"shop"} offset 1h', "it waits 1h5m before it fires"),
    fault(
        "an hour long", "queue_depth", QUEUE, f"min_over_time({QUEUE[:-7]}[1h]) > 1000", "it waits 1h5m before it fires"
    ),
    fault(
        "recording rule gone",
        "error_rate",
        ERRORS,
        "job:http_errors:ratio5m > 0.02",
        "no loaded recording rule records",
    ),
    Fault("for: 1h", "error_rate", (), "it waits 1h before it fires, and may wait 15m", {"wait": 3600.0}),
    Fault(
        "cannot be evaluated",
        "error_rate",
        (),
        "cannot be evaluated: many-to-many",
        {"health": "err", "error": "many-to-many"},
    ),
    Fault("evaluated long ago", "memory", (), "was last evaluated 1h ago", {"evaluated": 1_800_000_000.0 - 3600}),
    Fault("never evaluated", "memory", (), "was never evaluated", {"evaluated": float("nan")}),
    Fault("of unknown health", "memory", (), "is unknown, not ok", {"health": "unknown"}),
)
UNPROVEN = (
    fault("multiplied by 100", "error_rate", " > 0.02", " * 100 > 0.02", "100 times as much: is its unit right?"),
    fault("maintenance", "memory", "> 0.8", "> 0.8 unless on() maintenance_mode == 1", "it is silent while"),
    fault("another alert", "memory", "> 0.8", '> 0.8 unless on() ALERTS{alertname="Known"}', "it is silent while"),
    fault(
        "some traffic",
        "error_rate",
        "> 0.02",
        "> 0.02 and on() sum(rate(http_requests_total[5m])) > 10",
        "it fires only while",
    ),
    fault("one page", "latency", 'job="shop"', 'job="shop",handler="/pay"', "are all series of this service"),
    fault("no unit", "latency", "_seconds_", "_", "in which unit"),
    fault("requests that are sent", "latency", "http_", "http_client_", "is about the requests to this service"),
    fault(
        "errors per second",
        "error_rate",
        ' / sum by (job) (rate(http_requests_total{job="shop"}[5m]))',
        "",
        "not their share",
    ),
    fault(
        "bytes",
        "memory",
        ' / container_spec_memory_limit_bytes{job="shop"} > 0.8',
        " > 8e8",
        "it compares the amount in use with 762.9 MiB",
    ),
    fault(
        "memory of the host",
        "memory",
        "container_spec_memory_limit_bytes",
        "node_memory_MemTotal_bytes",
        "of the host's memory",
    ),
    fault("mean of queues", "queue_depth", QUEUE, f"avg({QUEUE[:-7]}) > 1000", "it takes the mean"),
    fault(
        "sum of instances",
        "memory",
        MEMORY,
        'sum(container_memory_working_set_bytes{job="shop"}) / sum(container_spec_memory_limit_bytes{job="shop"}) > 0.8',
        "over all instances",
    ),
    fault("status by itself", "error_rate", "sum by (job) ", "", "divides the series of each status by itself"),
    fault("sides do not match", "error_rate", "/ sum by (job)", "/ sum", "its two sides keep different labels"),
    fault("equality", "queue_depth", "> 1000", "== 1000", "it compares the length of a queue by =="),
    fault(
        "threshold from elsewhere",
        "queue_depth",
        "1000",
        "shop_queue_limit_items",
        "its threshold is no number but shop_queue_limit_items",
    ),
    fault("template", "queue_depth", "1000", "{{ .Values.limit }}", "it is a template"),
    fault(
        "growth instead of height",
        "memory",
        MEMORY,
        'deriv(container_memory_working_set_bytes{job="shop"}[5m]) > 0.8',
        "deriv()",
    ),
    fault("absent", "queue_depth", QUEUE, "absent(shop_queue_length > 1000)", "absent()"),
)
FAULTS = (*WEAK, *(Fault(one.name, one.signal, one.changes, one.said, one.rule, is_certain=False) for one in UNPROVEN))
