"""The processes of a service that a server scrapes: also those that it cannot scrape."""

from __future__ import annotations

import datetime as dt
import math
import time

import pytest
from test_metrics_of_prometheus import Fake

from pytest_golive.errors import CannotMeasure


def target(instance="10.0.0.1:80", health="up", ago=5.0, **more):
    scraped = dt.datetime.fromtimestamp(time.time() - ago, dt.UTC)
    return {
        "labels": {"job": "shop", "instance": instance},
        "health": health,
        "lastError": "",
        "lastScrape": f"{scraped:%Y-%m-%dT%H:%M:%S}.123456789Z",
        "scrapeUrl": f"http://user:word-of-it@{instance}/metrics?token=canary",
        **more,
    }


@pytest.fixture
def fake(serve):
    return Fake(serve)


def test_targets_have_state_age_and_error(fake):
    other = target("10.0.0.9:80")
    other["labels"]["job"] = "other"
    down = target("10.0.0.2:80", "down", 3, lastError='Get "http://10.0.0.2": token=canary-word refused')
    never = target("10.0.0.3:80", "unknown", lastScrape="0001-01-01T00:00:00Z")
    fake.paths["targets"] = {"activeTargets": [target(), down, never, other]}
    up, down, never = fake.metrics.instances()
    assert (up.name, up.up, up.error, up.url) == ("10.0.0.1:80", True, "", "http://10.0.0.1:80/metrics")
    assert 3 < up.age < 120
    assert (down.up, "refused" in down.error, "canary" in down.error) == (False, True, False)
    assert (never.up, never.age, never.error) == (False, math.inf, "it was not scraped yet")


def test_a_server_that_started_just_now_is_not_blamed(fake):
    never = target("10.0.0.3:80", "unknown", lastScrape="0001-01-01T00:00:00Z")
    fake.paths["targets"] = {"activeTargets": [target(), never]}
    for ago, is_young in ((12, True), (600, False)):
        began = dt.datetime.fromtimestamp(time.time() - ago, dt.UTC)
        fake.paths["status/runtimeinfo"] = {"startTime": f"{began:%Y-%m-%dT%H:%M:%S}.5Z"}
        if not is_young:
            assert len(fake.metrics.instances()) == 2
            continue
        with pytest.raises(
            CannotMeasure, match=r"has run for only 1\d s, and has not scraped 10.0.0.3:80 yet"
        ) as error:
            fake.metrics.instances()
        assert error.value.cure == "ask again once it has run for 1 min"


def test_targets_are_found_by_their_series_if_the_service_itself_writes_its_labels(fake):
    plain = target()
    plain["labels"] = {"job": "pods", "instance": "10.0.0.1:80"}
    fake.paths["targets"] = {"activeTargets": [plain]}
    fake.queries["group by (job, instance)"] = [({"job": "pods", "instance": "10.0.0.1:80"}, "1")]
    assert [one.name for one in fake.metrics.instances()] == ["10.0.0.1:80"]


@pytest.mark.parametrize("kind", ["Thanos 0.39.2", "VictoriaMetrics", "Mimir 2.17.0"])
def test_servers_that_scrape_nothing_themselves_are_asked_for_the_series_up(serve, kind):
    fake = Fake(serve, kind)
    labels = [{"job": "shop", "instance": name} for name in ("a", "b")]
    fake.queries["timestamp("] = [(labels[0], str(time.time() - 10)), (labels[1], str(time.time() - 10))]
    fake.queries["up"] = [({"__name__": "up", **labels[0]}, "1"), ({"__name__": "up", **labels[1]}, "0")]
    one, other = fake.metrics.instances()
    assert (one.name, one.up, one.error) == ("a", True, "")
    assert 9 < one.age < 100
    assert (other.name, other.up, "newest scrape failed" in other.error) == ("b", False, True)


@pytest.mark.parametrize("kind", ["Thanos 0.39.2", "Prometheus 3.5.3"])
def test_types_are_guessed_by_names_where_a_server_keeps_none(serve, kind):
    fake = Fake(serve, kind)
    fake.paths["label/__name__/values"] = ["x_total"]
    if kind.startswith("Thanos"):
        assert fake.metrics.names()["x_total"].kind == "counter"
    else:
        with pytest.raises(CannotMeasure, match="answers 404"):
            fake.metrics.names()


def test_no_instance_is_none(fake):
    fake.paths["targets"] = {"activeTargets": []}
    assert fake.metrics.instances() == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"health": "splendid"},
        {"lastScrape": "yesterday"},
        {"lastScrape": "2026-99-01T00:00:00Z"},
        {"labels": {"job": 1}},
        {"lastError": 7},
    ],
)
def test_targets_of_another_shape_are_none(fake, wrong):
    fake.paths["targets"] = {"activeTargets": [target(**wrong)]}
    with pytest.raises(CannotMeasure, match="differs from the description"):
        fake.metrics.instances()
