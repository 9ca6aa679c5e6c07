"""Scrapes all instances in rounds, at an interval, until a span of time is covered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.scraping.history import History
from pytest_golive.observability.sources.scraping.scrape import scrape

FRESH: Final = 0.5  # seconds for which a scrape is the newest
MOST_AT_ONCE: Final = 8


@dataclass
class Collector:
    """Scrapes the instances of one service.

    Attributes:
        clients: one for the address of each instance, by its name.
        path: of the metrics.
        span: seconds over which rates are measured.
        every: seconds between two rounds.
        wait: sleeps.
        history: what was scraped.
    """

    clients: Mapping[str, Client]
    path: str
    span: float
    every: float
    wait: Callable[[float], object] = time.sleep
    history: History = field(default_factory=History, init=False)
    # A clock that is set meanwhile tears no series apart.
    _epoch: float = field(default_factory=lambda: time.time() - time.monotonic(), init=False)

    def now(self) -> float:
        """Seconds since 1970."""
        return self._epoch + time.monotonic()

    def refresh(self, *, must_succeed: bool = True) -> None:
        """Scrape again, unless the newest scrapes are only just over.

        Raises:
            CannotMeasure: no instance can be scraped.
        """
        if self.now() - self.history.last / 1000 > FRESH:
            self._scrape()
        if must_succeed:
            self._check()

    def cover(self) -> None:
        """Scrape until the span is covered, if it is not covered by scrapes up to now.

        Raises:
            CannotMeasure: no instance can be scraped.
        """
        if self.now() - self.history.last / 1000 > 2 * self.every:
            self.history = History()
        self.refresh(must_succeed=False)
        while (self.history.last - self.history.first) / 1000 < self.span - self.every / 2:
            self.wait(max(0.0, self.history.last / 1000 + self.every - self.now()))
            self._scrape()
            if not self.history.has_series:  # an instance that restarts comes back; one that never answered may not
                self._check()
        self._check()

    def _check(self) -> None:
        if len(self.history.failed) == len(self.clients):
            first = self.history.failed[0]
            raise CannotMeasure(f"no instance can be scraped; {first.error}", first.cure)

    def _scrape(self) -> None:
        with ThreadPoolExecutor(min(MOST_AT_ONCE, len(self.clients))) as pool:
            jobs = [pool.submit(scrape, name, one, self.path, self.now) for name, one in self.clients.items()]
            self.history.add([job.result() for job in jobs])
