"""A fresh scrape may hand over old values: of an exporter with times of its own, or of a gateway that keeps them."""

from __future__ import annotations

import pytest
from recorded_metrics import SECONDS, Recorded

from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Instance

NOW = 1_000_000_000
CAP = Cap("the signal", 1000.0)
TIMES = "http_request_duration_seconds"
HISTOGRAM = (
    f'# TYPE {TIMES} histogram\n{TIMES}_bucket{{le="0.1"}} 500\n{TIMES}_bucket{{le="+Inf"}} 500\n'
    f"{TIMES}_sum 20\n{TIMES}_count 500\n"
)
COUNTER = '# TYPE http_requests counter\nhttp_requests_total{code="200"} 500\n'
CONTAINERS = "".join(
    f'container_memory_working_set_bytes{{namespace="s",pod="{pod}",container="web"}} 5\n'
    f'container_spec_memory_limit_bytes{{namespace="s",pod="{pod}",container="web"}} 100\n'
    for pod in ("web-1", "web-2")
)
EXPORTED = {
    "error_rate": (COUNTER, "http_requests_total"),
    "latency": (HISTOGRAM, f"{TIMES}_count"),
    "memory": ("process_resident_memory_bytes 100\n", "process_resident_memory_bytes"),
    "cpu": ("process_cpu_seconds_total 1\n", "process_cpu_seconds_total"),
    "queue_depth": ("queue_depth 3\n", "queue_depth"),
}


def signal_of(name, source):
    wanted = Wanted(name, SECONDS, fewest=1, memory_limit=1000.0, cpu_limit=1.0)
    return measure(source, wanted, CAP, longest_age=5)


@pytest.mark.parametrize("name", EXPORTED)
def test_a_value_that_is_old_is_not_of_now(name):
    text, series = EXPORTED[name]
    source = Recorded(text)
    assert signal_of(name, source).doubt() is None
    source.old = {series: 240.0}
    doubt = signal_of(name, source).doubt()
    assert f"of now is unknown: the newest value of {series} of shop-1 is 4 min old" in doubt.what
    assert "repeats old values" in doubt.cure


def test_a_container_that_was_replaced_is_noted_and_one_without_any_of_now_is_unknown():
    source = Recorded(CONTAINERS)
    source.old = {"web-1": 200.0}
    signal = signal_of("memory", source)
    assert signal.doubt() is None
    assert "of s, web-1, web is 3.33 min old" in dict(signal.notes())["not of now"]
    source.old["web-2"] = 200.0
    assert "of now is unknown" in signal_of("memory", source).doubt().what


@pytest.mark.parametrize("is_up", [True, False])
def test_an_instance_that_is_scraped_must_have_values_of_now(is_up):
    seen = (Instance("b", up=True, age=1.0), *((Instance("a", up=True, age=1.0),) * is_up))
    source = Recorded({"a": COUNTER, "b": COUNTER}, instances=seen)
    source.old = {"a": 200.0}
    signal = signal_of("error_rate", source)
    assert bool(signal.doubt()) == is_up
    assert ("not of now" in dict(signal.notes())) != is_up


def pushed(ago, group=""):
    return f"queue_depth{group} 3\npush_time_seconds{group} {NOW - ago}\n"


class Now(Recorded):
    """Asked now, as what was pushed is compared with it."""

    def _grouped(self, *args):
        found = super()._grouped(*args)
        return type(found)(found.samples, NOW, partial=found.partial)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (pushed(3 * 86_400), "queue_depth of shop-1 was pushed 3 d ago, says push_time_seconds"),
        (pushed(3 * 86_400, '{job="batch"}'), "queue_depth of batch, shop-1 was pushed 3 d ago"),
        (pushed(20), None),
        (pushed(20) + 'push_time_seconds{job="other"} 5\n', None),
        ('queue_depth{shard="1"} 3\n' + pushed(20) + 'push_time_seconds{shard="1"} 5\n', "queue_depth of shop-1 was"),
    ],
)
def test_what_was_pushed_long_ago_is_not_of_now(text, said):
    doubt = signal_of("queue_depth", Now(text)).doubt()
    assert said in doubt.what if said else doubt is None
