"""An instance that shows up between two counts brings what it counted before: its first value proves nothing."""

from __future__ import annotations

import time

import pytest

from pytest_golive.observability.flow import measuring
from pytest_golive.observability.flow.counting import Counted, Rises
from pytest_golive.observability.flow.rules import Rules
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Instance, Meta, Sample, Values

NAME = "http_requests_total"
WANTED = Wanted("error_rate", 60.0)


class Counters:
    """Metrics of instances whose counters of ``/version`` a test moves."""

    said = "counters"

    def __init__(self, **counts):
        self.up, self.counts = tuple(counts), {name: value for name, value in counts.items() if value is not None}
        self.later = []

    def instances(self):
        return tuple(Instance(name, up=True, age=0.0, interval=0.1) for name in self.up)

    def names(self):
        return {NAME: Meta("counter")}

    def ages(self, selector, by=()):
        return self.values(selector, by, how="age")

    def values(self, selector, by=(), how="max"):
        if how == "age":
            return Values(tuple(Sample({"instance": name}, 0.0, 0.0) for name in self.counts), 0.0)
        if how == "count":
            return Values((Sample({"status": "200"}, 1.0, 0.0),), 0.0)
        labels = {matcher.label for matcher in selector.matchers}
        if labels and "path" not in labels:
            return Values((), 0.0)
        if self.later and labels:
            self.later.pop(0)()
        return Values(tuple(Sample({"instance": name}, value, 0.0) for name, value in self.counts.items()), 0.0)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(measuring, "PAUSE", 0.01)
    monkeypatch.setattr(measuring, "WATCHED", 0.01)


def flow_of(metrics, send):
    return measuring.measure(metrics, WANTED, Rules(needed=(NAME,), requests=4, path="/version", patience=0.2), send)


def test_the_count_of_an_instance_that_joins_is_no_proof():
    metrics = Counters(a=7.0)

    def send(_):
        metrics.counts["b"] = 5000.0  # counted before it was scraped; ours are counted nowhere

    flow = flow_of(metrics, send)
    assert (flow.counted, flow.joined, flow.is_decided, flow.uncounted) == (0.0, ("b",), False, ())
    assert "rose by 0 while 4 requests were sent, without what b had when first seen" in flow.doubt.what
    assert "run it again when no instance starts" in flow.doubt.cure


def test_what_it_counts_after_its_first_value_is_proof():
    metrics = Counters(a=7.0)
    metrics.later = [*3 * [lambda: None], lambda: metrics.counts.update(b=5004.0)]
    flow = flow_of(metrics, lambda _: metrics.counts.update(b=5000.0))
    assert (flow.counted, flow.doubt, flow.is_decided) == (4.0, None, True)
    assert ("not looked at", "what b had when first seen, after the requests began") in tuple(flow.notes())


def test_a_new_series_of_an_instance_that_was_scraped_begins_at_zero():
    metrics = Counters(a=7.0, b=None)
    flow = flow_of(metrics, lambda _: metrics.counts.update(b=metrics.counts.get("b", 0.0) + 1))
    assert (flow.counted, flow.joined, flow.doubt) == (4.0, (), None)
    assert dict(flow.rose) == {"a": 0.0, "b": 4.0}


def test_without_anybody_who_joins_a_counter_that_stands_still_is_a_fault():
    flow = flow_of(Counters(a=7.0), lambda _: None)
    assert (flow.counted, flow.doubt, flow.is_decided, len(flow.uncounted)) == (0.0, None, True, 1)


def test_requests_of_others_to_the_same_path_are_none_of_ours():
    """The scraped service may be another one than that which answers."""
    metrics = Counters(a=5e4 * time.monotonic())
    metrics.later = 1000 * [lambda: metrics.counts.update(a=5e4 * time.monotonic())]
    flow = flow_of(metrics, lambda _: None)
    assert flow.doubt is not None
    assert flow.sent == 4 * measuring.MOST, "as many as stand out, within bounds"
    assert flow.doubt.cure.startswith("name a path that nobody else asks for as request_path; or raise")
    assert "by others' requests alone it would have risen by about" in flow.doubt.what


@pytest.mark.parametrize(
    ("before", "known", "after", "rose", "joined"),
    [
        (Counted({"a": 2.0}, {"a": 9.0}, ""), (), Counted({"a": 5.0}, {"a": 20.0}, ""), {"a": 3.0}, ()),
        (Counted({"a": 2.0}, {"a": 9.0}, ""), (), Counted({"a": 1.0}, {"a": 1.0}, ""), {"a": 1.0}, ()),
        (Counted({}, {"a": 9.0}, ""), (), Counted({"a": 5.0}, {"a": 14.0}, ""), {"a": 5.0}, ()),
        (Counted({}, {"a": 9.0}, ""), (), Counted({}, {"a": 14.0, "b": 3.0}, ""), {"a": 5.0, "b": 0.0}, ("b",)),
        (Counted({}, {}, ""), ("b",), Counted({}, {"b": 3.0}, ""), {"b": 3.0}, ()),
        (Counted({}, {}, ""), (), Counted({}, {"b": 3.0}, ""), {"b": 0.0}, ("b",)),
    ],
)
def test_rises(before, known, after, rose, joined):
    rises = Rises(before, known)
    assert (rises.of(after), rises.joined) == (rose, joined)
