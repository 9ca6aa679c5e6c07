"""Memory that is compared with a number of bytes, rather than with the limit: the settings say what the limit is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from pytest_golive.observability.alerts.meaning.quantities import Quantity
from pytest_golive.observability.alerts.needed import MEMORY, Needed
from pytest_golive.observability.alerts.strictness.outcomes import UNPROVEN, WEAK, Outcome

# All that an instance uses; others, such as a heap, are a part of it.
WHOLE: Final = frozenset(
    {
        "container_memory_working_set_bytes",
        "container_memory_usage_bytes",
        "dotnet_process_memory_working_set_bytes",
        "process_memory_usage_bytes",
        "process_resident_memory_bytes",
        "process_working_set_bytes",
    }
)
MIB: Final = 1024.0**2  # bytes
LIMIT_UNKNOWN: Final = "neither a metric nor memory_limit in the settings says what the limit is"
TINY: Final = 1e-9
# The name of the metric that says the limit of this service; "" if none does, None if nobody can say.
LimitMetric = Callable[[Needed], str | None]


def of_constant(outcome: Outcome, quantity: Quantity, needed: Needed, limit: LimitMetric) -> Outcome:
    """What a rule is whose threshold is a number of bytes, or of cores."""
    used = outcome.threshold
    if why := _unknown(quantity, needed, limit):
        return outcome.worse(UNPROVEN, f"it compares the amount in use with {_shown(used, needed)}{why}")
    share = used / needed.capacity
    said = f"{100 * share:.6g} % of memory_limit"
    outcome = replace(outcome, threshold=share, lowest=share, said=f"> {said}")
    if share > needed.base * (1 + TINY):
        return outcome.worse(WEAK, f"it fires at > {said}, not at > {needed.limit:g} %")
    return outcome


def _unknown(quantity: Quantity, needed: Needed, limit: LimitMetric) -> str:
    """Why the settings do not help: what to write behind a message; "" if they do."""
    if needed.signal != MEMORY:
        return ", and the limit is not known"
    metric = limit(needed)
    if metric:
        return f", and the limit is in {metric}"
    if not needed.capacity:
        return f", and {LIMIT_UNKNOWN}"
    if parts := sorted(name for name in quantity.names if not _is_whole(name, needed)):
        return f", and nobody says that {parts[0]} is all the memory of an instance, for which memory_limit is"
    return ", and nobody says if a metric has the limit" if metric is None else ""


def _shown(used: float, needed: Needed) -> str:
    """An amount as people write it: 410 MiB."""
    if needed.signal != MEMORY or used < MIB:
        return f"{used:g}"
    return f"{used / MIB:,.4g} MiB"


def _is_whole(name: str, needed: Needed) -> bool:
    return name in WHOLE or any(fnmatchcase(name, glob) for glob in needed.metrics)
