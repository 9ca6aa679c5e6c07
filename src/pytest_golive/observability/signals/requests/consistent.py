"""Whether a histogram contradicts itself: its buckets, its sum and its count must tell of the same requests."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.requests.buckets import Buckets, edge_of
from pytest_golive.observability.signals.requests.plausible import Times
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Metrics, Selector

# A scrape of a busy moment, and rates of series that began meanwhile, tell a little of each other apart.
APART: Final = 0.1  # as a share
FEW: Final = 3.0  # requests
SOME: Final = 0.5  # of a request: what rates are off by is none
TRIES: Final = 3
CURE: Final = (
    "look at what exports it, and at rules between it and the metrics that drop or add up series, such as "
    "metric_relabel_configs"
)


def check_buckets(histograms: Iterable[Buckets], times: Times, wanted: Wanted) -> None:
    """Refuse buckets that fall: each counts what the one before it counts, too.

    Args:
        histograms: of each instance, per second.
        times: the metric.
        wanted: what is asked for.

    Raises:
        CannotMeasure: they fall.
    """
    for buckets in histograms:
        for low, high in pairwise(sorted(buckets)):
            fewer = (buckets[low] - buckets[high]) * wanted.window
            if fewer > max(FEW, APART * buckets[low] * wanted.window):
                shorter, longer = (f"{buckets[edge] * wanted.window:,.0f}" for edge in (low, high))
                raise CannotMeasure(
                    f"{times.name}_bucket counts {shorter} requests up to {low:g}, and {longer} up to {_edge(high)}: "
                    "the larger bucket must hold those of the smaller one",
                    CURE,
                )


def check_sums(metrics: Metrics, histogram: Buckets, times: Times, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """Refuse a histogram of which count or sum say something else than its buckets.

    Args:
        metrics: the source.
        histogram: of all instances together, per second.
        times: the metric.
        wanted: what is asked for.

    Returns:
        A note, if there is no count or sum to compare with.

    Raises:
        CannotMeasure: they differ by more than scrapes explain, however often they are asked.
    """
    for again in range(TRIES):
        # A scrape between two questions makes them tell of different requests: all are asked anew.
        asked = _read_again(metrics, histogram, times, wanted) if again else histogram
        try:
            return _compared(metrics, asked, times, wanted)
        except CannotMeasure as error:
            contradiction = error
    raise contradiction


def _read_again(metrics: Metrics, histogram: Buckets, times: Times, wanted: Wanted) -> Buckets:
    """The buckets of *histogram* as they are now; as they were, if one of them is not there any more."""
    name = f"{times.name}_bucket"
    samples = metrics.growth(Selector(name, times.conditions), wanted.window, by=("le",)).samples
    found = {edge_of(one.labels.get("le", ""), name): one.value for one in samples}
    is_whole = set(histogram) <= set(found) and found[math.inf] > 0
    return {edge: found[edge] for edge in histogram} if is_whole else histogram


def _compared(metrics: Metrics, histogram: Buckets, times: Times, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """A note, if there is no count or sum to compare with.

    Raises:
        CannotMeasure: they differ.
    """
    counted, added = (
        metrics.growth(Selector(f"{times.name}{part}", times.conditions), wanted.window).samples
        for part in ("_count", "_sum")
    )
    everything = histogram[math.inf]
    if not counted or not added:
        return (("not compared", f"the buckets of {times.name}: its sum or its count is not there"),)
    count = counted[0].value
    if abs(count - everything) * wanted.window > max(FEW, APART * max(count, everything) * wanted.window):
        raise CannotMeasure(
            f"{times.name}_count tells of {count * wanted.window:,.0f} requests, and its buckets of "
            f"{everything * wanted.window:,.0f}",
            CURE,
        )
    mean, (low, high) = added[0].value / count, _means(histogram, wanted.window)
    if not low * (1 - APART) <= mean <= high * (1 + APART):
        raise CannotMeasure(
            f"the mean of {times.name} is {mean:.3g} by its sum and count, and between {low:.3g} and {high:.3g} by its "
            "buckets",
            CURE,
        )
    return ()


def _means(histogram: Buckets, window: float) -> tuple[float, float]:
    """Between which values the mean of a histogram must lie; infinity where some are past its last edge."""
    low = high = below = edge_below = 0.0
    for edge in sorted(histogram):
        inside = max(histogram[edge] - below, 0.0)
        if inside * window >= SOME:
            low += inside * edge_below
            high += inside * edge
        below, edge_below = max(below, histogram[edge]), max(edge, 0.0)
    return low / histogram[math.inf], high / histogram[math.inf]


def _edge(edge: float) -> str:
    return "+Inf" if math.isinf(edge) else f"{edge:g}"
