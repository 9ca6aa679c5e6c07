"""Whether a metric says how much memory the service may use."""

from __future__ import annotations

from typing import Final

from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.promql.tree import Match
from pytest_golive.observability.alerts.rules.watching import Watched, selector_of

LIMITS: Final = (
    ("container_spec_memory_limit_bytes", ()),
    ("kube_pod_container_resource_limits", (Match("resource", "=", "memory"),)),
)
UNLIMITED: Final = 2**62  # what cAdvisor reports where a container has no limit is nearly 2^63


def memory_metric(needed: Needed, watched: Watched) -> str | None:
    """The metric with the memory limit of this service; "" if there is none, None if nobody can say."""
    ours = tuple(Match(label, "=", value) for label, value in needed.labels.items())
    for name, matches in LIMITS:
        selector = selector_of(name, (*matches, *ours))
        found = watched.count(f"{selector} > 0 < {UNLIMITED}")
        if found is None or found > 0:
            return None if found is None else name
    return ""
