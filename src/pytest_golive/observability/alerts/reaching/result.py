"""What is known about the way from a rule to somebody who is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.doubting import together
from pytest_golive.observability.alerts.routing.labels import Labels


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert that must reach somebody.

    Attributes:
        name: of its rule.
        labels: that it has when it fires.
        annotations: of its rule.
        path: the file that holds the rule, if it is one of the repository; "" otherwise.
        line: in that file.
        signal: what it is needed for: "latency"; "" for the dead man's switch.
    """

    name: str
    labels: Labels
    annotations: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    line: int = 0
    signal: str = ""

    def finding(self, rule: str, message: str, cure: str) -> Finding:
        """A finding about this alert, in words that begin with its name."""
        named = f"{self.name} ({self.signal})" if self.signal else self.name
        return Finding(self.path, self.line, rule, f"{named}: {message}", "high", key=f"{rule} {self.name}", cure=cure)


@dataclass(frozen=True, slots=True)
class Routed:
    """Whom one alert reaches.

    Attributes:
        alert: the alert.
        receivers: whom it reaches now, with their integrations: "pager (pagerduty, slack)".
        findings: why it reaches nobody, or too late.
        doubts: what is not proven.
        notes: what is worth knowing and no fault.
        drilled: whether a fire drill has arrived by the same way.
        called: the names of those receivers.
        unseen: what of them only Alertmanager can see.
    """

    alert: Alert
    receivers: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    doubts: tuple[CannotMeasure, ...] = ()
    notes: tuple[str, ...] = ()
    drilled: bool = False
    called: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """The whole way from Prometheus through Alertmanager to somebody.

    Attributes:
        source: what was asked, for evidence.
        alerts: each alert that must reach somebody.
        findings: what else is wrong on the way: no Alertmanager, a lost peer, no dead man's switch, a runbook that is
            gone.
        doubts: what else is not proven.
        facts: what is shown, by name.
    """

    source: str
    alerts: tuple[Routed, ...] = ()
    findings: tuple[Finding, ...] = ()
    doubts: tuple[CannotMeasure, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def faults(self) -> tuple[Finding, ...]:
        """All findings."""
        return (*(one for routed in self.alerts for one in routed.findings), *self.findings)

    def notes(self) -> Iterator[tuple[str, str]]:
        """What a row shows: whom each alert reaches, and the facts."""
        for routed in self.alerts:
            yield f"{routed.alert.name} reaches", ", ".join(routed.receivers) or "nobody"
            yield from ((f"{routed.alert.name}", note) for note in routed.notes)
        yield from self.facts

    def doubt(self) -> CannotMeasure | None:
        """What keeps the row from passing if nothing is wrong: what is not proven."""
        return together([*(one for routed in self.alerts for one in routed.doubts), *self.doubts])
