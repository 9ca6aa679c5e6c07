"""Which alerts are about a service, and which of them need no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.sources.selecting import Matcher
from pytest_golive.observability.triggers.firing import is_like

NAME: Final = "alertname"
TEMPLATE: Final = "{{"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The alerts of a service.

    Attributes:
        labels: of them; * in a value stands for any text.
        is_declared: whether each of them has all these labels; else one that lacks a label counts, too, because sums
            lose the labels of their series.
        unheeded: names of alerts that need no answer, with * for any text, and why.
    """

    labels: Mapping[str, str]
    is_declared: bool
    unheeded: Mapping[str, str] = field(default_factory=dict)

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """The same as conditions of PromQL."""
        none = "" if self.is_declared else "|"
        return tuple(Matcher(name, "=~", f"{_expression(value)}{none}") for name, value in self.labels.items())

    def takes(self, labels: Mapping[str, str], *, declared: bool = False) -> bool:
        """Whether an alert with *labels* is about the service; with all labels, if they must be *declared*."""
        must = declared or self.is_declared
        return all(
            is_like(labels[name], value) if labels.get(name) else not must for name, value in self.labels.items()
        )

    def may_come_of(self, rule: Rule) -> bool:
        """Whether a rule may fire such an alert: the labels that it lacks may be those of its series."""
        own = {**rule.labels, NAME: rule.name}
        known = ((own[name], value) for name, value in self.labels.items() if name in own)
        return all(TEMPLATE in label or is_like(label, value) for label, value in known) and not self.why_not(own)

    def why_not(self, labels: Mapping[str, str]) -> str:
        """Why an alert needs no answer; "" if it needs one."""
        name = labels.get(NAME, "")
        return next((why for glob, why in self.unheeded.items() if is_like(name, glob)), "")

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.labels.items())
        return f"alerts with {shown}" if self.is_declared else f"alerts with {shown}, or without these labels"


def plain(labels: Iterable[tuple[str, str]], *without: str) -> Mapping[str, str]:
    """Labels that have a value, without the named ones."""
    return {name: value for name, value in labels if value and name not in {"__name__", "alertstate", *without}}


def _expression(glob: str) -> str:
    return ".*".join(re.escape(part) for part in glob.split("*"))
