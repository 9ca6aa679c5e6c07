"""Whether the traces of all instances of a service arrive: what became of several requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.traces.flow import TraceFlow
from pytest_golive.observability.traces.plain import Plain

SHOWN: Final = 20


@dataclass(frozen=True)
class TraceFlows:
    """What became of the traces of requests that were sent at once.

    Attributes:
        flows: one for each request, in the order of sending.
        wanted: how many instances there are; 1 if the settings do not say so.
        addressed: whether each request went to an instance of its own.
        plain: what became of requests without a context; None if none were sent.
    """

    flows: Sequence[TraceFlow]
    wanted: int = 1
    addressed: bool = False
    plain: Plain | None = None

    @property
    def asked(self) -> int:
        """How many requests were sent."""
        return len(self.flows)

    @property
    def found(self) -> int:
        """How many of their traces are there."""
        return sum(flow.found for flow in self.flows)

    @property
    def source(self) -> str:
        """Where they were looked for."""
        return self.flows[0].source

    @property
    def seconds(self) -> float:
        """How long it took until they were whole."""
        return max(flow.followed.seconds for flow in self.flows)

    @property
    def spans(self) -> int:
        """How many spans they have."""
        return sum(flow.spans for flow in self.flows)

    @property
    def services(self) -> int:
        """How many services must be in each."""
        return max((len(flow.whole.services) for flow in self.flows if flow.whole), default=0)

    @property
    def absent(self) -> tuple[Finding, ...]:
        """Why traces are missing."""
        return self._each(lambda flow: flow.absent)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """The services that have no part in a trace."""
        return self._each(lambda flow: flow.missing)

    @property
    def orphans(self) -> tuple[Finding, ...]:
        """Spans whose parent is missing."""
        return self._each(lambda flow: flow.whole.orphans if flow.whole else ())

    @property
    def beginnings(self) -> tuple[Finding, ...]:
        """What is wrong with where, how and when traces begin."""
        return self._each(lambda flow: flow.beginnings)

    @property
    def tangled(self) -> tuple[Finding, ...]:
        """Spans with impossible ids."""
        return self._each(lambda flow: flow.whole.tangled if flow.whole else ())

    @property
    def instances(self) -> frozenset[str]:
        """The instances that answered, as their spans name them."""
        return frozenset[str]().union(*(flow.instances for flow in self.flows))

    def notes(self) -> Iterator[tuple[str, str]]:
        """What is shown beside the values that are judged: of a request whose trace is missing, if there is one."""
        yield "requests", f"{self.asked}, each {'to an instance' if self.addressed else 'with a trace'} of its own"
        names = sorted(self.instances)
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        known = f"{len(names)}: {', '.join(names[:SHOWN])}{more}" if names else "spans name none (service.instance.id)"
        yield "instances that answered", known
        if self.plain:
            yield self.plain.note()
        yield from min(self.flows, key=lambda flow: flow.found).notes()

    def doubt(self) -> CannotMeasure | None:
        """Why traces that seem whole prove nothing; None if they do."""
        return next(filter(None, (flow.doubt() for flow in self.flows)), None) or self._unseen()

    def _unseen(self) -> CannotMeasure | None:
        seen = len(self.instances)
        if self.addressed or self.wanted <= 1 or seen >= self.wanted:
            return None
        return CannotMeasure(
            f"the service has {self.wanted} instances, and the spans of {self.asked} requests name {seen} of them",
            "name the address of each in instances of the target's traces; or let the spans of each say which one it "
            "is (the resource attribute service.instance.id)",
        )

    def _each(self, of: Callable[[TraceFlow], tuple[Finding, ...]]) -> tuple[Finding, ...]:
        """The findings about all traces; what is wrong with many of them counts once, or once for each address."""
        found: dict[str, list[Finding]] = {}
        for number, flow in enumerate(self.flows):
            new = self._named(of(flow), flow, number)
            known = frozenset(found)
            for one in new:
                if one.key not in known:
                    found.setdefault(one.key, []).append(one)
        return tuple(one for several in found.values() for one in several)

    def _named(self, findings: Sequence[Finding], flow: TraceFlow, number: int) -> Sequence[Finding]:
        if not self.addressed or not number:
            return findings
        place = flow.followed.answer.place
        return [replace(one, key=f"{one.key} {place}", message=f"{place}: {one.message}") for one in findings]
