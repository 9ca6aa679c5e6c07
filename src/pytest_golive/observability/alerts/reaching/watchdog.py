"""The dead man's switch: an alert that always fires, so that its silence shows that alerts do not arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.alertmanager.manager import Active, Manager
from pytest_golive.observability.alerts.alertmanager.origin import CURE as NAME_IT
from pytest_golive.observability.alerts.alertmanager.origin import Again, foreign, seen_again, seen_by
from pytest_golive.observability.alerts.alertmanager.sending import RESENT, Firing, Sender
from pytest_golive.observability.alerts.reaching.judging import Demands, route_alert
from pytest_golive.observability.alerts.reaching.result import Alert, Routed
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.sources.prometheus.clock import YOUNG, too_young

NUMBER: Final = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
ALWAYS: Final = re.compile(
    rf"vector\({NUMBER}\)(?:(?:==|>=|>|!=)(?:bool)?{NUMBER})?|absent\(vector\(0\)==1\)", re.ASCII
)
HIDDEN: Final = frozenset({"silenced", "inhibited"})
LONGEST: Final = 200  # characters of such an expression
CURE: Final = (
    "add a rule `alert: Watchdog` with `expr: vector(1)`, and route it to a service that calls you when it stays away"
)


def always_fires(rule: Rule) -> bool:
    """Whether a rule fires at every moment: ``vector(1)``."""
    expression = "".join(rule.expression[: LONGEST + 1].split())
    while expression.startswith("(") and expression.endswith(")"):
        expression = expression[1:-1]
    if rule.records or len(expression) > LONGEST or not ALWAYS.fullmatch(expression):
        return False
    numbers = re.search(rf"vector\(({NUMBER})\)(==|>=|>|!=)(?:bool)?({NUMBER})", expression)
    return numbers is None or "bool" in expression or _holds(float(numbers[1]), numbers[2], float(numbers[3]))


def _holds(left: float, op: str, right: float) -> bool:
    return {"==": left == right, ">=": left >= right, ">": left > right, "!=": left != right}[op]


def find_switches(rules: Sequence[Rule], name: str) -> list[Rule]:
    """The rules that always fire; the one named *name*, if the settings name one."""
    return [rule for rule in rules if not rule.records and (rule.name == name if name else always_fires(rule))]


def judge_switch(
    switches: Sequence[Rule], name: str, sender: Sender, manager: Manager, again: Again | None = None
) -> tuple[Routed | None, list[Finding | CannotMeasure]]:
    """The dead man's switch that works, or what is wrong with those that there are, or cannot be said of them yet.

    Args:
        switches: the rules that always fire.
        name: of the one that the settings name; "" for any.
        sender: sends them.
        manager: gets them.
        again: asks Alertmanager once more for its alerts; None to judge by those that it had.
    """
    if not switches:
        named = f" {name!r}" if name else " that always fires"
        return None, [_finding("", 0, f"there is no alert{named}, so nobody notices if alerts no longer arrive", CURE)]
    findings: list[Finding | CannotMeasure] = []
    works: Routed | None = None
    for rule in switches:
        found: list[Finding | CannotMeasure] = list(_silent(rule, sender, manager))
        seen = "" if found else _seen(rule, sender, manager, again)
        if not found and not seen:
            found = [_foreign(rule, sender, manager)]
        routed = route_alert(_alert(rule, sender.external), manager, Demands())
        if not found and not routed.findings:
            works = works or replace(routed, notes=(seen,))
        findings += [*found, *routed.findings]
    # One that is kept silent is no switch that is left over: whoever waits for it hears nothing.
    return works, [one for one in findings if works is None or (isinstance(one, Finding) and one.rule in HIDDEN)]


def _silent(rule: Rule, sender: Sender, manager: Manager) -> Iterator[Finding | CannotMeasure]:
    young = YOUNG + rule.interval + rule.wait
    if not any(fires.labels.get("alertname") == rule.name for fires in sender.firing):
        if sender.age < young:
            yield too_young(sender.said, sender.age, f"{rule.name}, the dead man's switch, does not fire yet", young)
            return
        yield _finding(rule.file, rule.line, f"{rule.name} does not fire now at {sender.said}, and should always", CURE)
        return
    named = [active.labels for active in manager.alerts if active.name == rule.name]
    if not any(_is_ours(labels, rule, sender) for labels in named):
        for said, age, enough in ((sender.said, sender.age, young), (manager.said, manager.age, max(young, RESENT))):
            if age < enough:
                yield too_young(said, age, f"{rule.name}, the dead man's switch, is not at {manager.said} yet", enough)
                return
        what = f"{rule.name} fires at {sender.said}, and {manager.said} does not have it, so alerts do not arrive there"
        if named:
            what += f"; it has one of another sender: {Labels(named[0])}"
        cure = (
            "see Status > Runtime and the log of Prometheus: which Alertmanager it sends to, and which errors it gets"
        )
        yield _finding(rule.file, rule.line, what, cure)


def _is_ours(labels: Mapping[str, str], rule: Rule, sender: Sender) -> bool:
    """Whether this Prometheus has sent an alert of that name; where it changes labels, the name decides alone."""
    fires = (own.labels for own in sender.firing if own.labels.get("alertname") == rule.name)
    return bool(sender.relabelling) or any(_filled(labels) == {**sender.external, **_filled(one)} for one in fires)


def _pairs(rule: Rule, sender: Sender, manager: Manager) -> list[tuple[Firing, Active]]:
    """What fires under the name of a rule, with what Alertmanager has of it."""
    fires = [one for one in sender.firing if one.labels.get("alertname") == rule.name]
    named = [one for one in manager.alerts if one.name == rule.name and _is_ours(one.labels, rule, sender)]
    return [(one, active) for one in fires for active in named]


def _seen(rule: Rule, sender: Sender, manager: Manager, again: Again | None) -> str:
    """What shows that one came from this Prometheus; "" if nothing does."""
    pairs = _pairs(rule, sender, manager)
    now = next((said for pair in pairs if (said := seen_by(*pair, sender, manager))), "")
    return now or (seen_again(*pairs[0], sender, manager, again) if pairs else "")


def _foreign(rule: Rule, sender: Sender, manager: Manager) -> CannotMeasure:
    return CannotMeasure(foreign(rule.name, _pairs(rule, sender, manager)[0][1], sender, manager), NAME_IT)


def _filled(labels: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in labels.items() if value}


def _alert(rule: Rule, external: Mapping[str, str]) -> Alert:
    labels = Labels.of(external, rule.labels, {"alertname": rule.name})
    return Alert(rule.name, labels, rule.annotations, rule.file if rule.line else "", rule.line)


def _finding(file: str, line: int, what: str, cure: str) -> Finding:
    return Finding(file if line else "", line, "dead man's switch", what, "high", key="dead man's switch", cure=cure)
