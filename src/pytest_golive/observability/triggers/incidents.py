"""Security incidents, as alerts tell them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pytest_golive.errors import NotSetUp
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.items import Item
from pytest_golive.observability.triggers.firing import alerting_rules, at_manager, at_prometheus, is_like
from pytest_golive.observability.triggers.trigger import Fired

KEY: Final = "[tool.golive.rollback]"


def in_manager(client: Client, labels: Mapping[str, str]) -> list[Fired]:
    """The alerts with *labels* that an Alertmanager has now and that nobody has silenced.

    Args:
        client: for the Alertmanager.
        labels: all of which an alert must have; values are globs.

    Raises:
        CannotMeasure: it cannot be reached, or an answer is not understood.
    """
    return [one.fired for one in at_manager(client) if _has(one.labels, labels)]


def in_prometheus(client: Client, labels: Mapping[str, str]) -> list[Fired]:
    """The alerts with *labels* that a Prometheus fires now; it knows nothing of silences.

    Raises:
        CannotMeasure: as `in_manager`.
    """
    return [one.fired for one in at_prometheus(client) if _has(one.labels, labels)]


def rules_with(client: Client, labels: Mapping[str, str]) -> int:
    """How many alerting rules of a Prometheus can fire an alert with *labels*, as far as their own labels tell.

    Raises:
        NotSetUp: none can, so that no incident would ever be seen.
        CannotMeasure: as `in_manager`.
    """
    count = sum(_can_have(rule, labels) for rule in alerting_rules(client))
    if not count:
        said = ", ".join(f"{name}={value}" for name, value in labels.items())
        raise NotSetUp(
            f"none of the alerting rules in {client.api.named} has the labels {said}, so no incident would be seen",
            f"give them to the rules that mean an incident, or name others in {KEY} security_alerts",
        )
    return count


def _has(known: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return all(name in known and is_like(known[name], value) for name, value in wanted.items())


def _can_have(rule: Item, wanted: Mapping[str, str]) -> bool:
    """Whether an alert of *rule* may have the labels: those that the rule gives itself decide, one of them at least."""
    own = {**rule.labels("labels"), "alertname": rule.text("name")}
    given = [name for name in wanted if name in own]
    return bool(given) and all(is_like(own[name], wanted[name]) or "{{" in own[name] for name in given)
