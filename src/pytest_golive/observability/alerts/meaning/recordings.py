"""The recording rules that an expression reads, and what they record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pytest_golive.observability.alerts.meaning.matching import accepts
from pytest_golive.observability.alerts.promql.tree import NotUnderstood, Series
from pytest_golive.observability.alerts.rule import Rule

DEEPEST: Final = 20


class Gone(NotUnderstood):
    """A series that only a recording rule could record, and no rule does."""


@dataclass(frozen=True)
class Recordings:
    """The recording rules that are loaded.

    Attributes:
        rules: loaded rules, of any kind.
        labels: the labels of this service.
        has_data: whether the server has series of a name now, from wherever; None if nobody can be asked.
    """

    rules: tuple[Rule, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    has_data: Callable[[str], bool] | None = None

    @cached_property
    def _by_name(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.records:
                found.setdefault(rule.name, []).append(rule)
        return found

    def of(self, series: Series) -> Rule | None:
        """The rule that records what a selector reads; None for what is scraped.

        Raises:
            Gone: its name is one of a recording rule, but there is none.
            NotUnderstood: several record it, or it is recorded elsewhere.
        """
        known = self._by_name.get(series.name, [])
        fitting = [rule for rule in known if _fits(rule, series, {})]
        if len(fitting) > 1:
            fitting = [rule for rule in fitting if _fits(rule, series, self.labels)] or fitting
        if len({(rule.expression, tuple(sorted(rule.labels.items()))) for rule in fitting}) > 1:
            raise NotUnderstood(f"{len(fitting)} recording rules record {series.name}")
        if fitting:
            return fitting[0]
        if known:
            raise Gone(f"no loaded recording rule records {series}; {series.name} is recorded with other labels")
        if ":" not in series.name:
            return None
        if self.has_data is not None and self.has_data(series.name):
            raise NotUnderstood(f"{series.name} has data, but no rule of this server records it")
        raise Gone(f"no loaded recording rule records {series.name}")


def _fits(rule: Rule, series: Series, labels: Mapping[str, str]) -> bool:
    """Whether the labels that the rule adds pass the selector, and are those of the service."""
    added = [match for match in series.matches if match.label in rule.labels]
    ours: Iterable[str] = (name for name in labels if name in rule.labels)
    return all(accepts(match, rule.labels[match.label]) for match in added) and all(
        rule.labels[name] == labels[name] for name in ours
    )
