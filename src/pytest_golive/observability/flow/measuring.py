"""Measure the flow of metrics: look at the scrapes and the series, send requests, and wait until they are counted."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.findings import Finding
from pytest_golive.observability.flow.counting import Counted, Rises, count, overshadowed, unproven
from pytest_golive.observability.flow.looking import INTERVALS, Scraped, at_scrapes, at_series, needed_of
from pytest_golive.observability.flow.result import Flow, unread
from pytest_golive.observability.flow.rules import Rules
from pytest_golive.observability.flow.sending import is_scraped_since, until_scraped
from pytest_golive.observability.signals.readings import Lacking
from pytest_golive.observability.signals.requests.choosing import counter_of, fitting
from pytest_golive.observability.signals.requests.error_rate import counted
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Meta, Metrics
from pytest_golive.progress import Progress, silent

PAUSE: Final = 0.5
OUTWEIGH: Final = 2.0  # as many requests as others send meanwhile
MOST: Final = 20  # times as many as the settings say
LIMIT: Final = 1000
WATCHED: Final = 2.0  # seconds at least, in which others' requests are counted before ours


def measure(
    metrics: Metrics, wanted: Wanted, rules: Rules, send: Callable[[str], None], progress: Progress = silent
) -> Flow:
    """Look at the scrapes of all instances, at what they have, and whether requests show there.

    Args:
        metrics: the source.
        wanted: how the family of metrics is chosen.
        rules: what must hold.
        send: sends one read-only request to a path; a response of any status counts.
        progress: says what is waited for.

    Raises:
        CannotMeasure: nothing is scraped, no metrics about requests exist, or a request cannot be sent.
    """
    instances = metrics.instances()
    if not instances:
        raise CannotMeasure(
            f"{metrics.said} scrapes nothing of this service",
            f"check the selector in {wanted.place}, and the scrape configuration: is the service a target there?",
        )
    scraped = at_scrapes(instances, rules.instances, rules.interval)
    names = metrics.names()
    try:
        family = fitting(names, wanted)[0]
    except NotSetUp:
        raise
    except CannotMeasure as error:
        if not scraped.unfit:
            raise
        return unread(metrics.said, rules, scraped, len(instances), error)
    needed = tuple(rules.needed) or needed_of(family, names)
    series, lacking = _counter(metrics, family, names)
    missing = (*at_series(metrics, needed, names, scraped), *lacking)
    sending = _Sending(metrics, series, family, rules, scraped, progress)
    rose = sending.measure(send) if series and scraped.names else {}
    return Flow(
        source=metrics.said,
        seen=len(instances),
        instances=rules.instances,
        lost=scraped.lost,
        unfit=scraped.unfit,
        checked=len(needed) * max(1, len(scraped.names)),
        missing=missing,
        sent=sending.sent,
        path=rules.path,
        counted=sum(rose.values()),
        uncounted=sending.uncounted(rose),
        needed=needed,
        counter=sending.counter,
        rose=tuple(sorted(rose.items())),
        waited=sending.waited,
        doubt=sending.doubt,
        joined=sending.joined,
    )


def _counter(metrics: Metrics, family: Family, names: Mapping[str, Meta]) -> tuple[str, tuple[Finding, ...]]:
    """The series that counts requests, and what it lacks."""
    try:
        return counted(metrics, family, names)[0], ()
    except Lacking as error:
        lacking = Finding("", 0, "series", error.what, key=f"status of {family.key}", cure=error.cure)
        name = next((name for name in family.counts if name in names), "")
        is_there = bool(name) and names[name].kind != "native histogram"
        return counter_of(name, family, names[name]) if is_there else "", (lacking,)


class _Sending:
    """Requests, and what is counted of them."""

    def __init__(  # noqa: PLR0913, PLR0917 -- all that one measurement needs
        self, metrics: Metrics, series: str, family: Family, rules: Rules, scraped: Scraped, progress: Progress
    ) -> None:
        self._metrics, self._series, self._family = metrics, series, family
        self._rules, self._scraped, self._progress = rules, scraped, progress
        self.sent, self.waited, self.counter = 0, 0.0, series
        self.doubt: CannotMeasure | None = None
        self.joined: tuple[str, ...] = ()

    def measure(self, send: Callable[[str], None]) -> dict[str, float]:
        """By how much the counter of each instance rose, once the requests show, or when it is too late."""
        patience = max(self._rules.patience, 2 * INTERVALS * self._scraped.interval)
        until_scraped(self._metrics, patience, self._progress)
        before, rate = self._others(self._count(), patience)
        rises, began = Rises(before, self._scraped.names), time.monotonic()
        # Ours must stand out from those of others until they are seen, a scrape or two later.
        needed = math.ceil(OUTWEIGH * rate * max(2 * self._scraped.interval, WATCHED))
        wanted = max(self._rules.requests, min(needed, MOST * self._rules.requests, LIMIT))
        for number in range(wanted):
            self._progress(f"requests to {self._rules.path}", number, wanted)
            send(self._rules.path)
            self.sent += 1
        ended = time.monotonic()
        while True:
            after = self._count()
            self.counter, self.waited = after.counter, time.monotonic() - ended
            rose = rises.of(after)
            # Without a series of the path's own, others' requests may have counted before ours were seen.
            is_seen = bool(after.here) or is_scraped_since(self._metrics.instances(), ended)
            # A series of the path that shows up only now counts nobody but us.
            others = rate * (time.monotonic() - began) if before.here or not after.here else 0.0
            # A series of the path's own may show later than what others' requests did to the rest.
            self.doubt = unproven(sum(rose.values()), self.sent, others, self.counter, is_here=bool(after.here))
            if (sum(rose.values()) >= self.sent and is_seen and not self.doubt) or self.waited > patience:
                self.joined = rises.joined
                self.doubt = self.doubt or overshadowed(self.joined, sum(rose.values()), self.sent, self.counter)
                return rose
            self._progress("the requests to be counted")
            time.sleep(PAUSE)

    def _others(self, before: Counted, patience: float) -> tuple[Counted, float]:
        """What is counted before we send anything, and how many requests of others it counts in a second."""
        began = time.monotonic()
        self._progress("the requests of others, to tell ours from them")
        time.sleep(WATCHED)
        until_scraped(self._metrics, patience, self._progress)
        now = self._count()
        rose = sum(Rises(before, self._scraped.names).of(now).values())
        return now, rose / (time.monotonic() - began)

    def uncounted(self, rose: Mapping[str, float]) -> tuple[Finding, ...]:
        """Why fewer requests were counted than sent."""
        counted = sum(rose.values())
        if counted >= self.sent or self.joined:
            return ()
        if not counted > 0:
            what = f"{self.counter} stood still while {self.sent} requests to {self._rules.path} were answered"
            cure = "see whether what counts runs in the process that serves, and is asked for its values when scraped"
        else:
            what = (
                f"{self.counter} rose by {counted:,.0f} while {self.sent} requests to {self._rules.path} were answered"
            )
            cure = (
                "with several worker processes behind one address, each scrape meets one of them: use the client "
                "library's mode for several processes; or some instance that answers is not scraped"
            )
        return (Finding("", 0, "counter", what, key="requests counted", cure=cure),)

    def _count(self) -> Counted:
        return count(self._metrics, self._series, self._family, self._rules.path, self._scraped.also)
