"""What a query of the team's own computes, held against the signal, its limit and the unit in the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.meaning.quantities import Quantity
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import NotUnderstood, Series
from pytest_golive.observability.queries.computing.distorting import distortions
from pytest_golive.observability.queries.computing.metering import OwnMeter, metered
from pytest_golive.observability.signals.own.amounts import check_cpu, check_memory, check_queue
from pytest_golive.observability.signals.own.requests import check_latency, check_share
from pytest_golive.observability.signals.wanted import Wanted

Notes = tuple[tuple[str, str], ...]
OF_REQUESTS: Final = frozenset({"error_rate", "latency"})
EVERY: Final = 1e18  # a guard against few requests is no matter here: the run has its own
CHECKS: Final[Mapping[str, Callable[[Wanted, Quantity], Notes]]] = {
    "error_rate": check_share,
    "latency": check_latency,
    "memory": check_memory,
    "cpu": check_cpu,
    "queue_depth": check_queue,
}


@dataclass(frozen=True, slots=True)
class Understood:
    """What is known of a query.

    Attributes:
        quantity: what it computes; None if nobody here knows.
        words: series that are chosen in words of the team's own.
        notes: what is not proven, by name.
    """

    quantity: Quantity | None = None
    words: tuple[Series, ...] = ()
    notes: Notes = ()


def understood(wanted: Wanted, query: str) -> Understood:
    """Take a query apart, and refuse one that computes something else than the signal.

    Raises:
        CannotMeasure: it computes something else, or nobody here knows what, and the settings do not answer for it.
        NotSetUp: the parser is not installed.
    """
    try:
        distorted = tuple(dict.fromkeys(distortions(parse(query))))
    except NotUnderstood as error:
        return _unknown(wanted, query, str(error))
    if distorted:
        return _unknown(wanted, query, "; ".join(distorted))
    try:
        quantity, meter = metered(query, Needed(wanted.signal, 1.0, wanted.percent / 100, traffic=EVERY))
    except NotUnderstood as error:
        if wanted.signal in OF_REQUESTS:
            return _unknown(wanted, query, str(error))
        return Understood(notes=(("not understood", f"what the query computes: {error}"),))
    try:
        return Understood(quantity, tuple(meter.words), _notes(wanted, quantity, meter))
    except NotUnderstood as error:
        return _unknown(wanted, query, str(error))


def _notes(wanted: Wanted, quantity: Quantity, meter: OwnMeter) -> Notes:
    """What is not proven of a quantity.

    Raises:
        NotUnderstood: it is less than the signal, or something else.
        CannotMeasure: its unit is another one.
    """
    if quantity.weak:
        raise NotUnderstood("; ".join(quantity.weak))
    doubts = (("not proven", why) for why in dict.fromkeys(quantity.doubts))
    assumed = (("not understood", why) for why in dict.fromkeys(meter.assumed))
    return (*doubts, *assumed, *CHECKS[wanted.signal](wanted, quantity))


def _unknown(wanted: Wanted, query: str, why: str) -> Understood:
    """What the team answers for; an error if the settings do not say so."""
    if wanted.trusted:
        return Understood(notes=(("you answer for", f"what the query computes, by trusted = true: {why}"),))
    raise CannotMeasure(
        f"the query {query} cannot be taken for the {wanted.signal} of the service: {why}",
        f"{CURES[wanted.signal].format(share=wanted.percent / 100)}; or, if you answer for what it computes, trust it: "
        f"{wanted.trusting}",
    )


CURES: Final = {
    "error_rate": "divide the rate of failed requests by that of all requests, over the same window, such as "
    "sum(rate(x{{status=~'5..'}}[$window])) / sum(rate(x[$window])), with x for the metric",
    "latency": "compute the percentile of the limit from the buckets of all requests, such as "
    "histogram_quantile({share:g}, sum by (le) (rate(x_bucket[$window]))), with x for the metric",
    "memory": "give what is used now, of each instance or the worst, by its limit",
    "cpu": "give what is used now, of each instance or the worst, by its limit",
    "queue_depth": "give what waits now in each queue, or in the longest",
}
