"""What the limits of alerts mean to the gate that applies them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pytest_golive.settings.targets.alerts.rules import AlertRules, Signal, number_of
from pytest_golive.settings.values.bounds import Bound

ITEMS: Final = "items"
# The unit of each signal of alerts, and how rows speak of it.
SIGNALS: Final[Mapping[Signal, tuple[str, tuple[str, ...]]]] = {
    "error_rate": ("%", ("error", "erreur", "fail", "5xx")),
    "latency": ("ms", ("latenc", "response", "slow", "percentile", "p9", "p5")),
    "memory": ("%", ("memory", "heap", "oom", "m\u00e9moire")),
    "cpu": ("%", ("cpu", "processor")),
    "queue_depth": (ITEMS, ("queue", "backlog", "file d'attente")),
}


def bounds_of(alerts: AlertRules | None, key: str) -> Iterator[Bound]:
    """The limits past which the needed alerts fire; *key* is that of their table, which may be missing."""
    alerts = alerts or AlertRules.model_construct()
    for signal in alerts.signals:
        own = getattr(alerts, signal)
        percentile = f" p{alerts.latency.percentile:g}" if signal == "latency" else ""
        unit, words = SIGNALS[signal]
        yield Bound(
            f"{key}.{signal}.limit",
            ">",
            number_of(own.limit, unit.removesuffix(ITEMS)),
            unit,
            f"{signal.replace('_', ' ')}{percentile} without an alert",
            counts=unit == ITEMS,
            words=words,
            is_named=True,
            says="demands an alert",
        )
