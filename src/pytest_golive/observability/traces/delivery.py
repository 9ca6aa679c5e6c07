"""How many spans arrive, by the metrics of what passes them on: the OpenTelemetry Collector, or Jaeger."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.metrics import Matcher, Metrics, Selector

# By metric, the label that tells what arrived from what did not; newer collectors append "_total".
SENT: Final[Mapping[str, tuple[Matcher, ...]]] = {
    "otelcol_exporter_sent_spans": (),
    "jaeger_collector_spans_saved_by_svc": (Matcher("result", "=", "ok"),),
}
LOST: Final[Mapping[str, tuple[Matcher, ...]]] = {
    "otelcol_exporter_send_failed_spans": (),
    "otelcol_exporter_enqueue_failed_spans": (),
    "otelcol_receiver_refused_spans": (),
    "otelcol_processor_refused_spans": (),
    "jaeger_collector_spans_saved_by_svc": (Matcher("result", "=", "err"),),
    "jaeger_collector_spans_dropped": (),
    "jaeger_collector_spans_rejected": (),
}
WHERE: Final = (
    "let the target's traces.collector name the labels of the collector's series (selector), or where to scrape it "
    "(instances); it exports metrics at its port 8888, and Jaeger at its admin port, 14269"
)


@dataclass(frozen=True)
class Delivery:
    """What became of spans.

    Attributes:
        sent: spans that were delivered in the window, per second.
        lost: spans that were not, per second, by the name of the metric.
        window: seconds.
        said: where it was read.
    """

    sent: float
    lost: Mapping[str, float]
    window: float
    said: str

    @property
    def spans(self) -> int:
        """All spans of the window, about."""
        return round((self.sent + sum(self.lost.values())) * self.window)

    @property
    def percent(self) -> float:
        """The share that was delivered.

        Raises:
            CannotMeasure: there were none.
        """
        total = self.sent + sum(self.lost.values())
        if not total > 0:
            raise CannotMeasure(
                f"{self.said}: no span passed in {self.window:,.0f} s, so no share of them can be given",
                "see why the services send no spans; or measure when there are requests",
            )
        return 100 * self.sent / total

    @property
    def losses(self) -> str:
        """What was lost, in words; "" for nothing."""
        return ", ".join(f"{name}: {rate * self.window:,.0f}" for name, rate in self.lost.items() if rate)


@dataclass(frozen=True)
class Collector:
    """What passes spans on.

    Attributes:
        metrics: its metrics.
        window: seconds over which rates are read.
    """

    metrics: Metrics
    window: float

    def measure(self) -> Delivery:
        """What became of the spans of the window.

        Raises:
            CannotMeasure: the metrics cannot be read, are none of a collector, or miss values.
        """
        return _measured(self.metrics, self.window)


def _measured(metrics: Metrics, window: float) -> Delivery:
    names = set(metrics.names())
    sent = {name: _rate(metrics, name, matchers, window) for name, matchers in _known(SENT, names)}
    if not sent:
        raise CannotMeasure(
            f"{metrics.said} has no metric that counts delivered spans ({', '.join(SENT)}, with or without _total)",
            WHERE,
        )
    lost = {name: _rate(metrics, name, matchers, window) for name, matchers in _known(LOST, names)}
    found = [rate for rate in sent.values() if rate is not None]
    if not found:
        raise CannotMeasure(f"{metrics.said} has no samples of {', '.join(sent)} in {window:,.0f} s", WHERE)
    # A counter of losses has no series before the first loss.
    return Delivery(sum(found), {name: rate or 0.0 for name, rate in lost.items()}, window, metrics.said)


def _known(wanted: Mapping[str, tuple[Matcher, ...]], names: set[str]) -> list[tuple[str, tuple[Matcher, ...]]]:
    return [
        (spelled, matchers)
        for name, matchers in wanted.items()
        for spelled in (f"{name}_total", name)
        if spelled in names
    ]


def _rate(metrics: Metrics, name: str, matchers: tuple[Matcher, ...], window: float) -> float | None:
    """The rate of all series together; None if there are none."""
    values = metrics.growth(Selector(name, matchers), window)
    if values.partial:
        said = "; ".join(values.warnings) or "it says that data is missing"
        raise CannotMeasure(f"{metrics.said} has only a part of {name}: {said}", "run it again when it has all of it")
    if any(not math.isfinite(sample.value) or sample.value < 0 for sample in values.samples):
        raise CannotMeasure(f"{metrics.said}: the rate of {name} is no number", "see what the collector counts there")
    return sum(sample.value for sample in values.samples) if values.samples else None
