"""Whether what a query shows goes on: series that ended are no data, though a window still holds their last samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Final

from pytest_golive.observability.dashboards.querying.asked import Asked
from pytest_golive.observability.queries.founding import may_be_made_up
from pytest_golive.observability.queries.rewriting import without_outcomes
from pytest_golive.observability.queries.selecting import NotUnderstood, parsed, selections

FEWEST: Final = 60.0  # seconds without a sample that mean nothing
INTERVALS: Final = 3.0  # usual distances of samples that may pass: one scrape may fail
GAPS: Final = 1.5  # longest gaps before, after which samples went on
UNKNOWN: Final = 300.0  # seconds for which Prometheus shows a sample that nothing follows
LONGEST: Final = 31 * 86_400.0  # seconds that are looked back at
WINDOWS: Final = 3.0  # windows of a query that are looked back at: what comes and goes does so more often
MOST_SERIES: Final = 10
FINEST: Final = 15.0  # seconds from one value to the next
MOST_VALUES: Final = 1_500


@dataclass(frozen=True, slots=True)
class Past:
    """When something had samples: times in seconds since 1970, each once, ascending."""

    times: tuple[float, ...]

    def ended(self, until: float) -> float:
        """Seconds since the newest; 0 if the next may still come, infinity if there was none."""
        if not self.times:
            return math.inf
        age, gaps = until - self.times[-1], [later - earlier for earlier, later in pairwise(self.times)]
        allowed = max(FEWEST, INTERVALS * median(gaps), GAPS * max(gaps)) if gaps else UNKNOWN
        return age if age > allowed else 0.0


@dataclass(frozen=True, slots=True)
class Behind:
    """What a query stands on.

    Attributes:
        query: as it was asked.
        questions: for the newest sample of each of its series; none if they cannot be told.
        window: its longest, in seconds; 0 if it has none.
    """

    query: Asked
    questions: tuple[Asked, ...]
    window: float

    def ended(self, pasts: Sequence[Past], until: float) -> float:
        """Seconds since it ended; 0 if it did not.

        It goes on where one of its series does, unless its own values ended with another: one divided by the other.

        Args:
            pasts: of those series that could be asked for.
            until: now, in seconds since 1970.
        """
        own = Past(self.query.times).ended(until) if self.query.times else 0.0
        if not pasts:
            return own
        ages = [past.ended(until) for past in pasts]
        if all(ages):
            return min(ages)
        return min(filter(None, ages), default=0.0) if own else 0.0


def behind(query: Asked, length: float) -> Behind:
    """What a query stands on, of which the newest samples are to be asked for.

    Args:
        query: in PromQL.
        length: seconds that are looked back at.
    """
    try:
        # Where a value stands in for failures of which there are none, the series without them tell.
        text = without_outcomes(query.text, labelled=True) if may_be_made_up(query.text) else query.text
        series = dict.fromkeys(text[one.start : one.end] for one in selections(text))
        window = _window(query.text)
    except NotUnderstood:
        return Behind(query, (), 0.0)
    asked = [_newest(query, number, one, length) for number, one in enumerate(series)]
    return Behind(query, tuple(asked[:MOST_SERIES]), window)


def looked_back(window: float) -> float:
    """Seconds that tell whether what a window holds comes and goes."""
    return min(WINDOWS * window, LONGEST)


def _newest(query: Asked, number: int, series: str, length: float) -> Asked:
    """The question for the time of the newest sample of series, at each moment."""
    step = max(FINEST, length / MOST_VALUES)
    kept = {key: value for key, value in query.body.items() if key not in {"interval", "intervalFactor"}}
    body: dict[str, Any] = {
        **kept,
        "refId": f"{query.ref}_{number}",
        "expr": f"max(timestamp({series}))",
        "format": "time_series",
        "instant": False,
        "range": True,
        "exemplar": False,
        "hide": False,
        "intervalMs": round(step * 1000),
        "maxDataPoints": math.ceil(length / step) + 1,
    }
    return Asked(str(body["refId"]), query.source, body)


def _window(query: str) -> float:
    """The longest window of a query, in seconds; 0 if it has none."""
    import promql_parser

    found: list[float] = []

    def visit(node: Any) -> None:
        if isinstance(node, promql_parser.MatrixSelector | promql_parser.SubqueryExpr) and node.range is not None:
            found.append(node.range.total_seconds())

    promql_parser.walk(parsed(query), visit)
    return max(found, default=0.0)
