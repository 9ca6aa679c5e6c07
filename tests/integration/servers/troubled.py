"""A shop in trouble: two instances with customers, a Prometheus and an Alertmanager; watches look at it.

Time is compressed: a scrape takes place every second, and a window has 10 seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

import httpx
from serving import Demo, demo, target_table

from pytest_golive.demo.limits import CPU_LIMIT
from pytest_golive.demo.shop import Release
from servers.alertmanager import Alertmanager
from servers.held import VERSION, WINDOW, Doing, Outcome, Plan, held
from servers.prometheus import Prometheus, job
from servers.watching import running, until

USUALLY = Plan()
USUAL = 0.3  # seconds of an answer: the baseline does not notice that a machine is busy
STOLEN = {
    "alert": "TokensStolen",
    "expr": 'sum(rate(http_requests_total{status="401"}[5s])) > 0.5',
    "labels": {"category": "security"},
}


class Troubled:
    """The shop, what watches it, and its customers."""

    def __init__(self, folder: Path, interval: float = 2.0) -> None:
        self.folder, self.interval, self._stack, self.number = folder, interval, ExitStack(), 0
        self.has_customers = threading.Event()
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        self.instances = [self._instance(), self._instance()]
        for name in ("prometheus", "alertmanager"):
            (self.folder / name).mkdir()
        self.manager = self._stack.enter_context(running(Alertmanager(self.folder / "alertmanager")))
        self.prometheus = Prometheus(self.folder / "prometheus")
        self.scraped(*self.instances)
        self.prometheus.start()
        self._stack.callback(self.prometheus.stop)
        self._stack.callback(self._ended.set)
        self.has_customers.set()
        for one in self.instances:
            self.sell(one)
        self.settle()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _instance(self) -> Demo:
        made = self._stack.enter_context(demo())
        made.shop.release = Release(VERSION)
        self.heal(made)
        return made

    def another(self) -> Demo:
        """One more instance, with customers, that nobody scrapes yet."""
        made = self._instance()
        self.sell(made)
        return made

    def heal(self, *instances: Demo) -> None:
        """Without any fault: an answer takes as long as usual."""
        for one in instances or self.instances:
            one.shop.faults.clear()
            one.shop.faults.add("slow")
            one.shop.slow_seconds = USUAL
            one.shop.afresh()

    def afresh(self) -> None:
        """As it was at first, whatever a watch before did."""
        self.heal()
        self.has_customers.set()
        self.scraped(*self.instances)
        self.settle()

    def scraped(self, *instances: Demo) -> None:
        """Prometheus scrapes these, and no others."""
        rules = {"groups": [{"name": "security", "interval": "1s", "rules": [STOLEN]}]}
        addresses = [one.url.partition("//")[2] for one in instances]
        self.prometheus.configure(job("shop", *addresses), rules=rules, alertmanagers=[self.manager.address])

    def settle(self, instances: int = 2) -> None:
        """Until all is scraped, and the windows, and the time before a deployment, hold nothing of what was before."""
        until(lambda: len(self.prometheus.query('up{job="shop"} == 1')) == instances, "all are scraped", 120)
        time.sleep(WINDOW + 6)

    def sell(self, one: Demo) -> None:
        """Customers ask an instance."""
        for _ in range(3):
            thread = threading.Thread(target=self._ask, args=(f"{one.url}/products",))
            self._stack.callback(thread.join)
            self._stack.callback(self._ended.set)
            thread.start()

    def _ask(self, url: str) -> None:
        with httpx.Client(timeout=5, trust_env=False) as client:
            while not self._ended.wait(0.1):
                if self.has_customers.is_set():
                    try:
                        client.get(url)
                    except httpx.HTTPError:
                        self._ended.wait(0.5)

    @contextmanager
    def thieves(self) -> Iterator[None]:
        """Somebody tries tokens."""
        ended = threading.Event()

        def work() -> None:
            with httpx.Client(timeout=60, trust_env=False) as client:
                while not ended.wait(0.1):
                    client.get(f"{self.instances[0].url}/orders", headers={"Authorization": "Bearer stolen"})

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def watch(self, doing: Doing, plan: Plan = USUALLY) -> Outcome:
        """Hold a watch while *doing* does something to the shop."""
        self.number += 1
        settings = plan.settings(self._table(plan), self.interval)
        environment = {**self.instances[0].environment, "SHOP": self.instances[0].url}
        return held(self.folder / f"shop-{self.number}", plan, settings, environment, doing)

    def _table(self, plan: Plan) -> str:
        one = self.instances[0]
        measured = {
            "url": plan.url or self.prometheus.url,
            "selector": {"job": "shop"},
            "window": f"{WINDOW:g}s",
            "scrape_interval": "1s",
        }
        measured |= {"memory_limit": "64GiB", "cpu_limit": CPU_LIMIT, "request_path": "/version"}
        alerts = {"alertmanager": {"url": self.manager.url}, "prometheus": {"url": self.prometheus.url}}
        described = one.table | {
            "timeout": "20s",
            "connect_timeout": "20s",
            "metrics": measured,
            "alerts": alerts,
            **plan.target,
        }
        return target_table("staging", described)
