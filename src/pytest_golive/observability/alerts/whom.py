"""Whom the alerts reach that are needed: the rules that cover them, as alerts that are routed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.proven import DRILLED, Alerting
from pytest_golive.observability.alerts.reaching.measuring import Way
from pytest_golive.observability.alerts.reaching.result import Alert, Routing
from pytest_golive.observability.alerts.reaching.series import Reader

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
    routing = way.measure(list(_alerts(alerting)), alerting.rules, _reader(alerting).labels)
    if rung != DRILLED:
        return routing
    undrilled = [routed.alert.name for routed in routing.alerts if not routed.drilled]
    if not undrilled:
        return routing
    what = f"no fire drill has shown that {', '.join(undrilled)} arrives, and each alert must be {DRILLED}"
    return replace(routing, doubts=(*routing.doubts, CannotMeasure(what, DRILL)))


def _reader(alerting: Alerting) -> Reader:
    """Reads the labels of any rule's alerts, of the series that are this service's in all that is needed."""
    labels = [needed.labels.items() for needed, _ in alerting.chosen]
    common = {name: value for name, value in labels[0] if all((name, value) in one for one in labels)} if labels else {}
    return Reader(alerting.rules, common, parse)  # they may fire for others, too, so no server is asked


def _alerts(alerting: Alerting) -> Iterator[Alert]:
    """Each rule once, though it may cover several alerts."""
    done = set()
    lacks = alerting.watched.lacks if alerting.watched is not None else None
    for needed, best in alerting.chosen:
        rule = best.rule
        if (rule.name, rule.group) not in done:
            done.add((rule.name, rule.group))
            path = rule.file if rule.line else ""
            labels = Reader(alerting.rules, needed.labels, parse, lacks).labels(rule)
            yield Alert(rule.name, labels, rule.annotations, path, rule.line, needed.signal)
