"""The rows about metrics on two instances of the reference service that Prometheus or VictoriaMetrics scrapes."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

import httpx
import pytest
from servers.prometheus import job
from servers.watching import until
from serving import demo

from pytest_golive.demo.limits import CPU_LIMIT
from pytest_golive.demo.shop import Release

pytestmark = pytest.mark.integration
ROWS = ("error_rate", "latency", "memory", "cpu", "queue_depth", "metrics_flow")
IDS = [f"golive/{'infrastructure' if row == 'metrics_flow' else 'monitoring'}::{row}" for row in ROWS]
WINDOW = 8.0


class Fleet:
    """Two instances of the service with customers, a third one without any, and the server that scrapes them."""

    def __init__(self, server, instances) -> None:
        self.server, self.instances = server, instances
        self.path, self._ended = "/products", threading.Event()
        *addresses, quiet = (one.url.partition("//")[2] for one in instances)
        server.configure(job("fleet", *addresses), job("quiet", quiet), interval="1s")
        server.reload()
        until(lambda: len(self.server.query('up{job=~"fleet|quiet"} == 1')) == len(instances), "all are scraped")
        self._customers = [threading.Thread(target=self._ask, args=(one.url,)) for one in instances[:2]]

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
            "url": self.server.url,
            "selector": {"job": "fleet"},
            "window": f"{WINDOW:g}s",
            "memory_limit": "64GiB",  # the instances live in the process of the tests, which grows
            "cpu_limit": CPU_LIMIT,
            "request_path": "/version",
        } | more


@contextmanager
def served_by(server):
    """Services that nobody has asked yet: what failed before would count where a server sees it for the first time."""
    with demo() as one, demo() as other, demo() as third:
        for each in (one, other, third):
            each.shop.release = Release("1.2.0")
        with Fleet(server, (one, other, third)) as made:
            yield made


@pytest.fixture(scope="module")
def fleet(prometheus):
    with served_by(prometheus) as made:
        yield made


def judged(checklist, fleet, *ids, number=0, **more):
    checklist.aim((), url=fleet.instances[number].url, metrics=fleet.table(**more))
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


def test_requests_of_our_own_are_counted_of_a_service_without_customers(checklist, fleet):
    """They are spread over two scrapes, and read when they were scraped."""
    quiet = {"number": 2, "selector": {"job": "quiet"}, "own_requests": 80}
    rows = judged(checklist, fleet, *IDS[:2], **quiet)
    assert rows.those("passed") == {"error_rate", "latency"}, rows.said
    assert "own requests: our own requests to /version took" in rows.said


def test_victoriametrics_in_the_place_of_prometheus(checklist, victoria):
    with served_by(victoria) as fleet:
        rows = judged(checklist, fleet)
        assert rows.those("passed") == set(ROWS), rows.said
        with fleet.instances[1].faulty("failing"):
            fleet.settle()
            rows = judged(checklist, fleet)
        assert rows.red == {"error_rate": "failed"}, rows.said
    victoria.configure()
    victoria.reload()
