"""The rows about metrics on two instances of the reference service that Prometheus or VictoriaMetrics scrapes."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack, contextmanager
from functools import partial

import httpx
import pytest
from servers.checklists import Rows
from servers.prometheus import Prometheus, job
from servers.watching import GENERATIONS, running, until
from serving import demo

from pytest_golive.demo.limits import CPU_LIMIT
from pytest_golive.demo.shop import Release

pytestmark = pytest.mark.integration
ROWS = ("error_rate", "latency", "memory", "cpu", "queue_depth", "metrics_flow")
IDS = [f"golive/{'infrastructure' if row == 'metrics_flow' else 'monitoring'}::{row}" for row in ROWS]
WINDOW = 8.0


class Fleet:
    """Two instances of the service with customers, a third one without any, and the servers that all scrape them."""

    def __init__(self, servers, instances) -> None:
        self.servers, self.instances = servers, instances
        self.path, self._ended, self._sells = "/products", threading.Event(), threading.Event()
        self._sells.set()
        *addresses, quiet = (one.url.partition("//")[2] for one in instances)
        for server in servers.values():
            server.configure(job("fleet", *addresses), job("quiet", quiet), interval="1s")
            server.reload()
        for server in servers.values():
            until(partial(self._are_scraped_by, server), "all are scraped")
        # Two for each: those of one that a busy machine keeps waiting may be too few to judge.
        self._customers = [threading.Thread(target=self._ask, args=(one.url,)) for one in 2 * instances[:2]]

    def _are_scraped_by(self, server):
        return len(server.query('up{job=~"fleet|quiet"} == 1')) == len(self.instances)

    def _ask(self, url):
        with httpx.Client(timeout=60) as client:
            while not self._ended.wait(0.05):
                if self._sells.is_set():
                    client.get(url + self.path)

    def __enter__(self):
        for customer in self._customers:
            customer.start()
        return self

    def __exit__(self, *error):
        self._ended.set()
        for customer in self._customers:
            customer.join()

    @contextmanager
    def closed(self):
        """Without customers, who would keep this process busy."""
        self._sells.clear()
        try:
            yield
        finally:
            self._sells.set()

    def settle(self):
        """Until the window holds nothing of what was before."""
        time.sleep(WINDOW + 3)

    def table(self, server, **more):
        return {
            "url": self.servers[server].url,
            "selector": {"job": "fleet"},
            "window": f"{WINDOW:g}s",
            "memory_limit": "64GiB",  # the instances live in the process of the tests, which grows
            "cpu_limit": CPU_LIMIT,
            "request_path": "/version",
        } | more


@pytest.fixture(scope="module")
def fleet(victoria, tmp_path_factory):
    """Services that nobody has asked yet: what failed before would count where a server sees it for the first time."""
    servers = {"victoria": victoria}
    with ExitStack() as stack:
        for generation in GENERATIONS:
            made = Prometheus(tmp_path_factory.mktemp(f"{generation}-of-fleet"), generation)
            servers[generation] = stack.enter_context(running(made))
        instances = [stack.enter_context(demo()) for _ in range(3)]
        for each in instances:
            each.shop.release = Release("1.2.0")
        yield stack.enter_context(Fleet(servers, instances))
    victoria.configure()
    victoria.reload()


def judged(checklist, fleet, server, *ids, number=0, **more):
    checklist.aim((), url=fleet.instances[number].url, metrics=fleet.table(server, **more))
    return checklist.run(*(ids or IDS))


def all_judged(checklist, fleet, server):
    """All rows, and what was said.

    VictoriaMetrics shows requests late, so that metrics_flow sends many: on a busy machine they would be most of those that
    the other rows count, so it has a run of its own after them.
    """
    runs = (IDS[:-1], IDS[-1:]) if server == "victoria" else (IDS,)
    done = [judged(checklist, fleet, server, *ids) for ids in runs]
    outcomes, messages = {}, {}
    for rows in done:
        outcomes |= {name: how for name, how in rows.outcomes.items() if name in ROWS}
        messages |= rows.messages
    return Rows(outcomes, messages, "\n".join(rows.said for rows in done), 0)


def test_a_sound_service_passes_all_rows(checklist, fleet):
    """All servers see the same, so that its time passes once."""
    fleet.settle()
    for server in fleet.servers:
        rows = all_judged(checklist, fleet, server)
        assert rows.those("passed") == set(ROWS), (server, rows.said)


def test_one_instance_of_two_that_fails_is_named(checklist, fleet):
    with fleet.instances[1].faulty("failing"):
        fleet.settle()
        for server in fleet.servers:
            rows = all_judged(checklist, fleet, server)
            assert rows.those("passed") == {*ROWS} - {"error_rate"}, (server, rows.said)
            assert rows.red == {"error_rate": "failed"}, (server, rows.said)
            assert fleet.instances[1].url.partition("//")[2] in rows.messages["error_rate"]


@pytest.mark.parametrize("server", GENERATIONS)
def test_requests_of_our_own_are_counted_of_a_service_without_customers(checklist, fleet, server):
    """They are spread over two scrapes, and read when they were scraped."""
    quiet = {"number": 2, "selector": {"job": "quiet"}, "own_requests": 80}
    with fleet.closed():
        rows = judged(checklist, fleet, server, *IDS[:2], **quiet)
    assert rows.those("passed") == {"error_rate", "latency"}, rows.said
    assert "own requests: our own requests to /version took" in rows.said
