"""Between which buckets a percentile lies that a query of the team's own computes."""

from __future__ import annotations

import math
from typing import Final

from pytest_golive.observability.alerts.meaning.quantities import QUANTILE, Quantity
from pytest_golive.observability.signals.readings import whole
from pytest_golive.observability.signals.requests.buckets import edge_of
from pytest_golive.observability.sources.metrics import Metrics

ROUNDING: Final = 1e-9
COARSE: Final = (
    "no bucket ends at the limit, so the percentile may be on either side of it",
    "add a bucket whose edge is the limit to the histogram of the service (0.2 for 200 ms)",
)


def edges_of(metrics: Metrics, quantity: Quantity | None) -> tuple[float, ...]:
    """The edges of the buckets that a percentile is computed from, in its unit; () if it is from no such buckets.

    Raises:
        CannotMeasure: an edge is no number, or the source cannot be asked.
    """
    if quantity is None or quantity.kind != QUANTILE or quantity.share == "native":
        return ()
    edges: set[float] = set()
    for series in quantity.series:
        if series.name.endswith("_bucket"):
            asked = f"count by (le) ({series})"
            samples = whole(metrics.ask(asked), asked).samples
            edges |= {edge_of(one.labels.get("le", ""), series.name) for one in samples}
    return tuple(sorted(edge for edge in edges if math.isfinite(edge)))


def between(value: float, edges: tuple[float, ...]) -> tuple[float, float]:
    """The edges around a value: of the last bucket nobody knows where it ends."""
    if not edges:
        return value, value
    low = max((edge for edge in edges if edge < value * (1 - ROUNDING)), default=0.0)
    high = min((edge for edge in edges if edge >= value * (1 - ROUNDING)), default=math.inf)
    if value >= edges[-1] * (1 - ROUNDING):
        return edges[-1], math.inf
    return min(low, value), max(high, value)
