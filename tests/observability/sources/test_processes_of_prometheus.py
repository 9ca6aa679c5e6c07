"""Each process once, however often it is scraped; and those that only their own series tell of."""

from __future__ import annotations

import time

import pytest
from test_instances_of_prometheus import target
from test_metrics_of_prometheus import Fake

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.selecting import Selector

URL = "http://10.0.0.1:80/metrics"


@pytest.fixture
def fake(serve):
    return Fake(serve)


def scraped(instance="10.0.0.1:80", url=URL, health="up", **labels):
    found = target(instance, health, scrapeUrl=url)
    found["labels"] |= labels
    return found


def test_what_two_jobs_scrape_is_one_process(fake):
    fake.paths["targets"] = {"activeTargets": [scraped(), scraped(endpoint="web"), scraped("pod-1", endpoint="named")]}
    (one,) = fake.metrics.instances()
    assert (one.name, one.also, one.times, one.up) == ("10.0.0.1:80", ("pod-1",), 3, True)


def test_another_path_of_a_process_is_no_second_process_and_its_failure_is_seen(fake):
    fake.paths["targets"] = {"activeTargets": [scraped(), scraped(url=f"{URL}/app", health="down")]}
    (one,) = fake.metrics.instances()
    assert (one.times, one.up) == (1, False)


@pytest.mark.parametrize(
    ("other", "labels"),
    [
        ("http://10.0.0.2:80/metrics", {}),  # both are called as the service
        ("http://10.0.0.1:80/metrics?target=b", {"pod": "b"}),  # one exporter tells of many
    ],
)
def test_processes_that_share_a_name_or_an_address_are_two(fake, other, labels):
    fake.paths["targets"] = {"activeTargets": [scraped(pod="a"), scraped(url=other, **labels)]}
    assert [one.times for one in fake.metrics.instances()] == [1, 1]


def test_what_both_servers_of_a_pair_scrape_is_one_process(serve):
    fake = Fake(serve, "Thanos 0.39.2")
    pair = [{"job": "shop", "instance": "a", "replica": replica} for replica in "01"]
    fake.queries["timestamp("] = [(labels, str(time.time() - 5)) for labels in pair]
    fake.queries["up"] = [({"__name__": "up", **labels}, "1") for labels in pair]
    assert [one.name for one in fake.metrics.instances()] == ["a"]


def pushing(fake, *ages):
    """Instances whose series a collector hands on, heard of so many seconds ago."""
    fake.paths["targets"] = {"activeTargets": []}
    named = [{"instance": f"uuid-{number}"} for number, _ in enumerate(ages)]
    fake.queries["count by (__name__, instance"] = [({"__name__": "target_info", **one}, "1") for one in named]
    fake.queries["(timestamp(target_info{"] = [
        (one, str(time.time() - age)) for one, age in zip(named, ages, strict=True)
    ]
    return fake.metrics.instances()


def test_instances_that_nobody_scrapes_are_known_by_their_series(fake):
    one, other = pushing(fake, 5, 40)
    assert (one.name, one.up, other.name) == ("uuid-0", True, "uuid-1")
    assert 39 < other.age < 100
    asked = next(one for one in fake.asked if "count by (__name__" in one)
    assert '{job="shop",__name__!~"ALERTS.*|.*:.*"}' in asked


def test_an_instance_that_was_replaced_ends_with_its_series(fake):
    assert [one.name for one in pushing(fake, 250, 5)] == ["uuid-1"]
    assert [one.name for one in pushing(fake, 250, 260)] == ["uuid-0", "uuid-1"]


@pytest.mark.parametrize("path", ["label/__name__/values", "series", "rules", "targets", "metadata"])
@pytest.mark.parametrize("more", [{"warnings": ["results truncated due to limit"]}, {"isPartial": True}])
def test_lists_that_lack_something_are_not_read(fake, path, more):
    whole = fake.of
    fake.paths[path] = []

    def of(asked, query):
        status, headers, body = whole(asked, query)
        said = b', "warnings": ["results truncated due to limit"]}' if "warnings" in more else b', "isPartial": true}'
        return status, headers, body[:-1] + said if asked == path else body

    fake.of, api = of, fake.metrics.api
    ask = {
        "label/__name__/values": lambda: api.label_values("__name__", [], 0, 1),
        "series": lambda: api.series([Selector("x")], 0, 1),
        "rules": api.rules,
        "targets": api.targets,
        "metadata": api.metadata,
    }
    with pytest.raises(CannotMeasure, match=r"is incomplete: (results truncated due to limit|the server says so)"):
        ask[path]()


def test_values_that_lack_something_are_not_read(fake):
    fake.queries["max"] = (200, {}, b'{"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}}')
    with pytest.raises(CannotMeasure, match="is incomplete"):
        fake.metrics.values(Selector("x"))
    assert fake.metrics.ask("max(x)").partial
