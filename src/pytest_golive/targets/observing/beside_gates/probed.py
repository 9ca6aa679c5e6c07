"""Whether a service answers all the time while it is watched: the probe at a low rate, as a signal of the watch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.service.probing.beside import ProbeBeside, Seen
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.probe import MOST_OPEN, Probe
from pytest_golive.settings.deployment.watch import Watch
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.watching.signals import PROBE
from pytest_golive.targets.live import Live

LIMIT: Final = "0 failed requests"
UNIT: Final = " failed requests"
CURE: Final = "see the service's log at that moment: what stops, restarts or overloads it"
OFF: Final = "switched off: [tool.golive.watch] probe_interval"


class Probed:
    """The signal; with the probe switched off there is none.

    Requests go to the health path alone, which is light, and which no metrics of customers' requests count.
    """

    def __init__(self, live: Live, table: Watch) -> None:
        self._probe: ProbeBeside | None = None
        if isinstance(table.probe_interval, str):
            interval = min(seconds(table.probe_interval), table.policy.interval)  # each sample sees requests of its own
            timeout = min(seconds(table.probe_timeout), MOST_OPEN * interval)
            self._probe = ProbeBeside(Probe(Endpoint(live.target, live.table.health), interval, timeout))

    @property
    def signals(self) -> tuple[str, ...]:
        """Its name in the watch."""
        return (PROBE,) if self._probe else ()

    @property
    def not_watched(self) -> tuple[tuple[str, str], ...]:
        """Its name, and why it is not watched; nothing if it is."""
        return () if self._probe else ((PROBE, OFF),)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Probe while the body runs; whatever ends it, no more requests are sent after it."""
        if self._probe is None:
            yield
            return
        with self._probe.running():
            yield

    def measure(self) -> Sequence[Measurement]:
        """What happened since it was measured before."""
        if self._probe is None:
            return ()
        try:
            seen = self._probe.since()
        except CannotMeasure as error:
            return (_unknown(error.what, error.cure),)
        probe = self._probe.probe
        return (measurement_of(seen, probe, probe.endpoint.shown),)


def measurement_of(seen: Seen, probe: Probe, url: str) -> Measurement:
    """One measurement of what was seen; without a request nothing is known."""
    if not seen.requests:
        return _unknown(
            f"no request to {url} was completed since the sample before", "see whether this machine is busy"
        )
    count, failed = seen.requests, seen.failed.total()
    if (doubt := seen.doubt(probe.interval, probe.timeout)) is not None:
        return _unknown(f"{failed:,} of {count:,} requests to {url} failed, but {doubt[0]}", doubt[1])
    if seen.first is None:
        said = f"{count:,} requests to {url}, the slowest answer after {seen.slowest * 1000:,.0f} ms"
        return Measurement(PROBE, Phase.GOOD, 0.0, LIMIT, UNIT, count, said, bound=0.0)
    kinds = ", ".join(f"{what} x{times:,}" for what, times in seen.failed.most_common(5))
    at = dt.datetime.fromtimestamp(seen.first_at, dt.UTC)
    detail = f": {seen.first.detail}" if seen.first.detail else ""
    said = (
        f"{failed:,} of {count:,} requests to {url} failed ({kinds}), the first at {at:%H:%M:%S} UTC over a "
        f"{seen.first.kind} connection{detail}"
    )
    return Measurement(PROBE, Phase.FAILED, float(failed), LIMIT, UNIT, count, said, CURE, bound=0.0)


def _unknown(said: str, cure: str) -> Measurement:
    return Measurement(PROBE, Phase.ERROR, limit=LIMIT, unit=UNIT, said=said, cure=cure, bound=0.0)
