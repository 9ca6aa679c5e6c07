"""Whose events an objective counts: they must be of this service, and of no other that it does not name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.meaning.matching import accepts
from pytest_golive.observability.alerts.promql.tree import Match
from pytest_golive.observability.alerts.promql.tree import NotUnderstood as Unreadable
from pytest_golive.observability.queries.outcomes import is_outcome
from pytest_golive.observability.queries.rewriting import OUTCOMES, narrowed
from pytest_golive.observability.queries.selecting import Matcher, Selection
from pytest_golive.observability.slos.counts.trusting import answered_for
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics
from pytest_golive.observability.sources.selecting import label_name, quoted

SHOWN: Final = 5  # other services in a message
NOBODY: Final = "nobody-is-called-so"
# Words in the names of labels that tell one kind of event from another.
KINDS: Final = frozenset(
    {"code", "status", "error", "class", "result", "outcome", "reason", "exception", "state", "type", "kind"}
)
# Labels that name a service, and those by which its parts differ.
SERVICES: Final = frozenset(
    {"service", "service_name", "app", "application", "app_kubernetes_io_name", "app_kubernetes_io_instance"}
    | {"app_kubernetes_io_part_of", "exported_service", "exported_job"}
)
PARTS: Final = SERVICES | {"job", "instance", "pod", "container", "deployment", "workload", "component"}
Owner = tuple[str, ...]  # the values of this service's labels


def however_ended(selection: Selection) -> Selection:
    """The selection without conditions for how events ended, and for how long they took."""
    kept = tuple(one for one in selection.matchers if not (is_kind(one.label) or one.label == "le"))
    return replace(selection, matchers=kept, start=0, end=0, braces=None) if selection.name or kept else selection


def is_kind(label: str) -> bool:
    """Whether a label tells one kind of event from another, so that a healthy service may lack some values."""
    words = label.lower().replace(".", "_").split("_")
    return is_outcome(label) or label in OUTCOMES or not KINDS.isdisjoint(words)


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose the series of one objective are, as far as the labels of this service tell.

    Attributes:
        slo: the objective.
        metrics: the source.
        labels: of this service; not empty.
    """

    slo: Slo
    metrics: Metrics
    labels: Mapping[str, str]
    _known: dict[str, frozenset[Owner]] = field(default_factory=dict)

    def check(self, part: Sequence[Selection], total: Sequence[Selection]) -> Iterator[Finding | str]:
        """Why an objective is about others, and notes on what is not known; nothing need have failed.

        Args:
            part: what its query for good or bad events selects.
            total: what its query for all events selects.

        Raises:
            CannotMeasure: events of other services are counted, and the team does not answer for it.
        """
        queries = [tuple(dict.fromkeys(map(however_ended, each))) for each in (total, part)]
        owners = {one: self._of(one) for query in queries for one in query}
        for query in queries:
            if any(owners[one] for one in query) and not any(self._may_be_own(owners[one]) for one in query):
                yield self._of_others(next(one for one in query if owners[one]))
                return
        for one, found in owners.items():
            yield from self._shared(one, found)
        for query, other in (queries, queries[::-1]):
            if any(owners[each] for each in other) and (left_out := self._left_out(query, other, owners)):
                why = f"one of its queries counts events of {self._names(left_out)}, too, and the other does not"
                yield self._answered_for(why, "select the same series in both queries")

    def _left_out(
        self, one: Sequence[Selection], other: Sequence[Selection], owners: Mapping[Selection, frozenset[Owner]]
    ) -> set[Owner]:
        """The other services whose events one query counts, and the other one would not."""
        found = {owner for each in one for owner in owners[each] if self._is_foreign(owner)}
        return {owner for owner in found if not any(self._may_count(each, owner) for each in other)}

    def _of(self, selection: Selection) -> frozenset[Owner]:
        """Whose series a selection finds now."""
        by, written = ", ".join(map(label_name, self.labels)), narrowed(selection, {})
        if written in self._known:
            return self._known[written]
        asked = self.metrics.ask(f"count by ({by}) ({written})")
        if asked.partial:
            what = f"{self.slo.shown}: the answer for whose series its queries find lacks data"
            cure = "run it again when all parts of the source answer"
            raise CannotMeasure(what, cure, path=self.slo.path, line=self.slo.line)
        found = frozenset(tuple(one.labels.get(label, "") for label in self.labels) for one in asked.samples)
        return self._known.setdefault(written, found)

    def _is_foreign(self, owner: Owner) -> bool:
        return any(value not in {"", own} for value, own in zip(owner, self.labels.values(), strict=True))

    def _may_be_own(self, owners: frozenset[Owner]) -> bool:
        return not all(map(self._is_foreign, owners)) if owners else False

    def _of_others(self, selection: Selection) -> Finding:
        ours = ", ".join(f"{label}={quoted(value)}" for label, value in self.labels.items())
        what = f"{self.slo.shown}: {narrowed(selection, {})} finds series, but none of this service ({ours})"
        cure = "name this service's labels in the query, or correct the selector"
        return Finding(self.slo.path, self.slo.line, "aim", what, key=self.slo.key, cure=cure)

    def _shared(self, selection: Selection, owners: frozenset[Owner]) -> Iterator[str]:
        """Notes on series that are not of this service, or do not say whose they are."""
        written = narrowed(selection, {})
        if owners and tuple(self.labels.values()) not in owners and self._may_be_own(owners):
            yield f"{self.slo.shown}: the series of {written} do not say whose they are"
        others = {owner for owner in owners if self._is_foreign(owner)}
        strange = {owner for owner in others if not self._is_meant(selection, owner)}
        if strange:
            ours = ",".join(f"{label_name(label)}={quoted(value)}" for label, value in self.labels.items())
            why = f"{written} counts events of other services, too: {self._names(strange)}"
            yield self._answered_for(why, f"add {ours} to each selector of its queries, or name there what it counts")
        elif others:
            yield f"{self.slo.shown}: {written} counts events of {self._names(others)}, too, as its conditions say"

    def _answered_for(self, why: str, cure: str) -> str:
        return answered_for(self.slo, " / ".join(self.slo.indicator.queries), why, cure)

    def _names(self, owners: set[Owner]) -> str:
        """The labels by which others differ from this service."""
        shown: dict[str, set[str]] = {}
        for owner in owners:
            for (label, own), value in zip(self.labels.items(), owner, strict=True):
                if value not in {"", own}:
                    shown.setdefault(label, set()).add(value)
        return "; ".join(f"{label} {_some(sorted(values))}" for label, values in shown.items())

    def _is_meant(self, selection: Selection, owner: Owner) -> bool:
        """Whether a query names the parts of a service that it counts: by these labels, or the name of the service."""
        for (label, own), value in zip(self.labels.items(), owner, strict=True):
            naming = {label} | (SERVICES - set(self.labels) if label in PARTS else set())
            if value not in {"", own} and not any(
                _names_one(each) for each in selection.matchers if each.label in naming
            ):
                return False
        return True

    def _may_count(self, selection: Selection, owner: Owner) -> bool:
        """Whether a selection would count events of another service if there were any."""
        values = dict(zip(self.labels, owner, strict=True))
        return all(_accepts(one, values[one.label]) for one in selection.matchers if one.label in values)


def _names_one(one: Matcher) -> bool:
    return one.op in {"=", "=~"} and not _accepts(one, NOBODY)


def _accepts(one: Matcher, value: str) -> bool:
    try:
        return accepts(Match(one.label, one.op, one.value), value)
    except Unreadable:
        return one.op != "=~"  # what is not understood names nothing


def _some(values: Sequence[str]) -> str:
    return ", ".join(values[:SHOWN]) + (f" and {len(values) - SHOWN} more" if len(values) > SHOWN else "")
