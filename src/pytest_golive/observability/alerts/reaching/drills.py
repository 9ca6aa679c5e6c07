"""Fire drills for alerts that are routed: one for each way, of those that look whole."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.manager import Manager
from pytest_golive.observability.alerts.drill.drilling import LABEL, Drill, Drilled
from pytest_golive.observability.alerts.drill.webhook import Listener
from pytest_golive.observability.alerts.reaching.result import Alert, Routed
from pytest_golive.observability.alerts.routing.routes import Hits, cases
from pytest_golive.observability.sources.asking import Client

DELIVERED: Final = "delivered"
FAILING: Final = "failing receiver"
# What does not keep an alert from arriving, or what a drill tells better than counters.
BESIDE: Final = frozenset(
    {FAILING, "runbook", "group_wait", "group_interval", "repeat_interval", "silent at times", "inhibited unheard"}
)


@dataclass
class Drills:
    """Carries drills out.

    Attributes:
        client: of Alertmanager, whose target permits "drill".
        listen: host and port of our webhook; None to go by Alertmanager's counters.
        patience: seconds for a delivery, beyond the routes' own waiting time.
        switches: names of dead man's switches, which are sent again and again.
    """

    client: Client
    listen: tuple[str, int] | None = None
    patience: float = 60.0
    switches: frozenset[str] = frozenset()

    def drill(self, routed: Sequence[Routed], manager: Manager) -> list[Routed]:
        """The alerts, with what their drills showed.

        Raises:
            CannotMeasure: the webhook cannot listen.
        """
        outcomes: dict[tuple[str, ...], Drilled] = {}
        found = []
        with ExitStack() as stack:
            listener = stack.enter_context(Listener(*self.listen)) if self.listen else None
            for one in routed:
                if one.doubts or any(finding.rule not in BESIDE for finding in one.findings):
                    found.append(replace(one, notes=(*one.notes, "no fire drill: it would not arrive as it is")))
                    continue
                try:
                    found.append(_with(one, self._drilled(one.alert, manager, listener, outcomes)))
                except CannotMeasure as error:
                    found.append(replace(one, doubts=(*one.doubts, error)))
        return found

    def _drilled(
        self, alert: Alert, manager: Manager, listener: Listener | None, outcomes: dict[tuple[str, ...], Drilled]
    ) -> Drilled:
        hits = _hits(alert, manager)
        if listener is None:
            self._check_counters(alert, manager, hits)
        way = tuple(route.place for route in hits)
        if way not in outcomes:
            outcomes[way] = Drill(self.client, manager, _labels(alert), hits, listener, self.patience).run()
        return outcomes[way]

    def _check_counters(self, alert: Alert, manager: Manager, hits: Hits) -> None:
        """Send no drill that calls people and can prove nothing.

        Raises:
            CannotMeasure: the dead man's switch moves the same counters.
        """
        names = {route.receiver for route in hits}
        for active in manager.alerts:
            if active.name in self.switches and (shared := names & set(active.receivers)):
                where = ", ".join(sorted(shared))
                raise CannotMeasure(
                    f"whether {alert.name} arrives is not proven: no fire drill was sent, for the dead man's switch "
                    f"{active.name} has the same receiver {where}, and Alertmanager's counters do not tell its "
                    "notifications from those of a drill",
                    "give the dead man's switch a receiver of its own, or let Alertmanager send to a webhook of the "
                    "drill: alerts.drill.listen",
                )


def _with(routed: Routed, drilled: Drilled) -> Routed:
    said = f"fire drill {drilled.identity}: {drilled.state}: {drilled.said}"
    notes = (*routed.notes, said)
    if not drilled.ended:
        what = f"Alertmanager still has its fire drill {drilled.identity} after it was ended"
        cure = "see its log; the drill ends by itself"
        return replace(routed, findings=(*routed.findings, routed.alert.finding("drill", what, cure)), notes=notes)
    if drilled.state == "not delivered":
        what = f"its fire drill was not delivered: {drilled.said}"
        cure = "see Alertmanager's log for the error of that receiver, and send it again"
        return replace(routed, findings=(*routed.findings, routed.alert.finding("drill", what, cure)), notes=notes)
    if drilled.state != DELIVERED:
        doubt = CannotMeasure(
            f"whether {routed.alert.name} arrives is not proven by its fire drill: {drilled.said}",
            "run it again at a quiet moment, or let Alertmanager send to a webhook of the drill: alerts.drill.listen",
        )
        return replace(routed, doubts=(*routed.doubts, doubt), notes=notes)
    if drilled.resolved is False:
        what = "the message that its fire drill is over was not delivered"
        cure = "see Alertmanager's log: the receiver got the alert, but not its end"
        return replace(routed, findings=(*routed.findings, routed.alert.finding("drill", what, cure)), notes=notes)
    findings = tuple(one for one in routed.findings if one.rule != FAILING)  # it works again
    return replace(routed, findings=findings, notes=notes, drilled=True)


def _labels(alert: Alert) -> dict[str, str]:
    """The labels that are known: of the others, none decides."""
    return {name: value for name, value in alert.labels.known.items() if value}


def _hits(alert: Alert, manager: Manager) -> Hits:
    """The routes that the drill takes, which must be those of the alert.

    Raises:
        CannotMeasure: its mark, or a label that is not known, leads it another way.
    """
    labels = _labels(alert)
    marked = replace(alert.labels, known={**labels, LABEL: "x"}, unknown=frozenset(), is_open=False)
    ((_, hits),) = cases(manager.config.route, marked)
    if any(hits != own for _, own in cases(manager.config.route, alert.labels)):
        raise CannotMeasure(
            f"a fire drill of {alert.name} would take another way than the alert",
            f"let no matcher depend on the label {LABEL}, or on labels that the rule does not give",
        )
    return hits
