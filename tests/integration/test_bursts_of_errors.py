"""Failed requests that come all at once, between two scrapes: at Prometheus of two generations and VictoriaMetrics."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from metric_apis import client_for
from servers.prometheus import Prometheus, job
from servers.watching import GENERATIONS, running, until

from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Matcher
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics

pytestmark = pytest.mark.integration
WINDOW = 16.0
CAP = Cap("error rate", 1.0, "<", " %")
TEXT = {"Content-Type": "text/plain; version=0.0.4"}
LONG = 1_000_000
NOTE = "counted from zero"


class Process:
    """A process of a service: 20 more good requests at each scrape, and as many failed ones as a test says."""

    def __init__(self, serve, *, age=3600.0, good=0, failed=0) -> None:
        self.started, self.good, self.failed, self.asked = time.time() - age, good, failed, 0
        self.server = serve(self._answer)
        self.address = self.server.url.removeprefix("http://")

    def _answer(self, _):
        self.asked += 1
        self.good += 20
        counts = {"200": self.good, "500": self.failed}
        lines = [f'http_requests_total{{status="{status}"}} {n}' for status, n in counts.items() if n]
        return 200, TEXT, "\n".join([f"process_start_time_seconds {self.started}", *lines, ""]).encode()

    def restart(self):
        self.started, self.good, self.failed = time.time(), 0, 0

    def scrapes(self, number):
        """Wait until all of that many scrapes have been stored."""
        wanted = self.asked + number + 1
        until(lambda: self.asked >= wanted, f"{number} scrapes of {self.address}")


def measured(server, name):
    metrics = PrometheusMetrics(client_for(server.url), (Matcher("job", "=", name),))
    return measure(metrics, Wanted("error_rate", WINDOW), CAP, longest_age=60.0)


def services(server, serve):
    """The error rates of services to each of which something else happens within the window."""
    burst, restarted, again, healthy = (Process(serve) for _ in range(4))
    again.failed = 70
    known = {"burst": [burst], "restarted": [restarted], "again": [again], "new": [healthy], "added": [healthy]}

    def configure(**more):
        server.configure(
            *(job(name, *(one.address for one in [*found, *more.get(name, ())])) for name, found in known.items())
        )
        server.reload()

    configure()
    again.scrapes(3)
    again.restart()
    burst.scrapes(WINDOW + 4)
    new, added = Process(serve, age=0, failed=300), Process(serve, good=LONG, failed=LONG)
    configure(new=[new], added=[added])
    new.scrapes(0)
    added.scrapes(0)
    burst.failed, again.failed = 300, 60
    restarted.restart()
    burst.scrapes(3)
    again.scrapes(0)
    return {name: measured(server, name) for name in known}


def judge(found, again=60):
    failed = {name: one.first.total.value * one.first.total.n / 100 for name, one in found.items()}
    wanted = {"burst": 300, "restarted": 0, "again": again, "new": 300, "added": 0}
    assert failed == {name: pytest.approx(value, rel=0.01) for name, value in wanted.items()}
    red = {name for name, one in found.items() if one.cap.is_past(one.first.total)}
    assert red == {"burst", "again", "new"}
    notes = {name: dict(one.notes()).get(NOTE, "") for name, one in found.items()}
    assert "300 of them failed" in notes["burst"], notes
    assert found["added"].first.total.n < LONG / 100, "what nobody saw begin is no part of the window"
    assert [one.doubt() for one in found.values()] == [None] * len(found)


@pytest.fixture
def servers(victoria, tmp_path):
    """Servers of all kinds, by name."""
    with ExitStack() as stack:
        found = {"victoria": victoria}
        for generation in GENERATIONS:
            (tmp_path / generation).mkdir()
            found[generation] = stack.enter_context(running(Prometheus(tmp_path / generation, generation)))
        yield found
    victoria.configure()
    victoria.reload()


def test_bursts_at_prometheus_and_victoriametrics(servers, serve):
    """At all of them at once: most of it is waiting for scrapes."""
    with ThreadPoolExecutor(len(servers)) as threads:
        found = dict(zip(servers, threads.map(lambda server: services(server, serve), servers.values()), strict=True))
    for generation in GENERATIONS:
        judge(found[generation])
    # Its resets() sees the value of the process before, so that what begins anew is counted twice.
    judge(found["victoria"], again=120)
