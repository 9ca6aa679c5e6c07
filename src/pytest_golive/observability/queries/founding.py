"""What stands behind the numbers of a query in PromQL: series of this service, of nobody in particular, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pytest_golive.observability.queries.places import tokens_of
from pytest_golive.observability.queries.rewriting import narrowed, without_outcomes
from pytest_golive.observability.queries.selecting import NotUnderstood, selections

ALERTS: Final = frozenset({"ALERTS", "ALERTS_FOR_STATE"})  # they exist while something fires
MADE_UP: Final = frozenset({"vector", "absent", "absent_over_time"})  # they have a value where no series is


def is_constant(query: str) -> bool:
    """Whether it selects no series, so that it has a value whatever becomes of the service."""
    try:
        return not selections(query)
    except NotUnderstood:
        return False


def is_about_alerts(query: str) -> bool:
    """Whether it shows alerts, of which there are none while all is well."""
    try:
        names = {each.name for each in selections(query)}
    except NotUnderstood:
        return False
    return bool(names) and names <= ALERTS


def may_be_made_up(query: str) -> bool:
    """Whether it may have a value where no series is."""
    return any(token.kind == "word" and token.text.lower() in MADE_UP for token in tokens_of(query))


def series_behind(query: str) -> str:
    """A query that has a value if any of the series is there, for one whose value may be made up; "" for others."""
    if not may_be_made_up(query):
        return ""
    try:
        relaxed = without_outcomes(query, labelled=True)
        return " or ".join(f"count({relaxed[one.start : one.end]})" for one in selections(relaxed))
    except NotUnderstood:
        return ""


def series_of_service(query: str, labels: Mapping[str, str]) -> str:
    """A query that has a value if any of its series has all *labels*; "" if the query says so, or cannot be told."""
    try:
        found = selections(query)
        if not labels or any(
            labels.items() <= {m.label: m.value for m in one.matchers if m.op == "="}.items() for one in found
        ):
            return ""
        return " or ".join(f"count({narrowed(one, labels)})" for one in found)
    except NotUnderstood:
        return ""
