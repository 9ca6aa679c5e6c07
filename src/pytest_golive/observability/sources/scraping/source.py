"""The metrics of a service, as its instances export them: scraped by ourselves, at an interval, in memory."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.counters import growth, rate
from pytest_golive.observability.sources.metrics import How, Instance, Meta, Sample, Values
from pytest_golive.observability.sources.scraping.collecting import Collector
from pytest_golive.observability.sources.scraping.exposition import BUCKET
from pytest_golive.observability.sources.scraping.grouping import grouped
from pytest_golive.observability.sources.scraping.history import INSTANCE, History, Track
from pytest_golive.observability.sources.selecting import Selector

MOST_INSTANCES: Final = 100
LEAST: Final = 2


class ScrapedMetrics:
    """Every instance of a service, scraped.

    Args:
        clients: one for the address of each instance, by the name of the instance: "10.0.0.7:8000".
        path: of the metrics.
        span: seconds over which rates are measured.
        every: seconds between two scrapes.
        wait: sleeps.
    """

    def __init__(
        self,
        clients: Mapping[str, Client],
        path: str = "/metrics",
        *,
        span: float = 30.0,
        every: float = 5.0,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        if not clients or len(clients) > MOST_INSTANCES:
            raise CannotMeasure(f"there are {len(clients)} instances to scrape", "name those of the service: instances")
        self._clients, self._path = dict(clients), path
        self._collector = Collector(self._clients, path, span, min(every, span), wait)

    @property
    def history(self) -> History:
        """What was scraped so far."""
        return self._collector.history

    @property
    def said(self) -> str:
        """Where it is read: "own scrapes of 2 instances: 10.0.0.7:8000, 10.0.0.8:8000"."""
        names = list(self._clients)
        shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")  # noqa: PLR2004 -- enough to know them by
        return f"own scrapes of {len(names)} instance{'s' if len(names) > 1 else ''}: {shown}"

    def names(self) -> Mapping[str, Meta]:
        """The metrics of all instances, by the name of the family."""
        self._collector.refresh()
        found: dict[str, Meta] = {}
        for newest in self.history.newest.values():
            for name, meta in newest.exposition.families.items() if newest.exposition else ():
                known = found.setdefault(name, meta)
                if known.kind != meta.kind:
                    found[name] = Meta("unknown", known.unit, known.help)
        return dict(sorted(found.items()))

    def values(self, selector: Selector, by: Sequence[str] = (), how: How = "max") -> Values:
        """The values of the series in the newest scrapes, aggregated."""
        self._collector.refresh()
        return self._values(
            (Sample(track.labels, track.points[-1][1], track.points[-1][0] / 1000) for track in self._alive(selector)),
            by,
            how,
        )

    def series(self, selector: Selector) -> Values:
        """The value of each series in the newest scrapes."""
        self._collector.refresh()
        alive = self._alive(selector)
        by = sorted({label for track in alive for label in track.labels})
        return self._values(
            (Sample(track.labels, track.points[-1][1], track.points[-1][0] / 1000) for track in alive), by, "max"
        )

    def rates(self, selector: Selector, window: float, by: Sequence[str] = ()) -> Values:
        """The summed increase per second of counters, over as much of the window as was scraped."""
        return self._rates(selector, window, by, lambda track, start, end: rate(track.points, start, end))

    def growth(self, selector: Selector, window: float, by: Sequence[str] = ()) -> Values:
        """The same from zero where a series begins: it was missing in a scrape before."""

        def of(track: Track, start: int, end: int) -> float | None:
            return growth(track.points, track.begins, start, end, self.history.first)

        return self._rates(selector, window, by, of)

    def ages(self, selector: Selector, by: Sequence[str] = ()) -> Values:
        """Seconds since the newest sample of series that are alive."""
        self._collector.refresh()
        now = self._collector.now()
        ages = (Sample(track.labels, now - track.points[-1][0] / 1000, now) for track in self._alive(selector))
        return self._values(ages, by, "min")

    def why_empty(self, selector: Selector, window: float = 0.0) -> str:
        """Why there is no value, for a message."""
        tracks = list(self.history.chosen(selector))
        if not tracks:
            return f"no instance exports {selector}"
        alive = [track for track in tracks if self.history.is_alive(track)]
        if window and alive and all(len(track.points) < LEAST for track in alive):
            return f"{selector} has only one sample yet, and a rate needs two"
        newest = max(track.points[-1][0] for track in tracks) / 1000
        seen = dt.datetime.fromtimestamp(newest, dt.UTC)
        return f"the series of {selector} ended: the newest sample is of {seen:%Y-%m-%d %H:%M:%S} UTC"

    def instances(self) -> tuple[Instance, ...]:
        """The instances, also those whose scrape fails."""
        self._collector.refresh(must_succeed=False)
        now = self._collector.now()
        return tuple(
            Instance(
                name,
                up=newest.exposition is not None,
                age=now - newest.at / 1000,
                error=newest.error,
                labels={INSTANCE: name},
                url=f"{self._clients[name].api.url}{self._path}",
            )
            for name, newest in self.history.newest.items()
        )

    def ask(self, expression: str) -> Values:  # noqa: ARG002 -- whichever it is
        """There is no PromQL here.

        Raises:
            CannotMeasure: always.
        """
        raise CannotMeasure(
            f"queries need a Prometheus, and these metrics are from {self.said}",
            "set the url of a Prometheus that scrapes this service in the target's metrics",
        )

    def _rates(
        self, selector: Selector, window: float, by: Sequence[str], rate_of: Callable[[Track, int, int], float | None]
    ) -> Values:
        self._collector.cover()
        end, start = self._edges(window)
        found = []
        for track in self._numbers(selector):
            value = rate_of(track, start, end)
            if value is not None:
                found.append(Sample(track.labels, value, end / 1000))
        seconds = (end - start) / 1000
        notes = [f"the rate is of {seconds:.0f} s: instances were scraped for no longer"] if seconds < window else []
        return self._values(found, by, "sum", notes)

    def _values(self, samples: Iterable[Sample], by: Sequence[str], how: How, notes: Sequence[str] = ()) -> Values:
        if self.history.mixed:
            raise CannotMeasure(
                f"several processes answer in turn at {min(self.history.mixed)}, each with counters of its own",
                "name each instance by an address of its own; let workers share their metrics (multiprocess mode)",
            )
        failed = self.history.failed
        warnings = [*notes, *self.history.notes, *(f"{one.instance}: {one.error}" for one in failed)]
        found = grouped(samples, by, how)
        return Values(found, self.history.last / 1000, tuple(warnings), partial=bool(failed))

    def _alive(self, selector: Selector) -> list[Track]:
        return [track for track in self._numbers(selector) if self.history.is_alive(track)]

    def _numbers(self, selector: Selector) -> list[Track]:
        if selector.name.endswith(BUCKET):
            family = selector.name.removesuffix(BUCKET)
            for newest in self.history.newest.values():
                meta = newest.exposition.families.get(family) if newest.exposition else None
                if meta and meta.kind == "native histogram":
                    raise CannotMeasure(
                        f"{family} is a native histogram at {newest.instance}: its buckets are in no text format",
                        "read it from a Prometheus that scrapes this service: set the url in the target's metrics",
                    )
        return list(self.history.chosen(selector))

    def _edges(self, window: float) -> tuple[int, int]:
        """The window in milliseconds: all that was scraped, unless that is twice as long as what is asked for.

        A longer window than that, or one that begins between two scrapes far apart, would make rates too low. The start
        of a window is not in it, so it lies just before the first scrape.
        """
        last, covered = self.history.last, self.history.last - self.history.first
        asked = round(window * 1000)
        return last, last - (asked if covered >= 2 * asked else covered + 1)
