"""The rows about metrics on two instances of the reference service that a real Prometheus scrapes."""

from __future__ import annotations

import threading
import time

import httpx
import pytest
from servers.prometheus import job
from serving import demo

from pytest_golive.demo.limits import CPU_LIMIT, MEMORY_LIMIT
from pytest_golive.demo.shop import Release

pytestmark = pytest.mark.integration
ROWS = ("error_rate", "latency", "memory", "cpu", "queue_depth", "metrics_flow")
IDS = [f"golive/{'infrastructure' if row == 'metrics_flow' else 'monitoring'}::{row}" for row in ROWS]
WINDOW = 8.0


class Fleet:
    """Two instances of the service, customers of both, and what Prometheus knows of them."""

    def __init__(self, prometheus, instances) -> None:
        self.prometheus, self.instances = prometheus, instances
        self.path, self._ended = "/products", threading.Event()
        addresses = [one.url.partition("//")[2] for one in instances]
        prometheus.configure(job("shop", *addresses), interval="1s")
        prometheus.scrapes("shop", len(addresses))
        self._customers = [threading.Thread(target=self._ask, args=(one.url,)) for one in instances]

    def _ask(self, url):
        with httpx.Client(timeout=60) as client:
            while not self._ended.wait(0.05):
                client.get(url + self.path)

    def __enter__(self):
        for customer in self._customers:
            customer.start()
        self.settle()
        return self

    def __exit__(self, *error):
        self._ended.set()
        for customer in self._customers:
            customer.join()

    def settle(self):
        """Until the window holds nothing of what was before."""
        time.sleep(WINDOW + 3)

    def table(self, **more):
        return {
            "url": self.prometheus.url,
            "selector": {"job": "shop"},
            "window": f"{WINDOW:g}s",
            "memory_limit": f"{MEMORY_LIMIT}B",
            "cpu_limit": CPU_LIMIT,
            "request_path": "/version",
        } | more


@pytest.fixture(scope="module")
def fleet(prometheus):
    with demo() as one, demo() as other:
        for each in (one, other):
            each.shop.release = Release("1.2.0")
        with Fleet(prometheus, [one, other]) as made:
            yield made


def judged(checklist, fleet, *ids, **more):
    checklist.aim((), url=fleet.instances[0].url, metrics=fleet.table(**more))
    return checklist.run(*(ids or IDS))


def test_a_sound_service_passes_all_rows(checklist, fleet):
    rows = judged(checklist, fleet)
    assert rows.those("passed") == set(ROWS), rows.said


def test_one_instance_of_two_that_fails_is_named(checklist, fleet):
    with fleet.instances[1].faulty("failing"):
        fleet.settle()
        rows = judged(checklist, fleet)
    assert rows.red == {"error_rate": "failed"}, rows.said
    assert fleet.instances[1].url.partition("//")[2] in rows.messages["error_rate"]
    fleet.settle()
