"""What Prometheus changes in the labels of an alert before it sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.regexp.matching import compiled
from pytest_golive.observability.alerts.regexp.nodes import NotUnderstood
from pytest_golive.observability.alerts.routing import reading
from pytest_golive.observability.alerts.routing.labels import Labels

ANY: Final = "(.*)"
CHOOSING: Final = frozenset({"keep", "drop", "keepequal", "dropequal"})


def relabelled(labels: Labels, rules: Sequence[Mapping[str, Any]]) -> Labels | None:
    """The labels that Alertmanager gets; None if the alert is not sent at all.

    Raises:
        CannotMeasure: a rule is not understood, or depends on labels that are not known.
    """
    for rule in rules:
        action = reading.text(rule.get("action"), "action").lower() or "replace"
        if action in CHOOSING:
            if not _stays(labels, rule, action):
                return None
        elif action in {"labeldrop", "labelkeep"}:
            labels = _dropped(labels, _expression(rule), drops=action == "labeldrop")
        else:
            labels = _replaced(labels, rule, action)
    return labels


def _stays(labels: Labels, rule: Mapping[str, Any], action: str) -> bool:
    value = _source(labels, rule)
    if action.endswith("equal"):
        other = labels.value(reading.text(rule.get("target_label"), "target_label"))
        if other is None:
            raise _unknown(action)
        return (value == other) is (action == "keepequal")
    return _matches(_expression(rule), value) is (action == "keep")


def _dropped(labels: Labels, expression: str, *, drops: bool) -> Labels:
    known = {name: value for name, value in labels.known.items() if _matches(expression, name) is not drops}
    unknown = frozenset(name for name in labels.unknown if _matches(expression, name) is not drops)
    if labels.is_open:  # what the rule takes away is surely not there
        known |= {name: "" for name in labels.known if name not in known}
    return replace(labels, known=known, unknown=unknown)


def _replaced(labels: Labels, rule: Mapping[str, Any], action: str) -> Labels:
    """After ``replace`` and the like, as far as the new value is known."""
    target, to = reading.text(rule.get("target_label"), "target_label"), rule.get("replacement", "$1")
    if "$" in target or not target:
        raise _unknown(action)
    if action in {"lowercase", "uppercase"}:
        value = _source(labels, rule)
        return _with(labels, target, value.lower() if action == "lowercase" else value.upper())
    if action != "replace":
        raise _unknown(action)
    expression = reading.text(rule.get("regex"), "regex") or ANY
    is_all = expression in {ANY, ".*", ".+", "(.+)"}
    if "$" in reading.text(to, "replacement") and not (is_all and to in {"$1", "${1}"}):
        return replace(labels, unknown=labels.unknown | {target}, known=_without(labels, target))
    value = _source(labels, rule)
    if not _matches(expression, value):
        return labels
    return _with(labels, target, value if "$" in to else to)


def _with(labels: Labels, name: str, value: str) -> Labels:
    return replace(labels, known={**labels.known, name: value}, unknown=labels.unknown - {name})


def _without(labels: Labels, name: str) -> Mapping[str, str]:
    return {other: value for other, value in labels.known.items() if other != name}


def _source(labels: Labels, rule: Mapping[str, Any]) -> str:
    """The values that a rule looks at, joined."""
    values = [labels.value(name) for name in reading.texts(rule.get("source_labels"), "source_labels")]
    if None in values:
        raise _unknown("its source_labels")
    return reading.text(rule.get("separator", ";"), "separator").join(value or "" for value in values)


def _expression(rule: Mapping[str, Any]) -> str:
    return reading.text(rule.get("regex"), "regex") or ANY


def _matches(expression: str, value: str) -> bool:
    try:
        return compiled(expression).matches(value)
    except NotUnderstood as error:
        raise _unknown(str(error)) from None


def _unknown(what: str) -> CannotMeasure:
    return CannotMeasure(
        f"which labels an alert has when Prometheus sends it is not proven: {what} in alert_relabel_configs depends on "
        "what is not known",
        "give the rule these labels with fixed values, or relabel less",
    )
