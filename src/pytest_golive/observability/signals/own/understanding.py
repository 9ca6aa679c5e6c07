"""What a query of the team's own computes, held against the signal, its limit and the unit in the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.observability.alerts.meaning.quantities import Quantity
from pytest_golive.observability.alerts.meaning.selecting import NOTHING_SAYS
from pytest_golive.observability.alerts.needed import ERROR_RATE, QUEUE_DEPTH, Needed
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import Node, NotUnderstood, Series, selectors
from pytest_golive.observability.queries.computing.distorting import distortions
from pytest_golive.observability.queries.computing.metering import OwnMeter, metered
from pytest_golive.observability.signals.own.amounts import check_cpu, check_memory, check_queue
from pytest_golive.observability.signals.own.requests import check_latency, check_share
from pytest_golive.observability.signals.own.trusting import Notes, answered_for
from pytest_golive.observability.signals.saturation.queues import QUEUES
from pytest_golive.observability.signals.wanted import Wanted

EVERY: Final = 1e18  # a guard against few requests is no matter here: the run has its own
OF_ALERTS: Final = " (see metrics)"  # a setting of alerts alone
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
        tree = parse(query)
        _check_distorted(tree)
        quantity, meter = metered(query, _needed(wanted, tree))
        return Understood(quantity, tuple(meter.words), _notes(wanted, quantity, meter))
    except NotUnderstood as error:
        return Understood(notes=answered_for(wanted, query, str(error)))


def _check_distorted(tree: Node) -> None:
    if distorted := tuple(dict.fromkeys(distortions(tree))):
        raise NotUnderstood("; ".join(distorted))


def _needed(wanted: Wanted, tree: Node) -> Needed:
    """The signal as alerts know it, with the names of queues that exporters have."""
    needed = Needed(wanted.signal, 1.0, wanted.percent / 100, traffic=EVERY)
    if wanted.signal != QUEUE_DEPTH:
        return needed
    found = [one for one in selectors(tree) if _is_of_exporter(one)]
    return replace(needed, metrics=tuple(one.name for one in found))


def _is_of_exporter(series: Series) -> bool:
    """Whether it is what an exporter has of a queue, and nothing besides, such as the jobs that are done."""
    own = {(one.label, one.op, one.value) for one in series.matches}
    return any(
        series.name in known.names and all((one.label, one.op, one.value) in own for one in known.only)
        for known in QUEUES
    )


def _notes(wanted: Wanted, quantity: Quantity, meter: OwnMeter) -> Notes:
    """What is not proven of a quantity.

    Raises:
        NotUnderstood: it is less than the signal, or something else, or nobody knows.
        CannotMeasure: its unit is another one.
    """
    doubts = tuple(dict.fromkeys(quantity.doubts))
    # Of failed requests it is put to the test whether the query would see them.
    open_ = doubts if wanted.signal == ERROR_RATE else tuple(why for why in doubts if why.startswith(NOTHING_SAYS))
    if against := (*quantity.weak, *(why for why in doubts if why not in open_)):
        raise NotUnderstood("; ".join(against).replace(OF_ALERTS, ""))
    if quantity.of_host:
        raise NotUnderstood("it is about a whole machine, and not about what an instance may use")
    unproven = (("not proven", why.replace(OF_ALERTS, "")) for why in open_)
    assumed = (("not understood", why) for why in dict.fromkeys(meter.assumed))
    return (*unproven, *assumed, *CHECKS[wanted.signal](wanted, quantity))
