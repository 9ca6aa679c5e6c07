"""Whether the receivers of an alert have somebody's address for it, where templates take that from its labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.manager import Manager
from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.routing.addressing import unaddressed, unseen
from pytest_golive.observability.alerts.routing.receivers import Receiver
from pytest_golive.observability.alerts.routing.routes import Route
from pytest_golive.observability.alerts.routing.templates import Filling

CURE: Final = "give the rule that label with a fixed value, or the receiver an address that no label decides"


def why_nobody(route: Route, manager: Manager, alert: Alert | None) -> tuple[str, str] | None:
    """The rule that a route breaks, and why, if the labels of an alert leave its address empty; else None."""
    if alert is None:
        return None
    fault, _ = unaddressed(*_of(route, manager, alert))
    return (
        ("empty receiver", f"the receiver {route.receiver!r} of {route} calls nobody, for {fault}") if fault else None
    )


def undecided(calling: Sequence[Route], manager: Manager, alert: Alert) -> Iterator[CannotMeasure]:
    """What keeps it from being known that one of some routes calls somebody: a label that gives the address."""
    labels = [unaddressed(*_of(route, manager, alert))[1] for route in calling]
    if all(labels):
        what = f"the receiver {calling[0].receiver!r} of {calling[0]} takes its address from the label {labels[0]}"
        doubt = f"whether {alert.name} reaches somebody is not proven: {what}, whose value is not known"
        yield CannotMeasure(doubt, CURE)


def hidden_of(calling: Sequence[Route], manager: Manager, alert: Alert) -> Iterator[str]:
    """What of the receivers of some routes only Alertmanager can see."""
    for route in calling:
        receiver, filling = _of(route, manager, alert)
        yield from (f"{receiver.name}: {told}" for told in unseen(receiver, filling))


def _of(route: Route, manager: Manager, alert: Alert) -> tuple[Receiver, Filling]:
    return manager.config.receivers[route.receiver], Filling(alert.labels, alert.annotations, route.grouped)
