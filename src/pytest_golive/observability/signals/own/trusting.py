"""What the team answers for where nobody here understands its query; an error if it does not."""

from __future__ import annotations

from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.wanted import Wanted

Notes = tuple[tuple[str, str], ...]
ANSWER: Final = "you answer for"  # the name of a note
CURES: Final = {
    "error_rate": "divide the rate of failed requests by that of all requests, over the same window, such as "
    "sum(rate(x{{status=~'5..'}}[$window])) / sum(rate(x[$window])), with x for the metric",
    "latency": "compute the percentile of the limit from the buckets of all requests, such as "
    "histogram_quantile({share:g}, sum by (le) (rate(x_bucket[$window]))), with x for the metric",
    "memory": "give what is used now, of each instance or the worst, by its limit, such as "
    "max(process_resident_memory_bytes) with unit = 'bytes' and memory_limit",
    "cpu": "give what is used now, of each instance or the worst, by its limit, such as "
    "max(rate(process_cpu_seconds_total[$window])) with unit = 'cores' and cpu_limit",
    "queue_depth": "give what waits now in each queue, or in the longest, such as max by (queue) (queue_length)",
}


def answered_for(wanted: Wanted, query: str, why: str, cure: str = "") -> Notes:
    """A note on what the team answers for.

    Args:
        wanted: the signal.
        query: as it is asked.
        why: what is not known of it.
        cure: what to do about it; "" for how a query for the signal is usually written.

    Raises:
        CannotMeasure: the settings do not say that the team answers for the query.
    """
    if wanted.trusted:
        return ((ANSWER, f"what the query computes, by trusted = true: {why}"),)
    cure = cure or CURES[wanted.signal].format(share=wanted.percent / 100)
    raise CannotMeasure(
        f"the query {query} cannot be taken for the {wanted.signal} of the service: {why}",
        f"{cure}; or, if you answer for what it computes, trust it: {wanted.trusting}",
    )
