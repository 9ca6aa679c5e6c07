"""Measures the whole way from the rules of Prometheus through Alertmanager to somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.alertmanager import judging as of_manager
from pytest_golive.observability.alerts.alertmanager import sending
from pytest_golive.observability.alerts.alertmanager.failures import failures_of
from pytest_golive.observability.alerts.alertmanager.manager import Manager, alerts_of, ask_manager
from pytest_golive.observability.alerts.alertmanager.sending import RECENT, Sender, ask_sender
from pytest_golive.observability.alerts.incidents.inhibitors import Incident
from pytest_golive.observability.alerts.reaching.drills import Drills
from pytest_golive.observability.alerts.reaching.judging import Demands, route_alert
from pytest_golive.observability.alerts.reaching.relabelling import relabelled
from pytest_golive.observability.alerts.reaching.result import Alert, Routed, Routing
from pytest_golive.observability.alerts.reaching.runbooks import Runbooks
from pytest_golive.observability.alerts.reaching.watchdog import find_switches, judge_switch
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.sources.prometheus.clock import too_young

FAR: Final = 60.0  # seconds between two clocks
UNSEEN: Final = "not proven, as only Alertmanager sees it"


def static_labels(rule: Rule) -> Labels:
    """The labels that a rule itself gives; nothing is known of its series."""
    return Labels.of(rule.labels, {"alertname": rule.name}, is_open=True)


@dataclass
class Way:
    """What is asked, and what is demanded.

    Attributes:
        prometheus: evaluates the rules.
        alertmanager: gets the alerts.
        demands: of routes and receivers.
        members: how many Alertmanagers the cluster must have.
        switch: name of the dead man's switch; "" for any rule that always fires.
        runbooks: looks runbooks up; None if alerts need none.
        drills: carries out fire drills; None without them.
        recent: seconds in which errors of Prometheus are counted, if it scrapes itself.
    """

    prometheus: Client
    alertmanager: Client
    demands: Demands = field(default_factory=Demands)
    members: int = 1
    switch: str = ""
    runbooks: Runbooks | None = None
    drills: Drills | None = None
    recent: float = RECENT

    def measure(
        self, alerts: Sequence[Alert], rules: Sequence[Rule], labelled: Callable[[Rule], Labels] = static_labels
    ) -> Routing:
        """Whom *alerts* reach.

        Args:
            alerts: those that are needed, as Prometheus makes them.
            rules: all rules that Prometheus has loaded: the dead man's switch is among them, and what may inhibit.
            labelled: the labels of the alerts of a rule.

        Raises:
            CannotMeasure: Prometheus or Alertmanager cannot be asked.
        """
        sender = ask_sender(self.prometheus, self.recent)
        findings = list(sending.faults_of(sender))
        try:
            manager = ask_manager(self.alertmanager)
        except CannotMeasure as error:
            doubt = CannotMeasure(f"whom an alert reaches is not proven: {error.what}", error.cure)
            return Routing(sender.said, (), tuple(findings), (doubt,), tuple(sending.facts_of(sender)))
        early = [one for one in findings if one.rule == sending.UNREACHABLE] if manager.age < sending.RESENT else []
        findings = [one for one in findings if one not in early] + list(of_manager.faults_of(manager, self.members))
        switch: Routed | None = None
        silent: list[Finding | CannotMeasure] = []
        if rules:  # where none are known, that is told by whoever needs them
            switches = find_switches(rules, self.switch)
            again = partial(alerts_of, self.alertmanager)
            switch, silent = judge_switch(switches, self.switch, sender, manager, again)
        incident = Incident(rules, lambda rule: _if_known(labelled(rule), sender), manager, self.demands)
        routed = [self._routed(alert, sender, manager, incident) for alert in alerts]
        doubts = [*_clocks(manager), *(_starting(manager, one) for one in early)]
        doubts += [one for one in silent if isinstance(one, CannotMeasure)]
        findings += [one for one in silent if isinstance(one, Finding)]
        if self.drills is not None:
            named = frozenset(rule.name for rule in find_switches(rules, self.switch))
            routed = replace(self.drills, switches=named).drill(routed, manager)
        everyone = [*routed, *([switch] if switch is not None else ())]
        failures = list(failures_of(manager, {name for one in everyone for name in one.called}))
        if not routed or not all(one.drilled for one in routed):  # a drill tells better than counters
            doubts += [doubt for _, doubt in failures if doubt is not None]
        facts = [*sending.facts_of(sender), *_facts(manager, switch)]
        facts += [("failed notifications", said) for said, _ in failures]
        facts += [(UNSEEN, one) for one in sorted({one for each in everyone for one in each.unseen})]
        return Routing(f"{manager.said}, {sender.said}", tuple(routed), tuple(findings), tuple(doubts), tuple(facts))

    def _routed(self, alert: Alert, sender: Sender, manager: Manager, incident: Incident) -> Routed:
        """Whom one alert reaches, and whether its runbook is there."""
        try:
            labels = _arriving(alert.labels, sender)
            routed = Routed(alert, findings=(_dropped(alert),))
            if labels is not None:
                routed = incident.judge(route_alert(replace(alert, labels=labels), manager, self.demands), labels)
        except CannotMeasure as error:
            routed = Routed(alert, doubts=(error,))
        if self.runbooks is None:
            return routed
        place, finding, doubt = self.runbooks.judge(alert)
        return replace(
            routed,
            findings=(*routed.findings, *([finding] if finding else ())),
            doubts=(*routed.doubts, *([doubt] if doubt else ())),
            notes=(*routed.notes, *([f"its runbook is {place}"] if place else ())),
        )


def _arriving(own: Labels, sender: Sender) -> Labels | None:
    """The labels with which Prometheus sends an alert: with external ones, and relabelled; None if it is not sent."""
    known = {**{name: value for name, value in sender.external.items() if own.value(name) == ""}, **own.known}
    return relabelled(replace(own, known=known), sender.relabelling)


def _if_known(own: Labels, sender: Sender) -> Labels | None:
    """The same of an alert that is not judged itself: as its rule gives them, if nobody knows what becomes of them."""
    try:
        return _arriving(own, sender)
    except CannotMeasure:
        return own


def _dropped(alert: Alert) -> Finding:
    cure = "let the rule in alert_relabel_configs pass it, or give it the labels that the rule wants"
    return alert.finding("dropped", "Prometheus does not send it: alert_relabel_configs drops it", cure)


def _starting(manager: Manager, finding: Finding) -> CannotMeasure:
    """What was sent before an Alertmanager started says nothing about it."""
    return too_young(manager.said, manager.age, f"until then {finding.message}", sending.RESENT)


def _clocks(manager: Manager) -> Iterator[CannotMeasure]:
    if abs(manager.ahead) > FAR:
        where = "ahead" if manager.ahead > 0 else "behind"
        what = f"the clock of {manager.said} is {in_words(abs(manager.ahead))} {where}"
        yield CannotMeasure(f"{what}, so what is muted or silenced now is not proven", "set both clocks")


def _facts(manager: Manager, switch: Routed | None) -> Iterator[tuple[str, str]]:
    cluster = manager.cluster
    yield "Alertmanager", f"{manager.said}, cluster {cluster.status}, {max(1, len(cluster.members))} there"
    if manager.counters is None:
        yield "failed notifications", "not visible: the metrics of Alertmanager cannot be read"
    if switch is not None:
        yield "dead man's switch", f"{switch.alert.name} fires, and reaches {', '.join(switch.receivers)}"
        yield "that it came from this Prometheus", "; ".join(switch.notes)
