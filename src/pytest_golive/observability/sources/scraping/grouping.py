"""Aggregates values as PromQL does: by labels, into one for each group."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from pytest_golive.observability.sources.metrics import How, Sample

Labels = tuple[tuple[str, str], ...]


def grouped(samples: Iterable[Sample], by: Sequence[str], how: How) -> tuple[Sample, ...]:
    """One sample for each group; NaN where one of its values is NaN, as nothing is known of that series.

    Args:
        samples: one for each series.
        by: labels; a label that is missing is empty, and left out.
        how: the aggregation.
    """
    groups: dict[Labels, list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[tuple((label, sample.labels[label]) for label in by if sample.labels.get(label))].append(sample)
    return tuple(
        Sample(dict(labels), AGGREGATIONS[how]([one.value for one in group]), max(one.at for one in group))
        for labels, group in groups.items()
    )


def _or_nan(choose: Callable[[Sequence[float]], float]) -> Callable[[Sequence[float]], float]:
    return lambda values: math.nan if any(map(math.isnan, values)) else choose(values)


def _average(values: Sequence[float]) -> float:
    return sum(values) / len(values)


AGGREGATIONS: Final[Mapping[How, Callable[[Sequence[float]], float]]] = {
    "max": _or_nan(max),
    "min": _or_nan(min),
    "sum": sum,
    "avg": _average,
    "count": len,
}
