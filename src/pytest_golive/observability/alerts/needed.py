"""The alerts that a service needs: for each signal the limit past which somebody must be called, and how soon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

ERROR_RATE: Final = "error_rate"
LATENCY: Final = "latency"
MEMORY: Final = "memory"
CPU: Final = "cpu"
QUEUE_DEPTH: Final = "queue_depth"
SIGNALS: Final = (ERROR_RATE, LATENCY, MEMORY, CPU, QUEUE_DEPTH)
UNITS: Final[Mapping[str, str]] = {ERROR_RATE: "%", LATENCY: "ms", MEMORY: "%", CPU: "%", QUEUE_DEPTH: ""}
TITLES: Final[Mapping[str, str]] = {
    ERROR_RATE: "error rate",
    LATENCY: "latency",
    MEMORY: "memory",
    CPU: "CPU",
    QUEUE_DEPTH: "queue depth",
}
MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Needed:
    """An alert that must exist: it fires whenever the signal stays above the limit.

    Attributes:
        signal: one of `SIGNALS`, the name of the row of the section ``monitoring`` that measures the same.
        limit: in the signal's unit of `UNITS`: percent, milliseconds, items.
        quantile: of a latency, such as 0.95; 0 for the other signals.
        longest_for: seconds that the limit may be passed, by the rule's ``for``, until the alert fires.
        longest_window: seconds over which the rule may average.
        labels: the labels of this service, such as ``job``; the rule must cover them.
        severities: values of the rule's label ``severity``, one of which it must have; () for any.
        metrics: globs of further names of metrics that are this signal.
        traffic: requests per second below which the rule may stay silent.
        conditions: globs of metrics that may switch the rule off, such as one of a planned maintenance.
        capacity: bytes that one instance may use by the settings, where no metric says it; 0 for unknown.
    """

    signal: str
    limit: float
    quantile: float = 0.0
    longest_for: float = 15 * MINUTE
    longest_window: float = 60 * MINUTE
    labels: Mapping[str, str] = field(default_factory=dict)
    severities: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    traffic: float = 0.0
    conditions: tuple[str, ...] = ()
    capacity: float = 0.0

    @property
    def unit(self) -> str:
        """The unit of the limit: "%", "ms", or "" for a number of items."""
        return UNITS[self.signal]

    @property
    def base(self) -> float:
        """The limit in the base unit of PromQL: a ratio, seconds, items."""
        return self.limit / {"%": 100.0, "ms": 1000.0}.get(self.unit, 1.0)

    @property
    def title(self) -> str:
        """The alert in words: "latency p95 > 500 ms"."""
        quantile = f" p{100 * self.quantile:g}" if self.quantile else ""
        unit = f" {self.unit}" if self.unit else ""
        return f"{TITLES[self.signal]}{quantile} > {self.limit:g}{unit}"
