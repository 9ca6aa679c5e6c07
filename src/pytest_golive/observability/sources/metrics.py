"""What every source of metrics can be asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from pytest_golive.observability.sources.selecting import Matcher, Op, Selector, quoted

__all__ = [
    "INSTALL",
    "How",
    "Instance",
    "Kind",
    "Matcher",
    "Meta",
    "Metrics",
    "Op",
    "Sample",
    "Selector",
    "Values",
    "quoted",
]

INSTALL: Final = "pip install 'pytest-golive[observability]'"
Kind = Literal["counter", "gauge", "histogram", "native histogram", "summary", "unknown"]
How = Literal["max", "sum", "min", "avg", "count"]


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a metric.

    Attributes:
        kind: its type; "unknown" if nobody says.
        unit: as its metadata says, such as "seconds"; "" if they do not.
        help: its description; "" if there is none.
    """

    kind: Kind = "unknown"
    unit: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of one series.

    Attributes:
        labels: of the series, without its name where it was computed.
        value: NaN and infinities are kept as they are: they are not numbers to judge by.
        at: time of the sample, in seconds since 1970.
    """

    labels: Mapping[str, str]
    value: float
    at: float


@dataclass(frozen=True, slots=True)
class Values:
    """What a question about series gives.

    Attributes:
        samples: one for each series or group; none if no series matches, which is never the same as 0.
        at: time of the measurement by the source's clock, in seconds since 1970.
        warnings: what the source says about the answer: "PromQL warning: …".
        partial: whether the source says that data is missing; what is left does not prove anything.
    """

    samples: tuple[Sample, ...]
    at: float
    warnings: tuple[str, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Instance:
    """One scraped process of the service.

    Attributes:
        name: its address, such as "10.0.0.7:8000".
        up: whether the newest scrape succeeded.
        age: seconds since the newest scrape; infinity if there was none.
        error: why the newest scrape failed; "" if it succeeded.
        labels: of its target; with scrapes of our own only "instance".
        url: what is scraped, without credentials; "" if unknown.
        interval: seconds between two scrapes; 0 if unknown.
        also: further names under which the same process is scraped.
        times: how often it is scraped in each interval: twice by two jobs, where everything counts double.
    """

    name: str
    up: bool
    age: float
    error: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    interval: float = 0.0
    also: tuple[str, ...] = ()
    times: int = 1


class Metrics(Protocol):
    """A source of the metrics of one service."""

    @property
    def said(self) -> str:
        """Where it is read, for evidence: "Prometheus 3.5.3 at metrics.example:9090"; never with a credential."""

    def names(self) -> Mapping[str, Meta]:
        """The metrics that exist for the labels of this service, by the name of the family.

        A family is "http_requests_total", and for classic histograms and summaries the name without ``_bucket``,
        ``_sum`` and ``_count``.

        Raises:
            CannotMeasure: the source cannot be asked, or its answer is not understood.
        """

    def values(self, selector: Selector, by: Sequence[str] = (), how: How = "max") -> Values:
        """The newest values of the series that are alive, aggregated.

        Args:
            selector: the series; the labels of this service are added.
            by: labels to group by; none for one value of all.
            how: the aggregation.

        Raises:
            CannotMeasure: the source cannot be asked, or its answer is not understood.
        """

    def series(self, selector: Selector) -> Values:
        """The newest value of each series that is alive, with all of its labels; raises as `values`."""

    def rates(self, selector: Selector, window: float, by: Sequence[str] = ()) -> Values:
        """The summed increase per second of counters, as PromQL's ``rate()`` has it: resets and gaps handled.

        Args:
            selector: the series; the labels of this service are added.
            window: seconds.
            by: labels to group by; none for one value of all.

        Raises:
            CannotMeasure: the source cannot be asked, or its answer is not understood.
        """

    def growth(self, selector: Selector, window: float, by: Sequence[str] = ()) -> Values:
        """The summed increase per second of counters, as `rates`, but from zero where a series begins in the window.

        A burst of failed requests between two scrapes is a series that begins with a value and never rises again, of
        which ``rate()`` sees nothing. What an instance counted before anybody scraped it is left out where that is
        known.

        Args:
            selector: the series; the labels of this service are added.
            window: seconds.
            by: labels to group by; none for one value of all.

        Raises:
            CannotMeasure: the source cannot be asked, or its answer is not understood.
        """

    def ages(self, selector: Selector, by: Sequence[str] = ()) -> Values:
        """Seconds since the newest sample of series that are alive, the least of each group.

        Args:
            selector: the series; the labels of this service are added.
            by: labels to group by; none for one value of all.

        Raises:
            CannotMeasure: the source cannot be asked, or its answer is not understood.
        """

    def why_empty(self, selector: Selector, window: float = 0.0) -> str:
        """Why there is no value, for a message: no series has that name, or they ended at …, or have one sample only.

        Args:
            selector: the series.
            window: of the rate that was asked for, in seconds; 0 for none.

        Raises:
            CannotMeasure: the source cannot be asked, or its answer is not understood.
        """

    def instances(self) -> tuple[Instance, ...]:
        """The processes that are scraped for this service, also those whose scrape fails.

        Raises:
            CannotMeasure: the source cannot be asked, or its answer is not understood.
        """

    def ask(self, expression: str) -> Values:
        """The value of a PromQL expression now, to which nothing is added.

        Raises:
            CannotMeasure: there is no PromQL here, the expression is wrong, or the answer is not understood.
        """
