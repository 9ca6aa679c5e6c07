"""A process that two jobs scrape counts each request once; a service that is down says so."""

from __future__ import annotations

import pytest
from test_instances_that_join import Counters, flow_of

from pytest_golive.observability.flow import measuring
from pytest_golive.observability.sources.metrics import Instance, Sample, Values


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(measuring, "PAUSE", 0.01)


class Twice(Counters):
    """Instance "a" as two jobs scrape it, by the name "a" or by another one."""

    def __init__(self, second, **counts):
        super().__init__(**counts)
        self.second = {"instance": second, "job": "other"}

    def instances(self):
        also = (self.second["instance"],) if self.second["instance"] != "a" else ()
        return (Instance("a", up=True, age=0.0, interval=0.1, also=also, times=2),)

    def values(self, selector, by=(), how="max"):
        found = super().values(selector, by, how)
        if how != "sum":
            return found
        return Values(tuple(Sample(one, each.value, 0.0) for each in found.samples for one in self.jobs), 0.0)

    @property
    def jobs(self):
        return {"instance": "a", "job": "first"}, self.second


@pytest.mark.parametrize("instance", ["a", "pod-1"])
@pytest.mark.parametrize(("share", "counted"), [(1.0, 4), (0.5, 2)])
def test_what_two_jobs_scrape_counts_once(instance, share, counted):
    metrics = Twice(instance, a=7.0)
    flow = flow_of(metrics, lambda _: metrics.counts.update(a=metrics.counts["a"] + share))
    assert (flow.counted, flow.seen, dict(flow.rose)) == (counted, 1, {"a": counted})
    assert bool(flow.uncounted) == (counted < 4)


class Down(Counters):
    def instances(self):
        return (Instance("a", up=False, age=1.0, error="connection refused", interval=0.1),)

    def names(self):
        return {}


def test_a_service_that_is_down_is_said_to_be_so_before_its_metrics():
    sent = []
    flow = flow_of(Down(), sent.append)
    assert "the scrape of a fails: connection refused" in flow.unfit[0].message
    assert "no metrics about requests" in flow.missing[0].message
    assert (sent, flow.is_decided, list(flow.notes())) == ([], False, [])
