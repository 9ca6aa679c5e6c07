"""How long the window of an error rate or a percentile may be: over days, nobody sees the burst of a bad release."""

from __future__ import annotations

from typing import Any, Final

from pytest_golive.errors import NotSetUp
from pytest_golive.observability.queries.selecting import NotUnderstood, parsed
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.signals.wanted import Wanted

OF_REQUESTS: Final = frozenset({"error_rate", "latency"})


def check_window(wanted: Wanted) -> None:
    """Refuse a window of the settings that is too long.

    Raises:
        NotSetUp: it is longer than the longest one.
    """
    if wanted.window > wanted.longest:
        raise NotSetUp(
            f"{wanted.signal} would be measured over {lasting(wanted.window)}, and {lasting(wanted.longest)} is the "
            "longest window: over more, what fails since the deployment drowns in what worked before",
            f"shorten {_setting(wanted)}; if there are too few requests for that, let the run send own_requests, or "
            "raise monitoring.longest_window",
        )


def check_looks_back(wanted: Wanted, query: str) -> None:
    """Refuse a query that looks back too long, itself or by the rules that record what it reads.

    Raises:
        NotSetUp: it does; or the parser of queries is not installed.
    """
    if wanted.signal in OF_REQUESTS and (range_ := longest_range(query)) > wanted.longest:
        raise NotSetUp(
            f"the query of {wanted.signal} looks back over {lasting(range_)}, and {lasting(wanted.longest)} is the "
            "longest window: over more, what fails since the deployment drowns in what worked before",
            "write [$window] in it, which is the window of the settings, or raise monitoring.longest_window",
        )


def _setting(wanted: Wanted) -> str:
    first = "monitoring.error_rate_window, or " if wanted.signal == "error_rate" else ""
    return f"{first}window (with own scrapes scrape_for) in {wanted.place}"


def longest_range(query: str) -> float:
    """Seconds of the longest range in a query; 0 if it has none, or is no plain PromQL."""
    found = [0.0]

    def visit(node: Any) -> None:
        if (length := getattr(node, "range", None)) is not None:
            found.append(length.total_seconds())

    try:
        tree = parsed(query)
    except NotUnderstood:  # whether it selects what exists is a note then
        return 0.0
    import promql_parser

    promql_parser.walk(tree, visit)
    return max(found)
