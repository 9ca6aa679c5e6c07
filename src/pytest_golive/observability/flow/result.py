"""What was found out about the flow of metrics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.flow.looking import Scraped
from pytest_golive.observability.flow.rules import Rules


@dataclass(frozen=True)
class Flow:
    """The way of metrics from a service to where they are read.

    Attributes:
        source: where they are read.
        seen: instances that are scraped.
        instances: how many there must be.
        lost: which instances are known, if they are too few.
        unfit: instances whose scrape fails, or is old.
        checked: how many pairs of a needed metric and an instance were looked for.
        missing: needed metrics that an instance does not have, or that have no number or an old one there.
        sent: how many requests the run sent.
        path: to which path.
        counted: by how much the counters rose.
        uncounted: why that is too little.
        needed: the metrics that are needed.
        counter: what counted the requests.
        rose: by how much the counters of each instance rose.
        waited: seconds until the requests showed.
        doubt: why a rise does not prove that these requests were counted, or the lack of one that they were not; None
            if it does.
        joined: instances that showed up after the requests began, whose first value is not counted.
    """

    source: str
    seen: int
    instances: int
    lost: tuple[Finding, ...]
    unfit: tuple[Finding, ...]
    checked: int
    missing: tuple[Finding, ...]
    sent: int
    path: str
    counted: float
    uncounted: tuple[Finding, ...]
    needed: tuple[str, ...]
    counter: str
    rose: tuple[tuple[str, float], ...]
    waited: float
    doubt: CannotMeasure | None = None
    joined: tuple[str, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Whether requests were sent, and it is known whether they were counted."""
        return bool(self.sent) and (self.counted >= self.sent or not self.joined)

    def notes(self) -> Iterator[tuple[str, str]]:
        """What was looked at, by name."""
        if self.needed:
            yield "metrics looked for on each instance", ", ".join(self.needed)
        if self.sent:
            yield "requests sent", f"{self.sent} to {self.path}, counted by {self.counter}"
            yield "risen by", ", ".join(f"{name or 'all'}: {value:,.0f}" for name, value in self.rose)
            if self.joined:
                yield "not looked at", f"what {', '.join(self.joined)} had when first seen, after the requests began"
            yield "waited for them to show", f"{self.waited:.1f} s"


def unread(source: str, rules: Rules, scraped: Scraped, seen: int, error: CannotMeasure) -> Flow:
    """The flow of a service whose scrapes fail, and of whose requests no metrics are known: none were sent."""
    missing = Finding("", 0, "series", error.what, key="metrics about requests")
    return Flow(
        source=source,
        seen=seen,
        instances=rules.instances,
        lost=scraped.lost,
        unfit=scraped.unfit,
        checked=1,
        missing=(missing,),
        sent=0,
        path=rules.path,
        counted=0.0,
        uncounted=(),
        needed=(),
        counter="",
        rose=(),
        waited=0.0,
    )
