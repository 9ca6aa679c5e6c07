"""Whom the alerts reach that are needed: the rules that cover them, as alerts that are routed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alerting import DRILLED, Alerting
from pytest_golive.observability.alerts.examining import Candidate
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.reaching.measuring import Way
from pytest_golive.observability.alerts.reaching.result import Alert, Routing
from pytest_golive.observability.alerts.routing.labels import Labels

DRILL = "permit the drill in the target's allow, and by --golive-allow drill"


def reach(alerting: Alerting, way: Way, rung: str) -> Routing:
    """Whom the chosen rules reach.

    Args:
        alerting: the rules that cover the needed alerts.
        way: asks Prometheus and Alertmanager.
        rung: the rung that each alert must reach.

    Raises:
        CannotMeasure: Prometheus or Alertmanager cannot be asked.
    """
    routing = way.measure(list(_alerts(alerting)), alerting.rules)
    if rung != DRILLED:
        return routing
    undrilled = [routed.alert.name for routed in routing.alerts if not routed.drilled]
    if not undrilled:
        return routing
    what = f"no fire drill has shown that {', '.join(undrilled)} arrives, and each alert must be {DRILLED}"
    return replace(routing, doubts=(*routing.doubts, CannotMeasure(what, DRILL)))


def _alerts(alerting: Alerting) -> Iterator[Alert]:
    """Each rule once, though it may cover several alerts."""
    done = set()
    for needed, best in alerting.chosen:
        rule = best.rule
        if (rule.name, rule.group) not in done:
            done.add((rule.name, rule.group))
            path = rule.file if rule.line else ""
            yield Alert(rule.name, labels_of(best, needed), rule.annotations, path, rule.line, needed.signal)


def labels_of(best: Candidate, needed: Needed) -> Labels:
    """The labels of an alert when it fires: those of its series that are left, and those that its rule adds."""
    way, names = best.outcome.keeps
    ours = {label: value for label, value in needed.labels.items() if (label in names) == (way == "by")}
    labels = Labels.of(ours, best.rule.labels, {"alertname": best.rule.name}, is_open=way == "without")
    others = names - set(labels.known) if way == "by" else frozenset()
    return replace(labels, unknown=labels.unknown | others)
